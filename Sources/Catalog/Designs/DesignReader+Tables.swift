/// The sections that are tables.
extension DesignReader {
  /// A row of a table: its cells by the words of the header.
  struct Row {
    var cells: [String: DesignMarkup.Cell]
    var line: Line

    func value(_ name: String) -> String { cells[name]?.value ?? "" }
  }

  mutating func readRows(_ lines: [Line], key: String) -> [Row] {
    var rows: [Row] = []
    var header: [String]?
    for line in lines {
      let content = DesignMarkup.trimmed(line.text[...])
      guard let cells = DesignMarkup.cells(of: line.text) else {
        header = nil
        // Headings and remarks stand between tables.
        if let first = content.first, first != "#", first != "*" {
          report("expected a row of a table, found \(quoted(content))", at: line)
        }
        continue
      }
      if DesignMarkup.isRule(cells) { continue }
      guard let names = header else {
        let names = cells.map { $0.value.lowercased() }
        if !names.contains(key) { report("the table has no column “\(key)”", at: line) }
        header = names
        continue
      }
      var row = Row(cells: [:], line: line)
      for (name, cell) in zip(names, cells) where row.cells[name] == nil { row.cells[name] = cell }
      if cells.count > names.count {
        report(
          "the row has \(cells.count) cells, and the table \(names.count) columns: a bar within a cell is written “\\|”",
          at: line, column: cells[names.count].column)
      }
      if row.cells[key] != nil { rows.append(row) }
    }
    return rows
  }

  mutating func readComponents(_ lines: [Line]) {
    let components = Dictionary(
      design.graph.boxes.map { ($0.id, ($0.ref, $0.label)) }
        + design.graph.groups.map { ($0.id, ($0.ref, $0.title)) },
      uniquingKeysWith: { first, _ in first })
    for row in readRows(lines, key: "box") {
      let id = row.value("box")
      guard let (service, label) = components[id] else {
        report("the diagram has no box “\(id)”", at: row.line, column: row.cells["box"]?.column)
        continue
      }
      let title = label.filter { !$0.isEmpty }.joined(separator: " ")
      if let cell = row.cells["title"], cell.value != (title.isEmpty ? id : title) {
        report(
          "the diagram calls “\(id)” \(quoted(title.unicodeScalars)), which counts", at: row.line,
          column: cell.column)
      }
      if let cell = row.cells["service"], cell.value != service ?? "" {
        report(
          "the diagram ties “\(id)” to \(service.map { "“\($0)”" } ?? "no entry"), which counts: change its line “%% ref \(id) …”",
          at: row.line, column: cell.column)
      }
      var remark = Design.Remark(note: row.value("note"))
      if let cell = row.cells["quantity"], !cell.value.isEmpty {
        remark.quantity = Int(cell.value).flatMap { $0 >= 1 && $0 <= 1_000_000 ? $0 : nil }
        if remark.quantity == nil {
          report(
            "expected a whole number from 1 up, found “\(DesignText.line(cell.value))”", at: row.line,
            column: cell.column)
        }
      }
      if remark != Design.Remark() { design.remarks[id] = remark }
    }
  }

  mutating func readChecklist(_ lines: [Line]) {
    for row in readRows(lines, key: "item") {
      let id = DesignText.line(row.value("item"))
      let word = row.value("status")
      let note = row.value("note")
      guard !id.isEmpty else { continue }
      if let status = Design.Answer.Status(word: word) {
        design.answers[id] = Design.Answer(status: status, note: note)
      } else if !word.isEmpty, word.lowercased() != "open" {
        report(
          "expected yes, partly, no, n/a or open, found “\(DesignText.line(word))”", at: row.line,
          column: row.cells["status"]?.column)
      } else if !note.isEmpty {
        report(
          "the note of an open item is not kept: answer the item", at: row.line,
          column: row.cells["note"]?.column)
      }
    }
  }
}
