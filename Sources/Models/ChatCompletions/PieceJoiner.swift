/// Joins the pieces of a text, also those of servers that send the whole text so far in every piece.
///
/// A piece that begins with the whole text so far is ambiguous only while it is the second one: it is held back
/// until the third shows what the server does.
struct PieceJoiner: Sendable {
  private enum Mode: Sendable {
    case empty
    case first
    case held(String)
    case cumulative
    case incremental
  }

  private var mode = Mode.empty
  /// The text so far, without what is held back.
  private(set) var text = ""
  /// Whether the server was seen to repeat itself.
  private(set) var isRepeating = false

  var isEmpty: Bool { text.isEmpty }

  /// Takes a piece.
  ///
  /// - Returns: what is new in it.
  mutating func add(_ piece: String) -> String {
    guard !piece.isEmpty else { return "" }
    switch mode {
    case .empty:
      mode = .first
      return append(piece)
    case .first:
      if isLonger(piece, than: text), piece.utf8.contains(where: { $0 != piece.utf8.first }) {
        mode = .held(piece)
        return ""
      }
      mode = .incremental
      return append(piece)
    case .held(let held):
      if piece.utf8.starts(with: held.utf8) {
        mode = .cumulative
        isRepeating = true
        return append(rest(of: piece))
      }
      mode = .incremental
      return append(held + piece)
    case .cumulative:
      if piece.utf8.starts(with: text.utf8) { return append(rest(of: piece)) }
      if text.utf8.starts(with: piece.utf8) { return "" }
      mode = .incremental
      return append(piece)
    case .incremental:
      // Some servers close with the whole text once more.
      if piece.utf8.count >= 40, piece.utf8.count == text.utf8.count, piece == text {
        isRepeating = true
        return ""
      }
      return append(piece)
    }
  }

  /// Gives what is held back, when no further piece can tell what it is.
  mutating func flush() -> String {
    guard case .held(let held) = mode else { return "" }
    if text.utf8.count >= 4 {
      mode = .cumulative
      isRepeating = true
      return append(rest(of: held))
    }
    mode = .incremental
    return append(held)
  }

  private mutating func append(_ piece: String) -> String {
    text += piece
    return piece
  }

  private func isLonger(_ piece: String, than text: String) -> Bool {
    piece.utf8.count > text.utf8.count && piece.utf8.starts(with: text.utf8)
  }

  private func rest(of piece: String) -> String {
    String(decoding: piece.utf8.dropFirst(text.utf8.count), as: UTF8.self)
  }
}
