import Documents

/// Reads statements; expressions are in an extension.
final class Parser {
  let source: TemplateSource
  @exclusivity(unchecked) private(set) var tokens: [Token]
  let syntax: TemplateSyntax
  /// Why there are no more tokens, when the last is no end.
  @exclusivity(unchecked) private var lexerError: TemplateError?
  @exclusivity(unchecked) private(set) var place = 0
  /// The token that the reader stands on.
  @exclusivity(unchecked) private(set) var current: Token
  /// How deep the reader stands inside expressions and blocks.
  @exclusivity(unchecked) var nesting = 0
  /// Of nunjucks, where each `not` stands whose value is read next.
  @exclusivity(unchecked) var negations: [Int] = []
  /// The names that were read, and which of the special ones, and whether a scoped block was among the statements.
  @exclusivity(unchecked) var names = NameTable()
  @exclusivity(unchecked) var reads: [Int32] = []
  @exclusivity(unchecked) var specials = SpecialNames()
  @exclusivity(unchecked) var hasScopedBlock = false
  /// Whether a macro, a call block or a block was among them, where names may be others.
  @exclusivity(unchecked) var hasInnerFunction = false
  /// Whether a block or `extends` was among them.
  @exclusivity(unchecked) var hasBlocks = false
  /// How many times something was stored as `loop`.
  @exclusivity(unchecked) var loopStores = 0
  /// The tags that are open, for errors.
  @exclusivity(unchecked) var openTags: [(name: String, at: Int)] = []
  @exclusivity(unchecked) var awaited: [[String]] = []
  /// Statements that are read, until the body they stand in has ended, and what is printed between two tags.
  @exclusivity(unchecked) private var statements: [Stmt] = []
  @exclusivity(unchecked) private var pieces: [Stmt.Output] = []
  /// What was found wrong by a reader that goes on after an error; nil when the first one ends everything.
  @exclusivity(unchecked) var findings: ParserFindings?

  static func parsed(
    _ source: TemplateSource, _ syntax: TemplateSyntax
  ) throws(TemplateError) -> ParsedTemplate {
    let (tokens, error) = Lexer.tokens(of: source, syntax)
    let parser = Parser(source: source, tokens: tokens, syntax: syntax, lexerError: error)
    return parser.parsed(try parser.body(until: nil))
  }

  private func parsed(_ statements: [Stmt]) -> ParsedTemplate {
    ParsedTemplate(
      statements: statements, names: names.names, reads: reads, specials: specials, hasBlocks: hasBlocks)
  }

  /// Reads as much as can be read.
  ///
  /// - Returns: the statements, and what is wrong with the rest.
  static func parsedAndErrors(
    _ source: TemplateSource, _ syntax: TemplateSyntax
  ) -> (ParsedTemplate, [TemplateError]) {
    let (tokens, error) = Lexer.tokens(of: source, syntax)
    let parser = Parser(source: source, tokens: tokens, syntax: syntax, lexerError: error)
    parser.findings = ParserFindings()
    do throws(TemplateError) {
      let statements = try parser.body(until: nil)
      return (parser.parsed(statements), parser.findings?.errors ?? [])
    } catch {
      return (parser.parsed([]), (parser.findings?.errors ?? []) + [error])
    }
  }

  private init(
    source: TemplateSource, tokens: [Token], syntax: TemplateSyntax, lexerError: TemplateError?
  ) {
    self.lexerError = lexerError
    self.source = source
    self.tokens = tokens
    current = tokens[0]
    self.syntax = syntax
  }

  // MARK: Tokens

  var next: Token { tokens[min(place + 1, tokens.count - 1)] }

  func text(_ token: Token) -> String { source.text(token.start..<token.end) }

  func words(_ token: Token) -> String { token.kind == .name ? text(token) : token.kind.words }

  func error(_ message: String, at offset: Int? = nil, hint: String? = nil) -> TemplateError {
    if current.kind == .bad, let lexerError { return lexerError }
    return source.error(message, at: offset ?? current.start, hint: hint)
  }

  @discardableResult
  func advance() -> Token {
    let token = current
    if place < tokens.count - 1 { move(to: place + 1) }
    return token
  }

  func move(to place: Int) {
    self.place = place
    current = tokens[place]
  }

  func skip(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  func isWord(_ word: String) -> Bool { isWord(word, current) }

  func isWord(_ word: String, _ token: Token) -> Bool {
    token.kind == .name && token.end - token.start == word.utf8.count && text(token) == word
  }

  func skip(_ word: Token.Word) -> Bool {
    guard current.word == word else { return false }
    advance()
    return true
  }

  func skipWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    advance()
    return true
  }

  @discardableResult
  func expect(_ kind: Token.Kind) throws(TemplateError) -> Token {
    guard current.kind == kind else { throw unexpected(kind.words) }
    return advance()
  }

  func expectWord(_ word: String) throws(TemplateError) {
    guard skipWord(word) else { throw unexpected(word) }
  }

  func unexpected(_ expected: String) -> TemplateError {
    current.kind == .end
      ? error("unexpected end of template, expected '\(expected)'")
      : error("expected token '\(expected)', got '\(words(current))'")
  }

  func name() throws(TemplateError) -> Name {
    let token = try expect(.name)
    return names.name(source.bytes[token.start..<token.end])
  }

  /// The body of a tag that is rendered apart, and the special names that stand in it.
  func apartBody(_ end: String) throws(TemplateError) -> ([Stmt], SpecialNames) {
    let before = specials
    specials = SpecialNames()
    let body = try tagBody([end], drops: true)
    let inner = specials
    specials.formUnion(before)
    hasInnerFunction = true
    return (body, inner)
  }

