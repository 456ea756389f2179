/// Reads the tags: what stands inside `{% %}` and up to their ends.
extension Parser {
  func statement(_ tag: String) throws(TemplateError) -> Stmt {
    let at = current.start
    openTags.append((tag, at))
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
      while skip(.pipe) { filter = try checked(self.filter(of: filter)) }
      return .filterBlock(filter, body: try tagBody(["endfilter"], drops: true))
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
      return .autoescape(value, body: try tagBody(["endautoescape"], drops: true))
    case "break" where syntax.hasLoopControls: return .breakLoop
    case "continue" where syntax.hasLoopControls: return .continueLoop
    case "generation" where syntax.hasGeneration:
      return .scope(try tagBody(["endgeneration"], drops: true))
    case "switch" where syntax.isJavaScript: return try switchCase()
    case "asyncEach" where syntax.isJavaScript, "asyncAll" where syntax.isJavaScript:
      return try forLoop(end: tag == "asyncEach" ? "endeach" : "endall")
    case "ifAsync" where syntax.isJavaScript: return try branches()
    default:
      move(to: place - 1)
      openTags.removeLast()
      throw unclosed(tag: tag)
    }
  }

  /// The tags that end the bodies of tags.
  private enum Ends {
    static let loop = ["endfor", "else"]
    static let branch = ["elif", "else", "endif"]
    static let branchJavaScript = ["elif", "else", "endif", "elseif"]
    static let branches = ["endif"]
    static let cases = ["case", "default", "endswitch"]
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
    let body = try tagBody(end == "endfor" ? Ends.loop : [end, "else"])
    let inner = (specials, hasScopedBlock, hasInnerFunction)
    specials.formUnion(outer.0)
    (hasScopedBlock, hasInnerFunction) = (outer.1 || hasScopedBlock, outer.2 || hasInnerFunction)
    let isElse = isWord("else")
    advance()
    let otherwise = isElse ? try tagBody([end], drops: true) : []
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
      branches.append((test, try tagBody(syntax.isJavaScript ? Ends.branchJavaScript : Ends.branch)))
      if findings?.isCut == true { return .branches(branches, otherwise: []) }
      let word = text(advance())
      if word == "elif" || word == "elseif" { continue }
      return .branches(branches, otherwise: word == "else" ? try tagBody(Ends.branches, drops: true) : [])
    }
  }

  private func switchCase() throws(TemplateError) -> Stmt.Kind {
    let value = try expression()
    _ = try tagBody(Ends.cases)
    var cases: [(tests: [Expr], body: [Stmt])] = []
    var otherwise: [Stmt] = []
    /// Cases without a body, which fall through to the next one.
    var waiting: [Expr] = []
    while findings?.isCut != true {
      switch text(advance()) {
      case "case":
        waiting.append(try expression())
        let body = try tagBody(Ends.cases)
        if !body.isEmpty {
          cases.append((waiting, body))
          waiting = []
        }
      case "default": otherwise = try tagBody(Ends.cases)
      default: return .switchCase(value, cases: cases, otherwise: otherwise)
      }
    }
    return .switchCase(value, cases: cases, otherwise: otherwise)
  }

  private func set() throws(TemplateError) -> Stmt.Kind {
    let target = try target(withNamespace: true)
    if skip(.assign) { return .set(target, try tuple()) }
    var filter: Expr?
    while current.kind == .pipe {
      advance()
      filter = try checked(self.filter(of: filter))
    }
    return .setBlock(target, filter: filter, body: try tagBody(["endset"], drops: true))
  }

  private func with() throws(TemplateError) -> Stmt.Kind {
    var values: [(Target, Expr)] = []
    while current.kind != .blockEnd {
      if !values.isEmpty { try expect(.comma) }
      let target = try target()
      try expect(.assign)
      values.append((target, try expression()))
    }
    return .with(values, body: try tagBody(["endwith"], drops: true))
  }

  private func signature(_ macro: inout MacroSyntax) throws(TemplateError) {
    try expect(.leftParenthesis)
    var known: Set<Name> = []
    while current.kind != .rightParenthesis {
      if !macro.parameters.isEmpty { try expect(.comma) }
      let at = current.start
      let name = try assignableName()
      guard known.insert(name).inserted || syntax.isJavaScript else {
        throw error("duplicate argument '\(name.text)' in function definition", at: at)
      }
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
    if isRequired, !body.allSatisfy({ $0.isBlank(source) }) {
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
  func isBlank(_ source: TemplateSource) -> Bool {
    guard case .output(let parts) = kind else { return false }
    return parts.allSatisfy { part in
      guard case .data(let range) = part else { return false }
      return source.text(range).unicodeScalars.allSatisfy(Text.isSpace)
    }
  }
}
