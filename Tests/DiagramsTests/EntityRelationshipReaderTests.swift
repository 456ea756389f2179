import Testing

@testable import Diagrams

/// Entity-relationship diagrams: every construct, and every mistake with its place.
struct EntityRelationshipReaderTests {
  private func graph(_ source: String) throws -> DiagramGraph {
    try EntityRelationshipReader.read(DiagramSource(reading: source))
  }

  @Test(arguments: [
    // Entities.
    ("CAR", ["CAR"]),
    ("CAR\nCAR\nVAN", ["CAR", "VAN"]),
    ("CAR VAN", ["CAR", "VAN"]),
    ("NAMED-DRIVER_2", ["NAMED-DRIVER_2"]),
    ("\"Entity with spaces\"", ["Entity with spaces"]),
    ("\"An **important** one\"", ["An **important** one “An important one”"]),
    ("größe\n数", ["größe", "数"]),
    ("p[Person]", ["p “Person”"]),
    ("a[\"Customer <br/> Account\"]", ["a “Customer|Account”"]),
    ("p ||--|| q : x\np[Person]", ["p “Person”", "q", "p “1” -- “1” q : x"]),
    ("class p[\"Person\"]", ["p “Person”"]),
    ("CAR {}", ["CAR"]),
    ("CAR{\n}", ["CAR"]),
    // Attributes.
    ("CAR {\nstring make\n}", ["CAR record [string  make]"]),
    ("CAR{string make}", ["CAR record [string  make]"]),
    (
      "CAR {\n int id PK \"the key\"\n string make\n}",
      ["CAR record [int     id    PK  the key; string  make]"]
    ),
    (
      "CAR {\n int id PK, FK\n int no pk,UK,FK \"c\"\n}",
      ["CAR record [int  id  PK,FK; int  no  PK,UK,FK  c]"]
    ),
    (
      "CAR {\n int a \"first\"\n string long_name \"second\"\n}",
      ["CAR record [int     a          first; string  long_name  second]"]
    ),
    (
      "CAR {\n string[] parts\n varchar(10,2) *id\n decimal(10, 2) price\n}",
      ["CAR record [string[]        parts; varchar(10,2)   *id; decimal(10, 2)  price]"]
    ),
    (
      "CAR {\n List~int~ a\n Map~K, V~ b FK\n string? c\n}",
      ["CAR record [List<int>  a; Map<K, V>  b  FK; string?    c]"]
    ),
    ("CAR {\n string `odd name`\n}", ["CAR record [string  odd name]"]),
    ("CAR {\n string pk_a\n string fk\n}", ["CAR record [string  pk_a; string  fk]"]),
    ("CAR {\n %% remark\n string\n   make \"x\" int year\n}", ["CAR record [string  make  x; int     year]"]),
    ("CAR {\nint a\n}\nCAR {\nint b\n}", ["CAR record [int  a; int  b]"]),
    ("p[Person] {\nint a\n}", ["p “Person” record [int  a]"]),
    ("CAR {\n 文字 a\n int b\n}", ["CAR record [文字  a; int   b]"]),
    // Labels.
    ("A ||--|| B : \"is part of\"", ["A", "B", "A “1” -- “1” B : is part of"]),
    ("A ||--|| B : \"two<br/>lines\"", ["A", "B", "A “1” -- “1” B : two|lines"]),
    ("A ||--|| B : \"\"", ["A", "B", "A “1” -- “1” B"]),
    ("A ||--|| B", ["A", "B", "A “1” -- “1” B"]),
    ("A ||--|| B : has %% remark", ["A", "B", "A “1” -- “1” B : has"]),
    ("A||--o{B:has", ["A", "B", "A “1” -- “0..*” B : has"]),
    ("A ||--o{ A : \"leads to\"", ["A", "A “1” -- “0..*” A : leads to"]),
    ("A ||--o{ B : x\nA }o--|| B : y", ["A", "B", "A “1” -- “0..*” B : x", "A “0..*” -- “1” B : y"]),
    ("A 1--1 B : x", ["A", "B", "A “1” -- “1” B : x"]),
    ("A ||--|| 1 : x", ["A", "1", "A “1” -- “1” 1 : x"]),
    ("PROJECT u--o{ TEAM : x", ["PROJECT", "TEAM", "PROJECT *-- “0..*” TEAM : x"]),
    ("A ONE TO MANY B : x", ["A", "B", "A “1” -- “0..*” B : x"]),
    // Colours.
    ("A:::hot\nclassDef hot fill:#f00", ["A red"]),
    ("A:::hot,cold {\nint a\n}\nclassDef hot,warm fill:#f00", ["A record red [int  a]"]),
    (
      "A:::hot ||--|| B:::cold : x\nclassDef hot fill:red\nclassDef cold fill:blue",
      ["A red", "B blue", "A “1” -- “1” B : x"]
    ),
    ("A\nB\nclass A,B hot,big\nclassDef hot fill:red", ["A red", "B red"]),
    ("A\nB\nstyle A,B fill:#f9f,stroke:#333,stroke-dasharray: 5 5", ["A violet", "B violet"]),
    ("classDef default fill:#0f0\nA\nB:::hot\nclassDef hot fill:red", ["A green", "B red"]),
    // Directions, titles, and what is read and not drawn.
    ("direction LR\nA", ["direction LR", "A"]),
    ("title All cars\nA", ["title All cars", "A"]),
    ("accTitle: t\naccDescr: d\naccDescr {\nx\n}\n%% remark\nA %% remark", ["A"]),
    // Words that are keywords elsewhere.
    (
      "title {\nint a\n}\ntitle ||--|| style : x",
      ["title record [int  a]", "style", "title “1” -- “1” style : x"]
    ),
    ("direction one to many end : x", ["direction", "end", "direction “1” -- “0..*” end : x"]),
  ])
  func aStatementIsRead(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("erDiagram\n" + body)) == lines)
  }

  @Test(arguments: [
    ("|o", "0..1"), ("o|", "0..1"), ("||", "1"), ("}o", "0..*"), ("o{", "0..*"), ("}|", "1..*"),
    ("|{", "1..*"),
    ("one or zero", "0..1"), ("zero or one", "0..1"), ("one or more", "1..*"), ("one or many", "1..*"),
    ("many(1)", "1..*"), ("1+", "1..*"), ("zero or more", "0..*"), ("zero or many", "0..*"),
    ("many(0)", "0..*"), ("many", "0..*"), ("0+", "0..*"), ("only one", "1"), ("one", "1"), ("1", "1"),
  ])
  func aCardinalityIsReadAtBothEnds(_ sign: String, _ count: String) throws {
    for (line, shown) in [
      ("--", "--"), ("..", ".."), (".-", ".."), ("-.", ".."), (" to ", "--"), (" optionally to ", ".."),
    ] {
      let left = try graph("erDiagram\nA \(sign)\(line)|| B : x")
      #expect(StateGraphText.lines(left).last == "A “\(count)” \(shown) “1” B : x")
      let right = try graph("erDiagram\nA ||\(line)\(sign) B : x")
      #expect(StateGraphText.lines(right).last == "A “1” \(shown) “\(count)” B : x")
    }
  }

  @Test(arguments: [
    ("subgraph G\nA\nB\nend", ["group G", "A in G", "B in G"]),
    ("subgraph \"Some cars\"\nA\nend", ["group Some cars", "A in Some cars"]),
    ("subgraph g [All the cars]\nA\nend  \nB", ["group g “All the cars”", "A in g", "B"]),
    ("subgraph G\ndirection RL\nA\nend", ["group G RL", "A in G"]),
    ("subgraph G\nA ||--|| B : x\nend", ["group G", "A in G", "B in G", "A “1” -- “1” B : x"]),
    ("A ||--|| B : x\nsubgraph G\nA\nend", ["group G", "A in G", "B", "A “1” -- “1” B : x"]),
    ("subgraph G\nA\nsubgraph H\nB\nend\nend", ["group G", "group H in G", "A in G", "B in H"]),
    (
      "subgraph G\nA\nend\nsubgraph H\nB\nend\nG ||--|| H : x",
      ["group G", "group H", "A in G", "B in H", "{G} “1” -- “1” {H} : x"]
    ),
    ("G ||--|| B : x\nsubgraph G\nA\nend", ["group G", "B", "A in G", "{G} “1” -- “1” B : x"]),
    ("subgraph G\nend\nG ||--|| A : x", ["G", "A", "G “1” -- “1” A : x"]),
  ])
  func aSubgraphHoldsEntities(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("erDiagram\n" + body)) == lines)
  }

  @Test func commentsGiveStepsAndReferences() throws {
    let graph = try graph("erDiagram\n%% step 2 (A): Next\n%% ref B entry\nA ||--|| B : x")
    #expect(graph.steps == [.init(number: 2, text: "Next", boxes: [0])])
    #expect(graph.boxes[1].ref == "entry")
  }

  @Test func theFrontMatterGivesTheTitle() throws {
    #expect(try graph("---\ntitle: Cars\n---\nerDiagram\nA").title == "Cars")
  }

  @Test(arguments: [
    ("A xxx B : has", "2:9 “:” does not follow an entity; expected a relationship such as “||--o{”"),
    ("A -- B : has", "2:3 “--” does not follow an entity; expected a relationship such as “||--o{”"),
    ("A : has", "2:3 “:” does not follow an entity; expected a relationship such as “||--o{”"),
    ("A --> B", "2:3 “-->” does not follow an entity; expected a relationship such as “||--o{”"),
    ("A || B : x", "2:6 “B” is no line of a relationship; expected “--”, “..”, “to” or “optionally to”"),
    ("A ||-- B : x", "2:8 “B” does not tell how many; expected “||”, “o|”, “o{”, “|{” or words for them"),
    ("A ||--|| : x", "2:10 “:” is no entity; expected the entity at the other end"),
    ("A ||--o{", "2:9 the end of the diagram is no entity; expected the entity at the other end"),
    ("{ }", "2:1 “{” begins no statement; expected an entity or a relationship"),
    ("\"A", "2:1 this name has no end; expected a closing “\"”"),
    ("\"\"", "2:1 an entity needs a name; expected a name between the quotes"),
    ("A [b", "2:3 this text has no end; expected “]”"),
    ("A {\nstring make", "2:3 this entity is never closed; expected “}”"),
    ("A {\nstring\n}", "4:1 “}” is no part of an attribute; expected a name after the type “string”"),
    ("A {\n\"x\"\n}", "3:1 “\"x\"” is no part of an attribute; expected the type of an attribute or “}”"),
    ("A {\nint a \"x\n}", "3:7 this comment has no end; expected a closing “\"”"),
    ("A {\nint a\nB {", "4:3 “{” is no part of an attribute; expected a name after the type “B”"),
    ("direction XY", "2:11 “XY” is no direction; expected TB, BT, LR or RL"),
    ("end", "2:1 “end” closes nothing; expected an entity or a relationship"),
    ("A\nsubgraph G\nB", "3:1 this subgraph is never closed; expected “end”"),
    ("subgraph ]", "2:10 “]” is no name; expected the name of the subgraph"),
  ])
  func aMistakeIsToldWithItsPlace(_ body: String, _ text: String) {
    let error = #expect(throws: DiagramError.self) { try graph("erDiagram\n" + body) }
    #expect(error.map(StateGraphText.line) == text)
  }

  @Test func subgraphsStandInEachOtherAHundredDeep() throws {
    let deep = { (count: Int) in
      "erDiagram\n" + (0..<count).map { "subgraph g\($0)\n" }.joined() + "A\n"
        + String(repeating: "end\n", count: count)
    }
    #expect(try graph(deep(100)).groups.count == 100)
    let error = #expect(throws: DiagramError.self) { try graph(deep(101)) }
    #expect(error?.message == "subgraphs stand in each other more than 100 deep")
  }

  @Test func moreThanAHundredThousandRelationshipsAreAnError() {
    let body = String(repeating: "A||--||B\n", count: 100_000)
    let error = #expect(throws: DiagramError.self) { try graph("erDiagram\n" + body + "A ||--|| C") }
    #expect(error?.message == "the diagram has more than 100000 relationships")
  }

  @Test func aVeryLongTypeDoesNotPushAllRowsApart() throws {
    let long = String(repeating: "x", count: 300)
    let rows = try graph("erDiagram\nA {\n\(long) a\nint b\n}").boxes[0].compartments[0]
    #expect(rows == ["\(long)  a", "int  b"])
  }
}
