/// How a template uses a variable that comes from outside.
struct VariableUse {
  /// Where it is read first, a byte of the source.
  var at: Int
  /// What speaks for each kind of value.
  private(set) var evidence: Set<Evidence> = []
  /// What is read of it, or of each of its items, in the order of first use.
  private(set) var fields: [String] = []
  private var knownFields: Set<String> = []

  /// What a use tells about a value.
  enum Evidence: Hashable {
    case list, attributes, mapping, text, number, truth, condition
    /// The template asks whether it is there, or has something in its place.
    case optional
    /// It is used in a way that tells nothing.
    case other
  }

  init(at: Int) { self.at = at }

  mutating func note(_ evidence: Evidence, at offset: Int) {
    self.evidence.insert(evidence)
    at = min(at, offset)
  }

  mutating func noteField(_ name: String) {
    if knownFields.insert(name).inserted { fields.append(name) }
  }

  var isOptional: Bool { evidence.contains(.optional) }

  /// The kind of value that the text takes it for; nil where nothing tells.
  var kind: TemplatePreview.Variable.Kind? {
    if evidence.contains(.mapping) { return .mapping }
    if evidence.contains(.list) { return .list }
    if evidence.contains(.attributes) { return .mapping }
    if evidence.contains(.number) { return .number }
    if evidence.contains(.text) { return .text }
    if evidence.contains(.other) { return nil }
    return evidence.contains(.condition) || evidence.contains(.truth) ? .flag : nil
  }
}

/// Finds out how variables are used, from what stands around them.
struct VariableUses {
  private(set) var uses: [String: VariableUse] = [:]
  /// The bytes at which names from outside are read.
  private let reads: [Int: String]
  /// Names of loops that stand for the items of a variable, and names that were set to a variable or a part of it.
  private var items: [String: String] = [:]
  private var aliases: [String: String] = [:]
  /// What those were before, for the end of the scopes that stand open.
  private var undone: [(name: String, item: String?, alias: String?)] = []
  private var openScopes = 0
  /// Where names that are not read are stored first.
  private(set) var stored: [String: Int] = [:]

  init(_ statements: [Stmt], reads: [Int: String]) {
    self.reads = reads
    walk(statements)
  }

  /// What an expression is used as.
  private enum Role {
    case value
    case condition
    case evidence(VariableUse.Evidence)
    case attribute(String)
    case method(String)
    case itemAttribute(String)
  }

  // MARK: Names

  private mutating func read(_ name: String, at offset: Int, _ role: Role) {
    if let outside = reads[offset] {
      note(outside, at: offset, role)
    } else if let owner = items[name] {
      switch role {
      case .attribute(let field): uses[owner]?.noteField(field)
      case .method(let method) where Self.isField(method): uses[owner]?.noteField(method)
      default: break
      }
    } else if let owner = aliases[name], let at = uses[owner]?.at {
      note(owner, at: at, role)
    }
  }

  private mutating func note(_ name: String, at offset: Int, _ role: Role) {
    var use = uses[name] ?? VariableUse(at: offset)
    uses[name] = nil
    defer { uses[name] = use }
    switch role {
    case .value: use.note(.other, at: offset)
    case .condition: use.note(.condition, at: offset)
    case .evidence(let evidence): use.note(evidence, at: offset)
    case .attribute(let field):
      use.note(.attributes, at: offset)
      use.noteField(field)
    case .itemAttribute(let field):
      use.note(.list, at: offset)
      use.noteField(field)
    case .method(let method):
      if Self.mappingMethods.contains(method) {
        use.note(.mapping, at: offset)
      } else if Self.isField(method) {
        use.note(.attributes, at: offset)
        use.noteField(method)
      } else if StringMethods.table[method] != nil, ListMethods.table[method] == nil {
        use.note(.text, at: offset)
      } else if ListMethods.table[method] != nil, StringMethods.table[method] == nil,
        DictMethods.table[method] == nil
      {
        use.note(.list, at: offset)
      } else {
        use.note(.other, at: offset)
      }
    }
  }

  private static let mappingMethods: Set<String> = [
    "items", "keys", "values", "get", "update", "setdefault", "popitem",
  ]

  /// Whether what is called is no method of Python's types.
  private static func isField(_ method: String) -> Bool {
    StringMethods.table[method] == nil && ListMethods.table[method] == nil
      && DictMethods.table[method] == nil
  }

  /// The variable whose items, or part, an expression is.
  private func owner(of expression: Expr) -> String? {
    switch expression.kind {
    case .name(let name): return reads[expression.at] ?? aliases[name.text]
    case .item(let value, let key): if case .slice = key.kind { return owner(of: value) }
    case .filter(let value?, let name, _) where Self.keepingFilters.contains(name):
      return owner(of: value)
    default: break
    }
    return nil
  }

