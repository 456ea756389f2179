import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// What each state of the workbench looks like, at every size that it is arranged for.
struct PictureTests {
  static let sizes = [
    Size(width: 60, height: 20), Size(width: 80, height: 24), Size(width: 120, height: 40),
    Size(width: 200, height: 60),
  ]

  /// A state: its name and how a person comes to it.
  enum State: String, CaseIterable {
    case loading, welcome, list, page
    case selectedLink = "selected-link"
    case retired
    case search
    case searchEmpty = "search-empty"
    case searchNothing = "search-nothing"
    case palette, help, themes, toast, problem
    case diagram
    case diagramStep = "diagram-step"
    case diagramBox = "diagram-box"
    case diagramOverview = "diagram-overview"

    func reach(_ desk: inout Desk) {
      switch self {
      case .loading, .welcome: break
      case .list: desk.press("j", "j", "Enter", "j", "j")
      case .page: desk.open("Azure AI Search")
      case .selectedLink:
        desk.open("Azure AI Search")
        desk.press("Tab", "Tab", "Tab")
      case .retired: desk.open("Form Recognizer")
      case .search:
        desk.press("/")
        desk.type("search")
        desk.press("Down")
      case .searchEmpty: desk.press("/")
      case .searchNothing:
        desk.press("/")
        desk.type("zzzzqqqq")
      case .palette:
        desk.press("Ctrl-P")
        desk.type("sea")
        desk.press("Down")
      case .help:
        desk.open("Azure AI Search")
        desk.press("?")
      case .themes: desk.press("Ctrl-T", "Down")
      case .toast:
        desk.press("j", "j", "Enter")
        desk.tell(.copied(what: "the page", count: 1204, route: "OSC 52"))
      case .diagram: desk.openDiagram()
      case .diagramStep:
        desk.openDiagram()
        desk.press(".", ".")
      case .diagramBox:
        desk.openDiagram()
        desk.press("/")
        desk.type("agent serv")
        desk.press("Enter", "]")
      case .diagramOverview:
        desk.openDiagram()
        desk.press("-", "Tab", "Tab")
      case .problem:
        desk.load(problems: ["/home/me/catalog/services/x.md:3:1: “title” is missing", "another one"])
      }
    }
  }

  @Test(arguments: State.allCases, sizes)
  func aStateLooksRight(state: State, size: Size) {
    var desk = Desk(size.width, size.height, isLoaded: state != .loading)
    state.reach(&desk)
    Golden.expect(desk.picture, "\(state.rawValue)-\(size.width)x\(size.height)")
  }

  @Test func aWindowTooSmallSaysWhatItNeeds() {
    var desk = Desk(38, 9)
    Golden.expect(desk.picture, "too-small-38x9")
    desk.give(.resize(columns: 40, rows: 10))
    Golden.expect(desk.picture, "smallest-40x10")
    desk.open("Azure AI Search")
    Golden.expect(desk.picture, "smallest-page-40x10")
  }

  /// Whatever the size: nothing stops, and every picture has the size of its window.
  @Test(arguments: State.allCases)
  func everySizeCanBeDrawn(state: State) {
    var desk = Desk(120, 40, isLoaded: state != .loading)
    state.reach(&desk)
    for (width, height) in [
      (1, 1), (0, 0), (39, 10), (40, 9), (40, 10), (41, 11), (79, 12), (80, 10), (119, 13), (500, 120),
    ] {
      desk.give(.resize(columns: width, rows: height))
      #expect(desk.picture.size == Size(width: width, height: height))
    }
  }
}

extension Desk {
  /// Opens the diagram of the fixture's architecture.
  mutating func openDiagram() {
    open("Baseline chat with private endpoints")
    press("d")
  }

  /// Opens an entry by the palette.
  mutating func open(_ title: String) {
    press("Ctrl-P")
    type(title)
    press("Enter")
  }
}
