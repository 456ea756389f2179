import Documents
import TerminalUI
import TestSupport
import Testing

struct ThemeFileTests {
  /// A scheme as tinted-theming publishes it today.
  static let published = """
    system: "base16"
    name: "Gruvbox dark, hard"
    author: "Dawid Kurek (dawikur@gmail.com), morhetz (https://github.com/morhetz/gruvbox)"
    variant: "dark"
    palette:
      base00: "#1d2021" # ----
      base01: "#3c3836" # ---
      base02: "#504945" # --
      base03: "#665c54" # -
      base04: "#bdae93" # +
      base05: "#d5c4a1" # ++
      base06: "#ebdbb2" # +++
      base07: "#fbf1c7" # ++++
      base08: "#fb4934" # red
      base09: "#fe8019" # orange
      base0A: "#fabd2f" # yellow
      base0B: "#b8bb26" # green
      base0C: "#8ec07c" # aqua/cyan
      base0D: "#83a598" # blue
      base0E: "#d3869b" # purple
      base0F: "#d65d0e" # brown

    """

  /// The older form: everything at the top level, colours without their sign.
  static let flat = """
    scheme: "Gruvbox dark, hard"
    author: "Dawid Kurek"
    base00: "1d2021"
    base01: "3c3836"
    base02: "504945"
    base03: "665c54"
    base04: "bdae93"
    base05: "d5c4a1"
    base06: "ebdbb2"
    base07: "fbf1c7"
    base08: "fb4934"
    base09: "fe8019"
    base0A: "fabd2f"
    base0B: "b8bb26"
    base0C: "8ec07c"
    base0D: "83a598"
    base0E: "d3869b"
    base0F: "d65d0e"

    """

  private func error(_ text: String) -> DocumentError? {
    do {
      _ = try ThemeFile.read(text, id: "x")
      return nil
    } catch {
      return error
    }
  }

  private func described(_ text: String) -> String? { error(text)?.described(file: "x.yaml") }

  // MARK: What is read

  @Test func aPublishedSchemeIsRead() throws {
    let theme = try ThemeFile.read(Self.published, id: "gruvbox-dark")
    #expect(theme.id == "gruvbox-dark")
    #expect(theme.name == "Gruvbox dark, hard")
    #expect(theme.author.hasPrefix("Dawid Kurek"))
    #expect(theme.isDark == true)
    #expect(theme.palette?.count == 16)
    #expect(theme.palette?[0] == RGB(0x1D, 0x20, 0x21))
    #expect(theme.palette?[15] == RGB(0xD6, 0x5D, 0x0E))
  }

  @Test func theOlderFormIsReadAlike() throws {
    let (old, new) = (try ThemeFile.read(Self.flat, id: "x"), try ThemeFile.read(Self.published, id: "x"))
    #expect(old.palette == new.palette)
    #expect(old.name == new.name)
    #expect(old.isDark == true)
  }

  @Test func base24IsReadByItsFirstSixteenColours() throws {
    let text =
      Self.published.replacing("base16", with: "base24")
      + (16..<24).map { "  base\(String($0, radix: 16)): \"#112233\"\n" }.joined()
    let theme = try ThemeFile.read(text, id: "x")
    #expect(theme.palette == (try ThemeFile.read(Self.published, id: "x")).palette)
  }

  @Test func digitsAloneAreAColour() throws {
    let text = Self.flat.replacing("\"504945\"", with: "504945").replacing("\"1d2021\"", with: "001020")
    #expect(try ThemeFile.read(text, id: "x").palette?[2] == RGB(0x50, 0x49, 0x45))
    #expect(try ThemeFile.read(text, id: "x").palette?[0] == RGB(0x00, 0x10, 0x20))
  }

