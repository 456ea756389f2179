import TerminalUI

extension Modifiers {
  /// Reads the modifier parameter of xterm and kitty: one more than the sum of the bits.
  ///
  /// Hyper counts as Super and Meta as Alt; the locks do not count.
  init?(parameter: Int) {
    // Some terminals send 0 where 1 is meant.
    let bits = max(parameter, 1) - 1
    guard bits < 256 else { return nil }
    self = []
    if bits & 1 != 0 { insert(.shift) }
    if bits & (2 | 32) != 0 { insert(.alt) }
    if bits & 4 != 0 { insert(.control) }
    if bits & (8 | 16) != 0 { insert(.super) }
  }
}

extension KeyPress {
  /// A press of a key that types this character, brought to the one value such a press has.
  ///
  /// With Control a letter is lower case, and Shift stays a modifier since the case no longer tells it.
  /// Without Control, Shift turns into the case of a letter. Other characters arrive as shifted by the
  /// keyboard's layout, or the layout is not known; in both cases Shift is dropped.
  init(typing scalar: Unicode.Scalar, shifted: Character? = nil, _ modifiers: Modifiers) {
    var modifiers = modifiers
    var character = Character(scalar)
    let hasCase = character.isUppercase || character.isLowercase
    let hasControl = modifiers.contains(.control)
    if modifiers.contains(.shift), !(hasCase && hasControl) {
      modifiers.remove(.shift)
      character = shifted ?? (hasCase ? Self.single(character.uppercased()) : nil) ?? character
    }
    if hasControl {
      character = Self.single(character.lowercased()) ?? character
    }
    self.init(character, modifiers)
  }

  /// A press named by a code point, as `CSI u` and modifyOtherKeys do; nil when no key has that code.
  init?(code: Int, shifted: Int?, _ modifiers: Modifiers) {
    switch code {
    case 1..<0x20, Int(ControlByte.delete):
      self.init(controlByte: UInt8(code))
      self.modifiers.formUnion(modifiers)
    case 0xE000...0xF8FF:
      // kitty names the keys that type nothing by numbers from the private use area.
      guard let press = Self.functional(code, modifiers) else { return nil }
      self = press
    case 0x20..<0x7F, 0xA0...0x10_FFFF:
      guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
      let shiftedCharacter = shifted.flatMap { KeyPress(text: $0)?.typedCharacter }
      self.init(typing: scalar, shifted: shiftedCharacter, modifiers)
    default:
      return nil
    }
  }

  /// A press that types exactly this code point; nil for control characters.
  init?(text code: Int) {
    guard code >= 0x20, !(0x7F..<0xA0).contains(code), let scalar = Unicode.Scalar(UInt32(code)) else {
      return nil
    }
    self.init(Character(scalar))
  }

  /// A key that kitty names by number; nil for lone modifiers, locks, media keys and the like.
  private static func functional(_ code: Int, _ modifiers: Modifiers) -> KeyPress? {
    switch code {
    case 57376...57398: return KeyPress(.function(code - 57376 + 13), modifiers)
    case 57399...57408: return keypad(0x30 + code - 57399, modifiers)
    case 57409: return keypad(0x2E, modifiers)
    case 57410: return keypad(0x2F, modifiers)
    case 57411: return keypad(0x2A, modifiers)
    case 57412: return keypad(0x2D, modifiers)
    case 57413: return keypad(0x2B, modifiers)
    case 57414: return KeyPress(.enter, modifiers)
    case 57415: return keypad(0x3D, modifiers)
    case 57416: return keypad(0x2C, modifiers)
    case 57417: return KeyPress(.left, modifiers)
    case 57418: return KeyPress(.right, modifiers)
    case 57419: return KeyPress(.up, modifiers)
    case 57420: return KeyPress(.down, modifiers)
    case 57421: return KeyPress(.pageUp, modifiers)
    case 57422: return KeyPress(.pageDown, modifiers)
    case 57423: return KeyPress(.home, modifiers)
    case 57424: return KeyPress(.end, modifiers)
    case 57425: return KeyPress(.insert, modifiers)
    case 57426: return KeyPress(.delete, modifiers)
    default: return nil
    }
  }

  private static func keypad(_ ascii: Int, _ modifiers: Modifiers) -> KeyPress? {
    KeyPress(code: ascii, shifted: nil, modifiers)
  }

  /// The character a string consists of; nil when there are several, as in the capital of `ß`.
  private static func single(_ text: String) -> Character? {
    text.count == 1 ? text.first : nil
  }
}
