import Testing

@testable import Retrieval

/// Whether the sentences of an answer are borne out by what they cite.
@Suite struct CitationCheckTests {
  private static let passages = [
    Passage(
      number: 1, id: "ai-search", title: "Azure AI Search", score: 1,
      text: """
        The search service of Azure, formerly called Azure Cognitive Search. Hybrid search merges two rankings. It holds \
        up to 1,000 indexes, costs $75.50 a month, and a semantic ranker orders the best 50 results anew.
        """),
    Passage(
      number: 2, id: "prompt-flow", title: "Prompt flow", score: 0.5,
      text:
        "Lifecycle: retiring, 20 April 2027; replaced by Microsoft Agent Framework. It has eight kinds of nodes."
    ),
  ]

  /// An answer, and each of its sentences in short: `+` borne out, `?` a question, `0` a refusal, `=` a remark, `-` and
  /// why not.
  static let cases: [(reply: String, verdicts: [String])] = [
    ("Hybrid search merges two rankings [1].", ["+"]),
    ("Hybrid search merges two rankings. [1]", ["+"]),
    ("Hybrid search merges two rankings.[1] It is retiring [2].", ["+", "+"]),
    ("It was called Azure Cognitive Search[1]. Prompt flow is retiring.[2]", ["+", "+"]),
    ("Hybrid search merges two rankings.", ["- no citation"]),
    ("Hybrid search merges two rankings [7].", ["- number 7 does not exist"]),
    ("Hybrid search merges two rankings [1][9].", ["- number 9 does not exist"]),
    ("Bananas ripen quickly in paper bags [1].", ["- shares nothing with [1]"]),
    ("Bananas ripen quickly [1, 2].", ["- shares nothing with [1][2]"]),
    ("The ranker orders the best 42 results [1].", ["- the figure 42 is not in [1]"]),
    ("It holds 1000 indexes [1].", ["+"]), ("It holds 1K indexes [1].", ["+"]),
    ("It costs $75.5 [1].", ["+"]), ("It costs $75.51 [1].", ["- the figure 75.51 is not in [1]"]),
    ("It ends on 2027-04-20 [2].", ["+"]),
    ("It ends on 21 April 2027 [2].", ["- the figure 21 is not in [2]"]),
    ("Prompt flow has 8 kinds of nodes [2].", ["+"]), ("Indexes and nodes: 1,000 and 8 [1-2].", ["+"]),
    // Where sentences end.
    ("It merges rankings, e.g. of vectors, i.e. two of them [1]. It ends in 2027 [2].", ["+", "+"]),
    ("See no. 50 of the results [1].", ["+"]), ("Dr. Search orders the results [1].", ["+"]),
    ("The U.S. Search service merges rankings [1].", ["+"]),
    ("It orders 50.0 results vs. none [1].", ["+"]),
    ("The ranking (see above. It is hybrid.) is merged [1].", ["+"]),
    ("Use `a. B` for search [1].", ["+"]),
    ("Search “merges rankings.” [1] It ends [2].", ["+", "- shares nothing with [2]"]),
    ("Rankings are merged [1]. [2] adds that it is retiring.", ["+", "+"]),
    ("Hybrid search merges\ntwo rankings\n[1].", ["+"]),
    ("Rankings are merged.\n[1]", ["+"]), ("Rankings are merged.\n\n[1]", ["+"]),
    ("検索 Azure です。【1】次は flow です。【2】", ["+", "+"]),
    // Blocks.
    ("# Azure AI Search\n\nIt merges rankings [1].", ["=", "+"]),
    ("Search in short\n---\n\nIt merges rankings [1].", ["=", "+"]),
    ("**Search in short**\n\nIt merges rankings [1].", ["=", "+"]),
    (
      "It has:\n\n- hybrid search [1]\n- nodes [2]\n- bananas [2]",
      ["=", "+", "+", "- shares nothing with [2]"]
    ),
    (
      "It has these [1]:\n- hybrid search\n- rankings\n- bananas",
      ["=", "+", "+", "- shares nothing with [1]"]
    ),
    ("It has these rankings [1]:\n- hybrid\n\nSearch is hybrid.", ["+", "+", "- no citation"]),
    ("1. **Search.** It merges rankings [1].\n2. It is retiring [2].", ["+", "+"]),
    ("3) [x] rankings [1]\n   and their indexes", ["+"]),
    ("```\nlet a = b[1]. C[2]\n```\nIt merges rankings [1].", ["+"]),
    ("| Name | What |\n|---|---|\n| Search | ranks [1] |\n| Flow | ends |", ["=", "+", "- no citation"]),
    ("> It merges rankings [1].\n> It is retiring [2].", ["+", "+"]),
    ("It merges [rankings](https://example.org/42) [1].", ["+"]),
    ("It merges rankings [1](https://example.org/42).", ["+"]),
    ("It merges rankings [1].\n\n[1]: https://example.org", ["+"]),
    ("It merges rankings \\[1\\].", ["+"]), ("It merges rankings [^1] [source 2].", ["+"]),
    ("Step 3: merge the rankings [1].", ["+"]),
    // What claims nothing.
    ("Does it merge rankings?", ["?"]), ("The passages do not say.", ["0"]),
    ("The passages don’t mention a price [1].", ["0"]),
    ("This is not stated in the passages.", ["0"]), ("I cannot answer this from the passages.", ["0"]),
    ("Sure! It merges rankings [1].", ["=", "+"]), ("Here is what I found:", ["="]),
    // Claims that sound like refusals.
    ("Documents do not need a schema.", ["- no citation"]),
    ("The passages do not say how, but it costs $3.", ["- no citation"]),
    ("", []), ("\n \n", []), ("[1]", ["="]),
  ]

