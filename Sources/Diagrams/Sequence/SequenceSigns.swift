/// The signs of sequence diagrams: heads of arrows and kinds of participants.
enum SequenceSigns {
  /// The sign at the end of an arrow that points to the right or to the left.
  ///
  /// In ASCII the half arrows take two cells, as in the source.
  static func head(_ head: SequenceDiagram.Head, isRightward: Bool, isASCII: Bool) -> String {
    switch head {
    case .none: ""
    case .filled: isASCII ? (isRightward ? ">" : "<") : (isRightward ? "►" : "◄")
    case .open: isASCII ? (isRightward ? ")" : "(") : (isRightward ? ">" : "<")
    case .cross: isASCII ? "x" : "×"
    case .upperHalf: isASCII ? (isRightward ? "|\\" : "/|") : (isRightward ? "◣" : "◢")
    case .lowerHalf: isASCII ? (isRightward ? "|/" : "\\|") : (isRightward ? "◤" : "◥")
    case .upperStick: isASCII ? (isRightward ? "\\\\" : "//") : (isRightward ? "⇀" : "↼")
    case .lowerStick: isASCII ? (isRightward ? "//" : "\\\\") : (isRightward ? "⇁" : "↽")
    }
  }

  /// An end of an arrow on the lifeline itself, and the end of a lifeline.
  static func centre(isASCII: Bool) -> String { isASCII ? "o" : "○" }
  static func end(isASCII: Bool) -> String { isASCII ? "X" : "×" }

  /// The sign in the upper border of a box that tells what the participant stands for.
  static func mark(of kind: SequenceDiagram.ParticipantKind, isASCII: Bool) -> String? {
    switch kind {
    case .participant: nil
    case .actor: isASCII ? "i" : "☺"
    case .boundary: isASCII ? "[" : "⊢"
    case .control: isASCII ? "@" : "↻"
    case .entity: isASCII ? "_" : "⊙"
    case .database: isASCII ? "=" : "≡"
    case .collections: isASCII ? "&" : "⧉"
    case .queue: isASCII ? "(" : "⊂"
    }
  }
}
