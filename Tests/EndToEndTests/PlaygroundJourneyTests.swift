import Foundation
import GRDB
import PseudoTerminal
import TestSupport
import Testing

/// The Playground in a real terminal, with servers that stream, fall silent and are stopped.
@Suite(.serialized) struct PlaygroundJourneyTests {
  let home = TemporaryHome()
  let server: TestServer
  var database: String { home.folder + "/.local/share/atelier/atelier.sqlite" }

  init() throws {
    server = try TestServer.chat()
    try home.write(
      "default_model: test/slow\nproviders:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
  }

  private func openPlayground(_ width: Int = 100, _ height: Int = 30) throws -> TmuxSession {
    let session = try TmuxSession(width, height, home: home)
    try session.openWorkbench()
    try session.press("2")
    try session.wait(forText: "Ask a model anything")
    return session
  }

  @Test func aReplyStreamsIsStoppedAndStaysMarked() throws {
    let session = try openPlayground()
    try session.type("On and on\r")
    try session.wait(forText: "word3")
    // What is typed while it comes is not lost.
    try session.type("the next one")
    try session.press("C-c")
    try session.wait(forText: "■ stopped")
    try session.wait(forText: "› the next one")
    try session.press("C-c")
    try session.wait(forText: "Press the key once more to leave")
    try session.press("C-c")
    try session.waitForPrompt(status: 0)
    let shown = home.atelier("sessions", "search", "on").text
    #expect(shown.contains("On and on"))
  }

  @Test func anotherWindowSeesTheReplyAndTheDeathOfItsWriter() throws {
    let writer = try openPlayground()
    try writer.type("On and on\r")
    try writer.wait(forText: "word2")
    let reader = try TmuxSession(100, 30, home: home)
    try reader.openWorkbench()
    try reader.press("2")
    try reader.wait(forText: "▸ On and on")
    try reader.leaveThePrompt()
    try reader.press("h")
    try reader.wait(forText: "▸ Sessions")
    try reader.press("Enter")
    try reader.wait(forText: "word3")
    // It grows in the other window too.
    let first = try reader.wait(forText: "▍")
    try reader.wait(for: "more words") { $0.count > first.count && $0.contains("▍") }
    try reader.type("ityped here")
    try writer.kill("atelier")
    try reader.wait(forText: "! incomplete")
    try reader.wait(forText: "› typed here")
    try reader.leave()
  }

  @Test func whatWasTypedIsThereAgainAfterAKill() throws {
    let session = try openPlayground()
    try session.type("half a thought")
    try session.wait(for: "the draft in the list") { $0.contains("▸ half a thought") && $0.contains("draft") }
    try session.kill("atelier")
    let again = try TmuxSession(100, 30, home: home)
    try again.openWorkbench()
    try again.press("2")
    try again.wait(forText: "› half a thought")
    try again.leave()
  }

  @Test func aLockedDatabaseIsToldAndUsedOnceItIsFree() throws {
    #expect(home.atelier("chat", "kept before", "-m", "test/quick").status == 0)
    var configuration = GRDB.Configuration()
    configuration.allowsUnsafeTransactions = true
    let queue = try DatabaseQueue(path: database, configuration: configuration)
    try queue.inDatabase { try $0.execute(sql: "BEGIN EXCLUSIVE") }
    let session = try TmuxSession(100, 30, home: home)
    try session.openWorkbench()
    try session.press("2")
    // The screen does not wait for it.
    try session.wait(forText: "Ask a model anything")
    try session.type("typed meanwhile")
    try session.wait(forText: "› typed meanwhile")
    try queue.inDatabase { try $0.execute(sql: "ROLLBACK") }
    try queue.close()
    try session.wait(forText: "kept before")
    try session.leave()
  }

  @Test func aBrokenConfigurationKeepsNothingAndSaysSo() throws {
    try home.write("database: [a, b]\n", to: ".config/atelier/config.yaml")
    let session = try TmuxSession(100, 30, home: home)
    try session.openWorkbench()
    try session.press("2")
    try session.wait(forText: "config.yaml:1:11: expected a")
    try session.leave()
    #expect(home.names(in: ".local/share/atelier").isEmpty)
  }

  @Test func aSourceThatIsCitedOpensItsPage() throws {
    let session = try openPlayground()
    try session.press("C-o")
    try session.wait(forText: "builtin/librarian")
    try session.type("librarian")
    try session.press("Enter")
    try session.type("What is vector search?\r")
    try session.wait(forText: "[1] Vector search")
    try session.leaveThePrompt()
    try session.press("Tab", "Enter")
    try session.wait(for: "the page") { $0.contains("Catalog ›") && $0.contains("› Vector search") }
    try session.leave()
  }

  @Test func aConversationIsWrittenToAFileAndNeverOverOne() throws {
    #expect(home.atelier("chat", "Hello there?", "-m", "test/quick").status == 0)
    let session = try TmuxSession(100, 30, home: home)
    try session.openWorkbench()
    try session.press("2")
    try session.wait(forText: "▸ Hello there?")
    try session.leaveThePrompt()
    try session.press("h", "Enter")
    try session.wait(forText: "Hello there.")
    try session.press("x")
    try session.wait(forText: "hello-there.md")
    try session.press("x")
    try session.wait(forText: "hello-there-2.md")
    try session.leave()
    #expect(home.text(of: "hello-there.md")?.contains("## test/quick\n\nHello there.\n") == true)
    #expect(home.text(of: "hello-there-2.md") == home.text(of: "hello-there.md"))
  }

  /// A flood of escape sequences changes nothing but the text.
  @Test func aHostileReplyDoesNoHarm() throws {
    let session = try openPlayground()
    try session.press("C-o")
    try session.wait(forText: "test/hostile")
    try session.type("hostile")
    try session.press("Enter")
    try session.type("Try\r")
    try session.wait(forText: "✓")
    try session.leaveThePrompt()
    try session.press("g")
    try session.wait(forText: "^[[2J^[]0;owned^G<U+202E>txet")
    #expect(try session.status("#{pane_title}") != "owned")
    try session.leave()
  }
}

extension TmuxSession {
  /// Presses Escape in the prompt and waits until it was taken: with a key behind it at once, it would mean Alt.
  func leaveThePrompt(sourceLocation: SourceLocation = #_sourceLocation) throws {
    try press("Escape")
    try wait(for: "the focus on the conversation", sourceLocation: sourceLocation) {
      $0.row(2).contains("│▸ ")
    }
  }
}
