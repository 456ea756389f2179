/// Questions to ask of a workload, each answered yes, partly, no or not applicable.
///
/// It is one YAML file in the folder `checklists` of a catalog (the format is described in ARCHITECTURE.md).
package struct Checklist: Hashable, Sendable {
  /// How much a “no” costs.
  package enum Severity: String, CaseIterable, Sendable { case high, medium, low }

  package struct Item: Hashable, Sendable, Identifiable {
    package var id: String
    /// A pillar of the Well-Architected Framework, such as `reliability`.
    package var pillar: String
    /// The part of the design it looks at, such as `grounding data`.
    package var area: String
    package var severity: Severity
    /// The workloads it holds for, such as `rag`; `any` for all.
    package var applies: [String]
    package var ask: String
    package var why: String
    /// What to do, and how to prove it.
    package var how: String
    /// Addresses of the entries it is about.
    package var entries: [String]

    package init(
      id: String, pillar: String, area: String, severity: Severity, applies: [String], ask: String,
      why: String, how: String, entries: [String]
    ) {
      self.id = id
      self.pillar = pillar
      self.area = area
      self.severity = severity
      self.applies = applies
      self.ask = ask
      self.why = why
      self.how = how
      self.entries = entries
    }
  }

  package var intro = ""
  package var items: [Item] = []

  package init(intro: String = "", items: [Item] = []) {
    self.intro = intro
    self.items = items
  }

  /// The pillars in the order in which checklists name them.
  package static let pillars = [
    "reliability", "security", "cost-optimization", "operational-excellence", "performance-efficiency",
    "responsible-ai",
  ]

  /// A pillar as a person reads it.
  package static func title(ofPillar pillar: String) -> String {
    if pillar == "responsible-ai" { return "Responsible AI" }
    let words = pillar.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// What its page says: every item under its pillar.
  package var markdown: String {
    var lines = intro.isEmpty ? [] : [intro, ""]
    var pillars: [String] = []
    for item in items where !pillars.contains(item.pillar) { pillars.append(item.pillar) }
    for pillar in pillars {
      let group = items.filter { $0.pillar == pillar }
      lines += ["## \(Checklist.title(ofPillar: pillar))", ""]
      for item in group {
        lines.append("- **\(item.ask)** (\(item.severity.rawValue)) \(item.why) \(item.how)")
      }
      lines.append("")
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
