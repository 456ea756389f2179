/// Makes statements ready to run: every name becomes a place in a frame, every filter and test its function.
///
/// Which scope a name belongs to follows Jinja's compiler, so that what `set` does in loops, blocks and macros is
/// what it does there.
final class Compiler {
  let source: TemplateSource
  let syntax: TemplateSyntax
  private var blocks: [(syntax: BlockSyntax, at: Int)] = []
  private var blockNames: Set<String> = []
  private var hasExtends = false
  private var names = TemplateNames(all: [], reads: [])
  /// The names that are made at the top of the template.
  private(set) var ownNames: [String] = []
  /// Whether they may be asked for by name: by a block, another template, or where no scope knows a name.
  var sharesNames = false
  private var attributeKinds: [String: AttributeKind] = [:]
  /// Where each name that may come from outside is read; nil when nobody wants to know.
  private var reads: [Int: String]?
  /// What was found wrong by a compiler that goes on after an error; nil when the first one ends everything.
  private var errors: [TemplateError]?
  /// What is wrong only where a branch is taken.
  private(set) var warnings: [TemplateError] = []
  /// How many expressions were made ready in the body that is made now, for ``Body/weight``.
  var weight = 0

  init(source: TemplateSource, syntax: TemplateSyntax) {
    self.source = source
    self.syntax = syntax
  }

  /// Where a statement stands.
  struct Scope {
    var symbols: Symbols
    /// The names stored here are the template's own, which others may import.
    var isTop = false
    /// An unknown filter is an error only when it is used.
    var isSoft = false
    /// What is printed is dropped once `extends` was met.
    var checksParent = false
    /// `break` and `continue` have a loop to leave.
    var isInLoop = false

    var function: FunctionScope { symbols.function }

    /// A scope inside this one.
    func inner(
      _ function: FunctionScope? = nil, part: Symbols.Part = .body
    ) -> Scope {
      Scope(
        symbols: Symbols(parent: symbols, function: function ?? self.function, part: part),
        checksParent: checksParent, isInLoop: isInLoop)
    }

    var soft: Scope {
      var scope = self
      scope.isSoft = true
      return scope
    }
  }

  /// What a template reads from outside, as far as it can be told.
  ///
  /// - Returns: the names in the order in which scopes ask for them, where names that may be theirs are read, by their
  ///   bytes; and what is wrong. Without errors the template as it is rendered.
  func survey(
    _ parsed: ParsedTemplate
  ) -> (names: [String], reads: [Int: String], errors: [TemplateError], unit: TemplateUnit?) {
    (reads, errors) = ([:], [])
    var unit: TemplateUnit?
    do throws(TemplateError) {
      let (root, blocks) = try template(parsed)
      unit = TemplateUnit(source: source, root: root, blocks: blocks, compiler: self)
    } catch { note(error) }
    let found = errors ?? []
    return (variables, reads ?? [:], found, found.isEmpty ? unit : nil)
  }

  /// The names it takes from outside, known ones of the language left out.
  var variables: [String] { names.asked.filter { !Globals.isKnown($0, syntax) } }

  private func note(_ error: TemplateError) {
    if !isFull, errors?.contains(error) == false { errors?.append(error) }
  }

  /// Whether so much is wrong already that no more is told: what is wrong beyond it is not worth a look.
  var isFull: Bool { (errors?.count ?? 0) >= ParserFindings.limit }

  /// Notes an error when the compiler goes on after it, else throws it.
  func report(_ error: TemplateError) throws(TemplateError) {
    guard errors != nil else { throw error }
    note(error)
  }

  /// Notes an error that only comes up when a branch is taken.
  func warn(_ error: TemplateError) {
    if wantsWarnings, !warnings.contains(error) { warnings.append(error) }
  }

  /// Whether anybody asks for warnings, and there is room for one more.
  var wantsWarnings: Bool { errors != nil && warnings.count < ParserFindings.limit }

  /// Notes that a name is read.
  func noteRead(_ name: Name, at offset: Int, _ scope: Scope) {
    guard reads != nil, scope.symbols.isFromOutside(name) else { return }
    reads?[offset] = name.text
  }

