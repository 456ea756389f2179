import Foundation
import TestSupport
import Testing

/// `atelier diagram`, as a person or a script calls it.
@Suite struct DiagramCommandTests {
  let home = TemporaryHome()

  private func file(_ name: String, _ text: String) throws -> String {
    let path = home.folder + "/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private let source = """
    flowchart LR
      a[Web app] -->|1| b[Agent]
      subgraph data[Stores]
        c[(Index)]
      end
      b -->|2| c
      %% step 1: The app asks
      %% step 2 (b->c, c): The agent reads
      %% ref b foundry-agent-service
    """

  @Test func drawsAFile() throws {
    let run = home.atelier("diagram", "render", try file("x.mmd", source))
    #expect(run.status == 0 && run.error.isEmpty)
    #expect(run.text.contains("│ Web app ├─ 1 ─"))
    #expect(run.text.contains("┌ Stores ╌"))
  }

  @Test func drawsStandardInputInASCII() throws {
    let run = home.shell("atelier diagram render --ascii - < '\(try file("x.mmd", source))'")
    #expect(run.status == 0)
    let isASCII = run.text.allSatisfy { $0.isASCII }
    #expect(isASCII)
    #expect(run.text.contains("| Web app +- 1 -"))
  }

  @Test func drawsAnEntryOfTheCatalogAndFitsIt() {
    let run = home.atelier("diagram", "render", "basic-foundry-chat", "--width", "100")
    #expect(run.status == 0)
    #expect(run.text.contains("Application Insights"))
    let widest = run.text.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest > 40 && widest <= 100)
  }

  @Test func aStepIsLitAndTold() throws {
    let path = try file("x.mmd", source)
    let run = home.atelier("diagram", "render", path, "--step", "2")
    #expect(run.text.contains("┃ ≡ Index ┃") && run.text.contains("2  The agent reads"))
    let wrong = home.atelier("diagram", "render", path, "--step", "7")
    #expect(wrong.status == 2 && wrong.error.contains("Its steps are 1, 2"))
  }

  @Test func givesEverythingAsJSON() throws {
    let run = home.atelier("diagram", "render", try file("x.mmd", source), "--json", "--width", "0")
    let json = try run.json()
    #expect(json["schema"] as? String == "atelier.diagram.render/1")
    #expect(json["kind"] as? String == "flowchart" && json["direction"] as? String == "LR")
    #expect(json["fits"] as? Bool == true)
    let boxes = try #require(json["boxes"] as? [[String: Any]])
    #expect(boxes.map { $0["id"] as? String } == ["a", "b", "c"])
    #expect(boxes[1]["ref"] as? String == "foundry-agent-service")
    #expect(boxes[2]["group"] as? String == "data" && boxes[2]["shape"] as? String == "cylinder")
    let edges = try #require(json["edges"] as? [[String: Any]])
    #expect(edges[1]["from"] as? String == "b" && edges[1]["steps"] as? [Int] == [2])
    let path = try #require(edges[1]["path"] as? [[Int]])
    let rows = try #require(json["rows"] as? [String])
    // The path begins on the border of its box.
    let x = try #require(boxes[1]["x"] as? Int)
    let width = try #require(boxes[1]["w"] as? Int)
    #expect(path.first?[0] == x + width - 1)
    #expect(rows.count == json["height"] as? Int)
    let steps = try #require(json["steps"] as? [[String: Any]])
    #expect(steps[1]["boxes"] as? [String] == ["c"])
  }

  @Test func givesTheSourceAndDOT() throws {
    let path = try file("x.mmd", source)
    #expect(home.atelier("diagram", "render", path, "--format", "mermaid").text == source + "\n")
    let dot = home.atelier("diagram", "render", path, "--format", "dot").text
    #expect(dot.contains("subgraph cluster_0") && dot.contains("\"b\" -> \"c\" [label=\"2\"]"))
  }

  @Test func turnsTheFlow() throws {
    let run = home.atelier("diagram", "render", try file("x.mmd", source), "--direction", "TB", "--json")
    let json = try run.json()
    #expect(json["direction"] as? String == "TB")
    #expect(home.atelier("diagram", "render", "x.mmd", "--direction", "XY").status == 2)
  }

  @Test func aMistakeHasItsPlace() throws {
    let path = try file("bad.mmd", "flowchart LR\n  a --> b\n  c[never closed --> d\n")
    let run = home.atelier("diagram", "render", path)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.error.contains("bad.mmd:3:"))
    let json = try home.atelier("diagram", "render", path, "--json").json()
    #expect((json["error"] as? [String: Any])?["line"] as? Int == 3)
  }

  @Test func whatIsNotThereIsToldWithAHint() {
    let run = home.atelier("diagram", "render", "basic-foundry-chatt")
    #expect(run.status == 2 && run.error.contains("basic-foundry-chat?"))
    let without = home.atelier("diagram", "render", "ai-search")
    #expect(without.status == 2 && without.error.contains("has no drawing"))
    #expect(home.atelier("diagram", "render", "nowhere/x.mmd").status == 2)
  }

  @Test func whatCannotFitIsDrawnWholeAndToldSo() throws {
    let run = home.atelier("diagram", "render", try file("x.mmd", source), "--width", "9")
    #expect(run.status == 0)
    #expect(run.text.contains("Web app") && run.error.contains("columns wide"))
  }

  @Test func drawsTheBlockOfAMarkdownText() throws {
    let one = try file("one.md", "# Page\n\n```mermaid\nflowchart LR\n  a --> b\n```\n")
    #expect(home.atelier("diagram", "render", one).text.contains("│ a ├───►│ b │"))
    let two = try file(
      "two.md", "```mermaid\nflowchart LR\n  a --> b\n```\n\n```mermaid\nflowchart LR\n  c -->\n```\n")
    let unsaid = home.atelier("diagram", "render", two)
    #expect(unsaid.status == 2 && unsaid.error.contains("--block 1 to --block 2"))
    #expect(home.atelier("diagram", "render", two, "--block", "1").text.contains("│ a ├───►│ b │"))
    // A mistake is told with its line in the file.
    #expect(home.atelier("diagram", "render", two, "--block", "2").error.contains("two.md:8:"))
    #expect(home.atelier("diagram", "render", two, "--block", "3").status == 2)
  }

  @Test func checksAFolder() throws {
    _ = try file("folder/good.mmd", source)
    _ = try file("folder/deep/bad.mmd", "flowchart LR\n  a --> \n")
    _ = try file("folder/page.md", "# Page\n\n```mermaid\nsequenceDiagram\n  A->>B: hello\n```\n")
    let run = home.atelier("diagram", "check", home.folder + "/folder")
    #expect(run.status == 1)
    #expect(run.text.split(separator: "\n").count == 1 && run.text.contains("deep/bad.mmd:2:"))
    #expect(run.error.contains("3 files, 1 finding\n"))
    let json = home.atelier("diagram", "check", home.folder + "/folder", "--json")
    let findings = try #require(try json.json()["findings"] as? [[String: Any]])
    #expect(findings.count == 1)
    #expect(home.atelier("diagram", "check", home.folder + "/folder/good.mmd").status == 0)
    #expect(home.atelier("diagram", "check", home.folder + "/nothing").status == 2)
  }
}
