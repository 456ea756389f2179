import Testing

@testable import Diagrams

/// What the reader makes of every construct.
@Suite("Reading sequence diagrams")
struct SequenceReaderTests {
  /// Every arrow that may be written, and what it is.
  @Test(
    "arrows",
    arguments: [
      ("->", false, SequenceDiagram.Head.none, SequenceDiagram.Head.none),
      ("-->", true, .none, .none),
      ("->>", false, .none, .filled),
      ("-->>", true, .none, .filled),
      ("<<->>", false, .filled, .filled),
      ("<<-->>", true, .filled, .filled),
      ("-x", false, .none, .cross),
      ("--x", true, .none, .cross),
      ("-)", false, .none, .open),
      ("--)", true, .none, .open),
      ("-|\\", false, .none, .upperHalf),
      ("--|\\", true, .none, .upperHalf),
      ("-|/", false, .none, .lowerHalf),
      ("--|/", true, .none, .lowerHalf),
      ("/|-", false, .upperHalf, .none),
      ("/|--", true, .upperHalf, .none),
      ("\\|-", false, .lowerHalf, .none),
      ("\\|--", true, .lowerHalf, .none),
      ("-\\\\", false, .none, .upperStick),
      ("--\\\\", true, .none, .upperStick),
      ("-//", false, .none, .lowerStick),
      ("--//", true, .none, .lowerStick),
      ("//-", false, .upperStick, .none),
      ("//--", true, .upperStick, .none),
      ("\\\\-", false, .lowerStick, .none),
      ("\\\\--", true, .lowerStick, .none),
    ])
  func arrow(
    sign: String, isDotted: Bool, tail: SequenceDiagram.Head, head: SequenceDiagram.Head
  ) throws {
    for source in ["A\(sign)B: text", "A \(sign) B : text", "A\(sign)+B:text"] {
      let diagram = try SequenceReader.read("sequenceDiagram\n\(source)\n")
      let message = try #require(diagram.messages.first)
      #expect(message.isDotted == isDotted && message.tail == tail && message.head == head, "\(source)")
      #expect(diagram.participants.map(\.id) == ["A", "B"], "\(source)")
      #expect(message.text.lines == ["text"], "\(source)")
      #expect(message.activates == source.contains("+"))
    }
  }

