import Catalog
import Documents

extension CatalogScreen {
  /// Takes what the store holds, and shows it.
  mutating func take(_ notebook: Notebook) {
    let isFirst = !hasNotebook
    hasNotebook = true
    self.notebook = notebook
    let entries = notebook.decisions.map(Notebook.entry) + notebook.designs.map(Notebook.entry)
    own = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
    rebuildGroups()
    if isFirst, let text = notebook.preferences["catalog.filter"] { restore(filter: text) }
  }

  mutating func setBookmark(_ isOn: Bool, on address: String) {
    notebook.bookmarks.removeAll { $0 == address }
    if isOn { notebook.bookmarks.insert(address, at: 0) }
    rebuildGroups()
  }

  mutating func setNote(_ text: String?, on address: String) {
    notebook.noted.removeAll { $0 == address }
    notebook.notes[address] = text
    if text != nil { notebook.noted.insert(address, at: 0) }
    rebuildGroups()
  }

  /// Notes that an entry was opened.
  mutating func visit(_ address: String) {
    guard notebook.recent.first != address, !address.contains(":") else { return }
    notebook.recent.removeAll { $0 == address }
    notebook.recent.insert(address, at: 0)
    visits.append(address)
    counts[.recent] = entries(of: .recent).count
  }

  /// The visits that are still to be kept.
  mutating func takeVisits() -> [Effect] {
    guard !visits.isEmpty else { return [] }
    defer { visits = [] }
    return visits.map { .recordVisit($0) }
  }

  /// An entry of the catalog, or something of one's own.
  func entry(at address: String) -> CatalogEntry? {
    contents?.library[address] ?? own[address]
  }

  /// The entries whose private notes hold all words of a query.
  func notesMatching(_ query: String) -> [CatalogEntry] {
    guard query.contains(where: { !$0.isWhitespace }) else { return [] }
    return notebook.noted.filter { address in
      notebook.notes[address].map { EntryNote.holds(query, in: $0) } ?? false
    }.compactMap { entry(at: $0) }
  }
}

extension Workbench {
  /// Takes what the store holds; the first time also what was not finished the last time.
  mutating func take(_ notebook: Notebook) {
    let isFirst = !catalog.hasNotebook
    catalog.take(notebook)
    refreshDesign()
    guard isFirst else { return }
    if let drafts = notebook.preferences["note.draft"] { restoreNoteDrafts(drafts) }
    promptDrafts = notebook.preferences["prompt.drafts"].flatMap { try? JSONReader.read($0).object } ?? []
    providerDraft = notebook.preferences["provider.draft"].flatMap { try? JSONReader.read($0) }
    sayFilter()
  }
}
