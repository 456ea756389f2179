/// What a diagram of boxes and lines shows, before anything has a place: flowcharts, states, classes and entities alike.
package struct DiagramGraph: Equatable, Sendable {
  /// The language that the source is written in.
  package var kind: DiagramKind
  /// The title that the source gives itself, in its front matter.
  package var title: String?
  /// Where the main flow runs.
  package var direction: Direction = .down
  /// The boxes, in the order of the source.
  package var boxes: [Box] = []
  /// The groups, each after its parent.
  package var groups: [Group] = []
  /// The lines between them, in the order of the source.
  package var edges: [Edge] = []
  /// The numbered steps of a walk through the diagram, by their number.
  package var steps: [Step] = []

  package init(kind: DiagramKind) {
    self.kind = kind
  }
}

/// The diagram languages of Mermaid that are drawn.
package enum DiagramKind: String, Sendable, CaseIterable {
  case flowchart, state, sequence
  case classes = "class"
  case entityRelationship = "er"
}

/// Where the main flow of a diagram or of a group runs.
package enum Direction: String, Sendable, CaseIterable {
  case down = "TB"
  case up = "BT"
  case right = "LR"
  case left = "RL"

  /// Whether the layers are columns.
  package var isHorizontal: Bool { self == .right || self == .left }
  /// Whether the flow runs towards the top or the left.
  package var isReversed: Bool { self == .up || self == .left }

  /// The direction that the word of a source names: `TD` is another word for `TB`.
  package init?(word: some StringProtocol) {
    switch word {
    case "TB", "TD", "v": self = .down
    case "BT", "^": self = .up
    case "LR", ">": self = .right
    case "RL", "<": self = .left
    default: return nil
    }
  }
}

extension DiagramGraph {
  /// One box.
  package struct Box: Equatable, Sendable {
    /// The name that the source gives it.
    package var id: String
    /// Its text, one string a line of the source. Never empty; may be one empty string.
    package var label: [String]
    package var shape: BoxShape = .rectangle
    /// The group it stands in: an index into `groups`.
    package var group: Int?
    /// The catalog entry behind it.
    package var ref: String?
    /// Compartments under the label, parted by lines: the attributes and methods of a class, the rows of an entity.
    /// Their lines are set flush left and never wrapped.
    package var compartments: [[String]] = []
    /// The colour that a class or style of the source gives it.
    package var tint: Tint?

    package init(id: String, label: [String], group: Int? = nil) {
      self.id = id
      self.label = label
      self.group = group
    }
  }

  /// A frame around boxes and other groups.
  package struct Group: Equatable, Sendable {
    package var id: String
    /// One string a line of the source; empty when it has no title.
    package var title: [String]
    /// An index into `groups`, smaller than its own.
    package var parent: Int?
    /// The direction that the source asks for inside it.
    package var direction: Direction?
    package var ref: String?
    package var tint: Tint?

    package init(id: String, title: [String], parent: Int? = nil) {
      self.id = id
      self.title = title
      self.parent = parent
    }
  }

  /// What a line ends at.
  package enum End: Hashable, Sendable {
    case box(Int)
    case group(Int)
  }

  /// One line.
  package struct Edge: Equatable, Sendable {
    /// The name that the source gives it, or `L1`, `L2` … by its place among the edges.
    package var id: String
    package var from: End
    package var to: End
    /// Its text, one string a line of the source; empty when it has none.
    package var label: [String] = []
    /// A short text at either end: how many of it take part.
    package var fromNote: String = ""
    package var toNote: String = ""
    package var style: LineStyle = .solid
    /// The sign at `from`.
    package var tail: LineHead = .none
    /// The sign at `to`.
    package var head: LineHead = .arrow
    /// How many layers it spans at least.
    package var minimumLength = 1

    package init(id: String, from: End, to: End) {
      self.id = id
      self.from = from
      self.to = to
    }
  }

  /// A numbered step: a text, and what it lights up.
  package struct Step: Equatable, Sendable {
    package var number: Int
    package var text: String
    /// Indices into `boxes`, `groups` and `edges`.
    package var boxes: [Int]
    package var groups: [Int]
    package var edges: [Int]

    package init(number: Int, text: String, boxes: [Int] = [], groups: [Int] = [], edges: [Int] = []) {
      self.number = number
      self.text = text
      self.boxes = boxes
      self.groups = groups
      self.edges = edges
    }
  }
}

/// How a line is drawn.
package enum LineStyle: String, Sendable {
  case solid, dotted, thick
  /// Takes part in the layout and is not drawn.
  case invisible
}

/// What stands at the end of a line.
package enum LineHead: String, Sendable {
  case none, arrow, circle, cross
  /// Inheritance: an open triangle.
  case triangle
  /// Composition and aggregation.
  case filledDiamond = "filled-diamond"
  case openDiamond = "open-diamond"
}

/// The colours that a source may ask for, as roles of the theme.
package enum Tint: String, Sendable {
  case red, orange, yellow, green, blue, violet, grey
}
