/// Words that people use for one another in questions about the catalog.
enum Synonyms {
  /// The stems that may stand for a stem, without the stem itself.
  static func of(_ stem: String) -> Set<String> { table[stem] ?? [] }

  private static let groups = [
    "replace successor succeed instead supersede replacement migrate move recommended",
    "create build built make develop write",
    "maker company vendor",
    "parameters weights",
    "picture image photo",
    "video movie film moving",
    "speech voice spoken speak speaking audio",
    "choose select pick choice selection choosing",
    "large big bigger larger",
    "small smaller little",
    "watch monitor observe",
    "fast faster quick speed",
    "table tables tabular",
    "data information",
    "resolve resolution resolved",
    "detect detection find spot",
    "keep store hold save stored",
    "search find retrieve retrieval",
    "retire retired retirement end withdrawn",
    "rename former formerly previously renamed",
    "document documents form forms paper",
    "translate translation translator",
    "secret secrets password passwords credential credentials",
    "reach access connect connected",
    "summary summarise summarize summarisation summarization condense shorten",
    "cheap cheaper cost expensive price",
    "advantage benefit gain benefits gains advantages",
    "user person people",
    "protect guard safeguard secure safe",
    "need require",
    "recognise recognition recognize",
    "layer layers",
    "subnet subnets",
    "firm organisation company enterprise business",
    "measure evaluate evaluation assess",
    "component part consist",
    "drawback price disadvantage downside",
    "automate automation automated automates",
    "decide decision",
    "generate generation produce production creation",
    "coordinate orchestrate orchestration cooperate",
    "mean stand abbreviation",
    "login authentication authenticate",
    "programming code coding",
    "tune tuning adjust",
    "kind type category",
    "option way",
    "compare comparison differ difference",
    "hold contain include",
    "attack attacks threat",
    "difficult complicated hard",
    "run runs executed",
  ]

  private static let table: [String: Set<String>] = {
    var table: [String: Set<String>] = [:]
    for group in groups {
      let stems = Set(Word.words(in: group).map(\.stem))
      for stem in stems { table[stem, default: []].formUnion(stems.subtracting([stem])) }
    }
    return table
  }()
}
