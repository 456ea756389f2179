import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// Designs of one's own on the screen.
struct DesignViewTests {
  private static var checklist: CatalogEntry {
    var entry = CatalogEntry(id: "asks", kind: .checklist, title: "Asks", summary: "s")
    func item(_ id: String, _ pillar: String, _ ask: String) -> Checklist.Item {
      .init(
        id: id, pillar: pillar, area: "model", severity: .high, applies: ["any"], ask: ask, why: "Why.",
        how: "How.", entries: ["ai-search"])
    }
    entry.checklist = Checklist(
      items: [
        item("one", "reliability", "Is there a second one?"), item("two", "security", "Who may read it?"),
      ])
    return entry
  }

  private func desk(_ width: Int = 120, _ height: Int = 40) -> Desk {
    var desk = Desk(width, height)
    desk.load(Fixture.entries + [Self.checklist])
    desk.workbench.wallTime = 1_796_000_000
    desk.workbench.catalog.go(to: "baseline-chat")
    desk.press("s")
    desk.type("Claims chat")
    desk.press("Enter")
    return desk
  }

  private func kept(_ desk: Desk) -> (name: String, document: String, comment: String, base: Int?)? {
    guard case .saveDesign(let name, let document, let comment, let base)? = desk.effects.first else {
      return nil
    }
    return (name, document, comment, base)
  }

  /// Tells the workbench that what it asked to keep was kept.
  private func store(_ desk: inout Desk, version: Int) {
    guard let kept = kept(desk) else {
      Issue.record("nothing was kept")
      return
    }
    var notebook = desk.workbench.catalog.notebook
    notebook.designs = [
      KeptDesign(name: kept.name, version: version, document: kept.document, createdAt: 1, updatedAt: 2)
    ]
    desk.tell(.notebookLoaded(notebook))
  }

  private func select(_ title: String, in desk: inout Desk) {
    desk.press("g")
    for _ in 0..<60 where desk.workbench.designView?.selectedComponent?.title != title { desk.press("j") }
    #expect(desk.workbench.designView?.selectedComponent?.title == title)
  }

  @Test func aDesignBeginsAsACopyAndIsKeptAtOnce() throws {
    var desk = desk()
    let first = try #require(kept(desk))
    #expect(first.name == "claims-chat" && first.base == nil)
    #expect(first.document.contains("based_on: \"baseline-chat\"") && first.document.contains("```mermaid"))
    store(&desk, version: 1)
    #expect(desk.workbench.designView?.base == 1)
    #expect(desk.picture.text.contains("My designs › Claims chat") && desk.picture.text.contains("version 1"))
    #expect(desk.workbench.catalog.entries(of: .designs).map(\.title) == ["Claims chat"])
  }

  @Test func aServiceIsSwappedAndTheLinesStay() throws {
    var desk = desk()
    store(&desk, version: 1)
    select("AI Search", in: &desk)
    let edges = desk.workbench.designView?.design.graph.edges.count
    desk.press("s")
    desk.type("speech")
    desk.press("Enter")
    let changed = try #require(kept(desk))
    #expect(changed.base == 1 && changed.comment.hasPrefix("AI Search became "))
    #expect(desk.workbench.designView?.selectedComponent?.service != "ai-search")
    #expect(desk.workbench.designView?.design.graph.edges.count == edges)
    desk.press("u")
    #expect(desk.workbench.designView?.design.components.contains { $0.service == "ai-search" } == true)
    #expect(kept(desk)?.comment == "Undone")
  }

  @Test func aServiceIsAddedAndRemovedBySecondPress() throws {
    var desk = desk()
    let count = desk.workbench.designView?.design.components.count ?? 0
    select("Web app", in: &desk)
    desk.press("a")
    desk.type("speech")
    desk.press("Enter")
    #expect(desk.workbench.designView?.design.components.count == count + 1)
    #expect(desk.workbench.designView?.selectedComponent?.service != nil)
    desk.press("D")
    #expect(desk.workbench.designView?.design.components.count == count + 1)
    desk.press("D")
    #expect(desk.workbench.designView?.design.components.count == count)
  }

