/// Something that came from the terminal: what a person did, or what the terminal answered.
package enum InputEvent: Hashable, Sendable {
  case key(KeyPress)
  case mouse(MouseEvent)
  /// Text pasted in one go (bracketed paste). Line ends are LF; other control characters but tab are gone.
  case paste(String)
  /// The terminal window gained (`true`) or lost the focus.
  case focus(Bool)
  /// The terminal has a new size, in cells.
  case resize(columns: Int, rows: Int)
  /// The terminal's answer to a question the program asked.
  case reply(TerminalReply)
}

/// The mouse, in cells counted from 0 at the top left.
package struct MouseEvent: Hashable, Sendable {
  package enum Action: Hashable, Sendable {
    case press(Button)
    case release(Button)
    /// Moved with a button held.
    case drag(Button)
    /// Moved with no button held.
    case move
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  package enum Button: Hashable, Sendable {
    case left, middle, right
    /// Back, forward and what else a mouse may have.
    case other(Int)
  }

  package var action: Action
  package var column: Int
  package var row: Int
  package var modifiers: Modifiers

  package init(_ action: Action, column: Int, row: Int, modifiers: Modifiers = []) {
    self.action = action
    self.column = column
    self.row = row
    self.modifiers = modifiers
  }
}

/// What a terminal says about itself when asked.
package enum TerminalReply: Hashable, Sendable {
  /// OSC 10: the default text colour.
  case foreground(TerminalColorReply)
  /// OSC 11: the default background colour.
  case background(TerminalColorReply)
  /// DA1 (`CSI ? ... c`): sent by every terminal, so it ends a group of questions.
  case primaryAttributes([Int])
  /// DECRPM (`CSI ? mode ; state $ y`): whether a private mode is known and set.
  case mode(number: Int, state: Int)
  /// DSR 997 (`CSI ? 997 ; 1|2 n`): the terminal turned dark or light.
  case colorScheme(isDark: Bool)
  /// CPR (`CSI row ; column R`): where the cursor is, counted from 1.
  case cursorPosition(row: Int, column: Int)
}

/// A colour as OSC 10 and 11 report it, scaled to 8 bits a channel.
package struct TerminalColorReply: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