  @Test func keysAreReadInAnyCase() throws {
    #expect(
      try ThemeFile.read(Self.published.replacing("base0A", with: "base0a"), id: "x").palette?.count == 16)
  }

  @Test func withoutAVariantTheColoursTell() throws {
    let text = Self.published.replacing("variant: \"dark\"\n", with: "")
    #expect(try ThemeFile.read(text, id: "x").isDark == true)
    let light = text.replacing("#1d2021", with: "#ffffff").replacing("#d5c4a1", with: "#000000")
    #expect(try ThemeFile.read(light, id: "x").isDark == false)
  }

  @Test func aSchemeWithoutANameHasItsFilesName() throws {
    let text = Self.published.split(separator: "\n").filter {
      !$0.hasPrefix("name") && !$0.hasPrefix("author")
    }
    let theme = try ThemeFile.read(text.joined(separator: "\n"), id: "mine")
    #expect(theme.name == "mine")
    #expect(theme.author == "unknown")
  }

  @Test func shippedThemesHaveNoErrors() throws {
    for file in Checkout.files(under: "Themes", suffix: ".yaml") {
      let (_, findings) = try ThemeFile.examine(try Checkout.text(of: file), id: file)
      #expect(findings.filter { $0.severity == .error }.isEmpty, "\(file)")
    }
  }

  // MARK: Styles

  @Test func rolesMayHaveColoursOfTheirOwn() throws {
    let text = Self.published + "styles:\n  dim: base04\n  selection: \"#123456\"\n  link: base0e\n"
    let theme = try ThemeFile.read(text, id: "x")
    #expect(theme.inkColors == [.dim: RGB(0xBD, 0xAE, 0x93), .link: RGB(0xD3, 0x86, 0x9B)])
    #expect(theme.groundColors == [.selection: RGB(0x12, 0x34, 0x56)])
  }

  @Test func anInkAndAGroundOfOneNameTakeTheColourBoth() throws {
    // “bar” is a role for text and one for what is behind it: a file that names it gets both or an answer.
    let theme = try ThemeFile.read(Self.published + "styles:\n  bar: base0D\n", id: "x")
    #expect(theme.inkColors[.bar] == theme.groundColors[.bar])
  }

  // MARK: Mistakes

  @Test func anUnknownRoleIsToldWithTheNearestName() {
    #expect(
      described(Self.published + "styles:\n  selektion: base02\n")
        == "x.yaml:23:3: styles: there is no role “selektion”; did you mean selection?")
    #expect(
      described(Self.published + "styles:\n  zzzzz: base02\n")
        == "x.yaml:23:3: styles: there is no role “zzzzz”")
  }

  @Test func aColourOfARoleMustBeOne() {
    #expect(
      described(Self.published + "styles:\n  dim: grey\n")
        == "x.yaml:23:8: dim: expected base00 to base0F or \"#rrggbb\"")
  }

  @Test func stylesMustBeNamesAndColours() {
    #expect(described(Self.published + "styles: [dim]\n")?.hasPrefix("x.yaml:22:9: styles: expected") == true)
  }

  @Test func aMissingColourIsNamed() {
    let text = Self.published.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.contains("base0B")
    }
    #expect(described(text.joined(separator: "\n")) == "x.yaml:6:3: the colour base0B is missing")
  }

  @Test func everyMissingColourIsFound() throws {
    let (_, findings) = try ThemeFile.examine("name: x\npalette:\n  base00: \"#000000\"\n", id: "x")
    #expect(findings.filter { $0.severity == .error }.count == 15)
  }

  @Test(arguments: ["\"#83a59\"", "blue", "#83a598", "[1, 2]", "\"#83a59g\""])
  func aColourThatIsNoneIsShownWhereItStands(value: String) throws {
    let found = try #require(error(Self.published.replacing("\"#83a598\"", with: value)))
    #expect(found.position?.line == 19)
    #expect(value == "#83a598" || found.position?.column == 11)
    #expect(found.message == "base0D: expected six hexadecimal digits such as \"#1d2021\"")
  }

  @Test func aVariantIsDarkOrLight() {
    #expect(
      described(Self.published.replacing("\"dark\"", with: "dusk"))
        == "x.yaml:4:10: variant: expected dark or light")
  }

  @Test(arguments: ["just text", "- a\n- b"])
  func whatIsNoSchemeIsToldSo(text: String) {
    #expect(error(text)?.message.hasPrefix("expected a scheme with “palette:”, found") == true)
  }

  @Test func anEmptyFileLacksItsFirstColour() {
    #expect(described("") == "x.yaml:1:1: the colour base00 is missing")
  }

  @Test func brokenYAMLHasAPlace() {
    #expect(error("name: x\npalette: [\n")?.position != nil)
  }

  @Test func poorContrastIsAWarningOnly() throws {
    let text = Self.published.replacing("#d5c4a1", with: "#555555")
    let (_, findings) = try ThemeFile.examine(text, id: "x")
    #expect(findings.allSatisfy { $0.severity == .warning })
    #expect(
      findings.contains { $0.error.message.hasPrefix("text on the page: contrast 2.2:1 of base05 on base00") }
    )
    #expect(error(text) == nil)
  }
}
