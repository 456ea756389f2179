/// Reads operators as nunjucks does.
///
/// Its compiler writes most of them into JavaScript as they stand, without parentheses, so that the precedence of
/// JavaScript decides: `not a == b` is `!a == b`, and `a < b < c` compares the first result with `c`. `//` and `**`
/// become calls of functions and bind closer (<https://github.com/mozilla/nunjucks/blob/master/nunjucks/src/parser.js>,
/// `compiler.js` beside it).
extension Parser {
  func javaScriptNot() throws(TemplateError) -> Expr {
    guard current.word == .not else { return try javaScriptIn() }
    negations.append(advance().start)
    return try nest { parser throws(TemplateError) in try parser.javaScriptNot() }
  }

  /// `in` and `is` are functions: a `not` before them is one of the whole.
  private func javaScriptIn() throws(TemplateError) -> Expr {
    let places = negations
    var value = try javaScriptCompare()
    if current.word == .is { value = negated(try test(bare(value, places)), places) }
    while current.word == .in || current.word == .not && next.word == .in {
      let at = current.start
      let sign: CompareOperator = skip(.not) ? .isNotIn : .isIn
      advance()
      var right = try javaScriptCompare()
      if current.word == .is { right = try checked(test(right)) }
      let left = bare(value, places)
      value = negated(make(.compare(left, [(sign, right)]), at, over: left, right), places)
    }
    return try checked(value)
  }

  private func negated(_ value: Expr, _ places: [Int]) -> Expr {
    var value = value
    for at in places.reversed() { value = make(.not(value), at, over: value) }
    return value
  }

  /// An expression without the signs of negation that its first part was given.
  private func bare(_ value: Expr, _ places: [Int]) -> Expr {
    guard !places.isEmpty else { return value }
    switch value.kind {
    case .not(let inner): return bare(inner, Array(places.dropLast()))
    case .compare(let first, let rest):
      let first = bare(first, places)
      return make(.compare(first, rest), value.at, [first] + rest.map(\.1))
    case .binary(let sign, let left, let right):
      let left = bare(left, places)
      return make(.binary(sign, left, right), value.at, over: left, right)
    case .concat(let parts):
      let all = [bare(parts[0], places)] + parts.dropFirst()
      return make(.concat(all), value.at, all)
    default: return value
    }
  }

  private func javaScriptCompare() throws(TemplateError) -> Expr {
    var left = try relation()
    while true {
      let isTriple = current.end - current.start == 3
      let sign: CompareOperator
      switch current.kind {
      case .equal: sign = isTriple ? .same : .equal
      case .notEqual: sign = isTriple ? .notSame : .notEqual
      default: return left
      }
      let at = advance().start
      let right = try relation()
      left = try checked(make(.compare(left, [(sign, right)]), at, over: left, right))
    }
  }

  private func relation() throws(TemplateError) -> Expr {
    var left = try javaScriptSum()
    while true {
      let sign: CompareOperator
      switch current.kind {
      case .less: sign = .less
      case .lessEqual: sign = .lessEqual
      case .greater: sign = .greater
      case .greaterEqual: sign = .greaterEqual
      default: return left
      }
      let at = advance().start
      let right = try javaScriptSum()
      left = try checked(make(.compare(left, [(sign, right)]), at, over: left, right))
    }
  }

  /// Sums and `~`, which is `+ "" +`.
  private func javaScriptSum() throws(TemplateError) -> Expr {
    let at = current.start
    var left = try javaScriptProduct()
    while true {
      switch current.kind {
      case .tilde:
        var parts = [left]
        while skip(.tilde) { parts.append(try javaScriptProduct()) }
        left = try checked(make(.concat(parts), at, parts))
      case .add, .sub:
        let token = advance()
        let right = try javaScriptProduct()
        left = try checked(
          make(.binary(token.kind == .add ? .add : .sub, left, right), token.start, over: left, right))
      default: return left
      }
    }
  }

  private func javaScriptProduct() throws(TemplateError) -> Expr {
    let first = try factor()
    var left = try remainder(of: first.value, first.divisors)
    while current.kind == .mul || current.kind == .div {
      let token = advance()
      let right = try factor()
      left = try checked(
        make(
          .binary(token.kind == .mul ? .mul : .div, left, right.value), token.start, over: left, right.value))
      left = try remainder(of: left, right.divisors)
    }
    return left
  }

  private typealias Divisors = [(value: Expr, at: Int)]

  /// A value and what stands behind its signs of `%`, which JavaScript takes together with what stands before it; with
  /// `//` all is one value.
  private func factor() throws(TemplateError) -> (value: Expr, divisors: Divisors) {
    let places = negations
    negations = []
    var value = try power(from: unary())
    var divisors = try self.divisors()
    if current.kind == .floorDiv {
      value = try remainder(of: value, divisors)
      divisors = []
      while current.kind == .floorDiv {
        let at = advance().start
        let divisor = try power(from: unary())
        let further = try self.divisors()
        if further.isEmpty {
          value = try checked(make(.binary(.floorDiv, value, divisor), at, over: value, divisor))
        } else {
          value = try checked(make(.binary(.div, value, divisor), at, over: value, divisor))
          value = try remainder(of: value, further)
          value = try checked(make(.binary(.floorDiv, value, make(.int(1), at)), at, over: value))
        }
      }
    }
    return (try checked(negated(value, places)), divisors)
  }

  private func divisors() throws(TemplateError) -> Divisors {
    var divisors: Divisors = []
    while current.kind == .mod {
      let at = advance().start
      divisors.append((try power(from: unary()), at))
    }
    return divisors
  }

  private func remainder(of value: Expr, _ divisors: Divisors) throws(TemplateError) -> Expr {
    var value = value
    for (divisor, at) in divisors {
      value = try checked(make(.binary(.mod, value, divisor), at, over: value, divisor))
    }
    return value
  }
}
