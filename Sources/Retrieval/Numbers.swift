/// Finds the numbers in a text that count what a question asks for.
struct Numbers {
  let names: Names

  private static let words: Set<String> = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "several",
    "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "million", "billion",
  ]
  private static let verbs: Set<String> = [
    "number", "numbers", "count", "counts", "total", "amount", "are", "is",
  ]
  private static let prepositions: Set<String> = ["in", "into", "of", "for", "between", "from", "by", "on"]
  private static let hedges: Set<String> = [
    "over", "more", "than", "up", "to", "about", "the", "around", "some", "under", "least", "at", "only",
  ]

  init(_ reader: QuestionReader) { names = reader.names }

  /// How plainly a sentence counts something, as ``rank(of:in:)`` says of a text.
  func rank(of counted: String?, in sentence: Sentence) -> Int {
    // Most sentences hold no number at all.
    guard
      sentence.words.contains(where: {
        $0.utf8.contains { (48...57).contains($0) } || Numbers.words.contains($0)
      })
    else { return 0 }
    return rank(of: counted, in: sentence.text)
  }

  /// How plainly a text counts something: 3 when the thing is the subject (“its languages number three dozen”), 2 when
  /// it is what something has (“has eight subnets”), 1 in passing (“in two languages”), 0 not at all.
  ///
  /// - Parameter counted: the stem of the thing; nil for any number that is no part of a name.
  func rank(of counted: String?, in text: String) -> Int {
    let all = Word.words(in: text)
    let named = Set(names.mentions(in: all).flatMap { Array($0.words) })
    let accepted = counted.map { Synonyms.of($0).union([$0]) }
    var best = 0
    for place in all.indices where isNumber(all[place]) && !named.contains(place) {
      guard let accepted else { return 2 }
      if all[place..<min(all.count, place + 5)].contains(where: {
        accepted.contains($0.stem) || $0.text == "ones"
      }) {
        let before = all[..<place].last { !Numbers.hedges.contains($0.text) }?.text ?? ""
        best = max(best, Numbers.prepositions.contains(before) ? 1 : 2)
      }
      let earlier = all[max(0, place - 6)..<place]
      if let noun = earlier.firstIndex(where: { accepted.contains($0.stem) }),
        all[(noun + 1)..<place].contains(where: { Numbers.verbs.contains($0.text) })
      {
        best = 3
      }
    }
    return best
  }

  private func isNumber(_ word: Word) -> Bool {
    word.text.contains(where: \.isNumber) || Numbers.words.contains(word.text)
  }
}
