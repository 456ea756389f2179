import Foundation
import Testing

@testable import Catalog

// MARK: The corpus

private func entry(
  _ id: String, _ title: String, aliases: [String] = [], summary: String = "", kind: String = "service",
  links: [String] = [], body: String = ""
) -> SearchDocument {
  var fields: [(field: SearchField, text: String)] = [(.title, title)]
  fields += aliases.map { (.aliases, $0) }
  if !summary.isEmpty { fields.append((.summary, summary)) }
  fields.append((.kind, kind))
  fields += links.map { (.links, $0) }
  if !body.isEmpty { fields.append((.body, body)) }
  return SearchDocument(id: id, fields: fields)
}

private let corpus = [
  entry(
    "ai-search", "Azure AI Search", aliases: ["Azure Cognitive Search", "Azure Search"],
    summary: "Full-text, vector and hybrid retrieval over your own content.",
    links: ["What is Azure AI Search?"], body: "Indexes are queried with keywords, with vectors or with both."
  ),
  entry(
    "vector-search", "Vector search", aliases: ["vector similarity search"],
    summary: "Finds what is similar by comparing vectors.", kind: "concept",
    body: "Embeddings of texts and pictures lie close together when their meanings do."),
  entry(
    "azure-databricks", "Azure Databricks", aliases: ["Databricks"],
    summary: "An analytics platform based on Apache Spark.", kind: "platform"),
  entry(
    "microsoft-foundry", "Microsoft Foundry", aliases: ["Azure AI Foundry", "Azure AI Studio"],
    summary: "A platform for building generative applications and agents.", kind: "platform"),
  entry(
    "prompt-flow", "LLM flows (prompt flow)", summary: "Orchestrates prompts, models and tools.",
    body: "A flow is a graph of nodes."),
  entry(
    "retrieval-augmented-generation", "Retrieval Augmented Generation",
    summary: "Adds a retrieval system that supplies grounding data to a model.", kind: "pattern"),
  entry(
    "azure-machine-learning", "Azure Machine Learning", summary: "Trains, deploys and manages models.",
    kind: "platform", body: "Pipelines, experiments and endpoints, with scikit-learn, PyTorch and others."),
  entry(
    "azure-well-architected-framework", "Azure Well-Architected Framework",
    summary: "Five pillars of good workloads.", kind: "guide"),
  entry(
    "delta-lake", "Delta Lake", summary: "A storage layer with transactions.",
    body: "It brings ACID transactions (atomicity, consistency, isolation, durability) to Apache Spark."),
  entry(
    "synapseml", "SynapseML", aliases: ["MMLSpark"], summary: "A machine learning library for Spark.",
    kind: "language"),
  entry(
    "onelake", "OneLake in Fabric", aliases: ["OneDrive for data"], summary: "One data lake for a tenant."),
  entry("gpt-5-2", "OpenAI gpt-5.2", summary: "A large language model.", kind: "model-family"),
  entry("phi-4-mini", "Phi-4-Mini", summary: "A small language model.", kind: "model-family"),
  entry(
    "phi-4", "Phi-4 (base)", summary: "A language model with 14 billion parameters.", kind: "model-family"),
  entry("ml-net", "ML.NET", summary: "Machine learning for C# and F# programs.", kind: "language"),
  entry("cpp", "C++", summary: "A compiled language.", kind: "language"),
  entry("r", "R", aliases: ["R language"], summary: "A language for statistics.", kind: "language"),
  entry("python", "Python", summary: "A language that is easy to read.", kind: "language"),
  entry(
    "customer-stories", "Customer stories", kind: "story",
    body:
      "Four stories are told: NSF, PIMCO, Legrand and C.H. Robinson. Legrand keeps its catalogue's colours."),
  entry(
    "content-summarization", "Content summarisation", summary: "Shortens texts.", kind: "concept",
    body: "A model analyses a text and labels its parts; the tuning of its behaviour is optional."),
  entry(
    "key-vault", "Azure Key Vault", summary: "Keeps secrets, keys and certificates.",
    body: "Used by app services."),
  entry("automl", "Automated machine learning (AutoML)", summary: "Chooses and tunes models by itself."),
  entry(
    "automl#automl-agile", "AutoML: agile problem solving", summary: "Teams try ideas fast.", kind: "concept"),
  entry("cafe", "Café résumé", summary: "Smörgåsbord with naïve façade; Łódź, Straße.", kind: "story"),
  entry("agents", "Agents", summary: "An agent chooses its steps itself.", kind: "concept"),
]