  @Test func aLineIsDrawnAndTakenAwayByTheSameKey() throws {
    var desk = desk()
    select("Web app", in: &desk)
    let lines = desk.workbench.designView?.design.graph.edges.count ?? 0
    let target = try #require(
      desk.workbench.designView?.design.components.last { component in
        !component.isFrame
          && desk.workbench.designView?.design.targets(of: "web").contains(component.id) == false
          && component.title != "Web app"
      })
    for count in [lines + 1, lines] {
      desk.press("l")
      desk.type(target.id)
      desk.press("Enter")
      #expect(desk.workbench.designView?.design.graph.edges.count == count)
    }
    #expect(kept(desk)?.comment.contains("was taken away") == true)
  }

  @Test func aBoxGetsAnotherText() throws {
    var desk = desk()
    select("Web app", in: &desk)
    desk.press("r", "Ctrl-U")
    desk.type("Claims portal")
    desk.press("Enter")
    #expect(desk.workbench.designView?.selectedComponent?.title == "Claims portal")
    #expect(kept(desk)?.document.contains("Claims portal") == true)
  }

  @Test func anEarlierVersionIsBroughtBackAsTheNewest() throws {
    var desk = desk()
    let first = try #require(kept(desk))
    store(&desk, version: 1)
    select("Web app", in: &desk)
    desk.press("D", "D")
    store(&desk, version: 2)
    desk.press("v")
    #expect(desk.effects == [.loadVersions("claims-chat")])
    desk.tell(
      .versionsLoaded(
        "claims-chat",
        [
          DesignVersion(number: 2, savedAt: 1_795_999_000, comment: "Web app was removed"),
          DesignVersion(number: 1, savedAt: 1_795_990_000, comment: "Begun"),
        ]))
    #expect(desk.picture.text.contains("on show") && desk.picture.text.contains("2 h ago"))
    desk.press("Down", "Enter")
    #expect(desk.effects == [.readVersion("claims-chat", 1)])
    desk.tell(.versionRead("claims-chat", 1, document: first.document))
    #expect(desk.workbench.designView?.design.components.contains { $0.title == "Web app" } == true)
    #expect(kept(desk)?.comment == "Version 1 was brought back" && kept(desk)?.base == 2)
    // One that says the same is not kept again.
    desk.tell(.versionRead("claims-chat", 1, document: first.document))
    #expect(kept(desk) == nil)
  }

  @Test func itemsOfTheChecklistAreAnswered() throws {
    var desk = desk()
    desk.press("Tab", "Tab", "j", "Space")
    #expect(desk.workbench.designView?.design.answers["one"]?.status == .yes)
    #expect(desk.picture.text.contains("Checklist 1/2"))
    desk.press("Space")
    #expect(desk.workbench.designView?.design.answers["one"]?.status == .partly)
    desk.press("o")
    #expect(desk.workbench.designView?.rows == [.pillar("security"), .item("two")])
  }

  @Test func openPointsAreWrittenAndAnswered() throws {
    var desk = desk()
    desk.press("Tab", "Tab", "Tab", "a")
    desk.type("How many users?")
    desk.press("Enter", "A")
    desk.type("English only")
    desk.press("Enter")
    let design = try #require(desk.workbench.designView?.design)
    #expect(design.questions.map(\.text) == ["How many users?"] && design.assumptions == ["English only"])
    desk.press("g")
    for _ in 0..<30 where desk.workbench.designView?.selectedRow != .question(0) { desk.press("j") }
    desk.press("Enter")
    desk.type("5,000")
    desk.press("Enter")
    #expect(desk.workbench.designView?.design.questions.first?.answer == "5,000")
    #expect(desk.workbench.designView?.design.questions.first?.isAnswered == true)
  }

  @Test func theDiagramFollowsAndComesBackToTheDesign() throws {
    var desk = desk()
    desk.press("d")
    #expect(desk.workbench.viewer != nil && desk.picture.text.contains("Diagram"))
    desk.press("q")
    #expect(desk.workbench.viewer == nil && desk.workbench.designView != nil)
  }

  @Test func itIsWrittenAsOneFileThatIsReadAgain() throws {
    var desk = desk()
    desk.press("x")
    guard case .export(let text, let name)? = desk.effects.first else {
      Issue.record("nothing was written")
      return
    }
    #expect(name == "claims-chat.md")
    let read = try DesignDocument(reading: text)
    #expect(read.design == desk.workbench.designView?.design && read.problems.isEmpty)
  }

  @Test func aDesignCanBeginEmpty() throws {
    var desk = Desk()
    desk.press("s")
    desk.type("From nothing")
    desk.press("Enter")
    #expect(desk.workbench.designView?.design.components.isEmpty == true)
    #expect(desk.picture.text.contains("a adds the first service"))
  }

  @Test(arguments: [(40, 12), (60, 20), (80, 24), (200, 60)])
  func everySizeIsDrawn(width: Int, height: Int) {
    var desk = desk(width, height)
    for _ in DesignView.Section.allCases {
      #expect(desk.picture.size == Size(width: width, height: height))
      desk.press("Tab")
    }
    #expect(desk.picture.text.contains("Components"))
  }
}
