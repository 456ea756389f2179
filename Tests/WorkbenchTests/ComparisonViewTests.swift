import Catalog
import TerminalUI
import Testing

@testable import Workbench

/// Entries side by side on the screen.
struct ComparisonViewTests {
  private func marked(_ width: Int = 120, _ height: Int = 40) -> Desk {
    var desk = Desk(width, height)
    for id in ["ai-search", "vector-search"] {
      desk.workbench.catalog.go(to: id)
      desk.press("c")
    }
    return desk
  }

  @Test func marksAreCountedAndTakenAway() {
    var desk = marked()
    #expect(desk.workbench.catalog.marked == ["ai-search", "vector-search"])
    #expect(desk.picture.text.contains("2 marked"))
    desk.press("c")
    #expect(desk.workbench.catalog.marked == ["ai-search"])
  }

  @Test func whatIsMarkedStandsSideBySide() {
    var desk = marked()
    desk.press("C")
    #expect(desk.workbench.comparison?.comparison.entries.map(\.id) == ["ai-search", "vector-search"])
    let text = desk.picture.text
    #expect(text.contains("Azure AI Search") && text.contains("≠ Kind"))
    desk.press("l", "Enter")
    #expect(desk.workbench.catalog.currentEntry?.id == "vector-search" && desk.workbench.tool == nil)
    desk.press("Backspace")
    #expect(desk.workbench.comparison?.column == 1)
    desk.press("q")
    #expect(desk.workbench.tool == nil)
  }

  @Test func onlyDifferencesAreShownOnDemand() {
    var desk = marked()
    desk.press("C", "d")
    let shown = desk.workbench.comparison.map { ComparisonLayout($0, width: 100).rows.map(\.plainText) } ?? []
    #expect(!shown.isEmpty)
    let alike = desk.workbench.comparison?.comparison.rows.filter { !$0.differs } ?? []
    #expect(!alike.isEmpty)
    for row in alike { #expect(!shown.contains { $0.hasPrefix("  " + row.attribute.fullTitle) }) }
  }

  @Test(arguments: ["Enter", "Space"])
  func aConstraintIsChosenAndStays(_ key: String) {
    var desk = marked()
    desk.press("C", "m", key, "Esc")
    #expect(desk.workbench.comparison?.constraints == ["own-network"])
    #expect(desk.picture.text.contains("Must run in my own network"))
    desk.press("q", "C")
    #expect(desk.workbench.comparison?.constraints == ["own-network"])
  }

  @Test func aComparisonIsWrittenToFiles() {
    var desk = marked()
    desk.press("C", "x")
    guard case .export(let text, let name)? = desk.effects.first else {
      Issue.record("nothing was written")
      return
    }
    #expect(name == "compare-ai-search-vector-search.md" && text.contains("Kind"))
    desk.press("X")
    guard case .export(let csv, let csvName)? = desk.effects.first else {
      Issue.record("nothing was written")
      return
    }
    #expect(csvName.hasSuffix(".csv") && csv.contains("Kind"))
  }

  @Test func twoAreTheFewest() {
    var desk = marked()
    desk.press("C", "c")
    #expect(desk.workbench.comparison?.addresses.count == 2)
    var alone = Desk()
    alone.press("C")
    #expect(alone.workbench.comparison == nil)
  }

  @Test(arguments: [(40, 12), (60, 20), (80, 24), (200, 60)])
  func everyWidthIsDrawn(width: Int, height: Int) {
    var desk = marked(width, height)
    desk.press("C")
    #expect(desk.picture.size == Size(width: width, height: height))
    #expect(desk.picture.text.contains("Kind"))
  }
}