private let index = SearchIndex(corpus)

private func found(_ query: String, limit: Int = 50) -> [String] {
  index.search(query, limit: limit).hits.map { corpus[$0.document].id }
}

/// The highlighted pieces of a match.
private func pieces(_ match: FieldMatch) -> [String] {
  match.ranges.map { String(decoding: Array(match.text.utf8)[$0], as: UTF8.self) }
}

private func pieces(_ query: String, in id: String, _ field: SearchField) -> [String] {
  let hit = index.search(query).hits.first { corpus[$0.document].id == id }
  return (hit?.matches ?? []).filter { $0.field == field }.flatMap { pieces($0) }
}

// MARK: What is found

@Suite struct SearchIndexTests {
  @Test(arguments: ["", "  ", "\t\n", "?!", "—", "…"])
  func aQueryWithoutWordsFindsNothing(query: String) {
    #expect(index.search(query) == SearchResults(total: 0, hits: []))
  }

  @Test func anEmptyIndexFindsNothing() {
    #expect(SearchIndex([]).search("anything").total == 0)
    #expect(SearchIndex([SearchDocument(id: "", fields: [])]).search("anything").total == 0)
  }

  @Test(arguments: [
    ("Azure AI Search", "ai-search"), ("azure cognitive search", "ai-search"), ("ai-search", "ai-search"),
    ("Azure AI Studio", "microsoft-foundry"), ("MMLSpark", "synapseml"), ("r", "r"), ("R", "r"),
    ("delta lake", "delta-lake"), ("automl#automl-agile", "automl#automl-agile"),
    ("automl-agile", "automl#automl-agile"),
    ("automl", "automl"), ("agent", "agents"), ("Phi-4", "phi-4"), ("prompt flow", "prompt-flow"),
    ("what is automl", "automl"), ("OneDrive for data", "onelake"),
  ])
  func whatIsCalledSoComesFirst(query: String, id: String) {
    #expect(found(query).first == id)
  }

  @Test(arguments: [
    ("gpt-5.2", "gpt-5-2"), ("gpt 5.2", "gpt-5-2"), ("5.2", "gpt-5-2"), ("gpt-", "gpt-5-2"),
    ("gpt", "gpt-5-2"),
    ("phi-4-mini", "phi-4-mini"), ("phi 4 mini", "phi-4-mini"), ("mini", "phi-4-mini"), ("phi4", "phi-4"),
    ("c.h. robinson", "customer-stories"), ("ch robinson", "customer-stories"),
    ("robinson", "customer-stories"),
    ("scikit-learn", "azure-machine-learning"), ("scikit learn", "azure-machine-learning"),
    ("scikit", "azure-machine-learning"), ("scikitlearn", "azure-machine-learning"),
    ("ML.NET", "ml-net"), ("mlnet", "ml-net"), ("net", "ml-net"), ("ml net", "ml-net"),
    ("C++", "cpp"), ("c++ ", "cpp"), ("C#", "ml-net"), ("f#", "ml-net"),
    ("synapse", "synapseml"), ("synapse ml", "synapseml"), ("lake", "delta-lake"), ("one lake", "onelake"),
    ("onelake", "onelake"), ("open ai", "gpt-5-2"), ("keyvault", "key-vault"), ("key-vault", "key-vault"),
    ("data bricks", "azure-databricks"), ("azurekeyvault", "key-vault"), ("full text", "ai-search"),
  ])
  func compoundsAreFoundWholeAndByParts(query: String, id: String) {
    #expect(found(query).first == id)
  }

  @Test(arguments: [
    ("cafe", "cafe"), ("CAFÉ", "cafe"), ("resume", "cafe"), ("cafe\u{301}", "cafe"), ("smorgasbord", "cafe"),
    ("naive facade", "cafe"), ("lodz", "cafe"), ("strasse", "cafe"), ("STRASSE", "cafe"), ("ＣＡＦＥ", "cafe"),
  ])
  func caseAndAccentsDoNotMatter(query: String, id: String) {
    #expect(found(query) == [id])
  }

