import FoundationEssentials
import Testing

@testable import Models

/// Streams of `/chat/completions` as servers send them, in all the ways in which they are cut and end.
struct ChatFixtureTests {
  /// What a fixture must become.
  struct Expected: Sendable, CustomTestStringConvertible {
    var file: String
    var ending: Ending.Kind
    var raw: String?
    var text = ""
    var reasoning = ""
    var refusal = ""
    /// `id name arguments` of each call.
    var tools: [String] = []
    /// The tokens in and out.
    var usage: [Int?] = []
    /// A part of the ending's reason.
    var reason: String?
    /// A part of each warning.
    var warnings: [String] = []

    var testDescription: String { file }
  }

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
      reason: "violence (high)"),
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
  ]

  @Test(arguments: all)
  func becomesTheExpectedReplyHoweverItIsCut(_ expected: Expected) throws {
    let bytes = try Self.bytes(of: expected.file)
    for size in [1, 7, max(1, bytes.count)] {
      let reply = Self.reply(to: bytes, inPiecesOf: size)
      #expect(reply.ending?.kind == expected.ending)
      #expect(reply.text == expected.text)
      #expect(reply.reasoning == expected.reasoning)
      #expect(reply.refusal == expected.refusal)
      #expect(reply.toolCalls.map { "\($0.id) \($0.name) \($0.arguments)" } == expected.tools)
      #expect((reply.usage.map { [$0.inputTokens, $0.outputTokens] } ?? []) == expected.usage)
      if let raw = expected.raw { #expect(reply.ending?.raw == raw) }
      if let reason = expected.reason {
        #expect(reply.ending?.reason?.contains(reason) == true, "\(reply.ending?.reason ?? "no reason")")
      } else {
        #expect(reply.ending?.reason == nil)
      }
      #expect(reply.warnings.count == expected.warnings.count)
      for (warning, part) in zip(reply.warnings, expected.warnings) { #expect(warning.contains(part)) }
    }
  }

  @Test(arguments: all)
  func endsOnceWhereverTheConnectionBreaks(_ expected: Expected) throws {
    let bytes = try Self.bytes(of: expected.file)
    let whole = Self.reply(to: bytes, inPiecesOf: 4096)
    for count in stride(from: 0, to: bytes.count, by: 3) {
      let reply = Self.reply(to: Array(bytes[..<count]), inPiecesOf: 4096)
      // What was cut never holds anything that the whole does not begin with.
      if expected.file.hasPrefix("cumulative") == false {
        #expect(whole.text.utf8.starts(with: reply.text.utf8))
      }
      #expect(reply.ending != nil)
    }
  }

  @Test func theIndexNamesEveryFixture() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(files.sorted() == Self.all.map { $0.file + ".sse" }.sorted())
  }

  // MARK: Help

  private static let folder =
    String(#filePath.prefix { _ in true }.dropLast("ChatFixtureTests.swift".count)) + "Fixtures/chat"

  static func bytes(of file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: "\(folder)/\(file).sse")))
  }

  static func reply(to bytes: [UInt8], inPiecesOf size: Int) -> Reply {
    var decoder = ChatCompletionsDecoder()
    var events: [ReplyEvent] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    events += decoder.finish()
    events += decoder.finish() + decoder.feed(Array("data: [DONE]\n\n".utf8))
    var reply = Reply()
    for event in events { reply.apply(event, at: 0) }
    let endings = events.filter { if case .ended = $0 { true } else { false } }
    #expect(endings.count == 1)
    #expect(events.last == endings.last)
    return reply
  }
}
