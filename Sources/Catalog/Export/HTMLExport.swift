import Markdown

/// The catalog as a folder of static HTML: a page an entry, a table of contents, one stylesheet and no script.
package struct HTMLExport: Sendable {
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
    places = ExportPlaces(pages: pages, suffix: ".html") { HTMLExport.mark(of: $0) }
  }

  /// The files, the table of contents last: where it is, the rest is.
  package var files: [ExportedFile] {
    [HTMLPage.stylesheet]
      + pages.compactMap { page in
        places.path(of: page.id).map { path in
          ExportedFile(
            path: path,
            text: HTMLPage.html(title: page.title + " · Catalog", root: "../", content: content(of: page)))
        }
      }
      + [
        ExportedFile(
          path: "index.html", text: HTMLPage.html(title: "Catalog", root: "", content: index))
      ]
  }

  /// The mark of a section: its own name, which stands once on a page.
  private static func mark(of section: String) -> String {
    let anchor = section.split(separator: "#", maxSplits: 1).last.map(String.init) ?? section
    return "section-" + anchor.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
  }

  // MARK: The table of contents

  private var index: String {
    var lines = ["<h1>Catalog</h1>", "<p>\(pages.count) entries.</p>"]
    lines += [
      "<section id=\"kinds\" aria-labelledby=\"kinds-title\">", "<h2 id=\"kinds-title\">By kind</h2>",
    ]
    for kind in EntryKind.allCases {
      addGroup(kind.pluralTitle, pages.filter { $0.kind == kind }, to: &lines)
    }
    lines += ["</section>", "<section id=\"topics\" aria-labelledby=\"topics-title\">"]
    lines.append("<h2 id=\"topics-title\">By topic</h2>")
    var topics: [String] = []
    for page in pages where !page.section.isEmpty && !topics.contains(page.section) {
      topics.append(page.section)
    }
    for topic in topics {
      addGroup(library.title(of: topic), pages.filter { $0.section == topic }, to: &lines)
    }
    addGroup("Other", pages.filter(\.section.isEmpty), to: &lines)
    lines.append("</section>")
    return lines.joined(separator: "\n")
  }

  private func addGroup(_ title: String, _ group: [CatalogEntry], to lines: inout [String]) {
    guard !group.isEmpty else { return }
    lines += ["<h3>\(HTMLText.escaped(title))</h3>", "<ul>"]
    for page in group {
      let link = html(of: Comparison.Value(page.title, target: page.id), from: nil)
      lines.append("<li>\(link): \(HTMLText.escaped(page.summary))</li>")
    }
    lines.append("</ul>")
  }

  // MARK: A page

  private func content(of page: CatalogEntry) -> String {
    let facts = PageFacts(entry: page, library: library)
    let folder = page.kind.folder
    var lines = ["<article>", "<p class=\"kind\">\(HTMLText.escaped(page.kind.title))</p>"]
    lines.append("<h1>\(HTMLText.escaped(page.title))</h1>")
    lines.append("<p class=\"summary\">\(HTMLText.escaped(page.summary))</p>")
    if let lifecycle = page.lifecycle, ["retiring", "retired", "superseded"].contains(lifecycle.state) {
      let date = lifecycle.date.map { ", \($0)" } ?? ""
      lines.append("<p class=\"notice\">\(HTMLText.escaped(lifecycle.state.capitalizedFirst + date))</p>")
    }
    var text = text(from: folder)
    for section in page.sections { text.marks[library.title(of: section)] = HTMLExport.mark(of: section) }
    lines.append(text.html(of: page.body))
    lines += guideLines(facts, folder) + diagramLines(facts) + modelLines(facts)
    lines += rowLines("Related", facts.relations, folder) + rowLines("Facts", facts.facts, folder)
    lines += linkLines(page) + sourceLines(facts) + noteLines(page, folder)
    lines.append("</article>")
    return lines.joined(separator: "\n")
  }

  private func text(from folder: String) -> HTMLText {
    HTMLText { target in
      places.reference(to: target, fromFolder: folder)
        ?? (WebAddress.isSafe(target) ? WebAddress.encoded(target) : nil)
    }
  }

  private func html(of value: Comparison.Value, from folder: String?) -> String {
    let text = HTMLText.escaped(value.text)
    guard let target = value.target, let path = places.reference(to: target, fromFolder: folder) else {
      return text
    }
    return HTMLText.link(text, to: path)
  }

  private func guideLines(_ facts: PageFacts, _ folder: String) -> [String] {
    guard let guide = facts.guide else { return [] }
    var lines = ["<h2>Options</h2>", "<ul>"]
    for option in guide.options {
      let reasons =
        option.reasonsFor.map { "<li>For: \(HTMLText.escaped($0))</li>" }
        + option.reasonsAgainst.map { "<li>Against: \(HTMLText.escaped($0))</li>" }
      let list = reasons.isEmpty ? "" : "<ul>\(reasons.joined())</ul>"
      lines.append("<li>\(html(of: facts.value(of: option), from: folder))\(list)</li>")
    }
    lines.append("</ul>")
    guard let table = guide.table else { return lines }
    let columns = table.columns.map { facts.columnTitle($0, of: guide) }
    return lines + [
      "<h2>Compared</h2>", HTMLExport.table(["What"] + columns, table.rows.map { [$0.name] + $0.cells }),
    ]
  }

  private func diagramLines(_ facts: PageFacts) -> [String] {
    guard let source = facts.entry.diagram else { return [] }
    let label = HTMLText.escaped("Diagram of \(facts.entry.title)")
    var lines = ["<h2>Diagram</h2>", "<figure aria-label=\"\(label)\">"]
    if let drawing = facts.drawing {
      lines.append("<pre class=\"drawing\">\(HTMLText.escaped(drawing))</pre>")
    }
    lines.append("<details><summary>Mermaid source</summary>")
    lines.append("<pre><code>\(HTMLText.escaped(source))</code></pre>")
    return lines + ["</details>", "</figure>"]
  }

  private func modelLines(_ facts: PageFacts) -> [String] {
    let models = facts.models
    return models.rows.isEmpty ? [] : ["<h2>Models</h2>", HTMLExport.table(models.columns, models.rows)]
  }

  private func rowLines(_ title: String, _ rows: [PageFacts.Row], _ folder: String) -> [String] {
    guard !rows.isEmpty else { return [] }
    return ["<h2>\(title)</h2>", "<dl>"]
      + rows.map { row in
        let values = row.values.map { html(of: $0, from: folder) }.joined(separator: ", ")
        return "<dt>\(HTMLText.escaped(row.label))</dt><dd>\(values)</dd>"
      } + ["</dl>"]
  }

  private func linkLines(_ page: CatalogEntry) -> [String] {
    let links = ([page] + page.sections.compactMap { library[$0] }).flatMap(\.links)
    guard !links.isEmpty else { return [] }
    return ["<h2>Learn more</h2>", "<ul>"]
      + links.map { link in
        let text = HTMLText.escaped(link.title)
        let html = WebAddress.isSafe(link.url) ? HTMLText.link(text, to: WebAddress.encoded(link.url)) : text
        return "<li>\(html) (\(HTMLText.escaped(link.kind)))</li>"
      } + ["</ul>"]
  }

  private func sourceLines(_ facts: PageFacts) -> [String] {
    guard !facts.sources.isEmpty else { return [] }
    return ["<h2>Sources</h2>", "<ul>"] + facts.sources.map { "<li>\(HTMLText.escaped($0))</li>" } + ["</ul>"]
  }

  private func noteLines(_ page: CatalogEntry, _ folder: String) -> [String] {
    ([page.id] + page.sections).flatMap { address -> [String] in
      guard let note = notes[address] else { return [] }
      let title = address == page.id ? "My note" : "My note on \(library.title(of: address))"
      var text = text(from: folder)
      return [
        "<section class=\"note\">", "<h2>\(HTMLText.escaped(title))</h2>", text.html(of: note), "</section>",
      ]
    }
  }

  private static func table(_ columns: [String], _ rows: [[String]]) -> String {
    let head = columns.map { "<th scope=\"col\">\(HTMLText.escaped($0))</th>" }.joined()
    let body = rows.map { row in
      let cells = row.enumerated().map { index, cell in
        index == 0
          ? "<th scope=\"row\">\(HTMLText.escaped(cell))</th>" : "<td>\(HTMLText.escaped(cell))</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return HTMLText.table(head: "<tr>\(head)</tr>", body: body.joined(separator: "\n"))
  }
}

extension String {
  /// The text with a capital at its start.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
