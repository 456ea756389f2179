import Catalog
import Models
import Retrieval
import TerminalUI
import Testing

@testable import Workbench

/// Asking the catalog on the screen: passages, citations, and marks where nothing bears a sentence out.
struct AskViewTests {
  private func asked(_ model: String = "test/model", _ width: Int = 120, _ height: Int = 30) -> Desk {
    var desk = Desk(width, height)
    desk.workbench.wallTime = 1_796_000_000
    desk.workbench.playground.defaultModel = ModelName(model) ?? .librarian
    desk.press("a")
    desk.type("What ranks?")
    desk.press("Enter")
    return desk
  }

  private func id(_ desk: Desk) -> String { desk.workbench.askView?.turns.last?.id ?? "" }

  private let passages = [
    Passage(
      number: 1, id: "ai-search", title: "Azure AI Search", score: 1,
      text: "Semantic ranking orders the first fifty hits.")
  ]

  private func answer(_ text: String, _ desk: inout Desk) {
    let id = id(desk)
    desk.tell(.passagesFound(passages, id: id))
    desk.tell(.askUpdated(.event(.text(text), seconds: 0.1), id: id))
    desk.tell(
      .askUpdated(
        .event(.citation(Citation(number: 1, id: "ai-search", title: "Azure AI Search")), seconds: 0.1),
        id: id))
    desk.tell(.askUpdated(.event(.ended(Ending(.complete)), seconds: 0.2), id: id))
  }

  @Test func aQuestionIsSentWithASessionOfItsOwn() {
    let desk = asked()
    guard case .ask(let request)? = desk.effects.first else {
      Issue.record("nothing was asked")
      return
    }
    #expect(request.question == "What ranks?" && request.isNew && request.history.isEmpty)
    #expect(request.session.model == ModelName("test/model"))
    #expect(desk.picture.text.contains("Looking for passages"))
  }

  @Test func citationsOpenEntriesAndBackComesBack() {
    var desk = asked()
    answer("Semantic ranking orders fifty hits [1].", &desk)
    #expect(desk.picture.text.contains("Semantic ranking orders the first"))
    #expect(!desk.picture.text.contains("not supported"))
    desk.press("Tab", "Enter")
    #expect(desk.workbench.tool == nil && desk.workbench.catalog.currentEntry?.id == "ai-search")
    desk.press("Backspace")
    #expect(desk.workbench.askView?.turns.count == 1)
  }

  @Test func whatIsNotBorneOutIsMarked() {
    var desk = asked()
    answer("Semantic ranking orders fifty hits [1]. Elephants swim well.", &desk)
    let view = desk.workbench.askView
    let text = view?.turns.last.map { view?.markdown(of: $0) ?? "" }
    #expect(
      text
        == "Semantic ranking orders fifty hits [[1]](ai-search). Elephants swim well. `! not supported: no citation`"
    )
    #expect(desk.picture.text.contains("Elephants swim well."))
  }

  @Test func theLibrarianIsNotHeldAgainstItself() {
    var desk = asked("builtin/librarian")
    answer("Elephants swim well.", &desk)
    #expect(!desk.picture.text.contains("not supported"))
  }

  @Test func aSecondQuestionGoesOnInTheSameSession() {
    var desk = asked()
    answer("Semantic ranking [1].", &desk)
    desk.press("/")
    desk.type("And then?")
    desk.press("Enter")
    guard case .ask(let request)? = desk.effects.first else {
      Issue.record("nothing was asked")
      return
    }
    #expect(!request.isNew && request.history.map(\.content) == ["What ranks?", "Semantic ranking [1]."])
  }

  @Test func anAnswerThatComesCanBeStopped() {
    var desk = asked()
    desk.press("Ctrl-C")
    #expect(desk.effects == [.stopReply(sessionID: desk.workbench.askView?.session?.id ?? "")])
  }

  @Test func anEndingThatIsBadIsSaid() {
    var desk = asked()
    let id = id(desk)
    desk.tell(.askUpdated(.event(.text("Half"), seconds: 0.1), id: id))
    desk.tell(
      .askUpdated(.event(.ended(Ending(.incomplete, reason: "the connection broke")), seconds: 1), id: id))
    #expect(desk.picture.text.contains("! incomplete") && desk.picture.text.contains("the connection broke"))
    desk.press("/")
    desk.type("Again?")
    desk.press("Enter")
    desk.tell(.askFailed("there is no provider “test”", id: self.id(desk)))
    #expect(desk.picture.text.contains("✗ there is no provider"))
  }

  @Test func answersAreThereAgainAfterLeaving() {
    var desk = asked()
    answer("Semantic ranking [1].", &desk)
    desk.press("q")
    #expect(desk.workbench.tool == nil)
    desk.press("a")
    #expect(desk.workbench.askView?.turns.count == 1 && desk.workbench.askView?.isTyping == true)
    desk.press("Esc", "Ctrl-N")
    #expect(desk.workbench.askView?.turns.isEmpty == true)
  }

  @Test(arguments: [
    ("A [1] and [2].", "A [[1]](a) and [2]."), ("`[1]` [1](x) [x]", "`[1]` [1](x) [x]"), ("[1", "[1"),
    ("[1][1]", "[[1]](a)[[1]](a)"),
  ])
  func numbersBecomeLinks(text: String, linked: String) {
    #expect(CitationLinks.linked(text, targets: [1: "a"]) == linked)
  }

  @Test(arguments: [(40, 12), (60, 20), (80, 24), (200, 60)])
  func everySizeIsDrawn(width: Int, height: Int) {
    var desk = asked("test/model", width, height)
    answer("Semantic ranking orders fifty hits [1]. Elephants swim well.", &desk)
    #expect(desk.picture.size == Size(width: width, height: height))
    #expect(desk.picture.text.contains("ranking"))
  }
}
