/// The pillars of the Well-Architected Framework under which checklists ask about an entry.
extension CatalogLibrary {
  /// Gives every entry that an item of a checklist is about the pillar of that item, as a facet.
  static func givingPillars(to entries: [CatalogEntry]) -> [CatalogEntry] {
    var pillars: [String: Set<String>] = [:]
    for item in entries.compactMap(\.checklist).flatMap(\.items) {
      for address in item.entries { pillars[address, default: []].insert(item.pillar) }
    }
    guard !pillars.isEmpty else { return entries }
    return entries.map { entry in
      guard let own = pillars[entry.id], entry.values(ofFacet: "pillar").isEmpty else { return entry }
      var entry = entry
      entry.facets.append(CatalogEntry.Facet(name: "pillar", values: Checklist.pillars.filter(own.contains)))
      return entry
    }
  }

  /// The pillars under which checklists ask about an entry.
  package func pillars(of entry: CatalogEntry) -> [String] {
    self[entry.id]?.values(ofFacet: "pillar") ?? []
  }
}
