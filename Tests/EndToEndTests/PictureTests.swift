import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// The main journey in a terminal emulator of another make, with a picture at every step.
///
/// The driver is found through `ATELIER_PEERS`; `ATELIER_PICTURES` names a folder in which the pictures are kept.
@Suite(.serialized) struct PictureTests {
  private static let peers = ProcessInfo.processInfo.environment["ATELIER_PEERS"]

  // The terminal driver is no part of this checkout: where it is not, these tests are skipped and named.
  @Test(
    .enabled(if: peers != nil, "ATELIER_PEERS is not set"), arguments: ["60x20", "80x24", "120x40", "200x60"])
  func theJourneyShowsWhatItMust(size: String) throws {
    try run("journey.sh", size: size, pictures: 16, named: size)
  }

  @Test(
    .enabled(if: peers != nil, "ATELIER_PEERS is not set"), arguments: ["60x20", "80x24", "120x40", "200x60"])
  func theConversationShowsWhatItMust(size: String) throws {
    try run("playground.sh", size: size, pictures: 11, named: "playground-\(size)")
  }

  @Test(
    .enabled(if: peers != nil, "ATELIER_PEERS is not set"), arguments: ["60x20", "80x24", "120x40", "200x60"])
  func theDiagramShowsWhatItMust(size: String) throws {
    try run("diagram.sh", size: size, pictures: 9, named: "diagram-\(size)")
  }

  private func run(_ journey: String, size: String, pictures count: Int, named name: String) throws {
    let home = TemporaryHome()
    let pictures = ProcessInfo.processInfo.environment["ATELIER_PICTURES"] ?? home.folder + "/pictures"
    let script = Checkout.root.appending(path: "Tests/EndToEndTests/Journeys/\(journey)").path
    let run = ProgramRun(
      [script, size, pictures], environment: home.environment(["ATELIER_PEERS": Self.peers ?? ""]),
      folder: home.folder, limit: .seconds(120))
    #expect(run.status == 0, "\(run.text)\n\(run.error)")
    let taken = try FileManager.default.contentsOfDirectory(atPath: pictures).filter {
      $0.hasPrefix(name + "-")
    }
    let texts = taken.filter { $0.hasSuffix(".txt") }.sorted()
    #expect(texts.count == count && taken.filter { $0.hasSuffix(".png") }.count == count)
    // No row of any picture is wider than its window.
    for name in texts where !name.contains("too-small") {
      let text = try String(contentsOfFile: "\(pictures)/\(name)", encoding: .utf8)
      let width = try #require(size.split(separator: "x").first.flatMap { Int($0) })
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(name)")
    }
  }
}
