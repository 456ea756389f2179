import Catalog
import TerminalUI

extension CatalogScreen {
  /// Handles the mouse.
  ///
  /// `isDouble` tells that this press follows another one on the same cell at once.
  mutating func handle(_ mouse: MouseEvent, isDouble: Bool, in area: Rect) -> [Effect] {
    let point = Point(x: mouse.column, y: mouse.row)
    let layout = layout(in: area)
    switch mouse.action {
    case .press(.left):
      if let splitter = layout.splitters.first(where: { $0.x == point.x }), area.contains(point) {
        drag = splitter.left
        return []
      }
      if layout.tabs.contains(point) { return clickTab(at: point, layout: layout) }
      guard let pane = layout.pane(at: point) else { return [] }
      return click(pane, at: point, isDouble: isDouble, layout: layout, area: area)
    case .drag(.left):
      guard let pane = drag else { return [] }
      switch (pane, layout.breakpoint) {
      case (.browse, _): widths.browse = point.x - area.x
      case (_, .wide): widths.list = point.x - area.x - (layout.panes[.browse]?.width ?? 0) - 1
      default: widths.list = point.x - area.x
      }
    case .release: drag = nil
    case .wheelUp, .wheelDown:
      guard let pane = layout.pane(at: point) else { return [] }
      scroll(pane, by: mouse.action == .wheelUp ? -3 : 3, layout: layout)
    default: break
    }
    return []
  }

  private mutating func clickTab(at point: Point, layout: CatalogLayout) -> [Effect] {
    var x = layout.tabs.x + 1
    for pane in CatalogPane.allCases {
      if point.x >= x, point.x < x + pane.title.count {
        if pane == .browse, !showsFacets { endSearch() }
        focus = pane
        isTypingQuery = false
        if focus != .browse, page == nil { previewSelection() }
      }
      x += pane.title.count + 2
    }
    return []
  }

  private mutating func click(
    _ pane: CatalogPane, at point: Point, isDouble: Bool, layout: CatalogLayout, area: Rect
  ) -> [Effect] {
    let content = layout.content(of: pane)
    // The groups are not searched: who goes back to them is done with the search.
    if pane == .browse, !showsFacets { endSearch() }
    focus = pane
    isTypingQuery = pane == .list && query != nil && point.y == (layout.panes[.list]?.y ?? -1)
    let row = point.y - content.y
    switch pane {
    case .browse where showsFacets:
      let rows = facets.tree.rows(of: facets.roots)
      guard let index = facets.tree.list.index(atRow: row, count: rows.count) else { return [] }
      facets.tree.list.select(index, count: rows.count, height: content.height)
      return toggleFacet()
    case .browse:
      let rows = tree.rows(of: roots)
      guard let index = tree.list.index(atRow: row, count: rows.count) else { return [] }
      let isSame = tree.list.selected == index
      tree.list.select(index, count: rows.count, height: content.height)
      refreshList(keepingSelection: isSame)
      if rows[index].isExpanded != nil, point.x <= content.x + 3 || isDouble {
        tree.toggle(rows[index].id)
      } else if isDouble {
        return open(in: area)
      }
    case .list:
      let height = max(1, content.height / rowHeight)
      // A row left over below the last whole hit holds none.
      guard row >= 0, row / rowHeight < height,
        let index = list.index(atRow: row / rowHeight, count: rowCount)
      else {
        return []
      }
      list.select(index, count: rowCount, height: height)
      previewSelection()
      if isDouble { return open(in: area) }
    case .page:
      enterPage()
      guard let document = layOutPage(width: content.width), let page, row >= 0 else { return [] }
      let line = page.document.offset + row
      guard document.lines.indices.contains(line),
        let link = document.lines[line].link(atCell: point.x - content.x)
      else { return [] }
      // The first click shows what is meant, the next one goes there: of a double click that is the second.
      if page.document.selectedLink == link { return follow(document.links[link].target) }
      self.page?.document.selectedLink = link
    }
    return []
  }

  private mutating func scroll(_ pane: CatalogPane, by rows: Int, layout: CatalogLayout) {
    let content = layout.content(of: pane)
    switch pane {
    case .browse where showsFacets:
      facets.tree.list.scroll(
        by: rows, count: facets.tree.rows(of: facets.roots).count, height: content.height)
    case .browse:
      let count = tree.rows(of: roots).count
      let before = tree.selection(in: roots)
      tree.list.scroll(by: rows, count: count, height: content.height)
      if tree.selection(in: roots) != before { refreshList(keepingSelection: false) }
    case .list:
      let before = list.selected
      list.scroll(by: rows, count: rowCount, height: max(1, content.height / rowHeight))
      if list.selected != before { previewSelection() }
    case .page:
      guard let document = layOutPage(width: content.width) else { return }
      page?.document.scroll(by: rows, lineCount: document.lines.count, height: content.height)
    }
  }
}

extension StyledLine {
  /// The number of the link at a cell of the line.
  func link(atCell cell: Int) -> Int? {
    var x = 0
    for span in spans {
      let width = StyledLine([span]).cells
      if cell >= x, cell < x + width { return span.link }
      x += width
    }
    return nil
  }
}
