/// Tells from the words of a question what is wanted.
enum QuestionKinds {
  /// Whether a question sets two things side by side, so that everyday names count too.
  static func comparesAnyway(_ line: String) -> Bool {
    [
      "difference", "separates", "distinguishes", "apart from", "vs", "versus", "differ", "compare",
      "compared",
    ].contains { line.contains(" \($0) ") }
  }

  /// What the answer has to hold.
  static func need(of line: String) -> Question.Need {
    func says(_ phrases: String...) -> Bool { phrases.contains { line.contains(" \($0) ") } }
    func starts(_ phrases: String...) -> Bool { phrases.contains { line.hasPrefix(" \($0) ") } }
    if says(
      "price", "prices", "pricing", "how much does", "how expensive", "cost per", "costs per", "fee", "fees",
      "dollars")
    {
      return .price
    }
    if says("how long", "how soon", "how quickly", "how often") { return .duration }
    if says("how many", "how much", "number of", "how large", "how big", "what size", "how much data") {
      return .number
    }
    if starts(
      "when should", "when to", "when do i", "when would", "when can", "when is it", "when does it make")
    {
      return .nothing
    }
    if starts(
      "when is", "when was", "when did", "when does", "when will", "when were", "when are", "since when")
      || says(
        "what year", "which year", "what date", "which date", "release date", "and when", "until when",
        "which day")
    {
      return .date
    }
    if starts(
      "who invented", "who founded", "who wrote", "who is the ceo", "who won", "who discovered",
      "who created",
      "who started", "who designed", "who maintains", "who leads", "who runs", "who should i")
    {
      return .person
    }
    if says(
      "who makes", "who made", "who develops", "which company", "who is behind", "who builds", "who owns")
    {
      return .maker
    }
    if says("where is", "where are"), says("located", "headquartered", "headquarters", "based") {
      return .place
    }
    return .nothing
  }

  /// What may be wanted, the likeliest first; empty when nothing but the words themselves tells.
  static func kinds(of question: Question) -> [Question.Kind] {
    let count = question.subjects.count
    var kinds: [Question.Kind] = []
    if isComparison(question) { kinds.append(.comparison) }
    if isSuperlative(question) { kinds.append(.superlative) }
    if let cloud = cloud(of: question) { kinds.append(cloud) }
    kinds += lifeKinds(of: question)
    if let facet = facet(of: question), count == 1 { kinds.append(.facet(facet)) }
    guard question.need != .number, question.need != .price, question.need != .duration else { return kinds }
    if count == 1, asksForUse(question) { kinds.append(.usage) }
    if count == 1, asksForCaution(question) { kinds.append(.caution) }
    // “Can I host a model?” asks for no list of parts.
    if !question.opens("can i", "can we", "can you", "could i", "could we"),
      let kind = relationKind(of: question)
    {
      kinds.append(kind)
    }
    if question.says(
      "tell me more", "say more", "more details", "go on", "what else", "elaborate", "continue")
    {
      kinds.append(.more)
    }
    return kinds
  }

  private static func isComparison(_ question: Question) -> Bool {
    guard question.subjects.count >= 2 else { return false }
    return comparesAnyway(question.line) || isJudgement(question)
      || question.says("distinguish", "different from", "the same as")
      || (question.says("instead of") && question.opens("when", "why", "should"))
      || (question.says("or") && !question.says("and") && !question.says("how many"))
  }

  /// Whether a comparison asks which of two is better.
  static func isJudgement(_ question: Question) -> Bool {
    question.says("than")
      && question.words.contains { $0.text.hasSuffix("er") && $0.text.count > 4 || $0.text == "more" }
  }

  private static func isSuperlative(_ question: Question) -> Bool {
    question.says("smallest", "largest", "biggest", "tiniest", "fewest parameters", "most parameters")
  }

  private static func asksForUse(_ question: Question) -> Bool {
    question.says(
      "when should", "when to", "when do", "when would", "when is it", "when does it make", "when can",
      "should i use", "should we use", "when are", "what situations", "suited", "worth using", "fits best",
      "fit best", "used for", "good for", "useful for", "meant for")
  }

  private static func asksForCaution(_ question: Question) -> Bool {
    question.says(
      "watch", "not use", "avoid", "against", "careful", "caution", "risks", "drawback", "drawbacks",
      "pitfalls", "disadvantages", "downside", "downsides", "limitations", "disadvantage", "risky",
      "dangerous", "catch", "weakness", "weaknesses", "cons", "pitfall")
  }

  private static func cloud(of question: Question) -> Question.Kind? {
    let asks = question.says(
      "counterpart", "equivalent", "alternative", "alternatives", "instead", "similar", "match", "matches",
      "corresponds",
      "correspond", "like", "replace", "replaces", "same", "counterparts", "equivalents", "analogue",
      "comparable", "offer", "use", "have", "called", "replaced", "replacement", "substitute", "substituted")
    if !question.counterparts.isEmpty, asks || question.says("azure", "microsoft"), question.subjects.isEmpty
    {
      return .origin
    }
    guard asks, question.subjects.count >= 1 else { return nil }
    if question.says("aws", "amazon") { return .counterpart("aws") }
    if question.says("google", "gcp") { return .counterpart("gcp") }
    if question.says("open source", "oss", "self hosted") { return .counterpart("oss") }
    if !question.counterparts.isEmpty { return .origin }
    return nil
  }

