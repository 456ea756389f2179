import Foundation

/// Measures how long a drawing takes, as a whole process, with Graphviz beside it.
enum DiagramBench {
  static func run(_ program: String, folder: String) {
    let hasDot = Bench.run(["dot", "-V"]) != nil
    Report.head("Diagrams as text, processor time of the whole process")
    Report.columns(peer: hasDot ? "dot" : "")
    if !hasDot { print("Graphviz is not installed: figures stand alone") }
    var thousand = 0.0
    for (count, rounds, aim) in [(20, 21, "< 15 ms"), (200, 7, "< 200 ms"), (1000, 3, "< 2000 ms")] {
      let figures = measure(count, rounds: rounds, program, folder: folder, hasDot: hasDot)
      if count == 1000 { thousand = figures.ours }
      Report.row(
        "diagram of \(count) boxes", figures.ours, unit: "ms", peer: hasDot ? figures.dot : nil, aim: aim)
    }
    let large = measure(5000, rounds: 1, program, folder: folder, hasDot: hasDot)
    Report.row(
      "diagram of 5000 boxes", large.ours, unit: "ms", peer: hasDot ? large.dot : nil, aim: "< 8 x 1000",
      detail: "x\(Report.number(large.ours / thousand)) of 1000 boxes")
  }

  private static func measure(
    _ count: Int, rounds: Int, _ program: String, folder: String, hasDot: Bool
  ) -> (ours: Double, dot: Double) {
    let edges = graph(count)
    let mermaid = folder + "/\(count).mmd"
    let dot = folder + "/\(count).dot"
    let lines = edges.map {
      "  n\($0.from)[Service number \($0.from)] --> n\($0.to)[Service number \($0.to)]"
    }
    try? ("flowchart TB\n" + lines.joined(separator: "\n") + "\n").write(
      toFile: mermaid, atomically: true, encoding: .utf8)
    let dotLines = edges.map { "  n\($0.from) -> n\($0.to);" }
    try? ("digraph {\n" + dotLines.joined(separator: "\n") + "\n}\n").write(
      toFile: dot, atomically: true, encoding: .utf8)
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<rounds {
      if let time = Bench.run([program, "diagram", "render", "--width", "0", mermaid]) { ours.append(time) }
      if hasDot, let time = Bench.run(["dot", "-Tplain", dot]) { theirs.append(time) }
    }
    return (Figures(values: ours).median, Figures(values: theirs).median)
  }

  /// A tree with a fifth more edges: sparse, with long lines, and the same on every run.
  private static func graph(_ count: Int) -> [(from: Int, to: Int)] {
    var state: UInt64 = 42
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
    var edges = (1..<count).map { (from: random($0), to: $0) }
    for _ in 0..<(count / 5) {
      let to = 1 + random(count - 1)
      edges.append((random(to), to))
    }
    return edges
  }
}
