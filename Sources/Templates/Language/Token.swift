/// A piece of a template's source.
struct Token: Sendable {
  /// What a token is.
  enum Kind: UInt8, Sendable {
    case data, variableBegin, variableEnd, blockBegin, blockEnd
    case name, string, integer, float, regex
    case add, sub, mul, div, floorDiv, mod, pow, tilde, pipe, dot, comma, colon, semicolon
    case assign, equal, notEqual, less, lessEqual, greater, greaterEqual
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case end
    /// Where the lexer could not go on; always the last.
    case bad

    /// How errors call it.
    var words: String {
      switch self {
      case .data: "template data / text"
      case .variableBegin: "begin of print statement"
      case .variableEnd: "end of print statement"
      case .blockBegin: "begin of statement block"
      case .blockEnd: "end of statement block"
      case .name: "name"
      case .string: "string"
      case .integer: "integer"
      case .float: "float"
      case .regex: "regular expression"
      case .add: "+"
      case .sub: "-"
      case .mul: "*"
      case .div: "/"
      case .floorDiv: "//"
      case .mod: "%"
      case .pow: "**"
      case .tilde: "~"
      case .pipe: "|"
      case .dot: "."
      case .comma: ","
      case .colon: ":"
      case .semicolon: ";"
      case .assign: "="
      case .equal: "=="
      case .notEqual: "!="
      case .less: "<"
      case .lessEqual: "<="
      case .greater: ">"
      case .greaterEqual: ">="
      case .leftParenthesis: "("
      case .rightParenthesis: ")"
      case .leftBracket: "["
      case .rightBracket: "]"
      case .leftBrace: "{"
      case .rightBrace: "}"
      case .end: "end of template"
      case .bad: "something that is no token"
      }
    }
  }

  /// The words that stand inside expressions, told apart once.
  enum Word: UInt8, Sendable {
    case other, `if`, `else`, or, and, not, `in`, `is`
  }

  let kind: Kind
  var word: Word = .other
  /// The bytes it stands for: of data what is left after trimming, of a string the part between the quotes.
  var start: Int { Int(first) }
  var end: Int { Int(last) }
  private let first: Int32
  private let last: Int32

  init(kind: Kind, word: Word = .other, start: Int, end: Int) {
    self.kind = kind
    self.word = word
    first = Int32(truncatingIfNeeded: start)
    last = Int32(truncatingIfNeeded: end)
  }
}
