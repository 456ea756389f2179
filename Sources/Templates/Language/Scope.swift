/// The names of a template: all of them, and those that it takes from outside, in the order in which they come up.
final class TemplateNames {
  /// All names by their numbers.
  private let all: [Name]
  /// The numbers of the names that expressions read, in the order in which they stand.
  let reads: [Int32]
  private var isAsked: [Bool]
  private(set) var asked: [String] = []
  /// Whether they are stored as nunjucks does it.
  let isJavaScript: Bool

  init(all: [Name], reads: [Int32], isJavaScript: Bool = false) {
    self.all = all
    self.reads = reads
    self.isJavaScript = isJavaScript
    isAsked = Array(repeating: false, count: all.count)
  }

  func name(_ id: Int32) -> Name { all[Int(id)] }

  /// Notes that a name is taken from outside.
  func ask(_ id: Int32) {
    guard !isAsked[Int(id)] else { return }
    isAsked[Int(id)] = true
    asked.append(all[Int(id)].text)
  }
}

/// Small numbers by numbers that are not negative: a table with open places, for it is asked with every name.
struct NumberTable {
  private var keys: [Int]
  private var values: [Int32]
  private(set) var count = 0

  init() {
    keys = []
    values = []
  }

  private func place(_ key: Int) -> Int {
    // Fibonacci hashing; the table has a power of two of places, of which at least half are open.
    var place =
      Int(truncatingIfNeeded: (UInt(bitPattern: key) &* 0x9E37_79B9_7F4A_7C15) >> 20) & (keys.count - 1)
    while keys[place] != -1, keys[place] != key { place = (place + 1) & (keys.count - 1) }
    return place
  }

  subscript(key: Int) -> Int? {
    guard count > 0 else { return nil }
    let place = place(key)
    return keys[place] == key ? Int(values[place]) : nil
  }

  /// Adds a number under a key that has none.
  mutating func add(_ value: Int, for key: Int) {
    if (count + 1) * 2 > keys.count { grow() }
    let place = place(key)
    keys[place] = key
    values[place] = Int32(truncatingIfNeeded: value)
    count += 1
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: -1, count: max(32, oldKeys.count * 2))
    values = Array(repeating: 0, count: keys.count)
    for (key, value) in zip(oldKeys, oldValues) where key != -1 {
      let place = place(key)
      keys[place] = key
      values[place] = value
    }
  }
}

/// The variables of a function while it is compiled: each has a place.
final class FunctionScope {
  /// How many functions stand around it.
  let depth: Int
  @exclusivity(unchecked) private var places = NumberTable()
  @exclusivity(unchecked) private(set) var slots = 0
  @exclusivity(unchecked) private var codes: [NameCode?] = []

  let names: TemplateNames

  init(outer: FunctionScope?, names: TemplateNames) {
    depth = (outer?.depth ?? -1) + 1
    self.names = names
  }

  /// The place of a name on a level of a part of the function.
  func slot(_ id: Int32, level: Int, part: Symbols.Part) -> Int {
    let key = Int(id) << 16 | level << 2 | part.rawValue
    if let place = places[key] { return place }
    places.add(slots, for: key)
    slots += 1
    return slots - 1
  }

  /// The code that reads a variable of the function: one for each of its places.
  func code(_ name: Name, _ slot: Int) -> NameCode {
    while codes.count <= slot { codes.append(nil) }
    if let code = codes[slot] { return code }
    let code = NameCode(name, slot)
    codes[slot] = code
    return code
  }
}

/// The names of a scope, worked out before its code is made: which are read from outside, which are its own.
///
/// The rules are those of Jinja (`idtracking.py`), where a name belongs to one scope from its beginning to its end. In
/// nunjucks loops and functions have variables, and which of them a name stands for is only known while the template
/// runs: what is stored has a place in each of them, which starts with nothing.
final class Symbols {
  /// A place of a variable: of the functions that stand around each other the one of a depth, and its slot.
  struct Place {
    var depth: Int
    var slot: Int
  }

