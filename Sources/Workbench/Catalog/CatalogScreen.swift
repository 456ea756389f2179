import Catalog
import TerminalUI

/// A row of the browse pane.
package enum BrowseNode: Hashable, Sendable {
  case everything
  case kind(EntryKind)
  case topics
  /// A topic, by the id of the entry that heads it.
  case topic(String)
}

/// The page on show, and where its reader stands.
package struct PageState: Hashable, Sendable {
  package var address: String
  package var document = DocumentState()
}

/// The Catalog: browse, list, page, search.
package struct CatalogScreen: Sendable {
  /// What was read; nil while it is still being read.
  package internal(set) var contents: CatalogContents?
  package internal(set) var focus = CatalogPane.browse
  var widths = CatalogWidths()

  var roots: [TreeNode<BrowseNode>] = []
  var tree = TreeState<BrowseNode>(expanded: [.topics])
  var list = ListState()
  /// The entries of the list pane.
  var listed: [CatalogEntry] = []

  /// The page on show; nil shows the welcome.
  var page: PageState?
  package internal(set) var history: [PageState] = []
  package internal(set) var future: [PageState] = []
  /// The laid-out page, kept until the page or its width changes.
  var pageLayout: (address: String, width: Int, document: LaidOutDocument)?

  /// The search field; nil while nobody searches.
  package internal(set) var query: TextEditor?
  /// Whether keys go to the search field.
  package internal(set) var isTypingQuery = false
  var hits: [CatalogSearch.Hit] = []
  var hitTotal = 0
  /// Where the focus was before the search.
  private var focusBeforeSearch = CatalogPane.browse
  var drag: CatalogPane?

  package init() {}

  // MARK: Contents

  /// Takes a catalog that was read, and keeps what a person was looking at.
  mutating func take(_ contents: CatalogContents) {
    self.contents = contents
    pageLayout = nil
    let kinds = EntryKind.allCases.filter { kind in contents.library.entries.contains { $0.kind == kind } }
    var topics: [String] = []
    for entry in contents.library.entries where !entry.section.isEmpty && !topics.contains(entry.section) {
      topics.append(entry.section)
    }
    let selected = tree.selection(in: roots)
    roots = [TreeNode(id: .everything)] + kinds.map { TreeNode(id: .kind($0)) }
    roots.append(TreeNode(id: .topics, children: topics.map { TreeNode(id: .topic($0)) }))
    // A group that is new or gone moves the rows below it.
    if let selected { tree.select(selected, in: roots, height: 1000) }
    if let page, contents.library[page.address] == nil { self.page = nil }
    history.removeAll { contents.library[$0.address] == nil }
    future.removeAll { contents.library[$0.address] == nil }
    refreshList(keepingSelection: true)
    if query != nil { updateHits() }
  }

  /// The entries of a row of the browse pane.
  func entries(of node: BrowseNode) -> [CatalogEntry] {
    guard let library = contents?.library else { return [] }
    switch node {
    case .everything, .topics: return library.entries
    case .kind(let kind):
      return library.entries.filter { $0.kind == kind }
        .sorted { ($0.title.lowercased(), $0.id) < ($1.title.lowercased(), $1.id) }
    case .topic(let id): return library.entries.filter { $0.section == id }
    }
  }

  func title(of node: BrowseNode) -> String {
    switch node {
    case .everything: "Everything"
    case .kind(let kind): kind.pluralTitle
    case .topics: "Topics"
    case .topic(let id): contents?.library.title(of: id) ?? id
    }
  }

  mutating func refreshList(keepingSelection: Bool) {
    let selected = keepingSelection && listed.indices.contains(list.selected) ? listed[list.selected].id : nil
    listed = entries(of: tree.selection(in: roots) ?? .everything)
    list = ListState(selected: listed.firstIndex { $0.id == selected } ?? 0)
    list.reveal(count: listed.count, height: 1000)
  }

  // MARK: What is selected

  /// How many rows the list pane has: hits while searching, else entries.
  var rowCount: Int { isSearching ? hits.count : listed.count }
  /// A hit takes a second row, for the words around the match.
  var rowHeight: Int { isSearching ? 2 : 1 }
  /// Whether the list shows the hits of a search.
  var isSearching: Bool { query.map { !$0.text.allSatisfy(\.isWhitespace) } ?? false }

  /// The entry of a row of the list pane.
  func entry(atRow index: Int) -> CatalogEntry? {
    if isSearching { return hits.indices.contains(index) ? hits[index].entry : nil }
    return listed.indices.contains(index) ? listed[index] : nil
  }

  /// The entry whose page is on show.
  package var currentEntry: CatalogEntry? {
    page.flatMap { contents?.library[$0.address] }
  }

  /// The trail of the line under the title.
  var breadcrumbs: [String] {
    var trail = ["Catalog"]
    if isSearching {
      trail.append("Search “\(String((query?.text ?? "").prefix(80)))”")
    } else if let node = tree.selection(in: roots) {
      trail.append(title(of: node))
    }
    if let entry = currentEntry {
      if let parent = entry.parent { trail.append(contents?.library.title(of: parent) ?? parent) }
      trail.append(entry.title)
    }
    return trail
  }

  // MARK: Pages

  /// Shows the page of the row selected in the list, as a preview: the history is for pages that were opened.
  mutating func previewSelection() {
    guard let entry = entry(atRow: list.selected) else { return }
    if page?.address != entry.id { page = PageState(address: entry.id) }
  }

  /// Opens an entry, so that Backspace comes back from it.
  mutating func show(_ address: String) {
    guard contents?.library[address] != nil, page?.address != address else { return }
    if let page { history.append(page) }
    if history.count > 200 { history.removeFirst() }
    future = []
    page = PageState(address: address)
    selectRow(of: address)
  }

  /// Selects the row of an entry in the list, if it is there.
  private mutating func selectRow(of address: String) {
    if let index = (0..<rowCount).first(where: { entry(atRow: $0)?.id == address }) {
      list.select(index, count: rowCount, height: 1000)
    }
  }

  /// Goes to an entry from elsewhere (the palette, the command line): shows it and gives its page the focus.
  mutating func go(to address: String) {
    endSearch()
    show(address)
    focus = .page
  }

  mutating func goBack() {
    guard let last = history.popLast() else { return }
    if let page { future.append(page) }
    page = last
    selectRow(of: last.address)
  }

  mutating func goForward() {
    guard let next = future.popLast() else { return }
    if let page { history.append(page) }
    page = next
    selectRow(of: next.address)
  }

  /// The page on show, set to its pane's width.
  mutating func layOutPage(width: Int) -> LaidOutDocument? {
    guard let contents, let entry = currentEntry else { return nil }
    if let pageLayout, pageLayout.address == entry.id, pageLayout.width == width {
      return pageLayout.document
    }
    let document = EntryPage.layOut(entry, in: contents.library, width: width, showsTitle: false)
    pageLayout = (entry.id, width, document)
    return document
  }

  // MARK: Search

  mutating func startSearch() {
    guard contents != nil else { return }
    if query == nil {
      query = TextEditor(isSingleLine: true)
      focusBeforeSearch = focus
    }
    isTypingQuery = true
    focus = .list
  }

  /// Closes the search and shows the list that was there before.
  mutating func endSearch() {
    guard query != nil else { return }
    query = nil
    isTypingQuery = false
    hits = []
    hitTotal = 0
    focus = focusBeforeSearch
    refreshList(keepingSelection: false)
    if let page, let index = listed.firstIndex(where: { $0.id == page.address }) {
      list.select(index, count: listed.count, height: 1000)
    }
  }

  mutating func updateHits() {
    guard let contents, let query else { return }
    let result = contents.search.search(String(query.text.prefix(300)), limit: 100)
    hits = result.hits
    hitTotal = result.total
    list = ListState()
    if isSearching { previewSelection() } else { refreshList(keepingSelection: false) }
  }

  /// The words to highlight in the page.
  var highlightedWords: [String] {
    guard isSearching, let text = query?.text.prefix(300) else { return [] }
    return text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count > 1 }
  }
}
