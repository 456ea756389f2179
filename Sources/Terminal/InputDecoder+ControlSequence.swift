import TerminalUI

extension InputDecoder {
  /// A control sequence taken apart: `CSI ? 2026 ; 2 $ y`, or the parameters and last byte of an SS3.
  struct ControlSequence {
    /// What a sequence stands for.
    enum Meaning {
      case keys([KeyPress])
      case event(InputEvent)
      case pasteStart
      case legacyMouse
      case nothing
    }

    /// `<`, `=`, `>` or `?` before the parameters; `[` in the function keys of the Linux console.
    let prefix: UInt8?
    /// The parameters, each with its sub-parameters; one left out is nil.
    let parameters: [[Int?]]
    let intermediates: [UInt8]
    let final: UInt8

    /// Takes a sequence apart; nil when the bytes do not follow the grammar.
    init?(_ bytes: [UInt8], final: UInt8) {
      var rest = bytes[...]
      switch rest.first {
      case .some(let first) where first == UInt8(ascii: "[") || (0x3C...0x3F).contains(first):
        prefix = first
        rest.removeFirst()
      default:
        prefix = nil
      }
      let body = rest.prefix { (0x30...0x3B).contains($0) }
      let tail = rest[body.endIndex...]
      guard tail.allSatisfy({ (0x20...0x2F).contains($0) }) else { return nil }
      parameters = Self.parameters(in: body)
      intermediates = Array(tail)
      self.final = final
    }

    /// Whether the bytes are the number of a key that rxvt reports, so that `$` may end the sequence.
    static func isRxvtKeyNumber(_ bytes: [UInt8]) -> Bool {
      guard (1...2).contains(bytes.count) else { return false }
      let numbers = parameters(in: bytes[...])
      guard numbers.count == 1, numbers[0].count == 1, let number = numbers[0][0] else { return false }
      return tildeKey(number) != nil
    }

    /// What the sequence stands for after CSI.
    var meaning: Meaning {
      if let reply { return .event(.reply(reply)) }
      if prefix == UInt8(ascii: "<") {
        return mouseEvent.map { .event(.mouse($0)) } ?? .nothing
      }
      guard intermediates.isEmpty else { return .nothing }
      if prefix == UInt8(ascii: "[") {
        return consoleFunctionPress.map { .keys([$0]) } ?? .nothing
      }
      guard prefix == nil else { return .nothing }
      switch final {
      case UInt8(ascii: "I") where parameters.isEmpty: return .event(.focus(true))
      case UInt8(ascii: "O") where parameters.isEmpty: return .event(.focus(false))
      case UInt8(ascii: "M") where parameters.isEmpty: return .legacyMouse
      case UInt8(ascii: "~") where parameters == [[200]]: return .pasteStart
      default: return .keys(presses)
      }
    }

    /// A parameter without its sub-parameters; nil when it is left out.
    func value(_ index: Int) -> Int? {
      value(index, 0)
    }

    func value(_ index: Int, _ subparameter: Int) -> Int? {
      guard index < parameters.count, subparameter < parameters[index].count else { return nil }
      return parameters[index][subparameter]
    }

    private static func parameters(in bytes: ArraySlice<UInt8>) -> [[Int?]] {
      guard !bytes.isEmpty else { return [] }
      var parameters: [[Int?]] = []
      var current: [Int?] = []
      var number: Int?
      for byte in bytes {
        switch byte {
        case UInt8(ascii: ";"):
          parameters.append(current + [number])
          current = []
          number = nil
        case UInt8(ascii: ":"):
          current.append(number)
          number = nil
        default:
          // Capped, since 64 digits would overflow. No parameter that is understood is as large.
          number = min((number ?? 0) * 10 + Int(byte & 0x0F), 9_999_999)
        }
      }
      parameters.append(current + [number])
      return parameters
    }
  }
}