  /// Parts of a statement whose names are apart from each other.
  enum Part: Int {
    case body, test, otherwise
  }

  /// What a place starts with.
  private enum Load: UInt8 {
    /// Nothing is known of it here.
    case none
    /// It is set when the scope is entered.
    case parameter
    /// The context's value of the name.
    case resolve
    /// What a place further out holds.
    case alias
    case undefined
  }

  /// What is known of a name in a scope. Entries hold no objects: they are copied and searched all the time.
  private struct Entry {
    let id: Int32
    /// Its place in the function; -1 where it was only noted as stored.
    var slot: Int32 = -1
    var load = Load.none
    var isStored = false
    /// The place further out.
    var aliasDepth: Int32 = 0
    var aliasSlot: Int32 = 0
  }

  let level: Int
  let parent: Symbols?
  let function: FunctionScope
  /// Of a branch, what was known where it begins.
  private let base: Symbols?
  private let part: Part
  @exclusivity(unchecked) private var entries: [Entry] = []
  /// Where names stand among the entries, by their numbers, once there are many.
  @exclusivity(unchecked) private var index = NumberTable()

  /// How many entries are searched; more have an index.
  private static let searched = 16

  init(parent: Symbols?, function: FunctionScope, part: Part = .body) {
    level = (parent?.level ?? -1) + 1
    self.parent = parent
    self.function = function
    self.part = part
    base = nil
  }

  /// A branch, which adds to what is known before it.
  private init(branchOf other: Symbols) {
    level = other.level
    parent = other.parent
    function = other.function
    part = other.part
    base = other
  }

  /// The places that have a start of their own.
  var slots: [Int] {
    var slots: [Int] = []
    slots.reserveCapacity(entries.count)
    for entry in entries where entry.load != .none { slots.append(Int(entry.slot)) }
    return slots
  }

  private func entry(of id: Int32) -> Int? {
    if entries.count > Self.searched { return index[Int(id)] }
    for place in 0..<entries.count where entries[place].id == id { return place }
    return nil
  }

  /// The entry of a name, a new one when there is none.
  private func made(_ id: Int32) -> Int {
    if let place = entry(of: id) { return place }
    if entries.isEmpty { entries.reserveCapacity(8) }
    entries.append(Entry(id: id))
    if entries.count > Self.searched {
      for place in index.count..<entries.count { index.add(place, for: Int(entries[place].id)) }
    }
    return entries.count - 1
  }

  @discardableResult
  private func define(_ id: Int32, _ load: Load, alias: Place? = nil) -> Int {
    let slot = function.slot(id, level: level, part: part)
    set(id, slot, load, alias)
    return slot
  }

  private func set(_ id: Int32, _ slot: Int, _ load: Load, _ alias: Place?) {
    let place = made(id)
    entries[place].slot = Int32(truncatingIfNeeded: slot)
    entries[place].load = load
    entries[place].aliasDepth = Int32(truncatingIfNeeded: alias?.depth ?? 0)
    entries[place].aliasSlot = Int32(truncatingIfNeeded: alias?.slot ?? 0)
  }

  private func load(of id: Int32) -> Load {
    if let place = entry(of: id), entries[place].load != .none { return entries[place].load }
    return base?.load(of: id) ?? .none
  }

  private func ownPlace(_ id: Int32) -> Place? {
    if let place = entry(of: id) {
      let slot = entries[place].slot
      if slot >= 0 { return Place(depth: function.depth, slot: Int(slot)) }
    }
    return base?.ownPlace(id)
  }

  private func place(_ id: Int32) -> Place? { ownPlace(id) ?? parent?.place(id) }

  func place(_ name: Name) -> Place? { place(Int32(truncatingIfNeeded: name.id)) }

  func reference(_ name: Name, from function: FunctionScope) -> Reference? {
    place(name).map { Reference(hops: function.depth - $0.depth, slot: $0.slot) }
  }

  /// A place in which a name may have been stored.
  struct StoredPlace {
    let place: Place
    /// Whether what it names is always there.
    let isParameter: Bool
  }

