import Catalog

extension CatalogScreen {
  /// Takes what the store holds, and shows it.
  mutating func take(_ notebook: Notebook) {
    let isFirst = !hasNotebook
    hasNotebook = true
    self.notebook = notebook
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
    contents?.library[address] ?? notebook.entry(at: address)
  }

  /// The entries whose private notes hold all words of a query.
  func notesMatching(_ query: String) -> [CatalogEntry] {
    let words = query.lowercased().split(whereSeparator: \.isWhitespace)
    guard !words.isEmpty else { return [] }
    return notebook.noted.filter { address in
      guard let text = notebook.notes[address]?.lowercased() else { return false }
      return words.allSatisfy { text.contains($0) }
    }.compactMap { entry(at: $0) }
  }
}
