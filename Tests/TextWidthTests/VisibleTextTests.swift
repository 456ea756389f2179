import Testing
import TextWidth

/// Text from outside: nothing in it steers a terminal or hides.
struct VisibleTextTests {
  private static let layouts: [VisibleText.Layout] = [.line, .block, .stream]

  @Test func plainTextStaysAsItIs() {
    let text = "What is Azure AI Search? Größe, naïve, Łódź, 日本語, العربية, עברית, ไทย, 👍"
    for layout in Self.layouts { #expect(VisibleText.make(text, layout) == text) }
  }

  // MARK: Control characters

  @Test func everyC0ControlIsSpelledOut() {
    for value in UInt8(0)...0x1F where ![0x09, 0x0A].contains(value) {
      let sign = "^" + String(Unicode.Scalar(value + 0x40))
      for layout in Self.layouts {
        #expect(VisibleText.make("a" + String(Unicode.Scalar(value)) + "b", layout) == "a\(sign)b")
      }
    }
    #expect(VisibleText.make("\u{1B}[31mred\u{7}") == "^[[31mred^G")
    #expect(VisibleText.make("\0") == "^@")
  }

  @Test func deleteAndC1ControlsAreSpelledOut() {
    for layout in Self.layouts {
      #expect(VisibleText.make("a\u{7F}b", layout) == "a^?b")
      for value in UInt8(0x80)...0x9F {
        let code = "<U+00" + String(value, radix: 16, uppercase: true) + ">"
        #expect(VisibleText.make("a" + String(Unicode.Scalar(value)) + "b", layout) == "a\(code)b")
      }
    }
  }

  @Test func noControlCharacterSurvivesWhateverStandsBesideIt() {
    for layout in Self.layouts {
      for first in UInt8(0)...0xA0 {
        for second in UInt8(0)...0xA0 {
          let text = String(Unicode.Scalar(first)) + String(Unicode.Scalar(second))
          let allowed: [UInt32] = layout == .line ? [] : layout == .block ? [0x0A] : [0x09, 0x0A]
          for scalar in VisibleText.make(text, layout).unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            let isLineEnd = layout == .stream && scalar == "\r" && text == "\r\n"
            guard isControl, !allowed.contains(scalar.value), !isLineEnd else { continue }
            Issue.record("\(text.debugDescription) as \(layout) keeps \(scalar.debugDescription)")
          }
        }
      }
    }
  }

  // MARK: Invisible and direction-changing characters

