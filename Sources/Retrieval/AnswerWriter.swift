import Catalog
import Models

/// Writes an answer: text with numbers in it, and the citations that the numbers stand for.
struct AnswerWriter {
  /// A run of text, and the sources that are cited in it for the first time.
  struct Passage: Hashable {
    var citations: [Citation]
    var text: String
  }

  private(set) var passages: [Passage] = []

  /// Numbers the sources in the order of the text.
  ///
  /// Sentences that follow each other and have one source share its number.
  init(_ answer: Answer, titles: (String) -> String) {
    var numbers: [String: Int] = [:]
    for (place, part) in answer.parts.enumerated() {
      var passage = Passage(citations: [], text: part.text)
      let next = place + 1 < answer.parts.count ? answer.parts[place + 1] : nil
      if let address = part.address, next?.address != address || next?.goesOn == true {
        if numbers[address] == nil {
          numbers[address] = numbers.count + 1
          passage.citations.append(
            Citation(number: numbers.count, id: address, title: titles(address)))
        }
        passage.text = AnswerWriter.mark(part.text, with: numbers[address] ?? 0)
      }
      if place > 0, !part.goesOn { passage.text = " " + passage.text }
      passages.append(passage)
    }
  }

  /// The whole text.
  var text: String { passages.map(\.text).joined() }

  /// Puts a number before the full stop of a sentence, or behind a part of one.
  private static func mark(_ text: String, with number: Int) -> String {
    guard let end = text.last, ".!?".contains(end) else { return text + " [\(number)]" }
    return text.dropLast() + " [\(number)]" + String(end)
  }
}
