import Documents

/// The pages of a folder without their texts, read in passing: enough to list them and to find them by their names and
/// summaries while the folder is digested.
package enum FolderHeads {
  /// Fewer files are parsed before anybody could ask for their names.
  private static let fewest = 500
  private static let chunk = 128

  /// Reads the fields of all pages; nil where little is to be parsed, or the folder cannot be read.
  ///
  /// What is broken is left out: the digest tells it.
  package static func read(path: String, cache: CatalogCache?) -> [CatalogEntry]? {
    guard let state = try? FolderState(path: path, cache: cache), state.missing.count >= fewest else {
      return nil
    }
    let pages = state.files.filter { !$0.isDiagram && $0.kind != .decision && $0.kind != .checklist }
    let parts = Parallel.cut(pages.count, into: (pages.count + chunk - 1) / chunk)
    return Parallel.map(parts.count) { number in
      pages[parts[number]].flatMap { entries(of: $0, with: state.reader) }
    }.flatMap(\.self)
  }

  private static func entries(of file: CatalogFolder.File, with reader: CatalogFileReader) -> [CatalogEntry] {
    guard let head = reader.head(of: file.name) ?? (try? reader.text(of: file.name)),
      let read = try? EntryReader(reading: head, fileName: file.id, collectsLinks: false),
      let page = read.entries.first, !page.id.isEmpty, !page.title.isEmpty
    else { return [] }
    return read.entries.map { entry in
      var entry = entry
      // What was read of the text may end in the middle of it.
      entry.body = ""
      return entry
    }
  }
}
