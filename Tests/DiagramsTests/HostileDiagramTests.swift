import Diagrams
import Testing

/// Sources that nobody writes by hand end with a drawing or with an error, and never with more.
@Suite("Hostile diagrams")
struct HostileDiagramTests {
  @Test(arguments: HostileSource.allCases)
  func largeSourcesEnd(_ kind: HostileSource) {
    let text = kind.text(kind.smallSize)
    for width in [nil, 80] {
      do throws(DiagramError) {
        let drawing = try Diagram(reading: text).draw(Diagram.Options(width: width))
        #expect(drawing.width > 0 && drawing.height > 0)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }

  /// What a terminal would obey, hide or turn around, in every place that has a text.
  @Test(arguments: [
    "\u{1B}[31mred", "\u{1B}]0;title\u{07}", "bell\u{07}", "a\u{08}b", "a\u{7F}b", "c1\u{9B}31m", "a\rb",
    "null\u{0}", "zero\u{200B}width", "joined\u{200D}", "right\u{202E}to left", "\u{2067}isolate\u{2069}",
    "\u{FEFF}mark", "tag\u{E0041}", "\u{0627}\u{0644}\u{0639}\u{0631}", "#27;[31m", "&#27;[0m", "#x1B;c",
    "#0;",
    "#8238;x",
    "a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "👩‍💻👍🏽🇩🇪", "\u{FFFD}\u{FFFF}", "\u{2028}\u{2029}x",
  ])
  func nothingSteersTheTerminal(_ text: String) throws {
    let sources = [
      "flowchart LR\na[\"\(text)\"] -->|\"\(text)\"| b\nsubgraph g[\"\(text)\"]\nb\nend\n",
      "stateDiagram-v2\na : \(text)\na --> b : \(text)\nnote right of a : \(text)\n",
      "classDiagram\nclass A[\"\(text)\"]\nA : \(text)\nA \"\(text)\" --> \"\(text)\" B : \(text)\n",
      "erDiagram\nA[\"\(text)\"] ||--o{ B : \"\(text)\"\nA {\nint x \"\(text)\"\n}\n",
      "sequenceDiagram\nparticipant A as \(text)\nA->>B: \(text)\nNote over A: \(text)\n",
      "sequenceDiagram\nbox \(text)\nactor A\nend\nloop \(text)\nA->>A: x\nend\n",
      "---\ntitle: \"\(text.filter { !$0.isNewline })\"\n---\nflowchart TB\na\n",
    ]
    for source in sources {
      for isASCII in [false, true] {
        do throws(DiagramError) {
          let drawing = try Diagram(reading: source).draw(Diagram.Options(isASCII: isASCII))
          for row in drawing.grid.rows {
            #expect(!row.unicodeScalars.contains(where: Self.steers), "\(Array(row.unicodeScalars))")
          }
        } catch {
          #expect(!error.message.isEmpty)
        }
      }
    }
  }

  /// Whether a terminal does anything else with a scalar than to show it.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
