import TerminalUI

extension InputDecoder.ControlSequence {
  /// The report of `CSI < buttons ; column ; row M` (or `m` when a button was let go); nil when unknown.
  var mouseEvent: MouseEvent? {
    guard intermediates.isEmpty, parameters.count == 3,
      final == UInt8(ascii: "M") || final == UInt8(ascii: "m"),
      let bits = value(0), bits < 256, let column = value(1), let row = value(2)
    else { return nil }

    var modifiers: Modifiers = []
    if bits & 4 != 0 { modifiers.insert(.shift) }
    if bits & 8 != 0 { modifiers.insert(.alt) }
    if bits & 16 != 0 { modifiers.insert(.control) }
    guard let action = mouseAction(bits) else { return nil }
    // A report outside the window, as pixel reports may be, stays at its edge.
    return MouseEvent(action, column: max(column, 1) - 1, row: max(row, 1) - 1, modifiers: modifiers)
  }

  private func mouseAction(_ bits: Int) -> MouseEvent.Action? {
    let isMotion = bits & 32 != 0
    let isRelease = final == UInt8(ascii: "m")
    // xterm counts buttons from 1: 4 to 7 are the wheel, 8 and up sit on the side of the mouse.
    let number = (bits & 3) + (bits & 0xC0) / 16
    let button: MouseEvent.Button
    switch number {
    case 0: button = .left
    case 1: button = .middle
    case 2: button = .right
    // The fourth value says that no button is held, so only a move makes sense.
    case 3: return isMotion ? .move : nil
    case 4...7:
      if isRelease { return nil }
      return [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][number - 4]
    default: button = .other(number)
    }
    if isRelease { return .release(button) }
    return isMotion ? .drag(button) : .press(button)
  }
}
