/// An answer before it is written: pieces of text, each with the entry it comes from.
struct Answer: Sendable {
  /// A sentence or a part of one.
  struct Part: Hashable, Sendable {
    var text: String
    /// The entry it comes from; nil for words of the librarian's own.
    var address: String?
    /// Whether it goes on in the sentence before it, without a space between.
    var goesOn = false
    /// Whether it names an entry as one of several.
    var isItem = false
  }

  var parts: [Part] = []
  /// Whether it says that the catalog holds no answer.
  var isRefusal = false

  var isEmpty: Bool { parts.isEmpty }
  /// The entries that it lists, in order; of an answer without a list, those that it cites.
  var listed: [String] {
    let items = parts.filter(\.isItem).compactMap(\.address)
    let all = items.count > 1 ? items : parts.compactMap(\.address)
    return all.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
  /// How many words it has.
  var wordCount: Int { parts.reduce(0) { $0 + $1.text.split(separator: " ").count } }

  /// Adds a sentence, unless it has been said.
  mutating func add(_ text: String, from address: String? = nil) {
    guard !parts.contains(where: { $0.text == text }) else { return }
    parts.append(Part(text: text, address: address))
  }

  /// Adds a sentence that names entries, each with its own source, such as “words A, B and C”.
  mutating func add(
    _ opening: String, naming entries: [(title: String, address: String)], ending: String = "."
  ) {
    for (place, entry) in entries.enumerated() {
      let before =
        place == 0 ? opening + " " : place == entries.count - 1 ? " and " : ", "
      parts.append(Part(text: before + entry.title, address: entry.address, goesOn: place > 0, isItem: true))
    }
    if !entries.isEmpty { parts.append(Part(text: ending, address: nil, goesOn: true)) }
  }

  /// Adds what another answer says.
  mutating func add(_ other: Answer) {
    for part in other.parts where part.goesOn || !parts.contains(where: { $0.text == part.text }) {
      parts.append(part)
    }
  }
}
