import Catalog

/// What a person keeps beside the catalog, as it was read from the store.
package struct Notebook: Hashable, Sendable {
  /// Addresses, the newest first.
  package var bookmarks: [String] = []
  /// Addresses of the entries that were opened last, the newest first.
  package var recent: [String] = []
  /// The private notes, by address.
  package var notes: [String: String] = [:]
  /// The addresses of the notes, the newest first.
  package var noted: [String] = []
  package var decisions: [KeptDecision] = []
  package var designs: [KeptDesign] = []
  /// What screens remember, by name, as JSON.
  package var preferences: [String: String] = [:]

  package init() {}

  /// The names of what screens remember.
  static let preferenceNames = [
    "catalog.filter", "note.draft", "decision.answers", "provider.draft", "prompt.drafts",
  ]

  /// Reads everything from a store.
  init(from store: any NotebookStore, designs designStore: (any DesignStore)?) throws {
    bookmarks = try store.bookmarks().map(\.address)
    recent = try store.recentEntries(limit: 50)
    let kept = try store.notes()
    noted = kept.map(\.address)
    notes = Dictionary(kept.map { ($0.address, $0.text) }) { first, _ in first }
    decisions = try store.decisions()
    designs = try designStore?.designs() ?? []
    for name in Notebook.preferenceNames { preferences[name] = try store.preference(name) }
  }

  // MARK: As entries

  /// The address of a kept decision on the screens; no entry of a catalog has a colon in its own.
  static func address(ofDecision id: String) -> String { "decision:" + id }
  static func address(ofDesign name: String) -> String { "design:" + name }

  // A decision or a design as an entry, so that lists and pages show it like any other.

  static func entry(_ decision: KeptDecision) -> CatalogEntry {
    var entry = CatalogEntry(
      id: address(ofDecision: decision.id), kind: .decision, title: decision.title, summary: decision.outcome)
    entry.body = decision.record
    return entry
  }

  /// A design's document as its page shows it: without the fields on top, the title, and the source of the drawing.
  private static func text(of document: String) -> String {
    var lines: [Substring] = []
    var isLeft = false
    var fields = 0
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if fields < 2, line == "---" {
        fields += 1
        continue
      }
      if fields == 1 || line.hasPrefix("# ") || line == "## Diagram" { continue }
      if line.hasPrefix("```") {
        let wasLeft = isLeft
        isLeft = !isLeft && line == "```mermaid"
        if isLeft || wasLeft { continue }
      }
      if !isLeft { lines.append(line) }
    }
    return lines.joined(separator: "\n")
  }

  static func entry(_ design: KeptDesign) -> CatalogEntry {
    let read = (try? DesignDocument(reading: design))?.design
    var entry = CatalogEntry(
      id: address(ofDesign: design.name), kind: .architecture, title: read?.title ?? design.name,
      summary: "A design of your own, version \(design.version)")
    entry.diagram = read?.source
    entry.body = text(of: design.document)
    return entry
  }
}

extension CatalogEntry {
  /// Whether it is a person's own: a kept decision or a design.
  var isOwn: Bool { id.hasPrefix("decision:") || id.hasPrefix("design:") }
}