  func error(
    _ message: String, at offset: Int, kind: TemplateError.Kind = .syntax, hint: String? = nil
  ) -> TemplateError {
    // Where it stands takes a look at all that is before it.
    isFull ? TemplateError(kind, message) : source.error(message, at: offset, kind: kind, hint: hint)
  }

  func attributeKind(_ name: String) -> AttributeKind {
    if let kind = attributeKinds[name] { return kind }
    let kind = AttributeKind(name)
    attributeKinds[name] = kind
    return kind
  }

  func template(
    _ parsed: ParsedTemplate
  ) throws(TemplateError) -> (FunctionCode, [String: FunctionCode]) {
    let statements = parsed.statements
    names = TemplateNames(all: parsed.names, reads: parsed.reads, isJavaScript: syntax.isJavaScript)
    // Nunjucks asks the context for what no place holds.
    sharesNames = parsed.hasBlocks || syntax.isJavaScript
    if parsed.hasBlocks { try findBlocks(statements) }
    let function = FunctionScope(outer: nil, names: names)
    var scope = Scope(
      symbols: Symbols(parent: nil, function: function), isTop: true, checksParent: hasExtends)
    var head: [any Step] = []
    if parsed.specials.contains(.own), NameFinder.undeclared([.own], in: statements).contains(.own) {
      head.append(BlockNamesStep(slot: scope.symbols.declareParameter(.own)))
    }
    scope.symbols.visit(statements)
    let entry = scope.symbols.entry
    let body = try steps(statements, scope)
    scope.checksParent = false
    let root = FunctionCode(slots: function.slots, entry: entry, body: body.behind(head))
    var code: [String: FunctionCode] = [:]
    for (block, _) in blocks { code[block.name] = try blockFunction(block) }
    return (root, code)
  }

  private func blockFunction(_ block: BlockSyntax) throws(TemplateError) -> FunctionCode {
    let function = FunctionScope(outer: nil, names: names)
    let scope = Scope(symbols: Symbols(parent: nil, function: function))
    let special =
      block.specials.contains(.own) || block.specials.contains(.parent)
      ? NameFinder.undeclared([.own, .parent], in: block.body) : []
    var head: [any Step] = []
    if special.contains(.own) {
      head.append(BlockNamesStep(slot: scope.symbols.declareParameter(.own)))
    }
    if special.contains(.parent) {
      head.append(SuperStep(slot: scope.symbols.declareParameter(.parent), block: block.name))
    }
    scope.symbols.visit(block.body)
    let entry = scope.symbols.entry
    let body = try steps(block.body, scope)
    return FunctionCode(slots: function.slots, entry: entry, body: body.behind(head))
  }

  /// Notes all blocks, wherever they stand, and whether the template extends another one.
  private func findBlocks(_ statements: [Stmt]) throws(TemplateError) {
    for statement in statements {
      switch statement.kind {
      case .block(let block):
        guard blockNames.insert(block.name).inserted else {
          try report(error("block '\(block.name)' defined twice", at: statement.at))
          continue
        }
        blocks.append((block, statement.at))
        try findBlocks(block.body)
      case .extends: hasExtends = true
      default: for body in statement.bodies { try findBlocks(body) }
      }
    }
  }

  func steps(_ statements: [Stmt], _ scope: Scope) throws(TemplateError) -> Body {
    let outer = weight
    weight = 0
    defer { weight = outer }
    var steps: [any Step] = []
    steps.reserveCapacity(statements.count)
    for statement in statements {
      do throws(TemplateError) {
        steps.append(try step(statement, scope))
      } catch { try report(error) }
    }
    return Body(steps: steps, weight: steps.count + weight >> 2)
  }

