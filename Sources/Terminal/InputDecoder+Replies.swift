import TerminalUI

extension InputDecoder.ControlSequence {
  /// The terminal's answer that this sequence is; nil when it is something else.
  var reply: TerminalReply? {
    switch (prefix, intermediates, final) {
    case (UInt8(ascii: "?"), [], UInt8(ascii: "c")):
      return .primaryAttributes(parameters.compactMap { $0.first ?? nil })
    case (UInt8(ascii: "?"), [UInt8(ascii: "$")], UInt8(ascii: "y")):
      guard parameters.count == 2, let number = value(0), let state = value(1) else { return nil }
      return .mode(number: number, state: state)
    case (UInt8(ascii: "?"), [], UInt8(ascii: "n")):
      guard parameters.count == 2, value(0) == 997, let scheme = value(1) else { return nil }
      return (1...2).contains(scheme) ? .colorScheme(isDark: scheme == 1) : nil
    case (nil, [], UInt8(ascii: "R")), (UInt8(ascii: "?"), [], UInt8(ascii: "R")):
      return cursorPosition
    default:
      return nil
    }
  }

  /// The cursor's position in `CSI row ; column R`.
  ///
  /// `CSI 1 ; 5 R` is also F3 with Control. Row 1 with a column that is a set of Shift, Alt and Control
  /// (2 to 8) counts as F3; a program that asks for the position there must not ask in the top row, or
  /// ask with `CSI ? 6 n`, whose answer has a `?`.
  private var cursorPosition: TerminalReply? {
    guard parameters.count == 2, parameters.allSatisfy({ $0.count == 1 }),
      let row = value(0), let column = value(1), row > 0, column > 0
    else { return nil }
    if prefix == nil, row == 1, (2...8).contains(column) { return nil }
    return .cursorPosition(row: row, column: column)
  }
}

extension TerminalReply {
  /// Reads the text of OSC 10 or 11; nil for every other command, and for colours that cannot be read.
  init?(operatingSystemCommand text: [UInt8]) {
    let parts = text.split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let color = TerminalColorReply(specification: parts[1]) else { return nil }
    if parts[0].elementsEqual("10".utf8) {
      self = .foreground(color)
    } else if parts[0].elementsEqual("11".utf8) {
      self = .background(color)
    } else {
      return nil
    }
  }
}

extension TerminalColorReply {
  /// Reads `rgb:R/G/B`, `rgba:R/G/B/A` (1 to 4 hex digits a channel) and `#` with 3, 6, 9 or 12 digits.
  init?(specification text: ArraySlice<UInt8>) {
    let channels: [ArraySlice<UInt8>]
    if text.starts(with: "rgb:".utf8) {
      channels = Self.channels(text.dropFirst(4), count: 3)
    } else if text.starts(with: "rgba:".utf8) {
      channels = Self.channels(text.dropFirst(5), count: 4)
    } else if text.starts(with: "#".utf8), text.count > 1, (text.count - 1).isMultiple(of: 3) {
      let length = (text.count - 1) / 3
      channels = (0..<3).map { text.dropFirst(1 + $0 * length).prefix(length) }
    } else {
      return nil
    }
    let values = channels.compactMap(Self.eightBits)
    guard values.count == channels.count, values.count >= 3 else { return nil }
    self.init(red: values[0], green: values[1], blue: values[2])
  }

  private static func channels(_ text: ArraySlice<UInt8>, count: Int) -> [ArraySlice<UInt8>] {
    let parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.count == count ? parts : []
  }

  /// Scales a channel of 1 to 4 hex digits to 8 bits, so that `f`, `ff` and `ffff` are all 255.
  private static func eightBits(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard (1...4).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard let nibble = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      value = value << 4 | nibble
    }
    let largest = 1 << (4 * digits.count) - 1
    return UInt8((value * 255 + largest / 2) / largest)
  }
}