  @Test(arguments: [
    ("summarisation", "content-summarization"), ("summarization ", "content-summarization"),
    ("summarise ", "content-summarization"), ("summarize ", "content-summarization"),
    ("summariz", "content-summarization"), ("summaris", "content-summarization"),
    ("analyze ", "content-summarization"), ("analysis ", "content-summarization"),
    ("behavior ", "content-summarization"), ("behaviou", "content-summarization"),
    ("labelled ", "content-summarization"), ("labeled ", "content-summarization"),
    ("tune ", "content-summarization"),
    ("color ", "customer-stories"), ("colour ", "customer-stories"), ("catalog ", "customer-stories"),
    ("embedding ", "vector-search"), ("secret ", "key-vault"), ("queries ", "ai-search"),
  ])
  func formsAndSpellingsOfAWordFindEachOther(query: String, id: String) {
    #expect(found(query).contains(id))
  }

  @Test func theLastWordIsAPrefixWhileItIsTyped() {
    #expect(found("vec").first == "vector-search")
    #expect(found("vector sea").first == "vector-search")
    #expect(found("v").contains("vector-search"))
    #expect(found("v ").isEmpty)
  }

  @Test func anotherWordIsAPrefixFromThreeLettersOn() {
    #expect(found("vec search").first == "vector-search")
    #expect(found("data ana platform") == ["azure-databricks"])
    #expect(!found("ve similarity").contains { $0 == "vector-search" && found("ve similarity").count > 1 })
  }

  @Test func everyWordMustOccur() {
    #expect(found("apache spark platform") == ["azure-databricks"])
    #expect(Set(found("apache spark")) == ["azure-databricks", "delta-lake"])
  }

  @Test func questionWordsNeedNotOccur() {
    #expect(found("how do I keep the secrets?") == ["key-vault"])
    #expect(found("what is a delta lake").first == "delta-lake")
  }

  @Test func aQueryOfQuestionWordsAloneIsMeantAsItStands() {
    #expect(found("by itself ").first == "automl")
  }

  @Test func withoutADocumentThatHasAllWordsThoseWithMostComeFirst() {
    let hits = index.search("apache spark secrets").hits
    let ids = hits.map { corpus[$0.document].id }
    #expect(Set(ids) == ["azure-databricks", "delta-lake"])
    let more = index.search("spark xylophone").hits.map { corpus[$0.document].id }
    #expect(Set(more) == ["azure-databricks", "delta-lake", "synapseml"])
  }

  @Test func aWordMoreWinsOverBetterWords() {
    let documents = [
      entry("a", "Alpha"),
      entry("b", "Other", body: "alpha beta " + String(repeating: "filler ", count: 200)),
      entry("c", "Alpha alpha", aliases: ["alpha"]),
    ]
    let results = SearchIndex(documents).search("alpha beta gamma")
    #expect(results.hits.map(\.document) == [1])
    let lone = SearchIndex(documents).search("alpha gamma").hits.map(\.document)
    #expect(lone.last == 1 && lone.count == 3)
  }

  @Test(arguments: [
    ("databriks", "azure-databricks"), ("databirck", "azure-databricks"), ("vectro sea", "vector-search"),
    ("foundy", "microsoft-foundry"), ("promt flow", "prompt-flow"),
    ("retreival augmetned", "retrieval-augmented-generation"),
    ("machien learning azure", "azure-machine-learning"), ("pyhton", "python"),
    ("sumarization", "content-summarization"),
    ("zython", "python"), ("scikit-lern", "azure-machine-learning"), ("data briks", "azure-databricks"),
    ("wel architected", "azure-well-architected-framework"),
  ])
  func aMistypedWordFindsWhatWasMeant(query: String, id: String) {
    #expect(found(query).first == id)
  }

  @Test func shortWordsAndNumbersAreNotGuessed() {
    #expect(found("dleta lake").first == "delta-lake")
    #expect(found("ner ").isEmpty)
    #expect(SearchIndex([entry("a", "Build 20251")]).search("20252 ").total == 0)
    #expect(found("pythxx ").isEmpty)
  }

