import Documents
import Foundation
import TestSupport
import Testing

/// Files that start with YAML between two lines of `---`.
struct FrontMatterTests {
  private func error(_ text: String) -> DocumentError? {
    do {
      _ = try FrontMatter(reading: text)
      Issue.record("\(text.debugDescription) was read")
      return nil
    } catch {
      return error
    }
  }

  @Test func fieldsAndBodyAreParted() throws {
    let matter = try FrontMatter(reading: "---\ntitle: A\nlist: [1]\n---\n\nText.\n---\nMore.\n")
    #expect(matter.fields["title"]?.string == "A")
    #expect(matter.fields["title"]?.position == SourcePosition(line: 2, column: 8))
    #expect(matter.body == "\nText.\n---\nMore.\n")
    #expect(matter.bodyLine == 5)
  }

  @Test func aByteOrderMarkIsNoContent() throws {
    let matter = try FrontMatter(reading: "\u{FEFF}---\na: 1\n---\nText")
    #expect(matter.fields["a"]?.position == SourcePosition(line: 2, column: 4))
    #expect(matter.body == "Text")
  }

  @Test func carriageReturnsBelongToTheLineEnds() throws {
    let matter = try FrontMatter(reading: "---\r\na: 1\r\nb: x\r\n---\r\nText\r\nMore\r\n")
    #expect(matter.fields["b"]?.string == "x")
    #expect(matter.fields["b"]?.position == SourcePosition(line: 3, column: 4))
    #expect(matter.body == "Text\r\nMore\r\n")
    #expect(matter.bodyLine == 5)
  }

  @Test(arguments: ["---\na: 1\n---", "---\na: 1\n---\n", "---  \na: 1\n--- \t\r\n"])
  func aBodyMayBeEmpty(_ text: String) throws {
    let matter = try FrontMatter(reading: text)
    #expect(matter.fields["a"]?.string == "1")
    #expect(matter.body == "")
    #expect(matter.bodyLine == 4)
  }

  @Test func fieldsMayBeEmpty() throws {
    let matter = try FrontMatter(reading: "---\n---\nText")
    #expect(matter.fields.mapping?.isEmpty == true)
    #expect(matter.body == "Text")
    #expect(matter.bodyLine == 3)
    #expect(try FrontMatter(reading: "---\n# nothing yet\n---\n").fields.mapping?.isEmpty == true)
  }

  @Test(arguments: [
    "", "Text", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\na: 1\n----\n", "--\n", "---a: 1\n---\n",
    "+++\n",
  ])
  func aFileWithoutFieldsIsRefused(_ text: String) {
    #expect(error(text)?.message.hasPrefix("expected “---” on the first line") == true)
    #expect(error(text)?.position == SourcePosition(line: 1, column: 1))
  }

  @Test(arguments: [
    "---", "---\n", "---\na: 1\n", "---\na: 1", "---\na: 1\n----\n", "---\na: 1\n ---\n", "---\na: 1\n---x\n",
  ])
  func fieldsThatDoNotEndAreRefused(_ text: String) {
    #expect(error(text)?.message.contains("a line of “---” is missing") == true)
    #expect(error(text)?.position == SourcePosition(line: 1, column: 1))
  }

  @Test(arguments: [("- a\n- b", "a list"), ("just text", "a single value"), ("~", "nothing")])
  func fieldsMustBeAMapping(_ yaml: String, _ kind: String) {
    let error = error("---\n\(yaml)\n---\n")
    #expect(error?.message.hasSuffix("found \(kind)") == true)
    #expect(error?.position == SourcePosition(line: 2, column: 1))
  }

  @Test func anErrorInTheFieldsKnowsItsLineInTheFile() {
    #expect(error("---\na: 1\nb: @x\n---\nText")?.position == SourcePosition(line: 3, column: 4))
    #expect(error("---\na: 1\n\tb: 2\n---\n")?.position == SourcePosition(line: 3, column: 1))
    // What is left open ends where the fields do.
    #expect(error("---\na: 1\nb: [x\n---\nText")?.position == SourcePosition(line: 4, column: 1))
  }

  @Test func marksAfterALineEndStayInTheBody() throws {
    let matter = try FrontMatter(reading: "---\na: 1\n---\n\u{301}x")
    #expect(Array(matter.body.unicodeScalars) == ["\u{301}", "x"])
  }

  // MARK: Files that were once trouble, or might be

  private static let corpus = Checkout.files(under: "Tests/DocumentsTests/Corpus/frontmatter", suffix: "")

  @Test func theCorpusIsThere() {
    #expect(Self.corpus.count >= 20)
  }

  @Test(arguments: corpus)
  func everyFileOfTheCorpusIsReadOrRefused(_ file: String) throws {
    let data = try Data(contentsOf: Checkout.root.appending(path: file))
    let text = String(decoding: data, as: UTF8.self)
    let matter: FrontMatter
    do {
      matter = try FrontMatter(reading: text)
    } catch {
      #expect(!error.message.isEmpty)
      if let position = error.position {
        #expect(position.line >= 1 && position.column >= 1)
        // A text may part its lines with signs of Unicode too.
        #expect(position.line <= text.unicodeScalars.count { $0.properties.isWhitespace } + 2)
      }
      return
    }
    #expect(matter.fields.mapping != nil)
    // The body is the end of the file, from its line on.
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let body = matter.bodyLine <= lines.count ? lines[(matter.bodyLine - 1)...].joined(separator: "\n") : ""
    #expect(Array(matter.body.utf8) == Array(body.utf8))
    let fence = lines[matter.bodyLine - 2]
    #expect(fence.unicodeScalars.prefix(3).elementsEqual("---".unicodeScalars))
    #expect(fence.unicodeScalars.dropFirst(3).allSatisfy { " \t\r".unicodeScalars.contains($0) })
  }
}
