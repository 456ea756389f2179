import Markdown

/// The catalog as a folder of Markdown: a page an entry, and a table of contents.
package struct MarkdownExport: Sendable {
  private let library: CatalogLibrary
  private let pages: [CatalogEntry]
  private let notes: [String: String]
  private let places: ExportPlaces

  /// - Parameters:
  ///   - kinds: the kinds to export; none for all.
  ///   - notes: what a person wrote of entries, by their addresses.
  package init(of library: CatalogLibrary, kinds: Set<EntryKind> = [], notes: [String: String] = [:]) {
    self.library = library
    self.notes = notes
    pages = library.pages.filter { kinds.isEmpty || kinds.contains($0.kind) }
    // A section stands under a heading of its title, and readers of Markdown make its mark of that.
    places = ExportPlaces(pages: pages, suffix: ".md") {
      MarkdownExport.mark(ofHeading: library.title(of: $0))
    }
  }

  /// The files, the table of contents last: where it is, the rest is.
  package var files: [ExportedFile] {
    pages.compactMap { page in
      places.path(of: page.id).map { ExportedFile(path: $0, text: text(of: page)) }
    } + [ExportedFile(path: "index.md", text: index)]
  }

  private var index: String {
    var lines = ["# Catalog", ""]
    for kind in EntryKind.allCases {
      let group = pages.filter { $0.kind == kind }
      guard !group.isEmpty else { continue }
      lines += ["## \(kind.pluralTitle)", ""]
      for page in group {
        lines.append(
          "- \(link(Comparison.Value(page.title, target: page.id), from: nil)): "
            + MarkdownText.escaped(page.summary))
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private func text(of page: CatalogEntry) -> String {
    let folder = page.kind.folder
    let facts = PageFacts(entry: page, library: library)
    var lines = ["# \(MarkdownText.escaped(page.title))", "", "*\(MarkdownText.escaped(page.summary))*", ""]
    let body = MarkdownLinks.rewrite(page.body) { target in
      if library[target] != nil { return places.reference(to: target, fromFolder: folder) }
      return WebAddress.isSafe(target) || target.hasPrefix("#") ? target : nil
    }
    lines += [body.trimmingBlankLines, ""]
    if let guide = facts.guide {
      lines += ["## Options", ""]
      lines +=
        guide.options.map { option in
          "- " + link(facts.value(of: option), from: folder)
            + (option.reasonsFor.map { "\n  - For: \(MarkdownText.escaped($0))" }
            + option.reasonsAgainst.map { "\n  - Against: \(MarkdownText.escaped($0))" }).joined()
        } + [""]
      if let table = guide.table {
        let columns = table.columns.map { facts.columnTitle($0, of: guide) }
        lines += ["## Compared", "", MarkdownText.row([""] + columns.map(MarkdownText.escaped))]
        lines.append(MarkdownText.row(["---"] + columns.map { _ in "---" }))
        lines +=
          table.rows.map { row in
            MarkdownText.row(([row.name] + row.cells).map(MarkdownText.escaped))
          } + [""]
      }
    }
    if let source = page.diagram {
      let text = source.hasSuffix("\n") ? String(source.dropLast()) : source
      lines += ["## Diagram", "", "````mermaid", text, "````", ""]
    }
    let models = facts.models
    if !models.rows.isEmpty {
      lines += [
        "## Models", "", MarkdownText.row(models.columns),
        MarkdownText.row(models.columns.map { _ in "---" }),
      ]
      lines += models.rows.map { MarkdownText.row($0.map(MarkdownText.escaped)) } + [""]
    }
    func add(_ title: String, _ rows: [PageFacts.Row]) {
      guard !rows.isEmpty else { return }
      lines += ["## \(title)", ""]
      for row in rows {
        let values = row.values.map { link($0, from: folder) }.joined(separator: ", ")
        lines.append("- \(MarkdownText.escaped(row.label)): \(values)")
      }
      lines.append("")
    }
    add("Related", facts.relations)
    add("Facts", facts.facts)
    let links = ([page] + page.sections.compactMap { library[$0] }).flatMap(\.links)
    if !links.isEmpty {
      lines += ["## Learn more", ""] + links.map { "- " + MarkdownText.link($0.title, to: $0.url) } + [""]
    }
    if !facts.sources.isEmpty {
      lines += ["## Sources", ""] + facts.sources.map { "- " + MarkdownText.escaped($0) } + [""]
    }
    for address in [page.id] + page.sections {
      guard let note = notes[address] else { continue }
      let title =
        address == page.id ? "My note" : "My note on \(MarkdownText.escaped(library.title(of: address)))"
      lines += ["## \(title)", "", note.trimmingBlankLines, ""]
    }
    return lines.joined(separator: "\n")
  }

  private func link(_ value: Comparison.Value, from folder: String?) -> String {
    let text = MarkdownText.escaped(value.text)
    guard let target = value.target, let path = places.reference(to: target, fromFolder: folder) else {
      return text
    }
    return "[\(text)](\(path))"
  }

  /// The mark that GitHub gives a heading.
  static func mark(ofHeading title: String) -> String {
    String(
      title.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || character == "-" || character == "_"
          ? character : nil
      })
  }
}
