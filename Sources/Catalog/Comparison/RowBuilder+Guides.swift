/// What decision guides say of the entries that are compared.
extension RowBuilder {
  mutating func addGuides() {
    for page in library.entries {
      guard let text = page.dialogue, entries.contains(where: { text.contains($0.id) }),
        let guide = try? DecisionGuide(reading: text)
      else { continue }
      add(guide, title: page.title)
    }
  }

  private mutating func add(_ guide: DecisionGuide, title: String) {
    let library = library
    let id = "guide.\(guide.id)"
    add("\(id).for", "Speaks for it", guide: title) { entry in
      (guide.option(entry.id)?.reasonsFor ?? []).map { Value($0) }
    }
    add("\(id).against", "Speaks against it", guide: title) { entry in
      (guide.option(entry.id)?.reasonsAgainst ?? []).map { Value($0) }
    }
    if let table = guide.table {
      for (number, row) in table.rows.enumerated() {
        let cells = Dictionary(zip(table.columns, row.cells)) { first, _ in first }
        add("\(id).table.\(number + 1)", row.name, guide: title) {
          RowBuilder.values(of: $0, in: cells, library)
        }
      }
    }
    if guide.engine == .matrix {
      for question in guide.questions {
        add("\(id).\(question.id)", question.ask, guide: title) {
          RowBuilder.values(of: $0, in: question.cells, library)
        }
      }
    }
  }

  /// The cell of an entry; where a guide names only sections of a page, theirs under their titles.
  private static func values(
    of entry: CatalogEntry, in cells: [String: String], _ library: CatalogLibrary
  ) -> [Value] {
    if let cell = cells[entry.id] { return [Value(cell)] }
    return entry.sections.compactMap { address in
      cells[address].map { Value("\(library.title(of: address)): \($0)", target: address, compared: $0) }
    }
  }
}
