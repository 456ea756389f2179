extension Parser {
  /// Makes an expression of parts that were read last, the first of them first.
  func make(_ kind: Expr.Kind, _ at: Int, _ parts: [Expr]) -> Expr {
    make(kind, at, depth: Expr.deepest(parts), from: parts.first?.firstRead ?? reads.count)
  }

  /// - Parameters:
  ///   - depth: how deep its parts are.
  ///   - first: where the names in it begin.
  func make(_ kind: Expr.Kind, _ at: Int, depth: Int, from first: Int) -> Expr {
    Expr(kind: kind, at: at, depth: depth + 1, reads: first..<max(first, reads.count))
  }

  /// A name or a constant.
  func make(_ kind: Expr.Kind, _ at: Int) -> Expr { make(kind, at, depth: 0, from: reads.count) }

  func make(_ kind: Expr.Kind, _ at: Int, over part: Expr, _ call: CallSyntax) -> Expr {
    make(kind, at, depth: max(part.depth, call.depth), from: part.firstRead)
  }

  func make(_ kind: Expr.Kind, _ at: Int, over part: Expr) -> Expr {
    make(kind, at, depth: part.depth, from: part.firstRead)
  }

  func make(_ kind: Expr.Kind, _ at: Int, over left: Expr, _ right: Expr) -> Expr {
    make(kind, at, depth: max(left.depth, right.depth), from: left.firstRead)
  }

  func checked(_ expression: Expr) throws(TemplateError) -> Expr {
    guard expression.depth <= 200 else {
      throw source.error(
        "an expression of more than 200 parts inside each other", at: expression.at, kind: .limit)
    }
    return expression
  }

  func expression(withCondition: Bool = true) throws(TemplateError) -> Expr {
    try nest { parser throws(TemplateError) in
      try parser.checked(withCondition ? try parser.conditional() : try parser.or())
    }
  }

  /// Expressions parted by commas make a tuple.
  func tuple(
    isSimple: Bool = false, withCondition: Bool = true, isInParentheses: Bool = false,
    withNamespace: Bool = false, end: ((Parser) -> Bool)? = nil
  ) throws(TemplateError) -> Expr {
    let at = current.start
    if !isEnd(end) {
      // Mostly there is no comma.
      let first =
        isSimple
        ? try primary(withNamespace: withNamespace) : try expression(withCondition: withCondition)
      guard current.kind == .comma else { return first }
      return try tuple(after: [first], current.start, isSimple, withCondition, withNamespace, end)
    }
    if !isInParentheses { throw error("Expected an expression, got '\(words(current))'") }
    return make(.tuple([]), at)
  }

  private func isEnd(_ end: ((Parser) -> Bool)?) -> Bool {
    if current.kind == .variableEnd || current.kind == .blockEnd || current.kind == .rightParenthesis {
      return true
    }
    return end.map { $0(self) } ?? false
  }

  /// The rest of a tuple; the reader stands on a comma.
  private func tuple(
    after first: [Expr], _ at: Int, _ isSimple: Bool, _ withCondition: Bool, _ withNamespace: Bool,
    _ end: ((Parser) -> Bool)?
  ) throws(TemplateError) -> Expr {
    var at = at
    var items = first
    while true {
      try expect(.comma)
      if isEnd(end) { break }
      items.append(
        isSimple
          ? try primary(withNamespace: withNamespace) : try expression(withCondition: withCondition))
      guard current.kind == .comma else { break }
      at = current.start
    }
    return make(.tuple(items), at, items)
  }

  private func conditional() throws(TemplateError) -> Expr {
    var at = current.start
    var value = try or()
    while skip(.if) {
      let test = try or()
      let otherwise: Expr? =
        skip(.else)
        ? try nest { parser throws(TemplateError) in try parser.conditional() } : nil
      let depth = max(test.depth, value.depth, otherwise?.depth ?? 0)
      value = try checked(
        make(
          .conditional(test: test, then: value, otherwise: otherwise), at, depth: depth, from: value.firstRead
        ))
      at = current.start
    }
    return value
  }

  private func or() throws(TemplateError) -> Expr {
    var left = try and()
    while current.word == .or {
      let at = advance().start
      let right = try and()
      left = try checked(make(.or(left, right), at, over: left, right))
    }
    return left
  }

  private func and() throws(TemplateError) -> Expr {
    var left = try not()
    while current.word == .and {
      let at = advance().start
      let right = try not()
      left = try checked(make(.and(left, right), at, over: left, right))
    }
    return left
  }

  private func not() throws(TemplateError) -> Expr {
    if syntax.isJavaScript { return try javaScriptNot() }
    guard current.word == .not else { return try compare() }
    let at = advance().start
    let value = try nest { parser throws(TemplateError) in try parser.not() }
    return make(.not(value), at, over: value)
  }

  private func compare() throws(TemplateError) -> Expr {
    let at = current.start
    let first = try sum()
    var rest: [(CompareOperator, Expr)] = []
    while true {
      let sign: CompareOperator
      let isTriple = current.end - current.start == 3
      switch current.kind {
      case .equal: sign = isTriple ? .same : .equal
      case .notEqual: sign = isTriple ? .notSame : .notEqual
      case .less: sign = .less
      case .lessEqual: sign = .lessEqual
      case .greater: sign = .greater
      case .greaterEqual: sign = .greaterEqual
      case .name where current.word == .in: sign = .isIn
      case .name where current.word == .not && next.word == .in:
        advance()
        sign = .isNotIn
      default:
        guard !rest.isEmpty else { return first }
        return try checked(make(.compare(first, rest), at, [first] + rest.map(\.1)))
      }
      advance()
      rest.append((sign, try sum()))
    }
  }

  /// A sum and what binds closer. Mostly there is no sign behind the first value, so that is looked at before all.
  private func sum() throws(TemplateError) -> Expr {
    let at = current.start
    let first = try unary()
    switch current.kind {
    case .add, .sub, .tilde, .mul, .div, .floorDiv, .mod, .pow: break
    default: return first
    }
    var left = try concat(from: product(from: power(from: first)), at)
    while current.kind == .add || current.kind == .sub {
      let token = advance()
      let start = current.start
      let right = try concat(from: product(), start)
      left = try checked(
        make(.binary(token.kind == .add ? .add : .sub, left, right), token.start, over: left, right))
    }
    return left
  }

  private func concat(from first: Expr, _ at: Int) throws(TemplateError) -> Expr {
    guard current.kind == .tilde else { return first }
    var parts = [first]
    while skip(.tilde) { parts.append(try product()) }
    return try checked(make(.concat(parts), at, parts))
  }

  private func product() throws(TemplateError) -> Expr { try product(from: power(from: unary())) }

  private func product(from first: Expr) throws(TemplateError) -> Expr {
    var left = first
    while true {
      let sign: BinaryOperator
      switch current.kind {
      case .mul: sign = .mul
      case .div: sign = .div
      case .floorDiv: sign = .floorDiv
      case .mod: sign = .mod
      default: return left
      }
      let at = advance().start
      let right = try power(from: unary())
      left = try checked(make(.binary(sign, left, right), at, over: left, right))
    }
  }

  func power(from first: Expr) throws(TemplateError) -> Expr {
    var left = first
    while current.kind == .pow {
      let at = advance().start
      let right = try unary()
      left = try checked(make(.binary(.pow, left, right), at, over: left, right))
    }
    return left
  }

  func unary(withFilter: Bool = true) throws(TemplateError) -> Expr {
    var value: Expr
    let at = current.start
    if current.kind == .sub || current.kind == .add {
      let sign: UnaryOperator = advance().kind == .sub ? .minus : .plus
      let inner = try nest { parser throws(TemplateError) in try parser.unary(withFilter: false) }
      value = make(.unary(sign, inner), at, over: inner)
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return withFilter ? try filters(value) : value
  }

  func primary(withNamespace: Bool = false) throws(TemplateError) -> Expr {
    let token = current
    let at = token.start
    switch token.kind {
    case .name:
      advance()
      let name = names.name(source.bytes[token.start..<token.end])
      switch name.constant(in: syntax) {
      case .yes?: return make(.bool(true), at)
      case .no?: return make(.bool(false), at)
      case .nothing?, .null?: return make(.none, at)
      default:
        specials.insert(name)
        reads.append(Int32(truncatingIfNeeded: name.id))
        let value = make(.name(name), at, depth: 0, from: reads.count - 1)
        if withNamespace, skip(.dot) {
          return make(.attribute(value, text(try expect(.name))), at, over: value)
        }
        return value
      }
    case .string:
      var value = try StringLiteral.value(advance(), source, syntax)
      while current.kind == .string { value += try StringLiteral.value(advance(), source, syntax) }
      return make(.string(value), at)
    case .regex:
      advance()
      return make(.regex(text(token)), at)
    case .integer:
      advance()
      return make(.int(try integer(token)), at)
    case .float:
      advance()
      let digits = text(token).filter { $0 != "_" }
      return make(.float(Double(digits) ?? .nan), at)
    case .leftParenthesis:
      advance()
      let value = try nest { parser throws(TemplateError) in try parser.tuple(isInParentheses: true) }
      try expect(.rightParenthesis)
      return value
    case .leftBracket: return try nest { parser throws(TemplateError) in try parser.list() }
    case .leftBrace: return try nest { parser throws(TemplateError) in try parser.dict() }
    default: throw error("unexpected '\(words(token))'", at: at)
    }
  }

  private func integer(_ token: Token) throws(TemplateError) -> Int {
    var digits = text(token).filter { $0 != "_" }
    var radix = 10
    if digits.hasPrefix("0"), let mark = digits.dropFirst().first,
      let known = ["b": 2, "o": 8, "x": 16][mark.lowercased()]
    {
      radix = known
      digits = String(digits.dropFirst(2))
    }
    guard let value = Int(digits, radix: radix) else {
      throw source.error("the whole number is beyond 64 bits", at: token.start, kind: .limit)
    }
    return value
  }

  private func list() throws(TemplateError) -> Expr {
    let at = advance().start
    var items: [Expr] = []
    while current.kind != .rightBracket {
      if !items.isEmpty { try expect(.comma) }
      if current.kind == .rightBracket { break }
      items.append(try expression())
    }
    try expect(.rightBracket)
    return make(.list(items), at, items)
  }

  private func dict() throws(TemplateError) -> Expr {
    let at = advance().start
    var items: [(key: Expr, value: Expr)] = []
    while current.kind != .rightBrace {
      if !items.isEmpty { try expect(.comma) }
      if current.kind == .rightBrace { break }
      var key = try expression()
      // A bare name is a key of its own in JavaScript.
      if syntax.isJavaScript, case .name(let name) = key.kind {
        reads.removeLast()
        key = make(.string(name.text), key.at)
      }
      try expect(.colon)
      items.append((key, try expression()))
    }
    try expect(.rightBrace)
    return make(.dict(items), at, items.flatMap { [$0.key, $0.value] })
  }

  // MARK: Behind a value

  private func postfix(_ value: Expr) throws(TemplateError) -> Expr {
    var value = value
    while true {
      switch current.kind {
      case .dot, .leftBracket: value = try checked(try subscripted(value))
      case .leftParenthesis: value = try checked(try call(value))
      default: return value
      }
    }
  }

  private func filters(_ value: Expr) throws(TemplateError) -> Expr {
    var value = value
    while true {
      switch current.kind {
      case .pipe:
        advance()
        value = try checked(try filter(of: value))
      case .name where current.word == .is && !syntax.isJavaScript: value = try checked(try test(value))
      case .leftParenthesis: value = try checked(try call(value))
      default: return value
      }
    }
  }

  private func subscripted(_ value: Expr) throws(TemplateError) -> Expr {
    let token = advance()
    if token.kind == .dot {
      let name = advance()
      switch name.kind {
      case .name: return make(.attribute(value, text(name)), token.start, over: value)
      case .integer:
        let index = make(.int(try integer(name)), name.start)
        return make(.item(value, index), token.start, over: value)
      default: throw error("expected name or number", at: name.start)
      }
    }
    var parts: [Expr] = []
    while current.kind != .rightBracket {
      if !parts.isEmpty { try expect(.comma) }
      parts.append(try subscribed())
    }
    try expect(.rightBracket)
    let key = parts.count == 1 ? parts[0] : make(.tuple(parts), token.start, parts)
    return make(.item(value, key), token.start, over: value, key)
  }

  private func subscribed() throws(TemplateError) -> Expr {
    let at = current.start
    var start: Expr?
    if current.kind != .colon {
      let value = try expression()
      guard current.kind == .colon else { return value }
      start = value
    }
    advance()
    func isEnd(_ parser: Parser) -> Bool {
      parser.current.kind == .rightBracket || parser.current.kind == .comma
    }
    let stop = current.kind == .colon || isEnd(self) ? nil : try expression()
    var step: Expr?
    if skip(.colon), !isEnd(self) { step = try expression() }
    return make(.slice(start, stop, step), at, [start, stop, step].compactMap { $0 })
  }

  private func callArguments() throws(TemplateError) -> CallSyntax {
    let at = try expect(.leftParenthesis).start
    var call = CallSyntax()
    var needsComma = false
    func ensure(_ isValid: Bool) throws(TemplateError) {
      guard isValid else { throw error("invalid syntax for function call expression", at: at) }
    }
    while current.kind != .rightParenthesis {
      if needsComma {
        try expect(.comma)
        if current.kind == .rightParenthesis { break }
      }
      if current.kind == .mul {
        try ensure(call.star == nil && call.doubleStar == nil)
        advance()
        call.star = try expression()
      } else if current.kind == .pow {
        try ensure(call.doubleStar == nil)
        advance()
        call.doubleStar = try expression()
      } else if current.kind == .name, next.kind == .assign {
        try ensure(call.doubleStar == nil)
        let name = text(advance())
        advance()
        call.keyword.append((name, try expression()))
      } else {
        try ensure(call.star == nil && call.doubleStar == nil && call.keyword.isEmpty)
        call.positional.append(try expression())
      }
      needsComma = true
    }
    try expect(.rightParenthesis)
    return call
  }

  private func call(_ value: Expr) throws(TemplateError) -> Expr {
    let at = current.start
    let call = try callArguments()
    return make(.call(value, call), at, over: value, call)
  }

  private func dottedName() throws(TemplateError) -> String {
    var name = text(try expect(.name))
    while skip(.dot) { name += "." + text(try expect(.name)) }
    return name
  }

  /// A filter; its sign is behind the reader.
  func filter(of value: Expr?) throws(TemplateError) -> Expr {
    let at = current.start
    let first = value?.firstRead ?? reads.count
    let name = try dottedName()
    let call = current.kind == .leftParenthesis ? try callArguments() : CallSyntax()
    return make(.filter(value, name, call), at, depth: max(value?.depth ?? 0, call.depth), from: first)
  }

  func test(_ value: Expr) throws(TemplateError) -> Expr {
    let at = advance().start
    let isNegated = skip(.not)
    let nameAt = current.start
    let name = try dottedName()
    var call = CallSyntax()
    switch current.kind {
    case .leftParenthesis: call = try callArguments()
    case .name, .string, .integer, .float, .leftBracket, .leftBrace:
      if current.word == .else || current.word == .or || current.word == .and { break }
      if current.word == .is { throw error("You cannot chain multiple tests with is") }
      let argument = try primary()
      call.positional = [try postfix(argument)]
    default: break
    }
    let test = make(.test(value, name, call), nameAt, over: value, call)
    return isNegated ? make(.not(test), at, over: test) : test
  }
}
