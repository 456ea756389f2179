import TerminalUI

extension InputDecoder {
  mutating func acceptInControlSequence(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case UInt8(ascii: "[") where collected.isEmpty:
      // The Linux console sends `CSI [ A` for F1: this `[` ends nothing.
      collected.append(byte)
    case 0x20...0x7E where collected.first == UInt8(ascii: "["):
      finishControlSequence(final: byte, into: &events)
    case UInt8(ascii: "$") where ControlSequence.isRxvtKeyNumber(collected):
      // rxvt ends Shift with a key in `$`, which elsewhere is never the last byte.
      finishControlSequence(final: byte, into: &events)
    case 0x20...0x3F:
      collect(byte)
    case 0x40...0x7E:
      finishControlSequence(final: byte, into: &events)
    default:
      abandonSequence(at: byte, into: &events)
    }
  }

  mutating func acceptInSingleShift(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
      collect(byte)
    case 0x20...0x7E:
      let sequence = ControlSequence(collected, final: byte)
      finishSequence(sequence?.singleShiftPress.map { .keys([$0]) } ?? .nothing, into: &events)
    default:
      abandonSequence(at: byte, into: &events)
    }
  }

  mutating func acceptInOverlongSequence(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case 0x20...0x3F: break
    case 0x40...0x7E: finishSequence(.nothing, into: &events)
    default: abandonSequence(at: byte, into: &events)
    }
  }

  /// Swallows a report of the old mouse encoding, which the program never asks for.
  mutating func acceptInLegacyMouse(_ byte: UInt8, _ missing: Int, into events: inout [InputEvent]) {
    if byte < 0x20 {
      abandonSequence(at: byte, into: &events)
    } else {
      state = missing > 1 ? .legacyMouse(missing: missing - 1) : .ground
    }
  }

  mutating func acceptInString(_ byte: UInt8, _ introducer: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case ControlByte.escape:
      state = .stringEscape(introducer: introducer)
    case ControlByte.bell where introducer == UInt8(ascii: "]"):
      finishString(introducer, into: &events)
    case ControlByte.cancel, ControlByte.substitute:
      collected.removeAll(keepingCapacity: true)
      state = .ground
    default:
      // A full buffer stops growing: no reply that is understood is that long.
      if collected.count < Self.stringLimit { collected.append(byte) }
    }
  }

  mutating func acceptAfterStringEscape(
    _ byte: UInt8, _ introducer: UInt8, into events: inout [InputEvent]
  ) {
    if byte == UInt8(ascii: "\\") {
      finishString(introducer, into: &events)
      return
    }
    if let typed = typedIntroducer {
      events.append(.key(KeyPress(typed, .alt)))
    }
    collected.removeAll(keepingCapacity: true)
    state = .escape
    accept(byte, into: &events)
  }

  private mutating func collect(_ byte: UInt8) {
    if collected.count < Self.sequenceLimit {
      collected.append(byte)
    } else {
      state = .overlongSequence
    }
  }

  private mutating func finishControlSequence(final: UInt8, into events: inout [InputEvent]) {
    finishSequence(ControlSequence(collected, final: final)?.meaning ?? .nothing, into: &events)
  }

  private mutating func finishSequence(
    _ meaning: ControlSequence.Meaning, into events: inout [InputEvent]
  ) {
    collected.removeAll(keepingCapacity: true)
    state = .ground
    if case .keys(let presses) = meaning, !presses.isEmpty {
      for var press in presses {
        if hasLeadingEscape { press.modifiers.insert(.alt) }
        events.append(.key(press))
      }
      hasLeadingEscape = false
      return
    }
    // Someone pressed Escape just before the terminal reported something else.
    reportLeadingEscape(into: &events)
    switch meaning {
    case .keys, .nothing: break
    case .event(let event): events.append(event)
    case .pasteStart: state = .paste
    case .legacyMouse: state = .legacyMouse(missing: 3)
    }
  }

  private mutating func finishString(_ introducer: UInt8, into events: inout [InputEvent]) {
    if introducer == UInt8(ascii: "]"), let reply = TerminalReply(operatingSystemCommand: collected) {
      events.append(.reply(reply))
    }
    collected.removeAll(keepingCapacity: true)
    state = .ground
  }

  /// Ends a sequence at a byte that cannot belong to it, and lets that byte count for itself.
  private mutating func abandonSequence(at byte: UInt8, into events: inout [InputEvent]) {
    let isCancelled = byte == ControlByte.cancel || byte == ControlByte.substitute
    reportLeadingEscape(into: &events)
    if !isCancelled, let typed = typedIntroducer {
      events.append(.key(KeyPress(typed, .alt)))
    }
    collected.removeAll(keepingCapacity: true)
    state = .ground
    if !isCancelled {
      accept(byte, into: &events)
    }
  }
}
