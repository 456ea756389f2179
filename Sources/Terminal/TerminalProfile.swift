import CTerminal
import TerminalUI
import TextWidth

/// What the person's terminal can do, as far as the environment tells it.
package struct TerminalProfile: Hashable, Sendable {
  /// How colours are chosen: by what the terminal says, or as the person wants it.
  package enum ColorChoice: String, CaseIterable, Sendable {
    case automatic = "auto"
    case direct = "truecolor"
    case palette256 = "256"
    case ansi16 = "16"
    case ansi8 = "8"
    case none
  }

  package var terminalType: String
  /// The terminfo entry with 24-bit colours for this terminal, if the machine has one.
  package var directType: String?
  package var depth: ColorDepth
  package var isASCII: Bool
  /// Whether the background is dark, from `COLORFGBG`; nil when that is not set.
  package var isDark: Bool?

  /// Reads the environment.
  ///
  /// `NO_COLOR`, when not empty, means no colour and no greys, unless the person asked for colours by an option.
  package init(environment: [String: String], colors: ColorChoice = .automatic, isASCII: Bool = false) {
    let type = environment["TERM"] ?? ""
    terminalType = type
    self.isASCII = isASCII || TextLocale.isASCII(environment: environment)
    isDark = TerminalProfile.isDark(colorFGBG: environment["COLORFGBG"])
    let claimsDirect =
      ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") || type.hasSuffix("-direct")
    directType = claimsDirect || colors == .direct ? TerminalProfile.directType(for: type) : nil
    switch colors {
    case .none: depth = .none
    case .ansi8: depth = .ansi8
    case .ansi16: depth = .ansi16
    case .palette256: depth = .palette256
    case .direct: depth = directType == nil ? .palette256 : .direct
    case .automatic:
      if environment["NO_COLOR"]?.isEmpty == false {
        depth = .none
      } else {
        // The rest is for the opened screen to say: terminfo knows the number of colours.
        depth = directType == nil ? .palette256 : .direct
      }
    }
  }

  /// The depth once the screen is open and terminfo has told its number of colours.
  package func depth(screenColors: Int) -> ColorDepth {
    let known: ColorDepth =
      switch screenColors {
      case ..<8: .none
      case 8..<16: .ansi8
      case 16..<256: .ansi16
      case 256..<0x1000: .palette256
      default: .direct
      }
    return min(depth, known)
  }

  /// `COLORFGBG` is "text;background" in ANSI numbers, as rxvt and Konsole set it.
  private static func isDark(colorFGBG value: String?) -> Bool? {
    guard let last = value?.split(separator: ";").last, let number = Int(last) else { return nil }
    return number != 7 && number < 9
  }

  private static func directType(for type: String) -> String? {
    if type.hasSuffix("-direct") { return type }
    let base = type.hasSuffix("-256color") ? String(type.dropLast("-256color".count)) : type
    return ["\(base)-direct", base.hasPrefix("xterm") ? "xterm-direct" : ""]
      .first { !$0.isEmpty && atelier_terminal_type_exists($0) != 0 }
  }
}
