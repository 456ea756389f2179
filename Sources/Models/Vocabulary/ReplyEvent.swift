import Documents

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
  /// Members of a call of a tool that this program does not know, such as a signature that must go back with it.
  case toolCallExtra(index: Int, [JSONValue.Member])
  /// The name under which the reasoning comes, where it has to go back under the same one.
  case reasoningField(String)
  /// A piece that the provider wants back unchanged.
  case item(ProviderItem)
  /// A source of the answer, numbered from 1 in the order in which they are cited.
  case citation(Citation)
  /// What the answer took; a later one replaces an earlier one.
  case usage(Usage)
  /// How long the server says that it took; a later one replaces an earlier one.
  case serverTimings(ServerTimings)
  /// What a content filter says about the prompt, or about the answer so far.
  case filterFindings([FilterFinding])
  /// A content filter takes back what has been shown of the answer: it is to be hidden.
  case withdrawn
  /// What else the provider tells of the reply, such as `system_fingerprint` and `service_tier`, under its own names.
  case metadata([JSONValue.Member])
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
  /// The address of the catalog's entry, or of a page that the provider found.
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
