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
  private let backlinksByAddress: [String: [Backlink]]
  private let valuesByDimension: [String: Set<String>]

  /// Builds a library from layers, of which a later one replaces the pages of an earlier one with the same id.
  package init(layers: [[CatalogEntry]]) {
    var pages: [String: [CatalogEntry]] = [:]
    for layer in layers {
      var isFresh: Set<String> = []
      for entry in layer {
        let page = entry.parent ?? entry.id
        if isFresh.insert(page).inserted { pages[page] = [] }
        pages[page]?.append(entry)
      }
    }
    let ordered = pages.values.compactMap { group in group.first.map { ($0, group) } }
      .sorted { ($0.0.order, $0.0.title, $0.0.id) < ($1.0.order, $1.0.title, $1.0.id) }
    self.init(entries: ordered.flatMap(\.1))
  }

  private init(entries: [CatalogEntry]) {
    let entries = CatalogLibrary.givingPillars(to: entries)
    self.entries = entries
    var byAddress: [String: Int] = [:]
    var byName: [String: String] = [:]
    for (index, entry) in entries.enumerated() {
      byAddress[entry.id] = index
      for name in [entry.title] + entry.aliases where byName[name.lowercased()] == nil {
        byName[name.lowercased()] = entry.id
      }
    }
    // A section is found by its own name too, where no page has it.
    for entry in entries {
      guard let hash = entry.id.firstIndex(of: "#") else { continue }
      let anchor = String(entry.id[entry.id.index(after: hash)...])
      if byAddress[anchor] == nil, byName[anchor] == nil { byName[anchor] = entry.id }
    }
    indexByAddress = byAddress
    addressByName = byName
    backlinksByAddress = CatalogLibrary.backlinks(of: entries, known: byAddress)
    var values: [String: Set<String>] = [:]
    for entry in entries {
      for name in ["kind", "section", "lifecycle"] {
        values[name, default: []].formUnion(entry.values(of: name))
      }
      for facet in entry.facets { values[facet.name, default: []].formUnion(facet.values) }
    }
    valuesByDimension = values
  }

  /// Gives every entry that an item of a checklist is about the pillar of that item, as a facet.
  private static func givingPillars(to entries: [CatalogEntry]) -> [CatalogEntry] {
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

  private static func backlinks(of entries: [CatalogEntry], known: [String: Int]) -> [String: [Backlink]] {
    var result: [String: [Backlink]] = [:]
    var related: Set<String> = []
    for entry in entries {
      for relation in entry.relations where known[relation.target] != nil {
        // That a section is part of its own page goes without saying.
        if relation.kind == .partOf, relation.target == entry.parent { continue }
        result[relation.target, default: []].append(Backlink(from: entry.id, kind: relation.kind))
        related.insert(entry.id + "\n" + relation.target)
        related.insert(relation.target + "\n" + entry.id)
      }
    }
    for entry in entries where entry.parent == nil {
      for target in linkTargets(in: entry.body) where known[target] != nil {
        guard target != entry.id, !target.hasPrefix(entry.id + "#") else { continue }
        guard related.insert(entry.id + "\n" + target).inserted else { continue }
        result[target, default: []].append(Backlink(from: entry.id, kind: nil))
      }
    }
    return result
  }

  /// The targets of a text's links that have the form of an address.
  ///
  /// This runs over the whole catalog before the first list is shown, so it looks for `](` and does not parse Markdown.
  private static func linkTargets(in body: String) -> [String] {
    let bytes = Array(body.utf8)
    var targets: [String] = []
    var index = 0
    while index + 1 < bytes.count {
      guard bytes[index] == UInt8(ascii: "]"), bytes[index + 1] == UInt8(ascii: "(") else {
        index += 1
        continue
      }
      let start = index + 2
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: ")"), bytes[end] != UInt8(ascii: "\n") { end += 1 }
      if end < bytes.count, bytes[end] == UInt8(ascii: ")") {
        // After a space comes a title.
        let target = bytes[start..<end].prefix { $0 != UInt8(ascii: " ") }
        targets.append(String(decoding: target, as: UTF8.self))
      }
      index = end
    }
    return targets
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
    backlinksByAddress[address] ?? []
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