  func nest<Result>(
    _ body: (Parser) throws(TemplateError) -> Result
  ) throws(TemplateError) -> Result {
    nesting += 1
    guard nesting <= TemplateLimits.nesting else {
      throw source.error(
        "nested deeper than \(TemplateLimits.nesting) levels", at: current.start, kind: .limit)
    }
    let result = try body(self)
    nesting -= 1
    return result
  }

  // MARK: Bodies

  /// Reads statements up to one of some tags, which is left to the caller, or to the end.
  func body(until ends: [String]?) throws(TemplateError) -> [Stmt] {
    let first = statements.count
    /// How many of the statements stand in this body: what was read of a tag that is broken goes again.
    var count = first
    var start = 0
    if let ends { awaited.append(ends) }
    func add(_ statement: Stmt) {
      statements.append(statement)
      count += 1
    }
    func flush() {
      guard !pieces.isEmpty else { return }
      add(Stmt(kind: .output(Array(pieces)), at: start))
      pieces.removeAll(keepingCapacity: true)
    }
    func finished() -> [Stmt] {
      defer { statements.removeLast(statements.count - first) }
      return Array(statements[first..<count])
    }
    while current.kind != .end {
      if current.kind == .bad {
        let bad = error("no token")
        guard findings != nil else { throw bad }
        findings?.add(bad)
        cut()
        break
      }
      let token = advance()
      if pieces.isEmpty { start = token.start }
      let state = (nesting, openTags.count, awaited.count)
      do throws(TemplateError) {
        switch token.kind {
        case .data: pieces.append(.data(token.start..<token.end))
        case .variableBegin:
          pieces.append(.value(try tuple()))
          try expect(.variableEnd)
        default:
          flush()
          guard current.kind == .name else { throw error("tag name expected") }
          let word = text(current)
          if let ends, ends.contains(word) {
            awaited.removeLast()
            return finished()
          }
          add(try nest { parser throws(TemplateError) in try parser.statement(word) })
          if findings?.isCut == true { break }
          try expect(.blockEnd)
        }
      } catch {
        try goOn(after: error, in: token)
        statements.removeLast(statements.count - count)
        nesting = state.0
        openTags.removeLast(openTags.count - state.1)
        awaited.removeLast(awaited.count - state.2)
      }
    }
    flush()
    if ends != nil {
      let missing = unclosed(tag: nil)
      guard findings != nil else { throw missing }
      findings?.addEnd(missing)
      awaited.removeLast()
    }
    return finished()
  }

  /// Notes an error and steps to where the next tag begins, or behind the end of this one; without findings, throws it.
  private func goOn(after error: TemplateError, in tag: Token) throws(TemplateError) {
    guard findings != nil else { throw error }
    let word = firstWord(of: tag)
    if findings?.isExpected(word) != true {
      findings?.add(error)
      findings?.noteBroken(word, isAwaited: awaited.contains { $0.contains(word) })
    }
    guard error.kind == .syntax, findings?.goesOn() == true else { return cut() }
    var start = tag.start + 2
    let bytes = source.bytes
    while start + 1 < bytes.count {
      let (first, second) = (bytes[start], bytes[start + 1])
      if first == 0x7B, second == 0x7B || second == 0x25 || second == 0x23 { break }
      if second == 0x7D, first == 0x7D || first == 0x25 {
        start += 2
        break
      }
      start += 1
    }
    if start + 1 >= bytes.count { start = bytes.count }
    (tokens, lexerError) = Lexer.tokens(of: source, syntax, from: start)
    move(to: 0)
  }

  /// Lets the template end here for a reader that goes on after errors.
  private func cut() {
    findings?.isCut = true
    tokens = [Token(kind: .end, start: current.start, end: current.start)]
    move(to: 0)
  }

  /// The name of a tag; empty when it prints.
  private func firstWord(of tag: Token) -> String {
    guard tag.kind == .blockBegin else { return "" }
    let bytes = source.bytes[tag.end...].drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
    return String(decoding: bytes.prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }, as: UTF8.self)
  }

  /// The body of a tag, up to one of some tags; `drops` steps over that one's name.
  func tagBody(_ ends: [String], drops: Bool = false) throws(TemplateError) -> [Stmt] {
    _ = skip(.colon)
    try expect(.blockEnd)
    let body = try body(until: ends)
    if drops { advance() }
    return body
  }

  static let tags = [
    "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set", "with",
    "autoescape",
    "call", "filter", "raw",
  ]

  func unclosed(tag: String?) -> TemplateError {
    var message = tag.map { "Encountered unknown tag '\($0)'." } ?? "Unexpected end of template."
    if let looking = awaited.last {
      let list = looking.map { "'\($0)'" }.joined(separator: " or ")
      message +=
        tag.map { name in awaited.contains { $0.contains(name) } } == true
        ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for \(list)."
        : " Jinja was looking for the following tags: \(list)."
    }
    if let open = openTags.last {
      message += " The innermost block that needs to be closed is '\(open.name)'."
    }
    message.removeLast()
    let known = Self.tags + (awaited.last ?? [])
    let hint = tag.flatMap { NearestName.of($0, among: known) }.map { "did you mean “\($0)”?" }
    let beginning = openTags.last.map { "“\($0.name)” begins in line \(source.position(of: $0.at).line)" }
    return error(message, hint: hint ?? beginning)
  }
}
