import TerminalUI
import Testing

struct BreakpointTests {
  @Test(arguments: [(39, 1), (60, 1), (79, 1), (80, 2), (119, 2), (120, 3), (200, 3)])
  func aWindowShowsAsManyPanesAsItHasRoomFor(width: Int, panes: Int) {
    #expect(Breakpoint(width: width).paneCount == panes)
  }
}
