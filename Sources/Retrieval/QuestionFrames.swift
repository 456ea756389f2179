/// Words that belong to the form of a question and not to what it asks about.
enum QuestionFrames {
  /// All of them, which are no misspelt names.
  static let all: Set<String> = {
    let kinds: [Question.Kind] = [
      .definition, .comparison, .lifecycle, .formerName, .replacement, .successorOf, .list, .parts, .usedIn,
      .usage,
      .caution, .more, .superlative, .counterpart(""), .origin, .facet(""),
    ]
    return kinds.reduce(into: Set<String>()) { $0.formUnion(words(of: $1)) }
  }()

  /// Words that belong to the form of a question of some kind.
  static func words(of kind: Question.Kind) -> Set<String> {
    switch kind {
    case .definition:
      Word.stems(
        in: """
          what is explain define definition meaning describe mean stand abbreviation overview summary about
          introduction make makes made maker company vendor behind builds develops owns exactly kind
          """)
    case .comparison:
      Word.stems(
        in: """
          separates separate distinguishes sets set apart vs
          difference differ different compare comparison compared versus distinguish better choose choice
          pick contrast rather distinction relation relationship both same
          """)
    case .lifecycle:
      Word.stems(
        in: """
          retire retired retiring retirement end ends ended deprecated deprecation current discontinued
          sunset date life lifecycle status archived superseded obsolete maintained supported support stop
          stopped rely read only shut future safe start new project projects latest day year month feature
          features
          """)
    case .formerName:
      Word.stems(
        in: """
          previous older historical
          rename renamed former formerly previously name named known old new call called before earlier
          original originally current
          """)
    case .replacement:
      Word.stems(
        in: """
          replace replaces replaced replacement successor succeed alternative alternatives migrate move
          switch substitute recommended recommend instead place follow follows other apart option options
          choice similar like successors competitor
          """)
    case .successorOf:
      Word.stems(
        in: """
          replace replaces successor succeed supersede supersedes predecessor
          """)
    case .counterpart:
      Word.stems(
        in: """
          matches matching corresponds comparable analogous related
          aws amazon google gcp cloud open source oss counterpart equivalent alternative instead replace
          similar match corresponding correspond same analog analogue replaced replacement substitute product like compare counterparts equivalents
          alternatives have project projects web
          """)
    case .origin:
      Word.stems(
        in: """
          place side run would
          aws amazon google gcp cloud open source oss counterpart equivalent alternative instead similar
          match corresponding correspond same analogue like come compare have web
          """)
    case .list:
      Word.stems(
        in: """
          list name enumerate kinds types kind type example examples give contain include belong hold hosts
          host
          """)
    case .parts:
      Word.stems(
        in: """
          part parts consist contain contains include includes made component components use uses host hosts
          build built base based belong hold run inside rely depend depends consists comprise service
          services element elements piece pieces resource
          """)
    case .usedIn:
      Word.stems(
        in: """
          appears involves
          use uses used part belong host hosts hosted run appear occur occurs mention mentioned involved
          role design architecture
          """)
    case .more:
      Word.stems(
        in: """
          tell more else further elaborate expand continue detail
          """)
    case .usage:
      Word.stems(
        in: """
          when use used suits suit fit fits choose pick right sense situation situations case cases worth
          pay pays apply good
          """)
    case .caution:
      Word.stems(
        in: """
          everything avoid instead always risky dangerous catch weakness cons
          watch careful caution risk risks drawback drawbacks pitfall pitfalls disadvantage disadvantages
          downside problem limitation limitations against consider aware
          """)
    case .facet:
      Word.stems(
        in: """
          cost costs drive drives driver drivers billed billing charged pay metered depend depends kind
          kinds data type types modality modalities skill skills level residency maturity mature preview
          generally available need stay handle handles process processes accept accepts hosted hosting host self premises expensive
          pricing run much
          """)
    case .superlative:
      Word.stems(
        in: """
          smallest largest biggest tiniest greatest highest lowest fewest most least parameter parameters size
          family version versions model models member members
          """)
    case .general: []
    }
  }
}
