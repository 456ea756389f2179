import Documents

/// The variables of one run of a function: the body of a template, of a block, a macro or a recursive loop.
final class Frame {
  let slots: UnsafeMutablePointer<Value>
  private let count: Int
  /// The frame of the function around it, whose variables it sees.
  let outer: Frame?
  let run: Run
  let unit: TemplateUnit
  let context: Context
  /// What the body of a filter block printed, while its filter works on it.
  @exclusivity(unchecked) var blockText: Value = .string("")
  /// Whether the run keeps it, see ``noteOnce()``.
  @exclusivity(unchecked) var isNoted = false
  /// The block whose body this is.
  @exclusivity(unchecked) var block: BlockCode?
  /// The template that this one extends, once `extends` was met.
  @exclusivity(unchecked) var parentUnit: TemplateUnit?
  /// Where that stands, a byte of the source.
  @exclusivity(unchecked) var extendsAt = 0

  /// - Throws: more variables than may be made.
  init(
    _ code: FunctionCode, outer: Frame?, run: Run, unit: TemplateUnit, context: Context
  ) throws(TemplateError) {
    count = code.slots
    try run.work(count >> 3)
    if count > Frame.few { try run.made(count << 4) }
    slots = UnsafeMutablePointer<Value>.allocate(capacity: max(1, count))
    slots.initialize(repeating: .missing, count: count)
    self.outer = outer
    self.run = run
    self.unit = unit
    self.context = context
  }

  /// So many variables are not counted as something that is made.
  private static let few = 1000

  /// The bytes that its variables take.
  var bytes: Int { count << 4 }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  /// Forgets all variables, at the end of a run: macros that stand among them hold the frame and its context.
  func clear() {
    for index in 0..<count { slots[index] = .missing }
    context.clear()
  }

  /// The frame so many functions further out.
  @inline(__always)
  func up(_ hops: Int) -> Frame {
    var frame = self
    for _ in 0..<hops { frame = frame.outer ?? frame }
    return frame
  }
}

/// The names that a template is given. Values of JSON become a template's values when they are asked for.
final class Names {
  private let members: [JSONValue.Member]
  /// Where each name stands, once there are many.
  private lazy var places = Names.places(members)
  /// What has become of the members that were asked for.
  @exclusivity(unchecked) private var made: [Value]
  @exclusivity(unchecked) private var values: [String: Value]

  init(_ members: [JSONValue.Member]) {
    self.members = members
    made = Array(repeating: .missing, count: members.count)
    values = [:]
  }

  init(_ values: [String: Value]) {
    members = []
    made = []
    self.values = values
  }

  func value(_ name: String) -> Value? {
    if members.isEmpty { return values[name] }
    let found =
      members.count > Names.searched
      ? places[DictKey(.string(name))] : members.lastIndex { Text.isSame($0.key, name) }
    guard let index = found else { return nil }
    if made[index].isMissing { made[index] = Value(members[index].value) }
    return made[index]
  }

  /// How many members are searched; more have an index.
  private static let searched = 16

  private static func places(_ members: [JSONValue.Member]) -> [DictKey: Int] {
    var places: [DictKey: Int] = [:]
    places.reserveCapacity(members.count)
    // Of a name that stands there twice the last one counts.
    for (index, member) in members.enumerated() { places[DictKey(.string(member.key))] = index }
    return places
  }

  var all: [String: Value] {
    var all = values
    for member in members { all[member.key] = value(member.key) }
    return all
  }

  var names: [String] { members.map(\.key) + values.keys }

  func clear() {
    made = Array(repeating: .missing, count: members.count)
    values = [:]
  }
}

/// The names a template sees that no statement of its own made, and those it makes for others.
final class Context {
  private let parent: Names
  @exclusivity(unchecked) private(set) var variables: [String: Value] = [:]
  private(set) var exported: Set<String> = []
  /// The code of each block, from the outermost template that overrides it to the one that has it first.
  var blocks: [String: [BlockCode]] = [:]
  private let escaping: UnsafeMutablePointer<Bool>
  let unit: TemplateUnit
  /// Whether the names that the template makes may be asked for by name: by another one, or by a block of its own.
  let keepsNames: Bool

  init(parent: Names, unit: TemplateUnit, keepsNames: Bool = true) {
    self.parent = parent
    self.unit = unit
    self.keepsNames = keepsNames
    escaping = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    escaping.initialize(to: false)
    for (name, code) in unit.blocks { blocks[name] = [BlockCode(unit: unit, code: code)] }
  }

  deinit { escaping.deallocate() }

  /// Whether what is printed is escaped for HTML.
  var escapes: Bool {
    get { escaping.pointee }
    set { escaping.pointee = newValue }
  }

  func value(_ name: String) -> Value? {
    let variables = variables
    if !variables.isEmpty, let value = variables[name] { return value }
    return parent.value(name)
  }

  func set(_ name: String, _ value: Value, exports: Bool) {
    variables[name] = value
    if exports {
      if !name.hasPrefix("_") { exported.insert(name) }
    } else {
      exported.remove(name)
    }
  }

  /// Forgets what the template made.
  func clear() {
    variables = [:]
    blocks = [:]
    parent.clear()
  }

  /// All names, those of its own over those it came with.
  var all: [String: Value] {
    variables.isEmpty ? parent.all : parent.all.merging(variables) { $1 }
  }

  var names: [String] { parent.names + variables.keys }

  /// What was printed apart, as a value.
  func value(of output: borrowing Output, _ run: Run) throws(TemplateError) -> Value {
    try run.makeText(output.count)
    return escapes ? .markup(output.text()) : .string(output.text())
  }

  /// A context of the same template that sees other names.
  func derived(_ names: Names) -> Context {
    let context = Context(parent: names, unit: unit)
    context.blocks = blocks
    context.escapes = escapes
    return context
  }
}

/// The code of a block, and the template that it stands in.
struct BlockCode {
  let unit: TemplateUnit
  let code: FunctionCode
}
