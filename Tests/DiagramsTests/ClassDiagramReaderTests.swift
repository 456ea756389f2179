import Testing

@testable import Diagrams

/// Class diagrams: every construct, and every mistake with its place.
struct ClassDiagramReaderTests {
  private func graph(_ source: String) throws -> DiagramGraph {
    try ClassDiagramReader.read(DiagramSource(reading: source))
  }

  @Test(arguments: [
    // Classes.
    ("class A", ["A"]),
    ("class A\nclass A", ["A"]),
    ("class A, B", ["A", "B"]),
    ("A", ["A"]),
    ("class A[\"A name: with (signs) {all}\"]", ["A “A name: with (signs) {all}”"]),
    ("class A[\"two\\nlines\"]", ["A “two|lines”"]),
    ("class Ca-r", ["Ca-r"]),
    ("class a.b.C", ["a.b.C"]),
    ("class a.`b c`", ["a.b c"]),
    ("class Größe_1", ["Größe_1"]),
    ("class `A name`", ["A name"]),
    ("class `A`[\"x\"]:::c", ["A “x”"]),
    ("class List~T~", ["List “List<T>”"]),
    ("class Map~K, List~V~~\nMap : size()", ["Map “Map<K, List<V>>” record [] [size()]"]),
    ("A --> List~int~\nclass List", ["A", "List “List<int>”", "A --> List"]),
    ("class A~T~[\"x\"] {\nint id\n}", ["A “x” record [int id]"]),
    ("class A{\n}", ["A"]),
    ("class A {}\nclass B", ["A", "B"]),
    // Words that are keywords elsewhere.
    ("link --> note\nclass : x", ["link", "note", "class record [x]", "link --> note"]),
    // Members.
    ("A : +int age", ["A record [+int age]"]),
    ("A: #34;x#34;", ["A record [\"x\"]"]),
    ("A : +eat()", ["A record [] [+eat()]"]),
    ("class A {\n+int age\n+eat()\n-String name\n}", ["A record [+int age; -String name] [+eat()]"]),
    ("class A { +int age }", ["A record [+int age]"]),
    ("class A{\n\n%% remark\nx\n}\nA : y", ["A record [x; y]"]),
    ("class A {\n-- part --\n}", ["A record [-- part --]"]),
    ("A : +a b(c) bool", ["A record [] [+a b(c) : bool]"]),
    ("A : + get( int x ) : int", ["A record [] [+get(int x) : int]"]),
    (
      "A : run()*\nA : make()$\nA : size() int*\nA : of(x)$ A",
      ["A record [] [run() {abstract}; make() {static}; size() : int {abstract}; of(x) : A {static}]"]
    ),
    ("A : String id$\nA : int *", ["A record [String id {static}; int {abstract}]"]),
    ("A : each(f: (int) => bool) void", ["A record [] [each(f: (int) => bool) : void]"]),
    ("A : pair(a) Tuple(int)", ["A record [] [pair(a) : Tuple(int)]"]),
    ("A : ~inner()\nA : #List~int~ x", ["A record [#List<int> x] [~inner()]"]),
    ("A : -List~List~int~~ x", ["A record [-List<List<int>> x]"]),
    (
      "A : put(List~int~ a, Map~K,V~ b) List~int~", ["A record [] [put(List<int> a, Map<K,V> b) : List<int>]"]
    ),
    ("A : x;", ["A record [x]"]),
    // Annotations.
    ("class A\n<<interface>> A", ["A “«interface»|A”"]),
    ("class A {\n<<enumeration>>\nRED\n}", ["A “«enumeration»|A” record [RED]"]),
    ("class A <<service>>", ["A “«service»|A”"]),
    ("A : <<abstract>>", ["A “«abstract»|A”"]),
    // Colours.
    ("class A:::hot\nclassDef hot fill:#f00", ["A red"]),
    ("class A:::hot {\nx\n}\nclassDef hot,warm fill:#f00", ["A record red [x]"]),
    ("class A\nclass B\ncssClass \"A,B\" hot;\nclassDef hot fill:#f00", ["A red", "B red"]),
    ("class A\nstyle A fill:#f9f,stroke:#333", ["A violet"]),
    ("classDef default fill:#0f0\nclass A", ["A green"]),
    // Notes.
    ("note \"one\\ntwo\"", ["note1 “one|two” note"]),
    ("class A\nnote for A \"x\"", ["A", "note1 “x” note", "note1 .. A"]),
    ("note \"a\nb\"", ["note1 “a|b” note"]),
    // Directions, and what is read and not drawn.
    ("direction RL\nclass A", ["direction RL", "A"]),
    (
      "class A\nclick A href \"https://example.org\" \"tip\" _blank\nlink A \"x\"\ncallback A \"f\"\nclick A call f(x)",
      ["A"]
    ),
    ("accTitle: t\naccDescr: d\naccDescr {\nx\n}\n%% remark\nclass A %% remark", ["A"]),
  ])
  func aStatementIsRead(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("classDiagram\n" + body)) == lines)
  }

  @Test(arguments: [
    "<|--", "--|>", "*--", "--*", "o--", "--o", "<--", "-->", "--", "<..", "..>", "..", "<|..", "..|>", "*..",
    "..*", "o..", "..o", "<|--|>", "<-->", "o--o", "*--*", "<|--*", "<..>",
  ])
  func aRelationKeepsItsSigns(_ sign: String) throws {
    #expect(StateGraphText.lines(try graph("classDiagram\nA \(sign) B")) == ["A", "B", "A \(sign) B"])
    let tight = try graph("classDiagram\n`A`\(sign)`B` : a b")
    #expect(StateGraphText.lines(tight) == ["A", "B", "A \(sign) B : a b"])
  }

  @Test(arguments: [
    ("A-->B", ["A", "B", "A --> B"]),
    ("A..>B", ["A", "B", "A ..> B"]),
    ("A --oB", ["A", "B", "A --o B"]),
    ("A -- order", ["A", "order", "A -- order"]),
    ("order o-- open", ["order", "open", "order o-- open"]),
    ("A <| -- B", ["A", "B", "A <|-- B"]),
    ("A \"1\" --> \"0..*\" B : has", ["A", "B", "A “1” --> “0..*” B : has"]),
    ("A\"1\"*--\"many\"B", ["A", "B", "A “1” *-- “many” B"]),
    ("A --> \"many\" B", ["A", "B", "A --> “many” B"]),
    ("A \"1\" -- B", ["A", "B", "A “1” -- B"]),
    ("A~T~ <|-- B", ["A “A<T>”", "B", "A <|-- B"]),
    ("A:::hot --> B:::cold\nclassDef hot fill:red\nclassDef cold fill:blue", ["A red", "B blue", "A --> B"]),
    // The interface at a lollipop is a box of its own.
    ("Shape ()-- Square", ["Square", "Shape interface", "Shape -- Square"]),
    ("Square --() Shape : offers", ["Square", "Shape interface", "Square -- Shape : offers"]),
    (
      "class Shape\nShape ()-- Square\nShape ()-- Circle",
      [
        "Shape", "Square", "Shape interface", "Circle", "Shape interface", "Shape -- Square",
        "Shape -- Circle",
      ]
    ),
  ])
  func aRelationJoinsTwoClasses(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("classDiagram-v2\n" + body)) == lines)
  }

  @Test(arguments: [
    ("namespace N {\nclass A\nclass B {\nx\n}\n}", ["group N", "A in N", "B record in N [x]"]),
    ("namespace N { class A }\nA --> B", ["group N", "A in N", "B", "A --> B"]),
    ("A --> B\nnamespace N {\nclass A\n}", ["group N", "A in N", "B", "A --> B"]),
    ("namespace a.b {\nclass C\n}", ["group a", "group a.b “b” in a", "C in a.b"]),
    (
      "namespace a {\nnamespace b {\nclass C\n}\nclass D\n}",
      ["group a", "group a.b “b” in a", "C in a.b", "D in a"]
    ),
    (
      "namespace a.b {\nclass C\n}\nnamespace a {\nclass D\n}",
      ["group a", "group a.b “b” in a", "C in a.b", "D in a"]
    ),
    ("namespace N[\"Long name\"] {\nclass A\n}", ["group N “Long name”", "A in N"]),
    (
      "namespace a.b {\nclass C\n}\na.b.C --> D",
      ["group a", "group a.b “b” in a", "C in a.b", "D", "C --> D"]
    ),
    ("namespace N {\n}", ["N"]),
    (
      "namespace N {\nclass A\nnote \"x\"\nnote for A \"y\"\n}",
      ["group N", "A in N", "note1 “x” note in N", "note2 “y” note in N", "note2 .. A"]
    ),
    (
      "note for A \"y\"\nI ()-- A\nnamespace N {\nclass A\n}",
      ["group N", "A in N", "note1 “y” note in N", "I interface in N", "note1 .. A", "I -- A"]
    ),
    ("namespace N {\ndirection LR\nclass A\n}", ["group N LR", "A in N"]),
  ])
  func aNamespaceHoldsClasses(_ body: String, _ lines: [String]) throws {
    #expect(StateGraphText.lines(try graph("classDiagram\n" + body)) == lines)
  }

  @Test(arguments: [
    ("class", "2:6 the end of the diagram is no name; expected a name after “class”"),
    ("class {", "2:7 “{” is no name of a class; expected the name of a class after “class”"),
    (
      "class A B",
      "2:9 “B” is not understood here; expected “{”, “[”, “:::” or the end of the line; a name with blanks needs backquotes"
    ),
    ("class A {\nx", "2:9 this class is never closed; expected “}”"),
    ("class A {\nclass B {\n}", "3:9 a member holds no “{”; expected “}” before the next class"),
    ("class A[\"x\"", "2:8 this label has no end; expected “]”"),
    ("class `A", "2:7 this name has no end; expected a closing “`”"),
    ("class A~T", "2:8 these type parameters have no end; expected a closing “~”"),
    ("A {\n}", "2:1 “{” opens no class; expected “class” before the name"),
    ("A -> B", "2:3 “->” is no relation; expected one such as “<|--”, “*--”, “-->” or “..>”"),
    (
      "A --> ",
      "2:7 the end of the diagram is no name of a class; expected the name of a class after the relation"
    ),
    ("A --> B C", "2:9 “C” is not understood here; expected “:” and a label, or the end of the line"),
    ("A \"1 --> B", "2:3 this text has no end; expected a closing “\"”"),
    ("--> B", "2:1 “-->” begins no statement; expected a class, a relation or a note"),
    ("<<interface A", "2:1 this annotation has no end; expected “>>”"),
    (
      "<<interface>>",
      "2:14 the end of the diagram is no name of a class; expected the name of a class after an annotation"
    ),
    ("direction XY", "2:11 “XY” is no direction; expected TB, BT, LR or RL"),
    ("note for A", "2:11 the end of the diagram is no note; expected a text in double quotes"),
    ("note \"x", "2:6 this note has no end; expected a closing “\"”"),
    ("note x", "2:6 “x” is no note; expected a text in double quotes"),
    ("namespace N\nclass A", "3:1 “class” does not open a namespace; expected “{” after its name"),
    ("namespace {", "2:11 “{” is no name; expected the name of the namespace"),
    ("namespace N {\nclass A", "2:13 this namespace is never closed; expected “}”"),
    ("}", "2:1 “}” closes nothing; expected a class or a relation"),
  ])
  func aMistakeIsToldWithItsPlace(_ body: String, _ text: String) {
    let error = #expect(throws: DiagramError.self) { try graph("classDiagram\n" + body) }
    #expect(error.map(StateGraphText.line) == text)
  }

  @Test func commentsGiveStepsAndReferences() throws {
    let graph = try graph("classDiagram\n%% step 2 (A->B): Next\n%% ref A entry\nA --> B")
    #expect(graph.steps == [.init(number: 2, text: "Next", edges: [0])])
    #expect(graph.boxes[0].ref == "entry")
  }

  @Test func namespacesStandInEachOtherAHundredDeep() throws {
    let path = { (count: Int) in (0..<count).map { "n\($0)" }.joined(separator: ".") }
    #expect(try graph("classDiagram\nnamespace \(path(100)) {\nclass A\n}").groups.count == 100)
    let error = #expect(throws: DiagramError.self) { try graph("classDiagram\nnamespace \(path(101)) {\n}") }
    #expect(error?.message == "namespaces stand in each other more than 100 deep")
  }

  @Test func moreThanAHundredThousandRelationsAreAnError() {
    let body = String(repeating: "A-->B\n", count: 100_000)
    let error = #expect(throws: DiagramError.self) { try graph("classDiagram\n" + body + "A --> C") }
    #expect(error?.message == "the diagram has more than 100000 relations and notes")
  }

  @Test(arguments: [
    ("List~int~", "List<int>"), ("a~b~c~~", "a<b<c>>"), ("plain", "plain"), ("~x", "~x"),
    ("f~A~, g~B~", "f<A>, g<B>"), ("a~b", "a~b"), ("x ~ y", "x ~ y"), ("a~b~c", "a<b>c"),
  ])
  func typeParametersStandInAngleBrackets(_ source: String, _ text: String) {
    #expect(ClassGenerics.angled(source) == text)
  }

  @Test func whatWouldSteerTheTerminalIsSpelledOut() throws {
    let graph = try graph("classDiagram\nA : x\u{1B}[31m <b>y</b> **z** #amp;")
    #expect(graph.boxes[0].compartments == [["x^[[31m <b>y</b> **z** &"]])
  }
}
