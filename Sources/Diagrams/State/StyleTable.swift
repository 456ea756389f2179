/// The classes and styles of a diagram, as far as they give colours.
struct StyleTable {
  private var tints: [String: Tint] = [:]

  /// Defines classes: names parted by commas, and what they look like.
  mutating func define(_ names: [String], as properties: String) {
    for name in names {
      guard let tint = StyleTint.of(Array(properties.unicodeScalars)) else { continue }
      tints[name] = tint
    }
  }

  /// Takes `name,name property:value,…`, the rest of a definition.
  mutating func define(_ cursor: inout StatementCursor) {
    let names = cursor.takeNames()
    define(names, as: cursor.takeLine())
  }

  /// The colour of something that carries classes: the last that has one decides, else the class `default`.
  func tint(of classes: [String]) -> Tint? {
    for name in classes.reversed() {
      if let tint = tints[name] { return tint }
    }
    return tints["default"]
  }
}

extension StatementCursor {
  /// Takes names parted by commas, with or without blanks after them.
  mutating func takeNames() -> [String] {
    var names: [String] = []
    repeat {
      skipBlanks()
      let start = index
      skip { $0 != "\n" && $0 != "," && $0 != ";" && !$0.isBlank }
      if index > start { names.append(rawText(start, index)) }
      let end = index
      skipBlanks()
      if current != "," { index = end }
    } while take(",")
    return names
  }

  /// Takes the names of classes after `:::`, when they stand ahead.
  mutating func takeClasses() -> [String] {
    guard take(":::") else { return [] }
    var names: [String] = []
    repeat {
      skipBlanks()
      let start = index
      skip { $0.isNamePart || $0 == "-" }
      // Two hyphens begin a line, not a part of the name.
      let end = index
      index = (start..<end).first { has("--", at: $0) } ?? end
      if index > start { names.append(rawText(start, index)) }
    } while take(",")
    return names
  }
}

extension StringProtocol {
  /// Without the white space around it.
  var trimmed: String { Array(unicodeScalars).trimmed.string }
}

extension LabelText {
  /// The lines of a text that stood in quotes, which are off already.
  static func quoted(_ text: String) -> [String] {
    lines(ofContent: Array(text.unicodeScalars)[...])
  }
}
