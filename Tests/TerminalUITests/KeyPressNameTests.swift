import TerminalUI
import Testing

struct KeyPressNameTests {
  /// Every press that a terminal can send, as the decoder reports it.
  static let presses: [KeyPress] = {
    var presses: [KeyPress] = []
    let named: [Key] =
      [
        .enter, .tab, .backspace, .escape, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
        .insert, .delete,
      ] + (1...24).map { .function($0) }
    for bits in UInt8(0)..<16 {
      let modifiers = Modifiers(rawValue: bits)
      presses += named.map { KeyPress($0, modifiers) }
      for scalar in 0x20...0x7E {
        guard let scalar = Unicode.Scalar(scalar) else { continue }
        let character = Character(scalar)
        // With Control a letter is small and Shift is kept; else the case tells of Shift.
        let keepsShift = modifiers.contains(.control) && character.isLowercase
        if modifiers.contains(.control), character.isUppercase { continue }
        if modifiers.contains(.shift), !keepsShift { continue }
        presses.append(KeyPress(character, modifiers))
      }
      if !modifiers.contains(.shift) {
        presses += ["é", "ß", "日", "ж"].map { KeyPress(Character($0), modifiers) }
      }
    }
    return presses
  }()

  @Test func everyNameReadsBack() {
    for press in Self.presses {
      #expect(KeyPress(name: press.name) == press, "\(press.name)")
    }
    #expect(Self.presses.count > 1000)
  }

  @Test func noTwoPressesHaveOneName() {
    #expect(Set(Self.presses.map(\.name)).count == Self.presses.count)
  }

  @Test(arguments: [
    ("Ctrl-P", KeyPress("p", .control)), ("Shift-Tab", KeyPress(.tab, .shift)),
    ("Alt-1", KeyPress("1", .alt)),
    ("F5", KeyPress(.function(5))), ("g", KeyPress("g")), ("G", KeyPress("G")), ("Space", KeyPress(" ")),
    ("Ctrl-Space", KeyPress(" ", .control)), ("?", KeyPress("?")), ("Alt-Shift-A", KeyPress("A", .alt)),
    ("Ctrl-Shift-P", KeyPress("p", [.control, .shift])), ("Ctrl--", KeyPress("-", .control)),
    ("-", KeyPress("-")),
    ("PgUp", KeyPress(.pageUp)), ("Ctrl-Alt-Delete", KeyPress(.delete, [.control, .alt])),
    ("f", KeyPress("f")),
  ])
  func aPressIsWrittenAsInTheKeyBar(name: String, press: KeyPress) {
    #expect(press.name == name)
    #expect(KeyPress(name: name) == press)
  }

  @Test(arguments: [
    ("ctrl-p", "Ctrl-P"), ("CTRL-P", "Ctrl-P"), ("alt-ctrl-x", "Ctrl-Alt-X"), ("esc", "Esc"),
    ("pgdn", "PgDn"),
    ("Shift-a", "A"), ("Alt-a", "Alt-A"), ("f12", "F12"), ("SPACE", "Space"), ("Shift-?", "?"),
  ])
  func namesAreReadInAnyCase(written: String, name: String) {
    #expect(KeyPress(name: written)?.name == name)
  }

  @Test(arguments: ["", "Ctrl-", "Strg-P", "F0", "F25", "Enterr", "gg", "Ctrl-Ctrl", "Ctrl P", "Alt"])
  func whatIsNoKeyIsNotRead(name: String) {
    #expect(KeyPress(name: name) == nil)
  }

  @Test func onlyAPlainCharacterTypes() {
    #expect(KeyPress("a").typedCharacter == "a")
    #expect(KeyPress("A").typedCharacter == "A")
    #expect(KeyPress("a", .control).typedCharacter == nil)
    #expect(KeyPress("a", .alt).typedCharacter == nil)
    #expect(KeyPress(.enter).typedCharacter == nil)
  }
}
