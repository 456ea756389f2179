/// The arguments of a call, before they are evaluated.
final class ArgumentsCode: Sendable {
  private let positional: [any Code]
  private let keyword: [(name: String, value: any Code)]
  private let star: (any Code)?
  private let doubleStar: (any Code)?
  let isEmpty: Bool

  init(positional: [any Code], keyword: [(String, any Code)], star: (any Code)?, doubleStar: (any Code)?) {
    self.positional = positional
    self.keyword = keyword
    self.star = star
    self.doubleStar = doubleStar
    isEmpty = positional.isEmpty && keyword.isEmpty && star == nil && doubleStar == nil
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Arguments {
    var arguments = Arguments()
    guard !isEmpty else { return arguments }
    arguments.positional.reserveCapacity(positional.count)
    for value in positional { arguments.positional.append(try value.evaluate(frame)) }
    for (name, value) in keyword { arguments.keyword.append((name, try value.evaluate(frame))) }
    if let star {
      let items = try Access.items(star.evaluate(frame), frame.run)
      try frame.run.makeItems(items.count)
      arguments.positional += items
    }
    if let doubleStar {
      switch try doubleStar.evaluate(frame) {
      case .dict(let box):
        try frame.run.makeItems(box.count)
        var names = Set(arguments.keyword.map(\.name))
        for (key, value) in zip(box.keys, box.values) {
          guard let name = key.text else { throw .type("keywords must be strings") }
          guard names.insert(name).inserted else {
            throw .type("got multiple values for keyword argument '\(name)'")
          }
          arguments.keyword.append((name, value))
        }
      case .undefined(let undefined): throw undefined.error
      case let value: throw .type("argument after ** must be a mapping, not \(value.typeName)")
      }
    }
    return arguments
  }
}

/// Calls what an expression gives.
final class CallCode: Code {
  private let function: any Code
  private let arguments: ArgumentsCode
  private let at: Int

  init(_ function: any Code, _ arguments: ArgumentsCode, at: Int) {
    self.function = function
    self.arguments = arguments
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let callee = try function.evaluate(frame)
    do throws(TemplateError) {
      return try CallCode.call(callee, arguments.evaluate(frame), frame.run)
    } catch { throw frame.unit.placed(error, at: at) }
  }

  static func call(_ callee: Value, _ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    try run.work()
    switch callee {
    case .object(let object): return try object.call(arguments, run)
    case .undefined(let undefined): throw undefined.error
    default: throw .type("'\(callee.typeName)' object is not callable")
    }
  }
}

/// Calls an attribute: mostly a method of one of Python's types, found while the template was compiled.
final class MethodCallCode: Code {
  private let value: any Code
  private let name: String
  private let arguments: ArgumentsCode
  private let at: Int
  private let onText: NativeMethod?
  private let onDict: NativeMethod?
  private let onList: NativeMethod?

  init(_ value: any Code, _ name: String, _ arguments: ArgumentsCode, at: Int) {
    self.value = value
    self.name = name
    self.arguments = arguments
    self.at = at
    onText = StringMethods.table[name]
    onDict = DictMethods.changing.contains(name) ? nil : DictMethods.table[name]
    onList = ListMethods.changing.contains(name) ? nil : ListMethods.table[name]
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let object = try value.evaluate(frame)
    let method: NativeMethod? =
      switch object {
      case .string, .markup: onText
      case .dict: onDict
      case .list: onList
      default: nil
      }
    do throws(TemplateError) {
      if let method, !frame.run.syntax.isJavaScript {
        let arguments = try placing(frame)
        try frame.run.work()
        return try method(object, arguments, frame.run)
      }
      let callee = try Access.attribute(object, name, frame.run)
      return try CallCode.call(callee, placing(frame), frame.run)
    } catch {
      guard error.position == nil else { throw error }
      throw frame.unit.placed(MemberCode.hinted(error, value, frame), at: at)
    }
  }