  @Test(
    arguments: [
      0x061C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066,
      0x2067, 0x2068,
      0x2069, 0x00AD, 0xFEFF, 0x3164, 0x115F, 0x180E, 0xFFF9, 0xE0001, 0xE0041, 0xE0100, 0x1D173, 0x1BCA0,
    ] as [UInt32])
  func whatHidesOrTurnsTextIsSpelledOut(_ value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let digits = String(value, radix: 16, uppercase: true)
    let code = "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    for layout in Self.layouts {
      #expect(VisibleText.make("a\(scalar)b", layout) == "a\(code)b")
      #expect(VisibleText.make("字\(scalar)字", layout) == "字\(code)字")
    }
  }

  @Test func noIgnorableScalarStaysUnseen() {
    for value in 0...0xEFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isDefaultIgnorableCodePoint else {
        continue
      }
      // Variation selectors and joiners have their places; twice in a row is none of them.
      let text = VisibleText.make("字\(scalar)\(scalar)字")
      #expect(text.unicodeScalars.count { $0 == scalar } <= 1, "U+\(String(value, radix: 16))")
      if !scalar.properties.isVariationSelector { #expect(!text.unicodeScalars.contains(scalar)) }
    }
  }

  @Test func theSignsThatSpellAreASCII() {
    let hostile = "\u{1B}\u{9B}\u{202E}\u{200B}\u{E0041}\u{7F}\u{FEFF}"
    #expect(VisibleText.make(hostile) == "^[<U+009B><U+202E><U+200B><U+E0041>^?<U+FEFF>")
  }

  // MARK: Joiners

  @Test(arguments: ["👨‍👩‍👧‍👦", "👩🏽‍💻", "🏳️‍🌈", "❤️‍🔥", "🧔🏻‍♂️"])
  func aJoinerInsideAPictureIsKept(_ picture: String) {
    #expect(VisibleText.make(picture) == picture)
  }

  @Test(arguments: ["می‌خواهم", "क्‍ष", "क्‌ष", "ന്‍റെ", "۵‌ام", "শ্রীমান্‌কে"])
  func aJoinerInsideAWordIsKept(_ word: String) {
    #expect(word.unicodeScalars.contains { $0.value == 0x200C || $0.value == 0x200D })
    #expect(VisibleText.make(word) == word)
  }

  @Test(arguments: [
    ("a\u{200D}b", "a<U+200D>b"), ("\u{200D}字", "<U+200D>字"), ("字\u{200D}", "字<U+200D>"),
    ("字\u{200D} 字", "字<U+200D> 字"),
    ("字\u{200D}\u{200C}字", "字<U+200D><U+200C>字"),
    ("字\u{200D}\u{200D}\u{200D}字", "字<U+200D><U+200D><U+200D>字"),
    ("—\u{200C}—", "—<U+200C>—"), ("字\u{200B}\u{200D}\u{200B}字", "字<U+200B><U+200D><U+200B>字"),
    ("\u{3000}\u{200D}字", "\u{3000}<U+200D>字"), ("字\u{200D}\n字", "字<U+200D> 字"),
  ])
  func aJoinerThatJoinsNothingIsSpelledOut(_ text: String, _ seen: String) {
    #expect(VisibleText.make(text) == seen)
  }

  @Test func aVariationSelectorIsKeptAfterASignOnly() {
    #expect(VisibleText.make("❤\u{FE0F}") == "❤\u{FE0F}")
    #expect(VisibleText.make("1\u{FE0F}\u{20E3}") == "1\u{FE0F}\u{20E3}")
    #expect(VisibleText.make("\u{FE0F}a") == "<U+FE0F>a")
    #expect(VisibleText.make("a \u{FE00}b") == "a <U+FE00>b")
    #expect(VisibleText.make("❤\u{FE0F}\u{FE01}\u{FE02}") == "❤\u{FE0F}<U+FE01><U+FE02>")
  }

  // MARK: Layouts

  @Test func aLineHasNoLineEndAndNoTab() {
    #expect(VisibleText.make("one\ntwo\r\nthree\tfour") == "one two three four")
    #expect(VisibleText.make("one\n\ntwo") == "one  two")
  }

  @Test func aBlockKeepsItsLines() {
    #expect(VisibleText.make("one\r\ntwo\nthree\r\n", .block) == "one\ntwo\nthree\n")
  }

  @Test func aLoneCarriageReturnIsNoLineEnd() {
    for layout in Self.layouts { #expect(VisibleText.make("visible\rhidden", layout) == "visible^Mhidden") }
    #expect(VisibleText.make("a\r\r\nb", .block) == "a^M\nb")
  }

  @Test func aStreamStaysDataForAProgram() {
    #expect(VisibleText.make("a\tb\r\nc\n", .stream) == "a\tb\r\nc\n")
    #expect(VisibleText.make("a\u{1B}b\tc\n", .stream) == "a^[b\tc\n")
  }

  @Test(arguments: [
    ("\tx", "    x"), ("a\tx", "a   x"), ("abc\tx", "abc x"), ("abcd\tx", "abcd    x"),
    ("\t\tx", "        x"),
    ("ab\n\tx", "ab\n    x"), ("ab\r\nc\tx", "ab\nc   x"), ("\u{1B}\tx", "^[  x"), ("日\tx", "日  x"),
    ("日本\tx", "日本    x"),
    ("e\u{301}\tx", "e\u{301}   x"), ("\u{200B}\tx", "<U+200B>    x"),
  ])
  func aTabOfABlockGoesToTheNextFourthColumn(_ text: String, _ seen: String) {
    #expect(VisibleText.make(text, .block) == seen)
  }

  @Test func whatWasMadeVisibleStaysAsItIs() {
    let texts = [
      "\u{1B}[0m\t\u{202E}abc\r\nd\re", "👨‍👩‍👧\u{200D}", "می‌خواهم\u{FE0F}\u{FE0F}", "\u{9D}0;title\u{9C}",
    ]
    for layout in Self.layouts {
      for text in texts {
        let seen = VisibleText.make(text, layout)
        #expect(VisibleText.make(seen, layout) == seen)
      }
    }
  }
}
