import Testing

@testable import Models

/// Streams of OpenAI's Responses as servers send them, in all the ways in which they are cut and end.
struct ResponsesFixtureTests {
  private static func expect(
    _ file: String, _ ending: Ending.Kind, raw: String? = nil, text: String = "", reasoning: String = "",
    refusal: String = "", tools: [String] = [], usage: [Int?] = [12, 5], reason: String? = nil,
    warnings: [String] = [], details: [String]? = nil
  ) -> StreamFixture {
    StreamFixture(
      format: .responses, file: file, ending: ending, raw: raw, text: text, reasoning: reasoning,
      refusal: refusal, tools: tools, usage: usage, reason: reason, warnings: warnings, details: details)
  }

  private static let find = #"c1 find {"q":1}"#

  static let all: [StreamFixture] = [
    expect("complete", .complete, raw: "completed", text: "Hello world", details: ["cached 4", "thought 0"]),
    expect("done-line", .complete, raw: "completed", text: "Hello world"),
    expect("cut", .incomplete, text: "Hello ", usage: [], reason: "closed before"),
    expect("cut-after-item", .incomplete, text: "Hello", usage: [], reason: "closed before"),
    expect("torn", .incomplete, text: "Hello", usage: [], reason: "closed before"),
    expect("length", .length, raw: "max_output_tokens", text: "One two", reason: "limit of tokens"),
    expect("length-reasoning", .length, raw: "max_output_tokens", reason: "limit of tokens"),
    expect(
      "length-completed", .length, raw: "max_output_tokens", text: "One two",
      reason: "all of the 5 tokens that it may"),
    expect("content-filter", .filtered, raw: "content_filter", text: "So", reason: "content filter"),
    expect("refusal", .refused, raw: "completed", refusal: "I cannot do that.", reason: "refused"),
    expect("empty", .complete, raw: "completed", warnings: ["empty"]),
    expect(
      "reasoning-summary", .complete, raw: "completed", text: "Yes.", reasoning: "First.\n\nSecond.",
      details: [
        "cached 4", "thought 3",
        #"item responses {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"First."},{"type":"summary_text","text":"Second."}],"encrypted_content":"enc-final"}"#,
        #"item responses {"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Yes.","annotations":[]}]}"#,
      ]),
    expect("reasoning-text", .complete, raw: "completed", text: "Yes.", reasoning: "Let me think."),
    expect("function-call", .complete, raw: "completed", tools: [find], details: ["cached 4", "thought 0"]),
    expect("function-two", .complete, raw: "completed", tools: [find, #"c2 open {"p":2}"#]),
    expect("function-done-only", .complete, raw: "completed", tools: [find]),
    expect("function-at-end-only", .complete, raw: "completed", tools: [find]),
    expect(
      "function-bad-arguments", .complete, raw: "completed", tools: [#"c1 find {"q":1"#],
      warnings: ["arguments of the call of “find” are no JSON"]),
    expect(
      "reasoning-function", .complete, raw: "completed", tools: [find],
      details: [
        "cached 4", "thought 0",
        #"item responses {"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"enc"}"#,
        #"item responses {"id":"fc_1","type":"function_call","status":"completed","call_id":"c1","name":"find","arguments":"{\"q\":1}"}"#,
      ]),
    expect(
      "failed", .failed, raw: "server_error: The model broke", text: "Part", usage: [],
      reason: "The model broke"),
    expect(
      "failed-rate-limit", .failed, raw: "rate_limit_exceeded: Slow down", usage: [], reason: "Slow down"),
    expect(
      "failed-policy", .filtered,
      raw: "invalid_prompt: Your prompt was flagged as potentially violating our usage policy.", usage: [],
      reason: "a content filter stopped the request"),
    expect(
      "error-event", .failed, raw: "server_error: no more slots", text: "Part", usage: [],
      reason: "no more slots"),
    expect(
      "error-event-nested", .failed, raw: "too_many_requests: Too Many Requests", text: "Part", usage: [],
      reason: "Too Many Requests"),
    expect("error-string", .failed, raw: "out of memory", text: "Part", usage: [], reason: "out of memory"),
    expect("cancelled", .incomplete, raw: "cancelled", text: "Par", usage: [], reason: "gave the answer up"),
    expect(
      "incomplete-unknown", .incomplete, raw: "steered", text: "Half",
      reason: "ended it with “steered”, which this program does not know"),
    expect("queued-unknown", .complete, raw: "completed", text: "Fine"),
    expect("text-done-only", .complete, raw: "completed", text: "Hello world"),
    expect("text-at-end-only", .complete, raw: "completed", text: "Hello world"),
    expect("two-messages", .complete, raw: "completed", text: "One. Two."),
    expect(
      "annotations", .complete, raw: "completed", text: "Found.",
      details: ["cached 4", "thought 0", "cites 1 https://example.com/a A"]),
    expect(
      "azure-filters", .complete, raw: "completed", text: "Fine",
      details: ["prompt jailbreak", "prompt hate safe", "answer violence low", "cached 4", "thought 0"]),
    expect(
      "azure-late-filter", .filtered, raw: "content_filter", text: "Bad", reason: "violence (high)",
      details: ["withdrawn", "answer violence high filtered 0..<3", "cached 4", "thought 0"]),
    expect("crlf", .complete, raw: "completed", text: "日本語 👩‍🚀 é"),
    expect("bom", .complete, raw: "completed", text: "日本語 👩‍🚀 é"),
    expect("no-last-blank", .complete, raw: "completed", text: "日本語 👩‍🚀 é"),
    expect("surrogate-halves", .complete, raw: "completed", text: "A 😀"),
    expect(
      "unreadable-piece", .incomplete, raw: "completed", text: "Good end", reason: "could not be read",
      warnings: ["could not be read"]),
    expect("after-end", .complete, raw: "completed", text: "Short"),
    expect(
      "whole-json", .complete, raw: "completed", text: "All at once", reasoning: "Quick",
      tools: ["c1 find {}"]),
    expect("whole-json-length", .length, raw: "max_output_tokens", text: "Cut", reason: "limit of tokens"),
    expect(
      "whole-json-error", .failed, raw: "invalid_request_error: model not loaded", usage: [],
      reason: "model not loaded"),
    expect("whole-json-other", .failed, raw: #"{"status": "ok"}"#, usage: [], reason: "no response"),
    expect(
      "other-places", .complete, raw: "completed", text: "Yes.", reasoning: "Hm.", tools: [find]),
    expect("other-ids", .complete, raw: "completed", text: "Yes, it is.", reasoning: "Hm."),
    expect("web-page", .failed, usage: [], reason: "web page"),
    expect("nothing", .incomplete, usage: [], reason: "before it said anything"),
    expect("other-format", .failed, usage: [], reason: "events that are no response"),
  ]

  @Test(arguments: all)
  func becomesTheExpectedReplyHoweverItIsCut(_ fixture: StreamFixture) throws { try fixture.checkInPieces() }

  @Test(arguments: all)
  func endsOnceWhereverTheConnectionBreaks(_ fixture: StreamFixture) throws {
    try fixture.checkBrokenAnywhere()
  }

  @Test func theIndexNamesEveryFixture() throws {
    #expect(try StreamFixture.files(of: .responses) == Self.all.map(\.file).sorted())
  }
}
