/// Where a search over conversations found its words.
package struct SessionHit: Hashable, Sendable {
  /// The kind of text in which they stand.
  package enum Field: String, Hashable, Sendable, CaseIterable {
    case title, system, question, answer, reasoning
  }

  package var sessionID: String
  /// The message; nil when the words stand in the title or the system prompt.
  package var messageID: String?
  /// The conversation's title.
  package var title: String
  package var field: Field
  /// The words around the match, on one line.
  package var excerpt: String
  /// The matching words as offsets into the UTF-8 bytes of `excerpt`, ascending.
  package var ranges: [Range<Int>]
  /// When the message was made, or the conversation last changed, in seconds since 1970.
  package var date: Double
}
