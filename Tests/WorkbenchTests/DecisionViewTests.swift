import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// The dialogue of a decision guide on the screen.
struct DecisionViewTests {
  private static let text = """
    id: choose-store
    kind: decision
    title: Choose a store
    summary: Which store
    engine: tree
    options:
      - {id: ai-search, for: [ranks well], against: [costs extra]}
      - {id: table, title: A table}
      - {id: memory, title: Memory}
    questions:
      - id: often
        ask: Do they change often?
        answers: [{id: "yes", next: fast}, {id: "no", pick: ai-search, because: It is built for that}]
      - id: fast
        ask: Must it be fast?
        answers: [{id: "yes", pick: memory}, {id: "no", pick: table}]
    """

  private func desk(_ width: Int = 120, _ height: Int = 30) throws -> Desk {
    var desk = Desk(width, height)
    let guide = try EntryReader(readingGuide: Self.text, fileName: "choose-store").entries
    desk.load(Fixture.entries + guide)
    desk.workbench.wallTime = 1_796_000_000
    desk.workbench.catalog.go(to: "choose-store")
    desk.press("d")
    return desk
  }

  private func states(_ desk: Desk) -> [String: Deliberation.State] {
    let standings = desk.workbench.decision?.standings ?? []
    return Dictionary(uniqueKeysWithValues: standings.map { ($0.id, $0.state) })
  }

  @Test func theAnswerUnderTheCursorShowsWhatItWouldChange() throws {
    var desk = try desk()
    #expect(states(desk) == ["ai-search": .ruledOut, "table": .open, "memory": .open])
    desk.press("Down")
    #expect(states(desk) == ["ai-search": .recommended, "table": .ruledOut, "memory": .ruledOut])
    #expect(desk.picture.text.contains("would be recommended"))
    #expect(desk.workbench.decision?.answers == [:])
  }

  @Test func digitsAnswerAndAreNoScreensHere() throws {
    var desk = try desk()
    desk.press("1")
    #expect(desk.workbench.screen == .catalog && desk.workbench.decision?.answers == ["often": "yes"])
    #expect(
      desk.effects
        == [.savePreference("decision.answers", #"{"choose-store":{"often":"yes"}}"#)])
    desk.press("2")
    #expect(desk.workbench.decision?.deliberation.isDecided == true)
    #expect(desk.picture.text.contains("→ A table"))
    desk.press("9")
    #expect(desk.workbench.decision?.answers == ["often": "yes", "fast": "no"])
  }

  @Test func anEarlierAnswerCanBeChangedAndTheLaterOnesComeBack() throws {
    var desk = try desk()
    desk.press("1", "2")
    desk.press("Up", "Up", "Up")
    #expect(desk.workbench.decision?.question == "often")
    desk.press("Down")
    // The cursor shows what if; nothing is changed yet.
    #expect(states(desk)["ai-search"] == .recommended)
    #expect(desk.workbench.decision?.deliberation.picks.map(\.id) == ["table"])
    desk.press("Enter")
    #expect(desk.workbench.decision?.deliberation.picks.map(\.id) == ["ai-search"])
    // The answer to the other question is kept for the case that it is asked again.
    desk.press("Up", "Up", "Enter")
    #expect(desk.workbench.decision?.deliberation.picks.map(\.id) == ["table"])
  }

  @Test func theLastAnswerIsTakenBackAndAllAreForgotten() throws {
    var desk = try desk()
    desk.press("1", "1", "u")
    #expect(desk.workbench.decision?.answers == ["often": "yes"])
    desk.press("r")
    #expect(desk.workbench.decision?.answers == [:])
  }

  @Test func aDecisionIsKeptAndWrittenToAFile() throws {
    var desk = try desk()
    desk.press("2", "s")
    guard case .saveDecision(let kept)? = desk.effects.first else {
      Issue.record("nothing was kept")
      return
    }
    #expect(
      kept.guide == "choose-store" && kept.answers == ["often": "no"] && kept.outcome == "Azure AI Search")
    #expect(kept.record.contains("# Choose a store") && kept.record.contains("- Date: 2026-11-"))
    desk.press("x")
    #expect(desk.effects == [.export(kept.record, fileName: "choose-store.md")])
  }

  @Test func theDialogueGoesOnWhereItWasLeft() throws {
    var desk = try desk()
    desk.press("1", "Esc")
    #expect(desk.workbench.tool == nil)
    desk.press("d")
    #expect(desk.workbench.decision?.answers == ["often": "yes"])
  }

  @Test func anOptionOpensItsEntryAndBackComesBack() throws {
    var desk = try desk()
    desk.press("2", "Tab", "Enter")
    #expect(desk.workbench.tool == nil && desk.workbench.catalog.currentEntry?.id == "ai-search")
    desk.press("Backspace")
    #expect(desk.workbench.decision?.answers == ["often": "no"])
    desk.press("Esc", "Esc")
    #expect(desk.workbench.catalog.currentEntry?.id == "choose-store")
  }

  @Test(arguments: [(60, 20), (80, 24), (120, 40), (200, 60)])
  func itLooksRight(width: Int, height: Int) throws {
    var desk = try desk(width, height)
    desk.press("1", "Down")
    #expect(desk.picture.size == Size(width: width, height: height))
    let text = desk.picture.text
    #expect(text.contains("Must it be fast?") && text.contains("A table"))
  }
}
