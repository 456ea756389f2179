import Models
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// What each state of the Playground looks like, at every size that it is arranged for.
struct PlaygroundPictureTests {
  enum State: String, CaseIterable {
    case empty
    case first
    case streaming
    case complete
    case long
    case failed
    case cut
    case hostile
    case branches
    case writing
    case search
    case searchNothing = "search-nothing"
    case models
    case settings
    case noStore = "no-store"
    case messages

    func reach(_ desk: inout Desk) {
      switch self {
      case .empty: break
      case .first: desk.tell(.sessionsLoaded([], drafts: [:]))
      case .streaming:
        let place = desk.send("What is hybrid search?")
        desk.stream(.text("It joins the results of words and of vectors:\n\n1. rank both"), to: place)
        desk.type("and then?")
      case .complete:
        let place = desk.send("What is hybrid search?")
        desk.stream(.text("It joins two rankings [1]."), to: place)
        desk.finish(
          .text("It joins two rankings [1]."),
          .citation(Citation(number: 1, id: "ai-search", title: "Azure AI Search")),
          .usage(Usage(inputTokens: 6, outputTokens: 81)), .ended(Ending(.complete)), at: place)
      case .long:
        let place = desk.send("Compare what keeps vectors.")
        desk.finish(
          .reasoning("Let me think about what they want."), .text(Talk.long), .ended(Ending(.complete)),
          at: place)
        desk.press("Esc", "g")
      case .failed:
        let place = desk.send("Are you there?")
        desk.finish(
          .ended(
            Ending(.failed, reason: "local refused the connection at localhost:8080. Is it running?")),
          at: place)
      case .cut:
        let place = desk.send("Tell me all.")
        desk.finish(
          .text("All of it is more than fits into"), .droppedParameter("seed"),
          .warning("a warning of the server"),
          .ended(
            Ending(
              .length, reason: "the limit of tokens cut the answer. Raise it, or ask the model to go on.")),
          at: place)
      case .hostile:
        let place = desk.send("Try.")
        desk.finish(
          .text("\u{1B}[2J\u{1B}]0;owned\u{7} \u{202E}txet\u{202C}\u{9B}31m 日本語 \u{200B}end\r\rover"),
          .ended(Ending(.complete)), at: place)
      case .branches:
        desk.tell(.sessionOpened(Talk.sessions[0], Talk.branched, draft: "", at: nil))
        desk.press("Esc", "[")
      case .writing:
        desk.type(
          "One line of a prompt that goes on and on until it does not fit into the width of the window")
        desk.press("Ctrl-J")
        desk.type("and a second one")
        desk.tell(
          .sessionsLoaded(
            Talk.sessions + [
              Session(id: "S0", title: "", createdAt: 0, updatedAt: Desk.noon - 60, model: Talk.local)
            ],
            drafts: ["S0": "half a thought"]))
      case .search:
        desk.press("Esc", "/")
        desk.type("five")
        desk.tell(
          .sessionsFound(
            "five",
            [
              SessionFinding(
                sessionID: "S2", messageID: "R2", title: "Contract in five points", excerpt: "in five points",
                date: Desk.noon)
            ]))
      case .searchNothing:
        desk.press("Esc", "/")
        desk.type("zzzz")
        desk.tell(.sessionsFound("zzzz", []))
      case .models:
        desk.press("Ctrl-O")
        desk.tell(
          .modelsListed(
            [ModelInfo(name: .librarian), ModelInfo(name: Talk.local, contextTokens: 131_072)],
            [UnreachableProvider(provider: "work", reason: "work refused the connection at localhost:9")]))
      case .settings:
        desk.press("Ctrl-T")
        desk.type("You are a careful paralegal.")
        desk.press("Ctrl-J")
        desk.type("Be brief.")
        desk.press("Tab")
        desk.type("9")
        desk.press("Enter")
      case .noStore:
        desk.tell(
          .storeUnavailable("/data/atelier.sqlite is locked by another program: nothing was changed."))
      case .messages:
        desk.tell(.note("One thing"))
        desk.tell(
          .storeUnavailable("/data/atelier.sqlite is locked by another program: nothing was changed."))
        desk.press("Esc", "!")
      }
    }
  }

  @Test(arguments: State.allCases, PictureTests.sizes)
  func aStateLooksRight(state: State, size: Size) {
    var desk = Desk.playground(size.width, size.height)
    state.reach(&desk)
    Golden.expect(desk.picture, "playground-\(state.rawValue)-\(size.width)x\(size.height)")
  }

  /// Whatever the size: nothing stops, and no byte from outside is drawn as it is.
  @Test(arguments: State.allCases)
  func everySizeIsDrawn(state: State) {
    for width in [1, 2, 39, 40, 41, 59, 61, 79, 81, 119, 300] {
      for height in [1, 9, 10, 11, 12, 13, 25] {
        var desk = Desk.playground(width, height)
        state.reach(&desk)
        let picture = desk.picture
        #expect(picture.size == Size(width: width, height: height))
        #expect(
          picture.cells.allSatisfy { cell in
            cell.glyph?.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x9B }
              ?? true
          })
      }
    }
  }
}
