import Catalog
import Markdown
import TerminalUI
import TextWidth

/// Composes the page of an entry: its text, and around it what the catalog knows of it.
package struct EntryPage {
  private let entry: CatalogEntry
  private let library: CatalogLibrary
  private let width: Int
  private var page = LaidOutDocument()

  /// Sets the page of an entry to a width.
  ///
  /// - Parameters:
  ///   - showsTitle: whether the title stands on top; a pane has it in its own title line.
  ///   - isWhole: whether the text was read already.
  package static func layOut(
    _ entry: CatalogEntry, in library: CatalogLibrary, width: Int, showsTitle: Bool = true,
    note: String? = nil, isBookmarked: Bool = false, isWhole: Bool = true
  ) -> LaidOutDocument {
    var page = EntryPage(entry: entry, library: library, width: min(max(width, 8), MarkdownLayout.measure))
    if showsTitle {
      page.page.lines += StyledLine.wrap([Span(entry.title, Style(.strong))], width: page.width)
    }
    page.addHeader(isBookmarked: isBookmarked)
    if let note { page.addNote(note) }
    if isWhole { page.addText() } else { page.addPlaceOfText() }
    page.addModels()
    page.addDialogue()
    page.addRelations()
    page.addFacts()
    page.addLinks()
    page.addSources()
    return page.page
  }

  private init(entry: CatalogEntry, library: CatalogLibrary, width: Int) {
    self.entry = entry
    self.library = library
    self.width = width
  }

  // MARK: Parts

  private mutating func addHeader(isBookmarked: Bool) {
    var words =
      entry.isOwn ? [entry.id.hasPrefix("design:") ? "my design" : "my decision"] : [entry.kind.title]
    if !entry.subkind.isEmpty, entry.subkind != entry.kind.title { words.append(entry.subkind) }
    words += entry.values(ofFacet: "hosting").prefix(2)
    words += entry.values(ofFacet: "modality").prefix(3)
    let mark = isBookmarked ? [Span("★ ", .accent)] : []
    page.lines += StyledLine.wrap(mark + [Span(words.joined(separator: " · "), .dim)], width: width)
    if let notice = lifecycleNotice {
      page.lines.append(StyledLine())
      page.append(notice, width: width, first: [Span("! ", Style(.warning, .bold))], hanging: 2)
    }
    page.lines.append(StyledLine())
    page.lines += StyledLine.wrap([Span(entry.summary + ".", Style(.text, on: .page, .italic))], width: width)
    page.lines.append(StyledLine())
    if entry.dialogue != nil {
      page.lines += StyledLine.wrap(
        [
          Span("Decide    ", .dim), Span("d", Style(.key)), Span(" walks the questions", .dim),
          Span("  ·  atelier catalog decide \(entry.id)", .dim),
        ], width: width)
      page.lines.append(StyledLine())
    }
    if entry.diagram != nil {
      page.lines += StyledLine.wrap(
        [
          Span("Diagram   ", .dim), Span("d", Style(.key)), Span(" opens it", .dim),
          Span("  ·  atelier diagram render \(entry.id)", .dim),
        ], width: width)
      page.lines.append(StyledLine())
    }
  }

  /// What a reader must know before the text: that a thing ends, ended, or is called otherwise.
  private var lifecycleNotice: [(span: Span, target: String?)]? {
    guard let lifecycle = entry.lifecycle else { return nil }
    let warning = Style(.warning)
    var spans: [(span: Span, target: String?)]
    switch lifecycle.state {
    case "preview": spans = [(Span("In preview: not for production", warning), nil)]
    case "retiring":
      spans = [(Span("Retiring" + (lifecycle.date.map { ": ends on \($0)" } ?? ""), warning), nil)]
    case "retired": spans = [(Span("Retired" + (lifecycle.date.map { " on \($0)" } ?? ""), warning), nil)]
    case "superseded": spans = [(Span("Superseded", warning), nil)]
    default: return nil
    }
    if let replacement = lifecycle.replacedBy {
      spans.append((Span("; use ", .text), nil))
      spans.append((Span(library.title(of: replacement), Style(.link)), replacement))
    }
    return spans
  }

  /// What a person wrote of it for themselves.
  private mutating func addNote(_ note: String) {
    page.lines.append(StyledLine("My note", Style(.heading)))
    page.append(MarkdownLayout.layOut(MarkdownDocument(parsing: note), width: width))
    page.lines.append(StyledLine())
  }

  /// The models of a family: limits, prices, and when they end.
  private mutating func addModels() {
    guard !entry.models.isEmpty else { return }
    addHeading("Models")
    for model in entry.models {
      var title = [Span(model.title, Style(.strong)), Span("  " + model.name, .dim)]
      if ["preview", "retiring", "retired", "deprecated"].contains(model.state) {
        title.append(Span("  " + model.state, model.state == "preview" ? .dim : Style(.warning)))
      }
      page.lines += StyledLine.wrap(title, width: width)
      var parts = [model.kind]
      if !model.parameters.isEmpty { parts.append(model.parameters) }
      if !model.input.isEmpty || !model.output.isEmpty {
        parts.append(model.input.joined(separator: ", ") + " → " + model.output.joined(separator: ", "))
      }
      if let tokens = model.contextTokens { parts.append("context " + EntryPage.grouped(tokens)) }
      if let tokens = model.maxInputTokens { parts.append("input at most " + EntryPage.grouped(tokens)) }
      if let tokens = model.maxOutputTokens { parts.append("output at most " + EntryPage.grouped(tokens)) }
      if !model.licence.isEmpty { parts.append(model.licence) }
      addDetail(parts.joined(separator: " · "))
      if let text = model.priceText, let price = model.price {
        addDetail("\(text) (\(price.source), \(price.date))")
      }
      for text in [model.priceNote, model.note] where !text.isEmpty { addDetail(text) }
      if !model.refuses.isEmpty { addDetail("Does not take: " + model.refuses.joined(separator: ", ")) }
      if !model.retires.isEmpty {
        let instead = model.replacedBy.isEmpty ? "" : "; use \(model.replacedBy)"
        page.lines += StyledLine.wrap(
          [Span("Ends on \(model.retires)\(instead)", Style(.warning))], width: width, first: [Span("  ")],
          hanging: 2)
      }
    }
    page.lines.append(StyledLine())
  }

  private mutating func addDetail(_ text: String) {
    page.lines += StyledLine.wrap([Span(text, .dim)], width: width, first: [Span("  ")], hanging: 2)
  }

  /// A number with commas between its thousands.
  private static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return digits
  }

  private mutating func addPlaceOfText() {
    page.lines += StyledLine.wrap([Span("The text of this page is still being read …", .dim)], width: width)
    page.lines.append(StyledLine())
  }

  private mutating func addText() {
    let body = entry.body.isEmpty ? entry.summary : entry.body
    page.append(MarkdownLayout.layOut(MarkdownDocument(parsing: body), width: width))
    page.lines.append(StyledLine())
  }

  /// What a decision guide can recommend, and the comparison beside its questions.
  private mutating func addDialogue() {
    guard let text = entry.dialogue, let guide = try? DecisionGuide(reading: text) else { return }
    func title(_ option: DecisionGuide.Option) -> (String, target: String?) {
      option.title.isEmpty
        ? (library.title(of: option.id), option.id)
        : (option.title, library[option.id] == nil ? nil : option.id)
    }
    if !guide.options.isEmpty {
      addHeading("Options")
      for option in guide.options {
        let (name, target) = title(option)
        page.append(
          [(Span(name, target == nil ? Style(.text) : Style(.link)), target)], width: width,
          first: [Span("• ", .dim)], hanging: 2)
      }
      page.lines.append(StyledLine())
    }
    if let table = guide.table {
      addHeading("Compared")
      for row in table.rows {
        page.lines += StyledLine.wrap([Span(row.name, Style(.strong))], width: width)
        for (column, cell) in zip(table.columns, row.cells) {
          let name = guide.option(column).map { title($0).0 } ?? library.title(of: column)
          page.append(
            [(Span(name + ": ", .dim), nil), (Span(cell), nil)], width: width,
            first: [Span("  ", .dim)], hanging: 4)
        }
      }
      page.lines.append(StyledLine())
    }
  }

  private mutating func addRelations() {
    let groups = library.related(to: entry)
    guard entry.parent != nil || !groups.isEmpty else { return }
    addHeading("Related")
    if let parent = entry.parent { addRow("On the page", [(library.title(of: parent), parent)]) }
    for group in groups {
      addRow(group.title, group.addresses.map { (library.title(of: $0), $0) })
    }
    page.lines.append(StyledLine())
  }

  private mutating func addFacts() {
    var rows: [(String, String)] = []
    if !entry.aliases.isEmpty { rows.append(("Also called", entry.aliases.joined(separator: ", "))) }
    for facet in entry.facets {
      rows.append((FacetVocabulary.title(of: facet.name), facet.values.joined(separator: ", ")))
    }
    let clouds = ["aws": "On AWS", "gcp": "On Google", "oss": "Open source"]
    for equivalent in entry.equivalents {
      if let label = clouds[equivalent.name] {
        rows.append((label, equivalent.values.joined(separator: ", ")))
      }
    }
    if let lifecycle = entry.lifecycle {
      rows.append(
        (
          "Lifecycle",
          [lifecycle.state, lifecycle.date, lifecycle.note].compactMap(\.self).joined(separator: "; ")
        ))
      for feature in lifecycle.retiredFeatures {
        rows.append(("", feature.name + ": until " + feature.values.joined(separator: ", ")))
      }
    }
    guard !rows.isEmpty else { return }
    addHeading("Facts")
    for (label, text) in rows { addRow(label, text: text) }
    page.lines.append(StyledLine())
  }

  private mutating func addLinks() {
    guard !entry.links.isEmpty else { return }
    addHeading("Learn more")
    for link in entry.links {
      page.append(
        [(Span(link.title + " ↗", Style(.link)), link.url), (Span("  " + link.kind, .dim), nil)],
        width: width,
        first: [Span("• ", .dim)], hanging: 2)
    }
    page.lines.append(StyledLine())
  }

  private mutating func addSources() {
    let sources = entry.sources.map { source in
      source.reference == "seed"
        ? "overview article of 15 December 2025, lines \(source.lines)"
        : source.lines.isEmpty ? source.reference : "\(source.reference) \(source.lines)"
    }
    var text = entry.id
    if !sources.isEmpty { text += " · " + sources.joined(separator: "; ") }
    page.lines += StyledLine.wrap([Span(text, .dim)], width: width)
  }

  // MARK: Rows

  private static let labelWidth = 13

  private mutating func addHeading(_ title: String) {
    page.headings[title] = page.lines.count
    page.lines.append(StyledLine(title, Style(.heading)))
  }

  private mutating func addRow(_ label: String, _ links: [(title: String, target: String)]) {
    var spans: [(span: Span, target: String?)] = []
    for (index, link) in links.enumerated() {
      if index > 0 { spans.append((Span(", ", .dim), nil)) }
      spans.append((Span(link.title, Style(.link)), link.target))
    }
    page.append(spans, width: width, first: [labelSpan(label)], hanging: EntryPage.labelWidth)
  }

  private mutating func addRow(_ label: String, text: String) {
    page.append([(Span(text), nil)], width: width, first: [labelSpan(label)], hanging: EntryPage.labelWidth)
  }

  private func labelSpan(_ label: String) -> Span {
    let cells = TextWidth.cells(of: label)
    return Span(label + String(repeating: " ", count: max(1, EntryPage.labelWidth - cells)), .dim)
  }

}
