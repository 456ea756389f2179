import Documents

/// Reads statements; expressions are in an extension.
final class Parser {
  let source: TemplateSource
  @exclusivity(unchecked) private(set) var tokens: [Token]
  let syntax: TemplateSyntax
  /// Why there are no more tokens, when the last is no end.
  @exclusivity(unchecked) private var lexerError: TemplateError?
  @exclusivity(unchecked) private var place = 0
  /// The token that the reader stands on.
  @exclusivity(unchecked) private(set) var current: Token
  /// How deep the reader stands inside expressions and blocks.
  @exclusivity(unchecked) var nesting = 0
  /// The names that were read, and which of the special ones, and whether a scoped block was among the statements.
  @exclusivity(unchecked) var names = NameTable()
  @exclusivity(unchecked) var specials = SpecialNames()
  @exclusivity(unchecked) private var hasScopedBlock = false
  /// Whether a macro, a call block or a block was among them, where names may be others.
  @exclusivity(unchecked) private var hasInnerFunction = false
  /// Whether a block or `extends` was among them.
  @exclusivity(unchecked) private var hasBlocks = false
  /// How many times something was stored as `loop`.
  @exclusivity(unchecked) private var loopStores = 0
  /// The tags that are open, for errors.
  @exclusivity(unchecked) private var openTags: [String] = []
  @exclusivity(unchecked) private var awaited: [[String]] = []
  /// What was found wrong by a reader that goes on after an error; nil when the first one ends everything.
  @exclusivity(unchecked) private var findings: ParserFindings?

  static func parsed(
    _ source: TemplateSource, _ syntax: TemplateSyntax
  ) throws(TemplateError) -> ParsedTemplate {
    let (tokens, error) = Lexer.tokens(of: source, syntax)
    let parser = Parser(source: source, tokens: tokens, syntax: syntax, lexerError: error)
    return parser.parsed(try parser.body(until: nil))
  }

