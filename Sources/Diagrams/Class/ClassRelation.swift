/// The sign between two classes: a line, and what stands at its ends.
struct ClassRelation {
  /// What stands at one end.
  enum Sign {
    case none, triangle, filledDiamond, openDiamond, arrow
    /// The other end of the line is an interface that is provided or required.
    case lollipop

    var head: LineHead {
      switch self {
      case .none, .lollipop: .none
      case .triangle: .triangle
      case .filledDiamond: .filledDiamond
      case .openDiamond: .openDiamond
      case .arrow: .arrow
      }
    }
  }

  var left = Sign.none
  var right = Sign.none
  var isDotted = false
}

extension ClassParser {
  /// Reads a statement that begins with the name of a class: a relation, a member, or nothing more.
  mutating func readRelationOrMember() throws(DiagramError) {
    let start = cursor.index
    guard let first = try takeName() else {
      throw cursor.mistake(
        "\(cursor.found) begins no statement", hint: "expected a class, a relation or a note")
    }
    let styles = cursor.takeClasses()
    cursor.skipBlanks()
    if cursor.take(":") {
      let index = addClass(first, styles)
      return model.addMember(index, cursor.takeLine())
    }
    if cursor.isAtLineEnd || cursor.has("%%") || cursor.current == ";" || cursor.current == "}" {
      if first.id == "class" || first.id == "namespace" {
        throw cursor.mistake("\(cursor.found) is no name", hint: "expected a name after “\(first.id)”")
      }
      _ = addClass(first, styles)
      return
    }
    if cursor.current == "{" {
      throw cursor.mistake("“{” opens no class", hint: "expected “class” before the name", at: start)
    }
    let fromNote = try takeCount()
    guard let relation = takeRelation() else {
      throw cursor.mistake(
        "\(cursor.found) is no relation", hint: "expected one such as “<|--”, “*--”, “-->” or “..>”")
    }
    let toNote = try takeCount()
    let place = cursor.index
    guard let second = try takeName() else {
      throw cursor.mistake(
        "\(cursor.found) is no name of a class", hint: "expected the name of a class after the relation",
        at: place)
    }
    let secondStyles = cursor.takeClasses()
    let (from, to) = addEnds(relation, (first, styles), (second, secondStyles))
    var edge = DiagramGraph.Edge(id: "L\(model.edges.count + 1)", from: .box(from), to: .box(to))
    edge.fromNote = fromNote
    edge.toNote = toNote
    edge.style = relation.isDotted ? .dotted : .solid
    edge.tail = relation.left.head
    edge.head = relation.right.head
    cursor.skipBlanks()
    if cursor.take(":") { edge.label = LabelText.lines(of: cursor.takeLine()) }
    try expectEnd("expected “:” and a label, or the end of the line")
    guard model.add(edge) else { throw tooMany }
  }

  private mutating func addClass(_ name: (id: String, parameters: String), _ styles: [String]) -> Int {
    let index = model.named(name.id, in: namespace)
    model.setParameters(index, name.parameters)
    model.addClasses(index, styles)
    return index
  }

  /// The boxes at the ends of a relation: at a lollipop's sign stands an interface, not a class.
  private mutating func addEnds(
    _ relation: ClassRelation, _ first: (name: (id: String, parameters: String), styles: [String]),
    _ second: (name: (id: String, parameters: String), styles: [String])
  ) -> (from: Int, to: Int) {
    switch (relation.left, relation.right) {
    case (.lollipop, let other) where other != .lollipop:
      let to = addClass(second.name, second.styles)
      return (model.addInterface(first.name.id, beside: to), to)
    case (let other, .lollipop) where other != .lollipop:
      let from = addClass(first.name, first.styles)
      return (from, model.addInterface(second.name.id, beside: from))
    default:
      let from = addClass(first.name, first.styles)
      return (from, addClass(second.name, second.styles))
    }
  }

  /// Takes how many take part, in quotes, if it stands ahead.
  private mutating func takeCount() throws(DiagramError) -> String {
    cursor.skipBlanks()
    guard cursor.current == "\"" else { return "" }
    guard let text = cursor.takeQuoted() else {
      throw cursor.mistake("this text has no end", hint: "expected a closing “\"”")
    }
    cursor.skipBlanks()
    return LabelText.quoted(text).joined(separator: " ").trimmed
  }

  /// Takes a line with its signs; nil, without moving, when none stands ahead.
  private mutating func takeRelation() -> ClassRelation? {
    let start = cursor.index
    var relation = ClassRelation()
    relation.left = takeSign(isLeft: true)
    cursor.skipBlanks()
    guard cursor.has("--") || cursor.has("..") else {
      cursor.index = start
      return nil
    }
    relation.isDotted = cursor.current == "."
    let stroke = cursor.current
    cursor.skip { $0 == stroke }
    relation.right = takeSign(isLeft: false)
    return relation
  }

  private mutating func takeSign(isLeft: Bool) -> ClassRelation.Sign {
    let start = cursor.index
    cursor.skipBlanks()
    if cursor.take("<|") || cursor.take("|>") { return .triangle }
    if cursor.take("<") || cursor.take(">") { return .arrow }
    if cursor.take("*") { return .filledDiamond }
    if cursor.take("()") { return .lollipop }
    if cursor.current == "o", isLeft ? isBeforeLine : (cursor.index == start || isWord) {
      cursor.index += 1
      return .openDiamond
    }
    cursor.index = start
    return .none
  }

  /// Whether the letter ahead is followed by a line, so that it is a sign and not a name.
  private var isBeforeLine: Bool {
    var probe = cursor
    probe.index += 1
    probe.skipBlanks()
    return probe.has("--") || probe.has("..")
  }

  /// Whether the letter ahead stands alone before a name.
  private var isWord: Bool {
    var probe = cursor
    probe.index += 1
    let start = probe.index
    probe.skipBlanks()
    if probe.current == "\"" || probe.current == "`" { return true }
    return probe.index > start && probe.current?.isNamePart == true
  }
}
