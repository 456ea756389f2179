import TerminalUI

/// The commands of the Catalog.
extension CommandRegistry {
  private static let needsCatalog: @Sendable (Workbench) -> Command.Availability = { workbench in
    workbench.catalog.contents == nil ? .disabled("The catalog is still being read") : .enabled
  }

  private static let needsEntry: @Sendable (Workbench) -> Command.Availability = { workbench in
    workbench.catalog.currentEntry == nil ? .disabled("Select an entry first") : .enabled
  }

  // MARK: Catalog

  static let catalog: [Command] = [
    Command(
      "catalog.search", "Search every word of the catalog", scope: .catalog, keys: ["/"], bar: "search"
    ) {
      $0.catalog.startSearch()
      return []
    },
    Command(
      "catalog.open", "Open what is selected", scope: .catalog, keys: ["Enter"], bar: "open",
      availability: { workbench in
        let catalog = workbench.catalog
        if catalog.focus == .browse, catalog.showsFacets { return .enabled }
        if catalog.focus == .page, catalog.page?.document.selectedLink == nil {
          return .disabled("Tab chooses a link first")
        }
        return needsCatalog(workbench)
      }
    ) {
      $0.catalog.open(in: $0.bodyArea)
    },
    Command(
      "catalog.facets", "Narrow the list by facets, or show the groups again", scope: .catalog, keys: ["f"],
      availability: needsCatalog
    ) {
      $0.catalog.toggleFacets()
      return []
    }.inBar { $0.catalog.showsFacets ? "groups" : "facets" },
    Command(
      "catalog.clear-facets", "Let all facets go", scope: .catalog, keys: ["F"],
      availability: { $0.catalog.filter.isEmpty ? .disabled("No facet is chosen") : .enabled }
    ) {
      $0.catalog.clearFacets()
    }.inBar { $0.catalog.filter.isEmpty ? nil : "all again" },
    Command("catalog.next-item", "Next link, or the next pane", scope: .catalog, keys: ["Tab"]) {
      $0.catalog.walk(forward: true, in: $0.bodyArea)
      return []
    }.inBar { $0.catalog.focus == .page ? "link" : "pane" },
    Command(
      "catalog.previous-item", "Previous link, or the previous pane", scope: .catalog, keys: ["Shift-Tab"]
    ) {
      $0.catalog.walk(forward: false, in: $0.bodyArea)
      return []
    },
    Command(
      "catalog.back", "Back to the entry before", scope: .catalog, keys: ["Backspace", "Alt-Left"],
      bar: "back",
      availability: {
        $0.catalog.canGoBack || $0.isOnCitedPage || $0.isOnPageFromDiagram || $0.isOnPageFromTool
          ? .enabled : .disabled("This is the first entry you opened")
      }
    ) {
      $0.returnToDiagram() ?? $0.returnToTool() ?? $0.goBackInCatalog()
    },
    Command(
      "catalog.forward", "Forward again", scope: .catalog, keys: ["Alt-Right"],
      availability: { $0.catalog.future.isEmpty ? .disabled("There is nothing to go forward to") : .enabled }
    ) {
      $0.catalog.goForward()
      return []
    },
    Command(
      "catalog.copy", "Copy the selected link or the whole page", scope: .catalog, keys: ["y"], bar: "copy",
      availability: needsEntry
    ) {
      $0.catalog.copyEffects(in: $0.bodyArea)
    },
    Command(
      "catalog.edit", "Open the page in your editor", scope: .catalog, keys: ["e"], bar: "edit",
      availability: needsEntry
    ) {
      $0.catalog.editEffects()
    },
    Command(
      "catalog.diagram", "Show the diagram of this entry, or walk this decision guide", scope: .catalog,
      keys: ["d"],
      availability: { workbench in
        workbench.catalog.currentEntry?.diagram == nil && !workbench.catalog.isDecisionOnShow
          ? .disabled("This entry has no diagram; architectures and patterns have one") : .enabled
      }
    ) {
      $0.catalog.isDecisionOnShow ? $0.openDecision() : $0.openEntryDiagram()
    }.inBar {
      $0.catalog.isDecisionOnShow ? "decide" : $0.catalog.currentEntry?.diagram == nil ? nil : "diagram"
    },
    Command(
      "catalog.bookmark", "Bookmark this entry, or take the bookmark away", scope: .catalog, keys: ["b"],
      availability: needsEntry
    ) {
      $0.toggleBookmark()
    }.inBar { $0.catalog.currentEntry == nil ? nil : "bookmark" },
    Command(
      "catalog.note", "Write a private note on this entry", scope: .catalog, keys: ["m"],
      availability: needsEntry
    ) {
      $0.openNote()
    }.inBar { $0.catalog.currentEntry == nil ? nil : "my note" },
    Command(
      "catalog.mark", "Mark this entry for comparing, or take the mark away", scope: .catalog, keys: ["c"],
      availability: needsCatalog
    ) {
      $0.toggleMark()
    }.inBar { $0.catalog.focus == .browse ? nil : "mark" },
    Command(
      "catalog.compare", "Compare what is marked, or this entry with its alternatives", scope: .catalog,
      keys: ["C"], availability: needsCatalog
    ) {
      $0.openComparison()
    }.inBar { $0.catalog.focus == .browse && $0.catalog.marked.count < 2 ? nil : "compare" },
    Command(
      "catalog.design", "Begin a design from this architecture, or open this design", scope: .catalog,
      keys: ["s"], availability: needsCatalog
    ) {
      $0.openDesign()
    }.inBar { workbench in
      guard let entry = workbench.catalog.currentEntry, workbench.catalog.focus != .browse else {
        return workbench.catalog.selectedNode == .designs ? "new design" : nil
      }
      return entry.id.hasPrefix("design:") ? "work on it" : entry.kind == .architecture ? "design" : nil
    },
    Command(
      "catalog.delete", "Delete the decision or design on show", scope: .catalog, keys: ["D", "Delete"],
      availability: { workbench in
        workbench.catalog.currentEntry?.isOwn == true
          ? .enabled : .disabled("Only decisions and designs of your own can be deleted")
      }
    ) {
      $0.deleteOwn()
    }.inBar { $0.catalog.currentEntry?.isOwn == true ? "delete" : nil },
    Command(
      "catalog.ask", "Ask about this page", scope: .catalog, keys: ["a"], bar: "ask", availability: needsEntry
    ) {
      $0.askAboutPage()
    },
    Command("catalog.next-pane", "Go to the pane on the right", scope: .catalog, keys: ["Ctrl-W"]) {
      $0.catalog.focusNextPane()
      return []
    },
    Command("catalog.reload", "Read the catalog anew", scope: .catalog, keys: ["Ctrl-R"]) { _ in
      [.loadCatalog]
    },
  ]

  // MARK: Page

  static let page: [Command] = [
    Command("page.next-match", "Next match of the search in this page", scope: .page, keys: ["n"]) {
      $0.goToMatchInPage(forward: true)
      return []
    },
    Command("page.previous-match", "Previous match of the search in this page", scope: .page, keys: ["N"]) {
      $0.goToMatchInPage(forward: false)
      return []
    },
    Command("page.space", "One page down", scope: .page, keys: ["Space"]) {
      $0.catalog.move(.pageDown, in: $0.bodyArea)
      return []
    },
  ]

  // MARK: Facets

  static let facets: [Command] = [
    Command("facets.toggle", "Choose the facet, or let it go", scope: .facets, keys: ["Space"], bar: "choose")
    {
      $0.catalog.toggleFacet()
    }
  ]
}
