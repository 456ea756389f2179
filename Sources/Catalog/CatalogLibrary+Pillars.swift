/// The pillars of the Well-Architected Framework under which checklists ask about an entry.
extension CatalogLibrary {
  /// The pillars of every entry that a checklist names, by its address, in the order in which checklists name them.
  ///
  /// It goes over the checklists alone, so it may be called wherever facets are counted.
  package func pillarsByAddress() -> [String: [String]] {
    var found: [String: Set<String>] = [:]
    for entry in entries {
      for item in entry.checklist?.items ?? [] where !item.pillar.isEmpty {
        for address in item.entries where self[address] != nil {
          found[address, default: []].insert(item.pillar)
        }
      }
    }
    return found.mapValues(CatalogLibrary.ordered)
  }

  /// The pillars under which checklists ask about an entry.
  package func pillars(of entry: CatalogEntry) -> [String] {
    var found: Set<String> = []
    for other in entries {
      for item in other.checklist?.items ?? [] where !item.pillar.isEmpty && item.entries.contains(entry.id) {
        found.insert(item.pillar)
      }
    }
    return CatalogLibrary.ordered(found)
  }

  private static func ordered(_ pillars: Set<String>) -> [String] {
    Checklist.pillars.filter(pillars.contains) + pillars.subtracting(Checklist.pillars).sorted()
  }
}
