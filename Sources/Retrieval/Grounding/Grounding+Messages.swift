import Models

extension Grounding {
  /// What a model is told of its task.
  private static let task = """
    You answer questions about building AI systems. Answer from the numbered passages that come with the question, and \
    from nothing else. After every sentence, cite the passages it rests on by their numbers in square brackets, such as \
    [1] or [2][3]. Give figures, names and dates exactly as the passages do. Be brief, and write no list of sources at \
    the end. When the passages do not hold the answer, say only: \(Refusals.wanted)
    """

  /// The conversation as a model is given it: its task, what was said before, the passages and the question.
  ///
  /// - Parameter history: the messages before the question; a system message in it goes with the task. The numbers of
  ///   earlier passages are taken out, for they mean other ones now.
  package static func messages(
    question: String, passages: [Passage], history: [ChatMessage] = []
  ) -> [ChatMessage] {
    let wishes = history.filter { $0.role == .system }.map(\.content)
    let turns = history.filter { $0.role != .system }.map { message in
      message.role == .assistant
        ? ChatMessage(.assistant, withoutCitations(message.content)) : message
    }
    let given = passages.map { "[\($0.number)] \($0.title) (\($0.id))\n\($0.text)" }
    let asked = "Passages:\n\n" + given.joined(separator: "\n\n") + "\n\nQuestion: " + question
    return [ChatMessage(.system, ([task] + wishes).joined(separator: "\n\n"))] + turns
      + [ChatMessage(.user, asked)]
  }

  /// The conversation as a model is given it; see ``messages(question:passages:history:)``.
  package func messages(
    question: String, passages: [Passage], history: [ChatMessage] = []
  ) -> [ChatMessage] {
    Grounding.messages(question: question, passages: passages, history: history)
  }

  /// A text without the marks of citations, and without the blanks before them.
  static func withoutCitations(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if let mark = CitationMark(bytes, at: place, before: bytes.count) {
        if mark.end >= bytes.count || bytes[mark.end] != UInt8(ascii: "(") {
          while kept.last == 0x20 { kept.removeLast() }
          place = mark.end
          continue
        }
      }
      kept.append(bytes[place])
      place += 1
    }
    return String(decoding: kept, as: UTF8.self)
  }
}
