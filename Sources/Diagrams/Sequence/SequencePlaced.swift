import TextWidth

/// One line of a text, and where it begins.
struct SequenceLine: Equatable {
  var text: String
  var point: Point
  /// Where a blank keeps lines away from it.
  var padding: Padding

  enum Padding {
    case none, behind, around
  }

  init(_ text: String, _ point: Point, _ padding: Padding = .none) {
    self.text = text
    self.point = point
    self.padding = padding
  }

  /// The rectangle that some lines take; nil for none.
  static func box(of lines: [SequenceLine]) -> Rectangle? {
    guard let first = lines.first else { return nil }
    let left = lines.reduce(first.point.x) { min($0, $1.point.x) }
    let right = lines.reduce(left) { max($0, $1.point.x + TextWidth.cells(of: $1.text)) }
    return Rectangle(x: left, y: first.point.y, width: right - left, height: lines.count)
  }
}

/// A participant with its boxes and its lifeline.
struct PlacedParticipant {
  var head: PlacedHead
  var foot: PlacedHead?
  /// The first row of the lifeline, and the first that is no part of it.
  var top: Int
  var bottom: Int
}

/// A box of a participant.
struct PlacedHead {
  var box: Rectangle
  var lines: [SequenceLine]
}

/// The frame around the boxes of some participants, above or below.
struct PlacedRun {
  var group: Int
  var box: Rectangle
  var lines: [SequenceLine]
  /// Whether it stands around the boxes at the bottom.
  var isFoot: Bool
}

/// A message.
struct PlacedArrow {
  let item: Int
  let message: SequenceDiagram.Message
  /// The columns of the lifelines or bars that it runs between, as seen from the arrow.
  var start = 0
  var end = 0
  /// Its row; of a loop the first and the last.
  var firstRow = 0
  var lastRow = 0
  /// The outermost column of a loop.
  var outer = 0
  var lines: [SequenceLine] = []

  init(item: Int, message: SequenceDiagram.Message) {
    self.item = item
    self.message = message
  }

  var isLoop: Bool { message.from == message.to }

  /// Its corners, from the sender's lifeline to the sign at its end.
  var path: [Point] {
    if isLoop {
      return [
        Point(start, firstRow), Point(outer, firstRow), Point(outer, lastRow), Point(end + 1, lastRow),
      ]
    }
    return [Point(start, firstRow), Point(start < end ? end - 1 : end + 1, firstRow)]
  }
}

/// A note.
struct PlacedNote {
  var note: SequenceDiagram.Note
  var box: Rectangle
  var lines: [SequenceLine]
}

/// The frame of a fragment.
struct PlacedFrame {
  var fragment: SequenceDiagram.Fragment
  var left: Int
  var right: Int
  var top: Int
  var bottom: Int
  var depth: Int
  var lines: [SequenceLine] = []
  var sections: [Section] = []

  struct Section {
    var row: Int
    var lines: [SequenceLine]
  }

  init(fragment: SequenceDiagram.Fragment, left: Int, right: Int, top: Int, bottom: Int, depth: Int) {
    self.fragment = fragment
    self.left = left
    self.right = right
    self.top = top
    self.bottom = bottom
    self.depth = depth
  }

  var box: Rectangle { Rectangle(x: left, y: top, width: right - left + 1, height: bottom - top + 1) }
}

/// A time in which a participant is busy.
struct PlacedBar {
  var participant: Int
  var column: Int
  var start: Int
  var end: Int
}
