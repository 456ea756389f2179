import CTerminal
import TerminalUI
import TextWidth

/// Shows surfaces on the terminal: the one place where roles become colours and cells become curses calls.
struct Screen {
  private let profile: TerminalProfile
  private(set) var depth: ColorDepth
  private var shown: Surface?
  private var theme = Theme.terminal
  private var isDarkTerminal: Bool
  private var paints: [Style: CellPaint] = [:]
  private var isDirectOpen: Bool
  private let input: Int32
  private let output: Int32

  private struct CellPaint {
    var attributes: Int32
    var foreground: Int32
    var background: Int32
  }

  /// Opens the screen.
  ///
  /// - Throws: ``TerminalError`` when terminfo does not know the terminal.
  init(profile: TerminalProfile, theme: Theme, input: Int32, output: Int32) throws(TerminalError) {
    self.profile = profile
    self.theme = theme
    self.input = input
    self.output = output
    isDarkTerminal = profile.isDark ?? true
    isDirectOpen = Screen.wantsDirect(profile: profile, theme: theme)
    depth = .none
    let type = isDirectOpen ? profile.directType ?? profile.terminalType : profile.terminalType
    guard atelier_screen_open(type, input, output) == 0 else { throw .unknownType(profile.terminalType) }
    depth = Screen.openedDepth(profile: profile, isDirect: isDirectOpen)
  }

  /// A terminfo entry with direct colours has no names for the terminal's own upper eight: it is for schemes only.
  private static func wantsDirect(profile: TerminalProfile, theme: Theme) -> Bool {
    profile.depth == .direct && profile.directType != nil && theme.palette != nil
  }

  private static func openedDepth(profile: TerminalProfile, isDirect: Bool) -> ColorDepth {
    let depth = profile.depth(screenColors: Int(atelier_screen_colors()))
    return isDirect ? depth : min(depth, .palette256)
  }

  /// Changes the colours.
  ///
  /// The next surface is painted whole.
  mutating func use(theme: Theme, isDarkTerminal: Bool) {
    guard theme != self.theme || isDarkTerminal != self.isDarkTerminal else { return }
    self.theme = theme
    self.isDarkTerminal = isDarkTerminal
    paints = [:]
    let wantsDirect = Screen.wantsDirect(profile: profile, theme: theme)
    if wantsDirect != isDirectOpen {
      let size = shown?.size
      atelier_screen_close()
      let type = wantsDirect ? profile.directType ?? profile.terminalType : profile.terminalType
      // The type was opened before or was found in terminfo at the start; were it gone now, the plain one is still there.
      if atelier_screen_open(type, input, output) != 0 {
        _ = atelier_screen_open(profile.terminalType, input, output)
      }
      isDirectOpen = wantsDirect
      depth = Screen.openedDepth(profile: profile, isDirect: wantsDirect)
      if let size { atelier_screen_resize(Int32(size.height), Int32(size.width)) }
    }
    shown = nil
  }

  /// Brings the terminal to show a surface, sending only what changed.
  mutating func show(_ surface: Surface) {
    let before = shown?.size == surface.size ? shown : nil
    if let before, before == surface { return }
    for y in 0..<surface.size.height {
      for x in 0..<surface.size.width {
        let index = y * surface.size.width + x
        let cell = surface.cells[index]
        guard before?.cells[index] != cell else { continue }
        if let glyph = cell.glyph {
          put(glyph, x: x, y: y, style: cell.style)
        } else if profile.isASCII {
          // The second half of a wide glyph: folded to one letter, it left this cell as it was.
          put(" ", x: x, y: y, style: cell.style)
        }
      }
    }
    if let cursor = surface.cursor {
      atelier_screen_cursor(Int32(cursor.y), Int32(cursor.x))
    } else {
      atelier_screen_cursor(-1, -1)
    }
    atelier_screen_refresh()
    shown = surface
  }

  private mutating func put(_ glyph: Character, x: Int, y: Int, style: Style) {
    let glyph = profile.isASCII ? ASCIIFold.cell(glyph) : glyph
    let paint = paint(style)
    var scalars = glyph.unicodeScalars.map(\.value)
    // A wide glyph that folds to one letter leaves its second cell blank.
    let count = Int32(scalars.count)
    atelier_screen_put(
      Int32(y), Int32(x), &scalars, count, paint.attributes, paint.foreground, paint.background)
  }

  private mutating func paint(_ style: Style) -> CellPaint {
    if let known = paints[style] { return known }
    let paint = theme.paint(style, depth: depth, isDarkTerminal: isDarkTerminal)
    let result = CellPaint(
      attributes: Int32(paint.attributes.rawValue), foreground: number(paint.foreground),
      background: number(paint.background))
    paints[style] = result
    return result
  }

  private func number(_ color: PaintColor) -> Int32 {
    switch color {
    case .standard: return -1
    case .palette(let index): return Int32(index < 16 && depth == .ansi8 ? index % 8 : index)
    case .rgb(let rgb):
      let value = Int32(rgb.red) << 16 | Int32(rgb.green) << 8 | Int32(rgb.blue)
      // With direct colours curses takes 0 to 7 for the eight ANSI colours: nearest black is 8.
      return value < 8 ? (value == 0 ? 0x010101 : 8) : value
    }
  }

  /// Forgets what the terminal shows: the next surface is painted whole.
  mutating func invalidate() {
    shown = nil
    atelier_screen_invalidate()
  }

  /// Tells the screen the size of the window.
  mutating func resize(_ size: Size) {
    atelier_screen_resize(Int32(size.height), Int32(size.width))
    shown = nil
  }
}
