/// What a piece of text is, for the eye.
///
/// A theme turns it into a colour; a view never names one.
package enum Ink: UInt8, CaseIterable, Sendable {
  /// Running text.
  case text
  /// Titles and what must be seen first.
  case strong
  /// Metadata, hints, units.
  case dim
  /// The focus: its title, its marker.
  case accent
  case link
  case heading
  case code
  case quote
  /// Lines between panes.
  case border
  /// The title bar and the key bar.
  case bar
  /// A key's name, as the key bar and the help write it.
  case key
  /// Verdicts, always beside a sign.
  case success, warning, failure
  case info
  /// A word that a search found.
  case match
}

/// What a piece of text stands on.
package enum Ground: UInt8, CaseIterable, Sendable {
  case page
  case bar
  /// The selected row of the pane with the focus.
  case selection
  /// The selected row of a pane without the focus.
  case quietSelection
  case popup
  case field
}

/// How letters are drawn, beside their colour.
package struct TextAttributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let bold = TextAttributes(rawValue: 1)
  package static let dim = TextAttributes(rawValue: 2)
  package static let italic = TextAttributes(rawValue: 4)
  package static let underline = TextAttributes(rawValue: 8)
  package static let reverse = TextAttributes(rawValue: 16)
}

/// The look of a cell by roles.
package struct Style: Hashable, Sendable {
  package var ink: Ink
  package var ground: Ground
  package var attributes: TextAttributes

  package init(_ ink: Ink, on ground: Ground = .page, _ attributes: TextAttributes = []) {
    self.ink = ink
    self.ground = ground
    self.attributes = attributes
  }

  package static let text = Style(.text)
  package static let strong = Style(.strong)
  package static let dim = Style(.dim)
  package static let accent = Style(.accent)
  package static let border = Style(.border)

  /// The same ink on another ground.
  package func on(_ ground: Ground) -> Style {
    Style(ink, on: ground, attributes)
  }
}
