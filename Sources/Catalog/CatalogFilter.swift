/// What narrows a search or a list: only entries that hold for all of its parts.
package struct CatalogFilter: Hashable, Sendable {
  /// What is wanted, by dimension (``CatalogEntry/values(of:)``): each must hold, by any one of its values.
  package private(set) var wanted: [CatalogEntry.Facet]
  /// Words that must stand beside each other somewhere in an entry.
  package var phrases: [String] = []

  package init(kinds: Set<EntryKind> = [], section: String? = nil, facets: [CatalogEntry.Facet] = []) {
    wanted = []
    for kind in EntryKind.allCases where kinds.contains(kind) { want(kind.rawValue, of: "kind") }
    if let section { want(section, of: "section") }
    for facet in facets {
      if facet.values.isEmpty { wanted.append(facet) }
      for value in facet.values { want(value, of: facet.name) }
    }
  }

  package var isEmpty: Bool { wanted.isEmpty && phrases.isEmpty }

  /// How many values are chosen.
  package var count: Int { wanted.reduce(0) { $0 + $1.values.count } }

  /// Adds a value of a dimension to those wanted.
  package mutating func want(_ value: String, of dimension: String) {
    guard let index = wanted.firstIndex(where: { $0.name == dimension }) else {
      wanted.append(CatalogEntry.Facet(name: dimension, values: [value]))
      return
    }
    if !wanted[index].values.contains(value) { wanted[index].values.append(value) }
  }

  /// Adds a value, or takes it away when it is wanted already.
  package mutating func toggle(_ value: String, of dimension: String) {
    guard isWanted(value, of: dimension) else { return want(value, of: dimension) }
    guard let index = wanted.firstIndex(where: { $0.name == dimension }) else { return }
    wanted[index].values.removeAll { $0 == value }
    if wanted[index].values.isEmpty { wanted.remove(at: index) }
  }

  package func isWanted(_ value: String, of dimension: String) -> Bool {
    wanted.contains { $0.name == dimension && $0.values.contains(value) }
  }

  /// Adds all that another filter wants.
  package mutating func add(_ other: CatalogFilter) {
    for facet in other.wanted { for value in facet.values { want(value, of: facet.name) } }
    phrases += other.phrases
  }

  /// Whether an entry passes.
  package func accepts(_ entry: CatalogEntry) -> Bool {
    wanted.allSatisfy { CatalogFilter.holds($0, for: entry) }
      && phrases.allSatisfy { PhraseFinder.contains($0, in: entry) }
  }

  private static func holds(_ facet: CatalogEntry.Facet, for entry: CatalogEntry) -> Bool {
    entry.values(of: facet.name).contains { facet.values.contains($0) }
  }

  // MARK: Counting

  /// A dimension with the values that entries have in it.
  package struct Group: Hashable, Sendable {
    package var name: String
    package var values: [Value]
    /// A dimension as a person reads it.
    package var title: String { CatalogFilter.title(of: name) }
  }

  package struct Value: Hashable, Sendable {
    package var value: String
    /// How many entries would be left with it.
    package var count: Int
    package var isChosen: Bool
  }

  /// The dimensions in the order in which they are shown; others follow by name.
  package static let dimensions = [
    "kind", "section", "modality", "hosting", "residency", "network", "maturity", "lifecycle", "skill",
    "cost_driver", "pillar", "determinism",
  ]

  /// What can be chosen from entries: every value with the number of entries that have it and fit all that is wanted of
  /// the other dimensions.
  ///
  /// Values that are wanted are there even when nothing is left of them.
  package func groups(of entries: [CatalogEntry]) -> [Group] {
    var counts: [String: [String: Int]] = [:]
    for facet in wanted { for value in facet.values { counts[facet.name, default: [:]][value] = 0 } }
    for entry in entries {
      var failing: String?
      var failures = 0
      for facet in wanted where !CatalogFilter.holds(facet, for: entry) {
        failing = facet.name
        failures += 1
      }
      guard failures < 2, phrases.allSatisfy({ PhraseFinder.contains($0, in: entry) }) else { continue }
      for name in entry.dimensionNames where failures == 0 || name == failing {
        for value in Set(entry.values(of: name)) { counts[name, default: [:]][value, default: 0] += 1 }
      }
    }
    let known = CatalogFilter.dimensions.filter { counts[$0] != nil }
    let others = counts.keys.filter { !known.contains($0) }.sorted()
    return (known + others).map { name in
      let values = (counts[name] ?? [:]).map { value, count in
        Value(value: value, count: count, isChosen: isWanted(value, of: name))
      }
      return Group(
        name: name,
        values: values.sorted { ($1.count, $0.value) < ($0.count, $1.value) })
    }
  }

  /// A dimension as a person reads it: “Cost driver”.
  package static func title(of dimension: String) -> String {
    switch dimension {
    case "section": return "Topic"
    case "pillar": return "Well-Architected pillar"
    case "skill": return "Skill needed"
    case "lifecycle": return "Lifecycle"
    default: return FacetVocabulary.title(of: dimension)
    }
  }

  /// The filter in a few words: “service, serverless or saas”.
  package var description: String {
    (wanted.map { $0.values.joined(separator: " or ") } + phrases.map { "“\($0)”" }).joined(separator: ", ")
  }
}

