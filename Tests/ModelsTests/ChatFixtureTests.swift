import Testing

@testable import Models

/// Streams of `/chat/completions` as servers send them, in all the ways in which they are cut and end.
struct ChatFixtureTests {
  typealias Expected = StreamFixture

  static let all: [Expected] = [
    Expected(file: "complete", ending: .complete, raw: "stop", text: "Hello world", usage: [5, 2]),
    Expected(file: "cut", ending: .incomplete, text: "Hello ", reason: "closed before"),
    Expected(file: "torn", ending: .incomplete, text: "Hello", reason: "closed before"),
    Expected(
      file: "content-filter", ending: .filtered, raw: "content_filter", text: "So", reason: "content filter"),
    Expected(
      file: "length", ending: .length, raw: "length", text: "One two", usage: [4, 2],
      reason: "limit of tokens"),
    Expected(file: "refusal", ending: .refused, raw: "stop", refusal: "I cannot do that.", reason: "refused"),
    Expected(file: "empty", ending: .complete, raw: "stop", warnings: ["empty"]),
    Expected(file: "azure-async-filter", ending: .complete, raw: "stop", text: "Fine"),
    Expected(
      file: "azure-late-filter", ending: .filtered, raw: "content_filter", text: "Bad",
      reason: "violence (high)", details: ["withdrawn", "prompt hate safe", "answer violence high filtered"]),
    Expected(
      file: "azure-annotation-hit", ending: .filtered,
      raw: "content_filter: protected material text (detected)",
      text: "Bad", reason: "protected material text (detected)"),
    Expected(
      file: "llama-error-line", ending: .failed, raw: "500: the slot is gone", text: "Part",
      reason: "the slot is gone"),
    Expected(
      file: "error-object", ending: .failed, raw: "overloaded: The engine is overloaded", text: "Part",
      reason: "The engine is overloaded"),
    Expected(
      file: "error-string", ending: .failed, raw: "out of memory", text: "Part", reason: "out of memory"),
    Expected(
      file: "error-router", ending: .failed, raw: "502: Provider returned error: upstream died", text: "Part",
      reason: "upstream died"),
    Expected(
      file: "error-event", ending: .failed, raw: "no more slots", text: "Part", reason: "no more slots"),
    Expected(
      file: "error-event-text", ending: .failed, raw: "overloaded just now", text: "Part",
      reason: "overloaded just now"),
    Expected(
      file: "error-stray-json", ending: .failed, raw: "Internal error", text: "Part", reason: "Internal error"
    ),
    Expected(
      file: "error-filter", ending: .filtered, raw: "content_filter: jailbreak (detected)",
      reason: "jailbreak (detected)"),
    Expected(
      file: "reasoning-content", ending: .complete, raw: "stop", text: "Yes.", reasoning: "Let me think."),
    Expected(file: "reasoning", ending: .complete, raw: "stop", text: "No.", reasoning: "Hm"),
    Expected(file: "reasoning-text", ending: .complete, raw: "stop", text: "Ok", reasoning: "Well"),
    Expected(file: "reasoning-twice", ending: .complete, raw: "stop", text: "Ok", reasoning: "Same"),
    Expected(file: "reasoning-only", ending: .complete, raw: "stop", reasoning: "Only thoughts"),
    Expected(file: "parts", ending: .complete, raw: "stop", text: "Four", reasoning: "Sum up"),
    Expected(file: "crlf", ending: .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    Expected(file: "cr", ending: .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    Expected(file: "bom", ending: .complete, raw: "stop", text: "日本語 👩‍🚀 é"),
    Expected(file: "data-lines", ending: .complete, raw: "stop", text: "Two lines"),
    Expected(file: "pings", ending: .incomplete, reason: "closed before"),
    Expected(file: "nothing", ending: .incomplete, reason: "before it said anything"),
    Expected(file: "done-only", ending: .complete, text: "Short"),
    Expected(file: "finish-only", ending: .complete, raw: "stop", text: "Short"),
    Expected(file: "after-done", ending: .complete, raw: "stop", text: "Short"),
    Expected(file: "usage-first", ending: .complete, raw: "stop", text: "Four", usage: [7, 3]),
    Expected(file: "timings", ending: .complete, raw: "stop", text: "Fast", usage: [6, 9]),
    Expected(
      file: "two-choices", ending: .length, raw: "length", text: "AB", reason: "limit of tokens",
      warnings: ["more than one answer"]),
    Expected(file: "cumulative", ending: .complete, raw: "stop", text: "Hello world", warnings: ["repeats"]),
    Expected(file: "cumulative-short", ending: .complete, raw: "stop", text: "Hello world"),
    Expected(file: "repeated-start", ending: .complete, raw: "stop", text: "HaHaha he laughs"),
    Expected(
      file: "repeated-whole", ending: .complete, raw: "stop",
      text: "This answer is long enough to be told from chance.", warnings: ["repeats"]),
    Expected(file: "same-signs", ending: .complete, raw: "stop", text: "------"),
    Expected(
      file: "tool-calls", ending: .complete, raw: "tool_calls", tools: [#"c1 find {"q":1}"#, "c2 open {}"]),
    Expected(
      file: "tool-no-index", ending: .complete, raw: "stop", tools: [#"a find {"q":1}"#, #"b find {"q":2}"#]),
    Expected(
      file: "tool-no-index-no-id", ending: .complete, raw: "tool_calls",
      tools: [#" find {"q":1}"#, #" open {"p":2}"#]),
    Expected(file: "tool-duplicate-name", ending: .complete, raw: "tool_calls", tools: [#"a find {"q":1}"#]),
    Expected(file: "tool-name-pieces", ending: .complete, raw: "tool_calls", tools: ["a get_weather {}"]),
    Expected(
      file: "tool-two-at-one-index", ending: .complete, raw: "tool_calls",
      tools: [#"a find {"q":"}"}"#, #"b open {"p":2}"#]),
    Expected(
      file: "tool-two-without-id", ending: .complete, raw: "tool_calls",
      tools: [#" find {"q":1}"#, #" open {"p":2}"#]),
    Expected(
      file: "tool-longer-name-next", ending: .complete, raw: "tool_calls",
      tools: [#" find {"q":1}"#, #" find_all {"p":2}"#]),
    Expected(
      file: "tool-same-name-twice", ending: .complete, raw: "tool_calls",
      tools: [#" find {"q":1}"#, #" find {"q":2}"#]),
    Expected(
      file: "tool-two-without-arguments", ending: .complete, raw: "tool_calls", tools: [" find ", " open "]),
    Expected(
      file: "tool-bad-arguments", ending: .complete, raw: "tool_calls", tools: [#" find {"q":1"#],
      warnings: ["arguments of the call of “find” are no JSON"]),
    Expected(file: "tool-object", ending: .complete, raw: "tool_calls", tools: [#"a find {"q":[1,2]}"#]),
    Expected(file: "function-call", ending: .complete, raw: "function_call", tools: [#" find {"q":1}"#]),
    Expected(
      file: "unreadable-piece", ending: .incomplete, raw: "stop", text: "Good end",
      reason: "could not be read", warnings: ["could not be read"]),
    Expected(
      file: "stray-torn-json", ending: .incomplete, raw: "stop", text: "Good end",
      reason: "could not be read", warnings: ["could not be read"]),
    Expected(file: "surrogate-halves", ending: .complete, raw: "stop", text: "A 😀😁 \\ud83d\u{FFFD}"),
    Expected(
      file: "finish-unknown", ending: .incomplete, raw: "ran_out_of_ideas", text: "Half",
      reason: "ended it with “ran_out_of_ideas”, which this program does not know"),
    Expected(
      file: "finish-sensitive", ending: .filtered, raw: "sensitive", text: "Half", reason: "content filter"),
    Expected(
      file: "finish-malformed", ending: .failed, raw: "MALFORMED_FUNCTION_CALL", text: "Half",
      reason: "could not finish"),
    Expected(
      file: "whole-json", ending: .complete, raw: "stop", text: "All at once", reasoning: "Quick",
      tools: ["a find {}"], usage: [3, 4]),
    Expected(
      file: "whole-json-length", ending: .length, raw: "length", text: "Cut", reason: "limit of tokens"),
    Expected(file: "whole-json-error", ending: .failed, raw: "model not loaded", reason: "model not loaded"),
    Expected(
      file: "whole-json-line-error", ending: .failed, raw: "llama runner process has terminated",
      reason: "llama runner process has terminated"),
    Expected(file: "whole-json-torn", ending: .incomplete, reason: "closed before"),
    Expected(
      file: "whole-json-other", ending: .failed, raw: #"{"status": "ok"}"#, reason: "no chat completion"),
    Expected(file: "web-page", ending: .failed, reason: "web page"),
    Expected(file: "plain-text", ending: .failed, raw: "upstream connect error", reason: "no model's reply"),
    Expected(file: "other-events", ending: .failed, reason: "no chat completion"),
    Expected(file: "gave-up", ending: .incomplete, raw: "abort", text: "Par", reason: "gave the answer up"),
    Expected(
      file: "azure-annotations", ending: .complete, raw: "stop", text: "Fine.",
      details: [
        "prompt hate safe", "prompt jailbreak detected", "prompt blocklist words", "answer violence low",
        "answer protected_material_code detected (MIT, https://example.com/r)",
      ]),
    Expected(
      file: "azure-filter-failed", ending: .complete, raw: "stop", text: "Fine",
      details: ["answer error (content_filter_error: The contents are not filtered)"]),
    Expected(
      file: "azure-async-redaction", ending: .filtered, raw: "content_filter", text: "Some words",
      reason: "hate (medium)", details: ["withdrawn", "answer hate medium filtered 5..<10"]),
    Expected(
      file: "azure-blocklist", ending: .filtered, raw: "content_filter", text: "So",
      reason: "blocklist words (detected)", details: ["answer blocklist words detected filtered"]),
    Expected(
      file: "llama-timings", ending: .complete, raw: "stop", text: "Fast", usage: [6, 9],
      details: ["cached 2", "timings prompt 0.04 of 4, generation 0.09 of 9"]),
    Expected(file: "llama-progress", ending: .complete, raw: "stop", text: "Ok"),
    Expected(
      file: "reasoning-details", ending: .complete, raw: "stop", text: "Ok", reasoning: "Let me",
      details: [
        "reasoning as reasoning",
        #"item chat {"reasoning_details":[{"type":"reasoning.text","index":0,"text":"Let me","format":"f","signature":"c2ln"}]}"#,
      ]),
    Expected(
      file: "reasoning-details-only", ending: .complete, raw: "stop", text: "Ok", reasoning: "Hm",
      details: [
        #"item chat {"reasoning_details":[{"type":"reasoning.summary","index":0,"summary":"Hm"}]}"#
      ]),
    Expected(
      file: "tool-extra", ending: .complete, raw: "stop", tools: [#"a find {"q":1}"#],
      details: [#"extra {"extra_content":{"google":{"thought_signature":"c2ln"}}}"#]),
    Expected(
      file: "message-extra", ending: .complete, raw: "stop", text: "Hi",
      details: [#"item chat {"extra_content":{"google":{"thought_signature":"c2ln"}}}"#]),
    Expected(
      file: "metadata", ending: .complete, raw: "stop", text: "Hi", usage: [5, 2],
      details: ["cached 1", "written 3", "thought 1"]),
    Expected(
      file: "refusal-after-text", ending: .refused, raw: "stop", text: "Well, ", refusal: "no.",
      reason: "refused"),
    Expected(file: "comments", ending: .complete, raw: "stop", text: "Fine"),
  ]

  @Test(arguments: all)
  func becomesTheExpectedReplyHoweverItIsCut(_ expected: Expected) throws {
    try expected.checkInPieces()
  }

  @Test(arguments: all)
  func endsOnceWhereverTheConnectionBreaks(_ expected: Expected) throws {
    try expected.checkBrokenAnywhere()
  }

  @Test func theIndexNamesEveryFixture() throws {
    #expect(try StreamFixture.files(of: .chatCompletions) == Self.all.map(\.file).sorted())
  }
}
