import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Questions to the catalog that another model than the librarian answers.
@Suite struct AskCommandTests {
  let home = TemporaryHome()
  let server: TestServer

  init() throws {
    server = try Self.serve()
    try home.write(
      "providers:\n  test: {type: openai-compatible, base_url: \"\(server.url)\"}\n",
      to: ".config/atelier/config.yaml")
  }

  /// A server whose answers depend on the model; every one of them has been given passages.
  ///
  /// - `mixed`: sentences of every kind.
  /// - `refusing`: says that the passages do not say.
  /// - `cut`: the token limit ends it.
  /// - `hostile`: an escape sequence in a sentence without a citation.
  private static func serve() throws -> TestServer {
    try TestServer { connection in
      let request = connection.readRequest()
      func isAsked(_ model: String) -> Bool { request.contains("\"model\":\"\(model)\"") }
      connection.beginStream()
      let isGrounded =
        request.contains("AutoGen (autogen)\\n") && request.contains("Question: What replaces AutoGen?")
        && request.contains("do not hold the answer")
      let pieces: [String] =
        switch "" {
        case _ where isAsked("refusing"): ["The passages do ", "not say."]
        case _ where isAsked("cut"): ["Microsoft Agent Framework [1]. And"]
        case _ where isAsked("hostile"): ["Red \u{1B}[31m alert\u{7}. Then [1] AutoGen."]
        default:
          [
            isGrounded ? "## Answer\n\n" : "not grounded. ", "Microsoft Agent Fra",
            "mework replaces AutoGen [",
            "1]. AutoGen has 9999 ", "stars. [1] Bananas are yellow [8]. It was written in Delft.\n",
          ]
        }
      for piece in pieces { connection.write(TestServer.piece(piece)) }
      let finish = isAsked("cut") ? "length" : "stop"
      connection.write(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"\(finish)\"}]}\n\ndata: [DONE]\n\n"
      )
    }
  }

  private let question = "What replaces AutoGen?"

  @Test func `the answer comes as it is, with its sources and what they do not bear out`() throws {
    let run = home.atelier("ask", question, "-m", "test/mixed")
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(
      run.text == """
        ## Answer

        Microsoft Agent Framework replaces AutoGen [1]. AutoGen has 9999 stars. [1] Bananas are yellow [8]. It was \
        written in Delft.

        Sources
        [1] AutoGen (autogen)

        Not supported:
        - AutoGen has 9999 stars. [1] (the figure 9999 is not in [1])
        - Bananas are yellow [8]. (number 8 does not exist)
        - It was written in Delft. (no citation)

        """)
    // Kept like any other conversation, with what it cites.
    let list = try home.atelier("sessions", "list", "--json").json()
    let id = try #require((list["sessions"] as? [[String: Any]])?.first?["id"] as? String)
    let shown = home.atelier("sessions", "show", id).text
    #expect(shown.contains("## You\n\n\(question)\n") && shown.contains("\n[1] AutoGen (autogen)\n"))
    #expect(home.atelier("ask", question, "-m", "test/mixed", "--no-save").status == 0)
    #expect(try home.atelier("sessions", "list", "--json").json()["total"] as? Int == 1)
  }

  @Test func `the passages are shown where they are wanted, as many as were asked for`() {
    let run = home.atelier("ask", question, "-m", "test/mixed", "--show-retrieval", "--top", "2")
    #expect(run.text.hasPrefix("Passages\n[1] AutoGen (autogen) 1.0\n    "))
    #expect(run.text.contains("\n[2] ") && !run.text.contains("\n[3] "))
    // The librarian needs none, and shows what another model would be given.
    let librarian = home.atelier("ask", question, "--show-retrieval")
    #expect(librarian.text.hasPrefix("Passages\n[1] AutoGen (autogen) 1.0\n    "))
    #expect(librarian.text.contains("Microsoft Agent Framework [1]."))
  }

  @Test func `an answer that is none ends with one, a cut one too, and each says why`() throws {
    let refusing = home.atelier("ask", question, "-m", "test/refusing")
    #expect(refusing.status == 1 && refusing.text == "The passages do not say.\n")
    let cut = home.atelier("ask", question, "-m", "test/cut")
    #expect(cut.status == 1 && cut.error.contains("✂ length"))
    // Nothing near: no model is asked.
    let nothing = home.atelier("ask", "How do I cook rice?", "-m", "test/mixed", "--json")
    #expect(nothing.status == 1)
    let json = try nothing.json()
    #expect((json["retrieval"] as? [Any])?.isEmpty == true && json["answered"] as? Bool == false)
    #expect(((json["reply"] as? [String: Any])?["text"] as? String)?.contains("no model was asked") == true)
    for arguments in [["--top", "0"], ["--passage-tokens", "10"], ["-m", "typo/x"], ["-m", "test"]] {
      let run = ProgramRun(
        [TemporaryHome.program, "ask", question] + arguments, environment: home.environment(),
        folder: home.folder)
      #expect(run.status == 2 && run.output.isEmpty, "\(arguments)")
    }
  }

  @Test func `nothing of an unsupported sentence reaches the terminal raw`() {
    let run = home.atelier("ask", question, "-m", "test/hostile")
    #expect(run.status == 0 && !run.output.contains(0x1B) && !run.output.contains(7))
    #expect(run.text.contains("- Red ^[[31m alert^G. (no citation)\n"))
  }

  @Test func `a follow-up is put on the ground of what was said before`() throws {
    #expect(home.atelier("ask", "What is prompt flow?", "-m", "test/mixed").status == 0)
    let run = home.atelier("ask", "And what replaces it?", "-c", "-m", "test/mixed", "--json")
    let json = try run.json()
    let passages = try #require(json["retrieval"] as? [[String: Any]])
    #expect(passages.first?["id"] as? String == "prompt-flow")
    let messages = try #require((json["request"] as? [String: Any])?["messages"] as? [[String: Any]])
    #expect(messages.map { $0["role"] as? String } == ["system", "user", "assistant", "user"])
    #expect(messages[1]["content"] as? String == "What is prompt flow?")
  }

  @Test func `scripts can rely on the JSON`() throws {
    // A catalog that stays the same.
    let catalog = try home.writeCatalog(entries: [
      CatalogPage(
        id: "autogen", title: "AutoGen", summary: "A framework for several agents",
        fields: "lifecycle: {state: retired, date: \"2026-10-01\", replaced_by: framework}\n",
        body: "AutoGen was a framework in which agents talk to each other."),
      CatalogPage(
        id: "framework", title: "Microsoft Agent Framework", summary: "What came after AutoGen",
        fields: "order: 2\n", body: "It has **one** kind of agent."),
    ])
    let run = home.atelier(
      "ask", question, "-m", "test/mixed", "--json", environment: ["ATELIER_CATALOG": catalog])
    #expect(run.status == 0)
    var text = run.text.replacing(/[0-7][0-9A-HJKMNP-TV-Z]{25}/, with: "ID")
    text = text.replacing(/_s":( ?)[0-9.e-]+/, with: "_s\": 0")
    Golden.expect(text: text, "ask-json")
    // The librarian's sentences are the catalog's own.
    let librarian = try home.atelier("ask", question, "--json").json()
    #expect(librarian["support"] is NSNull && librarian["retrieval"] is NSNull)
    #expect(librarian["answered"] as? Bool == true)
  }
}
