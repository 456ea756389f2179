/// The signs at the ends of lines and in the borders of boxes, and what stands in for them in ASCII.
enum Signs {
  /// The sign of a line's end that points to a side.
  static func head(_ head: LineHead, towards side: Arms.Side) -> Unicode.Scalar? {
    switch head {
    case .none: nil
    case .arrow:
      switch side {
      case .north: "▲"
      case .east: "►"
      case .south: "▼"
      case .west: "◄"
      }
    case .triangle:
      switch side {
      case .north: "△"
      case .east: "▷"
      case .south: "▽"
      case .west: "◁"
      }
    case .circle: "○"
    case .cross: "×"
    case .filledDiamond: "◆"
    case .openDiamond: "◇"
    }
  }

  /// How a shape tells itself apart from a plain rectangle.
  enum Mark: Equatable {
    case none
    /// A sign set into the upper border.
    case border(Unicode.Scalar)
    /// A sign before the text.
    case inside(Unicode.Scalar)
    /// Signs in place of the borders at the left and right of the text.
    case sides(Unicode.Scalar, Unicode.Scalar)
  }

  static func mark(of shape: BoxShape) -> Mark {
    switch shape {
    case .rectangle, .rounded, .note, .record, .text, .fork, .icon, .image: .none
    case .decision, .choice: .border("◇")
    case .circle, .interface: .border("○")
    case .stadium: .sides("(", ")")
    case .subroutine, .linedRectangle: .sides("║", "║")
    case .parallelogram, .manualInput: .sides("/", "/")
    case .parallelogramBack: .sides("\\", "\\")
    case .trapezoid: .sides("/", "\\")
    case .trapezoidTop, .manualFile: .sides("\\", "/")
    case .flag, .odd: .sides(">", "│")
    case .braces: .sides("{", "}")
    case .brace: .sides("{", "│")
    case .braceRight: .inside("}")
    case .hexagon: .sides("<", ">")
    default: .inside(sign(of: shape))
    }
  }

  /// Whether a shape without a text is known by its sign alone.
  static func standsAlone(_ shape: BoxShape) -> Bool {
    switch shape {
    case .start, .end, .junction, .history, .deepHistory, .choice, .summary: true
    default: false
    }
  }

  /// The sign of a shape that stands before a text, or alone for a box without one.
  static func sign(of shape: BoxShape) -> Unicode.Scalar {
    switch shape {
    case .cylinder, .linedCylinder, .horizontalCylinder, .storedData: "≡"
    case .doubleCircle: "◎"
    case .document, .linedDocument, .taggedDocument: "≈"
    case .documents: "≋"
    case .paperTape: "∿"
    case .rectangles: "⧉"
    case .cloud: "☁"
    case .bang: "✱"
    case .card: "◸"
    case .delay: "◗"
    case .display, .lineAbove: "◁"
    case .extract: "△"
    case .taggedRectangle: "◿"
    case .dividedRectangle: "⊟"
    case .windowPane: "⊞"
    case .summary: "⊗"
    case .end: "◉"
    case .collate: "⧖"
    case .lightning: "↯"
    case .loopLimit: "⌂"
    case .history: "↺"
    case .deepHistory: "↻"
    case .person: "☺"
    case .decision, .choice: "◇"
    default: "●"
    }
  }

  /// What stands in for a sign where there is only ASCII.
  static let ascii: [Unicode.Scalar: Unicode.Scalar] = [
    "▲": "^", "►": ">", "▼": "v", "◄": "<", "△": "A", "▷": "}", "▽": "V", "◁": "{", "○": "o", "×": "x",
    "◆": "*", "◇": "%", "║": "#", "≡": "=", "◎": "O", "≈": "~", "≋": "~", "∿": "~", "✱": "!",
    "⧉": "&", "☁": "@", "◸": "/", "◗": "D", "◿": "\\", "⊟": "-", "⊞": "#", "⊗": "X", "●": "*", "◉": "@",
    "⧖": "8", "↯": "z", "≀": "?", "⌂": "n", "↺": "H", "↻": "H", "☺": "i", "│": "|", "─": "-",
  ]
}
