/// Which entries of a catalog account for which lines, links and headings of the document it is made from.
package struct SeedCoverage: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package var number: Int
    package var text: String
    package var saysSomething: Bool
    /// The addresses of the entries that account for it.
    package var entries: [String]

    package var isUnaccounted: Bool { saysSomething && entries.isEmpty }
  }

  /// A link of the document that no entry has.
  package struct Link: Hashable, Sendable {
    package var target: String
    package var line: Int
  }

  package struct Heading: Hashable, Sendable {
    package var text: String
    package var line: Int
  }

  /// An entry whose lines cannot be read, or that names lines the document does not have.
  package struct Fault: Hashable, Sendable {
    package var entry: String
    package var message: String
  }

  package private(set) var lines: [Line] = []
  package private(set) var missingLinks: [Link] = []
  package private(set) var missingHeadings: [Heading] = []
  /// The lines of pictures that belong to no entry with a drawing.
  package private(set) var missingPictures: [Int] = []
  package private(set) var faults: [Fault] = []
  /// How many different links the document has, as it writes them.
  package private(set) var linkCount = 0
  package private(set) var headingCount = 0
  package private(set) var pictureCount = 0

  /// Compares a document with the entries that are made of it.
  ///
  /// - Parameter reference: what sources call the document.
  package init(of document: String, by entries: [CatalogEntry], reference: String = "seed") {
    let seed = SeedDocument(document)
    let claims = readClaims(of: entries, reference: reference, lineCount: seed.lines.count)
    var entriesByURL: [String: [String]] = [:]
    for entry in entries {
      for link in entry.links { entriesByURL[link.url, default: []].append(entry.id) }
    }
    var linkLines: [Int: [String]] = [:]
    for link in seed.links where link.isWholeLine {
      linkLines[link.line, default: []] += entriesByURL[LinkResolver.url(for: link.target)] ?? []
    }
    lines = seed.lines.map { line in
      var found = claims.filter { $0.lines.contains(line.number) }.map(\.entry)
      for entry in linkLines[line.number] ?? [] where !found.contains(entry) { found.append(entry) }
      return Line(
        number: line.number, text: line.text, saysSomething: line.saysSomething, entries: found)
    }
    var seen: Set<String> = []
    for link in seed.links where seen.insert(link.target).inserted {
      if entriesByURL[LinkResolver.url(for: link.target)] == nil {
        missingLinks.append(Link(target: link.target, line: link.line))
      }
    }
    linkCount = seen.count
    headingCount = seed.headings.count
    missingHeadings = seed.headings.filter { heading in
      !claims.contains { $0.lines.contains(heading.line) }
    }.map { Heading(text: $0.text, line: $0.line) }
    pictureCount = seed.pictures.count
    let drawn = Set(entries.filter { $0.diagram != nil }.map(\.id))
    missingPictures = seed.pictures.filter { line in
      !claims.contains { drawn.contains($0.entry) && $0.lines.contains(line) }
    }
  }

  private mutating func readClaims(
    of entries: [CatalogEntry], reference: String, lineCount: Int
  ) -> [(entry: String, lines: LineSet)] {
    var claims: [(entry: String, lines: LineSet)] = []
    for entry in entries {
      for source in entry.sources where source.reference == reference {
        guard let lines = LineSet(parsing: source.lines) else {
          faults.append(
            Fault(entry: entry.id, message: "expected lines such as 61,79-81, found “\(source.lines)”"))
          continue
        }
        if let last = lines.ranges.map(\.upperBound).max(), last > lineCount {
          faults.append(
            Fault(entry: entry.id, message: "names line \(last), but the document has \(lineCount)"))
        }
        claims.append((entry.id, lines))
      }
    }
    return claims
  }

  /// The lines that say something for which no entry accounts.
  package var missingLines: [Line] { lines.filter(\.isUnaccounted) }

  /// How many lines say something.
  package var sayingLineCount: Int { lines.count(where: \.saysSomething) }

  /// Whether nothing of the document is left out.
  package var isComplete: Bool {
    missingLines.isEmpty && missingLinks.isEmpty && missingHeadings.isEmpty && missingPictures.isEmpty
      && faults.isEmpty
  }
}