  @Test(arguments: [
    ("RAG", "retrieval-augmented-generation"), ("rag ", "retrieval-augmented-generation"),
    ("AML", "azure-machine-learning"), ("WAF", "azure-well-architected-framework"),
    ("awaf", "azure-well-architected-framework"),
    ("ACID", "delta-lake"), ("what is RAG?", "retrieval-augmented-generation"), ("akv", "key-vault"),
  ])
  func initialsFindANameThatIsNotAbbreviatedAnywhere(query: String, id: String) {
    #expect(found(query).first == id)
  }

  // MARK: Order

  @Test func titlesWeighMoreThanBodies() {
    let documents = [
      entry("one", "Something", body: "A lantern in the north"), entry("two", "Lantern of the north"),
      entry("three", "Else", aliases: ["Lantern of the south"]),
      entry("four", "More", summary: "A lantern there"),
    ]
    #expect(SearchIndex(documents).search("lantern").hits.map(\.document) == [1, 2, 3, 0])
  }

  @Test func neighboursInTheOrderOfTheQueryWin() {
    let documents = [
      entry("one", "First", body: "the lake is blue and the green forest begins behind it"),
      entry("two", "Second", body: "green is the forest and there is a blue lake behind it"),
    ]
    #expect(SearchIndex(documents).search("blue lake").hits.map(\.document) == [1, 0])
    #expect(SearchIndex(documents).search("green forest").hits.map(\.document) == [0, 1])
  }

  @Test func allWordsInOneFieldWin() {
    let documents = [
      entry("one", "North", summary: "A river", body: "and a mountain"),
      entry("two", "South", summary: "A river with a mountain", body: "and nothing"),
    ]
    #expect(SearchIndex(documents).search("river mountain").hits.map(\.document) == [1, 0])
  }

  @Test func whatIsInBracketsIsANameAndTheRestIsToo() {
    let documents = [
      entry("one", "Filter (wall)"), entry("two", "Tall wall"), entry("three", "Grand plan (Blue Sky)"),
      entry("four", "Blue sky and grand plan of a filter"), entry("five", "Big Old Tree (BOT)"),
      entry("six", "Bot list"),
    ]
    let index = SearchIndex(documents)
    let first = { (query: String) in index.search(query).hits.first.map { documents[$0.document].id } }
    #expect(first("blue sky") == "three" && first("grand plan") == "three" && first("filter") == "one")
    #expect(first("bot") == "five")
    // A single word in brackets only tells things apart.
    #expect(index.search("wall").hits.allSatisfy { $0.score < 50 })
  }

  @Test func theShorterTitleGoesFirstAndThenTheEarlierDocument() {
    let documents = [
      entry("aa", "Bridge three", body: "ferry"), entry("bb", "Bridge six", body: "ferry"),
      entry("cc", "Bridge two", body: "ferry"), entry("dd", "Bridge ten", body: "ferry"),
    ]
    #expect(SearchIndex(documents).search("ferry").hits.map(\.document) == [1, 2, 3, 0])
  }

  @Test func onlyAcceptedDocumentsAreFoundAndCounted() {
    let all = index.search("language")
    let some = index.search("language") { corpus[$0].id.hasPrefix("p") }
    #expect(all.total > some.total)
    #expect(some.total == some.hits.count)
    #expect(some.hits.allSatisfy { corpus[$0.document].id.hasPrefix("p") })
    // The words that a rejected document has do not keep others from being found.
    #expect(index.search("apache spark") { corpus[$0].id == "synapseml" }.total == 1)
  }

  @Test func theLimitCutsTheHitsAndNotTheTotal() {
    let all = index.search("language")
    #expect(index.search("language", limit: 2).hits == Array(all.hits.prefix(2)))
    #expect(index.search("language", limit: 2).total == all.total)
    #expect(index.search("language", limit: 0) == SearchResults(total: all.total, hits: []))
    #expect(index.search("language", limit: -1).hits.isEmpty)
    #expect(index.search("language", limit: .max) == all)
  }

  // MARK: What is shown

