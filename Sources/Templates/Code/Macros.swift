/// A macro, or the body of a call block, made ready.
final class MacroCode: Sendable {
  /// A parameter: its name, where its value is stored, and what it is when nothing is given.
  struct Parameter: Sendable {
    let name: String
    let slot: Int
    let standard: (any Code)?
  }

  let name: String?
  let parameters: [Parameter]
  let usesCaller: Bool
  /// Where `caller`, `kwargs` and `varargs` stand, when the body reads them.
  let caller: Int?
  let kwargs: Int?
  let varargs: Int?
  let function: FunctionCode
  let at: Int

  init(
    name: String?, parameters: [Parameter], usesCaller: Bool, caller: Int?, kwargs: Int?, varargs: Int?,
    function: FunctionCode, at: Int
  ) {
    self.name = name
    self.parameters = parameters
    self.usesCaller = usesCaller
    self.caller = caller
    self.kwargs = kwargs
    self.varargs = varargs
    self.function = function
    self.at = at
  }
}

/// A macro as a value: its code, and the variables of the place where it was defined.
final class MacroObject: TemplateObject {
  private let code: MacroCode
  private var frame: Frame?

  init(_ code: MacroCode, _ frame: Frame) {
    self.code = code
    self.frame = frame
  }

  override var typeName: String { "Macro" }
  override var display: String { "<Macro \(code.name.map(PythonText.quoted) ?? "anonymous")>" }
  override var isCallable: Bool { true }
  override func release() { frame = nil }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    switch name {
    case "name": code.name.map { .string($0) } ?? Value.none
    case "arguments": .tuple(TupleBox(code.parameters.map { .string($0.name) }))
    case "catch_kwargs": .bool(code.kwargs != nil)
    case "catch_varargs": .bool(code.varargs != nil)
    case "caller": .bool(code.usesCaller)
    default: nil
    }
  }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard let outer = frame else { throw TemplateError(.runtime, "the macro's template has ended") }
    try run.enter()
    let inner = try Frame(code.function, outer: outer, run: run, unit: outer.unit, context: outer.context)
    try bind(arguments, inner, run)
    var output = Output()
    try body(in: inner, &output)
    run.leave()
    return try outer.context.value(of: output, run)
  }

  private func body(in frame: Frame, _ output: inout Output) throws(TemplateError) {
    try frame.run.work(code.function.weight)
    frame.enter(code.function.entry)
    for parameter in code.parameters where frame.slots[parameter.slot].isMissing {
      frame.slots[parameter.slot] =
        try parameter.standard?.evaluate(frame)
        ?? frame.run.undefined("parameter '\(parameter.name)' was not provided")
    }
    _ = try frame.run(code.function.body.steps, &output)
  }

  /// Puts arguments in their places.
  private func bind(_ arguments: Arguments, _ frame: Frame, _ run: Run) throws(TemplateError) {
    var keyword = arguments.keyword
    func take(_ name: String) -> Value? {
      guard let index = keyword.firstIndex(where: { $0.name == name }) else { return nil }
      return keyword.remove(at: index).value
    }
    let count = code.parameters.count
    // Each parameter is looked for among all that was given by name.
    try run.work(count * keyword.count >> 4)
    var hasCaller = arguments.positional.count >= count && code.parameters.contains { $0.name == "caller" }
    for (index, parameter) in code.parameters.enumerated() {
      if index < arguments.positional.count {
        frame.slots[parameter.slot] = arguments.positional[index]
      } else {
        if let value = take(parameter.name) { frame.slots[parameter.slot] = value }
        if parameter.name == "caller" { hasCaller = true }
      }
    }
    if let slot = code.caller, !hasCaller {
      frame.slots[slot] = take("caller") ?? run.undefined("No caller defined")
    }
    let name = code.name.map(PythonText.quoted) ?? "None"
    if let slot = code.kwargs {
      let box = DictBox(keyword.map { ($0.name, $0.value) })
      try run.makeItems(box.count)
      try run.check(depth: box.depth)
      frame.slots[slot] = .dict(box)
    } else if let first = keyword.first {
      if keyword.contains(where: { $0.name == "caller" }) {
        throw .type(
          "macro \(name) was invoked with two values for the special caller argument; this is most likely a bug"
        )
      }
      throw .type("macro \(name) takes no keyword argument \(PythonText.quoted(first.name))")
    }
    if let slot = code.varargs {
      frame.slots[slot] = try run.tuple(Array(arguments.positional.dropFirst(count)))
    } else if arguments.positional.count > count {
      throw .type("macro \(name) takes not more than \(count) argument(s)")
    }
  }
}

/// `macro`: stores a macro under its name.
final class MacroStep: Step {
  private let macro: MacroCode
  private let slot: Int
  private let exports: String?

  init(macro: MacroCode, slot: Int, exports: String?) {
    self.macro = macro
    self.slot = slot
    self.exports = exports
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    do throws(TemplateError) { try frame.noteOnce() } catch { throw frame.unit.placed(error, at: macro.at) }
    let value = Value.object(MacroObject(macro, frame))
    frame.slots[slot] = value
    if let exports, frame.context.keepsNames { frame.context.set(exports, value, exports: true) }
    return .goesOn
  }
}

/// Calls a macro with the body of the block as its `caller`.
final class CallStep: Step {
  private let caller: MacroCode
  private let function: any Code
  private let arguments: ArgumentsCode
  private let at: Int

  init(caller: MacroCode, function: any Code, arguments: ArgumentsCode, at: Int) {
    self.caller = caller
    self.function = function
    self.arguments = arguments
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    let callee = try function.evaluate(frame)
    do throws(TemplateError) {
      try frame.noteOnce()
      var values = try arguments.evaluate(frame)
      values.keyword.append(("caller", .object(MacroObject(caller, frame))))
      let value = try CallCode.call(callee, values, frame.run)
      try frame.append(frame.run.printed(value), to: &output)
    } catch { throw frame.unit.placed(error, at: at) }
    return .goesOn
  }
}

extension Frame {
  /// Notes the frame in its run, because something that stands in it may hold it.
  func noteOnce() throws(TemplateError) {
    guard !isNoted else { return }
    isNoted = true
    run.note(self)
    try run.made(bytes + 256)
  }
}
