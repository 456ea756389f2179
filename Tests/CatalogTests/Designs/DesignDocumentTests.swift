import Documents
import TestSupport
import Testing

@testable import Catalog

/// A design as one Markdown file, written and read.
struct DesignDocumentTests {
  /// Numbers by chance, the same ones for the same seed.
  private struct Chance {
    var state: UInt64

    mutating func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }

    /// A text that tries to break out of where it stands.
    mutating func text() -> String {
      let pieces = [
        "|", "\\", "`", "```", "\n", "\n\n", "]", "[x]", "[ ] ", "<br>", "<b>", "</script>", "<!--",
        "\u{1B}[2J", "\0",
        "\u{202E}", "👩‍👩‍👧", "é", "e\u{301}", "|\u{301}", "漢", "## Flow", "## Overview", "\n## Notes\n",
        "\n## Flow ##\n",
        "\n## Other\n", "\n##  ##\n", "# x", "---", "\n---\n", "- ", "1. ", "* ", "> ", "*Based on ",
        "Answer: ",
        "Check this text: it ", "%% ref a b", "%%{x}%%", "\"", "'", ": ", "#quot;", "&lt;", "word", " ", "  ",
        "\t",
        "\r\n", "\r", "\u{2028}", "~~~", "```mermaid\nflowchart\n```", "**", "_", "$", "\\|", "\\<", "\\\\",
        "=", "+",
        "| --- |", "open", "n/a", "\u{200D}", "\u{FE0F}", "\u{FEFF}", "end", "subgraph", "-->", "(a)",
        "fa:fa-car",
      ]
      return (0...next(7)).map { _ in pieces[next(pieces.count)] }.joined()
    }
  }

  private func hostile(_ seed: Int) throws -> Design {
    var chance = Chance(state: UInt64(seed))
    let library = DesignFixture.library()
    var design =
      chance.next(3) == 0
      ? try Design(name: "d\(seed)", title: chance.text())
      : try Design(
        name: "d\(seed)", title: chance.text(), basedOn: try #require(library["small-chat"]))
    let entries = library.pages
    for _ in 0..<(2 + chance.next(12)) {
      let boxes = design.components.map(\.id)
      let box = boxes.isEmpty ? "none" : boxes[chance.next(boxes.count)]
      let groups = design.graph.groups.map(\.id)
      switch chance.next(20) {
      case 0, 1:
        _ = try? design.add(
          chance.next(2) == 0 ? nil : entries[chance.next(entries.count)], title: chance.text(),
          to: groups.isEmpty ? nil : groups[chance.next(groups.count)],
          connectedTo: boxes.isEmpty ? [] : [box],
          label: chance.text())
      case 2:
        _ = try? design.addGroup(
          title: chance.text(),
          in: groups.isEmpty || chance.next(2) == 0 ? nil : groups[chance.next(groups.count)])
      case 3: if chance.next(3) == 0 { try? design.remove(box) }
      case 4: _ = try? design.swap(box, for: entries[chance.next(entries.count)], in: library, anyway: true)
      case 5: try? design.retitle(box, chance.text())
      case 6: try? design.setNote(chance.text(), on: box)
      case 7: try? design.setQuantity(1 + chance.next(9), of: box)
      case 8, 9: try? design.assume(chance.text())
      case 10, 11: try? design.ask(chance.text(), answer: chance.next(2) == 0 ? nil : chance.text())
      case 12, 13:
        try? design.answer(chance.text(), Design.Answer.Status.allCases[chance.next(4)], note: chance.text())
      case 14: try? design.decide(chance.text())
      case 15: design.addNote(chance.text())
      case 16: design.setOverview(chance.text())
      case 17: try? design.setStep(1 + chance.next(5), chance.text(), lights: chance.next(2) == 0 ? nil : box)
      case 18: try? design.setTags(chance.next(2) == 0 ? nil : ["rag"])
      default: try? design.connect(box, to: boxes.last ?? box, label: chance.text())
      }
    }
    return design
  }

  @Test func whatIsWrittenReadsBackWhateverTheTexts() throws {
    let library = DesignFixture.library()
    for seed in 1...250 {
      let design = try hostile(seed)
      for text in [DesignDocument.text(of: design), DesignDocument.text(of: design, in: library, version: 7)]
      {
        let read = try DesignDocument(reading: text)
        #expect(read.design == design && read.problems.isEmpty, "\(seed): \(read.problems)\n\(text)")
        guard read.design == design else { return }
        #expect(DesignDocument.text(of: read.design) == DesignDocument.text(of: design))
        #expect(
          !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x202E })
      }
    }
  }

  @Test func theFullDocumentReadsWell() throws {
    var (design, library) = try DesignFixture.design()
    design.setOverview("A chat over our own manuals.")
    try design.setNote("two replicas | three later", on: "search")
    try design.setQuantity(2, of: "web")
    try design.swap("old", for: library["new-vision"]!, in: library)
    try design.remove("model")
    try design.assume("At most 200 people at once")
    try design.ask("Which region?", answer: "West Europe")
    try design.ask("Who pays?")
    try design.answer("backups", .yes, note: "nightly")
    try design.answer("grounding", .notApplicable)
    try design.decide("Choose a store")
    design.setNotes("Look at the costs in January.\n\n## Later\n\nMore.")
    let text = DesignDocument.text(of: design, in: library, version: 4)
    let read = try DesignDocument(reading: text)
    #expect(read.design == design && read.version == 4)
    Golden.expect(text: text, "design-document")
  }

  @Test func aDocumentChangedByHandIsRead() throws {
    let text = """
      ---
      name: by-hand
      title: By hand
      colour: blue
      ---

      # Another title

      ## Assumptions

      * one
        goes on
      + two
      stray words

      ## Questions we have

      Kept as a note.

      ## flow

      2) second
      1. first
      x

      ## Components

      | Note | Box | Quantity | Title | Service |
      |:--|---|--:|---|---|
      | a \\| b | a | 3 | A | ai-search |
      | | b | many | Bee | vector-db |
      | | c | | | |
      | x | a | 1 | A | ai-search | more |

      ## Open questions

      - [X] done?
        - because
      - open?

      ## Checklist

      | item | status | note |
      | --- | --- | --- |
      | one | Not applicable | |
      | two | maybe | |
      | three | open | lost |

      ## Diagram

      A picture:

      ~~~mermaid
      flowchart TB
        a["A"] --> b
        %% ref a ai-search
        %% step 1 (a): overruled
        %% step 3: from the picture
      ~~~
      """
    let read = try DesignDocument(reading: text)
    let design = read.design
    #expect(design.name == "by-hand" && design.title == "By hand")
    #expect(design.assumptions == ["one goes on", "two stray words"])
    #expect(design.notes == "## Questions we have\n\nKept as a note.")
    #expect(design.graph.steps.map(\.text) == ["first x", "second", "from the picture"])
    #expect(design.remarks == ["a": .init(note: "x", quantity: 1)])
    #expect(
      design.questions == [.init(text: "done?", isAnswered: true, answer: "because"), .init(text: "open?")])
    #expect(design.answers == ["one": .init(status: .notApplicable)])
    let problems = read.problems.map { $0.described(file: "f.md") }
    #expect(
      problems == [
        "f.md:4:1: there is no field “colour”",
        "f.md:7:1: the heading is not the title in the fields at the top, which counts",
        "f.md:31:9: expected a whole number from 1 up, found “many”",
        "f.md:31:16: the diagram calls “b” “b”, which counts",
        "f.md:31:22: the diagram ties “b” to no entry, which counts: change its line “%% ref b …”",
        "f.md:32:5: the diagram has no box “c”",
        "f.md:33:31: the row has 6 cells, and the table 5 columns: a bar within a cell is written “\\|”",
        "f.md:46:9: expected yes, partly, no, n/a or open, found “maybe”",
        "f.md:47:18: the note of an open item is not kept: answer the item",
      ], "\(problems.joined(separator: "\n"))")
    // What was read is in order from now on.
    let again = try DesignDocument(reading: DesignDocument.text(of: design))
    #expect(again.design == design && again.problems.isEmpty)
  }

  @Test(
    arguments: [
      ("---\nname: x\n", "1:1"), ("---\nname: [\n---\n", "3:1"),
      ("---\nname: x\n---\n## Diagram\n```mermaid\nflowchart\n a -> b\n```\n", "7:4"),
      ("---\nname: x\n---\n## Diagram\n\n```mermaid\nsequenceDiagram\n a->>b: x\n```\n", "7:1"),
    ])
  func aBrokenDocumentIsRefusedWithItsPlace(text: String, place: String) {
    #expect {
      try DesignDocument(reading: text)
    } throws: { error in
      let position = (error as? DocumentError)?.position
      return position.map { "\($0.line):\($0.column)" } == place
    }
  }

  @Test func aTextWithoutAnythingIsAnEmptyDesign() throws {
    let read = try DesignDocument(reading: "Just words.\n", name: "words")
    #expect(read.design.name == "words" && read.design.notes == "Just words." && read.problems.count == 2)
  }
}
