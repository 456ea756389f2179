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
  /// The stems in order, each with a space on both sides, to look for names.
  var line: String
  /// Its words as they stand, in small letters.
  var words: Set<String>
  /// The stems of its heading and of the names of its page: what it need not say again.
  var context: Set<String>
  var wordCount: Int
  /// Whether it leans on the sentence before it.
  var isDangling = false

  /// Words at the start of a sentence that point back.
  private static let leaning: Set<String> = [
    "it", "its", "they", "their", "them", "this", "these", "those", "that", "such", "he", "she", "both",
    "here", "there", "however", "nevertheless", "therefore", "thus", "so", "but", "and", "or", "also",
    "another", "other", "others", "either", "neither", "instead", "otherwise", "moreover", "likewise", "yet",
    "then", "hence", "everything", "nothing", "nobody", "everybody", "underneath", "once", "out", "below",
    "without", "separate", "each", "by", "conventional",
  ]
  /// Words that, after “the”, pick out one of several things named before.
  private static let ordinals: Set<String> = [
    "latter", "former", "other", "others", "same", "two", "three", "four", "five", "one", "first", "second",
    "third", "last", "next", "rest", "remaining", "alternative", "opposite",
  ]
  /// Words near the start that point back, whatever word comes first: “In these”, “Two of them”.
  private static let pointers: Set<String> = [
    "this", "these", "those", "them", "it", "they", "its", "further", "such", "older",
  ]

  /// Whether a word near its beginning points to the sentence before it, although it could stand alone.
  var leansSoftly: Bool {
    let pointers: Set<Substring> = ["it", "they", "them", "this", "these", "those", "there"]
    return text.split { " .,:;".contains($0) }.prefix(8).dropFirst().contains { pointers.contains($0) }
      || text.contains("than that ")
  }

  /// Whether a text begins with a word that leans on what was said before.
  ///
  /// - Parameter hasTextBefore: whether something is said before it, which “the service” may take up.
  static func isDangling(_ text: String, hasTextBefore: Bool = false) -> Bool {
    let words = text.split { !$0.isLetter && $0 != "-" && $0 != "’" }.prefix(6).map { $0.lowercased() }
    guard let first = words.first else { return false }
    if leaning.contains(first) { return true }
    if words.dropFirst().prefix(2).contains(where: pointers.contains) { return true }
    guard first == "the", words.count > 1 else { return false }
    if ordinals.contains(words[1]) { return true }
    // “The service …” takes up what was named; “The number of parameters …” and “The Foundry portal” do not.
    guard text.dropFirst(4).first?.isLowercase ?? false, hasTextBefore else { return false }
    let explains: Set<String> = [
      "of", "that", "which", "who", "for", "in", "between", "behind", "with", "to",
    ]
    let rest = words.dropFirst(2).prefix(2).prefix {
      !["is", "are", "was", "were", "has", "have"].contains($0)
    }
    return !rest.contains(where: explains.contains)
  }
}
