import Catalog
import Models
import Retrieval
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// What each view over the Catalog looks like, at every size that it is arranged for.
struct ToolPictureTests {
  enum State: String, CaseIterable {
    case facets, note, comparison, constraints, decision, decided, answer
    case facetsChosen = "facets-chosen"
    case ruledOut = "decision-ruled-out"
    case design
    case designMaterials = "design-materials"
    case designChecklist = "design-checklist"
    case designPoints = "design-points"
    case swap = "design-swap"
    case versions = "design-versions"
    case answerPassages = "answer-passages"

    func reach(_ desk: inout Desk) throws {
      desk.workbench.wallTime = 1_796_000_000
      switch self {
      case .facets: desk.press("f")
      case .facetsChosen:
        desk.press("f")
        desk.workbench.catalog.facets.tree.expand(.group("modality"))
        desk.press("g")
        for _ in 0..<80
        where desk.workbench.catalog.facets.selection != .value("image", of: "modality") { desk.press("j") }
        desk.press("Space")
      case .note:
        desk.workbench.catalog.go(to: "ai-search")
        desk.press("m")
        desk.type("Ask the owner first: two teams share it.")
      case .comparison, .constraints:
        for id in ["ai-search", "vector-search", "baseline-chat"] {
          desk.workbench.catalog.go(to: id)
          desk.press("c")
        }
        desk.press("C")
        if self == .constraints { desk.press("m", "Enter", "Down", "Enter", "Esc") }
      case .decision, .ruledOut, .decided:
        let guide = try EntryReader(readingGuide: ToolPictureTests.guide, fileName: "choose-store").entries
        desk.load(Fixture.entries + guide)
        desk.workbench.catalog.go(to: "choose-store")
        desk.press("d")
        if self == .ruledOut { desk.press("Down") }
        if self == .decided { desk.press("1", "2") }
      case .design, .designMaterials, .designChecklist, .designPoints, .swap, .versions:
        desk.load(Fixture.entries + [ToolPictureTests.checklist])
        desk.workbench.catalog.go(to: "baseline-chat")
        desk.press("s")
        desk.type("Claims chat")
        desk.press("Enter")
        try reachInDesign(&desk)
      case .answer, .answerPassages:
        desk.workbench.playground.defaultModel = ModelName(provider: "test", model: "model")
        desk.press("a")
        desk.type("What ranks?")
        desk.press("Enter")
        answer(&desk)
        if self == .answerPassages { desk.press("Tab", "Tab") }
      }
    }

    private func reachInDesign(_ desk: inout Desk) throws {
      switch self {
      case .designMaterials: desk.press("Tab")
      case .designChecklist: desk.press("Tab", "Tab", "j", "Space", "j", "j")
      case .designPoints:
        desk.press("Tab", "Tab", "Tab", "a")
        desk.type("How many users?")
        desk.press("Enter", "A")
        desk.type("English only")
        desk.press("Enter")
      case .swap:
        desk.press("/")
        desk.type("search")
        desk.press("Enter", "s")
      case .versions:
        desk.press("v")
        desk.tell(
          .versionsLoaded(
            "claims-chat",
            [
              DesignVersion(number: 2, savedAt: 1_795_996_400, comment: "AI Search became Speech"),
              DesignVersion(number: 1, savedAt: 1_795_900_000, comment: "Begun from Baseline chat"),
            ]))
      default: break
      }
    }

    private func answer(_ desk: inout Desk) {
      let id = desk.workbench.askView?.turns.last?.id ?? ""
      let passages = [
        Passage(
          number: 1, id: "ai-search", title: "Azure AI Search", score: 7.5,
          text: "Semantic ranking orders the first fifty hits anew.")
      ]
      desk.tell(.passagesFound(passages, id: id))
      for (seconds, event) in [
        (0.1, ReplyEvent.text("Semantic ranking orders fifty hits [1]. Elephants swim well.")),
        (0.1, .citation(Citation(number: 1, id: "ai-search", title: "Azure AI Search"))),
        (0.2, .ended(Ending(.complete))),
      ] {
        desk.tell(.askUpdated(.event(event, seconds: seconds), id: id))
      }
    }
  }

  @Test(arguments: State.allCases, PictureTests.sizes)
  func aViewLooksRight(state: State, size: Size) throws {
    var desk = Desk(size.width, size.height)
    try state.reach(&desk)
    Golden.expect(desk.picture, "tool-\(state.rawValue)-\(size.width)x\(size.height)")
  }

  /// Whatever the size: nothing stops, and every picture has the size of its window.
  @Test(arguments: State.allCases)
  func everySizeCanBeDrawn(state: State) throws {
    var desk = Desk(120, 40)
    try state.reach(&desk)
    for (width, height) in [
      (1, 1), (0, 0), (39, 10), (40, 9), (40, 10), (41, 11), (79, 12), (80, 10), (119, 13), (500, 120),
    ] {
      desk.give(.resize(columns: width, rows: height))
      #expect(desk.picture.size == Size(width: width, height: height))
    }
  }

  static let guide = """
    id: choose-store
    kind: decision
    title: Choose a store
    summary: Which store
    engine: tree
    options:
      - {id: ai-search, for: [ranks well], against: [costs extra]}
      - {id: table, title: A table, for: [is there already]}
      - {id: memory, title: Memory, against: [forgets everything when the power goes and nobody looked]}
    questions:
      - id: often
        ask: Do they change often, and must a change be found by a search at once or nearly so?
        note: Often is more than once an hour.
        answers: [{id: "yes", next: fast}, {id: "no", pick: ai-search, because: It is built for that}]
      - id: fast
        ask: Must it be fast?
        answers: [{id: "yes", pick: memory}, {id: "no", pick: table, because: It is there}]
    """

  static var checklist: CatalogEntry {
    var entry = CatalogEntry(id: "asks", kind: .checklist, title: "Asks", summary: "s")
    func item(_ id: String, _ pillar: String, _ ask: String) -> Checklist.Item {
      .init(
        id: id, pillar: pillar, area: "model", severity: .high, applies: ["any"], ask: ask,
        why: "One that falls takes all with it.", how: "Put a second one beside it.", entries: ["ai-search"])
    }
    entry.checklist = Checklist(
      items: [
        item("one", "reliability", "Is there a second one for when the first does not answer any more?"),
        item("two", "security", "Who may read it?"),
      ])
    return entry
  }
}
