/// Colours for the roles that views draw with.
package struct Theme: Hashable, Sendable {
  /// The name by which a person chooses it: the file's name without `.yaml`.
  package var id: String
  /// The name as its author writes it.
  package var name: String
  package var author: String
  /// Whether it is made for a dark background; nil when it takes what the terminal has.
  package var isDark: Bool?
  /// The sixteen colours of a base16 scheme; nil for the terminal's own colours.
  package var palette: [RGB]?
  /// Roles for which the file names a colour of its own.
  package var inkColors: [Ink: RGB] = [:]
  package var groundColors: [Ground: RGB] = [:]

  package init(id: String, name: String, author: String, isDark: Bool?, palette: [RGB]?) {
    self.id = id
    self.name = name
    self.author = author
    self.isDark = isDark
    self.palette = palette
  }

  /// The default: the terminal's own 16 colours, so that it fits whatever the person has chosen there.
  package static let terminal = Theme(
    id: "terminal", name: "Terminal", author: "Atelier", isDark: nil, palette: nil)

  /// What a style looks like on a terminal.
  ///
  /// - Parameters:
  ///   - depth: how many colours there are. Below 256 a scheme gives way to the terminal's own colours, which a person
  ///     has chosen to be told apart; with none, letters alone carry the roles.
  ///   - isDarkTerminal: whether the terminal's background is dark, for the terminal's own colours.
  package func paint(_ style: Style, depth: ColorDepth, isDarkTerminal: Bool) -> Paint {
    guard depth > .none else { return Theme.monochrome(style) }
    guard let palette, palette.count >= 16, depth >= .palette256 else {
      return Theme.ownColors(style, depth: depth, isDark: isDarkTerminal)
    }
    let background = groundColors[style.ground] ?? palette[Theme.paletteIndex(of: style.ground)]
    let foreground = inkColors[style.ink] ?? Theme.color(of: style, in: palette, on: background)
    func color(_ rgb: RGB) -> PaintColor {
      depth == .direct ? .rgb(rgb) : .palette(rgb.nearestPaletteIndex)
    }
    return Paint(
      color(foreground), on: color(background),
      style.attributes.union(Theme.attributes(of: style.ink, inColor: true)))
  }

  /// The colour of an ink on a ground.
  ///
  /// Schemes are made for editors, where comments may fade and no row is filled: their comment grey reaches a contrast
  /// of 1.7 to 3.4 on their own background, and text on their selection as little as 2. What must be read here is moved
  /// towards the scheme's text colour, no further than it needs.
  private static func color(of style: Style, in palette: [RGB], on background: RGB) -> RGB {
    let own = palette[paletteIndex(of: style.ink, on: style.ground)]
    // On a fill in the middle of the scale the brightest or darkest colour of the scheme may read better than its text.
    let text =
      [palette[0x5], palette[0x7], palette[0x0]]
      .first { $0.contrast(with: background) >= 4.5 } ?? palette[0x5]
    switch style.ink {
    case .border: return own.legible(on: background, towards: palette[0x5], ratio: 1.4)
    case .dim, .quote: return own.legible(on: background, towards: text, ratio: 3.8)
    case .text, .strong, .bar: return own.legible(on: background, towards: text, ratio: 4.5)
    default: return own.legible(on: background, towards: text, ratio: 3)
    }
  }

  /// Which colour of a base16 scheme an ink takes.
  private static func paletteIndex(of ink: Ink, on ground: Ground) -> Int {
    switch ink {
    case .text: 0x5
    case .strong: ground == .selection ? 0x6 : 0x5
    // On a filled row comment grey sinks into the fill.
    case .dim: ground == .selection || ground == .quietSelection ? 0x4 : 0x3
    case .border: ground == .page ? 0x2 : 0x3
    case .bar, .quote: 0x4
    case .accent, .link, .heading, .key: 0xD
    case .code, .info: 0xC
    case .success: 0xB
    case .warning: 0x9
    case .failure: 0x8
    case .match: 0xA
    }
  }

  private static func paletteIndex(of ground: Ground) -> Int {
    switch ground {
    case .page: 0x0
    case .bar, .popup, .quietSelection: 0x1
    case .selection: 0x2
    case .field: 0x0
    }
  }

  /// The attributes that belong to an ink, with colours or without.
  private static func attributes(of ink: Ink, inColor: Bool) -> TextAttributes {
    switch ink {
    case .strong, .heading: .bold
    case .accent: inColor ? [] : .bold
    case .link: .underline
    case .match: [.bold, .underline]
    case .key: .bold
    case .dim, .border: inColor ? [] : .dim
    case .quote: .italic
    default: []
    }
  }

  private static func monochrome(_ style: Style) -> Paint {
    var attributes = style.attributes.union(Theme.attributes(of: style.ink, inColor: false))
    switch style.ground {
    case .selection: attributes = attributes.subtracting(.dim).union(.reverse)
    case .quietSelection: attributes = attributes.subtracting(.dim).union(.underline)
    default: break
    }
    return Paint(.standard, on: .standard, attributes)
  }

  /// The look with the terminal's own colours.
  ///
  /// Dim text uses the terminal's dim attribute and not "bright black", which some palettes (Solarized) make
  /// the colour of the background.
  private static func ownColors(_ style: Style, depth: ColorDepth, isDark: Bool) -> Paint {
    let attributes = style.attributes.union(Theme.attributes(of: style.ink, inColor: false)).subtracting(
      .italic)
    switch style.ground {
    case .selection:
      return Paint(.standard, on: .standard, attributes.subtracting(.dim).union(.reverse))
    case .quietSelection where depth >= .ansi16:
      let fill = isDark ? PaintColor.palette(8) : .palette(7)
      return Paint(isDark ? .palette(15) : .palette(0), on: fill, attributes.subtracting(.dim))
    case .quietSelection:
      return Paint(.standard, on: .standard, attributes.subtracting(.dim).union(.underline))
    default: break
    }
    let foreground: PaintColor =
      switch style.ink {
      case .accent, .link, .heading, .key, .info: .palette(isDark ? 6 : 4)
      case .code: .palette(5)
      case .success: .palette(2)
      case .warning: .palette(3)
      case .failure: .palette(1)
      default: .standard
      }
    return Paint(foreground, on: .standard, attributes)
  }
}
