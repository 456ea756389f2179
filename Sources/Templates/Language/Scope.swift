/// The names that a template takes from outside, in the order in which they come up.
final class AskedNames {
  private(set) var names: [String] = []
  private var known = SmallMap()

  func add(_ name: Name) {
    guard known[name.id] == nil else { return }
    known[name.id] = names.count
    names.append(name.text)
  }
}

/// Numbers by numbers: searched while they are few.
struct SmallMap {
  private(set) var pairs: [(key: Int, value: Int)] = []
  private var places: [Int: Int]?

  private func place(_ key: Int) -> Int? {
    if let places { return places[key] }
    for index in pairs.indices where pairs[index].key == key { return index }
    return nil
  }

  subscript(key: Int) -> Int? {
    get { place(key).map { pairs[$0].value } }
    set {
      guard let newValue else { return }
      if let place = place(key) {
        pairs[place].value = newValue
        return
      }
      pairs.append((key, newValue))
      if places != nil {
        places?[key] = pairs.count - 1
      } else if pairs.count > 24 {
        places = [:]
        for (index, pair) in pairs.enumerated() { places?[pair.key] = index }
      }
    }
  }
}

/// The variables of a function while it is compiled: each has a place.
final class FunctionScope {
  let outer: FunctionScope?
  @exclusivity(unchecked) private var places = SmallMap()
  @exclusivity(unchecked) private(set) var slots = 0
  @exclusivity(unchecked) private var codes: [NameCode?] = []

  /// The names that a template asks its context for.
  let asked: AskedNames

  init(outer: FunctionScope?, asked: AskedNames) {
    self.outer = outer
    self.asked = asked
  }

  /// The place of a name on a level of a part of the function.
  func slot(_ name: Name, level: Int, part: Symbols.Part) -> Int {
    let key = name.id << 16 | level << 2 | part.rawValue
    if let place = places[key] { return place }
    places[key] = slots
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

  /// How many functions further out another one is.
  func hops(to other: FunctionScope) -> Int {
    var hops = 0
    var scope: FunctionScope? = self
    while let current = scope, current !== other {
      hops += 1
      scope = current.outer
    }
    return hops
  }
}

/// The names of a scope, worked out before its code is made: which are read from outside, which are its own.
///
/// The rules are those of Jinja (`idtracking.py`), where a name belongs to one scope from its beginning to its end.
final class Symbols {
  struct Place {
    let function: FunctionScope
    let slot: Int
  }

  /// Parts of a statement whose names are apart from each other.
  enum Part: Int {
    case body, test, otherwise
  }

  enum Load {
    case parameter
    case resolve(Name)
    case alias(Place)
    case undefined
  }

  let level: Int
  let parent: Symbols?
  let function: FunctionScope
  /// Of a branch, what was known where it begins.
  private let base: Symbols?
  private let part: Part
  /// Names that are known further out are stored there, as in loops of nunjucks.
  private let storesOutside: Bool
  /// What is known of a name in this scope.
  private struct Entry {
    let name: Name
    /// Its place in the function; nil where it is stored in a place further out, or was only noted as stored.
    var slot: Int?
    /// What its place starts with.
    var load: Load?
    var isStored = false
  }

  @exclusivity(unchecked) private var entries: [Entry] = []
  /// Where names stand among the entries, by their numbers, once there are many.
  @exclusivity(unchecked) private var index: [Int: Int] = [:]
  /// The places of names further out that are stored there.
  @exclusivity(unchecked) private var outsidePlaces: [Int: Place] = [:]

  /// How many entries are searched; more have an index.
  private static let searched = 16

  init(parent: Symbols?, function: FunctionScope, part: Part = .body, storesOutside: Bool = false) {
    self.storesOutside = storesOutside
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
    storesOutside = other.storesOutside
    base = other
  }

  /// The places that have a start of their own.
  var slots: [Int] { entries.compactMap { $0.load == nil ? nil : $0.slot } }

