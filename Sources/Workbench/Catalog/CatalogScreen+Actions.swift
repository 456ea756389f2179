import Catalog
import TerminalUI

extension CatalogScreen {
  func layout(in area: Rect) -> CatalogLayout {
    CatalogLayout(area: area, focus: focus, widths: widths)
  }

  /// How many rows of the list pane are seen at once.
  private func listHeight(in area: Rect) -> Int {
    max(1, layout(in: area).content(of: .list).height / rowHeight)
  }

  // MARK: Moving

  mutating func move(_ movement: Movement, in area: Rect) {
    switch focus {
    case .browse where showsFacets:
      let height = layout(in: area).content(of: .browse).height
      let isMoved = facets.tree.move(movement, in: facets.roots, height: height)
      if !isMoved, movement == .right { focus = .list; if page == nil { previewSelection() } }
    case .browse:
      let height = layout(in: area).content(of: .browse).height
      let before = tree.selection(in: roots)
      let isMoved = tree.move(movement, in: roots, height: height)
      if tree.selection(in: roots) != before { refreshList(keepingSelection: false) }
      if !isMoved, movement == .right { focus = .list; if page == nil { previewSelection() } }
    case .list:
      switch movement {
      case .left: if query == nil { focus = .browse }
      case .right:
        previewSelection()
        enterPage()
      default:
        if list.move(movement, count: rowCount, height: listHeight(in: area)) { previewSelection() }
      }
    case .page:
      if movement == .left {
        focus = .list
        page?.document.selectedLink = nil
        return
      }
      let content = layout(in: area).content(of: .page)
      guard let document = layOutPage(width: content.width) else { return }
      page?.document.move(movement, lineCount: document.lines.count, height: content.height)
    }
  }

  /// Walks the links of the page; past the last one, and in the other panes, goes to the next pane.
  mutating func walk(forward: Bool, in area: Rect) {
    if focus == .page {
      let content = layout(in: area).content(of: .page)
      if let document = layOutPage(width: content.width), page != nil {
        var state = page?.document ?? DocumentState()
        let isWalked = state.walkLinks(forward: forward, in: document, height: content.height)
        page?.document = state
        if isWalked { return }
      }
    }
    let panes: [CatalogPane] = query == nil || showsFacets ? [.browse, .list, .page] : [.list, .page]
    let index = panes.firstIndex(of: focus) ?? 0
    go(to: panes[(index + (forward ? 1 : panes.count - 1)) % panes.count])
  }

  mutating func focusNextPane() {
    let panes: [CatalogPane] = query == nil || showsFacets ? [.browse, .list, .page] : [.list, .page]
    let index = panes.firstIndex(of: focus) ?? 0
    isTypingQuery = false
    go(to: panes[(index + 1) % panes.count])
  }

  private mutating func go(to pane: CatalogPane) {
    if pane == .page {
      enterPage()
    } else {
      focus = pane
      if pane == .list, page == nil { previewSelection() }
    }
  }

  /// Opens what is selected: a group, an entry, a link.
  mutating func open(in area: Rect) -> [Effect] {
    switch focus {
    case .browse where showsFacets: return toggleFacet()
    case .browse:
      if tree.selection(in: roots) == .topics {
        tree.toggle(.topics)
      } else {
        focus = .list
        previewSelection()
      }
    case .list:
      guard let entry = entry(atRow: list.selected) else { return [] }
      isTypingQuery = false
      show(entry.id)
      focus = .page
    case .page:
      guard let target = selectedTarget(in: area) else { return [] }
      return follow(target)
    }
    return []
  }

  /// Goes where a link leads: to an entry, or out to the web.
  mutating func follow(_ target: String) -> [Effect] {
    if target.contains("://") { return [.openURL(target)] }
    show(target)
    return []
  }

  private mutating func selectedTarget(in area: Rect) -> String? {
    let width = layout(in: area).content(of: .page).width
    guard let index = page?.document.selectedLink, let document = layOutPage(width: width),
      document.links.indices.contains(index)
    else { return nil }
    return document.links[index].target
  }

  /// Goes to the next or previous line of the page that the search would mark, round and round.
  ///
  /// Returns false when there is none.
  mutating func goToMatch(forward: Bool, in area: Rect) -> Bool {
    let content = layout(in: area).content(of: .page)
    guard let document = layOutPage(width: content.width), var state = page?.document else { return false }
    let isFound = state.walkMatches(
      document.lines(matching: highlightedWords), forward: forward, lineCount: document.lines.count,
      height: content.height)
    page?.document = state
    return isFound
  }

  // MARK: Copy and edit

  /// Whether the entry on show is a guide to walk, or a decision that was kept.
  var isDecisionOnShow: Bool {
    guard let entry = currentEntry else { return false }
    return entry.dialogue != nil || entry.id.hasPrefix("decision:")
  }

  mutating func copyEffects(in area: Rect) -> [Effect] {
    if focus == .page, let target = selectedTarget(in: area) {
      return [.copy(target, what: target.contains("://") ? "the address" : "the entry's id")]
    }
    guard let entry = currentEntry else { return [] }
    return [.copy(CatalogScreen.markdown(of: entry), what: "the page")]
  }

  func editEffects() -> [Effect] {
    guard let entry = currentEntry else { return [] }
    let name = entry.id.replacing("#", with: "-") + ".md"
    return [.edit(EditorRequest(address: entry.id, fileName: name, text: CatalogScreen.markdown(of: entry)))]
  }

  /// A page as Markdown of its own.
  static func markdown(of entry: CatalogEntry) -> String {
    var text = "# \(entry.title)\n\n\(entry.summary).\n\n\(entry.body.trimmedLines)\n"
    if !entry.links.isEmpty {
      text += "\n" + entry.links.map { "- [\($0.title)](\($0.url))" }.joined(separator: "\n") + "\n"
    }
    return text
  }

  // MARK: Back out

  /// One step back: out of the search, or to the pane on the left.
  ///
  /// Returns false where there is none.
  mutating func stepBack() -> Bool {
    if isTypingQuery, isSearching, focus == .list {
      endSearch()
      return true
    }
    switch focus {
    case .page:
      focus = .list
      page?.document.selectedLink = nil
      return true
    case .list:
      if query != nil { endSearch() } else { focus = .browse }
      return true
    case .browse:
      guard showsFacets else { return false }
      showsFacets = false
      return true
    }
  }
}

extension String {
  /// The text without blank lines at its start and end.
  fileprivate var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