  private func short(_ sentence: SupportedSentence) -> String {
    switch sentence.verdict {
    case .supported: "+"
    case .unsupported(let reason): "- \(reason)"
    case .question: "?"
    case .refusal: "0"
    case .remark: "="
    }
  }

  @Test(arguments: cases) func `every sentence gets its verdict`(reply: String, verdicts: [String]) {
    let found = CitationCheck.sentences(of: reply, passages: Self.passages)
    #expect(found.map(short) == verdicts, "\(found.map(\.text))")
  }

  @Test func `a sentence knows its place and what it cites`() throws {
    let reply = "## Überblick\n\n- Größe: 1,000 indexes [1][9][1]. Then\n  it ends [2, 1]."
    let found = CitationCheck.sentences(of: reply, passages: Self.passages)
    let bytes = Array(reply.utf8)
    #expect(
      found.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
        "Überblick", "Größe: 1,000 indexes [1][9][1].", "Then\n  it ends [2, 1].",
      ])
    #expect(found.map(\.citations) == [[], [1], [2, 1]])
    #expect(found.last?.text == "Then it ends [2, 1].")
    #expect(CitationCheck(passages: Self.passages).numbers(in: reply) == [1, 2])
  }

  /// What was told of an answer while it came must still hold once it is whole.
  @Test(arguments: cases.map(\.reply))
  func `of an answer that is still coming only what is finished is told`(reply: String) {
    let check = CitationCheck(passages: Self.passages)
    let whole = check.sentences(of: reply)
    for count in 0...reply.count {
      let part = check.sentences(of: String(reply.prefix(count)), isComplete: false)
      #expect(part.elementsEqual(whole.prefix(part.count)), "\(String(reply.prefix(count)))")
    }
    #expect(check.sentences(of: reply + "\n\nMore", isComplete: false) == whole)
  }

  @Test func `no answer is one that only refuses`() {
    func isNone(_ reply: String) -> Bool {
      CitationCheck.isNoAnswer(CitationCheck.sentences(of: reply, passages: Self.passages))
    }
    #expect(isNone("The passages do not say."))
    #expect(isNone("I'm sorry. The passages do not mention this. Would you like to know more?"))
    #expect(!isNone("The passages do not say how. Hybrid search merges rankings [1]."))
    #expect(!isNone("Bananas are yellow."))
    #expect(!isNone(""))
  }

  @Test(arguments: [
    "[", "[[[[1", "((((((((((", "``````", "**", "> > >", "| |", "|---|", "```\n", "\\[", "【", "1.", "-",
    "[1-99999]",
    "[1-3", "\u{0}.\u{0}", "....... [1] ... [", "é。！？",
  ])
  func `nothing traps on odd text`(text: String) {
    let check = CitationCheck(passages: Self.passages)
    for reply in [text, text + "\n" + text, "a. " + text + " B.", String(repeating: text, count: 300)] {
      let bytes = reply.utf8.count
      for sentence in check.sentences(of: reply) + check.sentences(of: reply, isComplete: false) {
        #expect(sentence.range.upperBound <= bytes)
      }
    }
  }
}
