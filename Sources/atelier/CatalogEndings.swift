import ArgumentParser
import Catalog
import Documents
import TerminalUI

/// What ends before a day, what takes its place, and which designs of one's own it touches.
struct CatalogEndings {
  private struct Found {
    var entry: CatalogEntry
    var ending: CatalogEntry.Ending
    var designs: [String]
  }

  private let date: String
  private let library: CatalogLibrary
  private let found: [Found]

  /// - Throws: ``CommandFailure`` when the date is none.
  init(entries: [CatalogEntry], date: String, library: CatalogLibrary, designs: [KeptDesign]) throws {
    guard ISODay.isDay(date) else {
      throw CommandFailure(
        code: "bad_input", message: "--retiring-before expects a day, found “\(date)”",
        hint: "As in 2027-07-01.")
    }
    self.date = date
    self.library = library
    found = entries.flatMap { entry -> [Found] in
      let endings = entry.endings(before: date)
      guard !endings.isEmpty else { return [] }
      let touched = DesignImpact.designs(using: entry.id, in: designs).map(\.name)
      return endings.map { ending in
        // Of a family of models a design uses those that it names.
        let isModel = entry.models.contains { $0.name == ending.what }
        let found = designs.filter { design in
          touched.contains(design.name)
            && (!isModel || DesignImpact.names(model: ending.what, in: design.document))
        }
        return Found(entry: entry, ending: ending, designs: found.map(\.name))
      }
    }.sorted { ($0.ending.date, $0.entry.id) < ($1.ending.date, $1.entry.id) }
  }

  func write(_ output: OutputOptions) throws {
    if output.isJSON {
      Output.write(json.text() + "\n")
    } else if found.isEmpty {
      Output.complain("nothing in the catalog ends before \(date)", isPrefixed: false)
    } else {
      StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
    }
    if found.isEmpty { throw ExitCode(1) }
  }

  private var json: JSONValue {
    [
      "schema": "atelier.catalog.endings/1", "before": .string(date), "total": .integer(found.count),
      "endings": .array(
        found.map { found in
          [
            "id": .string(found.entry.id), "title": .string(found.entry.title),
            "kind": .string(found.entry.kind.rawValue),
            "what": found.ending.what.isEmpty ? .null : .string(found.ending.what),
            "date": .string(found.ending.date), "replaced_by": .optional(found.ending.replacedBy),
            "source": .optional(found.entry.lifecycle?.source),
            "designs": .array(found.designs.map(JSONValue.string)),
          ]
        }),
    ]
  }

  private var table: Table {
    let hasDesigns = found.contains { !$0.designs.isEmpty }
    return Table(
      columns: [
        .init("ends"), .init("id", minimum: 12, keepsEnds: true), .init("what", minimum: 16),
        .init("use instead", minimum: 10, priority: 1),
      ] + (hasDesigns ? [.init("in your designs", minimum: 10)] : []),
      rows: found.map { found in
        [
          Span(found.ending.date, Style(.warning)), Span(found.entry.id, .accent),
          Span(found.ending.what.isEmpty ? found.entry.title : found.ending.what),
          Span(found.ending.replacedBy.map { library.title(of: $0) } ?? "", .dim),
        ] + (hasDesigns ? [Span(found.designs.joined(separator: ", "), Style(.warning))] : [])
      })
  }
}
