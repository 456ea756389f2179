import Documents

/// What a check looks at beyond what reading needs.
extension CatalogFolder {
  /// What to do about a file that was not read.
  static func advice(for error: DocumentError) -> String? {
    if error.message.contains("symbolic link") { return "Copy what it leads to into the catalog." }
    if error.message.contains("UTF-8") { return "Save the file as UTF-8." }
    if error.message.contains(" MB; ") { return "Cut it into pages, and link them." }
    return nil
  }

  /// A link that would leave the folder, which no link does: entries are named, and web pages have full addresses.
  static func escape(of reference: EntryReader.Reference, in file: String) -> Problem? {
    guard reference.target.hasPrefix("../") || reference.target.contains("/../") else { return nil }
    return Problem(
      file: file,
      error: DocumentError("the link “\(reference.target)” leaves the folder", at: reference.position),
      hint: "Name an entry by its id, and a page on the web by its full address.")
  }

  /// Circles of “part of” in which an entry of this folder takes part.
  func circles(over below: [CatalogEntry]) -> [Problem] {
    let own = Set(entries.map { $0.parent ?? $0.id })
    let all = entries + below.filter { !own.contains($0.parent ?? $0.id) }
    return PartOfCycles.find(in: all).compactMap { chain in
      guard let first = chain.firstIndex(where: { own.contains(CatalogFolder.page(of: $0)) }),
        first + 1 < chain.count,
        let entry = entries.first(where: { $0.id == CatalogFolder.page(of: chain[first]) })
      else { return nil }
      let file = entry.kind.folder + "/" + entry.id + entry.kind.fileSuffix
      let position = references.first { $0.file == file && $0.reference.target == chain[first + 1] }?
        .reference.position
      return Problem(
        file: file,
        error: DocumentError("part-of goes in a circle: \(chain.joined(separator: " → "))", at: position),
        hint: "Take one of these relations away: one of them is the whole.")
    }
  }

  private static func page(of address: String) -> String {
    address.firstIndex(of: "#").map { String(address[..<$0]) } ?? address
  }

  /// What every file shows when it is looked at once more for its words and signs.
  func looks() -> [Problem] {
    var found: [Problem] = []
    let reader = CatalogFileReader(root: path)
    for file in Set(names.map(\.file)) {
      let kind = EntryKind.allCases.first { file.hasPrefix($0.folder + "/") }
      guard let kind, let text = try? reader.text(of: file) else { continue }
      found += FieldCheck(text, kind: kind).findings.map {
        Problem(file: file, error: $0.error, hint: $0.hint)
      }
    }
    for page in entries {
      guard let source = page.diagram else { continue }
      found += CatalogFolder.looks(atDrawing: source, in: "\(page.kind.folder)/\(page.id).mmd")
    }
    return found
  }

  /// The links and the signs of a drawing's source.
  private static func looks(atDrawing source: String, in file: String) -> [Problem] {
    var found = FieldCheck(drawing: source).findings.map {
      Problem(file: file, error: $0.error, hint: $0.hint)
    }
    for (index, line) in source.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.drop { $0 == " " || $0 == "\t" }
      guard words.hasPrefix("click ") || words.hasPrefix("link ") || words.contains("](") else { continue }
      guard let column = words.contains("../") ? line.firstColumn(of: "../") : nil else { continue }
      found.append(
        Problem(
          file: file,
          error: DocumentError(
            "a link leaves the folder", at: SourcePosition(line: index + 1, column: column)),
          hint: "Lead from a box to an entry by a comment: %% ref box entry-id."))
    }
    return found
  }
}

extension Substring {
  /// The column at which a text begins in a line; nil when it is not there.
  fileprivate func firstColumn(of text: String) -> Int? {
    let scalars = Array(unicodeScalars)
    let wanted = Array(text.unicodeScalars)
    guard scalars.count >= wanted.count else { return nil }
    return (0...(scalars.count - wanted.count)).first {
      scalars[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
    .map { $0 + 1 }
  }
}