  /// The places in which a name may have been stored, the innermost first.
  func storedPlaces(_ name: Name) -> [StoredPlace] {
    let id = Int32(truncatingIfNeeded: name.id)
    var places: [StoredPlace] = []
    var scope: Symbols? = self
    while let current = scope {
      if current.isStored(id), let place = current.ownPlace(id) {
        places.append(StoredPlace(place: place, isParameter: current.load(of: id) == .parameter))
      }
      scope = current.parent
    }
    return places
  }

  /// Whether a name may stand for what the context has, rather than for what a statement made.
  func isFromOutside(_ name: Name) -> Bool { isFromOutside(Int32(truncatingIfNeeded: name.id)) }

  private func isFromOutside(_ id: Int32) -> Bool {
    guard ownPlace(id) != nil else { return parent?.isFromOutside(id) ?? true }
    switch load(of: id) {
    case .resolve: return true
    case .alias, .none: return parent?.isFromOutside(id) ?? false
    case .undefined where isJavaScript:
      return parent?.place(id) == nil ? false : parent?.isFromOutside(id) ?? false
    case .parameter, .undefined: return false
    }
  }

  private var isJavaScript: Bool { function.names.isJavaScript }

  private func isStored(_ id: Int32) -> Bool {
    if let place = entry(of: id), entries[place].isStored { return true }
    return base?.isStored(id) ?? false
  }

  private func noteStore(_ id: Int32) {
    if !isStored(id) { entries[made(id)].isStored = true }
  }

  func store(_ name: Name) {
    let id = Int32(truncatingIfNeeded: name.id)
    noteStore(id)
    guard ownPlace(id) == nil else { return }
    if let outer = parent?.place(id), !isJavaScript {
      define(id, .alias, alias: outer)
    } else {
      define(id, .undefined)
    }
  }

  @discardableResult
  func declareParameter(_ name: Name) -> Int {
    let id = Int32(truncatingIfNeeded: name.id)
    noteStore(id)
    return define(id, .parameter)
  }

  private func load(_ id: Int32) {
    if place(id) == nil { define(id, .resolve) }
  }

  private func update(_ branches: [Symbols]) {
    for branch in branches {
      for entry in branch.entries where entry.slot >= 0 {
        let place = made(entry.id)
        let isStored = entries[place].isStored
        entries[place] = entry
        entries[place].isStored = isStored
      }
    }
    for branch in branches {
      for entry in branch.entries where entry.isStored { noteStore(entry.id) }
    }
    for branch in branches {
      for entry in branch.entries where entry.isStored { restart(entry.id) }
    }
  }

  /// Lets a name that some branch stores start with what it was before.
  private func restart(_ id: Int32) {
    guard let place = ownPlace(id), place.depth == function.depth else { return }
    if let outer = parent?.place(id) {
      set(id, place.slot, isJavaScript ? .undefined : .alias, outer)
    } else {
      set(id, place.slot, .resolve, nil)
    }
  }

  /// What is done when the scope is entered.
  var entry: [EntryStep] { steps { _ in true } }

  /// Of a loop, what is done with every turn: what its body changes starts anew.
  var turnEntry: [EntryStep] { steps { !isConstant($0) } }

  /// Of a loop, what is done before its first turn: names of the context that its body only reads.
  var firstEntry: [EntryStep] { steps(isConstant) }

  private func isConstant(_ entry: Entry) -> Bool {
    isJavaScript || entry.load == .resolve && !isStored(entry.id)
  }

