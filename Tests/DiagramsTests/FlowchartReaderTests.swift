import Testing

@testable import Diagrams

struct FlowchartReaderTests {
  // MARK: The opening line

  @Test(arguments: [
    ("flowchart\nA", Direction.down), ("graph TB\nA", .down), ("graph TD;A", .down), ("flowchart BT\nA", .up),
    ("flowchart LR\nA", .right), ("flowchart RL;A", .left), ("graph >\nA", .right), ("graph <\nA", .left),
    ("graph ^\nA", .up), ("graph v\nA", .down), ("flowchart-elk LR\nA", .right),
    ("flowchart-v2 LR\nA", .right),
    ("graph lr\nA", .right), ("graph BR\nA", .down), ("flowchart\ndirection LR\nA", .right),
    ("flowchart TD\ndirection LR\nA", .down), ("\u{FEFF}\r\n\r\n  graph LR\r\n A", .right),
    ("graph LR A", .right), ("graph TD A", .down),
  ])
  func theOpeningLineNamesTheDirection(source: String, direction: Direction) throws {
    let graph = try Flowchart.read(source)
    #expect(graph.direction == direction)
    #expect(Flowchart.boxes(graph) == ["A"])
  }

  @Test func statementsMayFollowOnTheOpeningLine() throws {
    let graph = try Flowchart.read("graph LR;A-->B;B-->C;")
    #expect(Flowchart.edges(graph) == ["A -> B", "B -> C"])
    #expect(Flowchart.edges(try Flowchart.read("graph A-->B")) == ["A -> B"])
  }

  // MARK: Boxes

  @Test(arguments: [
    ("A[t]", BoxShape.rectangle), ("A(t)", .rounded), ("A([t])", .stadium), ("A[[t]]", .subroutine),
    ("A[(t)]", .cylinder), ("A((t))", .circle), ("A(((t)))", .doubleCircle), ("A{t}", .decision),
    ("A{{t}}", .hexagon), ("A>t]", .odd), ("A[/t/]", .parallelogram), ("A[\\t\\]", .parallelogramBack),
    ("A[/t\\]", .trapezoid), ("A[\\t/]", .trapezoidTop), ("A(-t-)", .stadium), ("A[|t|]", .rectangle),
    ("A[|border:red|t]", .rectangle), ("A[\"t\"]", .rectangle), ("A[ \"t\" ]", .rectangle),
    ("A{\"t\"}", .decision), ("A[/\"t\"/]", .parallelogram), ("A[\\\"t\"/]", .trapezoidTop),
    ("A[(\"t\")]", .cylinder), ("A@{ shape: cyl, label: \"t\" }", .cylinder),
    ("A@{shape: rounded , label: t}", .rounded), ("A@{\n  shape: hex\n  label: 't'\n}", .hexagon),
    ("A[t]@{ shape: doc }", .document), ("A[t]:::c@{ shape: doc }", .document),
    ("A@{ shape: nothing-like-it, label: t }", .rectangle), ("A@{ icon: \"fa:user\", label: t }", .icon),
    ("A@{ img: \"a.png\", label: t, w: 60, h: 60, pos: b, constraint: on }", .image),
    ("A@{ label: t, shape: lean_r }", .parallelogram), ("A(t)\nA[t]", .rectangle),
    ("A[x]\nA{t}\nA", .decision),
  ])
  func shapes(statement: String, shape: BoxShape) throws {
    let graph = try Flowchart.graph(statement)
    #expect(Flowchart.boxes(graph) == ["A=t"])
    #expect(graph.boxes[0].shape == shape)
  }

