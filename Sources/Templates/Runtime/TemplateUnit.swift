/// A template made ready to run. It holds nothing of a rendering and can be shared by threads.
final class TemplateUnit: Sendable {
  let source: TemplateSource
  let root: FunctionCode
  let blocks: [String: FunctionCode]
  /// The names it takes from outside.
  let variables: [String]
  /// The names that its statements make at its top.
  let ownNames: [String]
  /// Whether something in it may ask for those by name: a block of its own, or another template.
  let sharesNames: Bool

  init(source: TemplateSource, root: FunctionCode, blocks: [String: FunctionCode], compiler: Compiler) {
    variables = compiler.variables
    ownNames = compiler.ownNames
    sharesNames = compiler.sharesNames
    self.source = source
    self.root = root
    self.blocks = blocks
  }

  convenience init(_ text: String, name: String?, dialect: TemplateDialect) throws(TemplateError) {
    let syntax = TemplateSyntax(dialect)
    let source = try TemplateSource(text, name: name, syntax)
    let parsed = try Parser.parsed(source, syntax)
    let compiler = Compiler(source: source, syntax: syntax)
    let (root, blocks) = try compiler.template(parsed)
    self.init(source: source, root: root, blocks: blocks, compiler: compiler)
  }

  /// An error with the place of a node, unless it has one already.
  func placed(_ error: TemplateError, at offset: Int) -> TemplateError {
    guard error.position == nil else { return error }
    var error = error
    error.position = source.position(of: offset)
    error.file = source.name
    return error
  }

  /// Runs the body of the template, and then those it extends.
  func render(_ context: Context, run: Run, into output: inout Output) throws(TemplateError) {
    var unit = self
    var passed = 0
    while true {
      let frame = try Frame(unit.root, outer: nil, run: run, unit: unit, context: context)
      try unit.root.run(frame, into: &output)
      guard let parent = frame.parentUnit else { return }
      passed += 1
      guard passed <= run.settings.limits.callDepth else {
        let error = TemplateError.limit(
          "templates extend each other more than \(run.settings.limits.callDepth) deep")
        throw unit.placed(error, at: frame.extendsAt)
      }
      unit = parent
    }
  }
}

/// What is run at once with variables of its own.
final class FunctionCode: Sendable {
  let slots: Int
  let entry: [EntryStep]
  let body: Body
  /// The steps that it takes to enter it and to run its body.
  let weight: Int

  init(slots: Int, entry: [EntryStep], body: Body) {
    self.slots = slots
    self.entry = entry
    self.body = body
    weight = entry.count + body.weight
  }

  func run(_ frame: Frame, into output: inout Output) throws(TemplateError) {
    try frame.run.work(weight)
    frame.enter(entry)
    _ = try frame.run(body.steps, &output)
  }
}

/// Statements made ready.
struct Body: Sendable {
  private(set) var steps: [any Step] = []
  /// The steps that running them takes, without what their own bodies take: one for each statement, and one for some
  /// expressions.
  var weight = 0

  init() {}

  init(steps: [any Step], weight: Int) {
    self.steps = steps
    self.weight = weight
  }

  /// The body with other statements before it.
  func behind(_ head: [any Step]) -> Body { Body(steps: head + steps, weight: weight + head.count) }
}

/// What a variable starts with when its scope is entered.
struct EntryStep: Sendable {
  /// What it starts with.
  enum Start: Sendable {
    /// The context's value of a name.
    case context
    /// What a variable further out holds.
    case variable
    case nothing
  }

  let start: Start
  let slot: Int
  private(set) var reference = Reference(hops: 0, slot: 0)
  private(set) var name = ""
  /// Whether the name may stand for a function that every template knows.
  private(set) var isGlobal = false

  /// - Parameter start: nil is nothing.
  init(slot: Int, _ reference: Reference?) {
    self.slot = slot
    self.reference = reference ?? self.reference
    start = reference == nil ? .nothing : .variable
  }

  init(slot: Int, name: Name) {
    self.slot = slot
    self.name = name.text
    isGlobal = name.isGlobal
    start = .context
  }
}

/// A variable: how many functions further out, and where there.
struct Reference: Hashable, Sendable {
  var hops: Int
  var slot: Int
}

extension Frame {
  func enter(_ entry: [EntryStep]) {
    for index in 0..<entry.count {
      let slot = entry[index].slot
      switch entry[index].start {
      case .context:
        if let value = context.value(entry[index].name) {
          slots[slot] = value
        } else {
          slots[slot] = entry[index].isGlobal ? Globals.known(entry[index].name, self) : .missing
        }
      case .variable: slots[slot] = up(entry[index].reference.hops).slots[entry[index].reference.slot]
      case .nothing: slots[slot] = .missing
      }
    }
  }

  func leave(_ entry: [EntryStep]) {
    for step in entry { slots[step.slot] = .missing }
  }
}

/// An expression made ready.
protocol Code: AnyObject, Sendable {
  func evaluate(_ frame: Frame) throws(TemplateError) -> Value

  /// Whether its value is true; where that cannot be told, the error stands at a byte of the source.
  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool

  /// Prints its value; where that cannot be printed, the error stands at a byte of the source.
  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError)
}

extension Code {
  func write(_ frame: Frame, _ at: Int, to output: inout Output) throws(TemplateError) {
    try frame.write(evaluate(frame), at, to: &output)
  }

  func isTrue(_ frame: Frame, _ at: Int) throws(TemplateError) -> Bool {
    try frame.isTrue(evaluate(frame), at)
  }
}

/// A statement made ready.
protocol Step: AnyObject, Sendable {
  func execute(_ frame: Frame, _ output: inout Output) throws(TemplateError) -> Flow
}

/// How a statement ended.
enum Flow {
  case goesOn
  case breaks
  case continues
}
