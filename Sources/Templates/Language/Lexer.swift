import Glibc

/// Cuts a source into tokens, as Jinja's lexer does: data, and what stands inside `{{ }}` and `{% %}`.
///
/// Comments and `raw` blocks are gone afterwards, and white space is trimmed as signs and settings ask.
struct Lexer {
  private let source: TemplateSource
  private let bytes: UnsafeBufferPointer<UInt8>
  private let syntax: TemplateSyntax
  private var index = 0
  private var tokens: [Token] = []
  /// The brackets that are to be closed in a tag.
  private var open: [UInt8] = []
  /// Whether what was read last ended a line.
  private var isLineStart = true

  /// The tokens of a source; where it cannot be read further they end with ``Token/Kind/bad``, and the error is told
  /// to whoever comes there.
  ///
  /// - Parameter start: the byte to begin at, outside of tags.
  static func tokens(
    of source: TemplateSource, _ syntax: TemplateSyntax, from start: Int = 0
  ) -> ([Token], TemplateError?) {
    source.bytes.withUnsafeBufferPointer { bytes in
      var lexer = Lexer(source: source, bytes: bytes, syntax: syntax)
      lexer.index = start
      lexer.tokens.reserveCapacity((bytes.count - start) / 3 + 16)
      do throws(TemplateError) {
        try lexer.readAll()
        return (lexer.tokens, nil)
      } catch {
        lexer.add(.bad, lexer.index, lexer.index)
        return (lexer.tokens, error)
      }
    }
  }

  private init(source: TemplateSource, bytes: UnsafeBufferPointer<UInt8>, syntax: TemplateSyntax) {
    self.source = source
    self.bytes = bytes
    self.syntax = syntax
  }

  private func byte(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

  private mutating func add(_ kind: Token.Kind, _ start: Int, _ end: Int) {
    tokens.append(Token(kind: kind, start: start, end: end))
  }

  // MARK: Outside of tags

  private mutating func readAll() throws(TemplateError) {
    while index < bytes.count {
      guard let tag = nextTag(from: index) else {
        add(.data, index, bytes.count)
        break
      }
      try readTag(at: tag)
    }
    // The end stands where the last token does: that is the line that errors about it name.
    add(.end, tokens.last?.start ?? index, bytes.count)
  }

  /// Where the next tag begins.
  private func nextTag(from start: Int) -> Int? {
    guard let first = bytes.baseAddress else { return nil }
    var place = start
    while let found = memchr(first + place, 0x7B, bytes.count - place) {
      place = first.distance(to: found.assumingMemoryBound(to: UInt8.self))
      let next = byte(place + 1)
      if next == 0x25 || next == 0x7B || next == 0x23 { return place }
      place += 1
    }
    return nil
  }

  private mutating func readTag(at tag: Int) throws(TemplateError) {
    let kind = bytes[tag + 1]
    let sign = byte(tag + 2) == 0x2D || byte(tag + 2) == 0x2B ? bytes[tag + 2] : 0
    let inside = tag + (sign == 0 ? 2 : 3)
    addData(index, tag, sign: sign, isVariable: kind == 0x7B)
    index = inside
    isLineStart = false
    switch kind {
    case 0x23: try readComment(from: tag)
    case 0x7B:
      add(.variableBegin, tag, inside)
      try readInside(end: 0x7D)
    default:
      if let start = rawStart(from: inside) {
        try readRaw(from: start, tag: tag)
      } else {
        add(.blockBegin, tag, inside)
        try readInside(end: 0x25)
      }
    }
  }

  /// Adds the data before a tag, trimmed as the tag's sign asks.
  private mutating func addData(_ start: Int, _ end: Int, sign: UInt8, isVariable: Bool) {
    var end = end
    if sign == 0x2D {
      end = trimmedEnd(start, end)
    } else if sign != 0x2B, syntax.stripsBlocks, !isVariable {
      var line = end
      while line > start, bytes[line - 1] != 0x0A { line -= 1 }
      if line > start || isLineStart, line < end, trimmedEnd(line, end) == line { end = line }
    }
    if end > start { add(.data, start, end) }
  }

  /// The end of a text without the white space at its end, as Python's `rstrip` sees it.
  private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start {
      var first = end - 1
      if bytes[first] < 0x80 {
        guard Self.isSpace(bytes[first]) else { break }
      } else {
        while first > start, bytes[first] & 0xC0 == 0x80 { first -= 1 }
        guard isWideSpace(first, end) else { break }
      }
      end = first
    }
    return end
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5 || byte &- 0x1C < 4
  }

