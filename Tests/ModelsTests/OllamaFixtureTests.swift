import Testing

@testable import Models

/// Streams of Ollama's own chat, in all the ways in which they are cut and end.
struct OllamaFixtureTests {
  private static func expect(
    _ file: String, _ ending: Ending.Kind, raw: String? = nil, text: String = "", reasoning: String = "",
    tools: [String] = [], usage: [Int?] = [12, 5], reason: String? = nil, warnings: [String] = [],
    details: [String]? = nil
  ) -> StreamFixture {
    StreamFixture(
      format: .ollama, file: file, ending: ending, raw: raw, text: text, reasoning: reasoning, tools: tools,
      usage: usage, reason: reason, warnings: warnings, details: details)
  }

  static let all: [StreamFixture] = [
    expect(
      "complete", .complete, raw: "stop", text: "Hello world",
      details: ["timings load 0.5, prompt 1.0 of 12, generation 2.0 of 5"]),
    expect("cut", .incomplete, text: "Hello ", usage: [], reason: "closed before"),
    expect("torn", .incomplete, text: "Hello", usage: [], reason: "closed before"),
    expect("length", .length, raw: "length", text: "One two", reason: "Raise num_predict, or num_ctx"),
    expect("empty", .complete, raw: "stop", usage: [12, 1], warnings: ["empty"]),
    expect("thinking", .complete, raw: "stop", text: "Yes.", reasoning: "Let me think."),
    expect("thinking-only", .complete, raw: "stop", reasoning: "Only thoughts"),
    expect("tool-call", .complete, raw: "stop", tools: [#"c1 find {"q":[1,2]}"#]),
    expect(
      "tool-two", .complete, raw: "stop", tools: [#"call_0 find {"q":1}"#, #"call_1 find {"q":2}"#]),
    expect(
      "tool-together", .complete, raw: "stop", text: "I look.",
      tools: [#"call_0 find {"q":1}"#, "call_1 now {}"]),
    expect("tool-text-arguments", .complete, raw: "stop", tools: [#"call_0 find {"q":1}"#]),
    expect(
      "error-line", .failed, raw: "llama runner process has terminated", text: "Part", usage: [],
      reason: "llama runner process has terminated"),
    expect("error-first", .failed, usage: [], reason: "not found, try pulling it first"),
    expect(
      "error-object", .failed, raw: "500: out of memory", text: "Part", usage: [], reason: "out of memory"),
    expect("load", .complete, raw: "load", usage: [], warnings: ["“load” and answered nothing"]),
    expect(
      "no-counts", .complete, raw: "stop", text: "Hi", usage: [],
      details: ["timings prompt ? of ?, generation ? of ?"]),
    expect("no-reason", .complete, text: "Hi"),
    expect(
      "reason-unknown", .incomplete, raw: "ran_out_of_ideas", text: "Half",
      reason: "ended it with “ran_out_of_ideas”, which this program does not know"),
    expect("crlf", .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    expect("bom", .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    expect("no-last-newline", .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    expect("blank-lines", .complete, raw: "stop", text: "Fine"),
    expect("last-with-text", .complete, raw: "stop", text: "Hello world"),
    expect(
      "at-once", .complete, raw: "stop", text: "All at once", reasoning: "Quick", tools: ["call_0 find {}"]),
    expect("after-done", .complete, raw: "stop", text: "Short"),
    expect(
      "unreadable-line", .incomplete, raw: "stop", text: "Good end", reason: "could not be read",
      warnings: ["could not be read"]),
    expect("unknown-fields", .complete, raw: "stop", text: "Fine"),
    expect("surrogate-halves", .complete, raw: "stop", text: "A 😀"),
    expect("web-page", .failed, usage: [], reason: "web page"),
    expect("plain-text", .failed, raw: "404 page not found", usage: [], reason: "no model's reply"),
    expect("other-json", .failed, usage: [], reason: "no chat of Ollama's"),
    expect("nothing", .incomplete, usage: [], reason: "before it said anything"),
    // A server that wraps its lines as events is understood, too.
    expect("events-instead", .complete, raw: "stop", text: "Hi"),
  ]

  @Test(arguments: all)
  func becomesTheExpectedReplyHoweverItIsCut(_ fixture: StreamFixture) throws { try fixture.checkInPieces() }

  @Test(arguments: all)
  func endsOnceWhereverTheConnectionBreaks(_ fixture: StreamFixture) throws {
    try fixture.checkBrokenAnywhere()
  }

  @Test func theIndexNamesEveryFixture() throws {
    #expect(try StreamFixture.files(of: .ollama) == Self.all.map(\.file).sorted())
  }

  // MARK: What the server leaves out

  private func ending(of lines: String, _ reader: OllamaReader) -> [ReplyEvent] {
    var decoder = ReplyDecoder(.ollama, reading: reader, provider: "test")
    return decoder.feed(Array(lines.utf8)) + decoder.finish()
  }

  @Test func aConversationThatTheServerCutInSilenceIsTold() {
    let end =
      #"{"message":{"content":"x"},"done":true,"done_reason":"stop","prompt_eval_count":300,"eval_count":1}"#
    let cut = ending(of: end, OllamaReader(leastPromptTokens: 900)).reply
    #expect(cut.warnings.count == 1)
    #expect(cut.warnings.first?.contains("300 tokens of a conversation of at least 900") == true)
    #expect(ending(of: end, OllamaReader(leastPromptTokens: 310)).reply.warnings.isEmpty)
    // A count that is not told says nothing.
    let silent = #"{"message":{"content":"x"},"done":true,"done_reason":"stop"}"#
    #expect(ending(of: silent, OllamaReader(leastPromptTokens: 900)).reply.warnings.isEmpty)
  }

  @Test func aContextThatIsFullIsTold() {
    let end =
      #"{"message":{"content":"x"},"done":true,"done_reason":"length","prompt_eval_count":4000,"eval_count":96}"#
    let full = ending(of: end, OllamaReader(contextTokens: 4096)).reply.ending
    #expect(full?.kind == .length && full?.reason?.contains("The context of 4096 tokens is full") == true)
    let limited = ending(of: end, OllamaReader(contextTokens: 4096, outputLimit: 96)).reply.ending
    #expect(limited?.reason?.contains("is full") == false)
  }
}