  private static let keepingFilters: Set<String> = [
    "list", "sort", "reverse", "select", "reject", "selectattr", "rejectattr", "unique", "default", "d",
  ]

  // MARK: Statements

  private mutating func walk(_ statements: [Stmt]) {
    for statement in statements { walk(statement) }
  }

  private mutating func hide(_ target: Target) {
    switch target {
    case .name(let name, let at):
      mean(name, item: nil, alias: nil)
      if stored[name.text] == nil { stored[name.text] = at }
    case .attribute(let name, let attribute, let at): read(name.text, at: at, .attribute(attribute))
    case .tuple(let targets, _): for target in targets { hide(target) }
    }
  }

  /// Walks through a body whose names end with it.
  private mutating func scoped(_ body: (inout VariableUses) -> Void) {
    let before = undone.count
    openScopes += 1
    body(&self)
    openScopes -= 1
    while undone.count > before, let (name, item, alias) = undone.popLast() {
      items[name] = item
      aliases[name] = alias
    }
  }

  /// Lets a name stand for the items of a variable, or for a variable, until its scope ends.
  private mutating func mean(_ name: Name, item: String?, alias: String?) {
    let name = name.text
    guard items[name] != item || aliases[name] != alias else { return }
    if openScopes > 0 { undone.append((name, items[name], aliases[name])) }
    items[name] = item
    aliases[name] = alias
  }

  private mutating func walk(_ statement: Stmt) {
    switch statement.kind {
    case .output(let parts): for case .value(let expression) in parts { walk(expression, .value) }
    case .forLoop(let loop):
      walk(loop.iterated, .evidence(.list))
      scoped { uses in
        uses.hide(loop.target)
        if case .name(let name, _) = loop.target, let owner = uses.owner(of: loop.iterated) {
          uses.mean(name, item: owner, alias: nil)
        }
        if let test = loop.test { uses.walk(test, .condition) }
        uses.walk(loop.body)
      }
      scoped { $0.walk(loop.otherwise) }
    case .branches(let branches, let otherwise):
      for branch in branches {
        walk(branch.test, .condition)
        walk(branch.body)
      }
      walk(otherwise)
    case .switchCase(let value, let cases, let otherwise):
      let first = cases.first?.tests.first
      walk(value, first.map { Self.role(comparedWith: $0, .same, isLeft: true) } ?? .value)
      for (tests, body) in cases {
        for test in tests { walk(test, Self.role(comparedWith: value, .same, isLeft: false)) }
        walk(body)
      }
      walk(otherwise)
    case .set(let target, let value):
      walk(value, .value)
      let owner = owner(of: value)
      hide(target)
      if case .name(let name, _) = target, let owner, owner != name.text {
        mean(name, item: nil, alias: owner)
      }
    case .setBlock(let target, let filter, let body):
      scoped { $0.walk(body) }
      if let filter { walk(filter, .value) }
      hide(target)
    case .with(let values, let body):
      for (_, value) in values { walk(value, .value) }
      scoped { uses in
        for (target, _) in values { uses.hide(target) }
        uses.walk(body)
      }
    case .macro(let macro): walk(macro)
    case .call(let macro, let call):
      walk(call, .value)
      walk(macro)
    case .filterBlock(let filter, let body):
      scoped { $0.walk(body) }
      walk(filter, .value)
    case .block(let block): scoped { $0.walk(block.body) }
    case .extends(let value), .include(let value, _, _): walk(value, .value)
    case .importAll(let value, let name, _):
      walk(value, .value)
      hide(.name(name, at: statement.at))
    case .importNames(let value, let names, _):
      walk(value, .value)
      for (_, alias) in names { hide(.name(alias, at: statement.at)) }
    case .autoescape(let value, let body):
      walk(value, .condition)
      scoped { $0.walk(body) }
    case .scope(let body): scoped { $0.walk(body) }
    case .breakLoop, .continueLoop: break
    }
  }

  private mutating func walk(_ macro: MacroSyntax) {
    for value in macro.defaults { walk(value, .value) }
    scoped { uses in
      for (name, at) in macro.parameters { uses.hide(.name(name, at: at)) }
      uses.walk(macro.body)
    }
    if let name = macro.name { hide(.name(name, at: macro.at)) }
  }

  // MARK: Expressions

