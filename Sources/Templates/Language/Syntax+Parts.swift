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

extension Stmt {
  /// The bodies that stand in it.
  var bodies: [[Stmt]] {
    switch kind {
    case .output, .set, .extends, .include, .importAll, .importNames, .breakLoop, .continueLoop: []
    case .forLoop(let loop): [loop.body, loop.otherwise]
    case .branches(let branches, let otherwise): branches.map(\.body) + [otherwise]
    case .switchCase(_, let cases, let otherwise): cases.map(\.body) + [otherwise]
    case .setBlock(_, _, let body), .with(_, let body), .filterBlock(_, let body), .autoescape(_, let body),
      .scope(let body):
      [body]
    case .macro(let macro), .call(let macro, _): [macro.body]
    case .block(let block): [block.body]
    }
  }

  /// Where it stores a name, itself or something in it.
  func storePlace(of name: Name) -> Int? {
    switch kind {
    case .set(let target, _): return target.place(of: name)
    case .setBlock(let target, _, let body): return target.place(of: name) ?? body.storePlace(of: name)
    case .forLoop(let loop):
      return loop.target.place(of: name) ?? (loop.body + loop.otherwise).storePlace(of: name)
    default:
      for body in bodies { if let place = body.storePlace(of: name) { return place } }
      return nil
    }
  }
}

extension [Stmt] {
  func storePlace(of name: Name) -> Int? {
    for statement in self { if let place = statement.storePlace(of: name) { return place } }
    return nil
  }
}

extension Target {
  func place(of name: Name) -> Int? {
    switch self {
    case .name(let own, let at): own == name ? at : nil
    case .attribute: nil
    case .tuple(let targets, _): targets.lazy.compactMap { $0.place(of: name) }.first
    }
  }
}