  /// Statements, and the diagram that they make, written by ``SequenceDiagram/summary``.
  @Test(
    "statements",
    arguments: [
      // Participants.
      ("participant A", ["A participant [A]"]),
      ("participant A as Alice B", ["A participant [Alice B]"]),
      ("actor A as Alice<br/>B", ["A actor [Alice|B]"]),
      (
        "participant Web App\nWeb App->>Api: x",
        ["Web App participant [Web App]", "Api participant [Api]", "0>1 x"]
      ),
      ("participant A@{ \"type\" : \"boundary\" }", ["A boundary [A]"]),
      ("participant A@{ \"type\": \"database\", \"alias\": \"Data, all\" }", ["A database [Data, all]"]),
      ("participant A@{ 'type': 'control' , }", ["A control [A]"]),
      ("participant A@{}", ["A participant [A]"]),
      ("actor A@{ type: queue, alias: In } as Out", ["A queue [Out]"]),
      ("participant A@{\n  \"type\": \"entity\"\n}\nA->>A: x", ["A entity [A]", "0>0 x"]),
      ("participant \"Two words\" as \"In quotes\"", ["Two words participant [In quotes]"]),
      ("\"Two words\"->>B: x", ["Two words participant [Two words]", "B participant [B]", "0>1 x"]),
      ("A->>B: x\nparticipant B as Bob", ["A participant [A]", "B participant [Bob]", "0>1 x"]),
      (
        "Alice-in-Wonderland->Bob: x",
        ["Alice-in-Wonderland participant [Alice-in-Wonderland]", "Bob participant [Bob]", "0>1 x"]
      ),
      ("pre-xmas->>B: x", ["pre-xmas participant [pre-xmas]", "B participant [B]", "0>1 x"]),
      ("Alice=1->B: x", ["Alice=1 participant [Alice=1]", "B participant [B]", "0>1 x"]),
      ("客户->>サ: 你好", ["客户 participant [客户]", "サ participant [サ]", "0>1 你好"]),
      (
        "Link->>A: x\nend-user->>Note: y",
        [
          "Link participant [Link]", "A participant [A]", "end-user participant [end-user]",
          "Note participant [Note]", "0>1 x", "2>3 y",
        ]
      ),
      ("PARTICIPANT A\nLOOP x\nEND", ["A participant [A]", "open loop x", "close"]),
      // Boxes.
      (
        "box Aqua Group One\nparticipant A\nend\nA->>B: x",
        ["A participant [A] in 0", "B participant [B]", "box [Group One] blue", "0>1 x"]
      ),
      ("box Just words\nactor A\nend", ["A actor [A] in 0", "box [Just words] none"]),
      ("box rgb(255, 200, 200)\nparticipant A\nend", ["A participant [A] in 0", "box [] red"]),
      ("box transparent Aqua\nparticipant A\nend", ["A participant [A] in 0", "box [Aqua] none"]),
      // Coming and going.
      (
        "create participant B\nA->>B: x", ["B participant [B] created", "A participant [A]", "1>0 x creates"]
      ),
      (
        "A->>B: x\ndestroy B\nB-xA: y",
        ["A participant [A]", "B participant [B]", "0>1 x", "1>0 y ends sender"]
      ),
      (
        "A->>B: x\ndestroy B\nA-xB: y",
        ["A participant [A]", "B participant [B]", "0>1 x", "0>1 y ends receiver"]
      ),
      // Activations.
      ("A->>+B: x\nB-->>-A: y", ["A participant [A]", "B participant [B]", "0>1 x +", "1>0 y -"]),
      (
        "A->>B: x\nactivate B\ndeactivate B",
        ["A participant [A]", "B participant [B]", "0>1 x", "activate 1", "deactivate 1"]
      ),
      (
        "A->>()B: x\nA()->>B: y\nA ()->>() B: z",
        ["A participant [A]", "B participant [B]", "0>1 x )o", "0>1 y o(", "0>1 z o( )o"]
      ),
      // Notes.
      ("Note left of A: x", ["A participant [A]", "note left 0-0 x"]),
      ("note right  of A: x: y", ["A participant [A]", "note right 0-0 x: y"]),
      ("participant A\nNOTE over B , A: x", ["A participant [A]", "B participant [B]", "note over 0-1 x"]),
      // Fragments.
      (
        "alt x\nA->>B: y\nelse\nend",
        ["A participant [A]", "B participant [B]", "open alt x", "0>1 y", "section else ", "close"]
      ),
      ("par_over x\nand y\nand z\nend", ["open par x", "section and y", "section and z", "close"]),
      (
        "critical x\noption y\nend\nbreak z\nend",
        ["open critical x", "section option y", "close", "open break z", "close"]
      ),
      ("opt -:<>,;# comment\nend", ["open opt -:<>,", "close"]),
      (
        "alt;A->B: x\nelse # comment\nend %% comment",
        ["A participant [A]", "B participant [B]", "open alt ", "0>1 x", "section else ", "close"]
      ),
      (
        "rect rgb(0, 255, 0)\nrect blue\nend\nend", ["open rect  green", "open rect  blue", "close", "close"]
      ),
      // Texts.
      (
        "A->B: #9829; #59; &lt;b&gt;; B->A: y",
        ["A participant [A]", "B participant [B]", "0>1 ♥ ; <b>", "1>0 y"]
      ),
      ("A->B: -:<>,;# comment", ["A participant [A]", "B participant [B]", "0>1 -:<>,"]),
      ("A->B: gate #5 in C#; code", ["A participant [A]", "B participant [B]", "0>1 gate #5 in C#; code"]),
      ("A->B: Bearer <token><br>two", ["A participant [A]", "B participant [B]", "0>1 Bearer <token>|two"]),
      (
        "A->B:wrap: x\nA->B: nowrap: y",
        ["A participant [A]", "B participant [B]", "0>1 x wrap", "0>1 y nowrap"]
      ),
      ("A->B", ["A participant [A]", "B participant [B]", "0>1 "]),
      // Numbers.
      (
        "autonumber\nA->A: x\nautonumber off\nA->A: y\nautonumber\nA->A: z",
        ["A participant [A]", "0>0 1. x", "0>0 y", "0>0 3. z"]
      ),
      ("autonumber 10.1 .05\nA->A: x\nA->A: y", ["A participant [A]", "0>0 10.1. x", "0>0 10.15. y"]),
      // What is not drawn.
      (
        "link A: Label @ https://example.com\nlinks B: {\"a\": \"b\"}\nproperties C: {}\ndetails D: d",
        ["A participant [A]", "B participant [B]", "C participant [C]", "D participant [D]"]
      ),
      ("accTitle: x\naccDescr: y\naccDescr {\nmore\nof it\n}\nA->A: z", ["A participant [A]", "0>0 z"]),
      ("title: Words\n%% comment\nA->A: z", ["title [Words]", "A participant [A]", "0>0 z"]),
      ("title Other words", ["title [Other words]"]),
      ("", []),
    ])
  func statements(source: String, summary: [String]) throws {
    #expect(try SequenceReader.read("sequenceDiagram\n\(source)").summary == summary)
    // Line ends of all kinds and spaces before statements change nothing.
    let indented = "  sequenceDiagram\r\n  " + source.split(separator: "\n").joined(separator: "\r\n   ")
    #expect(try SequenceReader.read(indented).summary == summary)
  }

