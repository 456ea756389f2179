/// `a ~ b ~ c`.
final class ConcatCode: Code {
  private let parts: [any Code]
  private let at: Int

  init(_ parts: [any Code], at: Int) {
    self.parts = parts
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if frame.context.escapes { return try escaped(frame) }
    var text = ""
    // All values are there before the first of them is printed: what one of them cannot print is told last.
    var failure: TemplateError?
    for part in parts {
      let value = try part.evaluate(frame)
      if case .string(let string) = value {
        text += string
      } else {
        do throws(TemplateError) {
          text += frame.run.syntax.isJavaScript ? try JavaScript.plain(value) : try frame.run.text(value)
        } catch { failure = failure ?? error }
      }
      do throws(TemplateError) { try frame.run.checkText(text.utf8.count) } catch {
        throw frame.unit.placed(error, at: at)
      }
    }
    if let failure { throw frame.unit.placed(failure, at: at) }
    do throws(TemplateError) { try frame.run.made(text.utf8.count) } catch {
      throw frame.unit.placed(error, at: at)
    }
    return .string(text)
  }

  /// With one part that is safe, the others are escaped and the whole is safe.
  private func escaped(_ frame: Frame) throws(TemplateError) -> Value {
    var values: [Value] = []
    for part in parts { values.append(try part.evaluate(frame)) }
    let isSafe = values.contains { if case .markup = $0 { true } else { false } }
    var text = ""
    do throws(TemplateError) {
      for value in values {
        text += isSafe ? try Markup.escape(value, frame.run) : try frame.run.text(value)
        try frame.run.checkText(text.utf8.count)
      }
      try frame.run.made(text.utf8.count)
    } catch { throw frame.unit.placed(error, at: at) }
    return isSafe ? .markup(text) : .string(text)
  }
}

final class UnaryCode: Code {
  private let sign: UnaryOperator
  private let value: any Code
  private let at: Int

  init(_ sign: UnaryOperator, _ value: any Code, at: Int) {
    self.sign = sign
    self.value = value
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = try value.evaluate(frame)
    do throws(TemplateError) { return try Arithmetic.unary(sign, value) } catch {
      throw frame.unit.placed(error, at: at)
    }
  }
}

final class BinaryCode: Code {
  private let sign: BinaryOperator
  private let left: any Code
  private let right: any Code
  private let at: Int

  init(_ sign: BinaryOperator, _ left: any Code, _ right: any Code, at: Int) {
    self.sign = sign
    self.left = left
    self.right = right
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let left = try left.evaluate(frame)
    let right = try right.evaluate(frame)
    do throws(TemplateError) {
      if sign == .add, case .string(let a) = left, case .string(let b) = right {
        try frame.run.makeText(a.utf8.count + b.utf8.count)
        return .string(a + b)
      }
      if frame.run.syntax.isJavaScript {
        return try JavaScript.binary(sign, left, right, frame.run)
      }
      return try Arithmetic.binary(sign, left, right, frame.run)
    } catch { throw frame.unit.placed(error, at: at) }
  }
}

/// `a + b + c`: as long as it is made of strings, they are put behind each other in one text.
final class SumCode: Code {
  private let first: any Code
  private let rest: [(value: any Code, at: Int)]

  init(_ first: any Code, _ rest: [(any Code, at: Int)]) {
    self.first = first
    self.rest = rest.map { ($0.0, $0.at) }
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var total = try first.evaluate(frame)
    var index = 0
    if case .string(var text) = total {
      while index < rest.count {
        let next = try rest[index].value.evaluate(frame)
        guard case .string(let more) = next else {
          do throws(TemplateError) {
            total = try Arithmetic.binary(.add, .string(text), next, frame.run)
          } catch { throw frame.unit.placed(error, at: rest[index].at) }
          index += 1
          break
        }
        text += more
        index += 1
        if index == rest.count {
          do throws(TemplateError) { try frame.run.makeText(text.utf8.count) } catch {
            throw frame.unit.placed(error, at: rest[index - 1].at)
          }
          return .string(text)
        }
        do throws(TemplateError) { try frame.run.checkText(text.utf8.count) } catch {
          throw frame.unit.placed(error, at: rest[index - 1].at)
        }
      }
    }
    while index < rest.count {
      let right = try rest[index].value.evaluate(frame)
      do throws(TemplateError) {
        total = try Arithmetic.binary(.add, total, right, frame.run)
      } catch { throw frame.unit.placed(error, at: rest[index].at) }
      index += 1
    }
    return total
  }
}

/// One comparison.
final class CompareCode: Code {
  private let sign: CompareOperator
  private let left: any Code
  private let right: any Code
  private let at: Int

  init(_ sign: CompareOperator, _ left: any Code, _ right: any Code, at: Int) {
    self.sign = sign
    self.left = left
    self.right = right
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    .bool(try isTrue(frame, at))
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    let left = try left.evaluate(frame)
    let right = try right.evaluate(frame)
    do throws(TemplateError) {
      return try CompareCode.compare(sign, left, right, frame.run)
    } catch { throw frame.unit.placed(error, at: self.at) }
  }

  static func compare(
    _ sign: CompareOperator, _ left: Value, _ right: Value, _ run: Run
  ) throws(TemplateError) -> Bool {
    if run.syntax.isJavaScript, let result = try JavaScript.compare(sign, left, right) { return result }
    switch sign {
    case .equal: return try Comparison.equals(left, right)
    case .notEqual: return try !Comparison.equals(left, right)
    case .less: return try Comparison.isBefore(left, right)
    case .lessEqual: return try Comparison.isBefore(left, right, orEqual: true, sign: "<=")
    case .greater: return try Comparison.isBefore(right, left, sign: ">")
    case .greaterEqual: return try Comparison.isBefore(right, left, orEqual: true, sign: ">=")
    case .same: return try Comparison.equals(left, right)
    case .notSame: return try !Comparison.equals(left, right)
    case .isIn: return try Access.contains(right, left, run)
    case .isNotIn: return try !Access.contains(right, left, run)
    }
  }
}

/// `a == 'text'` or `a != 'text'`.
final class TextCompareCode: Code {
  private let left: any Code
  private let text: String
  private let isEqual: Bool
  private let at: Int

  init(_ left: any Code, _ text: String, isEqual: Bool, at: Int) {
    self.left = left
    self.text = text
    self.isEqual = isEqual
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame, at)) }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    switch try left.evaluate(frame) {
    case .string(let other), .markup(let other): return Text.isSame(other, text) == isEqual
    case let value:
      do throws(TemplateError) { return try Comparison.equals(value, .string(text)) == isEqual } catch {
        throw frame.unit.placed(error, at: self.at)
      }
    }
  }
}

/// `a < b < c`: each is evaluated once, and no further than the first that is false.
final class ChainCode: Code {
  private let first: any Code
  private let rest: [(CompareOperator, any Code)]
  private let at: Int

  init(_ first: any Code, _ rest: [(CompareOperator, any Code)], at: Int) {
    self.first = first
    self.rest = rest
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var left = try first.evaluate(frame)
    for (sign, value) in rest {
      let right = try value.evaluate(frame)
      do throws(TemplateError) {
        guard try CompareCode.compare(sign, left, right, frame.run) else { return .bool(false) }
      } catch { throw frame.unit.placed(error, at: at) }
      left = right
    }
    return .bool(true)
  }
}