  @Test func wordsAreHighlightedWhereTheyStand() {
    #expect(pieces("vec", in: "vector-search", .title) == ["Vector"])
    #expect(pieces("vec", in: "vector-search", .id) == ["vector"])
    #expect(pieces("azure search", in: "ai-search", .aliases) == ["Azure", "Search", "Azure Search"])
    #expect(pieces("summarize ", in: "content-summarization", .title) == ["summarisation"])
    #expect(pieces("databriks", in: "azure-databricks", .title) == ["Databricks"])
    #expect(pieces("onelake", in: "onelake", .title) == ["OneLake"])
    #expect(pieces("lake", in: "onelake", .title) == ["Lake"])
    #expect(pieces("resume", in: "cafe", .title) == ["résumé"])
    #expect(pieces("gpt-5.2", in: "gpt-5-2", .title) == ["gpt-5.2"])
    #expect(pieces("rag", in: "retrieval-augmented-generation", .title) == ["Retrieval Augmented Generation"])
    #expect(pieces("keep the secrets", in: "key-vault", .summary) == ["Keeps", "secrets"])
  }

  @Test func matchesComeInTheOrderOfTheFieldsWithEveryAliasByItself() throws {
    let hit = try #require(index.search("azure search").hits.first)
    #expect(hit.matches.map(\.field) == [.id, .title, .aliases, .aliases, .links])
    #expect(
      hit.matches.filter { $0.field == .aliases }.map(\.text) == ["Azure Cognitive Search", "Azure Search"])
  }

  @Test func ofALongBodyTheBestWindowIsShown() throws {
    let filler = String(repeating: "Nothing of note happens here at all. ", count: 20)
    let body = filler + "A harbour far away.\n\nThen the lighthouse guards the harbour by night. " + filler
    let hit = try #require(
      SearchIndex([entry("x", "Coast", body: body)]).search("harbour lighthouse ").hits.first)
    let match = try #require(hit.matches.last)
    #expect(match.field == .body)
    #expect(pieces(match) == ["harbour", "lighthouse", "harbour"])
    #expect((100...125).contains(match.text.count))
    #expect(match.isCutBefore && match.isCutAfter)
    #expect(!match.text.contains("\n"))
    #expect(body.replacing("\n", with: " ").contains(match.text))
    let words = Set(body.split(whereSeparator: \.isWhitespace))
    #expect(match.text.split(separator: " ").allSatisfy { words.contains($0) })
    #expect(match.text.first != " " && match.text.last != " ")
  }

  @Test func aShortBodyIsShownWhole() throws {
    let hit = try #require(index.search("graph of nodes").hits.first)
    let match = try #require(hit.matches.last)
    #expect(match.text == "A flow is a graph of nodes." && !match.isCutBefore && !match.isCutAfter)
  }

  @Test(arguments: [
    String(repeating: "é", count: 400), String(repeating: "日本語", count: 200),
    "e" + String(repeating: "\u{301}", count: 300),
    String(repeating: "ab-", count: 300), String(repeating: "x", count: 5000), "👩‍👩‍👧‍👦 family", "a\u{0}b\u{7}c",
    "İstanbul ŉ ß",
  ])
  func oddTextsAreReadAndShownWhole(text: String) {
    let index = SearchIndex([entry("odd", text, body: "before \(text) after")])
    for query in [text, String(text.prefix(1)), String(text.prefix(7)), "after", "family"] {
      for hit in index.search(query).hits {
        for match in hit.matches { expectValid(match) }
      }
    }
    #expect(index.search("after").total == 1)
  }
}

/// Ranges ascend, keep apart, are not empty and lie on scalars.
private func expectValid(_ match: FieldMatch) {
  var end = 0
  #expect(!match.ranges.isEmpty)
  let bytes = Array(match.text.utf8)
  for range in match.ranges {
    guard range.lowerBound >= end, range.upperBound <= bytes.count, !range.isEmpty else {
      Issue.record("the range \(range) is out of place in \(match.text)")
      return
    }
    end = range.upperBound
    #expect(String(validating: bytes[range], as: UTF8.self) != nil)
  }
}

// MARK: Ten thousand documents

/// A generator of numbers that is the same on every run.
private struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    return mixed ^ (mixed >> 33)
  }
}

