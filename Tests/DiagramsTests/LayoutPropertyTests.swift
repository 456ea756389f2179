import Diagrams
import Testing

/// What holds for every drawing of a graph, over flowcharts made by chance.
@Suite("Drawings of graphs can be read back")
struct LayoutPropertyTests {
  @Test("every line leads where it should, and nothing is lost", arguments: 1...300)
  func generated(seed: Int) throws {
    var generator = GraphGenerator(seed: UInt64(seed))
    let source = generator.source()
    var diagram = try Diagram(reading: source)
    guard case .graph(var graph) = diagram else { return }
    if seed % 5 == 0 { giveSigns(of: &generator, to: &graph) }
    diagram = .graph(graph)
    // Fitting tries many layouts: too slow for every one.
    for width in seed % 4 == 0 ? [nil, 60] : [nil] {
      let drawing = try diagram.draw(Diagram.Options(width: width))
      let problems = DrawingCheck.problems(of: drawing, for: graph)
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))\n\(source)\n\(picture(drawing))")
      if let width { #expect(drawing.fits == (drawing.width <= width)) }
      if seed % 3 == 0 { #expect(try diagram.draw(Diagram.Options(width: width)) == drawing, "\(source)") }
      checkASCII(try diagram.draw(Diagram.Options(width: width, isASCII: true)), drawing, source)
    }
  }

  @Test("a frame has room for all lines from its group to itself", arguments: ["TB", "LR", "BT", "RL"])
  func loopsAtGroups(direction: String) throws {
    let source = """
      flowchart \(direction)
      subgraph g
      end
      subgraph h
      direction TB
      X --> Y
      end
      Q --> X
      Y --> R
      h -- one<br>two<br>three<br>four --> h
      h -- five --> h
      h --> h
      g -- of the whole text<br>and more --> g
      g -- other --> g
      """
    let diagram = try Diagram(reading: source)
    guard case .graph(let graph) = diagram else { return }
    for width in [nil, 40] {
      let drawing = try diagram.draw(Diagram.Options(width: width))
      let problems = DrawingCheck.problems(of: drawing, for: graph)
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))\n\(picture(drawing))")
      for edge in drawing.edges where edge.from == edge.to {
        guard case .group(let group) = edge.from else { continue }
        for end in [edge.path.first, edge.path.last] {
          #expect(end.map { drawing.groups[group].frame.contains($0) } == true, "\(picture(drawing))")
        }
      }
    }
  }

  /// Gives some lines the signs that only diagrams of classes have.
  private func giveSigns(of generator: inout GraphGenerator, to graph: inout DiagramGraph) {
    let signs: [LineHead] = [.triangle, .filledDiamond, .openDiamond]
    for index in graph.edges.indices where graph.edges[index].tail == .none && generator.next(3) == 0 {
      graph.edges[index].head = signs[generator.next(3)]
    }
  }

  /// In ASCII everything stands where it stood, and texts keep their letters.
  private func checkASCII(_ ascii: Drawing, _ drawing: Drawing, _ source: String) {
    #expect(ascii.width == drawing.width && ascii.height == drawing.height, "\(source)")
    guard ascii.width == drawing.width, ascii.height == drawing.height else { return }
    var difference = ""
    for y in 0..<drawing.height {
      for x in 0..<drawing.width {
        let isText = [.text, .label, .title].contains(drawing.grid.ink(x, y))
        let glyph = ascii.grid.glyph(x, y)
        if isText ? glyph != drawing.grid.glyph(x, y) : !(glyph?.isASCII ?? false) {
          difference += "“\(glyph.map(String.init) ?? "")” at \(x),\(y) "
        }
      }
    }
    #expect(difference.isEmpty, "\(difference)\n\(source)\n\(picture(ascii))")
    var other = ascii
    other.grid = drawing.grid
    #expect(other == drawing, "\(source)")
  }

  private func picture(_ drawing: Drawing) -> String { drawing.grid.rows.joined(separator: "\n") }
}
