import Catalog
import TerminalUI

/// A row of the browse pane.
package enum BrowseNode: Hashable, Sendable {
  case everything
  case kind(EntryKind)
  case topics
  /// A topic, by the id of the entry that heads it.
  case topic(String)
  /// What is a person's own.
  case bookmarks, recent, notes, decisions, designs

  /// Whether a person put the list together: facets narrow the catalog, and never one's own.
  var isOwn: Bool {
    switch self {
    case .bookmarks, .recent, .notes, .decisions, .designs: true
    case .everything, .kind, .topics, .topic: false
    }
  }
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
  /// How far the reading of a person's own folders is; nil when nothing is being parsed.
  var progress: CatalogProgress?
  package internal(set) var focus = CatalogPane.browse
  var widths = CatalogWidths()

  var roots: [TreeNode<BrowseNode>] = []
  var tree = TreeState<BrowseNode>(expanded: [.topics])
  var list = ListState()
  /// The entries of the list pane.
  var listed: [CatalogEntry] = []

  /// How many entries each row of the browse pane has.
  var counts: [BrowseNode: Int] = [:]

  /// What narrows the list and the search.
  package internal(set) var filter = CatalogFilter()
  var facets = FacetPane()
  /// Whether the facets stand in the place of the groups.
  var showsFacets = false

  /// The addresses that are marked for comparing, in the order of the marks.
  package internal(set) var marked: [String] = []

  /// What a person keeps beside the catalog.
  package internal(set) var notebook = Notebook()
  /// Kept decisions and designs as entries, by their addresses: read once, for every key looks at the page's entry.
  var own: [String: CatalogEntry] = [:]
  /// Whether the notebook was read.
  var hasNotebook = false
  /// The entries that were opened and are still to be kept as such.
  var visits: [String] = []

  /// The page on show; nil shows the welcome.
  ///
  /// It may be only a preview of the row that is selected.
  var page: PageState?
  /// The page that was opened last, as it was left.
  private var opened: PageState?
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
  /// What was on show before the search, to come back to unless a hit was opened.
  private var beforeSearch: (focus: CatalogPane, page: PageState?, list: ListState)?
  var drag: CatalogPane?

  package init() {}

  // MARK: Contents

  /// Takes a catalog that was read, and keeps what a person was looking at.
  mutating func take(_ contents: CatalogContents) {
    self.contents = contents
    if contents.isWhole { progress = nil }
    let before = hitAtHand
    rebuildGroups()
    // A filter of the last time may have come before the catalog.
    if hasNotebook, let text = notebook.preferences["catalog.filter"] { restore(filter: text) }
    if query != nil { updateHits() }
    keep(before)
  }

  /// The hit that is selected, and how it is shown.
  private var hitAtHand: (address: String, page: PageState?, list: ListState)? {
    guard isSearching, let entry = entry(atRow: list.selected) else { return nil }
    return (entry.id, page, list)
  }

  /// Selects the hit again that was selected in another catalog, where it was.
  private mutating func keep(_ before: (address: String, page: PageState?, list: ListState)?) {
    guard let before, let index = hits.firstIndex(where: { $0.entry.id == before.address }) else { return }
    list = before.list
    list.follow(index, count: hits.count)
    page = before.page
  }

  /// What stands at the right of the trail: how many entries there are, or how far their reading is.
  var status: String {
    if let progress {
      return "Reading \(Self.grouped(progress.done)) of \(Self.grouped(progress.total)) pages …"
    }
    guard let count = contents?.library.entries.count else { return "" }
    return filter.isEmpty || isSearching || selectedNode.isOwn
      ? "\(count) entries" : "\(listed.count) of \(count) entries"
  }

  private static func grouped(_ number: Int) -> String {
    number < 1000 ? "\(number)" : "\(number / 1000),\(String(1000 + number % 1000).dropFirst())"
  }

  /// Makes the rows of the browse pane anew, and lets go what is gone.
  mutating func rebuildGroups() {
    guard let contents else { return }
    pageLayout = nil
    counts = [:]
    var topics: [String] = []
    for entry in contents.library.entries {
      counts[.kind(entry.kind), default: 0] += 1
      guard !entry.section.isEmpty else { continue }
      if counts[.topic(entry.section)] == nil { topics.append(entry.section) }
      counts[.topic(entry.section), default: 0] += 1
    }
    counts[.everything] = contents.library.entries.count
    let kinds = EntryKind.allCases.filter { counts[.kind($0)] != nil }
    let selected = tree.selection(in: roots)
    let mine: [BrowseNode] = [.bookmarks, .recent, .notes, .decisions, .designs]
    roots = ([.everything] + kinds.map { BrowseNode.kind($0) } + mine).map { TreeNode(id: $0) }
    roots.append(TreeNode(id: .topics, children: topics.map { TreeNode(id: .topic($0)) }))
    for node in mine { counts[node] = entries(of: node).count }
    // A group that is new or gone moves the rows below it.
    if let selected { tree.select(selected, in: roots, height: 12) }
    if let page, entry(at: page.address) == nil { self.page = nil }
    if let opened, entry(at: opened.address) == nil { self.opened = nil }
    let known = self
    history.removeAll { known.entry(at: $0.address) == nil }
    future.removeAll { known.entry(at: $0.address) == nil }
    refreshList(keepingSelection: true)
  }

  /// The row of the browse pane whose entries are listed.
  var selectedNode: BrowseNode { tree.selection(in: roots) ?? .everything }

  /// The entries of a row of the browse pane.
  func entries(of node: BrowseNode) -> [CatalogEntry] {
    guard let library = contents?.library else { return [] }
    switch node {
    case .everything, .topics: return library.entries
    case .kind(let kind):
      return library.entries.filter { $0.kind == kind }.map { ($0.title.lowercased(), $0) }
        .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
    case .topic(let id): return library.entries.filter { $0.section == id }
    case .bookmarks: return notebook.bookmarks.compactMap { entry(at: $0) }
    case .recent: return notebook.recent.compactMap { entry(at: $0) }
    case .notes: return notebook.noted.compactMap { entry(at: $0) }
    case .decisions: return notebook.decisions.compactMap { own[Notebook.address(ofDecision: $0.id)] }
    case .designs: return notebook.designs.compactMap { own[Notebook.address(ofDesign: $0.name)] }
    }
  }

  func title(of node: BrowseNode) -> String {
    switch node {
    case .everything: "Everything"
    case .kind(let kind): kind.pluralTitle
    case .topics: "Topics"
    case .topic(let id): contents?.library.title(of: id) ?? id
    case .bookmarks: "★ Bookmarks"
    case .recent: "Recently opened"
    case .notes: "My notes"
    case .decisions: "My decisions"
    case .designs: "My designs"
    }
  }

  mutating func refreshList(keepingSelection: Bool) {
    let selected = keepingSelection && listed.indices.contains(list.selected) ? listed[list.selected].id : nil
    let entries = entries(of: selectedNode)
    listed = filter.isEmpty || selectedNode.isOwn ? entries : entries.filter(filter.accepts)
    countFacets()
    let index = listed.firstIndex { $0.id == selected }
    if keepingSelection, let index {
      list.follow(index, count: listed.count)
    } else {
      list = ListState(selected: index ?? 0)
    }
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

  /// What keys on entries go to: the row of the list while it has the focus, else the page.
  var entryAtHand: CatalogEntry? {
    focus == .list ? entry(atRow: list.selected) ?? currentEntry : currentEntry
  }

  /// The entry whose page is on show.
  package var currentEntry: CatalogEntry? {
    page.flatMap { entry(at: $0.address) }
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
    guard let entry = entry(atRow: list.selected), page?.address != entry.id else { return }
    markPlace()
    page = opened?.address == entry.id ? opened : PageState(address: entry.id)
  }

  /// Remembers where the reader of the opened page stands.
  private mutating func markPlace() {
    if let page, page.address == opened?.address { opened = page }
  }

  /// Opens an entry, so that Backspace comes back from it.
  mutating func show(_ address: String) {
    guard entry(at: address) != nil else { return }
    visit(address)
    markPlace()
    if let opened, opened.address != address {
      history.append(opened)
      if history.count > 200 { history.removeFirst() }
      future = []
    }
    if page?.address != address {
      page = PageState(address: address)
      selectRow(of: address)
    }
    opened = page
    beforeSearch?.page = page
  }

  /// Gives the page the focus: a page that is read is an opened one, and no preview any more.
  mutating func enterPage() {
    if page == nil { previewSelection() }
    guard let page else { return }
    focus = .page
    show(page.address)
  }

  /// Selects the row of an entry in the list, if it is there.
  private mutating func selectRow(of address: String) {
    if let index = (0..<rowCount).first(where: { entry(atRow: $0)?.id == address }) {
      list.select(index, count: rowCount, height: 12)
    }
  }

  /// Goes to an entry from elsewhere (the palette, the command line): shows it and gives its page the focus.
  mutating func go(to address: String) {
    endSearch()
    show(address)
    focus = .page
  }

  /// Whether there is a page to go back to: one before, or the opened one beneath a preview.
  var canGoBack: Bool { !history.isEmpty || opened != nil && opened?.address != page?.address }

  mutating func goBack() {
    if let opened, opened.address != page?.address {
      page = opened
    } else {
      guard let last = history.popLast() else { return }
      if let page { future.append(page) }
      page = last
      opened = last
    }
    if let page { selectRow(of: page.address) }
  }

  mutating func goForward() {
    guard let next = future.popLast() else { return }
    markPlace()
    if let opened { history.append(opened) }
    page = next
    opened = next
    selectRow(of: next.address)
  }

  /// The page on show, set to its pane's width.
  mutating func layOutPage(width: Int) -> LaidOutDocument? {
    guard let contents, let entry = currentEntry else { return nil }
    if let pageLayout, pageLayout.address == entry.id, pageLayout.width == width {
      return pageLayout.document
    }
    let document = EntryPage.layOut(
      entry, in: contents.library, width: width, showsTitle: false, note: notebook.notes[entry.id],
      isBookmarked: notebook.bookmarks.contains(entry.id),
      isWhole: contents.isWhole || entry.isOwn || !entry.body.isEmpty)
    if let pageLayout, pageLayout.address == entry.id {
      // Set to another width, the same place of the text stands at the top, as near as lines can tell.
      page?.document.rescale(from: pageLayout.document.lines.count, to: document.lines.count)
    }
    pageLayout = (entry.id, width, document)
    return document
  }

  // MARK: Search

  mutating func startSearch() {
    // What is typed while the catalog is still being read is searched for once it is there.
    if query == nil {
      query = TextEditor(isSingleLine: true)
      beforeSearch = (focus, page, list)
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
    refreshList(keepingSelection: false)
    guard let before = beforeSearch else { return }
    beforeSearch = nil
    focus = before.focus
    page = before.page
    list = before.list
    page?.document.forgetMatch()
    if let page { selectRow(of: page.address) }
  }

  mutating func updateHits() {
    guard let contents, let query else { return }
    let text = String(query.text.prefix(300))
    let result = contents.search.search(text, filter: filter, limit: 100)
    // What a person wrote themselves comes first.
    let noted = notesMatching(text).filter { entry in
      (entry.isOwn || filter.accepts(entry)) && !result.hits.contains { $0.entry.id == entry.id }
    }
    hits = noted.map { CatalogSearch.Hit(entry: $0, score: 0, matches: []) } + result.hits
    hitTotal = result.total + noted.count
    countFacets()
    list = ListState()
    if !isSearching {
      refreshList(keepingSelection: false)
    } else if hits.isEmpty {
      // The page of an earlier hit is no answer to these words.
      markPlace()
      page = nil
    } else {
      previewSelection()
    }
  }

  /// The words to highlight in the page.
  var highlightedWords: [String] {
    isSearching ? TextEditor.words(of: query?.text ?? "") : []
  }
}