  private func step(_ statement: Stmt, _ scope: Scope) throws(TemplateError) -> any Step {
    let at = statement.at
    switch statement.kind {
    case .output(let parts): return try output(parts, scope)
    case .forLoop(let loop): return try forStep(loop, at, scope)
    case .branches(let branches, let otherwise):
      let soft = scope.soft
      var compiled: [Branch] = []
      for branch in branches {
        compiled.append(
          Branch(try code(branch.test, soft), at: branch.test.at, try steps(branch.body, soft)))
      }
      return BranchStep(compiled, otherwise: try steps(otherwise, soft), at: at)
    case .switchCase(let value, let cases, let otherwise):
      var compiled: [SwitchStep.Case] = []
      for (tests, body) in cases {
        var candidates: [any Code] = []
        for test in tests { candidates.append(try code(test, scope)) }
        compiled.append(SwitchStep.Case(tests: candidates, body: try steps(body, scope)))
      }
      return SwitchStep(
        value: try code(value, scope), cases: compiled, otherwise: try steps(otherwise, scope), at: at)
    case .set(let target, let value):
      return SetStep(
        target: try store(target, scope), value: try code(value, scope), exports: exports(target, scope),
        at: at)
    case .setBlock(let target, let filter, let body):
      // In nunjucks its body has no variables of its own.
      var inner = syntax.isJavaScript ? scope : scope.inner()
      inner.checksParent = false
      var entry: [EntryStep] = []
      if !syntax.isJavaScript {
        inner.symbols.visit(body)
        if let filter { inner.symbols.visit(filter) }
        entry = inner.symbols.entry
      }
      return SetBlockStep(
        target: try store(target, scope), entry: entry, body: try steps(body, inner),
        filter: try filter.flatMap { filter throws(TemplateError) in try code(filter, inner) },
        exports: exports(target, scope), at: at)
    case .with(let values, let body):
      let inner = scope.inner()
      for (target, _) in values { inner.symbols.visit(target, asParameter: true) }
      inner.symbols.visit(body)
      let entry = inner.symbols.entry
      var assigned: [(Store, any Code)] = []
      for (target, value) in values {
        assigned.append((try store(target, inner, isDeclared: true), try code(value, scope)))
      }
      return WithStep(values: assigned, entry: entry, body: try steps(body, inner), at: at)
    case .macro(let macro):
      guard let name = macro.name else { throw error("a macro has a name", at: at) }
      let place = try storePlace(name, scope)
      if scope.isTop { ownNames.append(name.text) }
      return MacroStep(
        macro: try self.macro(macro, scope), slot: place, exports: scope.isTop ? name.text : nil)
    case .call(let macro, let call):
      let caller = try self.macro(macro, scope)
      guard case .call(let function, let arguments) = call.kind else { throw error("expected call", at: at) }
      return CallStep(
        caller: caller, function: try code(function, scope), arguments: try self.arguments(arguments, scope),
        at: call.at)
    case .filterBlock(let filter, let body):
      let inner = syntax.isJavaScript ? scope : scope.inner()
      var entry: [EntryStep] = []
      if !syntax.isJavaScript {
        inner.symbols.visit(body)
        inner.symbols.visit(filter)
        entry = inner.symbols.entry
      }
      return FilterBlockStep(
        entry: entry, body: try steps(body, inner), filter: try code(filter, inner), at: at)
    case .block(let block):
      return BlockStep(
        name: block.name, isRequired: block.isRequired, locals: block.isScoped ? scope.symbols.locals : nil,
        checksParent: scope.isTop && scope.checksParent, at: at)
    case .extends(let template):
      guard scope.isTop else { throw error("cannot use extend from a non top-level scope", at: at) }
      return ExtendsStep(template: try code(template, scope), at: at)
    case .include(let template, let ignoresMissing, let withContext):
      sharesNames = true
      return IncludeStep(
        template: try code(template, scope), ignoresMissing: ignoresMissing,
        locals: withContext ? scope.symbols.locals : nil, at: at)
    case .importAll(let template, let target, let withContext):
      sharesNames = true
      return ImportStep(
        template: try code(template, scope), slot: try storePlace(target, scope), names: [],
        locals: withContext ? scope.symbols.locals : nil, name: scope.isTop ? target.text : nil, at: at)
    case .importNames(let template, let names, let withContext):
      sharesNames = true
      var places: [(name: String, alias: String, slot: Int)] = []
      for (name, alias) in names { places.append((name, alias.text, try storePlace(alias, scope))) }
      return ImportStep(
        template: try code(template, scope), slot: nil, names: places,
        locals: withContext ? scope.symbols.locals : nil, name: scope.isTop ? "" : nil, at: at)
    case .autoescape(let value, let body):
      let inner = scope.inner()
      inner.symbols.visit(value)
      inner.symbols.visit(body)
      let entry = inner.symbols.entry
      return EscapeStep(value: try code(value, inner), entry: entry, body: try steps(body, inner), at: at)
    case .scope(let body):
      // What stands in it runs as a function of its own.
      var inner = scope.inner()
      inner.isInLoop = false
      inner.symbols.visit(body)
      let entry = inner.symbols.entry
      return WithStep(values: [], entry: entry, body: try steps(body, inner), at: at)
    case .breakLoop, .continueLoop:
      let isBreak = if case .breakLoop = statement.kind { true } else { false }
      guard scope.isInLoop else {
        throw error(isBreak ? "'break' outside loop" : "'continue' not properly in loop", at: at)
      }
      return LoopControlStep(flow: isBreak ? .breaks : .continues)
    }
  }

