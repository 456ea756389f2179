// A libFuzzer target for the diagrams: Mermaid's languages read, laid out and painted.
// Scripts/fuzz builds and runs it:
//   Scripts/fuzz diagrams

import Diagrams
import Documents

/// Stops the run with a message when a promise of the renderer does not hold.
private func require(_ condition: Bool, _ message: StaticString) {
  if !condition { fatalError("\(message)") }
}

private func require(_ error: DiagramError, within lineCount: Int) {
  require(!error.message.isEmpty, "An error says nothing.")
  guard let position = error.position else { return }
  require(position.line >= 1 && position.column >= 1, "A position counts from 1.")
  require(position.line <= lineCount, "A position lies behind the end of the source.")
}

/// As many lines as anything that reads the source could count, and the end behind the last.
private func lineCount(of text: String) -> Int {
  let ends: [UInt32] = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
  return text.unicodeScalars.count { ends.contains($0.value) } + 2
}

/// No cell steers a terminal, and none is only half of a wide sign.
private func require(_ grid: CellGrid) {
  for y in 0..<grid.height {
    for x in 0..<grid.width {
      guard let glyph = grid.glyph(x, y) else {
        require(x > 0 && grid.glyph(x - 1, y) != nil, "A wide sign has no left half.")
        continue
      }
      for scalar in glyph.unicodeScalars {
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        require(!isControl, "A control character is drawn.")
      }
    }
  }
}

private func overlap(_ one: Rectangle, _ other: Rectangle) -> Bool {
  one.x <= other.right && other.x <= one.right && one.y <= other.bottom && other.y <= one.bottom
}

/// Everything has a place of its own, and lines end at what they join.
private func require(placesOf drawing: Drawing) {
  let whole = Rectangle(x: 0, y: 0, width: drawing.width, height: drawing.height)
  for frame in drawing.boxes.map(\.frame) + drawing.groups.map(\.frame) {
    require(frame.width > 0 && frame.height > 0, "Something is not drawn.")
    require(
      whole.contains(Point(frame.x, frame.y)) && whole.contains(Point(frame.right, frame.bottom)),
      "A frame reaches out of the drawing.")
  }
  for (index, box) in drawing.boxes.enumerated() {
    for other in drawing.boxes[..<index] { require(!overlap(box.frame, other.frame), "Two boxes overlap.") }
  }
  for edge in drawing.edges where edge.style != .invisible {
    guard let first = edge.path.first, let last = edge.path.last else { fatalError("A line is not drawn.") }
    for (point, end) in [(first, edge.from), (last, edge.to)] {
      let frame =
        switch end {
        case .box(let box): drawing.boxes[box].frame
        case .group(let group): drawing.groups[group].frame
        }
      require(frame.contains(point), "A line ends beside what it joins.")
    }
    for (start, end) in zip(edge.path, edge.path.dropFirst()) {
      require(start.x == end.x || start.y == end.y, "A line is slanted.")
    }
  }
}

/// Reads one input as a diagram, and traps when what comes of it contradicts itself.
///
/// Of sixty-four inputs one, by the sum of its bytes, is drawn too, in three ways: drawing costs a hundred times what
/// reading does. Of sequence diagrams, which cost less, it is one of eight.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDiagrams(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let text = String(decoding: bytes, as: UTF8.self)
  let lines = lineCount(of: text)
  do throws(DiagramError) {
    let diagram = try Diagram(reading: text)
    var share = 8
    if case .graph = diagram { share = 64 }
    guard bytes.reduce(0, { $0 &+ Int($1) }) % share == 0 else { return 0 }
    let natural = try diagram.draw()
    require(natural.grid)
    if case .graph = diagram { require(placesOf: natural) }
    let narrow = try diagram.draw(Diagram.Options(width: 80))
    require(narrow.grid)
    if case .graph = diagram { require(placesOf: narrow) }
    require(narrow.fits == (narrow.width <= 80), "A drawing does not know whether it fits.")
    let ascii = try diagram.draw(Diagram.Options(width: 80, isASCII: true))
    require(ascii.width == narrow.width && ascii.height == narrow.height, "ASCII takes another size.")
    require(ascii.boxes == narrow.boxes && ascii.edges == narrow.edges, "ASCII takes other places.")
  } catch {
    require(error, within: lines)
  }
  return 0
}
