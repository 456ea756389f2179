/// How much room a window gives, in the three steps by which screens arrange their panes.
package enum Breakpoint: Hashable, Sendable {
  /// Below 80 columns: one pane at a time.
  case narrow
  /// 80 to 119 columns: two panes.
  case medium
  /// 120 columns and more: three panes.
  case wide

  /// The smallest window in which a screen can be used.
  package static let smallest = Size(width: 40, height: 10)

  package init(width: Int) {
    self = width >= 120 ? .wide : width >= 80 ? .medium : .narrow
  }

  /// How many panes stand side by side.
  package var paneCount: Int {
    switch self {
    case .narrow: 1
    case .medium: 2
    case .wide: 3
    }
  }
}