  private func steps(_ isWanted: (Entry) -> Bool) -> [EntryStep] {
    var steps: [EntryStep] = []
    for entry in entries {
      if entry.load == .resolve { function.names.ask(entry.id) }
      guard entry.load != .none, entry.load != .parameter, isWanted(entry) else { continue }
      if steps.isEmpty { steps.reserveCapacity(entries.count) }
      let slot = Int(entry.slot)
      switch entry.load {
      case .none, .parameter: break
      case .resolve where isJavaScript && isStored(entry.id): steps.append(EntryStep(slot: slot, nil))
      case .resolve: steps.append(EntryStep(slot: slot, name: function.names.name(entry.id)))
      case .alias:
        let hops = function.depth - Int(entry.aliasDepth)
        steps.append(EntryStep(slot: slot, Reference(hops: hops, slot: Int(entry.aliasSlot))))
      case .undefined: steps.append(EntryStep(slot: slot, nil))
      }
    }
    return steps
  }

  /// The names that are stored here or further out, for templates that are included with them. All of them are known
  /// when the first is asked for; what stands further out is held by all that stand in it.
  private(set) lazy var locals: LocalNames = {
    var own: [(name: String, reference: Reference)] = []
    for entry in entries where entry.isStored {
      guard let place = place(entry.id) else { continue }
      let reference = Reference(hops: function.depth - place.depth, slot: place.slot)
      own.append((function.names.name(entry.id).text, reference))
    }
    let hops = function.depth - (parent?.function.depth ?? function.depth)
    return LocalNames(own, outer: parent?.locals, hops: hops)
  }()

  // MARK: Reading what is written

  func visit(_ statements: [Stmt]) {
    for statement in statements { visit(statement) }
  }

  private func visit(_ statement: Stmt) {
    switch statement.kind {
    case .output(let parts):
      for case .value(let expression) in parts { visit(expression) }
    case .forLoop(let loop): visit(loop.iterated)
    case .branches(let branches, let otherwise): visit(branches[...], otherwise)
    case .switchCase(let value, let cases, let otherwise):
      visit(value)
      for (tests, _) in cases { for test in tests { visit(test) } }
      visit(branches: cases.map(\.body) + [otherwise])
    case .set(let target, let value):
      visit(value)
      visit(target)
    case .setBlock(let target, let filter, let body):
      if isJavaScript {
        visit(body)
        if let filter { visit(filter) }
      }
      visit(target)
    case .with(let values, _): for (_, value) in values { visit(value) }
    case .macro(let macro): if let name = macro.name { store(name) }
    case .call(_, let call): visit(call)
    case .filterBlock(let filter, let body):
      if isJavaScript { visit(body) }
      visit(filter)
    case .extends(let template), .include(let template, _, _): visit(template)
    case .importAll(let template, let target, _):
      visit(template)
      store(target)
    case .importNames(let template, let names, _):
      visit(template)
      for name in names { store(name.alias) }
    case .block, .scope, .autoescape, .breakLoop, .continueLoop: break
    }
  }

  private func visit(_ branches: ArraySlice<(test: Expr, body: [Stmt])>, _ otherwise: [Stmt]) {
    guard let first = branches.first else { return }
    visit(first.test)
    var parts: [Symbols] = []
    func branch(_ visit: (Symbols) -> Void) {
      let part = Symbols(branchOf: self)
      visit(part)
      parts.append(part)
    }
    branch { $0.visit(first.body) }
    if branches.count > 1 {
      branch { for branch in branches.dropFirst() { $0.visit([branch][...], []) } }
    }
    if !otherwise.isEmpty { branch { $0.visit(otherwise) } }
    update(parts)
  }

  private func visit(branches bodies: [[Stmt]]) {
    var parts: [Symbols] = []
    for body in bodies where !body.isEmpty {
      let part = Symbols(branchOf: self)
      part.visit(body)
      parts.append(part)
    }
    update(parts)
  }

  func visit(_ target: Target, asParameter: Bool = false) {
    switch target {
    case .name(let name, _):
      if asParameter { declareParameter(name) } else { store(name) }
    case .attribute(let name, _, _): load(Int32(truncatingIfNeeded: name.id))
    case .tuple(let targets, _): for target in targets { visit(target, asParameter: asParameter) }
    }
  }

  func visit(_ expression: Expr) {
    if let reads = expression.reads {
      for place in reads { load(function.names.reads[place]) }
    } else {
      expression.forEachPart { visit($0) }
    }
  }
}