  @Test("statements behind the opening word, parted by semicolons")
  func oneLine() throws {
    let diagram = try SequenceReader.read("sequenceDiagram;A->B: x;Note right of B: y;B-->A: z!;")
    #expect(diagram.summary.suffix(3) == ["0>1 x", "note right 1-1 y", "1>0 z!"])
  }

  @Test("the title of the front matter, steps and references")
  func comments() throws {
    let diagram = try SequenceReader.read(
      """
      ---
      title: From above
      ---
      sequenceDiagram
      %% step 2 (A->B, L3, C, Box one): Second
      %% step 1: First
      %% ref B some-entry
      box Box one
      participant C
      end
      autonumber
      A->>B: x
      A->>B: y
      B->>C: z
      """)
    #expect(diagram.title == ["From above"])
    #expect(diagram.steps.map(\.number) == [1, 2])
    #expect(diagram.steps[0].edges == [0], "a step without a list is the message of its number")
    #expect(diagram.steps[1].edges == [0, 1, 2])
    #expect(diagram.steps[1].boxes == [0])
    #expect(diagram.steps[1].groups == [0])
    #expect(diagram.participants.map(\.ref) == [nil, nil, "some-entry"])
  }

  /// Mistakes: the place, and the beginning of what is said.
  @Test(
    "mistakes",
    arguments: [
      ("A foo", 2, 1, "expected a statement such as"),
      ("A=>B: x", 2, 1, "expected a statement such as"),
      ("A->>B: a; HttpOnly", 2, 11, "expected a statement such as"),
      ("A--->B: x", 2, 3, "expected an arrow that is known"),
      ("A->>>B: x", 2, 5, "expected an arrow that is known"),
      ("->>B: x", 2, 1, "expected the name of the sender"),
      ("A->>: x", 2, 5, "expected the name of the receiver"),
      ("A->>B,C: x", 2, 6, "expected one receiver"),
      ("A->B x", 2, 7, "expected a colon and a text after the receiver"),
      ("A->>B->>C: x", 2, 7, "expected a colon and a text"),
      ("end", 2, 1, "expected no “end” here"),
      ("loop x\nA->>B: y", 2, 1, "expected “end” for this “loop”"),
      ("loop x\nend loop", 3, 5, "expected nothing after “end”"),
      ("alt x\nand y\nend", 3, 1, "expected “and” inside “par” only"),
      ("else", 2, 1, "expected “else” inside “alt” only"),
      ("option", 2, 1, "expected “option” inside “critical” only"),
      ("deactivate A", 2, 12, "expected “A” to be active"),
      ("A->>-B: x", 2, 1, "expected “A” to be active"),
      ("activate", 2, 9, "expected the name of a participant"),
      ("activate A: x", 2, 11, "expected nothing after the name"),
      ("note A: x", 2, 6, "expected “left of”, “right of” or “over”"),
      ("note left A: x", 2, 11, "expected “of” after “left”"),
      ("note over A", 2, 12, "expected a colon and the text"),
      ("note over A,B,C: x", 2, 15, "expected at most two participants"),
      ("note left of A,B: x", 2, 16, "expected one participant"),
      ("note over ,A: x", 2, 11, "expected the name of a participant"),
      ("participant", 2, 12, "expected the name of a participant"),
      ("participant A@{ \"type\": \"x\" }", 2, 14, "expected a type of participant"),
      ("participant A@{ \"type\": \"x\"", 2, 14, "expected “}”"),
      ("participant A@{ \"type\" \"control\" }", 2, 14, "expected settings such as"),
      ("participant A@{ \"type: \"entity\" }", 2, 14, "expected settings such as"),
      ("participant A Words <br> more", 2, 21, "expected a name without angle brackets"),
      ("participant A as", 2, 17, "expected a label after “as”"),
      ("participant A, B", 2, 14, "expected nothing after the name"),
      ("create A", 2, 8, "expected “participant” or “actor”"),
      ("create participant A\nB->>C: x", 3, 1, "expected a message to “A”"),
      ("A->>B: x\ncreate participant A\nB->>A: y", 3, 20, "expected a new name after “create”"),
      ("destroy A\nB->>C: x", 3, 1, "expected a message to or from “A”"),
      ("box x\nA->>B: y\nend", 3, 1, "expected a participant or “end”"),
      ("box x\nbox y\nend\nend", 3, 1, "expected a participant or “end”"),
      ("box x\nparticipant A\nend\nbox y\nparticipant A\nend", 6, 13, "expected “A” in one box only"),
      ("autonumber 1.234", 2, 12, "expected nothing, “off”"),
      ("autonumber 1 2 3", 2, 12, "expected nothing, “off”"),
      ("link A", 2, 6, "expected a participant, a colon and a text"),
    ])
  func mistakes(source: String, line: Int, column: Int, message: String) throws {
    do throws(DiagramError) {
      _ = try SequenceReader.read("sequenceDiagram\n\(source)\n")
      Issue.record("no error in “\(source)”")
    } catch {
      #expect(error.message.hasPrefix(message), "\(source): \(error.message)")
      #expect(error.position?.line == line && error.position?.column == column, "\(source): \(error)")
      #expect(!error.message.hasSuffix("."))
    }
  }

