import Testing
import TextWidth

/// The stand-ins for terminals that show ASCII only.
struct ASCIIFoldTests {
  private func isPrintableASCII(_ character: Character) -> Bool {
    character.unicodeScalars.count == 1
      && character.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }
  }

  @Test func asciiStaysAsItIs() {
    for value in UInt8(0x20)...0x7E {
      #expect(ASCIIFold.cell(Character(Unicode.Scalar(value))) == Character(Unicode.Scalar(value)))
    }
    let text = "key: value\n\t~ {}\\ \u{7F}"
    #expect(ASCIIFold.text(text) == text)
  }

  @Test func everySignIsOneASCIICellUpToTheLastScalarOfTheBasicPlane() {
    for value in 0x80...0xFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let cell = ASCIIFold.cell(Character(scalar))
      if !isPrintableASCII(cell) {
        Issue.record("U+\(String(value, radix: 16)) becomes \(cell.debugDescription)")
      }
    }
  }

  @Test func nothingBeyondASCIISurvivesInAText() {
    for value in 0x80...0xFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = ASCIIFold.text("a\(scalar)b")
      guard text.utf8.allSatisfy({ $0 < 0x80 }), text.hasPrefix("a") || scalar.properties.isGraphemeExtend
      else {
        Issue.record("U+\(String(value, radix: 16)) becomes \(text.debugDescription)")
        continue
      }
    }
    #expect(ASCIIFold.text("👨‍👩‍👧 🇩🇪 ❤️ 𝒳").utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(
    arguments: [
      ("✓", "v"), ("✗", "x"), ("…", "~"), ("▸", ">"), ("▾", "v"), ("│", "|"), ("─", "-"), ("┌", "+"),
      ("█", "#"), ("▁", "#"),
      ("①", "1"), ("⑨", "9"), ("⑩", "0"), ("⑪", "1"), ("⠋", "*"), ("•", "*"), ("↗", "^"), ("☑", "x"),
      ("☐", "o"), ("\u{A0}", " "),
    ] as [(Character, Character)])
  func aSignOfTheScreenHasItsStandIn(_ sign: Character, _ cell: Character) {
    #expect(ASCIIFold.cell(sign) == cell)
  }

  /// The stand-in of a Latin letter is the letter under its accent, as Unicode takes the two apart.
  @Test func aLatinLetterLosesItsAccentAndKeepsItsCase() {
    var count = 0
    for value in 0xC0...0x17F as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let cell = ASCIIFold.cell(Character(scalar))
      if let base = decomposed(scalar).first, base.isASCII, base != scalar {
        #expect(cell == Character(base), "U+\(String(value, radix: 16))")
        count += 1
      } else if scalar.properties.isUppercase {
        #expect(cell.isUppercase, "U+\(String(value, radix: 16)) becomes \(cell)")
      }
    }
    #expect(count > 150)
  }

  private func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    // Canonically equal texts are equal, so a base and marks that give the letter are its parts.
    for base in Array("AaCcDdEeGgHhIiJjKkLlNnOoRrSsTtUuWwYyZz".unicodeScalars) {
      for mark in Array(0x300...0x338) as [UInt32] {
        guard let mark = Unicode.Scalar(mark) else { continue }
        if "\(base)\(mark)" == String(scalar) { return [base, mark] }
      }
    }
    return [scalar]
  }

  @Test func aLetterOfTwoScalarsLosesItsMark() {
    #expect(ASCIIFold.cell("e\u{301}") == "e")
    #expect(ASCIIFold.cell("Z\u{300}\u{301}\u{302}") == "Z")
    #expect(ASCIIFold.text("cafe\u{301}") == "cafe")
  }

  @Test func aSignIsKnownWithAVariationSelectorToo() {
    #expect(ASCIIFold.cell("✓\u{FE0E}") == "v")
    #expect(ASCIIFold.cell("▶\u{FE0F}") == ">")
  }

  @Test func whatNobodyKnowsIsAQuestionMark() {
    #expect(ASCIIFold.cell("中") == "?")
    #expect(ASCIIFold.cell("👍") == "?")
    #expect(ASCIIFold.text("日本") == "??")
  }

  @Test func aTextGetsLongerSignsWhereACellCannot() {
    #expect(ASCIIFold.text("a … b → c — œuvre") == "a ... b -> c -- oeuvre")
    #expect(ASCIIFold.text("é\r\n") == "e\r\n")
  }
}