  @Test(arguments: [
    ("rect proc process rectangle", BoxShape.rectangle), ("rounded event", .rounded),
    ("stadium terminal pill", .stadium),
    ("fr-rect subprocess subproc framed-rectangle subroutine", .subroutine),
    ("cyl db database cylinder", .cylinder), ("circle circ", .circle),
    ("diam decision diamond question", .decision),
    ("hex hexagon prepare", .hexagon), ("lean-r lean-right in-out", .parallelogram),
    ("lean-l lean-left out-in", .parallelogramBack),
    ("trap-b priority trapezoid-bottom trapezoid", .trapezoid),
    ("trap-t manual trapezoid-top inv-trapezoid", .trapezoidTop), ("dbl-circ double-circle", .doubleCircle),
    ("text", .text), ("notch-rect card notched-rectangle", .card),
    ("lin-rect lined-rectangle lined-process lin-proc shaded-process", .linedRectangle),
    ("sm-circ start small-circle", .start), ("fr-circ stop framed-circle", .end), ("fork join", .fork),
    ("hourglass collate", .collate), ("brace comment brace-l", .brace), ("brace-r", .braceRight),
    ("braces", .braces), ("bolt com-link lightning-bolt", .lightning), ("doc document", .document),
    ("delay half-rounded-rectangle", .delay), ("h-cyl das horizontal-cylinder", .horizontalCylinder),
    ("lin-cyl disk lined-cylinder", .linedCylinder), ("curv-trap curved-trapezoid display", .display),
    ("div-rect div-proc divided-rectangle divided-process", .dividedRectangle),
    ("tri extract triangle", .extract),
    ("win-pane internal-storage window-pane", .windowPane), ("f-circ junction filled-circle", .junction),
    ("notch-pent loop-limit notched-pentagon", .loopLimit),
    ("flip-tri manual-file flipped-triangle", .manualFile),
    ("sl-rect manual-input sloped-rectangle", .manualInput),
    ("docs documents st-doc stacked-document", .documents),
    ("st-rect procs processes stacked-rectangle", .rectangles),
    ("bow-rect stored-data bow-tie-rectangle", .storedData), ("cross-circ summary crossed-circle", .summary),
    ("tag-doc tagged-document", .taggedDocument),
    ("tag-rect tagged-rectangle tag-proc tagged-process", .taggedRectangle), ("flag paper-tape", .paperTape),
    ("odd", .odd), ("lin-doc lined-document", .linedDocument), ("cloud", .cloud), ("bang", .bang),
  ])
  func shapesByName(names: String, shape: BoxShape) throws {
    for name in names.split(separator: " ") {
      #expect(try Flowchart.graph("A@{ shape: \(name) }").boxes[0].shape == shape, "\(name)")
    }
  }

  @Test(arguments: [
    "a-b", "a_b", "a.b", "a1", "1", "1a", "größe", "節点", "endpoint", "end1", "graph1", "graph", "subgraphX",
    "subgraph1", "style1", "default", "class1", "classDefX", "click1", "linkStyle1", "flowchart", "title1",
    "direction1", "v", "x1", "o1", "a:b", "a/b", "a#b", "R&D", "a*b", "user@host", "a=b", "Ax", "a,b",
    "end-user",
    "style.x",
  ])
  func names(name: String) throws {
    #expect(Flowchart.boxes(try Flowchart.graph(name)) == [name])
    let graph = try Flowchart.graph("\(name)[t] --> \(name)-->B\nC --> \(name)")
    #expect(Flowchart.boxes(graph) == ["\(name)=t", "B", "C"])
    #expect(Flowchart.edges(graph) == ["\(name) -> \(name)", "\(name) -> B", "C -> \(name)"])
  }

  @Test(arguments: ["style", "class", "click", "title", "direction", "linkStyle", "subgraph", "end"])
  func keywordsBeforeLinksAreNames(word: String) throws {
    #expect(Flowchart.edges(try Flowchart.graph("\(word) --> B")) == ["\(word) -> B"])
    #expect(Flowchart.edges(try Flowchart.graph("A --> \(word)")) == ["A -> \(word)"])
  }

