/// Something that happens while a model answers.
///
/// Every provider's wire format becomes a stream of these.
package enum ReplyEvent: Hashable, Sendable {
  /// More of the answer's text.
  case text(String)
  /// More of the model's reasoning, which is no part of the answer.
  case reasoning(String)
  /// More of the text in which the model refuses.
  case refusal(String)
  /// More of a call of a tool. `index` tells the calls of one reply apart; names and arguments come in pieces.
  case toolCall(index: Int, id: String?, name: String?, arguments: String)
  /// A source of the answer, numbered from 1 in the order in which they are cited.
  case citation(Citation)
  /// What the answer took; a later one replaces an earlier one.
  case usage(Usage)
  /// Something a person should know although the answer goes on.
  case warning(String)
  /// A parameter that the model does not take and that was left out.
  case droppedParameter(String)
  /// The request is sent once more after a wait, because of a reason a person can read.
  case retrying(reason: String, seconds: Double)
  /// The last event of every stream, always sent, and only once.
  case ended(Ending)
}

/// A source of an answer.
package struct Citation: Hashable, Sendable {
  /// The number in the text, from 1.
  package var number: Int
  /// The address of the catalog's entry.
  package var id: String
  package var title: String

  package init(number: Int, id: String, title: String) {
    self.number = number
    self.id = id
    self.title = title
  }
}

/// How a reply ended.
///
/// No bad ending is ever shown as a good one.
package struct Ending: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The provider said that it ended, or ended its stream properly.
    case complete
    /// A token limit cut it.
    case length
    /// A content filter stopped or redacted it.
    case filtered
    /// The model refused.
    case refused
    /// The stream ended without an end; the connection or the program died.
    case incomplete
    /// The person stopped it.
    case cancelled
    /// An error, before or after text; what had arrived is kept.
    case failed

    /// The sign and the word, the same on every screen.
    package var shown: String {
      switch self {
      case .complete: "✓"
      case .length: "✂ length"
      case .filtered: "⊘ filtered"
      case .refused: "⊘ refused"
      case .incomplete: "! incomplete"
      case .cancelled: "■ stopped"
      case .failed: "✗ failed"
      }
    }

    /// The exit code of a command that ends with such a reply.
    package var exitCode: Int32 {
      switch self {
      case .complete: 0
      case .length, .filtered, .refused: 1
      case .incomplete, .failed: 3
      case .cancelled: 130
      }
    }
  }

  package var kind: Kind
  /// What happened and what to do next, for a person; nil when there is nothing to say.
  package var reason: String?
  /// The provider's own word, such as a finish reason or an error's body (shortened), for the curious.
  package var raw: String?

  package init(_ kind: Kind, reason: String? = nil, raw: String? = nil) {
    self.kind = kind
    self.reason = reason
    self.raw = raw
  }
}

/// What a reply took, in tokens.
///
/// Unknown is nil, never 0.
package struct Usage: Hashable, Sendable {
  package enum Source: String, Hashable, Sendable { case provider, counted }

  package var inputTokens: Int?
  package var outputTokens: Int?
  package var cachedTokens: Int?
  package var reasoningTokens: Int?
  package var source: Source

  package init(
    inputTokens: Int? = nil, outputTokens: Int? = nil, cachedTokens: Int? = nil, reasoningTokens: Int? = nil,
    source: Source = .provider
  ) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cachedTokens = cachedTokens
    self.reasoningTokens = reasoningTokens
    self.source = source
  }
}

/// How long a reply took, in seconds.
package struct Timing: Hashable, Sendable {
  /// From the request to the first piece of text or reasoning; nil when none came.
  package var firstToken: Double?
  /// From the request to the end.
  package var total: Double

  package init(firstToken: Double? = nil, total: Double = 0) {
    self.firstToken = firstToken
    self.total = total
  }

  /// Tokens a second after the first one; nil where the count or the time is unknown, or too small to tell a speed.
  ///
  /// - Parameter hasReasoning: whether the reasoning came along. Where it did not, its tokens were made before the
  ///   first one that came, and do not count.
  package func tokensPerSecond(_ usage: Usage?, hasReasoning: Bool = true) -> Double? {
    guard var tokens = usage?.outputTokens, let firstToken else { return nil }
    // Some servers count the reasoning apart from the output; then there is nothing to take off.
    if !hasReasoning, let hidden = usage?.reasoningTokens, (0...tokens).contains(hidden) { tokens -= hidden }
    // A reply that comes in one burst was made before its first piece was sent.
    guard tokens >= 3, total - firstToken >= 0.1 else { return nil }
    return Double(tokens - 1) / (total - firstToken)
  }
}
