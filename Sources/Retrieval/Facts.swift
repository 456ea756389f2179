import Catalog

/// What an entry's facets and counterparts say of it, as sentences.
struct Facts {
  /// A sentence and the stems of the words with which people ask for it.
  struct Fact: Hashable {
    var name: String
    var text: String
    var topics: Set<String>
  }

  private(set) var all: [Fact] = []

  /// Makes sentences of an entry's facts.
  init(of entry: CatalogEntry) {
    for facet in entry.facets {
      let values = facet.values.map(Facts.words)
      guard !values.isEmpty, let text = Facts.sentence(facet.name, SentenceReader.joined(values), entry.title)
      else { continue }
      all.append(Fact(name: facet.name, text: text, topics: Facts.topics[facet.name] ?? []))
    }
    for equivalent in entry.equivalents {
      guard let place = Facts.places[equivalent.name] else { continue }
      let names = equivalent.values.joined(separator: ", ").split(separator: ",").map {
        String($0.drop(while: \.isWhitespace))
      }
      guard !names.isEmpty else { continue }
      let verb =
        names.count > 1
        ? "counterparts of \(entry.title) \(place) are" : "counterpart of \(entry.title) \(place) is"
      all.append(
        Fact(
          name: equivalent.name, text: "The \(verb) \(SentenceReader.joined(names)).",
          topics: Facts.topics[equivalent.name] ?? []))
    }
  }

  /// The fact of a name.
  subscript(name: String) -> Fact? { all.first { $0.name == name } }

  /// The facts for which a question asks with its words.
  func asked(in question: Question) -> [Fact] {
    let stems = Set(question.words.map(\.stem))
    return all.filter { !$0.topics.isDisjoint(with: stems) }
  }

  /// A value as a person reads it.
  private static func words(_ value: String) -> String {
    let names = [
      "ga": "generally available", "dbu": "Databricks units", "saas": "software as a service",
      "any": "any place",
    ]
    if let name = names[value] { return name }
    let keepsHyphen: Set<String> = ["on-premises", "self-hosted", "in-process", "low-code"]
    return keepsHyphen.contains(value) ? value : value.split(separator: "-").joined(separator: " ")
  }

  private static func sentence(_ name: String, _ list: String, _ title: String) -> String? {
    switch name {
    case "cost_driver": "The cost of \(title) is driven by \(list)."
    case "modality": "The kinds of data that \(title) works with are \(list)."
    case "skill": "\(title) asks for the skills of this role: \(list)."
    case "residency": "The catalog gives the data residency of \(title) as \(list)."
    case "hosting": "The catalog gives the hosting of \(title) as \(list)."
    case "maturity": "The catalog gives the maturity of \(title) as \(list)."
    default: nil
    }
  }

  private static let places = ["aws": "on AWS", "gcp": "on Google Cloud", "oss": "in open source"]

  private static let topics: [String: Set<String>] = [
    "cost_driver": Word.stems(
      in:
        "cost costs costly price prices pricing priced fee fees expensive cheap billed billing charge charged pay"
    ),
    "skill": Word.stems(in: "skill skills role developer"),
    "residency": Word.stems(
      in: "region regions residency located location country countries geography premises"),
    "hosting": Word.stems(in: "hosted hosting host serverless managed container self-hosted premises"),
    "maturity": Word.stems(in: "maturity mature preview beta ga"),
    "oss": Word.stems(in: "oss"),
    "aws": Word.stems(in: "aws amazon"),
    "gcp": Word.stems(in: "gcp google"),
  ]
}