  @Test(arguments: [
    ("A[text (with) parentheses]", "text (with) parentheses"), ("A(list [of] things)", "list [of] things"),
    ("A[a [b] c]", "a [b] c"), ("A[\"(x) [y] {z}\"]", "(x) [y] {z}"), ("A[a; b]", "a; b"),
    ("A[a | b]", "a | b"),
    ("A[two\nlines]", "two/lines"), ("A[\"two\n   lines\"]", "two/lines"),
    ("A[\"say \\\"hi\\\"\"]", "say \"hi\""),
    ("A[\"C:\\\"]", "C:\\"), ("A[say \"hi\" now]", "say \"hi\" now"), ("A[a --> b]", "a --> b"),
    ("A[(1) first]", "(1) first"), ("A[/api/users]", "/api/users"), ("A[\\\\ red \\\\]", "\\ red \\"),
    ("A[x < y > z]", "x < y > z"), ("A(\"a)b\")", "a)b"), ("A[😀 hi]", "😀 hi"),
    ("A[\"<b class=\"x\">bold</b>\"]", "bold"), ("A[\"end\"]", "end"), ("A[%% no comment]", "%% no comment"),
    ("A@{ label: \"a } b\" }", "a } b"), ("A@{ label: a, b }", "a, b"),
    ("A@{ label: \"one\n   two\" }", "one/two"),
    ("A@{\n  label: |\n    one\n    two\n  shape: rect\n}", "one/two"),
    ("A@{ label: \"say \\\"hi\\\"\" }", "say \"hi\""), ("A@{ label: 'it''s' }", "it's"), ("A[\" \"]", ""),
    ("A[\"`**b** and _i_`\"]", "b and i"),
  ])
  func texts(statement: String, label: String) throws {
    #expect(try Flowchart.graph(statement).boxes.map { $0.label.joined(separator: "/") } == [label])
  }

  // MARK: Lines

  @Test(arguments: [
    ("A-->B", "A -> B"), ("A --> B", "A -> B"), ("A---B", "A - B"), ("A-.->B", "A .> B"), ("A-.-B", "A . B"),
    ("A==>B", "A => B"), ("A===B", "A = B"), ("A~~~B", "A ~ B"), ("A ~~~~ B", "A ~~ B"),
    ("A --x B", "A -x B"),
    ("A --o B", "A -o B"), ("A---oB", "A --o B"), ("A---xB", "A --x B"), ("A --- oB", "A - oB"),
    ("A x--x B", "A x-x B"), ("A o--o B", "A o-o B"), ("A <--> B", "A <-> B"), ("A<-->B", "A <-> B"),
    ("A <-.-> B", "A <.> B"), ("A <==> B", "A <=> B"), ("A x-.-x B", "A x.x B"), ("A o==o B", "A o=o B"),
    ("A[t]x--xB", "A x-x B"), ("A <--- B", "A <- B"), ("A ----> B", "A ---> B"), ("A ----- B", "A --- B"),
    ("A ====> B", "A ===> B"), ("A -...-> B", "A ...> B"), ("A -..- B", "A .. B"),
    ("A --------------------> B", "A ----------> B"), ("A .-> B", "A .> B"),
    ("A --> B --> C", "A -> B|B -> C"), ("A --> A", "A -> A"), ("A\n--> B", "A -> B"),
    ("A -->\n\n B", "A -> B"),
    ("A & B --> C & D", "A -> C|A -> D|B -> C|B -> D"), ("A & B", ""),
    ("A --> B & C --> D", "A -> B|A -> C|B -> D|C -> D"),
    ("A &\nB --> C", "A -> C|B -> C"), ("A& B --> C", "A -> C|B -> C"), ("A --> B; B --> C", "A -> B|B -> C"),
    ("A:::c --> B:::d", "A -> B"), ("A[x] & B(y) --> C@{ shape: doc } & D", "A -> C|A -> D|B -> C|B -> D"),
    ("A-->B %% a comment", "A -> B"), ("A e1@--> B", "A -> B"), ("A e-2@<==> B", "A <=> B"),
    ("A --> B\ne1@{ animate: true }", "A -> B"),
  ])
  func links(statement: String, edges: String) throws {
    let graph = try Flowchart.graph(statement)
    #expect(Flowchart.edges(graph) == edges.split(separator: "|").map(String.init))
    #expect(!graph.boxes.contains { $0.id.hasPrefix("e") })
  }

