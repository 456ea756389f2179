import Foundation
import Testing

/// Narrowing, deciding, comparing and designing in the Catalog, key by key, in a real terminal.
@Suite(.serialized) struct CatalogJourneyTests {
  private func trail(_ screen: String) -> Substring { screen.row(1) }

  @Test(arguments: JourneyTests.sizes)
  func facetsNarrowTheListAndHoldTheNextTime(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench()
    try session.type("f")
    try session.wait(for: "the facets") { $0.contains("▸ Facets") }
    // Kind, topic, then the values of the modality.
    try session.press(times: 3, "j")
    try session.press("Space")
    try session.wait(for: "a chosen facet") { $0.contains("1 chosen") && $0.contains("✓ ") }
    try session.press("Escape")
    try session.wait(for: "the groups") { $0.contains("▸ Browse") }
    try session.leave()
    try session.openWorkbench()
    try session.wait(for: "the facet of the last time") { $0.contains("F lets the facets go") }
    try session.type("F")
    try session.wait(for: "no facet") { !$0.contains(" of 3") || $0.contains("Everything  ") }
    try session.leave()
  }

  @Test(arguments: JourneyTests.sizes)
  func aDecisionIsWalkedAndKept(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench("open choose-vector-search")
    try session.wait(for: "the guide") { $0.contains("d walks") }
    try session.type("d")
    try session.wait(for: "the first question") { $0.contains("Questions") && $0.contains("question 1") }
    try session.type("1")
    try session.wait(for: "the second question") { trail($0).contains("question 2") }
    try session.type("1")
    try session.wait(for: "what came out") { $0.contains("→ Azure Managed Redis") }
    try session.type("s")
    try session.wait(forText: "Kept under My decisions")
    // Going back to an answer shows what another one would change.
    try session.press("Up")
    try session.press("Down")
    try session.wait(for: "what if") { $0.contains("if “No”") }
    try session.press("Escape")
    try session.press("Escape")
    try session.wait(for: "the page again") { $0.contains("d walks") }
    try session.leave()
  }

  @Test(arguments: JourneyTests.sizes)
  func aDesignIsKeptWhateverEndsTheProgram(width: Int, height: Int) throws {
    let home = try TemporaryHome()
    let session = try TmuxSession(width, height, home: home)
    try session.openWorkbench("open basic-foundry-chat")
    try session.wait(for: "the page") { $0.contains("d opens it") }
    try session.type("s")
    try session.wait(forText: "Begin a design")
    try session.type("Claims")
    try session.press("Enter")
    try session.wait(for: "the design") { trail($0).contains("Claims") && trail($0).contains("version 1") }
    try session.type("/")
    try session.wait(forText: "a box of the design")
    try session.type("AI Search")
    try session.press("Enter")
    try session.type("s")
    try session.wait(forText: "Swap for")
    try session.press("Enter")
    try session.wait(for: "the next version") { trail($0).contains("version 2") }
    try session.kill("atelier")
    let listed = home.atelier("design", "show", "claims", "--json")
    #expect(listed.status == 0)
    #expect(try listed.json()["version"] as? Int == 2)
    // In a low window the group lies below the rows on show.
    guard height >= 40 else { return }
    let again = try TmuxSession(width, height, home: home)
    try again.openWorkbench()
    try again.press(times: again.rows(from: "   Everything", to: "   My designs"), "j")
    try again.wait(for: "the design") { trail($0).contains("› My designs") && $0.contains("Claims") }
    try again.leave()
  }

  @Test(arguments: JourneyTests.sizes)
  func entriesStandSideBySide(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench("open ai-search")
    try session.wait(for: "the page") { $0.contains("service · data-store") }
    try session.type("C")
    try session.wait(for: "the comparison") { $0.contains("› Compare") && $0.contains("Azure AI Search") }
    try session.type("m")
    try session.wait(forText: "What it must fulfil")
    try session.press("Enter")
    try session.press("Escape")
    try session.wait(for: "the comparison alone") {
      $0.contains("Must run in my own") && !$0.contains("What it must fulfil")
    }
    try session.type("q")
    try session.wait(for: "the page again") { !trail($0).contains("Compare") }
    try session.leave()
  }

  @Test(arguments: JourneyTests.sizes)
  func theCatalogAnswersWithCitationsThatOpen(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench()
    try session.type("a")
    try session.wait(forText: "ask the catalog")
    try session.type("What is vector search?")
    try session.press("Enter")
    try session.wait(for: "the answer") { $0.contains("✓") && $0.contains("[1]") }
    try session.press("Tab")
    try session.press("Enter")
    try session.wait(for: "the entry") { trail($0).contains("› Vector search") }
    try session.press("BSpace")
    try session.wait(for: "the answer again") { trail($0).contains("› Ask") }
    try session.leave()
  }

  @Test(arguments: JourneyTests.sizes)
  func aNoteIsFoundAgain(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench("open ai-search")
    try session.wait(for: "the page") { $0.contains("service · data-store") }
    try session.type("m")
    try session.wait(forText: "My note on")
    try session.type("zebra quota asked")
    try session.press("Enter")
    try session.wait(forText: "Your note is kept")
    try session.leave()
    try session.openWorkbench()
    try session.type("/")
    try session.type("zebra")
    try session.wait(for: "the noted entry") { $0.contains("my note") && $0.contains("Azure AI Search") }
    try session.leave()
  }
}
