import Testing

@testable import Diagrams

struct FlowchartStepTests {
  /// The steps as `number text: what lights up`.
  private func steps(_ statements: String) throws -> [String] {
    let graph = try Flowchart.graph(statements)
    return graph.steps.map { step in
      let parts =
        step.boxes.map { graph.boxes[$0].id } + step.groups.map { "{\(graph.groups[$0].id)}" }
        + step.edges.map { graph.edges[$0].id }
      return "\(step.number) \(step.text): \(parts.joined(separator: " "))"
    }
  }

  @Test(arguments: [
    ("A -->|1. x| B\n%% step 1: First", ["1 First: L1"]),
    ("A -->|1 x| B -->|1) y| C -->|1: z| D\n%% step 1: First", ["1 First: L1 L2 L3"]),
    ("A -->|① x| B -->|②③| C\n%% step 1: a\n%% step 2: b\n%%step 3: c", ["1 a: L1", "2 b: L2", "3 c: L2"]),
    (
      "A -->|\"4, 5, 7\"| B\n%% step 7: a\n%% step 4: b\n%% step 5: c\n%% step 6: d",
      ["4 b: L1", "5 c: L1", "6 d: ", "7 a: L1"]
    ),
    ("A[\"③ Agent\"] --> B\n%% step 3: Acts", ["3 Acts: A"]),
    (
      "A -->|10:30| B -->|1.5 GB| C -->|12GB| D\n%% step 10: x\n%% step 1: y\n%% step 12: z",
      ["1 y: ", "10 x: ", "12 z: "]
    ),
    ("A e1@--> B --> C\n%% step 2 (A, e1, B->C): Text: more", ["2 Text: more: A e1 L2"]),
    ("A --> B\nA --> B\n%% step 1 (A->B): both", ["1 both: L1 L2"]),
    ("A --> B\n%% step 1 (B->A): back", ["1 back: L1"]),
    ("A --> B\nB --> A\n%% step 1 (B -> A): there", ["1 there: L2"]),
    ("subgraph My net\nA\nend\nA --> B\n%% step 1 (My net): x", ["1 x: {My net}"]),
    ("A --> B\n%% step 1 (A): one\n%% step 1 (B, A): two", ["1 one two: A B"]),
    ("A --> B\n%% step one: no\n%% steps 1: no\n%% step 1 is no step\n%% step 2 (A no", []),
    ("subgraph g\nA\nend\ng --> B\n%% step 1 (g->B): x", ["1 x: L1"]),
    ("A --> B\n   %%   step   1  ( A , B )  :   x   ", ["1 x: A B"]),
  ])
  func steps(statements: String, expected: [String]) throws {
    #expect(try steps(statements) == expected)
  }

  @Test func references() throws {
    let graph = try Flowchart.graph(
      """
      subgraph My net
        A --> B
      end
      %% ref A azure-ai-search
      %% ref "My net" networks#spoke
      %% ref counting is a plain comment
      """)
    #expect(graph.boxes.map(\.ref) == ["azure-ai-search", nil])
    #expect(graph.groups.map(\.ref) == ["networks#spoke"])
  }

  @Test(arguments: [
    (
      "Agent --> B\n%% step 1 (B, Agnet): x",
      "3:15 no box, group or line is called “Agnet” (did you mean “Agent”?)"
    ),
    ("Agent --> B\n%% step 1 (Agent->Q): x", "3:19 no box or group is called “Q” (did you mean “B”?)"),
    ("Agent --> B --> C\n%% step 1 (Agent->C): x", "3:12 no line runs between “Agent” and “C”"),
    ("A --> B\n%% step 0: x", "3:9 expected a step number from 1 up, found “0”"),
    (
      "A --> B\n%% step 99999999999999999999: x",
      "3:9 expected a step number from 1 up, found “99999999999999999999”"
    ),
    ("Agent --> B\n  %% ref Agents x", "3:10 no box or group is called “Agents” (did you mean “Agent”?)"),
  ])
  func mistakes(statements: String, error: String) {
    #expect(Flowchart.error("flowchart TD\n" + statements) == error)
  }

  @Test func theSourceIsCutIntoItsParts() throws {
    let source = try DiagramSource(
      reading:
        "---\ntitle: \"A: title\"\nconfig:\n  theme: dark\n---\n\n%% note\n%%{init: {}}%%\n"
        + "sequenceDiagram\n%% step 1: x\nA->>B: hi\n"
    )
    #expect(source.kind == .sequence)
    #expect(source.title == "A: title")
    #expect(source.keyword == "sequenceDiagram")
    #expect(source.comments.map(\.text.string) == [" note", " step 1: x"])
    let lines = source.bodyLines.filter { !$0.isEmpty }
    #expect(lines.map { source.scalars[$0].string } == ["A->>B: hi"])
    #expect(source.position(of: lines[0].lowerBound).line == 11)
    #expect(source.position(of: lines[0].lowerBound).column == 1)
  }
}
