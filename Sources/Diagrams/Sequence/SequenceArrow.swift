/// The arrows that a message may be written with.
struct SequenceArrow: Equatable {
  /// What the source writes.
  let sign: [Unicode.Scalar]
  let isDotted: Bool
  let tail: SequenceDiagram.Head
  let head: SequenceDiagram.Head

  private init(
    _ sign: String, isDotted: Bool = false, tail: SequenceDiagram.Head = .none,
    head: SequenceDiagram.Head = .none
  ) {
    self.sign = Array(sign.unicodeScalars)
    self.isDotted = isDotted
    self.tail = tail
    self.head = head
  }

  /// All of them, each before those that it begins with.
  private static let all: [SequenceArrow] = [
    SequenceArrow("<<-->>", isDotted: true, tail: .filled, head: .filled),
    SequenceArrow("<<->>", tail: .filled, head: .filled),
    SequenceArrow("/|--", isDotted: true, tail: .upperHalf),
    SequenceArrow("\\|--", isDotted: true, tail: .lowerHalf),
    SequenceArrow("//--", isDotted: true, tail: .upperStick),
    SequenceArrow("\\\\--", isDotted: true, tail: .lowerStick),
    SequenceArrow("/|-", tail: .upperHalf),
    SequenceArrow("\\|-", tail: .lowerHalf),
    SequenceArrow("//-", tail: .upperStick),
    SequenceArrow("\\\\-", tail: .lowerStick),
    SequenceArrow("--|\\", isDotted: true, head: .upperHalf),
    SequenceArrow("--|/", isDotted: true, head: .lowerHalf),
    SequenceArrow("--\\\\", isDotted: true, head: .upperStick),
    SequenceArrow("--//", isDotted: true, head: .lowerStick),
    SequenceArrow("-->>", isDotted: true, head: .filled),
    SequenceArrow("-|\\", head: .upperHalf),
    SequenceArrow("-|/", head: .lowerHalf),
    SequenceArrow("-\\\\", head: .upperStick),
    SequenceArrow("-//", head: .lowerStick),
    SequenceArrow("->>", head: .filled),
    SequenceArrow("-->", isDotted: true),
    SequenceArrow("--)", isDotted: true, head: .open),
    SequenceArrow("->"),
    SequenceArrow("-)", head: .open),
  ]

  /// Those that end in a letter. They are looked for last: `pre-xmas->>shop` has a name with an x in it.
  private static let crosses: [SequenceArrow] = [
    SequenceArrow("--x", isDotted: true, head: .cross),
    SequenceArrow("-x", head: .cross),
  ]

  /// The arrow that stands at a place of a text.
  static func at(_ index: Int, of text: [Unicode.Scalar], withCrosses: Bool = true) -> SequenceArrow? {
    guard index < text.count, "-<\\/".unicodeScalars.contains(text[index]) else { return nil }
    for arrow in all where matches(arrow, text, at: index) { return arrow }
    return withCrosses ? crosses.first { matches($0, text, at: index) } : nil
  }

  private static func matches(_ arrow: SequenceArrow, _ text: [Unicode.Scalar], at index: Int) -> Bool {
    guard index + arrow.sign.count <= text.count else { return false }
    for (offset, character) in arrow.sign.enumerated() {
      let other = text[index + offset]
      if other != character, !(character == "x" && other == "X") { return false }
    }
    return true
  }

  /// The first arrow of a message, before the colon that begins its text.
  static func first(in text: [Unicode.Scalar]) -> (index: Int, arrow: SequenceArrow)? {
    // A quoted name may have anything in it.
    var start = 0
    if text.first == "\"", let end = text.dropFirst().firstIndex(of: "\"") { start = end + 1 }
    let end = text[start...].firstIndex(of: ":") ?? text.count
    for withCrosses in [false, true] {
      for index in start..<end {
        if let arrow = at(index, of: text, withCrosses: withCrosses) { return (index, arrow) }
      }
    }
    return nil
  }
}
