import Testing
import TextWidth

/// The first glyph that a cluster is drawn as.
private func drawn(_ character: Character) -> Character {
  TextWidth.glyphs(of: character).first?.glyph ?? " "
}

/// How many cells text takes, and what of it a cell can hold.
struct WidthTests {
  @Test func everyPrintableASCIISignTakesOneCell() {
    for value in UInt8(0x20)...0x7E {
      #expect(TextWidth.cells(of: Unicode.Scalar(value)) == 1)
      #expect(TextWidth.cells(of: Character(Unicode.Scalar(value))) == 1)
    }
    #expect(TextWidth.cells(of: "plain text") == 10)
    #expect(TextWidth.cells(of: "") == 0)
  }

  @Test func noControlCharacterHasAWidth() {
    for value in Array(0x00...0x1F) + Array(0x7F...0x9F) {
      let scalar = Unicode.Scalar(UInt8(value))
      #expect(TextWidth.cells(of: scalar) == nil, "U+\(String(value, radix: 16))")
      // A control character that reaches a surface is drawn as one replacement character.
      #expect(TextWidth.cells(of: Character(scalar)) == 1)
      #expect(drawn(Character(scalar)) == "\u{FFFD}")
    }
    #expect(TextWidth.cells(of: Character("\r\n")) == 1)
    #expect(drawn("\r\n") == "\u{FFFD}")
  }

  @Test(arguments: ["é", "ß", "Ж", "ω", "א", "ع", "ｱ", "€", "→", "│", "█", "⠋", "…", "①"] as [Character])
  func aNarrowSignTakesOneCell(_ sign: Character) {
    #expect(TextWidth.cells(of: sign) == 1)
    #expect(drawn(sign) == sign)
  }

  @Test(arguments: ["中", "漢", "ひ", "カ", "한", "Ａ", "！", "　", "👍", "🚀", "⌚", "𠀀"] as [Character])
  func aWideSignTakesTwoCells(_ sign: Character) {
    #expect(TextWidth.cells(of: sign) == 2)
    #expect(drawn(sign) == sign)
  }

  @Test func aTextTakesTheSumOfItsSigns() {
    #expect(TextWidth.cells(of: "日本語 and more") == 6 + 9)
    #expect(TextWidth.cells(of: "cafe\u{301}s") == 5)
    #expect(TextWidth.cells(of: "abc中def"[...].dropFirst(2)) == 6)
  }

  @Test func marksTakeNoCell() {
    #expect(TextWidth.cells(of: Unicode.Scalar(0x301 as UInt16)!) == 0)
    #expect(TextWidth.cells(of: "e\u{301}" as Character) == 1)
    #expect(TextWidth.cells(of: "\u{301}" as Character) == 0)
    #expect(TextWidth.cells(of: Unicode.Scalar(0x200D as UInt16)!) == 0)
  }

  @Test func jamoThatFormOneSyllableTakeTwoCells() {
    let syllable: Character = "\u{1112}\u{1161}\u{11AB}"
    #expect(TextWidth.cells(of: syllable) == 2)
    #expect(drawn(syllable).unicodeScalars.count == 3)
  }

  @Test func anUnassignedScalarIsDrawnAsOneReplacement() {
    for value in [0x378, 0xFFFE, 0xFFFF, 0x3FFFF] as [UInt32] {
      let scalar = Unicode.Scalar(value)!
      #expect(TextWidth.cells(of: scalar) == nil, "U+\(String(value, radix: 16))")
      #expect(TextWidth.cells(of: Character(scalar)) == 1)
      #expect(drawn(Character(scalar)) == "\u{FFFD}")
    }
  }

  // MARK: Pictures of several scalars

  @Test func aFamilyIsDrawnByItsFirstPerson() {
    let family: Character = "👨‍👩‍👧‍👦"
    #expect(TextWidth.cells(of: family) == 2)
    #expect(drawn(family) == "👨")
  }

  @Test func aFlagIsDrawnByItsFirstLetter() {
    let flag: Character = "🇩🇪"
    #expect(drawn(flag) == "\u{1F1E9}")
    #expect(TextWidth.cells(of: flag) == TextWidth.cells(of: drawn(flag)))
  }

  @Test func aSkinToneIsLeftOut() {
    #expect(TextWidth.cells(of: "👍🏽" as Character) == 2)
    #expect(drawn("👍🏽") == "👍")
  }

  @Test func aVariationSelectorNeitherWidensNorIsDrawn() {
    let heart: Character = "\u{2764}\u{FE0F}"
    #expect(TextWidth.cells(of: heart) == 1)
    #expect(drawn(heart) == "\u{2764}")
    #expect(drawn("1\u{FE0F}\u{20E3}") == "1\u{20E3}")
  }

  // MARK: What a cell can hold

  @Test func aBaseKeepsItsMarks() {
    #expect(drawn("e\u{301}") == "e\u{301}")
    #expect(Array(drawn("e\u{323}\u{302}").unicodeScalars).map(\.value) == [0x65, 0x323, 0x302])
  }

  @Test func ofManyMarksFourAreKept() {
    var text = "Z"
    for value in 0x300...0x31F as ClosedRange<UInt32> { text.unicodeScalars.append(Unicode.Scalar(value)!) }
    #expect(text.count == 1)
    let glyph = drawn(Character(text))
    #expect(glyph.unicodeScalars.map(\.value) == [0x5A, 0x300, 0x301, 0x302, 0x303])
  }

  @Test func lettersWithAPartOfItsOwnCellKeepEveryPart() {
    // Devanagari ka with the vowel sign aa, Tamil ni, Thai kam: one cluster each, two or three cells.
    for (text, cells) in [("का", 2), ("நி", 2), ("กำ", 2)] as [(Character, Int)] {
      #expect(TextWidth.cells(of: text) == cells, "\(text)")
      let drawn = TextWidth.glyphs(of: text).map { String($0.glyph) }.joined()
      #expect(Array(drawn.unicodeScalars) == Array(text.unicodeScalars), "\(text)")
    }
  }

  @Test func aLoneMarkIsNotDrawnAsItself() {
    #expect(drawn("\u{301}") == "\u{FFFD}")
    #expect(drawn("\u{200D}") == "\u{FFFD}")
    #expect(drawn("\u{301}\u{302}") == "\u{FFFD}")
  }

  @Test func whateverIsDrawnTakesTheCellsThatWereCounted() {
    let tails = ["", "\u{301}", "\u{FE0F}", "\u{200D}", "\u{200D}👩", "\u{20E3}", "\u{1F3FD}", "\u{E0067}"]
    for value in 0...0xFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for tail in value % 37 == 0 ? tails : [""] {
        for character in String(scalar) + tail {
          let glyphs = TextWidth.glyphs(of: character)
          guard glyphs.reduce(0, { $0 + $1.cells }) == TextWidth.cells(of: character),
            glyphs.allSatisfy({ $0.cells == 0 || TextWidth.cells(of: $0.glyph) == $0.cells }),
            glyphs.allSatisfy({ $0.glyph.unicodeScalars.count <= 5 })
          else {
            Issue.record("U+\(String(value, radix: 16)) and \(tail.debugDescription)")
            continue
          }
        }
      }
    }
  }
}
