import Foundation
import TestSupport
import Testing

@testable import Diagrams

/// Every construct, drawn, against pictures that were looked at.
@Suite("Pictures of sequence diagrams")
struct SequencePictureTests {
  /// The sources in `Golden/sequence`.
  static let names = [
    "activations", "alt-opt", "arrows", "autonumber", "box-titles", "boxes", "central", "create-destroy",
    "critical-break", "half-arrows", "lifecycle", "login", "loop", "menus", "notes", "parallel",
    "participants",
    "rect", "self", "steps", "texts", "wide",
  ]

  @Test("natural width", arguments: names)
  func natural(name: String) throws {
    try expect(name, SequenceOptions(), name)
  }

  @Test("80 columns", arguments: ["login", "autonumber", "participants", "boxes", "rect"])
  func narrow(name: String) throws {
    try expect(name, SequenceOptions(width: 80), "\(name)-80")
  }

  @Test("60 columns", arguments: ["autonumber", "parallel", "texts"])
  func narrower(name: String) throws {
    try expect(name, SequenceOptions(width: 60), "\(name)-60")
  }

  @Test("40 columns", arguments: ["rect", "wide"])
  func narrowest(name: String) throws {
    try expect(name, SequenceOptions(width: 40), "\(name)-40")
  }

  @Test(
    "ASCII",
    arguments: [
      "arrows", "half-arrows", "activations", "central", "create-destroy", "participants", "rect", "boxes",
    ]
  )
  func ascii(name: String) throws {
    try expect(name, SequenceOptions(isASCII: true), "\(name)-ascii")
  }

  @Test("what fits nowhere is drawn at its natural width")
  func tooNarrow() throws {
    let diagram = try SequenceReader.read("sequenceDiagram\nA->>B: x\nB->>C: y\nC->>D: z")
    let natural = try SequenceDrawing.draw(diagram)
    var narrow = try SequenceDrawing.draw(diagram, SequenceOptions(width: 20))
    #expect(natural.fits && !narrow.fits)
    narrow.fits = true
    #expect(narrow == natural)
  }

  @Test("a diagram without participants, and one of a title only")
  func empty() throws {
    #expect(try SequenceDrawing.draw(try SequenceReader.read("sequenceDiagram")).participants.isEmpty)
    let titled = try SequenceDrawing.draw(try SequenceReader.read("sequenceDiagram\ntitle Only words"))
    #expect(titled.grid.rows.first == "Only words")
  }

  @Test("what would take too many cells is refused")
  func tooLarge() throws {
    var source = "sequenceDiagram\n"
    for index in 0..<900 { source += "P\(index)->>Q\(index % 90): a message\n" }
    source += String(repeating: "P1->>P2: x\n", count: 2_000)
    let diagram = try SequenceReader.read(source)
    #expect(throws: DiagramError.self) { try SequenceDrawing.draw(diagram) }
  }

  @Test("the drawing in the words of all diagrams")
  func common() throws {
    let diagram = try SequenceReader.read(
      "sequenceDiagram\nbox Front\nactor A as Person\nend\nA-xB: one<br>two\nB-->>A: three")
    let drawing = try SequenceDrawing.draw(diagram).drawing
    #expect(drawing.boxes.map(\.id) == ["A", "B"] && drawing.boxes.map(\.shape) == [.person, .rectangle])
    #expect(drawing.groups.map(\.title) == ["Front"] && drawing.boxes[0].group == 0)
    #expect(drawing.edges.map(\.label) == ["one\ntwo", "three"])
    #expect(
      drawing.edges.map(\.style) == [.solid, .dotted] && drawing.edges.map(\.head) == [.cross, .arrow])
  }

  private func expect(_ source: String, _ options: SequenceOptions, _ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/sequence")
    let text = try String(contentsOf: folder.appending(path: "\(source).mmd"), encoding: .utf8)
    let drawing = try SequenceDrawing.draw(try SequenceReader.read(text), options)
    Golden.expect(text: drawing.grid.rows.joined(separator: "\n") + "\n", "sequence/\(name)")
    if options.isASCII {
      let isPlain = drawing.grid.rows.allSatisfy { row in row.utf8.allSatisfy { $0 < 0x80 } }
      #expect(isPlain)
    }
  }
}
