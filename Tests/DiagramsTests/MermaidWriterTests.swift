import Diagrams
import Documents
import TestSupport
import Testing

/// What is written reads back as the graph that it was written from.
struct MermaidWriterTests {
  private func graph(of source: String) throws -> DiagramGraph {
    guard case .graph(let graph) = try Diagram(reading: source) else { throw Unreadable() }
    return graph
  }

  private struct Unreadable: Error {}

  private func expectRoundTrip(_ source: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let first = try graph(of: source)
    let written = MermaidWriter.write(first)
    let second = try graph(of: written)
    #expect(first == second, "\(written)", sourceLocation: sourceLocation)
    #expect(MermaidWriter.write(second) == written, sourceLocation: sourceLocation)
  }

  @Test func everyShippedDrawingReadsBackTheSame() throws {
    let files = Checkout.files(under: "Catalog", suffix: ".mmd")
    #expect(files.count >= 49)
    for file in files { try expectRoundTrip(Checkout.text(of: file)) }
  }

  @Test func drawingsMadeByChanceReadBackTheSame() throws {
    for seed in 1...300 {
      var generator = GraphGenerator(seed: UInt64(seed))
      try expectRoundTrip(generator.source())
    }
  }

  @Test(
    arguments: [
      "flowchart RL\n", "graph\n a",
      "flowchart LR\n a & b e1@--> c & d\n a <--> d o--o b x-.-x c ==> a ~~~~ b --- d",
      "flowchart\n a@{ shape: doc, label: \"x } y\" } --> b@{ shape: cyl } --> c@{ shape: stop }",
      "flowchart\n a --> b\n subgraph one\n  c\n  a\n end\n subgraph two\n  b\n  d\n end\n e",
      "flowchart\n subgraph \"a name (long)\"\n x\n end\n subgraph g [ ]\n direction RL\n end\n subgraph g\n y\n end",
      "flowchart\n a[/\"1\"/] --> b[\\\"2\"\\] --> c[/\"3\"\\] --> d[\\\"4\"/] --> e>odd] --> f(((\"6\")))",
      "flowchart\n a ----> b -...-> c ===== d\n classDef default fill:red\n style b fill:#00f\n class c,d k\n classDef k stroke:grey",
      "flowchart\n a --> b\n a --> b\n b --> a\n %% step 2 (L2, a): one\n %% step 1: none\n %% step 3 (b->a): \n %% ref a x#y",
      "flowchart\n a[\"#35;1 &amp;lt; &#38;amp #quot;x#quot; \\\\n C# #9829; **b** ** `c` R&D fa:fa-car %%#123;x}%% <b>y</b>\"]",
      "flowchart\n a[\"`**bold** _it_`\"] --> b[\" \"] -- \"two<br>lines\" --> c[\"#96;x#96;\"]",
    ])
  func aSourceReadsBackTheSame(source: String) throws {
    try expectRoundTrip(source)
  }

  @Test func everyShapeThatASourceCanHaveIsKept() throws {
    for shape in BoxShape.allCases {
      var graph = DiagramGraph(kind: .flowchart)
      for label in [["text"], [""]] {
        var box = DiagramGraph.Box(id: "b\(graph.boxes.count)", label: label)
        box.shape = shape
        graph.boxes.append(box)
      }
      let read = try self.graph(of: MermaidWriter.write(graph))
      #expect(read.boxes.map(\.label) == [["text"], [""]])
      let isOfOtherLanguages: Set<BoxShape> = [.flag, .lineAbove, .history, .deepHistory, .interface]
      #expect(
        read.boxes.allSatisfy { $0.shape == (isOfOtherLanguages.contains(shape) ? .rectangle : shape) },
        "\(shape)")
    }
  }

  @Test func aTextOfAnySignsIsKept() throws {
    let signs = Array("ab \"\\`*<>#&;:%{}[]()|/-=~.@'1é漢😀".unicodeScalars) + Array("fa:fa-br".unicodeScalars)
    var state: UInt64 = 42
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<(1 + next(14)) { text.append(signs[next(signs.count)]) }
      let label = String(text).split(separator: " ").joined(separator: " ")
      guard !label.isEmpty else { continue }
      var graph = DiagramGraph(kind: .flowchart)
      graph.groups.append(DiagramGraph.Group(id: "g", title: [label]))
      graph.boxes.append(DiagramGraph.Box(id: "a", label: [label, label]))
      var edge = DiagramGraph.Edge(id: "L1", from: .box(0), to: .group(0))
      edge.label = [label]
      graph.edges.append(edge)
      #expect(try self.graph(of: MermaidWriter.write(graph)) == graph, "\(label)")
    }
  }

  @Test func stepsMayGoWithoutTheirTexts() throws {
    let source = "flowchart LR\n a --> b\n %% step 1 (a->b): goes\n"
    let written = MermaidWriter.write(try graph(of: source), withStepTexts: false)
    #expect(written.contains("%% step 1 (a->b):\n"))
  }
}
