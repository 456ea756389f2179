import Documents

/// One statement of a source: a line, or a part of one between semicolons.
struct SequenceStatement {
  /// Its scalars, without the spaces around it.
  var characters: [Unicode.Scalar]
  /// Where its first scalar stands.
  var position: SourcePosition

  var text: String { characters[...].string }

  /// The place of one of its scalars.
  func position(at index: Int) -> SourcePosition {
    SourcePosition(line: position.line, column: position.column + index)
  }

  /// A part of it, without the spaces around.
  func part(_ range: Range<Int>) -> SequenceStatement {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, characters[start].isSpace { start += 1 }
    while end > start, characters[end - 1].isSpace { end -= 1 }
    return SequenceStatement(characters: Array(characters[start..<end]), position: position(at: start))
  }

  /// What follows its first characters.
  func rest(from index: Int) -> SequenceStatement {
    part(min(index, characters.count)..<characters.count)
  }

  /// Its first word: letters, digits and underscores.
  var word: ArraySlice<Unicode.Scalar> { characters.prefix(while: \.isWordPart) }

  /// It without a comment at its end.
  var withoutComment: SequenceStatement {
    for index in characters.indices where index == 0 || characters[index - 1].isSpace {
      if characters[index] == "#" || (characters[index] == "%" && characters.holds("%%", at: index)) {
        return part(0..<index)
      }
    }
    return self
  }

  /// The statements of one line.
  ///
  /// A semicolon ends a statement unless it ends an entity (`#59;`, `&lt;`). A number sign that begins no
  /// entity begins a comment in which semicolons count no more; it stays part of the text when it stands
  /// directly before or after a word, because there (`gate #5`, `C#`) it is meant to be read.
  static func statements(of characters: [Unicode.Scalar], at position: SourcePosition) -> [SequenceStatement]
  {
    let whole = SequenceStatement(characters: characters, position: position)
    var result: [SequenceStatement] = []
    var start = 0
    var index = 0
    func close(_ end: Int) {
      let part = whole.part(start..<end)
      if let first = part.characters.first, first != "#" || isEntity(part.characters, at: 0),
        !part.characters.holds("%%", at: 0)
      {
        result.append(part)
      }
    }
    while index < characters.count {
      switch characters[index] {
      case ";":
        close(index)
        start = index + 1
      case "#" where !isEntity(characters, at: index):
        let isAfterWord = index > start && !characters[index - 1].isSpace
        let isBeforeWord = index + 1 < characters.count && characters[index + 1].isWordPart
        close(isAfterWord || isBeforeWord ? characters.count : index)
        return result
      case "#", "&":
        if isEntity(characters, at: index) {
          while characters[index] != ";" { index += 1 }
        }
      default: break
      }
      index += 1
    }
    close(characters.count)
    return result
  }

  /// Whether an entity begins at a place: a sign, at most thirty letters or digits, and a semicolon.
  private static func isEntity(_ characters: [Unicode.Scalar], at start: Int) -> Bool {
    var index = start + 1
    if characters[start] == "&", index < characters.count, characters[index] == "#" { index += 1 }
    let first = index
    while index < characters.count, index - first <= 30, characters[index].isWordPart { index += 1 }
    return index > first && index < characters.count && characters[index] == ";"
  }
}
