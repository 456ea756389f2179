import Documents
import Markdown

/// Reads an entry's file: YAML front matter and a Markdown body (the format is described in ARCHITECTURE.md).
package struct EntryReader {
  /// A mention of another entry, with its place in the file.
  package struct Reference: Hashable, Sendable {
    package var target: String
    package var position: SourcePosition
  }

  /// A name of an entry, with its place in the file.
  package struct Name: Hashable, Sendable {
    package var text: String
    package var address: String
    package var position: SourcePosition
  }

  /// The page first, then its sections.
  package private(set) var entries: [CatalogEntry] = []
  package private(set) var references: [Reference] = []
  package private(set) var names: [Name] = []
  /// What is wrong with the file, beyond what stopped it from being read.
  package private(set) var problems: [DocumentError] = []

  private static let pageFields = [
    "id", "kind", "subkind", "title", "aliases", "summary", "section", "order", "facets", "relations",
    "equivalents",
    "lifecycle", "links", "sources", "sections", "models",
  ]
  private static let sectionFields =
    pageFields.filter { !["id", "section", "order", "sections", "models"].contains($0) } + ["anchor"]
  /// What a page that is YAML alone may have.
  private static let dataFields = pageFields.filter { !["sections", "models"].contains($0) }
  private static let lifecycleStates = [
    "preview", "current", "renamed", "rolling", "superseded", "retiring", "retired",
  ]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - fileName: the file's name without `.md`, which must be the entry's id; nil when it has none.
  ///   - collectsLinks: whether the links of the text are wanted among the references; they take a parser of Markdown.
  /// - Throws: ``DocumentError`` when there is no front matter or it is no YAML.
  package init(
    reading text: String, fileName: String? = nil, collectsLinks: Bool = true
  ) throws(DocumentError) {
    let matter = try FrontMatter(reading: text)
    let fields = matter.fields
    checkNames(of: fields, among: EntryReader.pageFields)
    var page = page(from: fields, fileName: fileName, extension: "md")
    page.body = matter.body.withLineFeeds
    entries = [page]
    readSections(of: fields, page: page, bodyLine: matter.bodyLine)
    if collectsLinks { collectBodyLinks(page.body, firstLine: matter.bodyLine) }
  }

  /// Reads the file of a decision guide: YAML alone, the fields of an entry and those of its dialogue.
  ///
  /// - Parameter fileName: the file's name without `.yaml`, which must be the entry's id; nil when it has none.
  /// - Throws: ``DocumentError`` when it is no YAML.
  package init(readingGuide text: String, fileName: String? = nil) throws(DocumentError) {
    let fields = try YAMLReader.read(text)
    checkNames(of: fields, among: EntryReader.dataFields + DecisionReader.fields)
    var page = page(from: fields, fileName: fileName, extension: "yaml")
    let reader = DecisionReader(fields)
    problems += reader.problems
    references += reader.references
    page.body = reader.guide.markdown
    page.dialogue = text
    entries = [page]
  }

  /// Reads the file of a checklist: YAML alone, the fields of an entry and its items.
  ///
  /// - Parameter fileName: the file's name without `.yaml`, which must be the entry's id; nil when it has none.
  /// - Throws: ``DocumentError`` when it is no YAML.
  package init(readingChecklist text: String, fileName: String? = nil) throws(DocumentError) {
    let fields = try YAMLReader.read(text)
    checkNames(of: fields, among: EntryReader.dataFields + ChecklistReader.fields)
    var page = page(from: fields, fileName: fileName, extension: "yaml")
    let reader = ChecklistReader(fields)
    problems += reader.problems
    references += reader.references
    page.body = reader.checklist.markdown
    page.checklist = reader.checklist
    entries = [page]
  }

  private mutating func page(
    from fields: YAMLNode, fileName: String?, extension fileExtension: String
  ) -> CatalogEntry {
    let id = required("id", of: fields)
    if let fileName, !id.isEmpty, id != fileName {
      report("the id is “\(id)”, but the file is called “\(fileName).\(fileExtension)”", at: fields["id"])
    }
    if !EntryReader.isAddressPart(id) {
      report("id: expected small letters, digits and hyphens", at: fields["id"] ?? fields)
    }
    var page = entry(at: id, from: fields)
    page.section = fields["section"]?.string ?? ""
    if let section = fields["section"] { refer(to: page.section, at: section) }
    if let order = fields["order"] { page.order = integer(order, "order") }
    let models = ModelCardReader(list("models", of: fields))
    page.models = models.models
    problems += models.problems
    return page
  }

  // MARK: Sections

  private mutating func readSections(of fields: YAMLNode, page: CatalogEntry, bodyLine: Int) {
    guard let node = fields["sections"] else { return }
    guard let list = node.sequence else {
      report("sections: expected a list, found \(node.kindName)", at: node)
      return
    }
    let parts = EntryReader.parts(of: page.body)
    for item in list {
      checkNames(of: item, among: EntryReader.sectionFields)
      let anchor = required("anchor", of: item)
      guard EntryReader.isAddressPart(anchor) else {
        report("anchor: expected small letters, digits and hyphens", at: item["anchor"] ?? item)
        continue
      }
      var section = entry(at: page.id + "#" + anchor, from: item)
      section.section = page.section
      section.order = page.order
      let matching = parts.filter { $0.heading == section.title }
      if let part = matching.first, matching.count == 1 {
        section.body = part.text
      } else {
        report(
          matching.isEmpty
            ? "the text has no heading “## \(section.title)”"
            : "the text has the heading “## \(section.title)” twice",
          at: item["title"] ?? item)
      }
      entries[0].sections.append(section.id)
      entries.append(section)
    }
  }

  /// The parts of a body under its `##` headings.
  static func parts(of body: String) -> [(heading: String, text: String)] {
    let document = MarkdownDocument(parsing: body)
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    let headings: [(title: String, line: Int)] = document.blocks.compactMap { block in
      guard case .heading(2, let inlines, let line) = block else { return nil }
      return (inlines.map(\.plainText).joined(), line)
    }
    return headings.enumerated().map { index, heading in
      var start = min(heading.line, lines.count)
      // A heading without signs before it goes on to the hyphens below it.
      if start > 0, lines[start - 1].first(where: { $0 != " " }) != "#",
        let underline = lines[start...].firstIndex(where: { line in
          line.contains("-") && line.allSatisfy { $0 == "-" || $0.isWhitespace }
        })
      {
        start = underline + 1
      }
      let end = index + 1 < headings.count ? min(headings[index + 1].line - 1, lines.count) : lines.count
      return (heading.title, lines[start..<max(start, end)].joined(separator: "\n").trimmingBlankLines)
    }
  }

  // MARK: Fields

  private mutating func entry(at address: String, from fields: YAMLNode) -> CatalogEntry {
    let kindText = required("kind", of: fields)
    let kind = EntryKind(rawValue: kindText)
    if kind == nil, !kindText.isEmpty {
      let hint =
        NearestName.of(kindText, among: EntryKind.allCases.map(\.rawValue)).map { "; did you mean \($0)?" }
        ?? ""
      report("there is no kind “\(kindText)”\(hint)", at: fields["kind"])
    }
    var entry = CatalogEntry(
      id: address, kind: kind ?? .concept, title: required("title", of: fields),
      summary: required("summary", of: fields))
    if entry.summary.count > 140 {
      report("the summary has \(entry.summary.count) characters; 140 is the most", at: fields["summary"])
    }
    entry.subkind = fields["subkind"]?.string ?? ""
    names.append(Name(text: entry.title, address: address, position: (fields["title"] ?? fields).position))
    for node in list("aliases", of: fields) {
      guard let alias = node.string, !alias.isEmpty else {
        report("aliases: expected a name, found \(node.kindName)", at: node)
        continue
      }
      entry.aliases.append(alias)
      names.append(Name(text: alias, address: address, position: node.position))
    }
    entry.facets = facets("facets", of: fields)
    entry.equivalents = facets("equivalents", of: fields)
    for node in list("relations", of: fields) { readRelation(node, into: &entry) }
    for node in list("links", of: fields) { readLink(node, into: &entry) }
    for node in list("sources", of: fields) {
      checkParts(of: node, among: ["ref", "lines"])
      guard let reference = node["ref"]?.string else {
        report("sources: expected “ref: …, lines: …”", at: node)
        continue
      }
      entry.sources.append(CatalogEntry.Source(reference: reference, lines: node["lines"]?.string ?? ""))
    }
    if let node = fields["lifecycle"] { entry.lifecycle = readLifecycle(node) }
    return entry
  }

  private mutating func readRelation(_ node: YAMLNode, into entry: inout CatalogEntry) {
    checkParts(of: node, among: ["rel", "to"])
    guard let name = node["rel"]?.string, let to = node["to"], let target = to.string else {
      report("relations: expected “{rel: …, to: …}”", at: node)
      return
    }
    guard let kind = RelationKind(rawValue: name) else {
      let known = RelationKind.allCases.map(\.rawValue)
      let hint = NearestName.of(name, among: known) ?? known.joined(separator: ", ")
      report("there is no relation “\(name)”; known: \(hint)", at: node["rel"])
      return
    }
    entry.relations.append(CatalogEntry.Relation(kind: kind, target: target))
    refer(to: target, at: to)
  }

  private mutating func readLink(_ node: YAMLNode, into entry: inout CatalogEntry) {
    checkParts(of: node, among: ["id", "title", "href", "kind"])
    guard let title = node["title"]?.string, let href = node["href"]?.string else {
      report("links: expected “{title: …, href: …}”", at: node)
      return
    }
    entry.links.append(
      CatalogEntry.Link(
        id: node["id"]?.string ?? "", title: title, href: href, kind: node["kind"]?.string ?? "documentation")
    )
  }

  private mutating func readLifecycle(_ node: YAMLNode) -> CatalogEntry.Lifecycle? {
    checkParts(of: node, among: ["state", "date", "replaced_by", "note", "source", "retired_features"])
    guard let state = node["state"]?.string, EntryReader.lifecycleStates.contains(state) else {
      report(
        "lifecycle: expected “state:” with one of \(EntryReader.lifecycleStates.joined(separator: ", "))",
        at: node)
      return nil
    }
    var lifecycle = CatalogEntry.Lifecycle(state: state)
    lifecycle.date = node["date"]?.string
    if let date = node["date"], let text = date.string, !ISODay.isDay(text) {
      report("lifecycle: expected a date such as 2026-11-12, found “\(text)”", at: date)
    }
    lifecycle.replacedBy = node["replaced_by"]?.string
    if let replacement = node["replaced_by"], let target = replacement.string {
      refer(to: target, at: replacement)
    }
    lifecycle.note = node["note"]?.string
    lifecycle.source = node["source"]?.string
    for feature in list("retired_features", of: node) {
      checkParts(of: feature, among: ["feature", "date"])
      lifecycle.retiredFeatures.append(
        CatalogEntry.Facet(name: feature["feature"]?.string ?? "", values: [feature["date"]?.string ?? ""]))
    }
    return lifecycle
  }

  private mutating func facets(_ name: String, of fields: YAMLNode) -> [CatalogEntry.Facet] {
    guard let node = fields[name] else { return [] }
    guard let pairs = node.mapping else {
      report("\(name): expected names with values, found \(node.kindName)", at: node)
      return []
    }
    return pairs.map { pair in
      let nodes = pair.value.sequence ?? [pair.value]
      for node in nodes where node.string == nil && !node.isNull {
        report("\(name): expected a value or a list of values, found \(node.kindName)", at: node)
      }
      return CatalogEntry.Facet(name: pair.key.string ?? "", values: nodes.compactMap(\.string))
    }
  }

  // MARK: Small readers

  private mutating func required(_ name: String, of fields: YAMLNode) -> String {
    if let text = fields[name]?.string, !text.isEmpty { return text }
    report("“\(name)” is missing", at: fields[name] ?? fields)
    return ""
  }

  private mutating func list(_ name: String, of fields: YAMLNode) -> [YAMLNode] {
    fields.list(name, problems: &problems)
  }

  private mutating func integer(_ node: YAMLNode, _ name: String) -> Int {
    if let number = node.string.flatMap({ Int($0) }) { return number }
    report("\(name): expected a whole number", at: node)
    return 0
  }

  private mutating func checkNames(of fields: YAMLNode, among known: [String]) {
    problems += fields.problemsOfNames(among: known, such: "title")
  }

  /// Checks the names within one value of a field; that it is no mapping is for its reader to say.
  private mutating func checkParts(of node: YAMLNode, among known: [String]) {
    if node.mapping != nil { checkNames(of: node, among: known) }
  }

  private mutating func report(_ message: String, at node: YAMLNode?) {
    problems.append(DocumentError(message, at: node?.position))
  }

  private mutating func refer(to target: String, at node: YAMLNode) {
    references.append(Reference(target: target, position: node.position))
  }

  private static func isAddressPart(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      }
  }

  // MARK: Links of the text

  /// Notes every link of the body that points to an entry. cmark gives no column for a link, so it is looked up.
  private mutating func collectBodyLinks(_ body: String, firstLine: Int) {
    let targets = Set(
      MarkdownDocument(parsing: body).links.map(\.target).filter { !$0.contains(":") && !$0.isEmpty })
    guard !targets.isEmpty else { return }
    var unseen = targets
    let wanted = targets.map { (target: $0, bytes: Array("](\($0))".utf8)) }
    for (number, line) in body.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let bytes = Array(line)
      var column = 1
      for start in bytes.indices {
        // Columns count scalars.
        if bytes[start] & 0xC0 == 0x80 { continue }
        defer { column += 1 }
        guard bytes[start] == UInt8(ascii: "]") else { continue }
        for (target, signs) in wanted where bytes[start...].starts(with: signs) {
          references.append(
            Reference(target: target, position: SourcePosition(line: firstLine + number, column: column + 2)))
          unseen.remove(target)
        }
      }
    }
    // A link with a title, or one that is defined elsewhere in the text: its target counts, its place is the text's.
    for target in unseen.sorted() {
      references.append(Reference(target: target, position: SourcePosition(line: firstLine, column: 1)))
    }
  }
}

extension String {
  /// The text with one kind of line end, so that a file from another system reads alike.
  fileprivate var withLineFeeds: String {
    guard utf8.contains(UInt8(ascii: "\r")) else { return self }
    return replacing("\r\n", with: "\n").replacing("\r", with: "\n")
  }

  /// The text without blank lines at its start and end.
  var trimmingBlankLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
