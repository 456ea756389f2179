import Documents

extension Compiler {
  /// A text of so many bytes takes work to be compared or looked for, which is counted.
  private static let longText = 4096

  func code(_ expression: Expr, _ scope: Scope) throws(TemplateError) -> any Code {
    let at = expression.at
    weight += 1
    switch expression.kind {
    case .none: return ConstantCode(.none)
    case .bool(let value): return ConstantCode(.bool(value))
    case .int(let value): return ConstantCode(.int(value))
    case .float(let value): return ConstantCode(.float(value))
    case .string(let text): return TextCode(text)
    case .regex(let pattern): return RegexCode(pattern)
    case .name(let name):
      noteRead(name, at: at, scope)
      if syntax.isJavaScript, let code = storedName(name, scope) { return code }
      guard let reference = scope.symbols.reference(name, from: scope.function) else {
        // A name that no scope knows, as in a filter of a block: the context has it, or nobody.
        sharesNames = true
        return ContextNameCode(name.text)
      }
      return reference.hops == 0
        ? scope.function.code(name, reference.slot) : OuterNameCode(name.text, reference)
    case .tuple(let items) where syntax.isJavaScript && !items.isEmpty:
      return LastCode(try codes(items, scope))
    case .tuple(let items): return TupleCode(try codes(items, scope), at: at)
    case .list(let items): return ListCode(try codes(items, scope), at: at)
    case .dict(let items):
      var pairs: [(any Code, any Code)] = []
      for (key, value) in items { pairs.append((try code(key, scope), try code(value, scope))) }
      return DictCode(pairs, at: at)
    case .attribute(let value, let name):
      guard name.utf8.count < Self.longText else {
        throw error("a name of more than \(Self.longText) bytes", at: at)
      }
      return MemberCode(try code(value, scope), name, attributeKind(name), isItem: false, at: at)
    case .item(let value, let key): return try item(value, key, at, scope)
    case .slice: throw error("a slice stands in brackets behind a value", at: at)
    case .call(let function, let call): return try self.call(function, call, at, scope)
    case .filter(let value, let name, let call): return try filter(value, name, call, at, scope)
    case .test(let value, let name, let call): return try test(value, name, call, at, scope)
    case .unary(let sign, let value): return UnaryCode(sign, try code(value, scope), at: at)
    case .binary(.add, _, _) where !syntax.isJavaScript:
      var first = expression
      var rest: [(any Code, at: Int)] = []
      while case .binary(.add, let left, let right) = first.kind {
        rest.append((try code(right, scope), at: first.at))
        first = left
      }
      return SumCode(try code(first, scope), rest.reversed())
    case .binary(.pow, let left, let right)
    where left.isNegativeNumber && !right.isConstant && !syntax.isJavaScript:
      // Jinja writes the number into Python's code as it is, where `-1 ** x` is `-(1 ** x)`.
      guard case .unary(_, let number) = left.kind else { break }
      return UnaryCode(
        .minus, BinaryCode(.pow, try code(number, scope), try code(right, scope), at: at), at: at)
    case .binary(let sign, let left, let right):
      return BinaryCode(sign, try code(left, scope), try code(right, scope), at: at)
    case .and(let left, let right): return AndCode(try code(left, scope), try code(right, scope), at: at)
    case .or(let left, let right): return OrCode(try code(left, scope), try code(right, scope), at: at)
    case .not(let value): return NotCode(try code(value, scope), at: at)
    case .compare(let first, let rest):
      var others: [(CompareOperator, any Code)] = []
      for (sign, value) in rest { others.append((sign, try code(value, scope))) }
      if others.count == 1 {
        let (sign, right) = others[0]
        if let constant = right as? TextCode, sign == .equal || sign == .notEqual, !syntax.isJavaScript,
          constant.text.utf8.count < Self.longText
        {
          return TextCompareCode(try code(first, scope), constant.text, isEqual: sign == .equal, at: at)
        }
        let left = try code(first, scope)
        if let key = left as? TextCode, sign == .isIn || sign == .isNotIn, !syntax.isJavaScript,
          key.text.utf8.count < Self.longText
        {
          return KeyTestCode(key.text, in: right, isIn: sign == .isIn, at: at)
        }
        return CompareCode(sign, left, right, at: at)
      }
      return ChainCode(try code(first, scope), others, at: at)
    case .concat(let parts): return ConcatCode(try codes(parts, scope), at: at)
    case .conditional(let test, let then, let otherwise):
      let soft = scope.soft
      return ConditionalCode(
        try code(test, soft), try code(then, soft),
        try otherwise.flatMap { value throws(TemplateError) in try code(value, soft) }, at: at)
    }
    throw error("no expression", at: at)
  }

  /// The code of a name that nunjucks may have stored in several places, or not yet; nil of others.
  private func storedName(_ name: Name, _ scope: Scope) -> (any Code)? {
    let places = scope.symbols.storedPlaces(name)
    guard let first = places.first, !first.isParameter else { return nil }
    let last = places.firstIndex { $0.isParameter } ?? places.count - 1
    return StoredNameCode(
      name.text,
      places[...last].map {
        Reference(hops: scope.function.depth - $0.place.depth, slot: $0.place.slot)
      })
  }

  private func codes(_ expressions: [Expr], _ scope: Scope) throws(TemplateError) -> [any Code] {
    guard !expressions.isEmpty else { return [] }
    var codes: [any Code] = []
    codes.reserveCapacity(expressions.count)
    for expression in expressions { codes.append(try code(expression, scope)) }
    return codes
  }

