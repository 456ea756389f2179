/// The modifier keys held while a key was pressed.
package struct Modifiers: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let shift = Modifiers(rawValue: 1)
  package static let alt = Modifiers(rawValue: 2)
  package static let control = Modifiers(rawValue: 4)
  package static let `super` = Modifiers(rawValue: 8)
}

/// A key, without its modifiers.
package enum Key: Hashable, Sendable {
  /// A key that types text. Letters carry their case; space is `" "`.
  case character(Character)
  case enter, tab, backspace, escape
  case up, down, left, right, home, end, pageUp, pageDown, insert, delete
  /// `F1` is `function(1)`.
  case function(Int)
}

/// One press of a key, as the decoder reports it and as a keymap names it.
///
/// The decoder normalises what terminals send, so that one press has one value:
/// - a letter with Control is lower case (`Ctrl-P` is `character("p")` with `.control`);
/// - a shifted character is the character itself, without `.shift` (`"A"`, `"?"`);
/// - `Shift-Tab` is `tab` with `.shift`; `Ctrl-Space` is `character(" ")` with `.control`.
package struct KeyPress: Hashable, Sendable {
  package var key: Key
  package var modifiers: Modifiers

  package init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }

  package init(_ character: Character, _ modifiers: Modifiers = []) {
    self.init(.character(character), modifiers)
  }

  /// The character this press types into a text field; nil for a command key.
  package var typedCharacter: Character? {
    guard case .character(let character) = key, modifiers.isEmpty else { return nil }
    return character
  }
}