  private func entry(of name: Name) -> Int? {
    if entries.count > Self.searched { return index[name.id] }
    for place in 0..<entries.count where entries[place].name === name { return place }
    return nil
  }

  /// The entry of a name, a new one when there is none.
  private func made(_ name: Name) -> Int {
    if let place = entry(of: name) { return place }
    if entries.isEmpty { entries.reserveCapacity(8) }
    entries.append(Entry(name: name))
    if entries.count > Self.searched {
      for place in index.count..<entries.count { index[entries[place].name.id] = place }
    }
    return entries.count - 1
  }

  private func define(_ name: Name, _ load: Load) -> Place {
    let slot = function.slot(name, level: level, part: part)
    let place = made(name)
    entries[place].slot = slot
    entries[place].load = load
    return Place(function: function, slot: slot)
  }

  private func load(of name: Name) -> Load? {
    if let place = entry(of: name), let load = entries[place].load { return load }
    return base?.load(of: name)
  }

  private func ownPlace(_ name: Name) -> Place? {
    if let place = entry(of: name) {
      if let slot = entries[place].slot { return Place(function: function, slot: slot) }
      if !outsidePlaces.isEmpty, let place = outsidePlaces[name.id] { return place }
    }
    return base?.ownPlace(name)
  }

  func place(_ name: Name) -> Place? { ownPlace(name) ?? parent?.place(name) }

  func reference(_ name: Name, from function: FunctionScope) -> Reference? {
    place(name).map { Reference(hops: function.hops(to: $0.function), slot: $0.slot) }
  }

  /// Whether a name may stand for what the context has, rather than for what a statement made.
  func isFromOutside(_ name: Name) -> Bool {
    guard ownPlace(name) != nil else { return parent?.isFromOutside(name) ?? true }
    switch load(of: name) {
    case .resolve: return true
    case .alias, nil: return parent?.isFromOutside(name) ?? false
    case .parameter, .undefined: return false
    }
  }

  private func isStored(_ name: Name) -> Bool {
    if let place = entry(of: name), entries[place].isStored { return true }
    return base?.isStored(name) ?? false
  }

  private func noteStore(_ name: Name) {
    if !isStored(name) { entries[made(name)].isStored = true }
  }

  func store(_ name: Name) {
    noteStore(name)
    guard ownPlace(name) == nil else { return }
    if let outer = parent?.place(name) {
      if storesOutside, outer.function === function {
        outsidePlaces[name.id] = outer
      } else {
        _ = define(name, .alias(outer))
      }
    } else {
      _ = define(name, .undefined)
    }
  }

  @discardableResult
  func declareParameter(_ name: Name) -> Int {
    noteStore(name)
    return define(name, .parameter).slot
  }

  func load(_ name: Name) {
    if place(name) == nil { _ = define(name, .resolve(name)) }
  }

  private func update(_ branches: [Symbols]) {
    for branch in branches {
      if !branch.outsidePlaces.isEmpty { outsidePlaces.merge(branch.outsidePlaces) { $1 } }
      for entry in branch.entries where entry.slot != nil {
        let place = made(entry.name)
        entries[place].slot = entry.slot
        entries[place].load = entry.load
      }
    }
    for branch in branches {
      for entry in branch.entries where entry.isStored { noteStore(entry.name) }
    }
    for branch in branches {
      for entry in branch.entries where entry.isStored { restart(entry.name) }
    }
  }

  /// Lets a name that some branch stores start with what it was before.
  private func restart(_ name: Name) {
    guard let slot = ownPlace(name)?.slot else { return }
    let load: Load
    if let outer = parent?.place(name) {
      if storesOutside, outer.function === function { return }
      load = .alias(outer)
    } else {
      load = .resolve(name)
    }
    let place = made(name)
    entries[place].slot = slot
    entries[place].load = load
  }

  /// What is done when the scope is entered.
  var entry: [EntryStep] { steps { _ in true } }

