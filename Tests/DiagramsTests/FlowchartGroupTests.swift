import Testing

@testable import Diagrams

struct FlowchartGroupTests {
  @Test(arguments: [
    ("subgraph one\nA\nend", "one"), ("subgraph one [Title]\nA\nend", "one=Title"),
    ("subgraph one[\"A (title)\"]\nA\nend", "one=A (title)"), ("subgraph \"A title\"\nA\nend", "A title"),
    ("subgraph words without quotes\nA\nend", "words without quotes"), ("subgraph\nA\nend", "subGraph0="),
    ("subgraph one;A;end;", "one"), ("subgraph \"t\";A;end", "t"), ("subgraph one-two\nA\nend", "one-two"),
    ("subgraph one[\"two\nlines\"]\nA\nend", "one=two/lines"), ("subgraph one(Title)\nA\nend", "one=Title"),
    ("subgraph My group (old)\nA\nend", "My group (old)"),
    ("subgraph \"`**Bold** one`\"\nA\nend", "Bold one"),
    ("subgraph a #amp; b\nA\nend", "a #amp; b=a & b"), ("subgraph one [\"a<br>b\"]\nA\nend", "one=a/b"),
    ("subgraph my group [Title]\nA\nend", "my group=Title"), ("subgraph one:::c\nA\nend", "one"),
    ("subgraph one@{ label: \"L\" }\nA\nend", "one=L"), ("subgraph 1test\n\tA\n end  ", "1test"),
    ("subgraph one[\"\"]\nA\nend", "one="), ("subgraph [Title]\nA\nend", "Title"),
    ("subgraph one %% note\nA\nend %% note", "one %% note"),
  ])
  func titles(statements: String, group: String) throws {
    let graph = try Flowchart.graph(statements)
    #expect(Flowchart.groups(graph) == [group])
    #expect(graph.boxes.map(\.id) == ["A"])
    #expect(graph.boxes[0].group == 0)
  }

  @Test func groupsNest() throws {
    let graph = try Flowchart.graph(
      """
      subgraph net
        direction LR
        gateway
        subgraph left
          direction TB
          A --> B
        end
        subgraph right
          C
        end
      end
      net --> D
      """)
    #expect(Flowchart.groups(graph) == ["net", "left@net", "right@net"])
    #expect(graph.groups.map(\.direction) == [.right, .down, nil])
    #expect(graph.direction == .down)
    #expect(Flowchart.boxes(graph) == ["gateway@net", "A@left", "B@left", "C@right", "D"])
    #expect(Flowchart.edges(graph) == ["A -> B", "{net} -> D"])
  }

  @Test func boxesBelongToTheFirstGroupThatMentionsThem() throws {
    let graph = try Flowchart.graph("A --> B\nsubgraph one\nA\nend\nsubgraph two\nA --> C\nB\nend")
    #expect(Flowchart.boxes(graph) == ["A@one", "B@two", "C@two"])
  }

  @Test func linksLeadToGroupsBeforeTheyAreDefined() throws {
    let graph = try Flowchart.graph(
      "A --> one\none[not a label] -.-> two\nsubgraph one\nB\nend\nsubgraph two\nC\nend")
    #expect(Flowchart.boxes(graph) == ["A", "B@one", "C@two"])
    #expect(Flowchart.groups(graph) == ["one", "two"])
    #expect(Flowchart.edges(graph) == ["A -> {one}", "{one} .> {two}"])
  }

  @Test func groupsMentionedInAGroupBelongToIt() throws {
    let graph = try Flowchart.graph(
      "subgraph inner\nA\nend\nsubgraph outer\ninner --> B\nlater\nend\nsubgraph later\nC\nend")
    #expect(Flowchart.groups(graph) == ["outer", "inner@outer", "later@outer"])
    #expect(Flowchart.boxes(graph) == ["A@inner", "B@outer", "C@later"])
  }

  @Test func groupsThatMentionEachOtherStayApart() throws {
    let graph = try Flowchart.graph(
      "subgraph one\ntwo --> A\nend\nsubgraph two\none --> B\nthree\nend\nsubgraph three\none\nthree\nend")
    #expect(Flowchart.groups(graph).count == 3)
    for (index, group) in graph.groups.enumerated() { #expect((group.parent ?? -1) < index) }
  }

  @Test func groupsOfOneNameAreTwo() throws {
    let graph = try Flowchart.graph(
      "subgraph Zone\nA\nend\nsubgraph Zone\nB\nend\nsubgraph Zone\nC\nend\nZone --> D")
    #expect(Flowchart.groups(graph) == ["Zone", "Zone#2=Zone", "Zone#3=Zone"])
    #expect(Flowchart.edges(graph) == ["{Zone} -> D"])
  }

  @Test func groupsMayBeEmpty() throws {
    #expect(Flowchart.groups(try Flowchart.graph("subgraph one\nend")) == ["one"])
  }

  @Test func aHundredGroupsMayNest() throws {
    let opening = (1...100).map { "subgraph g\($0)\n" }.joined()
    let closing = String(repeating: "end\n", count: 100)
    #expect(try Flowchart.graph(opening + "A\n" + closing).boxes[0].group == 99)
    #expect(
      Flowchart.error("flowchart TD\n" + opening + "subgraph more\nA\nend\n" + closing)
        == "102:1 nested deeper than 100 groups")
    let mentions = (1...200).reversed().map { "subgraph g\($0)\ng\($0 + 1)\nend\n" }.joined()
    #expect(Flowchart.error("flowchart TD\n" + mentions).hasSuffix("nested deeper than 100 groups"))
  }
}