/// Documents of made-up words, which have no endings that a stem would lose and stand far apart.
private struct Generated {
  let words: [String]
  let documents: [SearchDocument]
  let index: SearchIndex

  static let shared = Generated()

  init() {
    var numbers = Numbers(state: 7)
    let syllables = [
      "bak", "dom", "fip", "gul", "hox", "jav", "kib", "lom", "muk", "nop", "pid", "rav", "vox", "zuk",
    ]
    var words: [String] = []
    var seen: Set<String> = []
    while words.count < 900 {
      let word = (0..<3).map { _ in syllables.randomElement(using: &numbers) ?? "" }.joined()
      if seen.insert(word).inserted { words.append(word) }
    }
    self.words = words
    documents = (0..<10_000).map { number in
      let text = { (count: Int) in
        (0..<count).map { _ in words[min(words.indices.randomElement(using: &numbers) ?? 0, 899)] }
          .joined(separator: " ")
      }
      return entry(
        "doc-\(number)", text(2), aliases: number % 3 == 0 ? [text(1)] : [], summary: text(3), kind: "",
        body: text(6))
    }
    index = SearchIndex(documents)
  }

  func words(of document: Int) -> Set<Substring> {
    Set(documents[document].fields.flatMap { $0.text.split(separator: " ") })
  }
}

@Suite struct GeneratedSearchTests {
  private let generated = Generated.shared

