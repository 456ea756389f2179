import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Models and prompts on the Playground of the built program, in a real terminal.
@Suite(.serialized) struct ModelsJourneyTests {
  let home = TemporaryHome()
  let server: TestServer

  init() throws {
    server = try TestServer.chat()
    try home.write("# my own\ntheme: nord   # calm\n", to: ".config/atelier/config.yaml")
  }

  private func openPlayground(_ width: Int = 110, _ height: Int = 30) throws -> TmuxSession {
    let session = try TmuxSession(width, height, home: home)
    try session.openWorkbench()
    try session.press("2")
    try session.wait(forText: "Ask a model anything")
    try session.leaveThePrompt()
    return session
  }

  /// Fills the form for the test server, as an endpoint that is compatible.
  private func fillForm(_ session: TmuxSession) throws {
    try session.press("+")
    try session.wait(forText: "A provider of models")
    // The types stand in a ring: the last one is a step to the left.
    try session.press("Left")
    try session.wait(forText: "‹ openai-compatible ›")
    try session.press("Tab", "C-u")
    try session.type("mine")
    try session.press("Tab", "C-u")
    try session.type(server.url)
    try session.wait(forText: server.url)
  }

  @Test func aProviderIsAddedTriedAndAsked() throws {
    let session = try openPlayground()
    try fillForm(session)
    try session.press("C-t")
    try session.wait(forText: "✓ models  4")
    try session.press("Enter")
    try session.wait(forText: "mine is kept in your configuration")
    try session.wait(forText: "mine/quick")
    let text = try #require(home.text(of: ".config/atelier/config.yaml"))
    #expect(
      text == "# my own\ntheme: nord   # calm\n\nproviders:\n  mine:\n    type: openai-compatible\n"
        + "    base_url: \(server.url)\n", "\(text)")
    // The new provider's first model is selected.
    try session.press("Enter")
    try session.wait(forText: "mine/quick answers from now on")
    try session.type("Hello?\r")
    try session.wait(forText: "Hello there.")
    try session.leave()
    #expect(home.atelier("models", "test", "mine/quick").status == 0)
  }

  @Test func whatWasTypedIntoTheFormIsThereAgainAfterAKill() throws {
    let session = try openPlayground()
    try fillForm(session)
    // Kept half a second after the last key: another program sees it in the database.
    let database = home.folder + "/.local/share/atelier/atelier.sqlite"
    try session.wait(for: "the draft to be kept") { _ in
      home.shell("strings '\(database)'* | grep -c openai-compatible").text.hasPrefix("0") == false
    }
    try session.kill("atelier")
    let again = try openPlayground()
    try again.press("+")
    try again.wait(forText: "What you had typed is there again")
    try again.wait(forText: server.url)
    try again.press("Escape")
    try again.wait(forText: "Not kept")
    try again.leave()
  }

  @Test func aPromptIsWrittenFilledInRunAndSaved() throws {
    try home.write(
      "---\nname: Greeter\nsample: {name: Ada}\n---\nsystem:\nYou greet.\n\nuser:\nHello {{name}}!\n",
      to: "greet.prompty")
    let session = try openPlayground()
    try session.press("P")
    try session.wait(forText: "greet.prompty")
    try session.type("greet")
    try session.press("Enter")
    try session.wait(forText: "Hello Ada!")
    try session.press("Tab", "Tab")
    try session.type("Bob")
    try session.wait(forText: "Hello Bob!")
    try session.press("C-r")
    try session.wait(forText: "tok · ")
    // Back to the text, a line more, and into the file.
    try session.press("BTab", "BTab")
    try session.press("C-End")
    try session.type("Be brief.")
    try session.wait(forText: "not saved")
    try session.press("C-s")
    try session.wait(forText: "Written to greet.prompty")
    #expect(home.text(of: "greet.prompty")?.hasSuffix("Hello {{name}}!\nBe brief.") == true)
    try session.press("Escape")
    try session.wait(forText: "o conversation")
    try session.press("o")
    try session.wait(forText: "system: You greet.")
    try session.leave()
    let found = home.atelier("sessions", "search", "Bob").text
    #expect(found.contains("greet.prompty"), "\(found)")
  }

  @Test func aPromptThatIsNotSavedIsThereAgainAfterAKill() throws {
    let session = try openPlayground()
    try session.press("i")
    try session.type("Say {{word}} twice")
    try session.wait(forText: "fill in")
    try session.press("C-x")
    try session.wait(forText: "Variables")
    try session.type(" if you please")
    let database = home.folder + "/.local/share/atelier/atelier.sqlite"
    try session.wait(for: "the draft to be kept") { _ in
      home.shell("strings '\(database)'* | grep -c 'twice if you please'").text.hasPrefix("0") == false
    }
    try session.kill("atelier")
    let again = try openPlayground()
    try again.press("P")
    try again.wait(forText: "Go on with New prompt")
    try again.press("Enter")
    try again.wait(forText: "Say {{word}} twice if you please")
    try again.leave()
  }

  @Test func aRunPromptIsKeptAndGoneOnWith() throws {
    try home.write(
      "providers:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
    try home.write(
      "---\nname: Few\nmodel: {api: chat, parameters: {max_tokens: 40}}\n---\nsystem:\nBe brief.\n\nuser:\n1 + 1?\n\n"
        + "assistant:\n2\n\nuser:\n{{sum}}?\n", to: "few.prompty")
    let run = home.atelier(
      "prompt", "run", "few.prompty", "-i", "sum=\"2 + 2\"", "-m", "test/quick", "--json")
    #expect(run.status == 0, "\(run.error)")
    let id = try #require(try run.json()["session_id"] as? String)
    let more = home.atelier("chat", "--continue", "And 3 + 3?")
    #expect(more.status == 0 && more.text.contains("Hello there."), "\(more.error)")
    let shown = home.atelier("sessions", "show", id).text
    for text in ["Be brief.", "1 + 1?", "prompt/example", "2 + 2?", "And 3 + 3?"] {
      #expect(shown.contains(text), "\(text) in \(shown)")
    }
    let nothing = home.atelier("prompt", "run", "few.prompty", "-m", "test/quick", "--no-save", "--json")
    #expect(nothing.status == 0)
    #expect(try nothing.json()["session_id"] is NSNull)
  }

  // MARK: The mock server

  @Test func casesAreServedToAnyClient() throws {
    let list = try home.atelier("serve-mock", "--list", "--json").json()
    let cases = try #require(list["cases"] as? [[String: Any]])
    #expect(cases.count > 200 && list["schema"] as? String == "atelier.serve-mock.list/1")
    let wrong = home.atelier("serve-mock", "cutt")
    #expect(wrong.status == 2 && wrong.error.contains("Did you mean cut?"), "\(wrong.error)")

    let session = try TmuxSession(120, 30, home: home)
    try session.type("atelier serve-mock\r")
    let screen = try session.wait(forText: "Ctrl-C ends it")
    let port = try #require(
      screen.firstRange(of: "http://127.0.0.1:").map { screen[$0.upperBound...].prefix(while: \.isNumber) })
    try home.write(
      """
      providers:
        chat: {type: openai-compatible, base_url: "http://127.0.0.1:\(port)/v1"}
        claude: {type: anthropic, base_url: "http://127.0.0.1:\(port)"}
      """, to: ".config/atelier/config.yaml")
    for (model, status, text) in [
      ("chat/complete", 0, "Hello world"), ("chat/cut", 3, "Hello"), ("chat/length", 1, "One two"),
      ("claude/refusal", 1, "I start"),
    ] {
      let run = home.atelier("chat", "Hi", "-m", model, "--no-save")
      #expect(
        run.status == status && run.text.contains(text), "\(model) \(run.status) \(run.text) \(run.error)")
    }
    try session.wait(forText: "POST /v1/chat/completions model cut: 200 chat/cut")
    try session.press("C-c")
    try session.waitForPrompt(status: 130)
  }
}
