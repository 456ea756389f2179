/// The names that a template passes on to one that it includes: those of a scope, over those that stand around it.
final class LocalNames: Sendable {
  private let own: [(name: String, reference: Reference)]
  private let outer: LocalNames?
  /// How many functions further out the outer ones stand.
  private let hops: Int
  /// The number of all of them.
  let count: Int

  init(_ own: [(name: String, reference: Reference)], outer: LocalNames?, hops: Int) {
    self.own = own
    self.outer = outer
    self.hops = hops
    count = own.count + (outer?.count ?? 0)
  }

  /// Adds what they stand for to names.
  func add(to names: inout [String: Value], _ frame: Frame, hops: Int = 0) {
    outer?.add(to: &names, frame, hops: hops + self.hops)
    for (name, reference) in own {
      let value = frame.up(reference.hops + hops).slots[reference.slot]
      if !value.isMissing { names[name] = value }
    }
  }
}

extension Frame {
  /// All names of the context, and those of a scope over them.
  func names(with locals: LocalNames) throws(TemplateError) -> [String: Value] {
    try run.work(locals.count)
    var names = context.all
    locals.add(to: &names, self)
    try run.made(names.count << 6)
    return names
  }

  /// A template by name, read once in a run.
  func template(_ name: Value) throws(TemplateError) -> TemplateUnit {
    if case .undefined(let undefined) = name { throw undefined.error }
    guard let name = name.text else {
      throw .type("the name of a template is a string, not \(name.typeName)")
    }
    if let unit = run.units[name] { return unit }
    guard let load = run.settings.load else {
      throw TemplateError(
        .missingTemplate, "the template '\(name)' cannot be included: nothing says where templates are")
    }
    guard TemplateName.isInside(name) else {
      throw TemplateError(
        .missingTemplate, "the template '\(name)' is outside of the folder",
        hint: "only what lies in the folder of the first template can be included")
    }
    let text: String?
    do { text = try load(name) } catch {
      throw TemplateError(.missingTemplate, "the template '\(name)' cannot be read: \(error)")
    }
    guard let text else { throw TemplateError(.missingTemplate, "the template '\(name)' does not exist") }
    let unit = try TemplateUnit(text, name: name, dialect: run.settings.dialect)
    run.units[name] = unit
    return unit
  }
}

/// Names of templates, as a template may give them.
enum TemplateName {
  /// Whether a name stays in the folder of the first template: no way up, no root.
  static func isInside(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("/") && !name.contains("\\") && !name.contains("\0")
      && !name.split(separator: "/").contains("..")
  }
}

/// `extends`: what the template prints beside its blocks is dropped from here on, and another one is run behind it.
final class ExtendsStep: Step {
  private let template: any Code
  private let at: Int

  init(template: any Code, at: Int) {
    self.template = template
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    do throws(TemplateError) {
      guard frame.parentUnit == nil else { throw TemplateError(.runtime, "extended multiple times") }
      let unit = try frame.template(template.evaluate(frame))
      for (name, code) in unit.blocks {
        frame.context.blocks[name, default: []].append(BlockCode(unit: unit, code: code))
      }
      frame.parentUnit = unit
      frame.extendsAt = at
    } catch { throw frame.unit.placed(error, at: at) }
    return .goesOn
  }
}

/// Prints a block, in the words of the outermost template that has one of its name.
final class BlockStep: Step {
  private let name: String
  private let isRequired: Bool
  private let locals: LocalNames?
  private let checksParent: Bool
  private let at: Int

  init(name: String, isRequired: Bool, locals: LocalNames?, checksParent: Bool, at: Int) {
    self.name = name
    self.isRequired = isRequired
    self.locals = locals
    self.checksParent = checksParent
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    if checksParent, frame.parentUnit != nil { return .goesOn }
    do throws(TemplateError) {
      guard let blocks = frame.context.blocks[name] else { return .goesOn }
      if isRequired, blocks.count <= 1 {
        throw TemplateError(.runtime, "Required block '\(name)' not found")
      }
      let context =
        try locals.map { locals throws(TemplateError) in
          frame.context.derived(Names(try frame.names(with: locals)))
        } ?? frame.context
      try BlockObject.render(blocks[0], context, frame.run, &output)
    } catch { throw frame.unit.placed(error, at: at) }
    return .goesOn
  }
}

/// A block as a value, as `self.name` and `super` give it.
final class BlockObject: TemplateObject {
  private let name: String
  /// How many templates override the one whose body it is.
  private let level: Int
  private let context: Context

  init(_ name: String, level: Int, _ context: Context) {
    self.name = name
    self.level = level
    self.context = context
  }

  override var typeName: String { "BlockReference" }
  override var isCallable: Bool { true }

  static func render(
    _ block: BlockCode, _ context: Context, _ run: Run, _ output: inout Output
  ) throws(TemplateError) {
    try run.enter()
    let frame = try Frame(block.code, outer: nil, run: run, unit: block.unit, context: context)
    frame.block = block
    try block.code.run(frame, into: &output)
    run.leave()
  }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    guard name == "super" else { return nil }
    guard let blocks = context.blocks[self.name], level + 1 < blocks.count else {
      return run.undefined("there is no parent block called '\(self.name)'")
    }
    return .object(BlockObject(self.name, level: level + 1, context))
  }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard let blocks = context.blocks[name], level < blocks.count else { return .string("") }
    var output = Output()
    try BlockObject.render(blocks[level], context, run, &output)
    return try context.value(of: output, run)
  }
}

/// `self`: the blocks by name.
final class BlockNamesObject: TemplateObject {
  private let context: Context

