/// The names that a template takes from outside, in the order in which they come up.
final class AskedNames {
  private(set) var names: [String] = []

  func add(_ name: String) {
    if !names.contains(name) { names.append(name) }
  }
}

/// The variables of a function while it is compiled: each has a place.
final class FunctionScope {
  let outer: FunctionScope?
  private var places: [String: Int] = [:]
  private(set) var slots = 0

  /// The names that a template asks its context for.
  let asked: AskedNames

  init(outer: FunctionScope?, asked: AskedNames) {
    self.outer = outer
    self.asked = asked
  }

  func slot(_ key: String) -> Int {
    if let place = places[key] { return place }
    places[key] = slots
    slots += 1
    return slots - 1
  }

  func hiddenSlot() -> Int {
    slots += 1
    return slots - 1
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

  enum Load {
    case parameter
    case resolve(String)
    case alias(Place)
    case undefined
  }

  let level: Int
  let parent: Symbols?
  let function: FunctionScope
  private let prefix: String
  /// Names that are known further out are stored there, as in loops of nunjucks.
  private let storesOutside: Bool
  @exclusivity(unchecked) private var places: [String: Place] = [:]
  private(set) var loads: [(slot: Int, load: Load)] = []
  private(set) var stores: Set<String> = []
  /// Whether something was added since it was copied.
  @exclusivity(unchecked) private var isChanged = false

  init(parent: Symbols?, function: FunctionScope, prefix: String = "", storesOutside: Bool = false) {
    self.storesOutside = storesOutside
    level = (parent?.level ?? -1) + 1
    self.parent = parent
    self.function = function
    self.prefix = prefix
  }

  private init(copying other: Symbols) {
    level = other.level
    parent = other.parent
    function = other.function
    prefix = other.prefix
    storesOutside = other.storesOutside
    places = other.places
    loads = other.loads
    stores = other.stores
  }

  private func define(_ name: String, _ load: Load) -> Place {
    isChanged = true
    let place = Place(function: function, slot: function.slot("\(prefix)\(level) \(name)"))
    places[name] = place
    setLoad(place.slot, load)
    return place
  }

  private func setLoad(_ slot: Int, _ load: Load) {
    if let index = loads.firstIndex(where: { $0.slot == slot }) {
      loads[index].load = load
    } else {
      loads.append((slot, load))
    }
  }

  func place(_ name: String) -> Place? { places[name] ?? parent?.place(name) }

  func reference(_ name: String, from function: FunctionScope) -> Reference? {
    place(name).map { Reference(hops: function.hops(to: $0.function), slot: $0.slot) }
  }

  /// Whether a name may stand for what the context has, rather than for what a statement made.
  func isFromOutside(_ name: String) -> Bool {
    guard let place = places[name] else { return parent?.isFromOutside(name) ?? true }
    switch loads.first(where: { $0.slot == place.slot })?.load {
    case .resolve: return true
    case .alias, nil: return parent?.isFromOutside(name) ?? false
    case .parameter, .undefined: return false
    }
  }

  func store(_ name: String) {
    if stores.insert(name).inserted { isChanged = true }
    guard places[name] == nil else { return }
    if let outer = parent?.place(name) {
      if storesOutside, outer.function === function {
        places[name] = outer
      } else {
        _ = define(name, .alias(outer))
      }
    } else {
      _ = define(name, .undefined)
    }
  }

  @discardableResult
  func declareParameter(_ name: String) -> Int {
    stores.insert(name)
    return define(name, .parameter).slot
  }

  func load(_ name: String) {
    if place(name) == nil { _ = define(name, .resolve(name)) }
  }

  private func update(_ branches: [Symbols]) {
    let branches = branches.filter(\.isChanged)
    guard !branches.isEmpty else { return }
    isChanged = true
    var stored: Set<String> = []
    for branch in branches { stored.formUnion(branch.stores) }
    stored.subtract(stores)
    for branch in branches {
      places.merge(branch.places) { $1 }
      for (slot, load) in branch.loads { setLoad(slot, load) }
      stores.formUnion(branch.stores)
    }
    for name in stored {
      guard let place = place(name) else { continue }
      if let outer = parent?.place(name) {
        if storesOutside, outer.function === function { continue }
        setLoad(place.slot, .alias(outer))
      } else {
        setLoad(place.slot, .resolve(name))
      }
    }
  }

  /// What is done when the scope is entered.
  var entry: [EntryStep] { steps { _ in true } }

  /// Of a loop, what is done with every turn: what its body changes starts anew.
  var turnEntry: [EntryStep] { steps { !isConstant($0) } }

  /// Of a loop, what is done before its first turn: names of the context that its body only reads.
  var firstEntry: [EntryStep] { steps(isConstant) }

  private func isConstant(_ load: Load) -> Bool {
    if case .resolve(let name) = load { !stores.contains(name) } else { false }
  }

  private func steps(_ isWanted: (Load) -> Bool) -> [EntryStep] {
    for case (_, .resolve(let name)) in loads { function.asked.add(name) }
    return loads.compactMap { slot, load in
      guard isWanted(load) else { return nil }
      switch load {
      case .parameter: return nil
      case .resolve(let name): return EntryStep(slot: slot, start: .context(name))
      case .alias(let place):
        return EntryStep(
          slot: slot,
          start: .variable(Reference(hops: function.hops(to: place.function), slot: place.slot)))
      case .undefined: return EntryStep(slot: slot, start: .nothing)
      }
    }
  }

  /// All names that are stored here or further out.
  var storedNames: [String] {
    var names: Set<String> = []
    var scope: Symbols? = self
    while let current = scope {
      names.formUnion(current.stores)
      scope = current.parent
    }
    return names.sorted()
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
    case .macro(let macro): store(macro.name ?? "")
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
    let body = Symbols(copying: self)
    body.visit(first.body)
    let rest = Symbols(copying: self)
    for branch in branches.dropFirst() { rest.visit([branch][...], []) }
    let last = Symbols(copying: self)
    last.visit(otherwise)
    update([body, rest, last])
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
    if case .name(let name) = expression.kind {
      load(name)
    } else {
      expression.forEachPart(visit)
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

/// Finds names that are read before they are stored.
final class NameFinder {
  private var wanted: Set<String>
  private var found: Set<String> = []

  /// Which of some names a body reads before it stores them itself.
  static func undeclared(_ names: Set<String>, in body: [Stmt]) -> Set<String> {
    let finder = NameFinder(wanted: names)
    finder.visit(body)
    return finder.found
  }

  private init(wanted: Set<String>) { self.wanted = wanted }

  private func visit(_ expression: Expr) {
    if case .name(let name) = expression.kind {
      if wanted.contains(name) { found.insert(name) }
    } else {
      expression.forEachPart { visit($0) }
    }
  }

  private func visit(_ target: Target) {
    switch target {
    case .attribute(let name, _, _): if wanted.contains(name) { found.insert(name) }
    default: wanted.subtract(target.names)
    }
  }

  private func visit(_ macro: MacroSyntax) {
    for parameter in macro.parameters { wanted.remove(parameter.name) }
    for value in macro.defaults { visit(value) }
    visit(macro.body)
  }

  private func visit(_ body: [Stmt]) {
    for statement in body { visit(statement) }
  }

  private func visit(_ statement: Stmt) {
    switch statement.kind {
    case .output(let parts): for case .value(let expression) in parts { visit(expression) }
    case .forLoop(let loop):
      visit(loop.target)
      visit(loop.iterated)
      visit(loop.body)
      visit(loop.otherwise)
      if let test = loop.test { visit(test) }
    case .branches(let branches, let otherwise):
      for branch in branches {
        visit(branch.test)
        visit(branch.body)
      }
      visit(otherwise)
    case .set(let target, let value):
      visit(target)
      visit(value)
    case .setBlock(let target, let filter, let body):
      visit(target)
      if let filter { visit(filter) }
      visit(body)
    case .with(let values, let body):
      for (target, _) in values { visit(target) }
      for (_, value) in values { visit(value) }
      visit(body)
    case .macro(let macro): visit(macro)
    case .call(let macro, let call):
      visit(call)
      visit(macro)
    case .filterBlock(let filter, let body):
      visit(body)
      visit(filter)
    case .extends(let value), .include(let value, _, _), .importAll(let value, _, _),
      .importNames(let value, _, _):
      visit(value)
    case .autoescape(let value, let body):
      visit(value)
      visit(body)
    case .scope(let body): visit(body)
    case .block, .breakLoop, .continueLoop: break
    }
  }
}
