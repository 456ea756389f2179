/// What a server's word for the end of a reply means.
enum FinishReason: Hashable, Sendable {
  case complete
  case length
  case filtered
  case refused
  /// The server could not go on.
  case failed
  /// The server stopped on purpose, before the end.
  case givenUp
  /// The server stopped for a while, and goes on when the reply is sent back.
  case paused
  /// A word that is not known here, so that nothing good may be said about the reply.
  case unknown

  private static let good: Set<String> = [
    "stop", "stopped", "eos", "eos_token", "end_turn", "stop_sequence", "stop_token", "complete", "completed",
    "tool_call", "tool_calls", "tool_use", "function_call",
  ]
  private static let cut: Set<String> = [
    "length", "max_tokens", "max_output_tokens", "max_completion_tokens", "max_length", "model_length",
    "token_limit", "model_context_window_exceeded", "context_length_exceeded",
  ]
  private static let filterParts = [
    "filter", "safety", "sensitive", "guardrail", "prohibited", "blocklist", "blocked", "recitation", "spii",
  ]

  /// Reads a word as any server writes it; nil for one that says that the reply goes on.
  init?(_ word: String) {
    let word = String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
    switch word {
    case "", "null", "none": return nil
    case _ where Self.good.contains(word): self = .complete
    case _ where Self.cut.contains(word): self = .length
    case "refusal", "refused": self = .refused
    case "pause_turn": self = .paused
    case "abort", "aborted", "cancel", "cancelled", "canceled": self = .givenUp
    case _ where Self.filterParts.contains { word.contains($0) }: self = .filtered
    case _ where word.contains("error") || word.hasPrefix("malformed"): self = .failed
    case "insufficient_system_resource": self = .failed
    default: self = .unknown
    }
  }
}