  private func item(
    _ value: Expr, _ key: Expr, _ at: Int, _ scope: Scope
  ) throws(TemplateError) -> any Code {
    let object = try code(value, scope)
    switch key.kind {
    case .slice(let start, let stop, let step):
      func part(_ part: Expr?) throws(TemplateError) -> (any Code)? {
        guard let part else { return nil }
        return try code(part, scope)
      }
      return SliceCode(object, try part(start), try part(stop), try part(step), at: at)
    case .string(let name) where name.utf8.count < Self.longText:
      return MemberCode(object, name, attributeKind(name), isItem: true, at: at)
    case .tuple(let items) where items.contains(where: { if case .slice = $0.kind { true } else { false } }):
      throw error("slices cannot be parted by commas", at: at)
    default: return ItemCode(object, try code(key, scope), at: at)
    }
  }

  func arguments(_ call: CallSyntax, _ scope: Scope) throws(TemplateError) -> ArgumentsCode {
    var keyword: [(String, any Code)] = []
    // Mostly there are few; of many a set tells.
    var names: Set<String> = []
    let isLong = call.keyword.count > 16
    for (name, value) in call.keyword {
      guard isLong ? names.insert(name).inserted : !keyword.contains(where: { $0.0 == name }) else {
        throw error("keyword argument repeated: \(name)", at: value.at)
      }
      keyword.append((name, try code(value, scope)))
    }
    return ArgumentsCode(
      positional: try codes(call.positional, scope), keyword: keyword,
      star: try call.star.flatMap { value throws(TemplateError) in try code(value, scope) },
      doubleStar: try call.doubleStar.flatMap { value throws(TemplateError) in try code(value, scope) })
  }

  private func call(
    _ function: Expr, _ call: CallSyntax, _ at: Int, _ scope: Scope
  ) throws(TemplateError) -> any Code {
    let arguments = try arguments(call, scope)
    if case .attribute(let value, let name) = function.kind {
      return MethodCallCode(try code(value, scope), name, arguments, at: function.at)
    }
    return CallCode(try code(function, scope), arguments, at: at)
  }

  private func filter(
    _ value: Expr?, _ name: String, _ call: CallSyntax, _ at: Int, _ scope: Scope
  ) throws(TemplateError) -> any Code {
    let operand: any Code =
      if let value { try code(value, scope) } else { BlockTextCode() }
    let arguments = try arguments(call, scope)
    guard let function = Filters.named(name, syntax) else {
      return try failing(.filter(name), operand, at, scope)
    }
    if name == "tojson", syntax.hasPlainJSON {
      return JSONCode(operand, arguments, indent: call.indent, at: at)
    }
    if arguments.isEmpty { return PlainFilterCode(operand, function, at: at) }
    return FilterCode(operand, function, arguments, at: at)
  }

  private func test(
    _ value: Expr, _ name: String, _ call: CallSyntax, _ at: Int, _ scope: Scope
  ) throws(TemplateError) -> any Code {
    let operand = try code(value, scope)
    let arguments = try arguments(call, scope)
    guard let function = Tests.named(name) else {
      return try failing(.test(name), operand, at, scope)
    }
    if arguments.isEmpty, name == "defined" { return DefinedCode(operand, isDefined: true) }
    if arguments.isEmpty, name == "undefined" { return DefinedCode(operand, isDefined: false) }
    if arguments.isEmpty, let kind = KindTestCode.Kind(rawValue: name) { return KindTestCode(operand, kind) }
    return TestCode(operand, function, arguments, at: at)
  }

  /// What stands for a filter or test that does not exist. The words for it take a look at all that do, so they are
  /// found when somebody asks.
  private func failing(
    _ missing: MissingFunction, _ operand: any Code, _ at: Int, _ scope: Scope
  ) throws(TemplateError) -> any Code {
    func found() -> TemplateError { error(missing.message, at: at, hint: missing.hint(syntax)) }
    if !scope.isSoft, !syntax.isJavaScript {
      if !isFull { try report(found()) }
    } else if wantsWarnings {
      warn(found())
    }
    return FailingCode(operand, missing, at: at)
  }
}

/// A filter or test that does not exist.
enum MissingFunction: Sendable {
  case filter(String)
  case test(String)

  var message: String {
    switch self {
    case .filter(let name): "No filter named '\(name)'"
    case .test(let name): "No test named '\(name)'"
    }
  }

  /// Which one was probably meant.
  func hint(_ syntax: TemplateSyntax) -> String? {
    let near =
      switch self {
      case .filter(let name): NearestName.of(name, among: Filters.names(syntax))
      case .test(let name): NearestName.of(name, among: Tests.table.keys.sorted())
      }
    return near.map { "did you mean “\($0)”?" }
  }
}

extension CallSyntax {
  /// The number of `indent=4`, when nothing else is said.
  fileprivate var indent: Int? {
    guard positional.isEmpty, star == nil, doubleStar == nil, keyword.count == 1, keyword[0].name == "indent",
      case .int(let count) = keyword[0].value.kind, (0...1000).contains(count)
    else { return nil }
    return count
  }
}

extension Expr {
  /// Whether it is a number with a minus sign before it.
  fileprivate var isNegativeNumber: Bool {
    guard case .unary(.minus, let number) = kind else { return false }
    switch number.kind {
    case .int, .float: return true
    default: return false
    }
  }

  /// Whether its value is known before it is rendered: nothing in it is read or called.
  fileprivate var isConstant: Bool {
    switch kind {
    case .name, .call: return false
    default:
      var isConstant = true
      forEachPart { if !$0.isConstant { isConstant = false } }
      return isConstant
    }
  }
}
