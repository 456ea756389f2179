import TerminalUI

extension InputDecoder.ControlSequence {
  /// The presses a sequence without a prefix reports; none when it is unknown or tells of a key let go.
  var presses: [KeyPress] {
    switch final {
    case UInt8(ascii: "u"): return unicodePresses
    case UInt8(ascii: "~"): return press(tildePress)
    case UInt8(ascii: "$"): return press(rxvtPress(.shift))
    case UInt8(ascii: "^"): return press(rxvtPress(.control))
    case UInt8(ascii: "@"): return press(rxvtPress([.control, .shift]))
    case UInt8(ascii: "a")...UInt8(ascii: "d") where parameters.isEmpty:
      return press(Self.letterKey(final & 0x5F).map { KeyPress($0, .shift) })
    case UInt8(ascii: "Z"):
      return press(letterModifiers.map { KeyPress(.tab, $0.union(.shift)) })
    default:
      guard let key = Self.letterKey(final), let modifiers = letterModifiers else { return [] }
      return [KeyPress(key, modifiers)]
    }
  }

  /// The press of a sequence that SS3 introduced: a cursor, function or keypad key.
  var singleShiftPress: KeyPress? {
    guard let modifiers = letterModifiers else { return nil }
    switch final {
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      // rxvt tells Control with an arrow by the small letter.
      return Self.letterKey(final & 0x5F).map { KeyPress($0, modifiers.union(.control)) }
    case UInt8(ascii: "M"): return KeyPress(.enter, modifiers)
    case UInt8(ascii: "I"): return KeyPress(.tab, modifiers)
    case UInt8(ascii: " "): return KeyPress(typing: " ", modifiers)
    case UInt8(ascii: "X"): return KeyPress(typing: "=", modifiers)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      // The keypad sends the character 0x40 above the one on its key: `j` is `*`, `p` is `0`.
      return KeyPress(typing: Unicode.Scalar(final - 0x40), modifiers)
    default:
      return Self.letterKey(final).map { KeyPress($0, modifiers) }
    }
  }

  /// `CSI [ A` to `CSI [ E`, the function keys of the Linux console.
  var consoleFunctionPress: KeyPress? {
    guard parameters.isEmpty, (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) else { return nil }
    return KeyPress(.function(Int(final - UInt8(ascii: "A")) + 1))
  }

  /// The key of `CSI number ~`.
  static func tildeKey(_ number: Int) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    // The numbers skip one where the VT220 keyboard had a gap.
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28...29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// The key of `CSI letter` and `SS3 letter`.
  private static func letterKey(_ letter: UInt8) -> Key? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "P"): .function(1)
    case UInt8(ascii: "Q"): .function(2)
    case UInt8(ascii: "R"): .function(3)
    case UInt8(ascii: "S"): .function(4)
    default: nil
    }
  }

  private func press(_ press: KeyPress?) -> [KeyPress] {
    press.map { [$0] } ?? []
  }

  /// The modifiers of a key named by a letter: `CSI 1;5 C`, or `CSI 5 C` as terminals once sent it.
  private var letterModifiers: Modifiers? {
    switch parameters.count {
    case 0: return []
    case 1: return modifiers(at: 0)
    case 2 where value(0) ?? 1 == 1: return modifiers(at: 1)
    default: return nil
    }
  }

  /// The modifiers in a parameter; nil when they make no sense or the key was let go.
  private func modifiers(at index: Int) -> Modifiers? {
    // The sub-parameter tells a press (1) and a repeat (2) from a release (3).
    guard (1...2).contains(value(index, 1) ?? 1) else { return nil }
    return Modifiers(parameter: value(index) ?? 1)
  }

  private var tildePress: KeyPress? {
    guard let number = value(0) else { return nil }
    // modifyOtherKeys: `CSI 27 ; modifiers ; character ~`.
    if number == 27, parameters.count == 3 {
      guard let modifiers = modifiers(at: 1), let code = value(2) else { return nil }
      return KeyPress(code: code, shifted: nil, modifiers)
    }
    guard parameters.count <= 2, let key = Self.tildeKey(number) else { return nil }
    return modifiers(at: 1).map { KeyPress(key, $0) }
  }

  private func rxvtPress(_ modifiers: Modifiers) -> KeyPress? {
    guard parameters.count == 1, let number = value(0) else { return nil }
    return Self.tildeKey(number).map { KeyPress($0, modifiers) }
  }

  /// `CSI code:shifted:base ; modifiers:event ; text u`, the encoding of kitty and of others in part.
  private var unicodePresses: [KeyPress] {
    guard let code = value(0), parameters.count <= 3, let modifiers = modifiers(at: 1) else { return [] }
    let main = KeyPress(code: code, shifted: value(0, 1), modifiers)
    guard parameters.count == 3, modifiers.isSubset(of: .shift) else { return press(main) }
    // The text is what an input method or a dead key made of the press; code 0 is text alone.
    let text = parameters[2].compactMap { $0.flatMap(KeyPress.init(text:)) }
    guard !text.isEmpty, code == 0 || main?.typedCharacter != nil else { return press(main) }
    return text
  }
}
