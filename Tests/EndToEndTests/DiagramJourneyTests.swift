import Foundation
import Testing

/// What a person does with a diagram, key by key, in a real terminal.
@Suite(.serialized) struct DiagramJourneyTests {
  @Test(arguments: JourneyTests.sizes)
  func opensADiagramWalksItsStepsAndOpensTheEntryBehindABox(width: Int, height: Int) throws {
    let session = try TmuxSession(width, height)
    try session.openWorkbench("open basic-foundry-chat")
    try session.wait(for: "the page") { $0.contains("d opens it") || $0.contains("Basic Foundry chat") }
    try session.type("d")
    try session.wait(for: "the diagram") { $0.row(1).contains("› Diagram") }
    try session.type(".")
    try session.wait(for: "the first step") { $0.row(1).contains("step 1 of 6") && $0.contains("┃") }
    try session.type("/")
    try session.type("insights")
    try session.wait(for: "the box that was searched for") { $0.contains("1 found") }
    try session.press("Enter")
    try session.press("Enter")
    try session.wait(for: "the entry behind the box") { $0.row(1).contains("› Application Insights") }
    try session.press("BSpace")
    try session.wait(for: "the diagram again") { $0.row(1).contains("› Diagram") }
    try session.type("-")
    try session.wait(for: "closed groups") { $0.row(1).contains("overview") }
    try session.leave()
  }
}
