import Documents

/// Reads the `timings` of a llama.cpp server, in milliseconds there.
enum LlamaTimings {
  /// The timings in a chunk; nil when there are none.
  static func read(_ chunk: JSONValue) -> ServerTimings? {
    guard let given = chunk["timings"], given.object != nil else { return nil }
    let timings = ServerTimings(
      prompt: seconds(given["prompt_ms"]), generation: seconds(given["predicted_ms"]),
      promptTokens: given["prompt_n"]?.amount, generatedTokens: given["predicted_n"]?.amount)
    return timings == ServerTimings() ? nil : timings
  }

  private static func seconds(_ value: JSONValue?) -> Double? {
    value?.double.map { $0 / 1000 }
  }
}
