/// Reads the statements of a class diagram into a model.
struct ClassParser {
  var cursor: StatementCursor
  var model = ClassModel()
  /// The namespace being read, and where the ones around it were opened.
  private(set) var namespace: Int?
  private var open: [(namespace: Int?, brace: Int)] = []

  init(_ cursor: StatementCursor) {
    self.cursor = cursor
  }

  mutating func readAll() throws(DiagramError) {
    while true {
      cursor.skipSpace()
      guard let next = cursor.current else { break }
      if cursor.skipRemark() { continue }
      switch next {
      case ";": cursor.index += 1
      case "}": try close()
      default: try readStatement()
      }
    }
    if let last = open.last {
      throw cursor.mistake("this namespace is never closed", hint: "expected “}”", at: last.brace)
    }
  }

  private mutating func close() throws(DiagramError) {
    guard let last = open.popLast() else {
      throw cursor.mistake("“}” closes nothing", hint: "expected a class or a relation")
    }
    cursor.index += 1
    namespace = last.namespace
  }

  private mutating func readStatement() throws(DiagramError) {
    if cursor.has("<<") { return try readAnnotation() }
    switch cursor.word {
    case "class" where takeKeyword("class"): return try readClasses()
    case "namespace" where takeKeyword("namespace"): return try readNamespace()
    case "direction" where takeKeyword("direction"): return try readDirection()
    case "note" where takeKeyword("note for"): return try readNote(isAboutClass: true)
    case "note" where takeKeyword("note"): return try readNote(isAboutClass: false)
    case "classDef" where takeKeyword("classDef"): return model.styles.define(&cursor)
    case "cssClass" where takeKeyword("cssClass"): return readStyleClass()
    case "style" where takeKeyword("style"):
      let names = cursor.takeNames()
      let tint = StyleTint.of(Array(cursor.takeLine().unicodeScalars))
      for name in names { model.setTint(id: name, tint) }
      return
    case let word where ["click", "link", "callback", "call", "href"].contains(word) && takeKeyword(word):
      return cursor.skipLine()
    default: break
    }
    try readRelationOrMember()
  }

  /// Takes a word that begins a statement, unless what follows tells that it is the name of a class.
  private mutating func takeKeyword(_ word: String) -> Bool {
    cursor.takeKeyword(word, unlessBefore: ":-.<>|*(")
  }

  private mutating func readDirection() throws(DiagramError) {
    let start = cursor.index
    cursor.skip(while: \.isNamePart)
    guard let direction = Direction(word: cursor.text(start, cursor.index)) else {
      cursor.index = start
      throw cursor.mistake("\(cursor.found) is no direction", hint: "expected TB, BT, LR or RL")
    }
    cursor.skipLine()
    model.setDirection(direction, of: namespace)
  }

  /// Reads `"A,B" name`, which gives classes a style.
  private mutating func readStyleClass() {
    let ids = cursor.takeQuoted().map { $0.split(separator: ",").map(\.trimmed) } ?? cursor.takeNames()
    let names = cursor.takeLine().split(whereSeparator: { $0 == "," || $0 == " " }).map(\.trimmed)
    for id in ids { model.addClasses(id: id, names) }
  }

  // MARK: Names

  /// Takes the name of a class and the type parameters behind it.
  mutating func takeName() throws(DiagramError) -> (id: String, parameters: String)? {
    let start = cursor.index
    var id = ""
    while let next = cursor.current {
      if next == "`" {
        guard let text = takeBackquoted() else {
          throw cursor.mistake("this name has no end", hint: "expected a closing “`”")
        }
        id += text
        // Behind such a name only a dot may join another part to it.
        guard cursor.current == "." else { break }
        continue
      }
      let following = cursor.peek(1)
      let isJoin =
        (next == "-" || next == ".") && cursor.index > start
        && (following?.isNamePart == true || following == "`")
      guard next.isNamePart || isJoin else { break }
      id.unicodeScalars.append(next)
      cursor.index += 1
    }
    guard !id.isEmpty else { return nil }
    guard cursor.current == "~" else { return (id, "") }
    guard let end = ClassGenerics.end(of: cursor.index, in: cursor.scalars) else {
      throw cursor.mistake("these type parameters have no end", hint: "expected a closing “~”")
    }
    let parameters = "x" + cursor.rawText(cursor.index, end + 1)
    cursor.index = end + 1
    return (id, String(ClassGenerics.angled(parameters).dropFirst()))
  }

  private mutating func takeBackquoted() -> String? {
    let start = cursor.index + 1
    var end = start
    while end < cursor.scalars.count, cursor.scalars[end] != "`", cursor.scalars[end] != "\n" { end += 1 }
    guard end < cursor.scalars.count, cursor.scalars[end] == "`" else { return nil }
    cursor.index = end + 1
    return cursor.rawText(start, end)
  }

