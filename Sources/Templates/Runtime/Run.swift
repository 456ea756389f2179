import Documents

/// One rendering: its settings, what it has used up, and what it must let go of at its end.
final class Run {
  let settings: RenderSettings
  let syntax: TemplateSyntax
  /// What was used up. It lies apart, for it is counted with everything that happens.
  private struct Used {
    var steps = 0
    var bytes = 0
    var calls = 0
  }
  private let used: UnsafeMutablePointer<Used>
  private let stackStart: UInt
  /// Templates that were read already, by name, and what `import` made of them.
  var units: [String: TemplateUnit] = [:]
  var modules: [String: ModuleObject] = [:]
  /// The same of Mustache.
  var partials: [String: MustacheTemplate] = [:]
  /// Values that can hold each other, or themselves.
  private var tangled: [AnyObject] = []
  /// Numbers for `random` and `lipsum`: the same ones with each rendering.
  var random = SeededRandom()

  /// The most stack one rendering takes; threads have eight times as much.
  private static let stackBytes: UInt = 1 << 20

  init(_ settings: RenderSettings) {
    self.settings = settings
    syntax = TemplateSyntax(settings.dialect)
    stackStart = Run.stackPosition()
    used = UnsafeMutablePointer<Used>.allocate(capacity: 1)
    used.initialize(to: Used())
  }

  deinit { used.deallocate() }

  @inline(never)
  private static func stackPosition() -> UInt {
    var marker: UInt8 = 0
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }

  // MARK: Limits

  /// Counts work that was done; a step is about a turn of a loop, or a statement.
  @inline(__always)
  func work(_ count: Int = 1) throws(TemplateError) {
    used.pointee.steps += count
    if used.pointee.steps > settings.limits.steps { throw stepsError }
  }

  private var stepsError: TemplateError {
    .limit("the template takes more than \(settings.limits.steps) steps")
  }

  /// Counts bytes that are made.
  func made(_ count: Int) throws(TemplateError) {
    used.pointee.bytes += count
    if used.pointee.bytes > settings.limits.totalBytes {
      throw .limit("the template makes more than \(settings.limits.totalBytes >> 20) MB")
    }
    try work(count >> 6)
  }

  /// Refuses a text that would be too long, before it is made.
  func checkText(_ count: Int) throws(TemplateError) {
    if count > settings.limits.textBytes {
      throw .limit("a text of more than \(settings.limits.textBytes >> 20) MB")
    }
  }

  /// A text of so many bytes is about to be made.
  func makeText(_ count: Int) throws(TemplateError) {
    try checkText(count)
    try made(count)
  }

  /// A list of so many items is about to be made.
  func makeItems(_ count: Int) throws(TemplateError) {
    if count > settings.limits.items {
      throw .limit("a list of more than \(settings.limits.items) items")
    }
    try made(count << 4)
    try work(count)
  }

  /// Counts the work of asking what each character of a text is, which takes longer.
  func workCharacters(of text: String) throws(TemplateError) { try work(text.utf8.count >> 3) }

  /// Steps into a call.
  func enter() throws(TemplateError) {
    used.pointee.calls += 1
    try work()
    let position = Run.stackPosition()
    let stack = position > stackStart ? position - stackStart : stackStart - position
    if used.pointee.calls > settings.limits.callDepth || stack > Run.stackBytes {
      used.pointee.calls -= 1
      throw .limit("calls stand inside each other more than \(settings.limits.callDepth) deep")
    }
  }

  func leave() { used.pointee.calls -= 1 }

  // MARK: Values

  /// A list, unless its values stand too deep.
  func list(_ items: [Value]) throws(TemplateError) -> Value {
    try makeItems(items.count)
    let box = ListBox(items)
    try check(depth: box.depth)
    return .list(box)
  }

  func tuple(_ items: [Value], names: [String] = []) throws(TemplateError) -> Value {
    try made(items.count << 4)
    let box = TupleBox(items, names: names)
    try check(depth: box.depth)
    return .tuple(box)
  }

  func check(depth: Int) throws(TemplateError) {
    guard depth <= TemplateLimits.valueDepth else { throw Run.depthError }
  }

  static var depthError: TemplateError {
    .limit("values hold each other deeper than \(TemplateLimits.valueDepth) levels")
  }

  /// An object, unless what it holds stands too deep.
  func object(_ object: TemplateObject) throws(TemplateError) -> Value {
    try check(depth: object.depth)
    return .object(object)
  }

  /// Counts the work of hashing and comparing a key of a dict, which grows with the key.
  @inline(__always)
  func workKey(_ key: Value) throws(TemplateError) {
    switch key {
    case .string(let text), .markup(let text): try workText(text)
    case .tuple(let box): try work(box.weight)
    default: break
    }
  }

  /// Counts the work of looking at a whole text.
  @inline(__always)
  func workText(_ text: String) throws(TemplateError) {
    let count = text.utf8.count
    if count >= 64 { try work(count >> 6) }
  }

  /// Notes a value into which another one was put, so that a circle of them ends with the run.
  func note(_ box: AnyObject, holding value: Value) {
    switch value {
    case .list, .dict, .tuple, .object: tangled.append(box)
    default: break
    }
  }

  /// Notes something that may hold itself in the end: it is kept until the run lets go of all it holds.
  func note(_ object: AnyObject) { tangled.append(object) }

  /// Lets go of all that holds each other.
  func end() {
    for object in tangled {
      switch object {
      case let box as ListBox: box.items = []
      case let box as DictBox: box.removeAll()
      case let frame as Frame: frame.clear()
      case let object as TemplateObject: object.release()
      default: break
      }
    }
    // Frames hold their run.
    tangled = []
    modules = [:]
    units = [:]
  }

  /// Something that is not there.
  func undefined(_ reason: UndefinedValue.Reason, kind: TemplateError.Kind = .undefined) -> Value {
    .undefined(UndefinedValue(reason, manner: settings.manner, kind: kind))
  }

  func undefined(_ message: String) -> Value { undefined(.told(message)) }

  // MARK: Manners of the dialect

  func isTrue(_ value: Value) throws(TemplateError) -> Bool {
    if case .undefined(let undefined) = value, undefined.manner == .strict { throw undefined.error }
    return syntax.isJavaScript ? JavaScript.isTrue(value) : value.isTrue
  }

  /// What a block prints: Jinja takes nothing there but a text.
  func printed(_ value: Value) throws(TemplateError) -> String {
    if let text = value.text { return text }
    if syntax.isJavaScript { return try text(value) }
    throw .type("sequence item: expected str instance, \(value.typeName) found")
  }

  /// The text of a value, as it is printed.
  func text(_ value: Value) throws(TemplateError) -> String {
    syntax.isJavaScript ? try JavaScript.text(value, self) : try PythonText.string(value, self)
  }
}

/// How a template is rendered.
struct RenderSettings: Sendable {
  var dialect: TemplateDialect
  var limits: TemplateLimits
  var manner: UndefinedValue.Manner
  /// The source of an included template; nil when there is none of that name.
  var load: (@Sendable (String) throws -> String?)?
  /// The local date and time, for `strftime_now`.
  var now: @Sendable () -> TemplateDate
}

/// A small generator of numbers that look random (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