  private func output(_ parts: [Stmt.Output], _ scope: Scope) throws(TemplateError) -> any Step {
    func compiled(_ part: Stmt.Output) throws(TemplateError) -> OutputPart {
      switch part {
      case .data(let range): OutputPart(code: DataCode(range), at: range.lowerBound)
      case .value(let expression): OutputPart(code: try code(expression, scope), at: expression.at)
      }
    }
    weight += parts.count
    guard parts.count > 1 else {
      let part = try parts.first.map { part throws(TemplateError) in try compiled(part) }
      return OutputStep(part, [], checksParent: scope.checksParent)
    }
    var rest: [OutputPart] = []
    rest.reserveCapacity(parts.count)
    for part in parts {
      do throws(TemplateError) { rest.append(try compiled(part)) } catch { try report(error) }
    }
    return OutputStep(nil, rest, checksParent: scope.checksParent)
  }

  private func forStep(_ loop: ForSyntax, _ at: Int, _ scope: Scope) throws(TemplateError) -> any Step {
    let function = loop.isRecursive ? FunctionScope(outer: scope.function, names: names) : scope.function
    var inner = scope.inner(function)
    inner.isInLoop = true
    let isExtended =
      loop.isRecursive || loop.hasScopedBlock
      || loop.readsLoop ?? NameFinder.undeclared([.loop], in: loop.body).contains(.loop)
    let loopSlot = isExtended ? inner.symbols.declareParameter(.loop) : nil
    if loop.storesLoop,
      let place = (loop.body + loop.otherwise).storePlace(of: .loop) ?? loop.target.place(of: .loop)
    {
      throw error("Can't assign to special loop variable in for-loop target", at: place)
    }
    inner.symbols.visit(loop.target, asParameter: true)
    inner.symbols.visit(loop.body)
    let entry = inner.symbols.turnEntry
    let first = inner.symbols.firstEntry
    let target = try store(loop.target, inner, isDeclared: true)
    let body = try steps(loop.body, inner)
    var test: LoopTest?
    if let condition = loop.test {
      let testScope = scope.inner(function, part: .test)
      testScope.symbols.visit(loop.target, asParameter: true)
      testScope.symbols.visit(condition)
      let outer = weight
      let code = try code(condition, testScope)
      test = LoopTest(
        target: try store(loop.target, testScope, isDeclared: true), entry: testScope.symbols.entry,
        test: code,
        at: condition.at, weight: (weight - outer) >> 2)
      weight = outer
    }
    var otherEntry: [EntryStep] = []
    var otherSteps = Body()
    if !loop.otherwise.isEmpty {
      var otherwise = scope.inner(function, part: .otherwise)
      if loop.isRecursive { otherwise.isInLoop = false }
      // In nunjucks the names of the loop are known there, and stand for nothing.
      if syntax.isJavaScript { otherwise.symbols.visit(loop.target, asParameter: true) }
      otherwise.symbols.visit(loop.otherwise)
      otherEntry = otherwise.symbols.entry
      otherSteps = try steps(loop.otherwise, otherwise)
    }
    let code = LoopCode(
      target: target, first: first, entry: entry, leaves: inner.symbols.slots, body: body,
      test: test,
      loopSlot: loopSlot, otherEntry: otherEntry, otherwise: otherSteps, at: at,
      function: loop.isRecursive ? FunctionCode(slots: function.slots, entry: [], body: Body()) : nil,
      isJavaScript: syntax.isJavaScript)
    return ForStep(loop: code, iterated: try self.code(loop.iterated, scope))
  }

