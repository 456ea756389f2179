import Documents

/// What our own comments in a diagram say: the texts of the steps, and the entries behind the boxes.
///
/// For every other reader of the source they are plain comments:
///
///     %% step 3: The text of the step
///     %% step 4 (agent->vnic, search): What happens, and what lights up
///     %% ref search azure-ai-search
package struct StepComments: Equatable, Sendable {
  /// A name in a comment, as written.
  package struct Name: Equatable, Sendable {
    package var text: String
    package var position: SourcePosition
  }

  /// One `step` comment.
  package struct Step: Equatable, Sendable {
    package var number: Int
    package var text: String
    /// What lights up; nil when the comment has no list.
    package var names: [Name]?
    package var position: SourcePosition
  }

  /// One `ref` comment.
  package struct Reference: Equatable, Sendable {
    package var name: Name
    package var entry: String
  }

  /// The steps, in the order of the source; a number may stand more than once.
  package private(set) var steps: [Step] = []
  package private(set) var references: [Reference] = []

  /// Picks our comments out of all of them.
  ///
  /// - Throws: ``DiagramError`` for a step whose number is none from 1 up.
  package init(reading comments: [DiagramSource.Comment]) throws(DiagramError) {
    for comment in comments {
      var cursor = CommentCursor(comment)
      cursor.skipBlanks()
      if cursor.skip("step") {
        if let step = try Self.step(&cursor) { steps.append(step) }
      } else if cursor.skip("ref"), let reference = Self.reference(&cursor) {
        references.append(reference)
      }
    }
  }

  /// The texts of all comments of one number joined, and their lists united: nil when none of them has a
  /// list.
  package func merged() -> [Step] {
    var places: [Int: Int] = [:]
    var merged: [Step] = []
    for step in steps {
      guard let place = places[step.number] else {
        places[step.number] = merged.count
        merged.append(step)
        continue
      }
      if !step.text.isEmpty { merged[place].text += (merged[place].text.isEmpty ? "" : " ") + step.text }
      if let names = step.names { merged[place].names = (merged[place].names ?? []) + names }
    }
    return merged.sorted { $0.number < $1.number }
  }

  private static func step(_ cursor: inout CommentCursor) throws(DiagramError) -> Step? {
    guard cursor.skipBlanks() else { return nil }
    let position = cursor.position
    guard let digits = cursor.takeDigits() else { return nil }
    cursor.skipBlanks()
    var names: [Name]?
    if cursor.skip("(") {
      names = cursor.takeNames()
      guard cursor.skip(")") else { return nil }
      cursor.skipBlanks()
    }
    guard cursor.skip(":") else { return nil }
    guard let number = Int(digits), number > 0 else {
      throw DiagramError("expected a step number from 1 up, found “\(digits)”", at: position)
    }
    return Step(number: number, text: cursor.rest, names: names, position: position)
  }

  private static func reference(_ cursor: inout CommentCursor) -> Reference? {
    guard cursor.skipBlanks(), let name = cursor.takeWord(), cursor.skipBlanks() else { return nil }
    let entry = cursor.rest
    guard !entry.isEmpty, !entry.unicodeScalars.contains(where: \.isBlank) else { return nil }
    return Reference(name: name, entry: entry)
  }
}

/// Walks through one comment.
private struct CommentCursor {
  private let comment: DiagramSource.Comment
  private var index = 0

  init(_ comment: DiagramSource.Comment) {
    self.comment = comment
  }

  private var text: [Unicode.Scalar] { comment.text }

  var position: SourcePosition { position(of: index) }

  /// What is left, trimmed.
  var rest: String { text[index...].trimmed.string }

  private func position(of index: Int) -> SourcePosition {
    SourcePosition(line: comment.position.line, column: comment.position.column + index)
  }

  /// Steps over blanks; false when there are none.
  @discardableResult
  mutating func skipBlanks() -> Bool {
    let start = index
    while index < text.count, text[index].isBlank { index += 1 }
    return index > start
  }

  mutating func skip(_ word: StaticString) -> Bool {
    guard text.holds(word, at: index) else { return false }
    index += word.utf8CodeUnitCount
    return true
  }

  mutating func takeDigits() -> String? {
    let start = index
    while index < text.count, text[index].isDigit { index += 1 }
    return index > start ? text[start..<index].string : nil
  }

  /// A word, or a text in double quotes.
  mutating func takeWord() -> StepComments.Name? {
    if skip("\"") {
      let start = index
      while index < text.count, text[index] != "\"" { index += 1 }
      guard index < text.count else { return nil }
      index += 1
      return StepComments.Name(text: text[start..<index - 1].string, position: position(of: start))
    }
    let start = index
    while index < text.count, !text[index].isBlank { index += 1 }
    guard index > start else { return nil }
    return StepComments.Name(text: text[start..<index].string, position: position(of: start))
  }

  /// The names up to a closing parenthesis, parted by commas. Parentheses within a name come in pairs.
  mutating func takeNames() -> [StepComments.Name] {
    var names: [StepComments.Name] = []
    var depth = 0
    var start = index
    while true {
      let isEnd = index == text.count || text[index] == ")" && depth == 0
      if isEnd || text[index] == "," && depth == 0 {
        var low = start
        while low < index, text[low].isBlank { low += 1 }
        if low < index {
          let name = text[low..<index].trimmed.string
          names.append(StepComments.Name(text: name, position: position(of: low)))
        }
        start = index + 1
      }
      if isEnd { return names }
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      index += 1
    }
  }
}
