import Documents

/// Reads the source of a sequence diagram.
///
/// Every statement is a line or a part of one: reading is one pass over them, with a stack of what is open.
package struct SequenceReader {
  /// How much of a diagram is read: beyond it nobody could follow the drawing.
  package static let itemLimit = 20_000
  package static let participantLimit = 1_000
  package static let depthLimit = 100

  var diagram = SequenceDiagram()
  /// The participants by their names.
  var places: [String: Int] = [:]
  /// The fragments and boxes that are open.
  var open: [Open] = []
  /// How often each participant is busy at this place.
  var busy: [Int: Int] = [:]
  var messageCount = 0
  var numbering = Numbering()
  /// The participants that the next message has to create or to end.
  var created: Pending?
  var destroyed: Pending?

  /// A fragment or a box that is open, and where it began.
  struct Open {
    var word: String
    var position: SourcePosition
    /// The box that it is.
    var group: Int?
  }

  /// A participant that waits for its message.
  struct Pending {
    var participant: Int
    var position: SourcePosition
  }

  /// The numbers of messages, in hundredths.
  struct Numbering {
    var isShown = false
    var next = 100
    var step = 100
  }

  init() {}

  // MARK: Statements

  mutating func read(_ statement: SequenceStatement) throws(DiagramError) {
    let characters = statement.characters
    guard !characters.isEmpty else { return }
    let length = statement.word.count
    let word = statement.word.string.lowercased()
    if Self.keywords.contains(word), !isMessage(statement, after: length) {
      try read(statement, keyword: word, rest: statement.rest(from: length))
    } else if isInBox {
      throw DiagramError(
        "expected a participant or “end”, because a box is open", hint: "move messages behind the box's end",
        at: statement.position)
    } else {
      try readMessage(statement)
    }
  }

  /// The words that begin statements. Participants may be called by them as long as an arrow follows.
  private static let keywords: Set<String> = [
    "participant", "actor", "create", "destroy", "box", "end", "loop", "rect", "opt", "alt", "else", "par",
    "par_over", "and", "critical", "option", "break", "note", "links", "link", "properties", "details",
    "activate", "deactivate", "title", "acctitle", "accdescr", "autonumber",
  ]

  /// Whether a keyword is the sender of a message: an arrow follows, or a hyphen that goes on with its name.
  private func isMessage(_ statement: SequenceStatement, after count: Int) -> Bool {
    let characters = statement.characters
    var index = count
    while index < characters.count, characters[index] == " " { index += 1 }
    if characters.holds("()", at: index) { index += 2 }
    while index < characters.count, characters[index] == " " { index += 1 }
    guard let found = SequenceArrow.first(in: characters) else { return false }
    return found.index == index || (index == count && characters[index] == "-")
  }

  private mutating func read(
    _ statement: SequenceStatement, keyword: String, rest: SequenceStatement
  ) throws(DiagramError) {
    if isInBox, !["participant", "actor", "create", "destroy", "end"].contains(keyword) {
      throw DiagramError(
        "expected a participant or “end”, because a box is open", hint: "close the box with “end” first",
        at: statement.position)
    }
    switch keyword {
    case "participant": try readParticipant(rest, kind: .participant, isCreated: false)
    case "actor": try readParticipant(rest, kind: .actor, isCreated: false)
    case "create": try readCreation(rest)
    case "destroy": try readDestruction(rest)
    case "box": try openBox(rest, at: statement.position)
    case "loop", "rect", "opt", "alt", "par", "par_over", "critical", "break":
      try openFragment(keyword, rest, at: statement.position)
    case "else", "and", "option": try readSection(keyword, rest, at: statement.position)
    case "end": try close(rest, at: statement.position)
    case "note": try readNote(rest)
    case "links", "link", "properties", "details": try readMenu(rest, keyword: keyword)
    case "activate", "deactivate": try readActivation(rest, starts: keyword == "activate")
    case "title":
      let title = rest.characters.first == ":" ? rest.rest(from: 1) : rest
      diagram.title = SequenceText.lines(of: title.characters)
    case "autonumber": try readNumbering(rest)
    default: break
    }
  }

  // MARK: Items

  /// Adds what happens next.
  mutating func add(_ item: SequenceDiagram.Item, at position: SourcePosition) throws(DiagramError) {
    guard diagram.items.count < Self.itemLimit else {
      throw DiagramError(
        "expected at most \(Self.itemLimit) messages, notes and fragments",
        hint: "part the diagram into several", at: position)
    }
    diagram.items.append(item)
  }

  /// The text behind a colon or a keyword, with what it says about breaking its lines.
  func text(_ statement: SequenceStatement) -> SequenceDiagram.Text {
    var statement = statement
    var wrap: Bool?
    let text = statement.text
    for (prefix, value) in [(":wrap:", true), (":nowrap:", false), ("wrap:", true), ("nowrap:", false)]
    where text.hasPrefix(prefix) {
      statement = statement.rest(from: prefix.count)
      wrap = value
      break
    }
    guard !statement.characters.isEmpty else { return SequenceDiagram.Text([], wrap: wrap) }
    return SequenceDiagram.Text(SequenceText.lines(of: statement.characters), wrap: wrap)
  }

  private mutating func readNumbering(_ statement: SequenceStatement) throws(DiagramError) {
    let statement = statement.withoutComment
    let words = statement.text.split(separator: " ").map(String.init)
    switch words.count {
    case 0: numbering.isShown = true
    case 1 where words[0].lowercased() == "off": numbering.isShown = false
    case 1, 2:
      let numbers = words.compactMap(Self.hundredths(of:))
      guard numbers.count == words.count else { fallthrough }
      numbering = Numbering(isShown: true, next: numbers[0], step: numbers.count > 1 ? numbers[1] : 100)
    default:
      throw DiagramError(
        "expected nothing, “off”, or a start and a step with at most two decimals after “autonumber”",
        at: statement.position)
    }
  }

  /// A number with at most two decimals, in hundredths.
  private static func hundredths(of word: String) -> Int? {
    let isNegative = word.hasPrefix("-")
    let parts = word.drop { $0 == "-" || $0 == "+" }.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    guard parts[0].count <= 9, decimals.count <= 2, !(parts[0].isEmpty && decimals.isEmpty) else {
      return nil
    }
    let whole = Int(parts[0]) ?? 0
    let part = Int(decimals + String(repeating: "0", count: 2 - decimals.count)) ?? 0
    return (whole * 100 + part) * (isNegative ? -1 : 1)
  }

  /// A number in hundredths, as it is written.
  static func number(ofHundredths value: Int) -> String {
    let size = value < 0 ? -value : value
    var result = (value < 0 ? "-" : "") + String(size / 100)
    if size % 100 != 0 {
      result += "." + String(size % 100 / 10)
      if size % 10 != 0 { result += String(size % 10) }
    }
    return result
  }
}
