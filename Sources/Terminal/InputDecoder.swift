import TerminalUI

/// Turns the bytes a terminal sends into input events, however the bytes are cut into reads.
///
/// The decoder is a state machine over single bytes: the same bytes give the same events whether they come
/// in one read or in many. Only time is ambiguous: ESC may be the Escape key or the start of a sequence.
/// So when `isWaitingForTimeout` is true and nothing came for 25 ms, call `flush()`.
///
/// What is decided here:
/// - Text gives one event for each Unicode scalar. A combining mark or the tail of an emoji is an event of
///   its own, and the cluster forms again in the `String` it is added to. Joining scalars would need to
///   know what comes next, and so would depend on the cut or delay each letter.
/// - Sequences that are not known are swallowed whole: their bytes never become key presses.
/// - A doubled ESC is Alt before a key that has a sequence (`ESC ESC [ A`); else the first is Escape.
/// - An introducer that is cut short (`ESC [`, `ESC O`, `ESC ]`, ...) was typed: Alt with that character.
///   A sequence that had more than its introducer is dropped when ESC or a control character cuts it;
///   CAN and SUB drop either kind and are used up.
/// - Eight-bit controls are not looked for: in UTF-8 those bytes belong to characters.
package struct InputDecoder: Sendable {
  /// Where in the grammar the next byte falls.
  enum State: Sendable {
    case ground
    case character(PartialScalar, Modifiers)
    case escape
    case controlSequence
    case singleShift
    /// Inside a CSI or SS3 that grew too long; dropped up to its last byte.
    case overlongSequence
    /// Inside OSC, DCS, APC, PM or SOS; the introducer tells which.
    case string(introducer: UInt8)
    /// ESC inside a string: half of its terminator, or the start of something new.
    case stringEscape(introducer: UInt8)
    /// After `CSI M`, the mouse report of old: raw bytes that must not become key presses.
    case legacyMouse(missing: Int)
    case paste
  }

  static let sequenceLimit = 64
  static let stringLimit = 4096

  var state = State.ground
  /// Whether one more ESC came before the ESC that started the sequence; not yet reported.
  var hasLeadingEscape = false
  /// What the open sequence or string holds so far, without its introducer.
  var collected: [UInt8] = []
  var paste: PasteBuffer

  /// Creates a decoder at the start of the input.
  package init() {
    self.init(pasteByteLimit: 16 << 20)
  }

  init(pasteByteLimit: Int) {
    paste = PasteBuffer(byteLimit: pasteByteLimit)
  }

  /// Decodes the next bytes and returns the events they complete.
  package mutating func feed(_ bytes: some Collection<UInt8>) -> [InputEvent] {
    if let events = bytes.withContiguousStorageIfAvailable({ decode($0) }) {
      return events
    }
    return Array(bytes).withUnsafeBufferPointer { decode($0) }
  }

  /// Resolves what only time can tell: a lone ESC, or an introducer with nothing after it.
  ///
  /// Unfinished characters, pastes and sequences that have begun are kept.
  package mutating func flush() -> [InputEvent] {
    guard isWaitingForTimeout else { return [] }
    var events: [InputEvent] = []
    reportLeadingEscape(into: &events)
    if let introducer = typedIntroducer {
      events.append(.key(KeyPress(introducer, .alt)))
    }
    switch state {
    case .escape, .stringEscape: events.append(.key(KeyPress(.escape)))
    default: break
    }
    state = .ground
    return events
  }

  /// Whether the decoder holds bytes that `flush()` would turn into events.
  package var isWaitingForTimeout: Bool {
    if case .escape = state { return true }
    return typedIntroducer != nil
  }

  /// How many bytes the decoder keeps for later.
  var bufferedByteCount: Int {
    collected.count + paste.count
  }

  /// The character after ESC, when nothing has followed it: perhaps it was typed with Alt.
  var typedIntroducer: Character? {
    guard collected.isEmpty else { return nil }
    switch state {
    case .controlSequence: return "["
    case .singleShift: return "O"
    case .string(let introducer), .stringEscape(let introducer):
      return Character(Unicode.Scalar(introducer))
    default: return nil
    }
  }

  private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> [InputEvent] {
    var events: [InputEvent] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if case .paste = state {
        if let text = paste.take(from: &rest) {
          events.append(.paste(text))
          state = .ground
        }
      } else {
        rest.removeFirst()
        accept(byte, into: &events)
      }
    }
    return events
  }

  /// Moves on by one byte, outside a paste.
  mutating func accept(_ byte: UInt8, into events: inout [InputEvent]) {
    switch state {
    case .ground, .paste: acceptInGround(byte, into: &events)
    case .character(let partial, let modifiers):
      acceptInCharacter(byte, partial, modifiers, into: &events)
    case .escape: acceptAfterEscape(byte, into: &events)
    case .controlSequence: acceptInControlSequence(byte, into: &events)
    case .singleShift: acceptInSingleShift(byte, into: &events)
    case .overlongSequence: acceptInOverlongSequence(byte, into: &events)
    case .string(let introducer): acceptInString(byte, introducer, into: &events)
    case .stringEscape(let introducer): acceptAfterStringEscape(byte, introducer, into: &events)
    case .legacyMouse(let missing): acceptInLegacyMouse(byte, missing, into: &events)
    }
  }

  private mutating func acceptInGround(_ byte: UInt8, into events: inout [InputEvent]) {
    if byte == ControlByte.escape {
      state = .escape
    } else {
      acceptKey(byte, [], into: &events)
    }
  }

  private mutating func acceptAfterEscape(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case ControlByte.escape:
      reportLeadingEscape(into: &events)
      hasLeadingEscape = true
    case UInt8(ascii: "["):
      begin(.controlSequence)
    case UInt8(ascii: "O"):
      begin(.singleShift)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
      reportLeadingEscape(into: &events)
      begin(.string(introducer: byte))
    default:
      reportLeadingEscape(into: &events)
      state = .ground
      acceptKey(byte, .alt, into: &events)
    }
  }

  private mutating func begin(_ newState: State) {
    collected.removeAll(keepingCapacity: true)
    state = newState
  }

  /// Reports the first of two ESC as the Escape key, since what followed was not a key with a sequence.
  mutating func reportLeadingEscape(into events: inout [InputEvent]) {
    guard hasLeadingEscape else { return }
    hasLeadingEscape = false
    events.append(.key(KeyPress(.escape)))
  }
}
