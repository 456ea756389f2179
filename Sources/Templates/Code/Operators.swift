/// `a ~ b ~ c`.
final class ConcatCode: Code {
  private let parts: [any Code]
  private let at: Int

  init(_ parts: [any Code], at: Int) {
    self.parts = parts
    self.at = at
  }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    if frame.context.escapes { return try frame.write(escaped(frame), at, to: &output) }
    let start = output.count
    // All values are there before the first of them is printed: what one of them cannot print is told last.
    var failure: TemplateError?
    for index in 0..<parts.count {
      let value = try parts[index].evaluate(frame)
      do throws(TemplateError) {
        if case .string(let string) = value {
          output.append(string)
        } else {
          do throws(TemplateError) { output.append(try plain(value, frame)) } catch {
            failure = failure ?? error
          }
        }
        try frame.run.checkText(output.count - start)
      } catch { throw frame.unit.placed(error, at: self.at) }
    }
    do throws(TemplateError) {
      if let failure { throw failure }
      try frame.run.made(output.count - start)
    } catch { throw frame.unit.placed(error, at: self.at) }
  }

  private func plain(_ value: Value, _ frame: Frame) throws(TemplateError) -> String {
    frame.run.syntax.isJavaScript ? try JavaScript.plain(value, frame.run) : try frame.run.text(value)
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    if frame.context.escapes { return try escaped(frame) }
    var output = Output()
    try write(frame, at, to: &output)
    return .string(output.text())
  }

  /// With one part that is safe, the others are escaped and the whole is safe.
  private func escaped(_ frame: Frame) throws(TemplateError) -> Value {
    var values: [Value] = []
    for part in parts { values.append(try part.evaluate(frame)) }
    let isSafe = values.contains(where: \.isMarkup)
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

/// `-a` and `+a`.
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
    do throws(TemplateError) {
      if frame.run.syntax.isJavaScript {
        return sign == .minus
          ? try JavaScript.binary(.mul, value, .int(-1), frame.run)
          : try JavaScript.binary(.sub, value, .int(0), frame.run)
      }
      return try Arithmetic.unary(sign, value)
    } catch {
      throw frame.unit.placed(error, at: at)
    }
  }
}

/// Arithmetic with two values.
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
    let start = try first.evaluate(frame)
    guard case .string(var text) = start else { return try sum(start, from: 0, frame) }
    for index in 0..<rest.count {
      let next = try rest[index].value.evaluate(frame)
      guard case .string(let more) = next else {
        return try sum(add(.string(text), next, index, frame), from: index + 1, frame)
      }
      text += more
      try check(text.utf8.count, index, frame)
    }
    return .string(text)
  }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    if frame.context.escapes { return try frame.write(evaluate(frame), at, to: &output) }
    let begin = output.count
    let start = try first.evaluate(frame)
    guard case .string(let text) = start else {
      return try frame.write(sum(start, from: 0, frame), at, to: &output)
    }
    output.append(text)
    for index in 0..<rest.count {
      let next = try rest[index].value.evaluate(frame)
      guard case .string(let more) = next else {
        let text = output.text(from: begin)
        output.cut(to: begin)
        let value = try sum(add(.string(text), next, index, frame), from: index + 1, frame)
        return try frame.write(value, at, to: &output)
      }
      output.append(more)
      try check(output.count - begin, index, frame)
    }
  }

  /// Adds what follows to a value, whatever it is.
  private func sum(_ start: Value, from index: Int, _ frame: Frame) throws(TemplateError) -> Value {
    var total = start
    for index in index..<rest.count {
      total = try add(total, rest[index].value.evaluate(frame), index, frame)
    }
    return total
  }

  private func add(
    _ left: Value, _ right: Value, _ index: Int, _ frame: Frame
  ) throws(TemplateError) -> Value {
    do throws(TemplateError) { return try Arithmetic.binary(.add, left, right, frame.run) } catch {
      throw frame.unit.placed(error, at: rest[index].at)
    }
  }

  /// Checks a text that has so many bytes with one of its parts, and counts it with the last of them.
  private func check(_ count: Int, _ index: Int, _ frame: Frame) throws(TemplateError) {
    do throws(TemplateError) {
      if index + 1 == rest.count { try frame.run.makeText(count) } else { try frame.run.checkText(count) }
    } catch { throw frame.unit.placed(error, at: rest[index].at) }
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
    if run.syntax.isJavaScript, let result = try JavaScript.compare(sign, left, right, run) { return result }
    switch sign {
    case .equal: return try Comparison.equals(left, right, run)
    case .notEqual: return try !Comparison.equals(left, right, run)
    case .less: return try Comparison.isBefore(left, right, run)
    case .lessEqual: return try Comparison.isBefore(left, right, run, orEqual: true, sign: "<=")
    case .greater: return try Comparison.isBefore(right, left, run, sign: ">")
    case .greaterEqual: return try Comparison.isBefore(right, left, run, orEqual: true, sign: ">=")
    case .same: return try Comparison.equals(left, right, run)
    case .notSame: return try !Comparison.equals(left, right, run)
    case .isIn: return try Access.contains(right, left, run)
    case .isNotIn: return try !Access.contains(right, left, run)
    }
  }
}

/// `a == 'text'` or `a != 'text'`.
final class TextCompareCode: Code {
  private let left: any Code
  private let member: MemberCode?
  private let text: TextKey
  private let isEqual: Bool
  private let at: Int

  init(_ left: any Code, _ text: String, isEqual: Bool, at: Int) {
    self.left = left
    member = left as? MemberCode
    self.text = TextKey(text)
    self.isEqual = isEqual
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame, at)) }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    if let member, let isSame = member.isText(text, frame) { return isSame == isEqual }
    switch try left.evaluate(frame) {
    case .string(let other), .markup(let other): return text.isSame(other) == isEqual
    case let value:
      do throws(TemplateError) {
        return try Comparison.equals(value, .string(text.text), frame.run) == isEqual
      } catch { throw frame.unit.placed(error, at: self.at) }
    }
  }
}

/// `'key' in a` or `'key' not in a`: mostly it is asked of a dict.
final class KeyTestCode: Code {
  private let key: TextKey
  private let container: any Code
  private let isIn: Bool
  private let at: Int

  init(_ key: String, in container: any Code, isIn: Bool, at: Int) {
    self.key = TextKey(key)
    self.container = container
    self.isIn = isIn
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame, at)) }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    let container = try container.evaluate(frame)
    if case .dict(let box) = container { return box.contains(key) == isIn }
    do throws(TemplateError) {
      return try Access.contains(container, .string(key.text), frame.run) == isIn
    } catch { throw frame.unit.placed(error, at: self.at) }
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
