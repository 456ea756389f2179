import Documents

/// Reads the answer of `/models`.
enum ModelList {
  /// The models in the server's order; nil when the answer is no list of them.
  static func read(_ value: JSONValue, provider: String) -> [ModelInfo]? {
    guard let items = value["data"]?.array ?? value["models"]?.array ?? value.array else { return nil }
    var seen: Set<String> = []
    return items.compactMap { item in
      let id = item["id"]?.string ?? item["name"]?.string ?? item["model"]?.string ?? item.string
      guard let id, !id.isEmpty, seen.insert(id).inserted else { return nil }
      return ModelInfo(
        name: ModelName(provider: provider, model: id), contextTokens: contextTokens(item),
        maxOutputTokens: item["max_completion_tokens"]?.amount ?? item["max_tokens"]?.amount
          ?? item["top_provider"]?["max_completion_tokens"]?.amount,
        capabilities: capabilities(item))
    }
  }

  /// What a model's context holds, under the names that servers have for it.
  private static func contextTokens(_ item: JSONValue) -> Int? {
    let candidates = [
      item["meta"]?["n_ctx"], item["context_length"], item["context_window"], item["max_model_len"],
      item["max_context_length"], item["max_input_tokens"], item["details"]?["context_length"],
      item["meta"]?["n_ctx_train"],
    ]
    return candidates.lazy.compactMap { $0?.amount }.first { $0 > 0 }
  }

  private static func capabilities(_ item: JSONValue) -> [String] {
    let words = item["capabilities"]?.array?.compactMap(\.string) ?? []
    return words.isEmpty ? ["chat"] : words.map { $0 == "completion" ? "chat" : $0 }
  }
}