extension CatalogEntry {
  /// The values of a facet, or of what is asked in the same way: `kind`, `section` and `lifecycle`.
  package func values(of dimension: String) -> [String] {
    switch dimension {
    case "kind": [kind.rawValue]
    case "section": section.isEmpty ? [] : [section]
    case "lifecycle": lifecycle.map { [$0.state] } ?? []
    default: values(ofFacet: dimension)
    }
  }

  /// The dimensions in which it has a value.
  fileprivate var dimensionNames: [String] {
    ["kind", "section", "lifecycle"] + facets.map(\.name)
  }

  /// Something of an entry that ends on a day.
  package struct Ending: Hashable, Sendable {
    /// The part that ends; empty for the whole.
    package var what: String
    /// ISO 8601, perhaps without its day.
    package var date: String
    package var replacedBy: String?
  }

  /// What of it ends or ended before a day, the first first: itself, features of it, models of a family.
  package func endings(before date: String) -> [Ending] {
    var found: [Ending] = []
    if let lifecycle {
      if let day = lifecycle.date, ["retiring", "retired"].contains(lifecycle.state) {
        found.append(Ending(what: "", date: day, replacedBy: lifecycle.replacedBy))
      }
      found += lifecycle.retiredFeatures.flatMap { feature in
        feature.values.map { Ending(what: feature.name, date: $0) }
      }
    }
    found += models.filter { !$0.retires.isEmpty }.map { model in
      Ending(
        what: model.name, date: model.retires, replacedBy: model.replacedBy.isEmpty ? nil : model.replacedBy)
    }
    return found.filter { !$0.date.isEmpty && $0.date < date }.sorted {
      ($0.date, $0.what) < ($1.date, $1.what)
    }
  }
}

/// Looks for words that stand beside each other in an entry's texts.
enum PhraseFinder {
  /// Whether a phrase occurs as whole words, whatever the case and the signs between them.
  static func contains(_ phrase: String, in entry: CatalogEntry) -> Bool {
    let wanted = words(of: phrase)
    guard !wanted.isEmpty else { return true }
    let needle = Array((" " + wanted + " ").utf8)
    return ([entry.title, entry.summary, entry.body] + entry.aliases + entry.links.map(\.title)).contains {
      text in
      text.utf8.count + 2 >= needle.count && holds(needle, in: Array((" " + words(of: text) + " ").utf8))
    }
  }

  /// The letters and digits of a text in small letters, with one space for all that stands between them.
  static func words(of text: String) -> String {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 48...57, 97...122: result.append(UInt8(scalar.value))
      case 65...90: result.append(UInt8(scalar.value + 32))
      case 0..<128: if let last = result.last, last != 32 { result.append(32) }
      default:
        let kind = LetterFold.fold(scalar, into: &result)
        if kind == .other, let last = result.last, last != 32 { result.append(32) }
      }
    }
    if result.last == 32 { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  private static func holds(_ needle: [UInt8], in text: [UInt8]) -> Bool {
    guard text.count >= needle.count else { return false }
    for start in 0...(text.count - needle.count)
    where text[start..<(start + needle.count)].elementsEqual(needle) {
      return true
    }
    return false
  }
}
