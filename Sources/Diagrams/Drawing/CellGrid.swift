/// A finished drawing: a glyph and an ink a cell.
package struct CellGrid: Equatable, Sendable {
  package let width: Int
  package let height: Int
  private let glyphs: [UInt32]
  private let inks: [UInt8]
  private let clusters: [Character]

  init(width: Int, height: Int, glyphs: [UInt32], inks: [UInt8], clusters: [Character]) {
    self.width = width
    self.height = height
    self.glyphs = glyphs
    self.inks = inks
    self.clusters = clusters
  }

  /// What stands in a cell: a space where nothing was drawn, nil in the right half of a wide glyph.
  package func glyph(_ x: Int, _ y: Int) -> Character? {
    let code = glyphs[y * width + x]
    switch code {
    case Canvas.empty: return " "
    case Canvas.continuation: return nil
    case Canvas.firstCluster...: return clusters[Int(code - Canvas.firstCluster)]
    default: return Unicode.Scalar(code).map(Character.init) ?? " "
    }
  }

  /// What a cell is part of.
  package func ink(_ x: Int, _ y: Int) -> Ink {
    Ink(rawValue: inks[y * width + x]) ?? .none
  }

  /// The rows as text, without the spaces at their ends.
  package var rows: [String] {
    (0..<height).map { y in
      var end = width
      while end > 0, glyphs[y * width + end - 1] == Canvas.empty { end -= 1 }
      // Bytes first: a string that grows by one character at a time costs more than the whole layout.
      var bytes: [UInt8] = []
      bytes.reserveCapacity(3 * end)
      for code in glyphs[(y * width)..<(y * width + end)] {
        switch code {
        case Canvas.empty: bytes.append(0x20)
        case Canvas.continuation: break
        case Canvas.firstCluster...: bytes.append(contentsOf: clusters[Int(code - Canvas.firstCluster)].utf8)
        default: bytes.append(contentsOf: (Unicode.Scalar(code) ?? " ").utf8)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
