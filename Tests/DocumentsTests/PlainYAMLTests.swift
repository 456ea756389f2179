import TestSupport
import Testing

@testable import Documents

/// The quick reader of plain YAML gives what the whole parser gives, or leaves the text to it.
struct PlainYAMLTests {
  /// The front matter of everything that is shipped, and the files that are YAML alone.
  private static let shipped: [String] = {
    let pages = Checkout.files(under: "Catalog", suffix: ".md").compactMap { file -> String? in
      guard let text = try? Checkout.text(of: file), text.hasPrefix("---\n"),
        let end = text.firstRange(of: "\n---\n")
      else { return nil }
      return String(text[text.index(text.startIndex, offsetBy: 4)..<end.lowerBound]) + "\n"
    }
    return pages + Checkout.files(under: "Catalog", suffix: ".yaml").compactMap { try? Checkout.text(of: $0) }
  }()

  /// Whether the quick reader reads a text; that it reads it like the whole parser is expected.
  @discardableResult
  private func agrees(_ text: String, _ place: SourceLocation = #_sourceLocation) -> Bool {
    guard let quick = PlainYAML.read(text, firstLine: 2) else { return false }
    do {
      let whole = try YAMLReader.readWhole(text, firstLine: 2)
      #expect(quick == whole, "\(text.debugDescription)", sourceLocation: place)
    } catch {
      Issue.record("\(text.debugDescription): \(error.message)", sourceLocation: place)
    }
    return true
  }

  @Test func whatIsShippedIsReadAlike() {
    let read = Self.shipped.filter { agrees($0) }
    #expect(Self.shipped.count > 200)
    #expect(
      read.count * 10 > Self.shipped.count * 7, "most of it is plain: \(read.count) of \(Self.shipped.count)")
  }

  @Test(arguments: [
    "a: b\n", "a: b", "a:\n  b: c\n", "a:\n- b\n- c\n", "a:\n  - b\n  - c: d\n    e: f\nx: y\n",
    "a: [b, c]\n",
    "a: {b: c, d: [e, {f: g}]}\n", "a: \"b: c # d\"\n", "a: 'b'\n", "a: [\"b\", 'c', d e]\n", "a: b:c\n",
    "a: http://x/y#z\n", "a: [x:y, http://z]\n", "a: b#c\n", "a: b   \n", "a:   b\n",
    "a: é ü 日本 x\nb: [é, {ü: x}]\n",
    "a: ~\n", "a: null\n", "a: 1.10\n", "a: (b)\n", "a: b - c\n", "a: b, c] d}\n", "a: x'y\"z\n",
    "a: []\nb: {}\n",
    "a: [ b , c ]\n", "a: {b: c ,d: e}\n", "a:\n    - b: c\n      d:\n        - e\n      f: g\n    - h\n",
    "a: x & y\n",
    "a-b.c_d: e\n", "a: [what is x?, y]\n", "a: What? Yes\n",
  ])
  func plainTextsAreReadAlike(_ text: String) {
    let isRead = agrees(text)
    // Names beyond ASCII are left to the whole parser, the rest is not.
    #expect(isRead || text.contains("{ü"))
  }

  @Test(arguments: [
    "", "\n", "a", "- a\n", "a: b\na: c\n", "a: |\n  b\n", "a: >\n  b\n", "a: b\n  c\n", "a: b # c\n",
    "# a\nb: c\n", "a: *b\n",
    "a: &b c\n", "a: !t b\n", "a: \"b\\n\"\n", "a: 'b''c'\n", "a: \"b\n  c\"\n", "a: [b,\n  c]\n",
    "a: b: c\n", "a:b\n", "a : b\n",
    "? a\n: b\n", "a: @b\n", "a: `b\n", "a: %b\n", "a: -\n", "a: - b\n", "a:\n  - - b\n", "a:\n",
    "a:\nb: c\n", "a: [b: c]\n",
    "a: {b}\n", "a: {b: }\n", "a: [b, ]\n", "a: [b] c\n", "a: \"b\" c\n", "a: \"b\": c\n", "a: [b:]\n",
    "a: {b: c:}\n", "a:\tb\n",
    "\ta: b\n", " a: b\n", "a: b\n c: d\n", "a:\n  b: c\n d: e\n", "a:\n  - b\n c\n", "a: b\r\n",
    "a: \u{85}b\n", "a: \u{2028}b\n",
    "a: \u{FEFF}b\n", "a: \u{7}b\n", "---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\n", "\"a\": b\n",
    "[a]: b\n", "<<: b\n",
    "a: {b: c, b: d}\n", "a: b\n\nc: d\n", "a: [b [c]]\n", "a: [b {c}]\n", "a: ]\n", "a: }\n", "a: ,\n",
    "a: ?\n", "a: :\n",
  ])
  func whatIsNotPlainIsLeftToTheWholeParser(_ text: String) {
    #expect(PlainYAML.read(text, firstLine: 2) == nil)
  }

  @Test func changedTextsAreReadAlikeToo() {
    var numbers = Numbers(state: 11)
    let signs = Array(" \n:-,[]{}#\"'&*!|>%@`?~.ab é\u{85}\t\r\\<=".unicodeScalars)
    var readCount = 0
    let texts = Self.shipped.filter { $0.utf8.count < 1500 }
    guard !texts.isEmpty else { return }
    for round in 0..<6000 {
      var scalars = Array(texts[round % texts.count].unicodeScalars)
      for _ in 0..<Int.random(in: 1...3, using: &numbers) where !scalars.isEmpty {
        let place = Int.random(in: 0..<scalars.count, using: &numbers)
        let sign = signs[Int.random(in: 0..<signs.count, using: &numbers)]
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: scalars[place] = sign
        case 1: scalars.remove(at: place)
        case 2: scalars.insert(sign, at: place)
        default: scalars.removeLast(min(scalars.count, place % 40))
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      if agrees(String(text)) { readCount += 1 }
    }
    #expect(readCount > 500)
  }

  /// Chance that is the same on every run.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }
  }
}
