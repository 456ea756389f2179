/// One sentence of the catalog, with where it stands.
struct Sentence: Hashable, Sendable {
  /// The address of the page or section on which it stands.
  var address: String
  /// The page.
  var page: String
  /// The heading above it; empty at the beginning of a page.
  var heading: String
  /// Its paragraph, counted through the page.
  var paragraph: Int
  /// Its place among all sentences.
  var index: Int
  var text: String
  /// The stems of its words.
  var stems: Set<String>
  /// Its words as they stand, in small letters.
  var words: Set<String>
  /// The stems of its heading and of the names of its page: what it need not say again.
  var context: Set<String>
  var wordCount: Int

  /// Whether it begins with a word that leans on the sentence before it.
  var isDangling: Bool { Sentence.isDangling(text) }

  private static let leaning: Set<String> = [
    "it", "its", "they", "their", "them", "this", "these", "those", "that", "such", "he", "she", "both",
    "here", "there",
    "however", "nevertheless", "therefore", "thus", "so", "but", "and", "or", "also", "another", "other",
    "others",
    "either", "neither", "instead", "otherwise", "moreover", "likewise", "yet", "then", "hence", "everything",
    "underneath", "once", "conventional", "out", "below", "without", "separate", "each", "by",
  ]
  private static let leaningPairs = [
    "The latter", "The former", "The other", "The same", "The two", "The three", "The four", "The one",
    "The first",
    "The second", "The last", "The way", "The price", "The alternative", "The choice", "The approach",
    "The pattern",
    "The values", "The letters", "The advantage", "The pipelines", "The difficulty", "The library",
    "The finished", "The variant",
    "The models", "The work", "The data", "The base", "The runtime", "The service", "The platform",
    "The family", "The feature", "The tool", "The suite", "The gateway",
    "The page", "The database", "The stories", "The guide", "In this", "In these", "In that", "For this",
    "For these",
    "Of these", "Among them", "Two of", "One of them", "Three of", "Four are", "Two further", "Two products",
    "One way", "With them", "To this", "To the", "On this",
    "From there", "Like the", "As one", "At its", "By now", "In turn", "Several older", "Thanks to these",
    "Its",
    "Where the past", "In a", "Nobody sets", "Nothing has", "Every agent", "A user", "Look at",
  ]

  /// Whether a word near its beginning points to the sentence before it, although it could stand alone.
  var leansSoftly: Bool {
    let pointers: Set<Substring> = ["it", "they", "them", "this", "these", "those", "there"]
    return text.split { " .,:;".contains($0) }.prefix(8).dropFirst().contains { pointers.contains($0) }
      || text.contains("than that limit")
  }

  /// Whether a text begins with a word that leans on what was said before.
  static func isDangling(_ text: String) -> Bool {
    let first = text.prefix { $0.isLetter }.lowercased()
    if leaning.contains(first) { return true }
    return leaningPairs.contains { text.hasPrefix($0 + " ") || text.hasPrefix($0 + ",") }
  }
}
