import TerminalUI

/// A pane of the Catalog screen.
package enum CatalogPane: Int, CaseIterable, Hashable, Sendable {
  case browse, list, page

  var title: String {
    switch self {
    case .browse: "Browse"
    case .list: "List"
    case .page: "Page"
    }
  }
}

/// Where the panes of the Catalog screen stand in an area.
struct CatalogLayout: Hashable {
  var breakpoint: Breakpoint
  /// The area of each pane that is on show, with its title line.
  var panes: [CatalogPane: Rect] = [:]
  /// The columns of the lines between panes, from left to right.
  var splitters: [(x: Int, left: CatalogPane)] = []
  /// The row of tabs that takes the place of the panes off show in a narrow window.
  var tabs = Rect.zero

  static func == (left: CatalogLayout, right: CatalogLayout) -> Bool {
    left.panes == right.panes && left.tabs == right.tabs
  }

  func hash(into hasher: inout Hasher) { hasher.combine(panes) }

  /// Arranges the panes: three side by side, or two of which the left one follows the focus, or one.
  init(area: Rect, focus: CatalogPane, widths: CatalogWidths) {
    breakpoint = Breakpoint(width: area.width)
    switch breakpoint {
    case .wide:
      let browse = min(max(widths.browse ?? min(36, max(28, area.width / 6)), 16), area.width - 60)
      let standard = min(64, max(38, (area.width - browse) * 2 / 5))
      let list = min(max(widths.list ?? standard, 20), area.width - browse - 32)
      panes[.browse] = Rect(x: area.x, y: area.y, width: browse, height: area.height)
      panes[.list] = Rect(x: area.x + browse + 1, y: area.y, width: list, height: area.height)
      let pageX = area.x + browse + list + 2
      panes[.page] = Rect(x: pageX, y: area.y, width: area.right - pageX, height: area.height)
      splitters = [(area.x + browse, .browse), (area.x + browse + 1 + list, .list)]
    case .medium:
      let left = min(max(widths.list ?? 32 + (area.width - 80) / 4, 20), area.width - 30)
      panes[focus == .browse ? .browse : .list] = Rect(x: area.x, y: area.y, width: left, height: area.height)
      panes[.page] = Rect(x: area.x + left + 1, y: area.y, width: area.width - left - 1, height: area.height)
      splitters = [(area.x + left, .list)]
    case .narrow:
      let (top, rest) = area.splitTop(1)
      tabs = top
      panes[focus] = rest
    }
  }

  /// The inside of a pane: without its title line, and for text with a column of air on each side.
  func content(of pane: CatalogPane) -> Rect {
    guard let rect = panes[pane] else { return .zero }
    let body = rect.splitTop(1).rest
    return pane == .page ? body.inset(left: 2, right: 2) : body
  }

  /// The pane at a point.
  func pane(at point: Point) -> CatalogPane? {
    panes.first { $0.value.contains(point) }?.key
  }
}

/// The widths of panes that a person has dragged; nil where they are the layout's own.
struct CatalogWidths: Hashable, Sendable {
  var browse: Int?
  var list: Int?
}
