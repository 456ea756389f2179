import TerminalUI
import TestSupport
import Testing

struct ThemeTests {
  /// Every look that a view can ask for.
  static let styles = Ink.allCases.flatMap { ink in Ground.allCases.map { Style(ink, on: $0) } }

  /// The themes that come with the program.
  static let shipped: [Theme] = Checkout.files(under: "Themes", suffix: ".yaml").compactMap { file in
    guard let text = try? Checkout.text(of: file) else { return nil }
    return try? ThemeFile.read(text, id: file)
  }

  private var themes: [Theme] { Self.shipped + [.terminal] }

  @Test func thereAreThemesToTest() {
    #expect(Self.shipped.count >= 12)
  }

  // MARK: Without colours

  @Test func withoutColoursThereIsNone() {
    for theme in themes {
      for style in Self.styles {
        for isDark in [true, false] {
          let paint = theme.paint(style, depth: .none, isDarkTerminal: isDark)
          #expect(paint.foreground == .standard)
          #expect(paint.background == .standard)
        }
      }
    }
  }

  /// The pairs of looks that tell a person something, and must therefore differ in more than colour.
  static let states: [(Style, Style)] = [
    (Style(.text, on: .selection), Style(.text)), (Style(.text, on: .quietSelection), Style(.text)),
    (Style(.text, on: .selection), Style(.text, on: .quietSelection)),
    (Style(.link, on: .selection), Style(.link)),
    (Style(.dim, on: .selection), Style(.dim)), (Style(.strong), Style(.text)), (Style(.dim), Style(.text)),
    (Style(.link), Style(.text)), (Style(.match), Style(.text)), (Style(.match), Style(.link)),
    (Style(.match), Style(.strong)), (Style(.key, on: .bar), Style(.bar, on: .bar)),
    (Style(.heading), Style(.text)),
    (Style(.accent), Style(.text)), (Style(.accent, on: .page, .bold), Style(.dim)),
  ]

  @Test(arguments: [ColorDepth.none, .ansi8])
  func stateIsToldWithoutColour(depth: ColorDepth) {
    for theme in themes {
      for (left, right) in Self.states {
        for isDark in [true, false] {
          let (one, other) = (
            theme.paint(left, depth: depth, isDarkTerminal: isDark),
            theme.paint(right, depth: depth, isDarkTerminal: isDark)
          )
          if depth == .none {
            #expect(one.attributes != other.attributes, "\(left) and \(right)")
          } else {
            #expect(one != other, "\(left) and \(right)")
          }
        }
      }
    }
  }

  @Test func aSelectedRowIsNeverDim() {
    for ground in [Ground.selection, .quietSelection] {
      for depth in [ColorDepth.none, .ansi8, .ansi16] {
        #expect(
          !Theme.terminal.paint(Style(.dim, on: ground), depth: depth, isDarkTerminal: true).attributes
            .contains(.dim))
      }
    }
  }

  // MARK: The terminal's own colours

  @Test(arguments: [ColorDepth.ansi8, .ansi16])
  func below256TheTerminalsOwnColoursAreUsed(depth: ColorDepth) {
    for theme in themes {
      for style in Self.styles {
        for isDark in [true, false] {
          let paint = theme.paint(style, depth: depth, isDarkTerminal: isDark)
          for color in [paint.foreground, paint.background] {
            switch color {
            case .standard: break
            case .palette(let index): #expect(index < (depth == .ansi8 ? 8 : 16), "\(style)")
            case .rgb: Issue.record("\(style) has a colour of its own")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [ColorDepth.ansi8, .ansi16, .palette256, .direct])
  func theTerminalThemeLooksAlikeAtEveryDepth(depth: ColorDepth) {
    for style in Self.styles where style.ground != .quietSelection {
      #expect(
        Theme.terminal.paint(style, depth: depth, isDarkTerminal: true)
          == Theme.terminal.paint(style, depth: .ansi8, isDarkTerminal: true))
    }
  }

  @Test func verdictsHaveTheirColours() {
    for isDark in [true, false] {
      func color(_ ink: Ink) -> PaintColor {
        Theme.terminal.paint(Style(ink), depth: .ansi16, isDarkTerminal: isDark).foreground
      }
      #expect(color(.failure) == .palette(1))
      #expect(color(.success) == .palette(2))
      #expect(color(.warning) == .palette(3))
      #expect(color(.text) == .standard)
    }
  }

  // MARK: Schemes

  @Test(arguments: [ColorDepth.palette256, .direct])
  func aSchemePaintsEveryCellItself(depth: ColorDepth) {
    for theme in Self.shipped {
      for style in Self.styles {
        let paint = theme.paint(style, depth: depth, isDarkTerminal: true)
        for color in [paint.foreground, paint.background] {
          switch color {
          case .standard: Issue.record("\(theme.id): \(style) shows the terminal's own colour")
          case .palette(let index): #expect(depth == .palette256 && (16..<256).contains(index))
          case .rgb: #expect(depth == .direct)
          }
        }
      }
    }
  }

  @Test func aSchemeDoesNotAskForTheTerminalsBackground() {
    for theme in Self.shipped {
      for style in Self.styles {
        #expect(
          theme.paint(style, depth: .direct, isDarkTerminal: true)
            == theme.paint(style, depth: .direct, isDarkTerminal: false))
      }
    }
  }

  @Test func everythingOfASchemeCanBeRead() {
    for theme in Self.shipped {
      for style in Self.styles {
        let paint = theme.paint(style, depth: .direct, isDarkTerminal: true)
        guard case .rgb(let ink) = paint.foreground, case .rgb(let ground) = paint.background else {
          Issue.record("\(theme.id): \(style) has no colour")
          continue
        }
        let wanted: Double =
          switch style.ink {
          case .border: 1.4
          case .text, .strong, .bar: 4.5
          case .dim, .quote: 3.8
          default: 3
          }
        #expect(ink.contrast(with: ground) >= wanted, "\(theme.id): \(style.ink) on \(style.ground)")
      }
    }
  }

  @Test func theSelectedRowStandsOutFromThePage() {
    for theme in Self.shipped {
      let page = theme.paint(Style(.text), depth: .direct, isDarkTerminal: true).background
      let selected = theme.paint(Style(.text, on: .selection), depth: .direct, isDarkTerminal: true)
        .background
      let quiet = theme.paint(Style(.text, on: .quietSelection), depth: .direct, isDarkTerminal: true)
        .background
      #expect(Set([page, selected, quiet]).count == 3, "\(theme.id)")
    }
  }

  @Test func ownColoursOfASchemeAreTakenAsTheyAre() throws {
    var theme = try #require(Self.shipped.first)
    theme.inkColors[.dim] = RGB(1, 2, 3)
    theme.groundColors[.popup] = RGB(4, 5, 6)
    let paint = theme.paint(Style(.dim, on: .popup), depth: .direct, isDarkTerminal: true)
    #expect(paint.foreground == .rgb(RGB(1, 2, 3)))
    #expect(paint.background == .rgb(RGB(4, 5, 6)))
  }

  @Test func attributesOfAViewAreKept() {
    for depth in ColorDepth.allCases {
      let paint = Theme.terminal.paint(
        Style(.text, on: .page, [.bold, .underline]), depth: depth, isDarkTerminal: true)
      #expect(paint.attributes.isSuperset(of: [.bold, .underline]))
    }
  }
}