  @Test func exactlyTheDocumentsWithAllWordsAreFound() {
    let documents = generated.documents.indices.map { generated.words(of: $0) }
    for start in stride(from: 0, to: 60, by: 6) {
      let first = generated.words[start]
      let second = generated.words[start + 1]
      // A finished word matches as a prefix too, but no word here is the beginning of another.
      let one = Set(documents.indices.filter { documents[$0].contains(Substring(first)) })
      let both = one.filter { documents[$0].contains(Substring(second)) }
      #expect(Set(generated.index.search(first + " ", limit: .max).hits.map(\.document)) == one)
      let results = generated.index.search("\(first) \(second) ", limit: .max)
      if !both.isEmpty { #expect(Set(results.hits.map(\.document)) == both) }
      if both.isEmpty { #expect(results.total >= one.count) }
    }
  }

  @Test(arguments: ["b", "zu", "hox", "bakdo", "vox zuk", "the bak", "rav rav", "doc"])
  func aPrefixFindsWhatBeginsSo(query: String) {
    let beginnings = query.split(separator: " ").filter { $0 != "the" }
    let expected = generated.documents.indices.filter { document in
      let words = generated.words(of: document) + ["doc"]
      return beginnings.allSatisfy { beginning in words.contains { $0.hasPrefix(beginning) } }
    }
    let results = generated.index.search(query, limit: .max)
    #expect(Set(results.hits.map(\.document)) == Set(expected))
    #expect(results.total == expected.count)
  }

  @Test func hitsAreOrderedDistinctAndWithinTheLimit() {
    for query in queries() {
      let results = generated.index.search(query)
      let scores = results.hits.map(\.score)
      #expect(scores == scores.sorted(by: >))
      #expect(Set(results.hits.map(\.document)).count == results.hits.count)
      #expect(results.hits.count == min(50, results.total))
    }
  }

  @Test func aLimitNeverChangesTheOrder() {
    for query in queries().prefix(8) {
      let all = generated.index.search(query, limit: 400).hits.map(\.document)
      for limit in [1, 7, 50, 127, 129, 200] {
        let some = generated.index.search(query, limit: limit).hits.map(\.document)
        #expect(some == Array(all.prefix(limit)))
      }
    }
  }

  @Test func theSameSearchGivesTheSameResults() {
    let other = SearchIndex(Array(generated.documents.prefix(500)))
    let again = SearchIndex(Array(generated.documents.prefix(500)))
    for query in queries() {
      #expect(generated.index.search(query) == generated.index.search(query))
      #expect(other.search(query) == again.search(query))
    }
  }

  @Test func everyHitShowsWhyItMatches() {
    for query in queries() {
      for hit in generated.index.search(query, limit: 20).hits {
        #expect(!hit.matches.isEmpty)
        for match in hit.matches { expectValid(match) }
      }
    }
  }

  @Test func aWholeTitleComesFirst() {
    for document in stride(from: 0, to: 10_000, by: 997) {
      let title = generated.documents[document].fields[0].text
      let first = generated.index.search(title).hits.first.map {
        generated.documents[$0.document].fields[0].text
      }
      #expect(first == title)
    }
  }

  @Test func oneMistakeInAWordStillFindsIt() {
    var numbers = Numbers(state: 11)
    for word in generated.words.prefix(40) {
      let meant = Set(generated.index.search(word + " ", limit: .max).hits.map(\.document))
      let results = generated.index.search(mistyped(word, &numbers) + " ", limit: .max)
      #expect(meant.isSubset(of: Set(results.hits.map(\.document))))
    }
  }

  @Test func noQueryIsTooOdd() {
    var numbers = Numbers(state: 13)
    let letters = Array("abkozux019-._+#'’&() \t\né日👍\u{301}")
    for _ in 0..<150 {
      let count = Int.random(in: 0...60, using: &numbers)
      let query = String((0..<count).map { _ in letters.randomElement(using: &numbers) ?? " " })
      let results = generated.index.search(query, limit: 5)
      #expect(results.hits.count <= 5 && results.hits.count <= results.total)
    }
    #expect(generated.index.search(String(repeating: "a-b ", count: 5000)).hits.count <= 50)
  }

  private func queries() -> [String] {
    let words = generated.words
    return [
      "b", "vo", words[3], "\(words[5]) \(words[9])", "\(words[20]) hox", "\(words[8].dropLast())", "doc-77",
    ]
      + ["the \(words[1])", "\(words[2])x", "\(words[0]) \(words[1]) \(words[2]) nothing", "hoxjav kib dom"]
  }

  private func mistyped(_ word: String, _ numbers: inout Numbers) -> String {
    var letters = Array(word)
    let place = Int.random(in: 1..<letters.count - 1, using: &numbers)
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    case 2: letters.insert("q", at: place)
    default: letters[place] = "q"
    }
    return String(letters)
  }
}

// MARK: Parts

@Suite struct SearchPartsTests {
  @Test(arguments: [
    ("SynapseML", ["synapse", "ml"]), ("OneLake", ["one", "lake"]), ("HDInsight", ["hd", "insight"]),
    ("LLMs", ["llms"]), ("MaaS", ["maas"]), ("xAI", ["xai"]), ("MLflow", ["mlflow"]),
    ("gpt-5.2", ["gpt", "5.2"]),
    ("Sora2", ["sora", "2"]), ("M365", ["m", "365"]), ("S2S", ["s2s"]), ("C++", ["c"]),
    ("don't", ["don", "t"]),
    ("Anthropic's Claude", ["anthropic", "claude"]), ("C.H. Robinson", ["c", "h", "robinson"]),
    ("a–b", ["a", "b"]), ("日本", ["日", "本"]), ("Zürich", ["zurich"]), ("automl#agile", ["automl", "agile"]),
  ])
  func aTextIsCutIntoItsSmallestParts(text: String, parts: [String]) {
    var tokenizer = Tokenizer()
    tokenizer.read(text)
    #expect(
      tokenizer.atoms.map { String(decoding: tokenizer.letters[$0.low..<$0.high], as: UTF8.self) } == parts)
  }

  @Test(arguments: [
    ("agents", "agent"), ("queries", "query"), ("tuning", "tune"), ("tuned", "tune"), ("training", "trained"),
    ("summarise", "summarization"), ("optimising", "optimize"), ("generate", "generation"),
    ("generator", "generative"),
    ("centre", "center"), ("catalogue", "catalogs"), ("licence", "license"), ("programme", "program"),
    ("modelling", "model"), ("deployment", "deploys"), ("embedded", "embed"), ("caching", "caches"),
    ("classification", "classify"), ("analysis", "analyse"), ("indexes", "index"),
    ("translator", "translation"),
  ])
  func formsOfAWordHaveOneStem(one: String, other: String) {
    #expect(stem(one) == stem(other))
  }

  @Test(arguments: [
    ("status", "state"), ("class", "clap"), ("need", "neo"), ("string", "str"), ("document", "docu"),
  ])
  func differentWordsKeepDifferentStems(one: String, other: String) {
    #expect(stem(one) != stem(other))
  }

