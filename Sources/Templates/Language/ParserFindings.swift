/// What a reader that goes on after an error has found wrong.
struct ParserFindings {
  private(set) var errors: [TemplateError] = []
  /// Whether the template ended where a tag was still open; what was read of it stands.
  var isCut = false
  /// Tags that open a body and could not be read: what closes them is no error of its own.
  private var broken: [String] = []
  /// Whether a tag stood where another one was awaited: what is missing at the end then is no news.
  private var isMisnested = false

  /// The most errors that are told of one template.
  static let limit = 20
  /// How many times the reader may still go on.
  private var restarts = 64

  mutating func add(_ error: TemplateError) {
    if errors.count < Self.limit, !errors.contains(error) { errors.append(error) }
  }

  /// Whether reading may go on after one more error.
  mutating func goesOn() -> Bool {
    restarts -= 1
    return restarts >= 0 && errors.count < Self.limit
  }

  mutating func addEnd(_ error: TemplateError) {
    if !isCut, !isMisnested, broken.isEmpty { add(error) }
    isCut = true
  }

  mutating func noteBroken(_ tag: String, isAwaited: Bool) {
    if isAwaited { isMisnested = true }
    if Self.bodies.contains(tag) { broken.append(tag) }
  }

  private static let bodies: Set<String> = [
    "for", "if", "macro", "call", "filter", "block", "with", "autoescape", "set", "generation", "switch",
  ]

  /// Whether a tag belongs to one that could not be read.
  mutating func isExpected(_ tag: String) -> Bool {
    if tag.hasPrefix("end"), let index = broken.lastIndex(of: String(tag.dropFirst(3))) {
      broken.remove(at: index)
      return true
    }
    switch tag {
    case "else": return broken.contains("if") || broken.contains("for")
    case "elif", "elseif": return broken.contains("if")
    default: return false
    }
  }
}
