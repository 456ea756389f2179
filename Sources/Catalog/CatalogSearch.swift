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

  /// Indexes a library.
  package init(_ library: CatalogLibrary) {
    self.library = library
    index = SearchIndex(library.entries.map(CatalogSearch.document))
  }

  /// The entries for a query, best first, and how many there are in all.
  ///
  /// Beside words, a query may hold phrases in quotation marks, and filters such as `kind:service` (``CatalogQuery``).
  package func search(
    _ query: String, filter: Filter = Filter(), limit: Int = 50
  ) -> (total: Int, hits: [Hit]) {
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
    let query = CatalogQuery(query, in: library)
    let found =
      query.words.isEmpty
      ? library.entries : index.documents(matching: query.words).map { library.entries[$0] }
    return query.filter.isEmpty ? found : found.filter(query.filter.accepts)
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
    guard let range = body.firstRange(of: "\n## ") else { return body }
    return String(body[..<range.lowerBound])
  }

  /// Markdown without the marks that would show up in an excerpt.
  ///
  /// A whole parse of every page is not worth it here.
  private static func readableText(of markdown: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(markdown.utf8.count)
    var isTarget = false
    var previous = UInt8(ascii: "\n")
    // Bytes, not characters: every mark of Markdown is ASCII, and this runs over the whole catalog at once.
    for byte in markdown.utf8 {
      defer { previous = byte }
      if isTarget {
        if byte == UInt8(ascii: ")") { isTarget = false }
        continue
      }
      switch byte {
      case UInt8(ascii: "(") where previous == UInt8(ascii: "]"): isTarget = true
      case UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "|"),
        UInt8(ascii: "#"):
        break
      case UInt8(ascii: "\n"):
        if let last = result.last, last != UInt8(ascii: " ") { result.append(UInt8(ascii: " ")) }
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