  @Test("what is too deep or too long is refused")
  func limits() throws {
    let deep = String(repeating: "loop x\n", count: 100)
    let ends = String(repeating: "end\n", count: 101)
    #expect(try SequenceReader.read("sequenceDiagram\n\(deep)\(ends.dropLast(4))").items.count == 200)
    #expect(throws: DiagramError.self) {
      try SequenceReader.read("sequenceDiagram\n\(deep)loop x\n\(ends)")
    }
    let long = String(repeating: "A->>B: x\n", count: 20_000)
    #expect(try SequenceReader.read("sequenceDiagram\n\(long)").items.count == 20_000)
    #expect(throws: DiagramError.self) { try SequenceReader.read("sequenceDiagram\n\(long)A->>B: x") }
  }
}

extension SequenceDiagram {
  /// The diagram in a few words a part, for tests.
  fileprivate var summary: [String] {
    (title.isEmpty ? [] : ["title [\(title.joined(separator: "|"))]"])
      + participants.map { participant in
        "\(participant.id) \(participant.kind.rawValue) [\(participant.label.joined(separator: "|"))]"
          + (participant.group.map { " in \($0)" } ?? "") + (participant.isCreated ? " created" : "")
      }
      + groups.map { "box [\($0.title.joined(separator: "|"))] \($0.tint?.rawValue ?? "none")" }
      + items.map(\.summary)
  }
}

extension SequenceDiagram.Item {
  fileprivate var summary: String {
    switch self {
    case .message(let message): message.summary
    case .note(let note):
      "note \(note.placement.rawValue) \(note.first)-\(note.last) \(note.text.lines.joined(separator: "|"))"
    case .activate(let place): "activate \(place)"
    case .deactivate(let place): "deactivate \(place)"
    case .destroy(let place): "destroy \(place)"
    case .open(let fragment):
      "open \(fragment.kind.rawValue) \(fragment.text.lines.joined(separator: "|"))"
        + (fragment.tint.map { " \($0.rawValue)" } ?? "")
    case .section(let section): "section \(section.word) \(section.text.lines.joined(separator: "|"))"
    case .close: "close"
    }
  }
}

extension SequenceDiagram.Message {
  fileprivate var summary: String {
    var marks: [String] = []
    if activates { marks.append("+") }
    if deactivates { marks.append("-") }
    if isCentralAtStart { marks.append("o(") }
    if isCentralAtEnd { marks.append(")o") }
    if creates { marks.append("creates") }
    if destroysSender { marks.append("ends sender") }
    if destroysReceiver { marks.append("ends receiver") }
    if let wrap = text.wrap { marks.append(wrap ? "wrap" : "nowrap") }
    let words = numberedLines.joined(separator: "|")
    return (["\(from)>\(to) \(words)"] + marks).joined(separator: " ")
  }
}