  /// Whether a character of several bytes is white space.
  private func isWideSpace(_ start: Int, _ end: Int) -> Bool {
    guard let scalar = source.text(start..<end).unicodeScalars.first else { return false }
    return Text.isSpace(scalar)
  }

  private func skippedSpace(from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      if bytes[place] < 0x80 {
        guard Self.isSpace(bytes[place]) else { break }
        place += 1
      } else {
        var end = place + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        guard isWideSpace(place, end) else { break }
        place = end
      }
    }
    return place
  }

  /// Steps over the end of a tag; `start` is where its sign or its delimiter stands.
  private mutating func endTag(at start: Int, delimiter: UInt8, trims: Bool) {
    if bytes[start] == 0x2D {
      index = skippedSpace(from: start + 3)
    } else if bytes[start] == 0x2B {
      index = start + 3
    } else {
      index = start + 2
      if trims, byte(index) == 0x0A { index += 1 }
    }
    isLineStart = bytes[index - 1] == 0x0A
  }

  /// Whether the end of a tag stands at a place, with or without a sign before it.
  private func isTagEnd(_ place: Int, _ delimiter: UInt8, plus: Bool = true) -> Bool {
    let sign = byte(place)
    let start = sign == 0x2D || sign == 0x2B && plus ? place + 1 : place
    return byte(start) == delimiter && byte(start + 1) == 0x7D
  }

  private mutating func readComment(from tag: Int) throws(TemplateError) {
    // What stands between {# and the first end; the sign of the beginning may belong to the end as well.
    var place = index
    while place < bytes.count {
      if isTagEnd(place, 0x23) {
        endTag(at: place, delimiter: 0x23, trims: syntax.trimsBlocks)
        return
      }
      place += 1
    }
    // With nothing behind it, Jinja takes no notice of the beginning of a comment.
    if index == bytes.count { return }
    throw source.error("Missing end of comment tag", at: tag, hint: "a comment ends with #}")
  }

  /// Where the text of a raw block begins, when its tag stands here.
  private func rawStart(from place: Int) -> Int? {
    let place = skippedSpace(from: place)
    let first = byte(place)
    guard first == UInt8(ascii: "r") || first == UInt8(ascii: "v") else { return nil }
    for word in syntax.rawWords {
      var place = place
      guard bytes[place...].starts(with: word.utf8) else { continue }
      place = skippedSpace(from: place + word.utf8.count)
      guard isTagEnd(place, 0x25, plus: false) else { continue }
      return bytes[place] == 0x2D ? skippedSpace(from: place + 3) : place + 2
    }
    return nil
  }

  private mutating func readRaw(from start: Int, tag: Int) throws(TemplateError) {
    isLineStart = bytes[start - 1] == 0x0A
    var place = start
    while place + 1 < bytes.count {
      if bytes[place] == 0x7B, bytes[place + 1] == 0x25 {
        let sign = byte(place + 2) == 0x2D || byte(place + 2) == 0x2B ? bytes[place + 2] : 0
        let word = skippedSpace(from: place + (sign == 0 ? 2 : 3))
        for name in syntax.rawWords where bytes[min(word, bytes.count)...].starts(with: ("end" + name).utf8) {
          let end = skippedSpace(from: word + 3 + name.utf8.count)
          guard isTagEnd(end, 0x25) else { continue }
          addData(start, place, sign: sign, isVariable: false)
          endTag(at: end, delimiter: 0x25, trims: syntax.trimsBlocks)
          return
        }
      }
      place += 1
    }
    if start == bytes.count {
      index = start
      return
    }
    throw source.error("Missing end of raw directive", at: tag, hint: "it ends with {% endraw %}")
  }

  // MARK: Inside of tags

  /// Reads what stands in a tag, its end included.
  private mutating func readInside(end: UInt8) throws(TemplateError) {
    open.removeAll(keepingCapacity: true)
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x7D, 0x25, 0x2D, 0x2B:
        guard open.isEmpty, isTagEnd(index, end, plus: end == 0x25) else {
          try readOperator(byte)
          continue
        }
        let place = index
        endTag(at: place, delimiter: end, trims: end == 0x25 && syntax.trimsBlocks)
        add(end == 0x7D ? .variableEnd : .blockEnd, place, index)
        return
      case 0x20, 0x09...0x0D, 0x1C...0x1F: index += 1
      case 0x30...0x39: readNumber()
      case 0x27, 0x22: try readString(quote: byte)
      case 0x41...0x5A, 0x61...0x7A, 0x5F: try readName()
      case 0x80...: try readBeyondASCII()
      case _ where syntax.isJavaScript && isWordOfJavaScript(byte): try readName()
      default: try readOperator(byte)
      }
    }
  }

  private mutating func readBeyondASCII() throws(TemplateError) {
    let after = skippedSpace(from: index)
    if after > index {
      index = after
    } else {
      try readName()
    }
  }

  private mutating func readName() throws(TemplateError) {
    let start = index
    if bytes[index] == 0x72, byte(index + 1) == 0x2F, syntax.hasRegex {
      var place = index + 2
      while place < bytes.count, bytes[place] != 0x2F { place += bytes[place] == 0x5C ? 2 : 1 }
      add(.regex, start + 2, min(place, bytes.count))
      index = min(place + 1, bytes.count)
      while index < bytes.count, "gimy".utf8.contains(bytes[index]) { index += 1 }
      return
    }
    var isPlain = true
    while index < bytes.count {
      let byte = bytes[index]
      if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F {
        index += 1
      } else if syntax.isJavaScript, isWordOfJavaScript(byte) {
        index += 1
      } else if byte >= 0x80 {
        var end = index + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        guard let scalar = source.text(index..<end).unicodeScalars.first, Text.isWord(scalar) else { break }
        if !scalar.properties.isXIDContinue || index == start && !scalar.properties.isXIDStart {
          isPlain = false
        }
        index = end
      } else {
        break
      }
    }
    guard index > start else {
      let scalar = source.text(start..<min(bytes.count, start + 4)).unicodeScalars.first ?? " "
      throw source.error("unexpected char \(PythonText.quoted(Text.string(scalar)))", at: start)
    }
    guard isPlain else { throw source.error("Invalid character in identifier", at: start) }
    tokens.append(Token(kind: .name, word: word(start, index), start: start, end: index))
  }

  /// Whether a byte is part of a name of nunjucks, whose names hold all that is no delimiter, as `$ref` does.
  private func isWordOfJavaScript(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x24, 0x26, 0x3F, 0x40, 0x5E: true
    default: false
    }
  }

  private func word(_ start: Int, _ end: Int) -> Token.Word {
    func at(_ offset: Int) -> UInt8 { bytes[start + offset] }
    switch end - start {
    case 2:
      switch (at(0), at(1)) {
      case (0x69, 0x66): return .if
      case (0x6F, 0x72): return .or
      case (0x69, 0x6E): return .in
      case (0x69, 0x73): return .is
      default: return .other
      }
    case 3:
      switch (at(0), at(1), at(2)) {
      case (0x61, 0x6E, 0x64): return .and
      case (0x6E, 0x6F, 0x74): return .not
      default: return .other
      }
    case 4: return at(0) == 0x65 && at(1) == 0x6C && at(2) == 0x73 && at(3) == 0x65 ? .else : .other
    default: return .other
    }
  }

  private func digits(from start: Int, _ isDigit: (UInt8) -> Bool) -> Int {
    var place = start
    while isDigit(byte(place)) || byte(place) == 0x5F && place > start && isDigit(byte(place + 1)) {
      place += 1
    }
    return place
  }

  private static func isDecimal(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private mutating func readNumber() {
    let start = index
    // A number behind a dot is an index, never a fraction.
    let isBehindDot = start > 0 && bytes[start - 1] == 0x2E
    let whole = digits(from: start, Self.isDecimal)
    var end = whole
    var isFloat = false
    if !isBehindDot {
      if byte(end) == 0x2E, Self.isDecimal(byte(end + 1)) {
        end = digits(from: end + 1, Self.isDecimal)
        isFloat = true
      }
      if byte(end) | 0x20 == 0x65 {
        var exponent = end + 1
        if byte(exponent) == 0x2B || byte(exponent) == 0x2D { exponent += 1 }
        if Self.isDecimal(byte(exponent)) {
          end = digits(from: exponent, Self.isDecimal)
          isFloat = true
        }
      }
    }
    if !isFloat { end = integerEnd(from: start) }
    add(isFloat ? .float : .integer, start, end)
    index = end
  }

  private func integerEnd(from start: Int) -> Int {
    guard bytes[start] == 0x30 else { return digits(from: start, Self.isDecimal) }
    // Nunjucks reads all digits as those of a decimal number.
    if syntax.isJavaScript, Self.isDecimal(byte(start + 1)) { return digits(from: start, Self.isDecimal) }
    let isDigit: ((UInt8) -> Bool)? =
      switch byte(start + 1) | 0x20 {
      case UInt8(ascii: "b"): { $0 == 0x30 || $0 == 0x31 }
      case UInt8(ascii: "o"): { (0x30...0x37).contains($0) }
      case UInt8(ascii: "x"): { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
      default: nil
      }
    if let isDigit {
      let first = byte(start + 2) == 0x5F ? start + 3 : start + 2
      let end = digits(from: first, isDigit)
      if end > first { return end }
    }
    return digits(from: start) { $0 == 0x30 }
  }

  private mutating func readString(quote: UInt8) throws(TemplateError) {
    let start = index
    var place = index + 1
    while place < bytes.count, bytes[place] != quote { place += bytes[place] == 0x5C ? 2 : 1 }
    guard place < bytes.count else {
      throw source.error(
        "unexpected char \(quote == 0x27 ? "\"'\"" : "'\"'")", at: start, hint: "the string does not end")
    }
    add(.string, start + 1, place)
    index = place + 1
  }

  private mutating func readOperator(_ byte: UInt8) throws(TemplateError) {
    let next = self.byte(index + 1)
    let start = index
    func double(_ second: UInt8, _ kind: Token.Kind, _ single: Token.Kind) -> (Token.Kind, Int) {
      next == second ? (kind, 2) : (single, 1)
    }
    let found: (Token.Kind, Int)? =
      switch byte {
      case UInt8(ascii: "+"): (.add, 1)
      case UInt8(ascii: "-"): (.sub, 1)
      case UInt8(ascii: "*"): double(byte, .pow, .mul)
      case UInt8(ascii: "/"): double(byte, .floorDiv, .div)
      case UInt8(ascii: "%"): (.mod, 1)
      case UInt8(ascii: "~"): (.tilde, 1)
      case UInt8(ascii: "|"): (.pipe, 1)
      case UInt8(ascii: "."): (.dot, 1)
      case UInt8(ascii: ","): (.comma, 1)
      case UInt8(ascii: ":"): (.colon, 1)
      case UInt8(ascii: ";"): (.semicolon, 1)
      case UInt8(ascii: "="): double(UInt8(ascii: "="), .equal, .assign)
      case UInt8(ascii: "<"): double(UInt8(ascii: "="), .lessEqual, .less)
      case UInt8(ascii: ">"): double(UInt8(ascii: "="), .greaterEqual, .greater)
      case UInt8(ascii: "!") where next == UInt8(ascii: "="): (.notEqual, 2)
      case UInt8(ascii: "("): (.leftParenthesis, 1)
      case UInt8(ascii: ")"): (.rightParenthesis, 1)
      case UInt8(ascii: "["): (.leftBracket, 1)
      case UInt8(ascii: "]"): (.rightBracket, 1)
      case UInt8(ascii: "{"): (.leftBrace, 1)
      case UInt8(ascii: "}"): (.rightBrace, 1)
      default: nil
      }
    guard let (kind, width) = found else {
      throw source.error("unexpected char \(PythonText.quoted(source.text(start..<start + 1)))", at: start)
    }
    let isTriple =
      syntax.isJavaScript && (kind == .equal || kind == .notEqual)
      && self.byte(index + 2) == UInt8(ascii: "=")
    let length = isTriple ? 3 : width
    switch kind {
    case .leftParenthesis: open.append(UInt8(ascii: ")"))
    case .leftBracket: open.append(UInt8(ascii: "]"))
    case .leftBrace: open.append(UInt8(ascii: "}"))
    case .rightParenthesis, .rightBracket, .rightBrace:
      guard let expected = open.popLast() else {
        throw source.error("unexpected '\(kind.words)'", at: start)
      }
      guard expected == byte else {
        throw source.error(
          "unexpected '\(kind.words)', expected '\(Text.string([expected]))'", at: start)
      }
    default: break
    }
    add(kind, start, start + length)
    index = start + length
  }
}
