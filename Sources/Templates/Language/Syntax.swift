/// An expression as it is written.
struct Expr: Sendable {
  indirect enum Kind: Sendable {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case string(String)
    case regex(String)
    case name(Name)
    case tuple([Expr])
    case list([Expr])
    case dict([(key: Expr, value: Expr)])
    case attribute(Expr, String)
    case item(Expr, Expr)
    case slice(Expr?, Expr?, Expr?)
    case call(Expr, CallSyntax)
    /// A filter; without a value it works on the body of its block.
    case filter(Expr?, String, CallSyntax)
    case test(Expr, String, CallSyntax)
    case unary(UnaryOperator, Expr)
    case binary(BinaryOperator, Expr, Expr)
    case and(Expr, Expr)
    case or(Expr, Expr)
    case not(Expr)
    case compare(Expr, [(CompareOperator, Expr)])
    case concat([Expr])
    case conditional(test: Expr, then: Expr, otherwise: Expr?)
  }

  let kind: Kind
  /// The byte of the source at which it, or its sign, stands.
  let at: Int
  /// How deep expressions stand inside it.
  let depth: Int

  static func deepest(_ expressions: [Expr]) -> Int {
    var deepest = 0
    for expression in expressions { deepest = max(deepest, expression.depth) }
    return deepest
  }
}

struct CallSyntax: Sendable {
  var positional: [Expr] = []
  var keyword: [(name: String, value: Expr)] = []
  var star: Expr?
  var doubleStar: Expr?

  var all: [Expr] {
    positional + keyword.map(\.value) + [star, doubleStar].compactMap { $0 }
  }

  /// How deep expressions stand inside it.
  var depth: Int {
    var deepest = max(Expr.deepest(positional), max(star?.depth ?? 0, doubleStar?.depth ?? 0))
    for (_, value) in keyword { deepest = max(deepest, value.depth) }
    return deepest
  }
}

enum UnaryOperator: Sendable { case minus, plus }

enum BinaryOperator: String, Sendable {
  case add = "+"
  case sub = "-"
  case mul = "*"
  case div = "/"
  case floorDiv = "//"
  case mod = "%"
  case pow = "**"
}

enum CompareOperator: Sendable {
  case equal, notEqual, less, lessEqual, greater, greaterEqual, isIn, isNotIn
  /// JavaScript's `===` and `!==`.
  case same, notSame
}

/// What a value is stored in.
indirect enum Target: Sendable {
  case name(Name, at: Int)
  case attribute(of: Name, String, at: Int)
  case tuple([Target], at: Int)

  var names: [Name] {
    switch self {
    case .name(let name, _): [name]
    case .attribute: []
    case .tuple(let targets, _): targets.flatMap(\.names)
    }
  }
}

/// A macro, or the body of a call block.
struct MacroSyntax: Sendable {
  var name: Name?
  var parameters: [(name: Name, at: Int)] = []
  var defaults: [Expr] = []
  var body: [Stmt] = []
  /// The special names that stand in it.
  var specials = SpecialNames()
  var at: Int
}

/// A statement as it is written.
struct Stmt: Sendable {
  enum Output: Sendable {
    case data(String)
    case value(Expr)
  }

  indirect enum Kind: Sendable {
    case output([Output])
    case forLoop(ForSyntax)
    case branches([(test: Expr, body: [Stmt])], otherwise: [Stmt])
    case set(Target, Expr)
    case setBlock(Target, filter: Expr?, body: [Stmt])
    case with([(Target, Expr)], body: [Stmt])
    case macro(MacroSyntax)
    case call(MacroSyntax, Expr)
    case filterBlock(Expr, body: [Stmt])
    case block(BlockSyntax)
    case extends(Expr)
    case include(Expr, ignoresMissing: Bool, withContext: Bool)
    case importAll(Expr, target: Name, withContext: Bool)
    case importNames(Expr, names: [(name: String, alias: Name)], withContext: Bool)
    case autoescape(Expr, body: [Stmt])
    /// A body in a scope of its own that is rendered as it is.
    case scope([Stmt])
    case breakLoop
    case continueLoop
  }

  let kind: Kind
  let at: Int
}

struct ForSyntax: Sendable {
  var target: Target
  var iterated: Expr
  var test: Expr?
  var isRecursive: Bool
  var body: [Stmt]
  var otherwise: [Stmt]
  /// Whether its body reads `loop`; nil where a look is needed.
  var readsLoop: Bool?
  /// Whether something in it is stored as `loop`, which is an error.
  var storesLoop: Bool
  /// Whether a scoped block stands in its body.
  var hasScopedBlock: Bool
}

struct BlockSyntax: Sendable {
  var name: String
  var isScoped: Bool
  var isRequired: Bool
  var body: [Stmt]
  /// The special names that stand in it.
  var specials: SpecialNames
}

/// A template as it is written, and what of it is worth knowing without a look at all of it.
struct ParsedTemplate {
  var statements: [Stmt]
  var specials: SpecialNames
  /// Whether it has blocks, or extends another one.
  var hasBlocks: Bool
}
