/// How a text stands in a line of a list or in a cell of a table, and how it is read back.
///
/// A text stays Markdown as far as it can, so that it reads well: only what would end the line, the cell or the text, or
/// open a block or a tag, is written with a backslash, and a line end as `<br>`. All of it works on scalars: an accent
/// after a bar makes another character of it, not another cell.
enum DesignMarkup {
  /// Signs that at the start of a line open a block.
  private static let openers = Set("#>-+*=~`[".unicodeScalars)

  static func encode(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "\n": result.append(contentsOf: "<br>".unicodeScalars)
      case "|": result.append(contentsOf: "\\|".unicodeScalars)
      case "\\":
        let isTaken = index == 0 || next == nil || next == "\\" || next == "|" || next == "<" || next == "\n"
        result.append(contentsOf: (isTaken ? "\\\\" : "\\").unicodeScalars)
      case "<":
        if next.map(opensTag) == true { result.append("\\") }
        result.append(scalar)
      default:
        if index == 0, openers.contains(scalar) { result.append("\\") }
        result.append(scalar)
      }
    }
    return String(result)
  }

  private static func opensTag(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || scalar == "!" || scalar == "?" || ("a"..."z").contains(scalar)
      || ("A"..."Z").contains(scalar)
  }

  static func decode(_ text: some Sequence<Unicode.Scalar>) -> String {
    let scalars = trimmed(Array(text)[...])
    var result = String.UnicodeScalarView()
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = index + 1 < scalars.endIndex ? scalars[index + 1] : nil
      if scalar == "\\", let next {
        let isFirst = index == scalars.startIndex
        if next == "\\" || next == "|" || next == "<" || isFirst && openers.contains(next) {
          result.append(next)
          index += 2
          continue
        }
      }
      if scalar == "<", let end = breakEnd(in: scalars, at: index) {
        result.append("\n")
        index = end
        continue
      }
      result.append(scalar)
      index += 1
    }
    return DesignText.clean(String(result))
  }

  /// The index behind `<br>` or `<br/>`.
  private static func breakEnd(in text: ArraySlice<Unicode.Scalar>, at start: Int) -> Int? {
    guard start + 3 < text.endIndex, "bB".unicodeScalars.contains(text[start + 1]),
      "rR".unicodeScalars.contains(text[start + 2])
    else { return nil }
    var end = start + 3
    while end < text.endIndex, text[end] == " " || text[end] == "/" { end += 1 }
    return end < text.endIndex && text[end] == ">" ? end + 1 : nil
  }

  /// Without blanks at either end.
  static func trimmed(_ text: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar> {
    var text = text
    while let first = text.first, first == " " || first == "\t" || first == "\r" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }

  // MARK: Tables

  /// The lines of a table.
  static func table(_ header: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String {
      "|" + cells.map { $0.isEmpty ? "  |" : " \(encode($0)) |" }.joined()
    }
    return [line(header), "|" + header.map { _ in " --- |" }.joined()] + rows.map(line)
  }

  /// A cell of a table as it is written, with the column at which it starts.
  struct Cell {
    var text: ArraySlice<Unicode.Scalar>
    var column: Int

    var value: String { DesignMarkup.decode(text) }
  }

  /// The cells of a line of a table; nil for a line that is none.
  static func cells(of line: [Unicode.Scalar]) -> [Cell]? {
    let content = trimmed(line[...])
    guard content.first == "|" else { return nil }
    var cells: [Cell] = []
    var start = content.startIndex + 1
    var index = start
    while index < content.endIndex {
      if content[index] == "\\" {
        index += 2
        continue
      }
      if content[index] == "|" {
        cells.append(cell(content[start..<index]))
        start = index + 1
      }
      index += 1
    }
    // The last bar may be missing.
    if start < content.endIndex { cells.append(cell(content[start...])) }
    return cells
  }

  private static func cell(_ text: ArraySlice<Unicode.Scalar>) -> Cell {
    let content = trimmed(text)
    return Cell(text: content, column: (content.isEmpty ? text.startIndex : content.startIndex) + 1)
  }

  /// Whether the cells are the line between header and rows.
  static func isRule(_ cells: [Cell]) -> Bool {
    cells.allSatisfy { cell in !cell.text.isEmpty && cell.text.allSatisfy { $0 == "-" || $0 == ":" } }
  }

  // MARK: Sections

  /// Markdown that stands in a section of a document: a heading that would open another one gets closing signs, which
  /// change nothing for a reader.
  static func section(_ text: String, isTaken: ([Unicode.Scalar]) -> Bool) -> String {
    mapLines(of: text) { line in
      guard let heading = heading(in: bare(line)), isTaken(heading) else { return line }
      return line + Array(" ##".unicodeScalars)
    }
  }

  /// The Markdown of a section as it was before ``section(_:isTaken:)``.
  static func unsection(_ text: String, isTaken: ([Unicode.Scalar]) -> Bool) -> String {
    mapLines(of: text) { line in
      guard isClosed(line), let heading = heading(in: bare(line)), isTaken(heading) else { return line }
      return Array(line.dropLast(3))
    }
  }

  /// The words of a heading of the second level; nil for another line.
  static func heading(in line: [Unicode.Scalar]) -> [Unicode.Scalar]? {
    guard line.starts(with: "## ".unicodeScalars) else { return nil }
    return Array(trimmed(line[3...]))
  }

  /// Whether a heading has closing signs.
  static func isClosed(_ line: [Unicode.Scalar]) -> Bool {
    line.count > 5 && line.starts(with: "## ".unicodeScalars)
      && line.suffix(3).elementsEqual(" ##".unicodeScalars)
  }

  /// A heading without closing signs.
  private static func bare(_ line: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var line = line
    while isClosed(line) { line.removeLast(3) }
    return line
  }

  private static func mapLines(of text: String, _ body: ([Unicode.Scalar]) -> [Unicode.Scalar]) -> String {
    var view = String.UnicodeScalarView()
    for (index, line) in lines(of: text).enumerated() {
      if index > 0 { view.append("\n") }
      view.append(contentsOf: body(line))
    }
    return String(view)
  }

  static func lines(of text: String) -> [[Unicode.Scalar]] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
  }

  static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
