/// How far a design has answered the checklists of the catalog.
package struct ChecklistStatus: Sendable {
  /// An item that holds for the design, with its answer.
  package struct Item: Hashable, Sendable {
    package var item: Checklist.Item
    /// The id of the checklist it stands in.
    package var checklist: String
    /// Nil while it is open.
    package var answer: Design.Answer?
  }

  package struct Counts: Hashable, Sendable {
    package var yes = 0
    package var partly = 0
    package var no = 0
    package var notApplicable = 0
    package var open = 0
    /// The open ones by how much a “no” costs.
    package var openBySeverity: [Checklist.Severity: Int] = [:]

    package var total: Int { answered + open }
    package var answered: Int { yes + partly + no + notApplicable }

    init(_ items: [Item]) {
      for item in items {
        switch item.answer?.status {
        case .yes: yes += 1
        case .partly: partly += 1
        case .no: no += 1
        case .notApplicable: notApplicable += 1
        case nil:
          open += 1
          openBySeverity[item.item.severity, default: 0] += 1
        }
      }
    }
  }

  package struct Pillar: Hashable, Sendable {
    package var name: String
    package var title: String
    package var items: [Item]
    package var counts: Counts { Counts(items) }
  }

  /// The pillars that have items, in the order in which checklists name them.
  package var pillars: [Pillar]
  /// What kind of workload the items were chosen for.
  package var tags: [String]
  /// Answers to items that no checklist has, or that do not hold for the design, by their id.
  package var strays: [String]

  package var counts: Counts { Counts(pillars.flatMap(\.items)) }

  package init(_ design: Design, in library: CatalogLibrary) {
    let tags = design.tags(in: library)
    var items: [Item] = []
    var seen: Set<String> = []
    for entry in library.entries {
      for item in entry.checklist?.items ?? [] {
        let holds =
          item.applies.isEmpty || item.applies.contains("any") || item.applies.contains(where: tags.contains)
        guard holds, seen.insert(item.id).inserted else { continue }
        items.append(Item(item: item, checklist: entry.id, answer: design.answers[item.id]))
      }
    }
    self.tags = tags
    var names = Checklist.pillars
    for item in items where !names.contains(item.item.pillar) { names.append(item.item.pillar) }
    pillars = names.compactMap { name in
      let own = items.filter { $0.item.pillar == name }
      return own.isEmpty ? nil : Pillar(name: name, title: Checklist.title(ofPillar: name), items: own)
    }
    strays = design.answers.keys.filter { !seen.contains($0) }.sorted()
  }

  /// The item with an id, of those that hold for the design.
  package func item(_ id: String) -> Item? {
    pillars.lazy.flatMap(\.items).first { $0.item.id == id }
  }
}
