/// Puts the arguments of a call to the parameters of a function, as Python does.
struct Binder {
  private var values: [Value?]
  private let names: [String]
  private let function: String

  /// - Parameters:
  ///   - names: the parameters in their order; those given by name only begin with `*`.
  ///   - required: how many of them must be given.
  ///   - positionalOnly: whether none of them can be given by name, as in most methods that Python has in C.
  /// - Throws: too many arguments, unknown ones, ones given twice or missing.
  init(
    _ function: String, _ arguments: Arguments, _ names: [String], required: Int = 0, offset: Int = 0,
    positionalOnly: Bool = false
  ) throws(TemplateError) {
    self.function = function
    self.names = names
    if positionalOnly, !arguments.keyword.isEmpty {
      throw .type("\(function)() takes no keyword arguments")
    }
    values = Array(repeating: nil, count: names.count)
    let positional = names.firstIndex { $0.utf8.first == 0x2A } ?? names.count
    guard arguments.positional.count <= positional else {
      throw .type(
        "\(function)() takes \(positional + offset) positional arguments but \(arguments.positional.count + offset) were given"
      )
    }
    for (index, value) in arguments.positional.enumerated() { values[index] = value }
    for (name, value) in arguments.keyword {
      guard let index = names.firstIndex(where: { $0 == name || $0 == "*" + name }) else {
        throw .type("\(function)() got an unexpected keyword argument '\(name)'")
      }
      guard values[index] == nil else {
        throw .type("\(function)() got multiple values for argument '\(name)'")
      }
      values[index] = value
    }
    for index in 0..<required where values[index] == nil {
      throw .type("\(function)() missing 1 required positional argument: '\(names[index])'")
    }
  }

  subscript(index: Int) -> Value { values[index] ?? .missing }

  /// An argument, when it was given.
  func value(_ index: Int) -> Value? { values[index] }

  /// A whole number; `standard` when none was given.
  func int(_ index: Int, _ standard: Int) throws(TemplateError) -> Int {
    guard let value = values[index] else { return standard }
    return try Self.int(value)
  }

  /// A whole number, kept so far from the ends of 64 bits that lengths can be added to it.
  static func int(_ value: Value) throws(TemplateError) -> Int {
    if let number = value.integer { return clamped(number) }
    if case .undefined(let undefined) = value { throw undefined.error }
    throw .type("'\(value.typeName)' object cannot be interpreted as an integer")
  }

  static func clamped(_ number: Int) -> Int { max(-(1 << 61), min(1 << 61, number)) }

  func bool(_ index: Int, _ standard: Bool) throws(TemplateError) -> Bool {
    guard let value = values[index] else { return standard }
    if case .undefined(let undefined) = value, undefined.manner == .strict { throw undefined.error }
    return value.isTrue
  }

  /// A text that must be one.
  func text(_ index: Int) throws(TemplateError) -> String {
    guard let text = self[index].text else {
      if case .undefined(let undefined) = self[index] { throw undefined.error }
      throw .type("\(function)() argument must be str, not \(self[index].typeName)")
    }
    return text
  }

  /// An argument that may be None or left out.
  func optional(_ index: Int) -> Value? {
    guard let value = values[index], !value.isNone else { return nil }
    return value
  }
}

/// A function of Swift's as a value.
final class FunctionObject: TemplateObject {
  private let name: String
  private let function: (Arguments, Run) throws(TemplateError) -> Value
  private let held: Int

  /// - Parameter held: how deep the object holds others whose function it is.
  init(
    _ name: String, holding held: Int = 0,
    _ function: @escaping (Arguments, Run) throws(TemplateError) -> Value
  ) {
    self.name = name
    self.held = held
    self.function = function
  }

  override var depth: Int { held + 1 }

  override var typeName: String { "function" }
  override var display: String { "<function \(name) at 0x0>" }
  override var isCallable: Bool { true }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    try function(arguments, run)
  }
}

typealias NativeMethod = @Sendable (Value, Arguments, Run) throws(TemplateError) -> Value
typealias NativeFilter = @Sendable (Value, Arguments, Frame) throws(TemplateError) -> Value
typealias NativeTest = @Sendable (Value, Arguments, Frame) throws(TemplateError) -> Bool

/// A method with the value it is of.
final class BoundMethod: TemplateObject {
  private let value: Value
  private let name: String
  private let method: NativeMethod

  init(_ value: Value, _ name: String, _ method: @escaping NativeMethod) {
    self.value = value
    self.name = name
    self.method = method
  }

  override var depth: Int { value.depth + 1 }
  override var typeName: String { "builtin_function_or_method" }
  override var display: String { "<built-in method \(name) of \(value.typeName) object at 0x0>" }
  override var isCallable: Bool { true }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    try method(value, arguments, run)
  }
}
