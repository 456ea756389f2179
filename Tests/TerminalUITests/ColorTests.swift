import TerminalUI
import Testing

struct ColorTests {
  private func rgb(_ hex: String) throws -> RGB { try #require(RGB(hex: hex)) }

  // MARK: Reading and writing

  @Test func coloursAreReadWithAndWithoutTheirSign() {
    #expect(RGB(hex: "#1d2021") == RGB(0x1D, 0x20, 0x21))
    #expect(RGB(hex: "EBDBB2") == RGB(0xEB, 0xDB, 0xB2))
  }

  @Test(arguments: [
    "", "#", "#12345", "#1234567", "##123456", "12345g", "+12345", "#12 456", "١٢٣٤٥٦", "red",
  ])
  func whatIsNoColourIsNotRead(text: String) {
    #expect(RGB(hex: text) == nil)
  }

  @Test func everyColourIsWrittenAsItIsRead() {
    for color in [RGB(0, 0, 0), RGB(1, 15, 16), RGB(255, 254, 128)] {
      #expect(color.hex.count == 7)
      #expect(RGB(hex: color.hex) == color)
    }
  }

  // MARK: WCAG

  @Test(arguments: [
    ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54),
    ("#777777", "#ffffff", 4.48),
    ("#0000ff", "#ffffff", 8.59), ("#ff0000", "#ffffff", 4.00), ("#00ff00", "#ffffff", 1.37),
    ("#949494", "#ffffff", 3.03),
    ("#595959", "#ffffff", 7.00),
  ])
  func contrastIsThatOfWCAG(left: String, right: String, ratio: Double) throws {
    let (left, right) = (try rgb(left), try rgb(right))
    #expect(abs(left.contrast(with: right) - ratio) < 0.005)
    #expect(left.contrast(with: right) == right.contrast(with: left))
  }

  @Test func luminanceGoesFromNothingToOne() {
    #expect(RGB(0, 0, 0).luminance == 0)
    #expect(abs(RGB(255, 255, 255).luminance - 1) < 1e-9)
  }

  @Test func aLegibleColourIsLeftAlone() throws {
    let ink = try rgb("#767676")
    #expect(ink.legible(on: RGB(255, 255, 255), towards: RGB(0, 0, 0), ratio: 4.5) == ink)
  }

  @Test func aFaintColourIsMovedNoFurtherThanItNeeds() throws {
    let (ground, text, faint) = (try rgb("#282828"), try rgb("#ebdbb2"), try rgb("#504945"))
    let moved = faint.legible(on: ground, towards: text, ratio: 3.8)
    #expect(moved.contrast(with: ground) >= 3.8)
    #expect(moved.contrast(with: ground) < 5.5)
    #expect(moved.contrast(with: ground) < text.contrast(with: ground))
  }

  @Test func whatCannotBecomeLegibleBecomesTheOtherColour() throws {
    let (ground, other) = (try rgb("#808080"), try rgb("#909090"))
    #expect(RGB(0x82, 0x82, 0x82).legible(on: ground, towards: other, ratio: 4.5) == other)
  }

  // MARK: The palette of 256

  /// The colour of an index of xterm's fixed palette.
  private func paletteColor(_ index: Int) -> RGB {
    if index >= 232 {
      let level = UInt8(8 + (index - 232) * 10)
      return RGB(level, level, level)
    }
    let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = index - 16
    return RGB(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
  }

  private func distance(_ left: RGB, _ right: RGB) -> Int {
    let (red, green, blue) = (
      Int(left.red) - Int(right.red), Int(left.green) - Int(right.green), Int(left.blue) - Int(right.blue)
    )
    return 3 * red * red + 4 * green * green + 2 * blue * blue
  }

  @Test func aColourOfThePaletteIsItself() {
    for index in 16..<256 {
      #expect(paletteColor(paletteColor(index).nearestPaletteIndex) == paletteColor(index))
    }
  }

  @Test(arguments: [
    ("#000000", 16), ("#ffffff", 231), ("#ff0000", 196), ("#5f87af", 67), ("#808080", 244), ("#1d2021", 234),
  ])
  func knownColoursHaveTheirIndex(hex: String, index: Int) throws {
    #expect(try rgb(hex).nearestPaletteIndex == index)
  }

  @Test func noOtherColourOfThePaletteIsNearer() {
    var random = SplitMix(state: 7)
    for round in 0..<4000 {
      let bits = random.next()
      var color = RGB(UInt8(bits & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits >> 16 & 0xFF))
      if round % 2 == 0 {
        // Near the greys, where cube and ramp compete.
        let level = Int(bits >> 24 & 0xFF)
        func near(_ shift: UInt64) -> UInt8 {
          UInt8(min(255, max(0, level + Int(bits >> shift & 0x1F) - 16)))
        }
        color = RGB(near(32), near(40), near(48))
      }
      let found = distance(paletteColor(color.nearestPaletteIndex), color)
      let best = (16..<256).map { distance(paletteColor($0), color) }.min() ?? 0
      #expect(found == best, "\(color.hex)")
    }
  }

  @Test func depthsAreInOrder() {
    #expect(ColorDepth.allCases == ColorDepth.allCases.sorted())
  }
}