  /// The arguments: an error of theirs has a place, so that it is not taken for one of the method.
  @inline(__always)
  private func placing(_ frame: Frame) throws(TemplateError) -> Arguments {
    do throws(TemplateError) { return try arguments.evaluate(frame) } catch {
      throw frame.unit.placed(error, at: at)
    }
  }
}

/// A filter without arguments.
final class PlainFilterCode: Code {
  private let value: any Code
  private let function: NativeFilter
  private let at: Int

  init(_ value: any Code, _ function: @escaping NativeFilter, at: Int) {
    self.value = value
    self.function = function
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = try value.evaluate(frame)
    do throws(TemplateError) {
      try frame.run.work()
      return try function(value, .none, frame)
    } catch { throw frame.unit.placed(error, at: at) }
  }
}

/// A filter with arguments.
final class FilterCode: Code {
  private let value: any Code
  private let function: NativeFilter
  private let arguments: ArgumentsCode
  private let at: Int

  init(_ value: any Code, _ function: @escaping NativeFilter, _ arguments: ArgumentsCode, at: Int) {
    self.value = value
    self.function = function
    self.arguments = arguments
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    let value = try value.evaluate(frame)
    do throws(TemplateError) {
      try frame.run.work()
      return try function(value, arguments.evaluate(frame), frame)
    } catch { throw frame.unit.placed(error, at: at) }
  }
}

/// `value is test`.
final class TestCode: Code {
  private let value: any Code
  private let function: NativeTest
  private let arguments: ArgumentsCode
  private let at: Int

  init(_ value: any Code, _ function: @escaping NativeTest, _ arguments: ArgumentsCode, at: Int) {
    self.value = value
    self.function = function
    self.arguments = arguments
    self.at = at
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    .bool(try isTrue(frame, at))
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    let value = try value.evaluate(frame)
    do throws(TemplateError) {
      try frame.run.work()
      return try function(value, arguments.evaluate(frame), frame)
    } catch { throw frame.unit.placed(error, at: self.at) }
  }
}

/// `tojson` of chat templates, which is printed as it is made.
final class JSONCode: Code {
  private let value: any Code
  private let arguments: ArgumentsCode
  /// How it prints, when that is known before.
  private let json: TemplateJSON?
  private let at: Int

  init(_ value: any Code, _ arguments: ArgumentsCode, indent: Int?, at: Int) {
    self.value = value
    self.arguments = arguments
    self.at = at
    json =
      arguments.isEmpty
      ? TemplateJSON()
      : indent.map { TemplateJSON(indent: String(repeating: " ", count: $0), itemSeparator: ",") }
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
    var output = Output()
    try print(frame, to: &output)
    return .string(output.text())
  }

  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    if frame.context.escapes { return try frame.write(evaluate(frame), at, to: &output) }
    try print(frame, to: &output)
  }

  private func print(_ frame: Frame, to output: inout Output) throws(TemplateError) {
    let value = try value.evaluate(frame)
    do throws(TemplateError) {
      try frame.run.work()
      let json: TemplateJSON
      if let known = self.json {
        json = known
      } else {
        json = try TemplateJSON.plain(arguments.evaluate(frame), frame.run)
      }
      let start = output.count
      try json.write(value, to: &output, frame.run)
      try frame.run.makeText(output.count - start)
    } catch { throw frame.unit.placed(error, at: at) }
  }
}

/// A test that only looks at the kind of a value, as `is string` does.
final class KindTestCode: Code {
  /// The tests it does, by their names.
  enum Kind: String, Sendable {
    case none, string, boolean, number, integer, float, `true`, `false`
  }

  private let value: any Code
  private let kind: Kind

  init(_ value: any Code, _ kind: Kind) {
    self.value = value
    self.kind = kind
  }

  func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame, 0)) }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    switch (kind, try value.evaluate(frame)) {
    case (.none, .none), (.string, .string), (.string, .markup), (.boolean, .bool), (.integer, .int),
      (.float, .float), (.number, .int), (.number, .float), (.number, .bool), (.true, .bool(true)),
      (.false, .bool(false)):
      true
    default: false
    }
  }
}