  func macro(_ macro: MacroSyntax, _ scope: Scope) throws(TemplateError) -> MacroCode {
    let function = FunctionScope(outer: scope.function, names: names)
    var inner = scope.inner(function)
    inner.checksParent = false
    inner.isInLoop = false
    func analyze() {
      for parameter in macro.parameters { inner.symbols.declareParameter(parameter.name) }
      for value in macro.defaults { inner.symbols.visit(value) }
      inner.symbols.visit(macro.body)
    }
    analyze()
    let names = macro.parameters.map(\.name)
    let wanted = [Name.caller, .kwargs, .varargs].filter(macro.specials.contains)
    let special = wanted.isEmpty ? [] : NameFinder.undeclared(Set(wanted), in: macro.body)
    var caller: Int?
    if special.contains(.caller) {
      if let index = names.firstIndex(of: .caller) {
        guard index >= names.count - macro.defaults.count else {
          throw error(
            "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default",
            at: macro.at)
        }
      } else {
        caller = inner.symbols.declareParameter(.caller)
      }
    }
    func slot(_ name: Name) -> Int? {
      special.contains(name) && !names.contains(name) ? inner.symbols.declareParameter(name) : nil
    }
    let kwargs = slot(.kwargs)
    let varargs = slot(.varargs)
    analyze()
    let entry = inner.symbols.entry
    var parameters: [MacroCode.Parameter] = []
    let firstDefault = names.count - macro.defaults.count
    let outer = weight
    for (index, name) in names.enumerated() {
      let value = index >= firstDefault ? try code(macro.defaults[index - firstDefault], inner) : nil
      parameters.append(
        MacroCode.Parameter(name: name.text, slot: try storePlace(name, inner), standard: value))
    }
    let standards = (weight - outer) >> 2
    weight = outer
    var body = try steps(macro.body, inner)
    body.weight += names.count + standards
    return MacroCode(
      name: macro.name?.text, parameters: parameters, usesCaller: special.contains(.caller), caller: caller,
      kwargs: kwargs, varargs: varargs,
      function: FunctionCode(slots: function.slots, entry: entry, body: body), at: macro.at)
  }

  // MARK: Names

  private func storePlace(_ name: Name, _ scope: Scope) throws(TemplateError) -> Int {
    guard let place = scope.symbols.place(name), place.depth == scope.function.depth else {
      throw error("the name '\(name.text)' cannot be stored here", at: 0)
    }
    return place.slot
  }

  /// - Parameter isDeclared: whether the scope has it for its own, as loops have their names.
  private func store(
    _ target: Target, _ scope: Scope, isDeclared: Bool = false
  ) throws(TemplateError) -> Store {
    switch target {
    case .name(let name, _):
      if syntax.isJavaScript, !isDeclared {
        let places = scope.symbols.storedPlaces(name).map(\.place).prefix { $0.depth == scope.function.depth }
        if places.count > 1 { return .nearest(places.map(\.slot)) }
      }
      return .slot(try storePlace(name, scope))
    case .attribute(let name, let attribute, let at):
      noteRead(name, at: at, scope)
      guard let reference = scope.symbols.reference(name, from: scope.function) else {
        throw error("the name '\(name.text)' is not known here", at: at)
      }
      return .attribute(reference, attribute)
    case .tuple(let targets, let at):
      var stores: [Store] = []
      for target in targets { stores.append(try store(target, scope, isDeclared: isDeclared)) }
      return .tuple(stores, at: at)
    }
  }

  /// The names that a target makes for other templates.
  private func exports(_ target: Target, _ scope: Scope) -> [(name: String, slot: Int)] {
    guard scope.isTop else { return [] }
    return target.names.compactMap { name in
      ownNames.append(name.text)
      return scope.symbols.place(name).map { (name.text, $0.slot) }
    }
  }
}
