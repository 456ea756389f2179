import Diagrams
import Foundation
import TestSupport
import Testing

/// Every construct of the languages that describe a graph, drawn, against pictures that were looked at.
///
/// A source lies beside its picture: `Golden/<language>/<name>.mmd`.
@Suite("Pictures of graphs")
struct GraphPictureTests {
  /// Sources by language.
  static let names: [String: [String]] = [
    "flowchart": [
      "back-edges", "broad", "chains", "cross-product", "crossings", "direction-down", "direction-left",
      "direction-right", "direction-up", "fans", "fans-labelled", "fans-right", "groups",
      "groups-direction-ignored", "groups-directions", "groups-inward", "groups-left", "groups-linked",
      "groups-nested", "groups-titles", "groups-two-way", "groups-up", "heads-mixed", "invisible", "labels",
      "labels-lines", "labels-long", "labels-texts", "lengths", "links", "links-down", "long-edges",
      "long-edges-down", "loops", "loops-down", "loops-many", "mesh", "parallel", "parallel-down", "parts",
      "shapes-brackets", "shapes-data", "shapes-flow", "shapes-process", "shapes-signs", "statements",
      "steps", "wide",
    ],
    "state": [
      "between-composites", "choice", "composite", "concurrency", "descriptions", "direction-right",
      "direction-up", "fork", "fork-right", "history", "machine", "nested", "notes", "simple", "styles",
    ],
    "class": [
      "annotations", "cardinalities", "cardinalities-right", "direction-left", "direction-up", "generics",
      "hierarchy", "lollipop", "members", "namespaces", "notes", "relations", "relations-down", "self",
      "two-way",
    ],
    "er": [
      "aliases", "attributes", "cardinalities", "cardinalities-down", "catalogue", "direction-left",
      "direction-right", "direction-up", "self", "words",
    ],
  ]

  /// Their paths below `Golden`, in order.
  static let sources = names.keys.sorted().flatMap { kind in names[kind, default: []].map { "\(kind)/\($0)" }
  }

  @Test("natural width", arguments: sources)
  func natural(source: String) throws {
    try expect(source, Diagram.Options(), source)
  }

  @Test("no source without a picture")
  func complete() throws {
    for (kind, names) in Self.names {
      let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: kind).path)
      let sources = files.filter { $0.hasSuffix(".mmd") }.map { String($0.dropLast(4)) }
      #expect(sources.sorted() == names.sorted())
    }
  }

  @Test(
    "80 columns: narrowed, turned",
    arguments: [
      "flowchart/broad", "flowchart/mesh", "flowchart/wide", "flowchart/groups-nested",
      "flowchart/labels-texts", "class/hierarchy", "er/direction-right",
    ]
  )
  func narrow(source: String) throws {
    try expect(source, Diagram.Options(width: 80), "\(source)-80", fits: true)
  }

  @Test("80 columns in the direction asked for: folded", arguments: ["flowchart/wide", "flowchart/labels"])
  func folded(source: String) throws {
    try expect(source, Diagram.Options(width: 80, direction: .right), "\(source)-folded", fits: true)
  }

  @Test("40 columns", arguments: ["flowchart/labels-long", "state/concurrency", "er/attributes"])
  func narrowest(source: String) throws {
    try expect(source, Diagram.Options(width: 40), "\(source)-40")
  }

  @Test(
    "ASCII",
    arguments: [
      "flowchart/links", "flowchart/shapes-brackets", "flowchart/shapes-data", "flowchart/shapes-signs",
      "flowchart/groups-nested", "flowchart/fans", "state/fork", "state/history", "class/relations",
      "er/attributes",
    ]
  )
  func ascii(source: String) throws {
    let drawing = try expect(source, Diagram.Options(isASCII: true), "\(source)-ascii")
    let isPlain = drawing.grid.rows.allSatisfy { row in row.utf8.allSatisfy { $0 < 0x80 } }
    #expect(isPlain)
  }

  @Test("a step lit", arguments: [1, 2, 3])
  func lit(step: Int) throws {
    var options = Diagram.Options()
    options.step = step
    try expect("flowchart/steps", options, "flowchart/steps-lit-\(step)")
  }

  @Test("groups collapsed")
  func collapsed() throws {
    var options = Diagram.Options()
    options.collapsed = ["back"]
    try expect("flowchart/groups-nested", options, "flowchart/groups-nested-collapsed")
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  @discardableResult
  private func expect(
    _ source: String, _ options: Diagram.Options, _ name: String, fits: Bool = false
  ) throws -> Drawing {
    let text = try String(contentsOf: Self.folder.appending(path: "\(source).mmd"), encoding: .utf8)
    let drawing = try Diagram(reading: text).draw(options)
    Golden.expect(text: drawing.grid.rows.joined(separator: "\n") + "\n", name)
    if fits { #expect(drawing.fits) }
    return drawing
  }
}
