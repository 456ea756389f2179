/// Search over a whole catalog.
package struct CatalogSearch: Sendable {
  /// An entry that a search found.
  package struct Hit: Sendable {
    package var entry: CatalogEntry
    package var score: Double
    package var matches: [FieldMatch]

    package init(entry: CatalogEntry, score: Double, matches: [FieldMatch]) {
      self.entry = entry
      self.score = score
      self.matches = matches
    }
  }

  package typealias Filter = CatalogFilter

  private let library: CatalogLibrary
  private let index: SearchIndex
  /// What a search leaves in memory of files, and is given back after it.
  private let blocks: [ByteBlock]

  /// Indexes a library.
  package init(_ library: CatalogLibrary) {
    self.library = library
    blocks = []
    let entries = library.entries
    index = SearchIndex(count: entries.count) { CatalogSearch.document(for: entries[$0]) }
  }

  /// Takes the index of a library from a cache, or makes it and keeps it there.
  ///
  /// - Parameters:
  ///   - name: the index's file.
  ///   - digests: what the library was made of, beside what the program carries.
  ///   - contents: a number for what the library was made of.
  package init(
    _ library: CatalogLibrary, cache: CatalogCache, name: [String], digests: [FolderDigest], contents: UInt64
  ) {
    let texts = digests.compactMap(\.block)
    let entries = library.entries
    let document = { @Sendable (number: Int) in CatalogSearch.document(for: entries[number]) }
    let file = CatalogCache.name(for: name, kind: "search")
    let origin = Checksum.of("\(contents)", seed: CatalogCache.program)
    self.library = library
    if let block = cache.block(named: file),
      let kept = SearchIndexFile.read(block, origin: origin, count: entries.count, document: document)
    {
      block.rest()
      index = kept
      blocks = texts + [block]
      return
    }
    let made = SearchIndex(count: entries.count, document: document)
    if let block = SearchIndexFile.make(made, origin: origin), let kept = cache.keep(block, named: file),
      let mapped = SearchIndexFile.read(kept, origin: origin, count: entries.count, document: document)
    {
      kept.rest()
      index = mapped
      blocks = texts + [kept]
    } else {
      index = made
      blocks = texts
    }
  }

  /// The entries for a query, best first, and how many there are in all.
  ///
  /// Beside words, a query may hold phrases in quotation marks, and filters such as `kind:service` (``CatalogQuery``).
  package func search(
    _ query: String, filter: Filter = Filter(), limit: Int = 50
  ) -> (total: Int, hits: [Hit]) {
    defer { rest() }
    let entries = library.entries
    let query = CatalogQuery(query, in: library)
    var filter = filter
    filter.add(query.filter)
    guard !query.words.isEmpty else {
      // Nothing but filters: all that pass, in the catalog's own order.
      guard !query.filter.isEmpty else { return (0, []) }
      let accepted = entries.filter(filter.accepts)
      return (accepted.count, accepted.prefix(limit).map { Hit(entry: $0, score: 0, matches: []) })
    }
    let results = index.search(query.words, limit: limit) { filter.isEmpty || filter.accepts(entries[$0]) }
    let hits = results.hits.map { Hit(entry: entries[$0.document], score: $0.score, matches: $0.matches) }
    return (results.total, hits)
  }

  /// All entries that a query would find, in the catalog's order: what facets are counted over.
  package func entries(matching query: String) -> [CatalogEntry] {
    defer { rest() }
    let query = CatalogQuery(query, in: library)
    let found =
      query.words.isEmpty
      ? library.entries : index.documents(matching: query.words).map { library.entries[$0] }
    return query.filter.isEmpty ? found : found.filter(query.filter.accepts)
  }

  private func rest() {
    for block in blocks { block.rest() }
  }

  private static func document(for entry: CatalogEntry) -> SearchDocument {
    var fields: [(field: SearchField, text: String)] = [
      (.id, entry.id), (.title, entry.title), (.summary, entry.summary),
      (.kind, CatalogSearch.kindWords(of: entry)),
    ]
    fields += entry.aliases.map { (.aliases, $0) }
    fields += entry.links.map { (.links, $0.title) }
    // The words of other clouds' counterparts find an entry too.
    fields += entry.equivalents.filter { $0.name != "basis" }.flatMap(\.values).map { (.equivalents, $0) }
    // A checklist holds so many words that it would be found for every question: its items are read in it.
    let body =
      entry.checklist.map(\.intro)
      ?? (entry.sections.isEmpty ? entry.body : CatalogSearch.ownPart(of: entry.body))
    fields.append((.body, CatalogSearch.readableText(of: body)))
    return SearchDocument(id: entry.id, fields: fields)
  }

  /// What it is, and that it ends or has ended, in the words in which people ask for it.
  private static func kindWords(of entry: CatalogEntry) -> String {
    let ends: [String: String] = [
      "retired": "retired", "retiring": "retiring deprecated", "superseded": "superseded",
      "preview": "preview",
    ]
    let state = entry.lifecycle.flatMap { ends[$0.state] } ?? ""
    return [entry.kind.title, entry.subkind, state].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The body of a page with sections up to its first heading: the sections are documents of their own.
  private static func ownPart(of body: String) -> String {
    let bytes = body.utf8
    let heading = Array("\n## ".utf8)
    var index = bytes.startIndex
    while let line = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) {
      if bytes[line...].starts(with: heading) { return String(body[..<line]) }
      index = bytes.index(after: line)
    }
    return body
  }

  /// For every byte whether it is a mark of Markdown, or a sign that may be one: a bracket that opens, a line's end.
  private static let marks: [Bool] = {
    var marks = [Bool](repeating: false, count: 256)
    for byte in "*`[]|#(\n".utf8 { marks[Int(byte)] = true }
    return marks
  }()

  /// Markdown without the marks that would show up in an excerpt.
  ///
  /// A whole parse of every page is not worth it here.
  package static func readableText(of markdown: String) -> String {
    var markdown = markdown
    return markdown.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { readableText(of: bytes, into: $0) }
    }
  }

  private static func readableText(
    of bytes: UnsafeBufferPointer<UInt8>, into result: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    // Bytes, not characters: every mark of Markdown is ASCII, and this runs over the whole catalog at once.
    var count = 0
    func copy(_ range: Range<Int>) {
      guard !range.isEmpty else { return }
      _ = UnsafeMutableBufferPointer(rebasing: result[count..<count + range.count])
        .update(fromContentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
      count += range.count
    }
    marks.withUnsafeBufferPointer { marks in
      var index = 0
      while index < bytes.count {
        let start = index
        while index < bytes.count, !marks[Int(bytes[index])] { index += 1 }
        copy(start..<index)
        guard index < bytes.count else { break }
        switch bytes[index] {
        case UInt8(ascii: "(") where index == 0 || bytes[index - 1] != UInt8(ascii: "]"):
          copy(index..<index + 1)
        case UInt8(ascii: "("):
          // The target of a link.
          while index < bytes.count, bytes[index] != UInt8(ascii: ")") { index += 1 }
        case UInt8(ascii: "\n"):
          if count > 0, result[count - 1] != UInt8(ascii: " ") {
            result[count] = UInt8(ascii: " ")
            count += 1
          }
        default: break
        }
        index += 1
      }
    }
    return count
  }
}