  @Test func aPrefixStaysAPrefixInTheCommonSpelling() {
    for word in [
      "summarisation", "behaviour", "colouring", "labelled", "analysing", "resource", "installation",
    ] {
      let whole = unified(word)
      for count in 1...word.count where !word.prefix(count).hasSuffix("ou") {
        #expect(whole.starts(with: unified(String(word.prefix(count)))))
      }
    }
  }

  @Test func everyWordWithinTheDistanceIsFoundAndNoOther() {
    let words = [
      "vector", "victor", "vectors", "sector", "vectro", "vestor", "vecotr", "venture", "vectorise", "factor",
    ]
    var interner = TermInterner()
    for word in words { _ = interner.number(of: Array(word.utf8)) }
    let table = TermTable.sorting(interner).table
    let sorted = words.sorted()
    let near = table.typos(of: Array("vector".utf8), completing: false).map { sorted[$0.term] }
    #expect(near == ["vector"])
    let wide = table.typos(of: Array("vegtor".utf8), completing: true).map { sorted[$0.term] }
    #expect(Set(wide) == ["vector", "vectors", "vestor", "vectorise"])
    #expect(
      table.typos(of: Array("venctorn".utf8), completing: false).map { sorted[$0.term] } == [
        "vector", "vectors",
      ])
    #expect(table.typos(of: Array("vec".utf8), completing: true).isEmpty)
  }

  @Test func theDistanceIsThatOfThePlainTable() throws {
    var numbers = Numbers(state: 5)
    let random = { (numbers: inout Numbers) in
      (0..<Int.random(in: 4...11, using: &numbers)).map { _ in UInt8.random(in: 97...100, using: &numbers) }
    }
    for _ in 0..<2000 {
      let typed = random(&numbers)
      let meant = random(&numbers)
      let distances = plainDistances(typed, meant)
      for completing in [false, true] {
        let finder = try #require(TypoFinder(typed, completing: completing))
        let whole = distances[meant.count]
        // A short word with another first letter is another word.
        let isOther = typed.count <= 5 && typed[0] != meant[0]
        let expected = isOther ? .max : completing ? distances.min() ?? whole : whole
        let found = finder.compare(FlatArray(meant), meant.indices, term: 0)?.distance
        #expect(found == (expected <= finder.limit ? expected : nil))
        if expected <= finder.limit { #expect(finder.mayMatch(TypoFinder.signature(of: meant))) }
      }
    }
  }

  /// The distance of a word to each beginning of another, cell by cell.
  private func plainDistances(_ word: [UInt8], _ other: [UInt8]) -> [Int] {
    var table = Array(repeating: Array(repeating: 0, count: other.count + 1), count: word.count + 1)
    for row in 0...word.count {
      for column in 0...other.count {
        if row == 0 || column == 0 {
          table[row][column] = row + column
          continue
        }
        let change = word[row - 1] == other[column - 1] ? 0 : 1
        table[row][column] = min(
          table[row - 1][column] + 1, table[row][column - 1] + 1, table[row - 1][column - 1] + change)
        if row > 1, column > 1, word[row - 1] == other[column - 2], word[row - 2] == other[column - 1] {
          table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
        }
      }
    }
    return table[word.count]
  }

  @Test(arguments: [0.001, 0.5, 1.0, 2.0, 10.0, 6667.7])
  func theLogarithmIsTrue(value: Double) {
    #expect(abs(Rarity.logarithm(value) - log(value)) < 1e-6)
  }

  @Test func theQueriesOfTheFixtureAreWellFormed() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/queries.tsv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count >= 60)
    #expect(Set(lines.map { $0.prefix { $0 != "\t" } }).count == lines.count)
    for line in lines {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(columns.count == 2 && columns.allSatisfy { !$0.isEmpty && !$0.contains("||") })
    }
  }

  private func unified(_ word: String) -> [UInt8] {
    var letters: [UInt8] = []
    Spelling.unify(Array(word.utf8), into: &letters)
    return letters
  }

  private func stem(_ word: String) -> String {
    var letters = unified(word)
    WordStem.reduce(&letters)
    return String(decoding: letters, as: UTF8.self)
  }
}
