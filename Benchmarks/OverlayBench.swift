import Catalog
import Foundation
import PseudoTerminal
import Shipped

/// Measures a catalog of one's own of 10,000 entries, laid over the shipped one: the first start, on which it is read
/// and digested, and later ones.
enum OverlayBench {
  private static let count = 10_000
  private static let rounds = 7

  static func run(_ program: String, folder: String) {
    let catalog = folder + "/generated"
    let home = folder + "/overlay"
    try? FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    generate(String(count), to: catalog)
    // Files that changed a moment ago are never taken for read.
    usleep(100_000)
    Report.head("\(count) generated entries laid over the catalog")
    start(program, catalog: catalog, home: home)
    search(catalog: catalog, cache: home + "/.cache/atelier/catalogs")
  }

  /// Writes a catalog with the shipped one's sentences.
  static func generate(_ count: String, to folder: String) {
    guard let count = Int(count), let shipped = Shipped.withCatalog(CatalogArchive.unpack) else { return }
    do { try GeneratedCatalog.write(count, from: shipped, to: folder) } catch { print("\(folder): \(error)") }
  }

  private struct Start {
    var frames: [Double] = []
    var searchable: [Double] = []
    var memory: [Double] = []
  }

  private static func start(_ program: String, catalog: String, home: String) {
    var first = Start()
    var later = Start()
    var typing: [Double] = []
    for _ in 0..<rounds {
      try? FileManager.default.removeItem(atPath: home + "/.cache")
      open(program, catalog: catalog, home: home, into: &first)
      typing += open(program, catalog: catalog, home: home, into: &later)
    }
    row("first start: first frame", first.frames, "ms", "< 50 ms")
    row("first start: searchable", first.searchable, "ms", "< 1000 ms")
    row("first start: resident memory", first.memory, "MB", "< 100 MB")
    row("later start: first frame", later.frames, "ms", "< 50 ms")
    row("later start: searchable", later.searchable, "ms")
    row("later start: resident memory", later.memory, "MB", "< 100 MB")
    let figures = Figures(values: typing)
    Report.row(
      "search key to paint, p95", figures.p95, unit: "ms", aim: "< 16 ms",
      detail: "median \(Report.number(figures.median))")
  }

  private static func row(_ what: String, _ values: [Double], _ unit: String, _ aim: String = "") {
    let figures = Figures(values: values)
    Report.row(
      what, figures.median, unit: unit, aim: aim,
      detail: "least \(Report.number(figures.least)), most \(Report.number(figures.most))")
  }

  /// Starts the program, searches at once for a page of the folder, and searches on; tells how long keys took.
  @discardableResult
  private static func open(
    _ program: String, catalog: String, home: String, into start: inout Start
  ) -> [Double] {
    guard
      let terminal = PseudoTerminal(
        [program, "--catalog", catalog], columns: Bench.columns, rows: Bench.rows,
        environment: Bench.environment(home), folder: home)
    else { return [] }
    let began = ContinuousClock.now
    guard let frame = terminal.wait(for: "Atelier", since: began) else { return [] }
    terminal.send("/gazetteer")
    guard let found = terminal.wait(for: "Generated atlas", since: began) else { return [] }
    start.frames.append(frame)
    start.searchable.append(found)
    terminal.settle()
    var keys: [Double] = []
    for query in ["vector search over my own data", "databriks", "how to cut token costs"] {
      // Empties the field.
      terminal.send("\u{15}")
      terminal.settle()
      for character in query {
        let pressed = ContinuousClock.now
        terminal.send(String(character))
        guard terminal.read(milliseconds: 500) > 0 else { continue }
        keys.append(pressed.duration(to: .now).milliseconds)
        terminal.settle(milliseconds: 12)
      }
    }
    start.memory.append(terminal.residentMegabytes)
    return keys
  }

  private static func search(catalog: String, cache: String) {
    let cache = CatalogCache(folder: cache)
    guard let digest = try? FolderDigest(path: catalog, cache: cache),
      let shipped = Shipped.withCatalog(CatalogArchive.unpack)
    else { return }
    let library = CatalogLibrary(layers: [shipped, digest.entries])
    let search = CatalogSearch(
      library, cache: cache, name: ["bench"], digests: [digest], contents: digest.contents)
    let figures = SearchBench.keys(in: search)
    Report.row(
      "search a key press, p95", figures.p95, unit: "ms", aim: "< 5 ms",
      detail: "median \(Report.number(figures.median)), most \(Report.number(figures.most))")
  }
}
