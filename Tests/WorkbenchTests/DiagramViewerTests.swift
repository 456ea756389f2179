import TerminalUI
import Testing

@testable import Workbench

/// What a person does in the viewer of diagrams.
struct DiagramViewerTests {
  private func desk(_ width: Int = 120, _ height: Int = 40) -> Desk {
    var desk = Desk(width, height)
    desk.openDiagram()
    return desk
  }

  @Test func opensFromThePageAndStepsBackOutOneByOne() {
    var desk = desk()
    #expect(desk.sees("Application Gateway"))
    #expect(desk.rows[1].contains("› Diagram"))
    desk.press("Tab", "]", ".")
    #expect(desk.workbench.viewer?.chosenEdge != nil)
    desk.press("Esc")
    #expect(desk.workbench.viewer?.chosenEdge == nil && desk.workbench.viewer?.selection != nil)
    desk.press("Esc")
    #expect(desk.workbench.viewer?.selection == nil && desk.workbench.viewer?.step == 1)
    desk.press("Esc", "Esc")
    #expect(desk.workbench.viewer == nil)
    #expect(desk.focus == .page)
  }

  @Test func anEntryWithoutADiagramSaysSo() {
    var desk = Desk()
    desk.open("Azure AI Search")
    desk.press("d")
    #expect(desk.workbench.viewer == nil)
    #expect(desk.toast?.contains("no diagram") == true)
  }

  @Test func tabWalksEveryBoxOnceAndRoundAgain() {
    var desk = desk()
    var seen: [String] = []
    for _ in 0..<8 {
      desk.press("Tab")
      seen.append(desk.workbench.viewer?.selection ?? "")
    }
    #expect(Set(seen.dropLast()).count == 7)
    #expect(seen.first == "user" && seen.last == "user")
    desk.press("Shift-Tab")
    #expect(desk.workbench.viewer?.selection == seen[6])
  }

  @Test func followsALineToItsOtherEndAndBack() {
    var desk = desk()
    desk.press("Tab", "f")
    #expect(desk.workbench.viewer?.selection == "gateway")
    desk.press("]")
    #expect(desk.sees("User → Application Gateway"))
    desk.press("f")
    #expect(desk.workbench.viewer?.selection == "user")
  }

  @Test func stepsLightTheirLinesAndTellTheirText() {
    var desk = desk(140, 40)
    desk.press(".")
    #expect(desk.sees("The user asks"))
    #expect(desk.rows[1].contains("step 1 of 3"))
    desk.press(".", ".")
    #expect(desk.sees("┃ ≡ AI Search ┃"))
    desk.press(".")
    #expect(desk.workbench.viewer?.step == nil)
    desk.press(",")
    #expect(desk.workbench.viewer?.step == 3)
  }

  @Test func enterOpensTheEntryBehindTheBoxAndBackspaceComesBack() {
    var desk = desk()
    desk.press("/")
    desk.type("ai search")
    desk.press("Enter")
    #expect(desk.workbench.viewer?.selection == "search")
    desk.press("Enter")
    #expect(desk.workbench.viewer == nil && desk.page == "ai-search")
    desk.press("Backspace")
    #expect(desk.workbench.viewer?.selection == "search")
    #expect(desk.page == "baseline-chat")
  }

  @Test func aBoxWithoutAnEntrySaysSo() {
    var desk = desk()
    desk.press("Tab", "Enter")
    #expect(desk.toast?.contains("No entry stands behind “User”") == true)
  }

  @Test func theOverviewClosesGroupsAndEnterOpensThem() {
    var desk = desk()
    desk.press("-")
    #expect(desk.sees("▸ Virtual network") && !desk.sees("Application"))
    desk.press("/")
    desk.type("virtual")
    desk.press("Enter", "Enter")
    #expect(desk.sees("│ Application │") && desk.sees("▸ App subnet") && !desk.sees("Web app"))
    #expect(desk.workbench.viewer?.zoom == .overview)
    desk.press("+")
    #expect(desk.sees("Web app"))
  }

  @Test func theGroupAroundABoxCloses() {
    var desk = desk()
    desk.press("/")
    desk.type("web app")
    desk.press("Enter", "c")
    #expect(!desk.sees("Web app") && desk.workbench.viewer?.selection == "app")
  }

  @Test func searchWalksItsMatches() {
    var desk = desk()
    desk.press("/")
    desk.type("endpoint")
    desk.press("Enter")
    let first = desk.workbench.viewer?.selection
    desk.press("n")
    let second = desk.workbench.viewer?.selection
    #expect(Set([first, second]) == ["pe-agent", "pe-search"])
    // The third is the group “Private endpoints”.
    desk.press("n", "n")
    #expect(desk.workbench.viewer?.selection == first)
    desk.press("n")
    #expect(desk.workbench.viewer?.selection == second)
    desk.press("N")
    #expect(desk.workbench.viewer?.selection == first)
  }

