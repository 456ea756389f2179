/// Finds names that are read before they are stored.
final class NameFinder {
  private var wanted: Set<Name>
  private var found: Set<Name> = []

  /// Which of some names a body reads before it stores them itself.
  static func undeclared(_ names: Set<Name>, in body: [Stmt]) -> Set<Name> {
    let finder = NameFinder(wanted: names)
    finder.visit(body)
    return finder.found
  }

  private init(wanted: Set<Name>) { self.wanted = wanted }

  private func visit(_ expression: Expr) {
    if case .name(let name) = expression.kind {
      if let name = wanted.remove(name) { found.insert(name) }
    } else {
      expression.forEachPart { visit($0) }
    }
  }

  private func visit(_ target: Target) {
    switch target {
    case .attribute(let name, _, _): if let name = wanted.remove(name) { found.insert(name) }
    default: wanted.subtract(target.names)
    }
  }

  private func visit(_ macro: MacroSyntax) {
    for parameter in macro.parameters { wanted.remove(parameter.name) }
    for value in macro.defaults { visit(value) }
    visit(macro.body)
  }

  private func visit(_ body: [Stmt]) {
    for statement in body where !wanted.isEmpty { visit(statement) }
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
    case .switchCase(let value, let cases, let otherwise):
      visit(value)
      for (tests, body) in cases {
        for test in tests { visit(test) }
        visit(body)
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
