import Catalog
import PseudoTerminal
import Shipped

/// Times the search of a catalog of 10,000 entries, key by key, as a person types.
enum SearchBench {
  private static let queries = [
    "vector search", "databriks", "how do i cut token costs", "rag", "speech to text accuracy", "a",
    "no-code agents",
    "azure cognitive services", "hyperparameter tuning", "gpt-5.2", "summarise documents",
    "network isolation private endpoint",
  ]

  static func run() {
    let shipped = Shipped.withCatalog(CatalogArchive.unpack) ?? []
    guard !shipped.isEmpty else { return }
    let library = CatalogLibrary(layers: [entries(from: shipped, count: 10_000)])
    let clock = ContinuousClock()
    let began = clock.now
    let search = CatalogSearch(library)
    let building = began.duration(to: clock.now).milliseconds
    let figures = keys(in: search)
    Report.head("Search, \(library.entries.count) entries, per key press")
    Report.row(
      "p95", figures.p95, unit: "ms", aim: "< 5 ms",
      detail:
        "median \(Report.number(figures.median)), most \(Report.number(figures.most)); index built in \(Report.number(building)) ms"
    )
  }

  /// How long a search takes for every letter that is typed.
  static func keys(in search: CatalogSearch) -> Figures {
    let clock = ContinuousClock()
    _ = search.search("warm")
    var values: [Double] = []
    for _ in 0..<3 {
      for query in queries {
        for end in query.indices.dropFirst() {
          let typed = String(query[..<end])
          let start = clock.now
          let result = search.search(typed, limit: 100)
          values.append(start.duration(to: clock.now).milliseconds)
          // The result is used, so that no compiler may leave the work out.
          if result.total < 0 { print("") }
        }
      }
    }
    return Figures(values: values)
  }

  /// Many entries from the shipped ones: each with a text put together from two of them, and words of its own.
  private static func entries(from shipped: [CatalogEntry], count: Int) -> [CatalogEntry] {
    let pages = shipped.filter { $0.parent == nil }
    return (0..<count).map { number in
      let first = pages[number % pages.count]
      let second = pages[(number * 7 + number / pages.count) % pages.count]
      var entry = CatalogEntry(
        id: "\(first.id)-\(number)", kind: first.kind,
        title: "\(first.title) \(GeneratedCatalog.word(number))",
        summary: second.summary)
      entry.aliases = first.aliases.map { "\($0) \(GeneratedCatalog.word(number / 3))" }
      entry.body =
        first.body + "\n" + second.body + "\n"
        + (0..<12).map { GeneratedCatalog.word(number &* 31 &+ $0) }.joined(separator: " ")
      return entry
    }
  }
}
