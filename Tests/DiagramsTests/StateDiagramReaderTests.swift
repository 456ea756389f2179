import Testing

@testable import Diagrams

/// State diagrams: every construct, and every mistake with its place.
struct StateDiagramReaderTests {
  private func graph(_ source: String) throws -> DiagramGraph {
    try StateDiagramReader.read(DiagramSource(reading: source))
  }

  @Test(arguments: [
    // States and their descriptions.
    ("Idle", ["Idle"]),
    ("Idle\nRun\nIdle", ["Idle", "Run"]),
    ("a b", ["a", "b"]),
    ("state Idle", ["Idle"]),
    ("state Idle : waits", ["Idle “waits”"]),
    ("state \"Waits for work\" as idle", ["idle “Waits for work”"]),
    ("state \"Waits\\nfor work\" as idle\nidle : or stops", ["idle “Waits|for work|or stops”"]),
    ("state \"two\nlines\" as t", ["t “two|lines”"]),
    ("state \"a\" as as", ["as “a”"]),
    ("state \"Waits\"", ["Waits"]),
    ("state \"a\" as b: c", ["b “a|c”"]),
    ("idle : Waits: long", ["idle “Waits: long”"]),
    ("idle: one\nidle: two<br/>three", ["idle “one|two|three”"]),
    ("x : a #35; b;", ["x “a # b”"]),
    ("assemble\nstate assemble", ["assemble"]),
    // Words that are keywords elsewhere.
    ("note --> state\nstate : s", ["note", "state “s”", "note --> state"]),
    ("class-->style", ["class", "style", "class --> style"]),
    // Transitions.
    ("a --> b", ["a", "b", "a --> b"]),
    ("a-->b", ["a", "b", "a --> b"]),
    ("a --> b : go on", ["a", "b", "a --> b : go on"]),
    ("a --> b: if n >= 0", ["a", "b", "a --> b : if n >= 0"]),
    ("a --> a", ["a", "a --> a"]),
    ("a --> b %% remark", ["a", "b", "a --> b"]),
    ("a --> b : go %% remark", ["a", "b", "a --> b : go"]),
    ("a --> b # remark\n# another", ["a", "b", "a --> b"]),
    ("%% first\na --> b", ["a", "b", "a --> b"]),
    ("größe --> 数", ["größe", "数", "größe --> 数"]),
    // Start and end.
    (
      "[*] --> a\na --> [*]",
      ["root_start “” start", "a", "root_end “” end", "root_start --> a", "a --> root_end"]
    ),
    (
      "[*]-->a\n[*] --> b\nb-->[*]\na-->[*]",
      [
        "root_start “” start", "a", "b", "root_end “” end", "root_start --> a", "root_start --> b",
        "b --> root_end", "a --> root_end",
      ]
    ),
    // Kinds.
    ("state x <<choice>>", ["x “” choice"]),
    ("state x <<fork>>\nstate y <<join>>", ["x “” fork", "y “” fork"]),
    ("state x [[choice]]\nstate y [[fork]]\nstate z[[join]]", ["x “” choice", "y “” fork", "z “” fork"]),
    ("state x<<choice>>", ["x “” choice"]),
    ("state my choice <<choice>>", ["my choice “” choice"]),
    ("state x <<history>>", ["x “” history"]),
    ("state x <<entry>>", ["x “«entry»|x”"]),
    ("state x <<choice>>\nx : which", ["x “which” choice"]),
    (
      "[H] --> a\na --> [H*]",
      ["root[H] “” history", "a", "root[H*] “” deep-history", "root[H] --> a", "a --> root[H*]"]
    ),
    // Directions.
    ("direction LR\na", ["direction LR", "a"]),
    ("direction bt", ["direction BT"]),
    ("state A {\n direction RL\n b\n}", ["group A RL", "b in A"]),
    // Colours.
    ("a:::hot\nclassDef hot fill:#f00", ["a red"]),
    (
      "a:::hot --> b:::cold : x\nclassDef hot fill:#f00\nclassDef cold fill:blue",
      ["a red", "b blue", "a --> b : x"]
    ),
    ("classDef hot fill:#f00;\na\nb\nclass a, b hot", ["a red", "b red"]),
    ("class a hot\nclassDef hot fill:#f00\na", ["a red"]),
    ("a\nstyle a fill:#0f0,stroke:#333", ["a green"]),
    ("classDef default fill:#0f0\na\n[*] --> a", ["a green", "root_start “” start", "root_start --> a"]),
    ("state A:::hot {\nb\n}\nclassDef hot fill:#f00", ["group A red", "b in A"]),
    // What is read and not drawn.
    ("hide empty description\nscale 350 width\naccTitle: t\naccDescr: d\naccDescr {\n x\n}\na", ["a"]),
    ("a\nclick a href \"https://example.org\" \"tip\"", ["a"]),
  ])
  func aStatementIsRead(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("stateDiagram-v2\n" + body)) == lines)
  }

  @Test(arguments: [
    (
      "state A {\n[*] --> b\nb --> [*]\n}",
      ["group A", "A_start “” start in A", "b in A", "A_end “” end in A", "A_start --> b", "b --> A_end"]
    ),
    ("state A { b --> c }", ["group A", "b in A", "c in A", "b --> c"]),
    ("state A\n{\nb\n}", ["group A", "b in A"]),
    (
      "state A { b }\nx --> A\nA --> A : again",
      ["group A", "b in A", "x", "x --> {A}", "{A} --> {A} : again"]
    ),
    ("x --> A\nstate A {\nb\n}", ["group A", "x", "b in A", "x --> {A}"]),
    ("state \"The whole\" as A {\nb\n}", ["group A “The whole”", "b in A"]),
    ("A : The whole\nstate A {\nb\n}", ["group A “The whole”", "b in A"]),
    ("state A {\nstate B {\nstate C {\nd\n}\n}\n}", ["group A", "group B in A", "group C in B", "d in C"]),
    ("state A {\n}", ["A"]),
    ("state A {\ndirection LR\n}", ["A"]),
    ("state A {\nstate B {\n}\n}", ["group A", "B in A"]),
    // A state belongs where it is described, however early it is named outside.
    ("b --> c\nstate A {\nb\n}", ["group A", "b in A", "c", "b --> c"]),
    ("state A {\nstate B {\nb\n}\n}\nb --> x", ["group A", "group B in A", "b in B", "x", "b --> x"]),
    (
      "state A {\nstate B {\nstate C {\nn\n}\n}\nC --> n\n}",
      ["group A", "group B in A", "group C in B", "n in C", "{C} --> n"]
    ),
    ("state A {\nb --> A : back\n}", ["group A", "b in A", "b --> {A} : back"]),
    ("state A {\nb\n}\nstate A {\nc\n}", ["group A", "b in A", "c in A"]),
    ("state A {\na -->\nb\n}", ["group A", "a in A", "b in A", "a --> b"]),
    // Regions.
    (
      "state A {\n[*] --> b\n--\n[*] --> c\n--\nd\n}",
      [
        "group A", "group A--1 “” in A", "group A--2 “” in A", "group A--3 “” in A",
        "A_start “” start in A--1", "b in A--1", "A--2_start “” start in A--2", "c in A--2", "d in A--3",
        "A_start --> b", "A--2_start --> c",
      ]
    ),
    ("state A {\nb\n--\n}", ["group A", "b in A"]),
    ("a\n--\nb", ["a", "b"]),
    // Notes.
    ("a\nnote right of a : take <br/> care", ["a", "note1 “take|care” note", "a .. note1"]),
    ("note left of a : x", ["a", "note1 “x” note", "note1 .. a"]),
    (
      "note right of a\n  one\n  two end note here\n end note\nb",
      ["a", "note1 “one|two end note here” note", "b", "a .. note1"]
    ),
    ("note right of a text end note\nb", ["a", "note1 “text” note", "b", "a .. note1"]),
    ("NOTE RIGHT OF a : x", ["a", "note1 “x” note", "a .. note1"]),
    ("note \"floats\" as N", ["N “floats” note"]),
    (
      "state A {\nb\nnote left of b : x\n}\nnote right of A : y",
      ["group A", "b in A", "note1 “x” note in A", "note2 “y” note", "note1 .. b", "{A} .. note2"]
    ),
    ("note right of b : x\nstate A {\nb\n}", ["group A", "b in A", "note1 “x” note in A", "b .. note1"]),
  ])
  func aStateHoldsOthers(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("stateDiagram\n" + body)) == lines)
  }

  @Test func theFrontMatterGivesTheTitle() throws {
    let source = "---\ntitle: Machine\n---\nstateDiagram-v2\na --> b"
    #expect(StateGraphText.lines(try graph(source)) == ["title Machine", "a", "b", "a --> b"])
  }

  @Test func commentsGiveStepsAndReferences() throws {
    let source = """
      stateDiagram-v2
      [*] --> a
      a --> b
      state C { b }
      %% step 1 (root_start->a, C): Begin
      %% ref C some-entry
      """
    let graph = try graph(source)
    #expect(graph.steps == [.init(number: 1, text: "Begin", groups: [0], edges: [0])])
    #expect(graph.groups[0].ref == "some-entry")
  }

  @Test func linesAreNamedByTheirPlace() throws {
    #expect(try graph("stateDiagram\na --> b\nb --> c").edges.map(\.id) == ["L1", "L2"])
  }

  @Test(arguments: [
    ("a -->", "2:6 the end of the diagram is no state; expected a state or “[*]” after “-->”"),
    ("a -->\nb", "2:6 the end of the line is no state; expected a state or “[*]” after “-->”"),
    ("  --> a", "2:3 “-->” begins no statement; expected a state before the arrow"),
    ("a -> b", "2:3 “->” is no arrow of a state diagram; expected “-->”"),
    ("a -- b", "2:3 “--” is no arrow of a state diagram; expected “-->”"),
    ("a ==> b", "2:3 “==>” is no arrow of a state diagram; expected “-->”"),
    (": x", "2:1 “:” is no state; expected a state or a transition"),
    ("a\n}", "3:1 “}” closes nothing; expected a state or a transition"),
    ("a\nstate A {\nb", "3:9 this composite state is never closed; expected “}”"),
    ("A {\nb\n}", "2:3 “{” opens no state; expected “state” before the name of a composite state"),
    ("direction XY", "2:11 “XY” is no direction; expected TB, BT, LR or RL"),
    ("state \"a", "2:7 this description has no end; expected a closing “\"”"),
    ("state \"a\" is b", "2:11 “is” does not follow a description; expected “as” and the name of the state"),
    ("state {", "2:7 “{” is no name; expected the name of the state"),
    ("state x <<choice", "2:9 the kind of this state has no end; expected “>>”"),
    (
      "note over a : x",
      "2:6 “over” is no place for a note; expected “left of”, “right of” or a text in quotes"
    ),
    ("note \"a", "2:6 this note has no end; expected a closing “\"”"),
    ("a\nnote right of a\ntext", "3:6 this note has no end; expected “end note” on a line of its own"),
    ("note right of : x", "2:15 “:” is no state; expected a state or a transition"),
  ])
  func aMistakeIsToldWithItsPlace(_ body: String, _ text: String) {
    let error = #expect(throws: DiagramError.self) { try graph("stateDiagram-v2\n" + body) }
    #expect(error.map(StateGraphText.line) == text)
  }

  @Test func placesCountFrontMatterAndComments() {
    let source = "---\ntitle: T\n---\n%% remark\nstateDiagram-v2\n%% remark\n  a -> b"
    let error = #expect(throws: DiagramError.self) { try graph(source) }
    #expect(error?.position == .init(line: 7, column: 5))
  }

  @Test func statesStandInEachOtherAHundredDeep() throws {
    let deep = { (count: Int) in
      "stateDiagram\n" + (0..<count).map { "state s\($0) {\n" }.joined() + "x\n"
        + String(repeating: "}\n", count: count)
    }
    #expect(try graph(deep(100)).groups.count == 100)
    let error = #expect(throws: DiagramError.self) { try graph(deep(101)) }
    #expect(error?.message == "states stand in each other more than 100 deep")
    #expect(error?.position == .init(line: 102, column: 12))
    // The same depth, made by moving each state into the next.
    let moved = (1..<200).map { "state s\($0) {\ns\($0 - 1)\nx\($0)\n}\n" }.joined()
    #expect(throws: DiagramError.self) { try graph("stateDiagram\ns0\n" + moved) }
  }

  @Test func moreThanAHundredThousandTransitionsAreAnError() {
    let body = String(repeating: "a-->b\n", count: 100_000)
    let error = #expect(throws: DiagramError.self) { try graph("stateDiagram\n" + body + "a --> c") }
    #expect(error?.message == "the diagram has more than 100000 transitions")
  }
}
