/// How much room things take: the more a drawing has to be narrow, the less.
struct SequenceSpacing {
  /// The blank columns between the boxes of participants.
  var gap: Int
  /// The blank columns on either side of a message's text, and the shortest line of an arrow.
  var padding: Int
  var arrow: Int
  /// The widest lines of messages, notes and fragments, and of participants.
  var text: Int
  var head: Int
  /// Whether a line is made longer for a word that does not fit.
  var keepsWords = true

  /// What a drawing takes when nothing asks it to be narrow.
  static let natural = SequenceSpacing(gap: 4, padding: 2, arrow: 6, text: 44, head: 24)

  /// The narrowest lines of a message.
  static let shortestLine = 12

  /// From the natural one to the narrowest: first the gaps go, then messages are broken, then participants,
  /// and in the end words.
  static let all: [SequenceSpacing] = {
    var result = [natural, SequenceSpacing(gap: 2, padding: 1, arrow: 4, text: 44, head: 24)]
    for text in (shortestLine...natural.text).reversed() {
      result.append(SequenceSpacing(gap: 1, padding: 1, arrow: 3, text: text, head: 24))
    }
    for head in [20, 18, 16, 14, 12, 10, 8] {
      result.append(SequenceSpacing(gap: 1, padding: 1, arrow: 3, text: shortestLine, head: head))
    }
    for head in [14, 12, 10, 8, 6] {
      result.append(
        SequenceSpacing(gap: 1, padding: 1, arrow: 3, text: shortestLine, head: head, keepsWords: false))
    }
    return result
  }()

  /// The cells that a text of a message, a note or a fragment needs.
  func width(of text: MeasuredText) -> Int {
    // What the source forbids to break is only broken to fit.
    if text.wrap == false, padding == 2 { return text.natural }
    let limit = text.wrap == true ? min(self.text, 28) : self.text
    return text.width(limit: self.limit(limit, for: text))
  }

  /// The cells that a participant's label needs.
  func headWidth(of text: MeasuredText) -> Int {
    text.width(limit: limit(head, for: text))
  }

  /// A limit, larger for a text whose words ask for it. An address a screen long is no word.
  private func limit(_ limit: Int, for text: MeasuredText) -> Int {
    keepsWords ? max(limit, min(text.longestWord, 40)) : limit
  }
}
