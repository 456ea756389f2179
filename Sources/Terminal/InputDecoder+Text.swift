import TerminalUI

/// The control characters that steer the decoder.
enum ControlByte {
  static let bell: UInt8 = 0x07
  static let cancel: UInt8 = 0x18
  static let substitute: UInt8 = 0x1A
  static let escape: UInt8 = 0x1B
  static let delete: UInt8 = 0x7F
}

extension InputDecoder {
  /// A UTF-8 character of which some bytes are still to come.
  struct PartialScalar: Sendable {
    private var value: UInt32
    private var missing: Int
    /// What the next byte may be.
    ///
    /// Narrower than a continuation byte after some lead bytes, so that overlong forms, surrogates and
    /// numbers past U+10FFFF end early, as Unicode's maximal subparts do.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Starts a character; nil when no character starts with this byte.
    init?(lead: UInt8) {
      switch lead {
      case 0xC2...0xDF: (value, missing) = (UInt32(lead & 0x1F), 1)
      case 0xE0...0xEF: (value, missing) = (UInt32(lead & 0x0F), 2)
      case 0xF0...0xF4: (value, missing) = (UInt32(lead & 0x07), 3)
      default: return nil
      }
      switch lead {
      case 0xE0: allowed = 0xA0...0xBF
      case 0xED: allowed = 0x80...0x9F
      case 0xF0: allowed = 0x90...0xBF
      case 0xF4: allowed = 0x80...0x8F
      default: break
      }
    }

    enum Step {
      case more(PartialScalar)
      case complete(Unicode.Scalar)
      /// The byte does not belong to this character.
      case broken
    }

    /// Adds the next byte.
    func adding(_ byte: UInt8) -> Step {
      guard allowed.contains(byte) else { return .broken }
      var next = self
      next.value = value << 6 | UInt32(byte & 0x3F)
      next.missing = missing - 1
      next.allowed = 0x80...0xBF
      if next.missing > 0 { return .more(next) }
      return Unicode.Scalar(next.value).map(Step.complete) ?? .broken
    }
  }

  /// Takes a byte that is a key by itself or starts a character.
  mutating func acceptKey(_ byte: UInt8, _ modifiers: Modifiers, into events: inout [InputEvent]) {
    switch byte {
    case ..<0x20, ControlByte.delete:
      var press = KeyPress(controlByte: byte)
      press.modifiers.formUnion(modifiers)
      events.append(.key(press))
    case ..<0x80:
      events.append(.key(KeyPress(Character(Unicode.Scalar(byte)), modifiers)))
    default:
      if let partial = PartialScalar(lead: byte) {
        state = .character(partial, modifiers)
      } else {
        events.append(.key(KeyPress("\u{FFFD}", modifiers)))
      }
    }
  }

  mutating func acceptInCharacter(
    _ byte: UInt8, _ partial: PartialScalar, _ modifiers: Modifiers, into events: inout [InputEvent]
  ) {
    switch partial.adding(byte) {
    case .more(let next):
      state = .character(next, modifiers)
    case .complete(let scalar):
      state = .ground
      // No key types a C1 control, and in a text field it would be invisible.
      if !(0x80...0x9F).contains(scalar.value) {
        events.append(.key(KeyPress(Character(scalar), modifiers)))
      }
    case .broken:
      state = .ground
      events.append(.key(KeyPress("\u{FFFD}", modifiers)))
      accept(byte, into: &events)
    }
  }
}

extension KeyPress {
  /// The press that sends a C0 control character or DEL.
  init(controlByte byte: UInt8) {
    switch byte {
    case 0x00: self.init(" ", .control)
    case 0x08, ControlByte.delete: self.init(.backspace)
    case 0x09: self.init(.tab)
    case 0x0D: self.init(.enter)
    case ControlByte.escape: self.init(.escape)
    // Control clears the two high bits of a letter and of `\ ] ^ _`.
    case 0x01...0x1A: self.init(Character(Unicode.Scalar(byte | 0x60)), .control)
    default: self.init(Character(Unicode.Scalar(byte | 0x40)), .control)
    }
  }
}
