/// The parts of an entry that are searched, from the most to the least telling.
package enum SearchField: String, CaseIterable, Sendable {
  case id, title, aliases, summary, kind, links, body
  /// What does the same elsewhere: not the entry's own names, and all the more what somebody from there types.
  case equivalents
}

extension SearchField {
  /// The fields that tell best why an entry was found, the first one first.
  package static let telling: [SearchField] = [.aliases, .summary, .equivalents, .body, .links]

  /// What is to be said before a text of the field, so that it is not taken for something else.
  package var label: String {
    switch self {
    case .aliases: "also called "
    case .equivalents: "elsewhere: "
    case .links: "link: "
    case .id, .title, .summary, .kind, .body: ""
    }
  }
}

extension SearchField {
  /// The place of the field in the order of the cases, which is also the order of a hit's matches.
  var rank: Int {
    switch self {
    case .id: 0
    case .title: 1
    case .aliases: 2
    case .summary: 3
    case .kind: 4
    case .links: 5
    case .body: 6
    case .equivalents: 7
    }
  }

  /// The field at a place of that order; beyond it, the least telling one.
  init(rank: Int) {
    self =
      switch rank {
      case 0: .id
      case 1: .title
      case 2: .aliases
      case 3: .summary
      case 4: .kind
      case 5: .links
      case 7: .equivalents
      default: .body
      }
  }

  /// The field as one bit of a set of fields.
  var bit: UInt8 { 1 << UInt8(rank) }

  /// Whether the whole text is a name by which the entry is called.
  var isName: Bool { self == .id || self == .title || self == .aliases }

  /// What one occurrence of a word in a text of average length counts.
  var weight: Float {
    switch self {
    case .id: 8
    case .title: 10
    case .aliases: 9
    case .summary: 4
    case .equivalents: 6
    case .kind: 2.5
    case .links: 2
    case .body: 1.5
    }
  }

  /// How much a text longer than the average of its field lowers that count: 0 is not at all, 1 in full.
  var lengthInfluence: Float {
    switch self {
    case .kind: 0
    case .summary, .links: 0.3
    case .id, .title, .aliases, .body, .equivalents: 0.5
    }
  }

  /// What finding all words of a query together in this one field adds to the score.
  var togetherBonus: Double {
    switch self {
    case .title: 2
    case .id, .aliases: 1.6
    case .summary, .equivalents: 1.2
    case .kind, .links: 0.3
    case .body: 0.5
    }
  }

  /// What finding the words of a query next to each other in this field adds to the score.
  var phraseBonus: Double {
    switch self {
    case .title, .aliases: 3
    case .id: 2.5
    case .summary, .equivalents: 2
    case .kind, .links: 0.8
    case .body: 1.2
    }
  }

  /// How much a field counts as the name of an entry.
  var nameShare: Double {
    switch self {
    case .title: 1
    case .aliases: 0.92
    case .id: 0.85
    case .summary, .kind, .links, .body, .equivalents: 0
    }
  }
}
