import Documents
import Testing

@testable import Models

/// Counts that no reply can have: a hostile or broken server must not stop the program with them.
struct HugeCountTests {
  private func reply(_ format: WireFormat, _ stream: String) -> Reply {
    var decoder = ReplyDecoder(format)
    return (decoder.feed(Array(stream.utf8)) + decoder.finish()).reply
  }

  private static let counts = ["9223372036854775807", "-9223372036854775808", "-1", "1e18"]

  @Test(arguments: counts)
  func chatCompletionsTellNoCount(_ count: String) {
    let reply = reply(
      .chatCompletions,
      """
      data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}],\
      "timings":{"prompt_n":\(count),"cache_n":\(count),"predicted_n":\(count)}}

      data: {"choices":[],"usage":{"prompt_tokens":\(count),"completion_tokens":2,\
      "prompt_tokens_details":{"cached_tokens":\(count)}}}

      data: [DONE]


      """)
    #expect(reply.text == "Hi" && reply.ending?.kind == .complete)
    #expect(reply.usage == Usage(outputTokens: 2))
  }

  @Test(arguments: counts)
  func anthropicTellsNoCount(_ count: String) {
    let reply = reply(
      .anthropic,
      """
      data: {"type":"message_start","message":{"usage":{"input_tokens":\(count),\
      "cache_creation_input_tokens":\(count),"cache_read_input_tokens":\(count),"output_tokens":1}}}

      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":\(count)}}

      data: {"type":"message_stop"}


      """)
    #expect(reply.text == "Hi" && reply.ending?.kind == .complete)
    #expect(reply.usage == Usage(outputTokens: 1))
  }

  @Test(arguments: counts)
  func ollamaTellsNoCount(_ count: String) {
    let line =
      #"{"message":{"content":"Hi"},"done":true,"done_reason":"stop","prompt_eval_count":\#(count),"eval_count":\#(count)}"#
    let reader = OllamaReader(leastPromptTokens: 500, contextTokens: 4096)
    var decoder = ReplyDecoder(.ollama, reading: reader, provider: "test")
    let reply = (decoder.feed(Array(line.utf8)) + decoder.finish()).reply
    #expect(reply.text == "Hi" && reply.ending?.kind == .complete && reply.usage == nil)
  }

  @Test(arguments: counts)
  func responsesTellNoCount(_ count: String) {
    let reply = reply(
      .responses,
      """
      data: {"type":"response.completed","response":{"status":"completed","max_output_tokens":\(count),\
      "output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}],\
      "usage":{"input_tokens":\(count),"output_tokens":\(count)}}}


      """)
    #expect(reply.text == "Hi" && reply.ending?.kind == .complete && reply.usage == nil)
  }

  @Test func aFetchedModelHasNoSizeThatCannotBe() {
    var pull = OllamaPull()
    for digest in ["a", "b"] {
      _ = pull.read([
        "status": "pulling", "digest": .string(digest), "total": .integer(.max), "completed": .integer(.max),
      ])
    }
    #expect(pull.total == 0 && pull.fraction == nil)
  }
}
