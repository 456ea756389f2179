import Markdown

/// A whole catalog in memory: its entries in order, and what is computed from them.
package struct CatalogLibrary: Sendable {
  /// An entry that points to another one.
  package struct Backlink: Hashable, Sendable {
    package var from: String
    /// The relation; nil when the text merely mentions the other entry.
    package var kind: RelationKind?
  }

  /// Entries that stand in one relation to an entry, under the label a person reads.
  package struct RelatedGroup: Hashable, Sendable {
    package var title: String
    package var addresses: [String]
  }

  /// Pages in the order of their topics, each followed by its sections.
  package let entries: [CatalogEntry]
  private let indexByAddress: [String: Int]
  private let addressByName: [String: String]
  /// Who points to the entry at each place.
  private let backlinksByPlace: [[Backlink]]
  private let valuesByDimension: [String: Set<String>]

  /// Builds a library from layers, of which a later one replaces the pages of an earlier one with the same id.
  package init(layers: [[CatalogEntry]]) {
    // Entries are large: their places are sorted, and each is copied once.
    typealias Place = (layer: Int, index: Int)
    var groups: [[Place]] = []
    var layerOfGroup: [Int] = []
    var groupOfPage: [String: Int] = [:]
    for (layer, entries) in layers.enumerated() {
      for (index, entry) in entries.enumerated() {
        let page = entry.parent ?? entry.id
        guard let group = groupOfPage[page] else {
          groupOfPage[page] = groups.count
          groups.append([(layer, index)])
          layerOfGroup.append(layer)
          continue
        }
        if layerOfGroup[group] != layer {
          groups[group] = []
          layerOfGroup[group] = layer
        }
        groups[group].append((layer, index))
      }
    }
    let keys = groups.map { group in
      let first = layers[group[0].layer][group[0].index]
      return (order: first.order, title: first.title, id: first.id)
    }
    let order = groups.indices.sorted { keys[$0] < keys[$1] }
    var entries: [CatalogEntry] = []
    entries.reserveCapacity(layers.reduce(0) { $0 + $1.count })
    for group in order {
      for place in groups[group] { entries.append(layers[place.layer][place.index]) }
    }
    self.init(entries: entries)
  }

  private init(entries: [CatalogEntry]) {
    let entries = CatalogLibrary.givingPillars(to: entries)
    self.entries = entries
    var byAddress: [String: Int] = [:]
    var byName: [String: String] = [:]
    byAddress.reserveCapacity(entries.count)
    byName.reserveCapacity(2 * entries.count)
    func name(_ entry: CatalogEntry, _ name: String) {
      let lower = name.lowercased()
      if byName[lower] == nil { byName[lower] = entry.id }
    }
    for (index, entry) in entries.enumerated() {
      byAddress[entry.id] = index
      name(entry, entry.title)
      for alias in entry.aliases { name(entry, alias) }
    }
    // A section is found by its own name too, where no page has it.
    for entry in entries {
      guard let hash = entry.id.utf8.firstIndex(of: UInt8(ascii: "#")) else { continue }
      let anchor = String(entry.id[hash...].dropFirst())
      if byAddress[anchor] == nil, byName[anchor] == nil { byName[anchor] = entry.id }
    }
    indexByAddress = byAddress
    addressByName = byName
    backlinksByPlace = BacklinkFinder(entries).find()
    var values: [String: Set<String>] = [:]
    for entry in entries {
      for name in ["kind", "section", "lifecycle"] {
        for value in entry.values(of: name) { values[name, default: []].insert(value) }
      }
      for facet in entry.facets {
        for value in facet.values { values[facet.name, default: []].insert(value) }
      }
    }
    valuesByDimension = values
  }

  /// The values that entries have in a dimension (``CatalogEntry/values(of:)``); nil for one that none has.
  package func values(of dimension: String) -> Set<String>? {
    valuesByDimension[dimension].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The dimensions by which entries can be told apart.
  package var dimensions: [String] {
    let names = valuesByDimension.filter { !$0.value.isEmpty }.keys
    return CatalogFilter.dimensions.filter(names.contains)
      + names.filter { !CatalogFilter.dimensions.contains($0) }.sorted()
  }

  // MARK: Finding

  /// The entry at an address.
  package subscript(address: String) -> CatalogEntry? {
    indexByAddress[address].map { entries[$0] }
  }

  /// The entry that a person means by an address, a title, an alias or a section's own name, in any case.
  package func entry(named name: String) -> CatalogEntry? {
    if let entry = self[name] { return entry }
    let lower = name.lowercased()
    return self[lower] ?? addressByName[lower].flatMap { self[$0] }
  }

  /// All names by which entries are found, for a hint at a misspelt one.
  package var allNames: [String] { Array(indexByAddress.keys) + Array(addressByName.keys) }

  /// The pages, without their sections.
  package var pages: [CatalogEntry] { entries.filter { $0.parent == nil } }

  /// The title of what an address names, or the address itself.
  package func title(of address: String) -> String {
    self[address]?.title ?? address
  }

  // MARK: Relations

  /// Who points to an entry: by a relation or in its text.
  package func backlinks(to address: String) -> [Backlink] {
    indexByAddress[address].map { backlinksByPlace[$0] } ?? []
  }

  /// What stands in a relation to an entry, in both directions, each under its label, without repeats.
  package func related(to entry: CatalogEntry) -> [RelatedGroup] {
    var groups: [(title: String, addresses: [String])] = []
    func add(_ title: String, _ address: String) {
      guard address != entry.id else { return }
      if let index = groups.firstIndex(where: { $0.title == title }) {
        if !groups[index].addresses.contains(address) { groups[index].addresses.append(address) }
      } else {
        groups.append((title, [address]))
      }
    }
    let own = Set(entry.sections)
    for kind in RelationKind.allCases {
      for relation in entry.relations where relation.kind == kind && self[relation.target] != nil {
        add(kind.title, relation.target)
      }
    }
    for kind in RelationKind.allCases {
      for backlink in backlinks(to: entry.id) where backlink.kind == kind && !own.contains(backlink.from) {
        add(kind.inverseTitle, backlink.from)
      }
    }
    for backlink in backlinks(to: entry.id) where backlink.kind == nil {
      add("Mentioned in", backlink.from)
    }
    // Each entry is named once, under the relation that says most: what a platform hosts is its part as well.
    let weakest = ["See also", "Mentioned in"]
    let ordered = groups.filter { !weakest.contains($0.title) } + groups.filter { weakest.contains($0.title) }
    var said: Set<String> = []
    return ordered.compactMap { group in
      let addresses = group.addresses.filter { said.insert($0).inserted }
      return addresses.isEmpty ? nil : RelatedGroup(title: group.title, addresses: addresses)
    }
  }
}