  /// Takes the name of a class that must stand here.
  mutating func takeClass(after what: String) throws(DiagramError) -> Int {
    guard let name = try takeName() else {
      throw cursor.mistake(
        "\(cursor.found) is no name of a class", hint: "expected the name of a class after \(what)")
    }
    let index = model.named(name.id, in: namespace)
    model.setParameters(index, name.parameters)
    return index
  }

  /// Tells that nothing more may stand on the line.
  mutating func expectEnd(_ hint: String) throws(DiagramError) {
    cursor.skipBlanks()
    if cursor.isAtLineEnd || cursor.has("%%") || cursor.current == ";" || cursor.current == "}" { return }
    throw cursor.mistake("\(cursor.found) is not understood here", hint: hint)
  }

  // MARK: Declarations

  /// Reads what follows the word `class`: one class or several, each with all that may stand behind its name.
  private mutating func readClasses() throws(DiagramError) {
    repeat {
      cursor.skipBlanks()
      let index = try takeClass(after: "“class”")
      model.place(index, in: namespace)
      try readClassParts(index)
    } while cursor.take(",")
    try expectEnd("expected “{”, “[”, “:::” or the end of the line; a name with blanks needs backquotes")
  }

  private mutating func readClassParts(_ index: Int) throws(DiagramError) {
    while true {
      cursor.skipBlanks()
      if cursor.has(":::") {
        model.addClasses(index, cursor.takeClasses())
      } else if cursor.current == "[" {
        model.setLabel(index, try cursor.takeBrackets("label"))
      } else if cursor.has("<<") {
        model.annotate(index, try takeAnnotation())
      } else if cursor.current == "{" {
        return try readBody(index)
      } else if cursor.current == ":" {
        cursor.index += 1
        return model.addMember(index, cursor.takeLine())
      } else {
        return
      }
    }
  }

  /// Takes `<<word>>`.
  private mutating func takeAnnotation() throws(DiagramError) -> String {
    let start = cursor.index
    cursor.index += 2
    while !cursor.isAtLineEnd, !cursor.has(">>") { cursor.index += 1 }
    let text = cursor.text(start + 2, cursor.index)
    guard cursor.take(">>") else {
      throw cursor.mistake("this annotation has no end", hint: "expected “>>”", at: start)
    }
    return text
  }

  private mutating func readAnnotation() throws(DiagramError) {
    let text = try takeAnnotation()
    cursor.skipBlanks()
    let index = try takeClass(after: "an annotation")
    model.annotate(index, text)
    try expectEnd("expected the end of the line")
  }

  /// Reads the members of a class up to the closing brace, one on a line.
  private mutating func readBody(_ index: Int) throws(DiagramError) {
    let brace = cursor.index
    cursor.index += 1
    while true {
      cursor.skipSpace()
      guard let next = cursor.current else {
        throw cursor.mistake("this class is never closed", hint: "expected “}”", at: brace)
      }
      if next == "}" {
        cursor.index += 1
        return
      }
      if cursor.has("%%") {
        cursor.skipLine()
        continue
      }
      let start = cursor.index
      cursor.skip { $0 != "\n" && $0 != "{" && $0 != "}" }
      if cursor.current == "{" {
        throw cursor.mistake("a member holds no “{”", hint: "expected “}” before the next class")
      }
      model.addMember(index, cursor.text(start, cursor.index))
    }
  }

  private mutating func readNamespace() throws(DiagramError) {
    let start = cursor.index
    guard let name = try takeName() else {
      throw cursor.mistake("\(cursor.found) is no name", hint: "expected the name of the namespace")
    }
    guard let inner = model.namespace(name.id, in: namespace), open.count < ClassModel.deepest else {
      throw cursor.mistake(
        "namespaces stand in each other more than \(ClassModel.deepest) deep",
        hint: "draw the inner ones apart", at: start)
    }
    cursor.skipBlanks()
    if cursor.current == "[" { model.setTitle(inner, try cursor.takeBrackets("label")) }
    cursor.skipSpace()
    let brace = cursor.index
    guard cursor.take("{") else {
      throw cursor.mistake("\(cursor.found) does not open a namespace", hint: "expected “{” after its name")
    }
    open.append((namespace, brace))
    namespace = inner
  }

  private mutating func readNote(isAboutClass: Bool) throws(DiagramError) {
    let target = isAboutClass ? try takeClass(after: "“note for”") : nil
    cursor.skipBlanks()
    guard cursor.current == "\"" else {
      throw cursor.mistake("\(cursor.found) is no note", hint: "expected a text in double quotes")
    }
    guard let text = cursor.takeQuoted() else {
      throw cursor.mistake("this note has no end", hint: "expected a closing “\"”")
    }
    guard model.addNote(LabelText.quoted(text), about: target, in: namespace) else {
      throw tooMany
    }
    try expectEnd("expected the end of the line")
  }

  var tooMany: DiagramError {
    cursor.mistake("the diagram has more than \(ClassModel.mostEdges) relations and notes")
  }
}
