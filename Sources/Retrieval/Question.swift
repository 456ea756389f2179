/// A question as it was understood.
struct Question: Sendable {
  /// What is wanted.
  enum Kind: Hashable, Sendable {
    case definition, comparison, superlative, lifecycle, formerName, replacement, successorOf, list, parts,
      usedIn, usage, caution, more, general
    /// The counterpart on another cloud (`aws`, `gcp`, `oss`).
    case counterpart(String)
    /// The entry here for a product of another cloud.
    case origin
    /// A property that entries have as a facet.
    case facet(String)
  }

  /// What the answer has to hold.
  enum Need: Hashable, Sendable { case nothing, number, date, duration, place, person, maker, price }

  var text: String
  /// The words joined by single spaces, with one before and one behind, to look for phrases.
  var line: String
  var words: [Word]
  var mentions: [Names.Mention]
  /// Whether the names in it are taken for mere words.
  var isLoose = false
  /// The entries it is about, in the order of the text.
  var subjects: [String]
  /// Names and words it asks about.
  var terms: [Term]
  var kind: Kind
  /// Everything that may be wanted, the likeliest first.
  var kinds: [Kind] = []
  var need: Need
  /// Whether it holds a name that the catalog lists as another product's counterpart.
  var counterparts: [String] = []

  /// Whether one of some phrases of whole words occurs.
  func says(_ phrases: String...) -> Bool { phrases.contains { line.contains(" \($0) ") } }

  /// Whether one of some words begins it.
  func opens(_ phrases: String...) -> Bool { phrases.contains { line.hasPrefix(" \($0) ") } }

  /// The stem of what is counted, where “how many” asks for it: parameters, models.
  var counted: String? {
    guard need == .number,
      let place = words.firstIndex(where: { ["many", "much", "number"].contains($0.text) })
    else { return nil }
    guard let noun = words.indices.first(where: { $0 > place && !words[$0].isStopWord }) else { return nil }
    guard let name = mentions.first(where: { $0.words.contains(noun) })?.words else {
      return words[noun].stem
    }
    // Of “copilots in Fabric” the first word is counted, of “hosting options” the last.
    return words[name].contains { $0.text == "in" } ? words[noun].stem : words[name.upperBound - 1].stem
  }

  /// The words it asks about, without names of entries.
  var rest: [Term] { terms.filter { $0.address == nil } }

  /// Whether some of its words are written in small letters, as names are not.
  func isSmall(_ range: Range<Int>) -> Bool { words[range].allSatisfy { !$0.looksLikeName } }

  /// The text of some of its words, as it was typed.
  func typed(_ range: Range<Int>) -> String {
    guard let first = words[range].first, let last = words[range].last else { return "" }
    return String(
      decoding: Array(text.utf8)[first.place.lowerBound..<last.place.upperBound], as: UTF8.self)
  }
}