  init(_ context: Context) { self.context = context }

  override var typeName: String { "TemplateReference" }
  override var display: String {
    "<TemplateReference \(context.unit.source.name.map(PythonText.quoted) ?? "None")>"
  }

  override func item(_ key: Value, _ run: Run) throws(TemplateError) -> Value? {
    guard let name = key.text, context.blocks[name] != nil else { return nil }
    return .object(BlockObject(name, level: 0, context))
  }
}

/// Stores `self` where a template or a block reads it.
final class BlockNamesStep: Step {
  private let slot: Int

  init(slot: Int) { self.slot = slot }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    // The object holds the context, whose names may hold the object.
    try frame.noteOnce()
    frame.slots[slot] = .object(BlockNamesObject(frame.context))
    return .goesOn
  }
}

/// Stores `super` where a block reads it.
final class SuperStep: Step {
  private let slot: Int
  private let block: String

  init(slot: Int, block: String) {
    self.slot = slot
    self.block = block
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    try frame.noteOnce()
    let blocks = frame.context.blocks[block] ?? []
    let own = blocks.firstIndex { $0.code === frame.block?.code } ?? 0
    frame.slots[slot] =
      own + 1 < blocks.count
      ? .object(BlockObject(block, level: own + 1, frame.context))
      : frame.run.undefined("there is no parent block called '\(block)'")
    return .goesOn
  }
}

/// `include`: prints another template, which sees the names stored here, or none.
final class IncludeStep: Step {
  private let template: any Code
  private let ignoresMissing: Bool
  private let locals: LocalNames?
  private let at: Int

  init(template: any Code, ignoresMissing: Bool, locals: LocalNames?, at: Int) {
    self.template = template
    self.ignoresMissing = ignoresMissing
    self.locals = locals
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    let name = try template.evaluate(frame)
    do throws(TemplateError) {
      let unit: TemplateUnit
      do throws(TemplateError) { unit = try select(name, frame) } catch {
        if ignoresMissing, error.kind == .missingTemplate { return .goesOn }
        throw error
      }
      let run = frame.run
      try run.enter()
      if let locals {
        let context = Context(parent: Names(try frame.names(with: locals)), unit: unit)
        try unit.render(context, run: run, into: &output)
      } else {
        try frame.append(frame.module(unit, with: nil).body, to: &output)
      }
      try run.checkText(output.count)
      run.leave()
    } catch { throw frame.unit.placed(error, at: at) }
    return .goesOn
  }

  /// The template of a name, or the first that exists of several.
  private func select(_ name: Value, _ frame: Frame) throws(TemplateError) -> TemplateUnit {
    let names: [Value]
    switch name {
    case .list(let box): names = box.items
    case .tuple(let box): names = box.items
    default: return try frame.template(name)
    }
    for name in names {
      do throws(TemplateError) { return try frame.template(name) } catch {
        if error.kind != .missingTemplate { throw error }
      }
    }
    let list = try PythonText.repr(name, frame.run)
    throw TemplateError(.missingTemplate, "none of the templates given were found: \(list)")
  }
}

/// What `import` gives: the names that a template made, and what it printed.
final class ModuleObject: TemplateObject {
  private let name: String
  private let context: Context
  let body: String

  init(_ name: String, _ context: Context, _ body: String) {
    self.name = name
    self.context = context
    self.body = body
  }

  override var typeName: String { "TemplateModule" }
  override func text(_ run: Run?) throws(TemplateError) -> String { body }

  func exported(_ name: String) -> Value? {
    context.exported.contains(name) ? context.variables[name] : nil
  }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? { exported(name) }
}

extension Frame {
  /// Runs a template for the names it makes; without a context only once.
  func module(_ unit: TemplateUnit, with locals: LocalNames?) throws(TemplateError) -> ModuleObject {
    let name = unit.source.name ?? ""
    if locals == nil, let module = run.modules[name] { return module }
    let names = try locals.map { locals throws(TemplateError) in try self.names(with: locals) } ?? [:]
    let context = Context(parent: Names(names), unit: unit)
    var body = Output()
    try unit.render(context, run: run, into: &body)
    try run.makeText(body.count)
    let module = ModuleObject(name, context, body.text())
    if locals == nil { run.modules[name] = module }
    return module
  }
}

/// `import` and `from … import`.
final class ImportStep: Step {
  private let template: any Code
  private let slot: Int?
  private let names: [(name: String, alias: String, slot: Int)]
  private let locals: LocalNames?
  /// At the top of a template the name of the module; the names are then seen by included templates.
  private let name: String?
  private let at: Int

  init(
    template: any Code, slot: Int?, names: [(name: String, alias: String, slot: Int)], locals: LocalNames?,
    name: String?, at: Int
  ) {
    self.template = template
    self.slot = slot
    self.names = names
    self.locals = locals
    self.name = name
    self.at = at
  }

  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow {
    do throws(TemplateError) {
      let unit = try frame.template(template.evaluate(frame))
      try frame.run.enter()
      let module = try frame.module(unit, with: locals)
      frame.run.leave()
      try frame.noteOnce()
      try frame.run.work(names.count)
      if let slot {
        frame.slots[slot] = .object(module)
        if let name { frame.context.set(name, .object(module), exports: false) }
      }
      for (exported, alias, slot) in names {
        let value =
          module.exported(exported)
          ?? frame.run.undefined(
            "the template '\(unit.source.name ?? "")' does not export the requested name '\(exported)'")
        frame.slots[slot] = value
        if name != nil { frame.context.set(alias, value, exports: false) }
      }
    } catch { throw frame.unit.placed(error, at: at) }
    return .goesOn
  }
}
