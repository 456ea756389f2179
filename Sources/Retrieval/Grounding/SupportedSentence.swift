/// A sentence of an answer, and whether the passages that it cites bear it out.
package struct SupportedSentence: Hashable, Sendable {
  /// Why a sentence is not supported.
  package enum Reason: Hashable, Sendable, CustomStringConvertible {
    case noCitation
    /// It cites a passage that was not given.
    case unknownNumber(Int)
    /// No telling word of it stands in the passages that it cites.
    case nothingShared([Int])
    /// It holds a figure that the passages it cites do not.
    case missingFigure(String, [Int])

    /// The reason as a person reads it.
    package var description: String {
      func marks(_ numbers: [Int]) -> String { numbers.map { "[\($0)]" }.joined() }
      return switch self {
      case .noCitation: "no citation"
      case .unknownNumber(let number): "number \(number) does not exist"
      case .nothingShared(let numbers): "shares nothing with \(marks(numbers))"
      case .missingFigure(let figure, let numbers): "the figure \(figure) is not in \(marks(numbers))"
      }
    }
  }

  /// What became of a sentence.
  package enum Verdict: Hashable, Sendable {
    case supported
    case unsupported(Reason)
    /// It asks something.
    case question
    /// It says that the passages do not hold the answer.
    case refusal
    /// It claims nothing: a heading, words that announce a list, “Sure!”.
    case remark
  }

  /// Where it stands in the answer, in bytes of its UTF-8.
  package var range: Range<Int>
  /// What stands there, on one line.
  package var text: String
  /// The numbers of the passages that it cites, each once, without those that do not exist.
  package var citations: [Int]
  package var verdict: Verdict

  package init(range: Range<Int>, text: String, citations: [Int], verdict: Verdict) {
    self.range = range
    self.text = text
    self.citations = citations
    self.verdict = verdict
  }

  /// Whether it is borne out; nil where nothing is claimed.
  package var isSupported: Bool? {
    switch verdict {
    case .supported: true
    case .unsupported: false
    case .question, .refusal, .remark: nil
    }
  }

  /// Why it is not supported.
  package var reason: Reason? {
    if case .unsupported(let reason) = verdict { reason } else { nil }
  }
}
