/// An expression as it is written.
///
/// Most are names and constants, which lie in it as they are; the others have a place of their own.
struct Expr: Sendable {
  /// What it does, with the expressions that stand in it.
  enum Kind: Sendable {
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
    indirect case attribute(Expr, String)
    indirect case item(Expr, Expr)
    indirect case slice(Expr?, Expr?, Expr?)
    indirect case call(Expr, CallSyntax)
    /// A filter; without a value it works on the body of its block.
    indirect case filter(Expr?, String, CallSyntax)
    indirect case test(Expr, String, CallSyntax)
    indirect case unary(UnaryOperator, Expr)
    indirect case binary(BinaryOperator, Expr, Expr)
    indirect case and(Expr, Expr)
    indirect case or(Expr, Expr)
    indirect case not(Expr)
    indirect case compare(Expr, [(CompareOperator, Expr)])
    case concat([Expr])
    indirect case conditional(test: Expr, then: Expr, otherwise: Expr?)
  }

  let kind: Kind
  private let place: Int32
  private let levels: Int32
  private let first: Int32
  private let last: Int32

  init(kind: Kind, at: Int, depth: Int, reads: Range<Int>?) {
    self.kind = kind
    place = Int32(truncatingIfNeeded: at)
    levels = Int32(truncatingIfNeeded: depth)
    first = Int32(truncatingIfNeeded: reads?.lowerBound ?? -1)
    last = Int32(truncatingIfNeeded: reads?.upperBound ?? -1)
  }

  /// The byte of the source at which it, or its sign, stands.
  var at: Int { Int(place) }
  /// How deep expressions stand inside it.
  var depth: Int { Int(levels) }
  /// The names that stand in it, among all that are read in the template; nil when only a look at it tells.
  var reads: Range<Int>? { first < 0 ? nil : Int(first)..<Int(last) }
  /// Where they begin.
  var firstRead: Int { Int(first) }

  static func deepest(_ expressions: [Expr]) -> Int {
    var deepest = 0
    for expression in expressions { deepest = max(deepest, expression.depth) }
    return deepest
  }
}

/// The arguments of a call, a filter or a test, in the four ways in which Python knows them.
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

/// The signs that stand before a number.
enum UnaryOperator: Sendable { case minus, plus }

/// The signs of arithmetic, in Python's words.
enum BinaryOperator: String, Sendable {
  case add = "+"
  case sub = "-"
  case mul = "*"
  case div = "/"
  case floorDiv = "//"
  case mod = "%"
  case pow = "**"
}

/// The signs that compare two values.
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
  /// Something that is printed.
  enum Output: Sendable {
    /// The bytes of the source that are printed as they stand there.
    case data(Range<Int>)
    case value(Expr)
  }

  /// What it does, with the statements that stand in it.
  enum Kind: Sendable {
    case output([Output])
    indirect case forLoop(ForSyntax)
    case branches([(test: Expr, body: [Stmt])], otherwise: [Stmt])
    /// `switch` of nunjucks: a body is done when its value is the same as one of some others.
    indirect case switchCase(Expr, cases: [(tests: [Expr], body: [Stmt])], otherwise: [Stmt])
    indirect case set(Target, Expr)
    indirect case setBlock(Target, filter: Expr?, body: [Stmt])
    indirect case with([(Target, Expr)], body: [Stmt])
    indirect case macro(MacroSyntax)
    indirect case call(MacroSyntax, Expr)
    indirect case filterBlock(Expr, body: [Stmt])
    indirect case block(BlockSyntax)
    indirect case extends(Expr)
    indirect case include(Expr, ignoresMissing: Bool, withContext: Bool)
    indirect case importAll(Expr, target: Name, withContext: Bool)
    indirect case importNames(Expr, names: [(name: String, alias: Name)], withContext: Bool)
    indirect case autoescape(Expr, body: [Stmt])
    /// A body in a scope of its own that is rendered as it is.
    case scope([Stmt])
    case breakLoop
    case continueLoop
  }

  let kind: Kind
  let at: Int
}

/// A loop, and what of its body is worth knowing without a look at all of it.
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

/// A block that other templates may override.
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
  /// Its names by their numbers, and the numbers of those that expressions read, in the order in which they stand.
  var names: [Name]
  var reads: [Int32]
  var specials: SpecialNames
  /// Whether it has blocks, or extends another one.
  var hasBlocks: Bool
}