  private mutating func walk(_ expression: Expr, _ role: Role) {
    switch expression.kind {
    case .name(let name): read(name.text, at: expression.at, role)
    case .attribute(let value, let name): walk(value, .attribute(name))
    case .item(let value, let key): walk(value, key, role)
    case .call(let function, let call): walk(function, call)
    case .filter(let value, let name, let call): walk(value, name, call, role)
    case .test(let value, let name, let call):
      walk(value, Self.presenceTests.contains(name) ? .evidence(.optional) : .condition)
      for argument in call.all { walk(argument, .value) }
    case .unary(_, let value): walk(value, .evidence(.number))
    case .binary(let sign, let left, let right):
      walk(left, Self.role(beside: right, sign))
      walk(right, Self.role(beside: left, sign))
    case .and(let left, let right):
      walk(left, .condition)
      walk(right, role)
    case .or(let left, let right):
      if case .condition = role {
        walk(left, .condition)
      } else {
        walk(left, .evidence(.optional))
        walk(left, role)
      }
      walk(right, role)
    case .not(let value): walk(value, .condition)
    case .compare(let first, let rest):
      var left = first
      for (sign, right) in rest {
        walk(left, Self.role(comparedWith: right, sign, isLeft: true))
        walk(right, Self.role(comparedWith: left, sign, isLeft: false))
        left = right
      }
    case .conditional(let test, let then, let otherwise):
      walk(test, .condition)
      walk(then, role)
      if let otherwise { walk(otherwise, role) }
    default:
      var parts: [Expr] = []
      expression.forEachPart { parts.append($0) }
      for part in parts { walk(part, .value) }
    }
  }

  private static let presenceTests: Set<String> = ["defined", "undefined", "none"]

  /// `value[key]`.
  private mutating func walk(_ value: Expr, _ key: Expr, _ role: Role) {
    switch key.kind {
    case .string(let name): return walk(value, .attribute(name))
    case .int, .unary:
      if case .attribute(let field) = role { return walk(value, .itemAttribute(field)) }
      return walk(value, .evidence(.list))
    case .slice:
      switch role {
      case .evidence(.list), .itemAttribute: walk(value, role)
      default: walk(value, .value)
      }
    default: walk(value, .value)
    }
    walk(key, .value)
  }

  private mutating func walk(_ function: Expr, _ call: CallSyntax) {
    var role = Role.value
    switch function.kind {
    case .attribute(let value, let name):
      walk(value, .method(name))
      if name == "get", case .string(let field)? = call.positional.first?.kind {
        if case .name(let own) = value.kind, let owner = reads[value.at] ?? items[own.text] {
          uses[owner]?.noteField(field)
        }
      }
    case .name(let name) where name.text == "range": role = .evidence(.number)
    default: walk(function, .value)
    }
    for argument in call.all { walk(argument, role) }
  }

  private mutating func walk(_ value: Expr?, _ filter: String, _ call: CallSyntax, _ role: Role) {
    if let value {
      switch filter {
      case "default", "d":
        walk(value, .evidence(.optional))
        walk(value, role)
        for argument in call.positional.prefix(1) { walk(argument, role) }
        for argument in call.all.dropFirst(call.positional.isEmpty ? 0 : 1) { walk(argument, .value) }
        return
      case _ where Self.listFilters.contains(filter): walk(value, .evidence(.list))
      case _ where Self.textFilters.contains(filter): walk(value, .evidence(.text))
      case "abs", "round", "filesizeformat": walk(value, .evidence(.number))
      case "dictsort", "items", "xmlattr": walk(value, .evidence(.mapping))
      default: walk(value, .value)
      }
    }
    for argument in call.all { walk(argument, .value) }
  }

  private static let listFilters: Set<String> = [
    "join", "map", "select", "reject", "selectattr", "rejectattr", "first", "last", "sort", "sum", "unique",
    "groupby", "batch", "slice", "random", "list", "min", "max",
  ]
  private static let textFilters: Set<String> = [
    "upper", "lower", "title", "capitalize", "trim", "replace", "indent", "truncate", "wordwrap", "wordcount",
    "striptags", "urlize", "center", "format",
  ]

  private static func role(beside other: Expr, _ sign: BinaryOperator) -> Role {
    switch (sign, other.kind) {
    case (.sub, _), (.div, _), (.floorDiv, _), (.pow, _): .evidence(.number)
    case (.add, .string), (.add, .concat): .evidence(.text)
    case (.add, .list): .evidence(.list)
    case (.add, .int), (.add, .float), (.mul, .float): .evidence(.number)
    case (.mul, .string), (.mul, .list): .evidence(.number)
    default: .value
    }
  }

  private static func role(comparedWith other: Expr, _ sign: CompareOperator, isLeft: Bool) -> Role {
    switch sign {
    case .isIn, .isNotIn:
      guard isLeft else { return .value }
      switch other.kind {
      case .string: return .evidence(.text)
      case .list(let items), .tuple(let items):
        return items.first.map { role(comparedWith: $0, .equal, isLeft: true) } ?? .value
      default: return .value
      }
    default:
      switch other.kind {
      case .string: return .evidence(.text)
      case .int, .float: return .evidence(.number)
      case .bool: return .evidence(.truth)
      case .none: return .evidence(.optional)
      case .list: return .evidence(.list)
      default: return .value
      }
    }
  }
}