  @Test func searchFindsLinesAndGroupsToo() {
    var desk = desk(140, 40)
    desk.press("/")
    desk.type("subnet")
    desk.press("Enter")
    #expect(desk.workbench.viewer?.match == .group(1) && desk.sees("1 of 1"))
    // A second search begins anew.
    desk.press("/")
    desk.type("net")
    #expect(desk.sees("/ net"))
    desk.press("Enter", "Esc", "/")
    desk.type("3")
    desk.press("Enter")
    guard case .edge = desk.workbench.viewer?.match else {
      Issue.record("the label of a line was not found")
      return
    }
    #expect(desk.workbench.viewer?.chosenEdge != nil)
  }

  @Test func whatDoesNotFitBeginsWithItsGroupsClosed() {
    var desk = Desk(60, 24)
    let groups = (1...40).map { "subgraph g\($0)[Group \($0)]" }.joined(separator: "\n")
    let ends = Array(repeating: "end", count: 40).joined(separator: "\n")
    let effects = desk.workbench.openDiagram(
      title: "Deep", source: "flowchart LR\n\(groups)\na[Box] --> b[Other]\n\(ends)\n")
    #expect(effects.isEmpty)
    #expect(desk.workbench.viewer?.zoom == .overview)
    #expect(desk.sees("▸ Group 1"))
  }

  @Test func aDiagramInAQuestionIsShownToo() {
    var desk = Desk.playground()
    _ = desk.send("Look:\n```mermaid\nflowchart LR\n  a --> b\n```\n")
    #expect(desk.workbench.mermaidInConversation?.contains("a --> b") == true)
  }

  @Test func turnsTheFlowAndZoomsToTheNaturalWidth() {
    var desk = desk(60, 20)
    desk.press("+")
    let wide = desk.workbench.viewer?.drawn?.width ?? 0
    #expect(wide > 60)
    desk.press("G", "l", "l", "l")
    #expect((desk.workbench.viewer?.origin.x ?? 0) > 0)
    desk.press("g")
    #expect(desk.workbench.viewer?.origin == Point(x: 0, y: 0))
    desk.press("r", "r")
    #expect(desk.workbench.viewer?.drawn?.direction == .left)
  }

  @Test func copiesAndExportsTheDrawingAndItsSource() throws {
    var desk = desk()
    desk.press("y")
    guard case .copy(let drawing, _) = desk.effects.first else {
      Issue.record("nothing was copied")
      return
    }
    #expect(drawing.contains("│ Application Gateway"))
    desk.press("Y")
    guard case .copy(let source, _) = desk.effects.first else {
      Issue.record("the source was not copied")
      return
    }
    #expect(source.hasPrefix("flowchart LR"))
    desk.press("x")
    guard case .export(let text, let name) = desk.effects.first else {
      Issue.record("nothing was exported")
      return
    }
    #expect(name.hasSuffix(".md") && text.contains("```mermaid") && text.contains("1. The user asks"))
  }

  @Test func theMouseSelectsOpensAndDrags() throws {
    var desk = desk(60, 20)
    desk.press("+")
    let place = try #require(desk.place(of: "User"))
    desk.click(place)
    #expect(desk.workbench.viewer?.selection == "user")
    desk.drag(from: Point(x: 40, y: 10), to: Point(x: 20, y: 8))
    #expect(desk.workbench.viewer?.origin.x == 20)
  }

  @Test func aBrokenDiagramIsToldWithItsPlace() {
    var desk = Desk()
    _ = desk.workbench.openDiagram(title: "Broken", source: "flowchart LR\n  A[never closed --> B\n")
    #expect(desk.workbench.viewer == nil)
    #expect(desk.toast?.contains("line 2") == true)
  }

  @Test func itStaysOpenBehindAnotherScreenAndLettersOfThePageDoNothingInIt() {
    var desk = desk()
    desk.press("a", "b")
    #expect(desk.workbench.screen == .catalog && desk.workbench.viewer != nil)
    desk.press("2")
    #expect(desk.workbench.screen == .playground && desk.workbench.viewer == nil)
    desk.press("Alt-1")
    #expect(desk.workbench.viewer != nil)
    desk.open("Azure AI Search")
    #expect(desk.workbench.viewer == nil && desk.page == "ai-search")
  }

  // MARK: In a text

  @Test func aMermaidBlockIsDrawnWhereItFits() throws {
    let lines = try #require(
      DiagramBlock.draw(language: "mermaid", code: "graph LR\n  a[Ask] --> b[Answer]\n", width: 60))
    #expect(lines.map(\.plainText).contains { $0.contains("│ Ask ├───►│ Answer │") })
    #expect(DiagramBlock.draw(language: "mermaid", code: "graph LR\n  a[Ask --> b", width: 60) == nil)
    #expect(DiagramBlock.draw(language: "mermaid", code: "graph LR\n  a[Ask]", width: 4) == nil)
    #expect(DiagramBlock.draw(language: "swift", code: "graph LR\n  a --> b", width: 60) == nil)
  }
}