  @Test(arguments: [
    ("A -- text --> B", "A -> B: text"), ("A--text-->B", "A -> B: text"), ("A -- text --- B", "A - B: text"),
    ("A == text ==> B", "A => B: text"), ("A == text === B", "A = B: text"),
    ("A -. text .-> B", "A .> B: text"),
    ("A-.text.->B", "A .> B: text"), ("A -. text .- B", "A . B: text"), ("A -. text -.-> B", "A .> B: text"),
    ("A -->|text| B", "A -> B: text"), ("A-->|text|B", "A -> B: text"), ("A --> |text| B", "A -> B: text"),
    ("A ---|text|B", "A - B: text"), ("A -->|\"a | b\"| B", "A -> B: a | b"),
    ("A -->|a (b)| B", "A -> B: a (b)"),
    ("A -- \"a --> b\" --> B", "A -> B: a --> b"), ("A -- \"`**a** b`\" --> B", "A -> B: a b"),
    ("A <-- text --> B", "A <-> B: text"), ("A x-- text --x B", "A x-x B: text"),
    ("A -- text x--x B", "A x-x B: text"), ("A--hello-->B", "A -> B: hello"),
    ("A -- no ----> B", "A ---> B: no"),
    ("A -. v1.2 .-> B", "A .> B: v1.2"), ("A -- one<br/>two --> B", "A -> B: one/two"),
    ("A -->|one\ntwo| B", "A -> B: one/two"), ("A -- a-b --> B", "A -> B: a-b"), ("A -->|| B", "A -> B"),
    ("A -->|\" \"| B", "A -> B"), ("A -- a --> B -- b --> C", "A -> B: a|B -> C: b"),
    ("A -- and --o B", "A -o B: and"), ("A == x=y ==> B", "A => B: x=y"), ("A --text---B", "A - B: text"),
    ("A -->|#35;1 &amp; 2| B", "A -> B: #1 & 2"), ("A -.static/files.-> B", "A .> B: static/files"),
    ("A e1@-- text --> B", "A -> B: text"),
  ])
  func textsOfLinks(statement: String, edges: String) throws {
    #expect(Flowchart.edges(try Flowchart.graph(statement)).joined(separator: "|") == edges)
  }

  @Test func linesAreNamed() throws {
    let graph = try Flowchart.graph("A --> B\nA first@--> C\nB --> C")
    #expect(graph.edges.map(\.id) == ["L1", "first", "L3"])
  }

  // MARK: What is passed over

  @Test(arguments: [
    "click A \"https://example.org\"", "click A \"https://example.org\" \"tip; tip\" _blank",
    "click A callback",
    "click A call back(\"a\") \"tip\"", "click A href \"https://example.org\" _self",
    "linkStyle 0 stroke:#f00",
    "linkStyle default interpolate basis stroke:#f00", "linkStyle 0,1 color:red;", "accTitle: A title",
    "accDescr: A --> Z", "accDescr {\n A --> Z\n}", "accDescr{ Z }", "title A title", "style B fill:#fff;",
    "classDef big font-size:20px;", "class A,B big", "%% A --> Z", "%%{init: {\"theme\":\n\"dark\"}}%%",
    ";;", "style Z fill:#f00", "class Z big", "classDef a fill:#fff;stroke:#000;",
  ])
  func passedOver(statement: String) throws {
    let graph = try Flowchart.graph("A --> B\n\(statement)\nB --> C")
    #expect(Flowchart.boxes(graph) == ["A", "B", "C"])
    #expect(Flowchart.edges(graph) == ["A -> B", "B -> C"])
  }

  @Test func statementsMayFollowStylesOnTheirLine() throws {
    let graph = try Flowchart.graph("A\nstyle A fill:#f00,stroke:#00f; B --> C")
    #expect(Flowchart.edges(graph) == ["B -> C"])
    #expect(graph.boxes[0].tint == .red)
  }

  @Test func coloursBecomeTints() throws {
    let graph = try Flowchart.graph(
      """
      A:::hot --> B[b]:::cold
      classDef hot fill:#f96
      classDef cold,ice fill:#eef,stroke:#00f
      classDef plain fill:#fff,stroke:#333
      C --> D --> E --> F
      class C,D ice
      style D fill:seagreen
      style E fill:hsl(280, 60%, 50%)
      class F plain
      subgraph G
        H
      end
      style G fill:#ff0
      """)
    #expect(graph.boxes.map(\.tint) == [.orange, .blue, .blue, .green, .violet, .grey, nil])
    #expect(graph.groups.map(\.tint) == [.yellow])
  }

  @Test func theDefaultClassColoursBoxesWithoutAnother() throws {
    let graph = try Flowchart.graph("A --> B\nclassDef default fill:#0a0\nstyle B fill:#00a")
    #expect(graph.boxes.map(\.tint) == [.green, .blue])
  }
}
