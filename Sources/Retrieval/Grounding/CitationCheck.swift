import Catalog

/// Looks at every sentence of an answer: does it cite a passage, and does that passage hold what it says?
///
/// It compares words and figures and understands nothing: what it marks is worth a look, and what it passes may still be
/// wrong.
package struct CitationCheck: Sendable {
  /// What a passage holds, ready to be compared.
  private struct Ground: Sendable {
    var stems: Set<String>
    var figures: Set<String>
  }

  private let grounds: [Int: Ground]

  /// Reads the passages that were given.
  package init(passages: [Passage]) {
    var grounds: [Int: Ground] = [:]
    for passage in passages {
      let text = passage.title + "\n" + passage.id + "\n" + passage.text
      grounds[passage.number] = Ground(stems: Word.stems(in: text), figures: Figures.values(in: text))
    }
    self.grounds = grounds
  }

  /// The sentences of an answer in their order.
  package static func sentences(of reply: String, passages: [Passage]) -> [SupportedSentence] {
    CitationCheck(passages: passages).sentences(of: reply)
  }

  /// The sentences of an answer in their order.
  ///
  /// - Parameter isComplete: whether nothing more comes. Of an answer that is still being written, the last sentence is
  ///   left out; those before it are as they will be in the end.
  package func sentences(of reply: String, isComplete: Bool = true) -> [SupportedSentence] {
    let bytes = Array(reply.utf8)
    return ReplyUnits(reading: reply, isComplete: isComplete).units.map { unit in
      let text = String(decoding: bytes[unit.range], as: UTF8.self)
      return SupportedSentence(
        range: unit.range, text: text.split(whereSeparator: \.isWhitespace).joined(separator: " "),
        citations: unit.citations.filter { grounds[$0] != nil }, verdict: verdict(on: unit))
    }
  }

  /// The numbers of given passages that an answer cites, in the order of the text.
  package func numbers(in reply: String) -> [Int] {
    ReplyUnits(reading: reply).units.flatMap(\.citations).reduce(into: []) { found, number in
      if grounds[number] != nil, !found.contains(number) { found.append(number) }
    }
  }

  /// Whether an answer says nothing but that the passages do not hold one.
  package static func isNoAnswer(_ sentences: [SupportedSentence]) -> Bool {
    sentences.contains { $0.verdict == .refusal } && sentences.allSatisfy { $0.isSupported == nil }
  }

  // MARK: Weighing

  private func verdict(on unit: ReplyUnits.Unit) -> SupportedSentence.Verdict {
    let words = Word.words(in: unit.plain)
    let content = CitationCheck.content(words)
    let telling = CitationCheck.telling(content)
    let figures = CitationCheck.figures(in: unit.plain)
    if let unknown = unit.citations.first(where: { grounds[$0] == nil }) {
      return .unsupported(.unknownNumber(unknown))
    }
    if unit.isHeading { return .remark }
    if unit.plain.last == "?" || unit.plain.hasSuffix("？") { return .question }
    if content.isEmpty, figures.isEmpty { return .remark }
    // “Sure!”, “I hope that helps.”
    let isTalk = telling.isEmpty && content.count <= 2 && figures.isEmpty && unit.citations.isEmpty
    if isTalk, unit.announced.isEmpty { return .remark }
    let isRefusal = figures.isEmpty && Refusals.isRefusal(words)
    let cited = unit.citations.isEmpty ? unit.announced.filter { grounds[$0] != nil } : unit.citations
    guard !cited.isEmpty else {
      if isRefusal { return .refusal }
      return unit.isAnnouncement ? .remark : .unsupported(.noCitation)
    }
    let given = cited.compactMap { grounds[$0] }
    let held = figures.filter { figure in
      given.contains { !$0.figures.isDisjoint(with: figure.values) }
    }
    let isShared =
      !held.isEmpty
      || given.contains {
        !$0.stems.isDisjoint(with: telling.isEmpty ? Set(content.map(\.stem)) : telling)
      }
    if isRefusal { return .refusal }
    guard isShared else { return .unsupported(.nothingShared(cited)) }
    if let missing = figures.first(where: { !held.contains($0) }) {
      return .unsupported(.missingFigure(missing.text, cited))
    }
    return .supported
  }

  /// The words that stand for something: neither the small ones of every sentence nor figures.
  private static func content(_ words: [Word]) -> [Word] {
    words.filter {
      !$0.isStopWord && ($0.text.count > 1 || $0.isLoneCapital) && !$0.text.allSatisfy(\.isNumber)
    }
  }

  /// The stems of those words that are more than filling.
  private static func telling(_ content: [Word]) -> Set<String> {
    Set(content.map(\.stem).filter { CommonWords.commonness(of: $0) < 1 })
  }

  /// The figures that a sentence claims: not the numbers of its own steps and of passages.
  private static func figures(in text: String) -> [Figures.Figure] {
    var plain = text
    for word in ["step", "option", "passage", "passages", "source", "point", "item"] {
      plain = plain.droppingNumbers(after: word)
    }
    return Figures(in: plain).all
  }
}

extension String {
  /// The text without the number that follows a word directly: “Step 2: …”.
  fileprivate func droppingNumbers(after word: String) -> String {
    var parts = split(separator: " ", omittingEmptySubsequences: false)
    for index in parts.indices.dropLast() where parts[index].lowercased() == word {
      parts[index + 1] = parts[index + 1].drop(while: \.isNumber)
    }
    return parts.joined(separator: " ")
  }
}
