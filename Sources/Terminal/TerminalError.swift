/// Why the screen cannot be opened.
package enum TerminalError: Error, Hashable, Sendable {
  /// Standard input or output is no terminal.
  case notATerminal
  /// `TERM` names a terminal that cannot move its cursor, or nothing.
  case cannotDraw(terminalType: String)
  /// terminfo does not know the type.
  case unknownType(String)

  /// What happened and what to do next, for a person.
  package var message: String {
    switch self {
    case .notATerminal:
      "the workbench needs a terminal for its input and output; for scripts try `atelier catalog list`"
    case .cannotDraw(let type):
      "the workbench cannot draw on a terminal of type “\(type)” (TERM); try `atelier catalog list`, or another TERM"
    case .unknownType(let type):
      "this machine does not know the terminal type “\(type)” (TERM); install ncurses-term, or try TERM=xterm-256color"
    }
  }
}
