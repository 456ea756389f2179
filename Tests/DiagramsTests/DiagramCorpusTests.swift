import Diagrams
import Foundation
import TestSupport
import Testing

/// Sources that reached new corners of the readers and the layout, or were once trouble.
@Suite("Corpus of diagrams")
struct DiagramCorpusTests {
  private static let corpus = Checkout.files(under: "Tests/DiagramsTests/Corpus", suffix: "")

  @Test func theCorpusIsThere() {
    #expect(Self.corpus.count >= 20)
  }

  @Test(arguments: corpus)
  func everyFileIsDrawnOrRefused(_ file: String) throws {
    let data = try Data(contentsOf: Checkout.root.appending(path: file))
    let text = String(decoding: data, as: UTF8.self)
    do throws(DiagramError) {
      let diagram = try Diagram(reading: text)
      for width in [nil, 80] {
        let drawing = try diagram.draw(Diagram.Options(width: width))
        let ascii = try diagram.draw(Diagram.Options(width: width, isASCII: true))
        #expect(ascii.width == drawing.width && ascii.height == drawing.height)
        #expect(ascii.boxes == drawing.boxes && ascii.groups == drawing.groups)
        #expect(ascii.edges == drawing.edges)
        let isSteering = drawing.grid.rows.contains { row in
          row.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
        }
        #expect(!isSteering)
      }
    } catch {
      #expect(!error.message.isEmpty)
      if let position = error.position { #expect(position.line >= 1 && position.column >= 1) }
    }
  }
}