  private static func lifeKinds(of question: Question) -> [Question.Kind] {
    var kinds: [Question.Kind] = []
    if question.says(
      "renamed", "former name", "former names", "formerly", "previously", "old name", "new name",
      "used to be called", "earlier name", "original name", "called before", "called now", "former",
      "previous name", "names did", "known as", "current name", "still the name", "still called",
      "another name", "other name", "other names", "happened to", "become of", "became of")
    {
      kinds.append(.formerName)
    }
    if question.says(
      "replaces", "replaced", "replace", "successor", "succeeds", "supersedes", "replacement", "alternative",
      "alternatives", "instead of", "in place of", "migrate", "switch from", "apart from", "recommended over",
      "instead", "move to", "move from")
    {
      kinds.append(isBackward(question) ? .successorOf : .replacement)
    }
    if question.says(
      "retired", "retire", "retires", "retirement", "retiring", "end of life", "deprecated", "discontinued",
      "sunset", "archived", "superseded", "obsolete", "still current", "still supported", "still maintained",
      "still used", "current", "up to date", "read only", "lifecycle", "still alive", "being withdrawn",
      "still rely", "dead", "going away", "phased out", "shut down", "still be used", "withdrawn",
      "still recommended", "still safe", "outdated", "stop working", "gone", "happened to")
      || (question.says("when does", "when will") && question.says("end", "stop"))
    {
      kinds.append(.lifecycle)
    }
    return kinds
  }

  /// Whether the subject is what replaces: “what does X replace”.
  private static func isBackward(_ question: Question) -> Bool {
    guard let subject = question.mentions.first?.words.lowerBound else {
      return question.says("it replace", "it supersede", "it the successor")
    }
    let verbs: Set<String> = ["replace", "supersede", "supersedes", "replaces"]
    if let verb = question.words.firstIndex(where: { verbs.contains($0.text) }) {
      return verb > subject && !question.says("can replace", "what could", "should replace")
        && question.says("what does", "which does", "does")
    }
    if let verb = question.words.firstIndex(where: { $0.text == "successor" }) {
      return verb > subject
    }
    return false
  }

  private static func facet(of question: Question) -> String? {
    if question.says(
      "billed", "charged", "cost driver", "cost drivers", "pay for", "metered by", "drives the cost",
      "cost depend", "billing", "costs depend", "costs of", "cost of", "drive the cost", "drive the costs",
      "drives the costs")
      || (question.says("cost", "costs", "expensive", "pricing") && question.need == .nothing)
    {
      return "cost_driver"
    }
    if question.says(
      "which modalities", "what modalities", "kinds of data", "kind of data", "types of data", "modality")
    {
      return "modality"
    }
    if question.says(
      "which skill", "which skills", "what skill", "what skills", "who is it for", "skill level")
    {
      return "skill"
    }
    if question.says("data residency", "residency", "where does the data stay") { return "residency" }
    if question.says("hosting", "how is it hosted", "self hosted", "on premises", "serverless")
      || (question.says("hosted", "host it", "run it") && question.says("where", "how", "can"))
    {
      return "hosting"
    }
    if question.says("generally available", "in preview", "maturity", "mature", "ga") { return "maturity" }
    return nil
  }

  private static func relationKind(of question: Question) -> Question.Kind? {
    let isSingle = !question.subjects.isEmpty
    if isSingle,
      question.says(
        "where is", "where do", "where are", "used in", "what uses", "who uses", "which services use",
        "which architectures use", "belong to", "belongs to", "which architecture uses", "hosted by",
        "hosts it", "where does")
        || (isSingle
          && question.says(
            "which platform hosts", "which platforms host", "what hosts", "which platform contains",
            "what is it part of"))
        || (isSingle && question.says("part of")
          && question.words.firstIndex { $0.text == "part" } ?? 0 > question.mentions.first?.words.lowerBound
            ?? 0)
    {
      return .usedIn
    }
    if isSingle,
      question.says(
        "part of", "parts of", "parts does", "consist of", "consists of", "contain", "contains", "include",
        "includes",
        "made of", "component", "components", "built on", "based on", "host", "comprise", "rely on",
        "depend on", "what does it use", "made up of")
        || (isSingle && question.says("use")
          && (question.line.hasPrefix(" what does ") || question.line.hasPrefix(" which services does ")))
    {
      return .parts
    }
    let opens = [
      " which ", " list ", " name ", " what kinds ", " what types ", " enumerate ", " show me the ",
      " give me a list ",
    ]
    if opens.contains(where: question.line.hasPrefix)
      || question.says(
        "are there", "list the", "list all", "list of", "name the", "are described", "does the catalog",
        "which")
      || (question.line.hasPrefix(" what are the ") && question.mentions.first?.words.lowerBound != 3)
    {
      return .list
    }
    return nil
  }

  /// The word of a question that a misspelt one stands for.
  static func correction(of word: String) -> String? {
    let forms = [
      "difference", "alternative", "equivalent", "counterpart", "replaces", "replacement", "successor",
      "retired", "retirement",
      "deprecated", "parameters", "between", "explain", "compare", "contains", "components",
    ]
    return word.count < 6 ? nil : forms.first { EditDistance.between(word, $0, atMost: 2) <= 2 }
  }
}
