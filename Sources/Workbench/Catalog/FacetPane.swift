import Catalog
import TerminalUI
import TextWidth

/// The facets that narrow the list, with the number of entries that each value would leave.
struct FacetPane: Sendable {
  enum Node: Hashable, Sendable {
    case group(String)
    /// A value of a dimension.
    case value(String, of: String)
  }

  private(set) var groups: [CatalogFilter.Group] = []
  private(set) var roots: [TreeNode<Node>] = []
  var tree = TreeState<Node>(expanded: [.group("modality"), .group("hosting")])

  /// Counts anew, and keeps the row that is selected.
  mutating func count(_ entries: [CatalogEntry], _ filter: CatalogFilter) {
    let selected = tree.selection(in: roots)
    groups = filter.groups(of: entries)
    roots = groups.map { group in
      TreeNode(
        id: .group(group.name), children: group.values.map { TreeNode(id: .value($0.value, of: group.name)) })
    }
    if let selected { tree.select(selected, in: roots, height: 12) }
  }

  var selection: Node? { tree.selection(in: roots) }

  /// A row: a group with what is chosen in it, or a value with its count.
  func line(
    _ row: TreeRow<Node>, filter: CatalogFilter, title: (String) -> String, width: Int
  ) -> StyledLine {
    switch row.id {
    case .group(let name):
      guard let group = groups.first(where: { $0.name == name }) else { return StyledLine() }
      let chosen = group.values.filter(\.isChosen).map { $0.value }.joined(separator: ", ")
      let name = TextWidth.shorten(group.title, to: width - 2)
      var spans = [Span(row.isExpanded == true ? "▾ " : "▸ ", .dim), Span(name)]
      let room = width - 4 - TextWidth.cells(of: name)
      if !chosen.isEmpty, room > 5 {
        spans.append(Span("  " + TextWidth.shorten(chosen, to: room), .accent))
      }
      return StyledLine(spans)
    case .value(let value, let dimension):
      let found = groups.first { $0.name == dimension }?.values.first { $0.value == value }
      let count = String(found?.count ?? 0)
      let isChosen = filter.isWanted(value, of: dimension)
      let shown = TextWidth.shorten(title(value), to: max(4, width - 5 - count.count))
      let gap = max(1, width - 4 - TextWidth.cells(of: shown) - count.count)
      return StyledLine([
        Span(isChosen ? "  ✓ " : "    ", Style(.success)),
        Span(shown, isChosen ? Style(.strong) : (found?.count ?? 0) == 0 ? .dim : .text),
        Span(String(repeating: " ", count: gap)), Span(count, .dim),
      ])
    }
  }
}

extension CatalogScreen {
  /// Shows the facets in the place of the groups, or the groups again.
  mutating func toggleFacets() {
    if showsFacets {
      showsFacets = false
      return
    }
    showsFacets = true
    isTypingQuery = false
    focus = .browse
    countFacets()
  }

  /// What the facets are counted over: the group that is selected, or all that a search may find.
  mutating func countFacets() {
    guard showsFacets else { return }
    let base =
      isSearching
      ? contents?.search.entries(matching: query?.text ?? "") ?? [] : entries(of: selectedNode)
    facets.count(base, filter)
  }

  /// Chooses the selected value, or lets it go; opens or closes a group.
  mutating func toggleFacet() -> [Effect] {
    switch facets.selection {
    case .group(let name): facets.tree.toggle(.group(name))
    case .value(let value, let dimension):
      filter.toggle(value, of: dimension)
      return applyFilter()
    case nil: break
    }
    return []
  }

  mutating func clearFacets() -> [Effect] {
    filter = CatalogFilter()
    return applyFilter()
  }

  /// Shows what the filter leaves, and remembers it.
  mutating func applyFilter() -> [Effect] {
    refreshList(keepingSelection: true)
    if isSearching { updateHits() }
    return [.savePreference("catalog.filter", FilterMemory.json(filter))]
  }

  /// Takes the filter of the last time, as far as there still is what it names.
  mutating func restore(filter text: String) {
    guard let contents, filter.isEmpty else { return }
    filter = FilterMemory.filter(text, in: contents.library)
    refreshList(keepingSelection: true)
    countFacets()
  }

  /// A value of a facet as a person reads it.
  func title(ofFacet value: String, _ dimension: String) -> String {
    switch dimension {
    case "kind": EntryKind(rawValue: value)?.pluralTitle ?? value
    case "section": contents?.library.title(of: value) ?? value
    default: value
    }
  }

  /// The filter in a few words, as the list's title shows it.
  var filterTitle: String {
    filter.wanted.map { facet in
      facet.values.map { title(ofFacet: $0, facet.name) }.joined(separator: " or ")
    }.joined(separator: ", ")
  }
}
