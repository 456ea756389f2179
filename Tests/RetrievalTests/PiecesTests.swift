import Catalog
import Models
import Testing

@testable import Retrieval

@Suite struct PiecesTests {
  @Test func `sentences end where they end`() {
    let text = "C.H. Robinson uses it. scikit-learn is a library. It has gpt-5.2 (and more). R is a language."
    #expect(
      SentenceReader.sentences(in: text) == [
        "C.H. Robinson uses it.", "scikit-learn is a library.", "It has gpt-5.2 (and more).",
        "R is a language.",
      ])
  }

  @Test func `a list joins the words that announce it`() {
    let reader = SentenceReader(reading: "Five activities:\n\n- copy\n- data flow\n- delete\n")
    #expect(reader.drafts.map(\.text) == ["Five activities: copy, data flow and delete."])
  }

  @Test func `a name at the start of a point keeps its capital`() {
    let reader = SentenceReader(reading: "Two subnets:\n\n- App Service integration\n- Build agents\n")
    #expect(reader.drafts.map(\.text) == ["Two subnets: App Service integration and build agents."])
  }

  @Test func `a table gives its first column, and nothing without an announcement`() {
    let table = "| Name | What it does |\n|---|---|\n| A | Something long to say here |\n| B | 14 billion |\n"
    #expect(
      SentenceReader(reading: "There are two:\n\n" + table).drafts.map(\.text) == [
        "There are two: A and B (14 billion)."
      ])
    #expect(SentenceReader(reading: "There are two.\n\n" + table).drafts.map(\.text) == ["There are two."])
  }

  @Test func `headings, code and labels are no sentences`() {
    let markdown =
      "## A heading\n\nText [with a link](there).\n\n```\ncode.\n```\n\n- **Build.** It builds. It runs well.\n"
    #expect(SentenceReader(reading: markdown).drafts.map(\.text) == ["Text with a link.", "It runs well."])
    #expect(SentenceReader(reading: markdown).drafts.first?.heading == "A heading")
  }

  @Test(arguments: [
    "It is so.", "However, no.", "The latter is so.", "This prebuilt copilot works.", "Its name is X.",
  ])
  func `a sentence that leans on another is known`(text: String) {
    #expect(Sentence.isDangling(text))
  }

  @Test(arguments: [
    ("The service is current.", true), ("The number of parameters grows.", false),
    ("The Foundry portal is open.", false), ("In these cases it pays.", true), ("Two of them remain.", true),
  ])
  func `a noun that takes up what was said leans on it`(text: String, leans: Bool) {
    #expect(Sentence.isDangling(text, hasTextBefore: true) == leans)
  }

  @Test(arguments: [
    ("Its languages number more than three dozen.", 3), ("It has two languages.", 2),
    ("It is the same text in two languages.", 1), ("It is a text.", 0),
  ])
  func `a number counts for what it counts`(text: String, rank: Int) throws {
    let library = try Examination().library
    let index = SentenceIndex(library)
    let reader = QuestionReader(library: library, index: index, names: Names(library, index: index))
    #expect(Numbers(reader).rank(of: Word.stem(of: "languages"), in: text) == rank)
  }

  @Test func `a word that is asked for as absent must be absent`() {
    let stem = Word.stem(of: "code")
    let term = Term(forms: [[stem]], weight: 1, isNegated: true)
    func sentence(_ text: String) -> Sentence {
      let words = Word.words(in: text)
      return Sentence(
        address: "a", page: "a", heading: "", paragraph: 0, index: 0, text: text,
        stems: Set(words.map(\.stem)),
        line: Word.line(of: words), words: Set(words.map(\.text)), context: [], wordCount: words.count)
    }
    #expect(term.match(sentence("It is built without any code.")) == 1)
    #expect(term.match(sentence("It is built in code.")) == 0)
  }

  @Test func `numbers follow the order of the text and share a run`() {
    var answer = Answer()
    answer.add("One.", from: "b")
    answer.add("Two.", from: "b")
    answer.add("Three.", from: "a")
    answer.add("Own words.")
    answer.add("Four.", from: "b")
    answer.add("There are", naming: [("A", "a"), ("C", "c")])
    let writer = AnswerWriter(answer, titles: { $0.uppercased() })
    #expect(writer.text == "One. Two [1]. Three [2]. Own words. Four [1]. There are A [2] and C [3].")
    #expect(writer.passages.flatMap(\.citations).map(\.id) == ["b", "a", "c"])
  }

  @Test func `pieces add up to the text`() {
    let text = " One two, three [1]. Four"
    #expect(Librarian.pieces(of: text) == [" One", " two,", " three", " [1].", " Four"])
    #expect(Librarian.pieces(of: text).joined() == text)
  }

  @Test func `the page on show is read from the system message`() {
    let messages = [
      ChatMessage(.system, "Be brief.\nOn show: automl#automl-agile\n"), ChatMessage(.user, "x"),
    ]
    #expect(Conversation.shownAddress(in: messages) == "automl#automl-agile")
    #expect(Conversation.shownAddress(in: [ChatMessage(.user, "On show: x")]) == nil)
  }

  @Test(arguments: [
    ("keras", "keras", 0), ("kears", "keras", 1), ("keras", "kera", 1), ("keras", "kerras", 1),
    ("abc", "xyz", 3),
  ])
  func `distances of words`(left: String, right: String, distance: Int) {
    #expect(EditDistance.between(left, right, atMost: 4) == distance)
  }

  @Test func `logarithms are right`() {
    for (value, expected) in [
      (1.0, 0.0), (2.718281828459045, 1.0), (10, 2.302585092994046), (1000, 6.907755278982137),
    ] {
      #expect(abs(Double.logarithm(value) - expected) < 1e-6)
    }
  }

  @Test func `days are written as people write them`() {
    #expect(Composer.day("2027-04-20") == "20 April 2027")
    #expect(Composer.day("2023-09-29 to 2024-07-08") == "29 September 2023 to 8 July 2024")
  }

  @Test(arguments: [
    ("What is MLflow?", Question.Kind.definition), ("What replaces AutoGen?", .replacement),
    ("What does Microsoft Agent Framework replace?", .successorOf), ("Python or R?", .comparison),
    ("Is prompt flow retired?", .lifecycle), ("What is Azure Monitor called on AWS?", .counterpart("aws")),
    ("When should I use AutoML?", .usage), ("Where is Key Vault used?", .usedIn),
    ("Which patterns are there?", .list),
    ("How can I find bias in a model?", .general),
  ])
  func `kinds of questions`(text: String, kind: Question.Kind) throws {
    let library = try Examination().library
    let index = SentenceIndex(library)
    let reader = QuestionReader(library: library, index: index, names: Names(library, index: index))
    #expect(reader.read(text).kind == kind)
  }
}
