import Documents

/// Reads the items of a checklist from its YAML, and says what is wrong with them.
struct ChecklistReader {
  private(set) var checklist = Checklist()
  private(set) var problems: [DocumentError] = []
  private(set) var references: [EntryReader.Reference] = []

  /// The fields beside those that every entry has.
  static let fields = ["intro", "items"]
  private static let itemFields = [
    "id", "pillar", "area", "severity", "applies", "ask", "why", "how", "see",
  ]

  init(_ fields: YAMLNode) {
    checklist.intro = fields["intro"]?.string ?? ""
    var seen: Set<String> = []
    let items = fields.list("items", problems: &problems)
    if items.isEmpty { report("a checklist needs “items”", at: fields) }
    for node in items {
      guard node.mapping != nil else {
        report("items: expected “{id: …, pillar: …, ask: …}”", at: node)
        continue
      }
      problems += node.problemsOfNames(among: ChecklistReader.itemFields, such: "id")
      let id = text("id", of: node)
      if !id.isEmpty, !seen.insert(id).inserted { report("the item “\(id)” is there twice", at: node["id"]) }
      let severityText = node["severity"]?.string ?? "medium"
      let severity = Checklist.Severity(rawValue: severityText)
      if severity == nil { report("severity: expected high, medium or low", at: node["severity"]) }
      let pillar = text("pillar", of: node)
      if !pillar.isEmpty, !Checklist.pillars.contains(pillar) {
        report("pillar: expected one of \(Checklist.pillars.joined(separator: ", "))", at: node["pillar"])
      }
      let entries = node.list("see", problems: &problems)
      references += entries.compactMap { entry in
        entry.string.map { EntryReader.Reference(target: $0, position: entry.position) }
      }
      checklist.items.append(
        Checklist.Item(
          id: id, pillar: pillar, area: node["area"]?.string ?? "", severity: severity ?? .medium,
          applies: node.list("applies", problems: &problems).compactMap(\.string),
          ask: text("ask", of: node), why: node["why"]?.string ?? "", how: node["how"]?.string ?? "",
          entries: entries.compactMap(\.string)))
    }
  }

  private mutating func text(_ name: String, of node: YAMLNode) -> String {
    if let text = node[name]?.string, !text.isEmpty { return text }
    report("items: “\(name)” is missing", at: node)
    return ""
  }

  private mutating func report(_ message: String, at node: YAMLNode?) {
    problems.append(DocumentError(message, at: node?.position))
  }
}
