import Catalog
import Documents

/// The catalog's entries as JSON, in the form that scripts rely on.
enum CatalogJSON {
  static func list(_ entries: [CatalogEntry]) -> JSONValue {
    [
      "schema": "atelier.catalog.list/1", "total": .integer(entries.count),
      "entries": .array(
        entries.map { entry in
          [
            "id": .string(entry.id), "title": .string(entry.title), "kind": .string(entry.kind.rawValue),
            "summary": .string(entry.summary), "facets": facets(entry.facets),
            "lifecycle_state": .optional(entry.lifecycle?.state),
          ]
        }),
    ]
  }

  static func search(query: String, filters: JSONValue, total: Int, hits: [CatalogSearch.Hit]) -> JSONValue {
    [
      "schema": "atelier.catalog.search/1", "query": .string(query), "filters": filters,
      "total": .integer(total),
      "hits": .array(hits.map(hit)),
    ]
  }

  private static func hit(_ hit: CatalogSearch.Hit) -> JSONValue {
    [
      "id": .string(hit.entry.id), "title": .string(hit.entry.title),
      "kind": .string(hit.entry.kind.rawValue),
      "score": .number((hit.score * 1000).rounded() / 1000), "summary": .string(hit.entry.summary),
      "lifecycle_state": .optional(hit.entry.lifecycle?.state),
      "matches": .array(
        hit.matches.map { match in
          [
            "field": .string(match.field.rawValue), "text": .string(match.text),
            "ranges": .array(
              characterRanges(match).map { .array([.integer($0.lowerBound), .integer($0.upperBound)]) }),
          ]
        }),
    ]
  }

  /// The ranges counted in Unicode scalars, as most languages index text; inside they are bytes.
  private static func characterRanges(_ match: FieldMatch) -> [Range<Int>] {
    let bytes = match.text.utf8
    func count(_ offset: Int) -> Int {
      match.text.unicodeScalars.distance(
        from: match.text.startIndex, to: bytes.index(bytes.startIndex, offsetBy: min(offset, bytes.count)))
    }
    return match.ranges.map { count($0.lowerBound)..<count($0.upperBound) }
  }

  static func show(_ entry: CatalogEntry, in library: CatalogLibrary) -> JSONValue {
    [
      "schema": "atelier.catalog.show/1", "id": .string(entry.id), "kind": .string(entry.kind.rawValue),
      "subkind": entry.subkind.isEmpty ? .null : .string(entry.subkind), "title": .string(entry.title),
      "aliases": strings(entry.aliases), "summary": .string(entry.summary), "section": .string(entry.section),
      "parent": .optional(entry.parent), "sections": strings(entry.sections), "facets": facets(entry.facets),
      "lifecycle": lifecycle(entry.lifecycle),
      "relations": .array(
        entry.relations.map { relation in
          [
            "rel": .string(relation.kind.rawValue), "to": .string(relation.target),
            "title": .string(library.title(of: relation.target)),
          ]
        }),
      "used_in": .array(
        library.backlinks(to: entry.id).map { backlink in
          [
            "id": .string(backlink.from), "title": .string(library.title(of: backlink.from)),
            "rel": .string(backlink.kind?.rawValue ?? "mentions"),
          ]
        }),
      "equivalents": .object(
        entry.equivalents.filter { $0.name != "basis" }.map {
          .init($0.name, .string($0.values.joined(separator: ", ")))
        }),
      "links": .array(
        entry.links.map { link in
          [
            "title": .string(link.title), "href": .string(link.href), "url": .string(link.url),
            "kind": .string(link.kind),
          ]
        }),
      "sources": .array(entry.sources.map { ["ref": .string($0.reference), "lines": .string($0.lines)] }),
      "body_markdown": .string(entry.body), "diagram": .optional(entry.diagram),
    ]
  }

  private static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  private static func facets(_ facets: [CatalogEntry.Facet]) -> JSONValue {
    .object(facets.map { .init($0.name, strings($0.values)) })
  }

  private static func lifecycle(_ lifecycle: CatalogEntry.Lifecycle?) -> JSONValue {
    guard let lifecycle else { return .null }
    return [
      "state": .string(lifecycle.state), "date": .optional(lifecycle.date),
      "replaced_by": .optional(lifecycle.replacedBy),
      "note": .optional(lifecycle.note), "source": .optional(lifecycle.source),
      "retired_features": .array(
        lifecycle.retiredFeatures.map { ["feature": .string($0.name), "date": .optional($0.values.first)] }),
    ]
  }
}
