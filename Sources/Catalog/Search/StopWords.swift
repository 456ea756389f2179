/// Words that a question needs and an answer does not.
package enum StopWords {
  /// Whether some folded letters are such a word.
  package static func contains(_ letters: some Collection<UInt8>) -> Bool {
    letters.count <= 10 && words.contains(String(decoding: letters, as: UTF8.self))
  }

  private static let words: Set<String> = [
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "between", "but",
    "by",
    "can", "could", "did", "difference", "do", "does", "doing", "for", "from", "get", "give", "had", "has",
    "have",
    "help", "how", "i", "if", "in", "instead", "into", "is", "it", "its", "just", "let", "like", "make",
    "may", "me",
    "much", "must", "my", "need", "needs", "no", "not", "of", "on", "or", "our", "over", "please", "shall",
    "should",
    "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those",
    "to", "us", "use", "used", "using", "versus", "vs", "want", "was", "way", "we", "were", "what", "when",
    "where",
    "which", "while", "who", "why", "will", "with", "would", "you", "your",
  ]
}
