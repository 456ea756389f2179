import Testing

@testable import Models

/// Streams of Anthropic's Messages as servers send them, in all the ways in which they are cut and end.
struct AnthropicFixtureTests {
  private static func expect(
    _ file: String, _ ending: Ending.Kind, raw: String? = nil, text: String = "", reasoning: String = "",
    tools: [String] = [], usage: [Int?] = [12, 5], reason: String? = nil, warnings: [String] = [],
    details: [String]? = nil
  ) -> StreamFixture {
    StreamFixture(
      format: .anthropic, file: file, ending: ending, raw: raw, text: text, reasoning: reasoning,
      tools: tools,
      usage: usage, reason: reason, warnings: warnings, details: details)
  }

  private static let thinking =
    #"item anthropic {"type":"thinking","thinking":"Let me think.","signature":"c2ln"}"#

  static let all: [StreamFixture] = [
    expect("complete", .complete, raw: "end_turn", text: "Hello world", details: []),
    expect("cut", .incomplete, text: "Hello ", usage: [12, 1], reason: "closed before"),
    expect("torn", .incomplete, text: "Hello", usage: [12, 1], reason: "closed before"),
    expect("length", .length, raw: "max_tokens", text: "One two", reason: "Raise max_tokens"),
    expect(
      "context-full", .length, raw: "model_context_window_exceeded", text: "One",
      reason: "fills all that the model can hold"),
    expect("content-filter", .filtered, raw: "content_filter", text: "So", reason: "content filter"),
    expect(
      "refusal", .refused, raw: "refusal", text: "I start",
      reason: "the model refused to answer: This could do harm. (bio)"),
    expect("refusal-only", .refused, raw: "refusal", reason: "the model refused to answer"),
    expect(
      "pause-turn", .incomplete, raw: "pause_turn", text: "Searching", reason: "Send the reply back",
      details: [
        #"item anthropic {"type":"text","text":"Searching"}"#,
        #"item anthropic {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"x"}}"#,
      ]),
    expect("stop-sequence", .complete, raw: "stop_sequence", text: "To here"),
    expect("empty", .complete, raw: "end_turn", warnings: ["empty"]),
    expect(
      "thinking", .complete, raw: "end_turn", text: "Yes.", reasoning: "Let me think.", usage: [12, 9],
      details: ["thought 6", thinking, #"item anthropic {"type":"text","text":"Yes."}"#]),
    expect(
      "thinking-redacted", .complete, raw: "end_turn", text: "Yes.",
      details: [
        #"item anthropic {"type":"redacted_thinking","data":"b3BhcXVl"}"#,
        #"item anthropic {"type":"text","text":"Yes."}"#,
      ]),
    expect(
      "thinking-omitted", .complete, raw: "end_turn", text: "Yes.",
      details: [
        #"item anthropic {"type":"thinking","thinking":"","signature":"c2ln"}"#,
        #"item anthropic {"type":"text","text":"Yes."}"#,
      ]),
    expect("thinking-unsigned", .complete, raw: "end_turn", text: "Yes.", reasoning: "Hm", details: []),
    expect("thinking-only", .complete, raw: "end_turn", reasoning: "Only thoughts"),
    expect(
      "tool-use", .complete, raw: "tool_use", text: "I look.", tools: [#"t1 find {"q":1}"#], details: []),
    expect(
      "tool-two", .complete, raw: "tool_use", tools: [#"t1 find {"q":1}"#, #"t2 find {"q":2}"#], details: []),
    expect(
      "tool-interleaved", .complete, raw: "tool_use", tools: [#"t1 find {"q":1}"#, #"t2 open {"p":2}"#]),
    expect("tool-no-arguments", .complete, raw: "tool_use", tools: ["t1 now {}"]),
    expect("tool-without-input", .complete, raw: "tool_use", tools: [#"t1 find {"q":1}"#]),
    expect("tool-whole-input", .complete, raw: "tool_use", tools: [#"t1 find {"q":1}"#]),
    expect(
      "tool-bad-arguments", .complete, raw: "tool_use", tools: [#"t1 find {"q":1"#],
      warnings: ["arguments of the call of “find” are no JSON"]),
    expect("tool-cut", .incomplete, tools: [#"t1 find {"q""#], usage: [12, 1], reason: "closed before"),
    expect(
      "thinking-tool", .complete, raw: "tool_use", reasoning: "Look it up", tools: [#"t1 find {"q":1}"#],
      details: [
        #"item anthropic {"type":"thinking","thinking":"Look it up","signature":"c2ln"}"#,
        #"item anthropic {"type":"tool_use","id":"t1","name":"find","input":{"q":1}}"#,
      ]),
    expect(
      "server-tool", .complete, raw: "end_turn", text: "Found.",
      details: [
        "cites 1 https://example.com/a A",
        #"item anthropic {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"x"}}"#,
        #"item anthropic {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://example.com/a","title":"A","encrypted_content":"enc"}]}"#,
        #"item anthropic {"type":"text","text":"Found.","citations":[{"type":"web_search_result_location","url":"https://example.com/a","title":"A","cited_text":"x","encrypted_index":"i"}]}"#,
      ]),
    expect(
      "error-overloaded", .failed, raw: "overloaded_error: Overloaded", text: "Part", usage: [12, 1],
      reason: "is overloaded: Overloaded. Ask again"),
    expect(
      "error-api", .failed, raw: "api_error: Internal server error", text: "Part", usage: [12, 1],
      reason: "Internal server error"),
    expect(
      "error-first", .failed, raw: "rate_limit_error: Too many tokens", usage: [], reason: "Too many tokens"),
    expect(
      "error-text", .failed, raw: "the slot is gone", text: "Part", usage: [12, 1], reason: "the slot is gone"
    ),
    expect("ping-unknown", .complete, raw: "end_turn", text: "Fine"),
    expect(
      "usage-cached", .complete, raw: "end_turn", text: "Four", usage: [60, 7],
      details: ["cached 30", "written 20"]),
    expect("usage-updated", .complete, raw: "end_turn", text: "Four", usage: [42, 8], details: ["cached 2"]),
    expect("crlf", .complete, raw: "end_turn", text: "日本語 👩‍🚀 é"),
    expect("bom", .complete, raw: "end_turn", text: "日本語 👩‍🚀 é"),
    expect("no-space", .complete, raw: "end_turn", text: "日本語 👩‍🚀 é"),
    expect("no-names", .complete, raw: "end_turn", text: "日本語 👩‍🚀 é"),
    expect("no-last-blank", .complete, raw: "end_turn", text: "日本語 👩‍🚀 é"),
    expect("comments", .complete, raw: "end_turn", text: "Fine"),
    expect("surrogate-halves", .complete, raw: "end_turn", text: "A 😀"),
    expect("no-block-start", .complete, raw: "end_turn", text: "Bare"),
    expect("stop-without-reason", .complete, text: "Short", usage: [12, 1]),
    expect("reason-without-stop", .complete, raw: "end_turn", text: "Short"),
    expect("after-stop", .complete, raw: "end_turn", text: "Short"),
    expect(
      "reason-unknown", .incomplete, raw: "ran_out_of_ideas", text: "Half",
      reason: "ended it with “ran_out_of_ideas”, which this program does not know"),
    expect(
      "unreadable-piece", .incomplete, raw: "end_turn", text: "Good end", reason: "could not be read",
      warnings: ["could not be read"]),
    expect(
      "whole-json", .complete, raw: "tool_use", text: "All at once", reasoning: "Quick",
      tools: [#"t1 find {"q":1}"#], usage: [3, 4]),
    expect("whole-json-error", .failed, raw: "not_found_error: model: x", usage: [], reason: "model: x"),
    expect(
      "whole-json-other", .failed, raw: #"{"status": "ok"}"#, usage: [], reason: "no message of Anthropic's"),
    expect("web-page", .failed, usage: [], reason: "web page"),
    expect("pings", .failed, usage: [], reason: "events that are no message of Anthropic's"),
    expect("nothing", .incomplete, usage: [], reason: "before it said anything"),
    expect("other-format", .failed, usage: [], reason: "events that are no message of Anthropic's"),
  ]

  @Test(arguments: all)
  func becomesTheExpectedReplyHoweverItIsCut(_ fixture: StreamFixture) throws { try fixture.checkInPieces() }

  @Test(arguments: all)
  func endsOnceWhereverTheConnectionBreaks(_ fixture: StreamFixture) throws {
    try fixture.checkBrokenAnywhere()
  }

  @Test func theIndexNamesEveryFixture() throws {
    #expect(try StreamFixture.files(of: .anthropic) == Self.all.map(\.file).sorted())
  }
}