  private func parsed(_ statements: [Stmt]) -> ParsedTemplate {
    ParsedTemplate(statements: statements, specials: specials, hasBlocks: hasBlocks)
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

  func words(_ token: Token) -> String {
    token.kind == .name || token.kind == .string || token.kind == .integer || token.kind == .float
      ? (token.kind == .name ? text(token) : token.kind.words) : token.kind.words
  }

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

  private func move(to place: Int) {
    self.place = place
    current = tokens[place]
  }

  func skip(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  func isWord(_ word: String) -> Bool {
    current.kind == .name && isWord(word, current)
  }

  func isWord(_ word: String, _ token: Token) -> Bool {
    token.kind == .name && token.end - token.start == word.utf8.count
      && source.bytes[token.start..<token.end].elementsEqual(word.utf8)
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

  private func unexpected(_ expected: String) -> TemplateError {
    current.kind == .end
      ? error("unexpected end of template, expected '\(expected)'")
      : error("expected token '\(expected)', got '\(words(current))'")
  }

  func name() throws(TemplateError) -> Name {
    let token = try expect(.name)
    return names.name(source.bytes[token.start..<token.end])
  }

  /// The body of a tag that is rendered apart, and the special names that stand in it.
  private func apartBody(_ end: String) throws(TemplateError) -> ([Stmt], SpecialNames) {
    let before = specials
    specials = SpecialNames()
    let body = try tagBody(end, drops: true)
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
  private func body(until ends: [String]?) throws(TemplateError) -> [Stmt] {
    var body: [Stmt] = []
    var output: [Stmt.Output] = []
    var outputStart = 0
    if let ends { awaited.append(ends) }
    func flush() {
      guard !output.isEmpty else { return }
      body.append(Stmt(kind: .output(output), at: outputStart))
      output = []
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
      if output.isEmpty { outputStart = token.start }
      let state = (nesting, openTags.count, awaited.count)
      do throws(TemplateError) {
        switch token.kind {
        case .data: output.append(.data(text(token)))
        case .variableBegin:
          output.append(.value(try tuple()))
          try expect(.variableEnd)
        default:
          flush()
          if let ends, current.kind == .name, ends.contains(text(current)) {
            awaited.removeLast()
            return body
          }
          body.append(try nest { parser throws(TemplateError) in try parser.statement() })
          if findings?.isCut == true { break }
          try expect(.blockEnd)
        }
      } catch {
        try goOn(after: error, in: token)
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
    return body
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
  private func tagBody(_ ends: String..., drops: Bool = false) throws(TemplateError) -> [Stmt] {
    _ = skip(.colon)
    try expect(.blockEnd)
    let body = try body(until: ends)
    if drops { advance() }
    return body
  }

  private static let tags = [
    "for", "if", "block", "extends", "print", "macro", "include", "from", "import", "set", "with",
    "autoescape",
    "call", "filter", "raw",
  ]

  private func unclosed(tag: String?) -> TemplateError {
    var message = tag.map { "Encountered unknown tag '\($0)'." } ?? "Unexpected end of template."
    if let looking = awaited.last {
      let list = looking.map { "'\($0)'" }.joined(separator: " or ")
      message +=
        tag.map { name in awaited.contains { $0.contains(name) } } == true
        ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for \(list)."
        : " Jinja was looking for the following tags: \(list)."
    }
    if let open = openTags.last { message += " The innermost block that needs to be closed is '\(open)'." }
    message.removeLast()
    let known = Self.tags + (awaited.last ?? [])
    let hint = tag.flatMap { NearestName.of($0, among: known) }.map { "did you mean “\($0)”?" }
    return error(message, hint: hint)
  }

  // MARK: Statements

  private func statement() throws(TemplateError) -> Stmt {
    guard current.kind == .name else { throw error("tag name expected") }
    let at = current.start
    let tag = text(current)
    openTags.append(tag)
    let kind = try statementKind(tag)
    openTags.removeLast()
    return Stmt(kind: kind, at: at)
  }

  private func statementKind(_ tag: String) throws(TemplateError) -> Stmt.Kind {
    let at = advance().start
    switch tag {
    case "for": return try forLoop()
    case "if": return try branches()
    case "set": return try set()
    case "with": return try with()
    case "macro": return try macro(at)
    case "call": return try callBlock(at)
    case "filter":
      var filter = try self.filter(of: nil)
      while skip(.pipe) { filter = try self.filter(of: filter) }
      return .filterBlock(filter, body: try tagBody("endfilter", drops: true))
    case "block": return try block()
    case "extends":
      hasBlocks = true
      return .extends(try expression())
    case "include": return try include()
    case "import":
      let template = try expression()
      try expectWord("as")
      let target = try name()
      return .importAll(template, target: target, withContext: importContext(false))
    case "from": return try importNames()
    case "print":
      var output: [Stmt.Output] = []
      while current.kind != .blockEnd {
        if !output.isEmpty { try expect(.comma) }
        output.append(.value(try expression()))
      }
      return .output(output)
    case "autoescape":
      let value = try expression()
      return .autoescape(value, body: try tagBody("endautoescape", drops: true))
    case "break" where syntax.hasLoopControls: return .breakLoop
    case "continue" where syntax.hasLoopControls: return .continueLoop
    case "generation" where syntax.hasGeneration:
      return .scope(try tagBody("endgeneration", drops: true))
    case "switch" where syntax.isJavaScript: return try switchCase(at)
    case "asyncEach" where syntax.isJavaScript, "asyncAll" where syntax.isJavaScript:
      return try forLoop(end: "end" + String(tag.prefix(1)).uppercased() + tag.dropFirst())
    case "ifAsync" where syntax.isJavaScript: return try branches()
    default:
      move(to: place - 1)
      openTags.removeLast()
      throw unclosed(tag: tag)
    }
  }

  private func forLoop(end: String = "endfor") throws(TemplateError) -> Stmt.Kind {
    let stores = loopStores
    let target = try target { $0.current.word == .in }
    try expectWord("in")
    let iterated = try tuple(withCondition: false) { $0.isWord("recursive") }
    let test = skip(.if) ? try expression() : nil
    let isRecursive = skipWord("recursive")
    let outer = (specials, hasScopedBlock, hasInnerFunction)
    (specials, hasScopedBlock, hasInnerFunction) = (SpecialNames(), false, false)
    let body = try tagBody(end, "else")
    let inner = (specials, hasScopedBlock, hasInnerFunction)
    specials.formUnion(outer.0)
    (hasScopedBlock, hasInnerFunction) = (outer.1 || hasScopedBlock, outer.2 || hasInnerFunction)
    let isElse = isWord("else")
    advance()
    let otherwise = isElse ? try tagBody(end, drops: true) : []
    return .forLoop(
      ForSyntax(
        target: target, iterated: iterated, test: test, isRecursive: isRecursive, body: body,
        otherwise: otherwise, readsLoop: inner.0.contains(.loop) ? (inner.2 ? nil : true) : false,
        storesLoop: loopStores > stores, hasScopedBlock: inner.1))
  }

  private func branches() throws(TemplateError) -> Stmt.Kind {
    var branches: [(test: Expr, body: [Stmt])] = []
    while true {
      let test = try tuple(withCondition: false)
      let ends = syntax.isJavaScript ? "elseif" : "elif"
      branches.append((test, try tagBody("elif", "else", "endif", ends)))
      if findings?.isCut == true { return .branches(branches, otherwise: []) }
      let word = text(advance())
      if word == "elif" || word == "elseif" { continue }
      return .branches(branches, otherwise: word == "else" ? try tagBody("endif", drops: true) : [])
    }
  }

  private func switchCase(_ at: Int) throws(TemplateError) -> Stmt.Kind {
    let value = try expression()
    _ = try tagBody("case", "default", "endswitch")
    var branches: [(test: Expr, body: [Stmt])] = []
    var otherwise: [Stmt] = []
    var waiting: Expr?
    while findings?.isCut != true {
      switch text(advance()) {
      case "case":
        let candidate = try expression()
        let same = make(.compare(value, [(.equal, candidate)]), at, [value, candidate])
        let test = waiting.map { make(.or($0, same), at, [$0, same]) } ?? same
        let body = try tagBody("case", "default", "endswitch")
        // A case without a body falls through to the next one.
        waiting = body.isEmpty ? test : nil
        if !body.isEmpty { branches.append((test, body)) }
      case "default": otherwise = try tagBody("case", "default", "endswitch")
      default: return .branches(branches, otherwise: otherwise)
      }
    }
    return .branches(branches, otherwise: otherwise)
  }

  private func set() throws(TemplateError) -> Stmt.Kind {
    let target = try target(withNamespace: true)
    if skip(.assign) { return .set(target, try tuple()) }
    var filter: Expr?
    while current.kind == .pipe {
      advance()
      filter = try self.filter(of: filter)
    }
    return .setBlock(target, filter: filter, body: try tagBody("endset", drops: true))
  }

  private func with() throws(TemplateError) -> Stmt.Kind {
    var values: [(Target, Expr)] = []
    while current.kind != .blockEnd {
      if !values.isEmpty { try expect(.comma) }
      let target = try target()
      try expect(.assign)
      values.append((target, try expression()))
    }
    return .with(values, body: try tagBody("endwith", drops: true))
  }

  private func signature(_ macro: inout MacroSyntax) throws(TemplateError) {
    try expect(.leftParenthesis)
    while current.kind != .rightParenthesis {
      if !macro.parameters.isEmpty { try expect(.comma) }
      let at = current.start
      let name = try assignableName()
      if skip(.assign) {
        macro.defaults.append(try expression())
      } else if !macro.defaults.isEmpty {
        throw error("non-default argument follows default argument")
      }
      macro.parameters.append((name, at))
    }
    try expect(.rightParenthesis)
  }

  private func macro(_ at: Int) throws(TemplateError) -> Stmt.Kind {
    var macro = MacroSyntax(name: try assignableName(), at: at)
    try signature(&macro)
    (macro.body, macro.specials) = try apartBody("endmacro")
    return .macro(macro)
  }

  private func callBlock(_ at: Int) throws(TemplateError) -> Stmt.Kind {
    var macro = MacroSyntax(at: at)
    if current.kind == .leftParenthesis { try signature(&macro) }
    let call = try expression()
    guard case .call = call.kind else { throw error("expected call", at: at) }
    (macro.body, macro.specials) = try apartBody("endcall")
    return .call(macro, call)
  }

  private func block() throws(TemplateError) -> Stmt.Kind {
    let name = try name()
    let isScoped = skipWord("scoped")
    let isRequired = skipWord("required")
    if current.kind == .sub {
      throw error(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead"
      )
    }
    hasBlocks = true
    let (body, specials) = try apartBody("endblock")
    hasScopedBlock = hasScopedBlock || isScoped
    if isRequired, !body.allSatisfy({ $0.isBlank }) {
      throw error("Required blocks can only contain comments or whitespace")
    }
    _ = skipWord(name.text)
    return .block(
      BlockSyntax(
        name: name.text, isScoped: isScoped, isRequired: isRequired, body: body, specials: specials))
  }

  private func importContext(_ standard: Bool) -> Bool {
    guard isWord("with") || isWord("without"), isWord("context", next) else { return standard }
    let isWith = isWord("with")
    advance()
    advance()
    return isWith
  }

  private func include() throws(TemplateError) -> Stmt.Kind {
    let template = try expression()
    var ignoresMissing = false
    if isWord("ignore"), isWord("missing", next) {
      ignoresMissing = true
      advance()
      advance()
    }
    return .include(template, ignoresMissing: ignoresMissing, withContext: importContext(true))
  }

  private func importNames() throws(TemplateError) -> Stmt.Kind {
    let template = try expression()
    try expectWord("import")
    var names: [(name: String, alias: Name)] = []
    var withContext = false
    func isContext(_ parser: Parser) -> Bool {
      (parser.isWord("with") || parser.isWord("without")) && parser.isWord("context", parser.next)
    }
    while true {
      if !names.isEmpty { try expect(.comma) }
      guard current.kind == .name else { try expect(.name); break }
      if isContext(self) {
        withContext = importContext(false)
        break
      }
      let at = current.start
      let name = try assignableName()
      guard !name.text.hasPrefix("_") else {
        throw error("names starting with an underline can not be imported", at: at)
      }
      names.append((name.text, skipWord("as") ? try assignableName() : name))
      if isContext(self) {
        withContext = importContext(false)
        break
      }
      if current.kind != .comma { break }
    }
    return .importNames(template, names: names, withContext: withContext)
  }

  // MARK: Targets

  private static let reserved: Set<String> = ["true", "false", "none", "True", "False", "None"]

  func assignableName() throws(TemplateError) -> Name {
    let at = current.start
    let name = try name()
    guard !Self.reserved.contains(name.text) else { throw error("can't assign to 'name'", at: at) }
    return name
  }

  private func target(
    withNamespace: Bool = false, end: ((Parser) -> Bool)? = nil
  ) throws(TemplateError) -> Target {
    let value = try tuple(isSimple: true, withNamespace: withNamespace, end: end)
    return try target(value, withNamespace)
  }

  private func target(_ value: Expr, _ withNamespace: Bool) throws(TemplateError) -> Target {
    switch value.kind {
    case .name(let name):
      if name == .loop { loopStores += 1 }
      return .name(name, at: value.at)
    case .attribute(let object, let attribute):
      if withNamespace, case .name(let name) = object.kind {
        return .attribute(of: name, attribute, at: value.at)
      }
    case .tuple(let items):
      var targets: [Target] = []
      for item in items { targets.append(try target(item, withNamespace)) }
      return .tuple(targets, at: value.at)
    default: break
    }
    let what =
      switch value.kind {
      case .list: "list"
      case .dict: "dict"
      default: "const"
      }
    throw error("can't assign to '\(what)'", at: value.at)
  }
}

extension Stmt {
  /// Whether it prints nothing but white space.
  var isBlank: Bool {
    guard case .output(let parts) = kind else { return false }
    return parts.allSatisfy { part in
      if case .data(let text) = part { text.unicodeScalars.allSatisfy(Text.isSpace) } else { false }
    }
  }
}