  /// Of a loop, what is done with every turn: what its body changes starts anew.
  var turnEntry: [EntryStep] { steps { !isConstant($0) } }

  /// Of a loop, what is done before its first turn: names of the context that its body only reads.
  var firstEntry: [EntryStep] { steps(isConstant) }

  private func isConstant(_ load: Load) -> Bool {
    if case .resolve(let name) = load { !isStored(name) } else { false }
  }

  private func steps(_ isWanted: (Load) -> Bool) -> [EntryStep] {
    var steps: [EntryStep] = []
    for entry in entries {
      guard let slot = entry.slot, let load = entry.load else { continue }
      if case .resolve(let name) = load { function.asked.add(name) }
      guard isWanted(load) else { continue }
      if steps.isEmpty { steps.reserveCapacity(entries.count) }
      switch load {
      case .parameter: break
      case .resolve(let name): steps.append(EntryStep(slot: slot, name: name.text))
      case .alias(let place):
        steps.append(
          EntryStep(slot: slot, Reference(hops: function.hops(to: place.function), slot: place.slot)))
      case .undefined: steps.append(EntryStep(slot: slot, nil))
      }
    }
    return steps
  }

  /// All names that are stored here or further out.
  var storedNames: [Name] {
    var names: Set<Name> = []
    var scope: Symbols? = self
    while let current = scope {
      for entry in current.entries where entry.isStored { names.insert(entry.name) }
      scope = current.base ?? current.parent
    }
    return names.sorted { $0.text < $1.text }
  }

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
    case .set(let target, let value):
      visit(value)
      visit(target)
    case .setBlock(let target, _, _): visit(target)
    case .with(let values, _): for (_, value) in values { visit(value) }
    case .macro(let macro): if let name = macro.name { store(name) }
    case .call(_, let call): visit(call)
    case .filterBlock(let filter, _): visit(filter)
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

  func visit(_ target: Target, asParameter: Bool = false) {
    switch target {
    case .name(let name, _):
      if asParameter { declareParameter(name) } else { store(name) }
    case .attribute(let name, _, _): load(name)
    case .tuple(let targets, _): for target in targets { visit(target, asParameter: asParameter) }
    }
  }

  func visit(_ expression: Expr) {
    switch expression.kind {
    case .name(let name): load(name)
    case .none, .bool, .int, .float, .string, .regex: break
    case .attribute(let value, _): visit(value)
    default: expression.forEachPart { visit($0) }
    }
  }
}

extension Expr {
  /// Visits the expressions that stand in it, in their order.
  func forEachPart(_ visit: (Expr) -> Void) {
    switch kind {
    case .none, .bool, .int, .float, .string, .regex, .name: break
    case .tuple(let items), .list(let items), .concat(let items): for item in items { visit(item) }
    case .dict(let items):
      for (key, value) in items {
        visit(key)
        visit(value)
      }
    case .attribute(let value, _), .unary(_, let value), .not(let value): visit(value)
    case .item(let value, let key):
      visit(value)
      visit(key)
    case .slice(let start, let stop, let step):
      if let start { visit(start) }
      if let stop { visit(stop) }
      if let step { visit(step) }
    case .call(let value, let call), .test(let value, _, let call):
      visit(value)
      call.forEach(visit)
    case .filter(let value, _, let call):
      if let value { visit(value) }
      call.forEach(visit)
    case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right):
      visit(left)
      visit(right)
    case .compare(let first, let rest):
      visit(first)
      for (_, value) in rest { visit(value) }
    case .conditional(let test, let then, let otherwise):
      visit(test)
      visit(then)
      if let otherwise { visit(otherwise) }
    }
  }
}

extension CallSyntax {
  fileprivate func forEach(_ visit: (Expr) -> Void) {
    for value in positional { visit(value) }
    for (_, value) in keyword { visit(value) }
    if let star { visit(star) }
    if let doubleStar { visit(doubleStar) }
  }
}
