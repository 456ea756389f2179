import Diagrams
import Documents
import FoundationEssentials

/// A catalog on disk: one Markdown file an entry, or YAML for a decision guide, in the folders of their kinds.
package struct CatalogFolder: Sendable {
  /// Something wrong in a file.
  package struct Problem: Hashable, Sendable {
    /// The file, relative to the catalog's folder.
    package var file: String
    package var error: DocumentError
    /// What to do about it, where that is not plain from the error.
    package var hint: String?

    package init(file: String, error: DocumentError, hint: String? = nil) {
      self.file = file
      self.error = error
      self.hint = hint
    }

    /// The problem as compilers print it.
    package var described: String { error.described(file: file) }
  }

  package var path: String
  /// The entries of every readable file.
  package private(set) var entries: [CatalogEntry] = []
  package private(set) var problems: [Problem] = []
  /// How many files were read.
  package private(set) var fileCount = 0

  private(set) var references: [(file: String, reference: EntryReader.Reference)] = []
  private(set) var names: [(file: String, name: EntryReader.Name)] = []
  /// What the boxes of drawings refer to.
  private var diagramReferences: [(file: String, reference: StepComments.Reference)] = []

  /// Reads every file of a catalog's folder.
  ///
  /// A file that cannot be read becomes a problem, and the rest is read.
  ///
  /// - Throws: ``DocumentError`` when the folder itself cannot be read.
  package init(path: String) throws(DocumentError) {
    self.path = path
    let reader = CatalogFileReader(root: path)
    let listing = try CatalogFolder.files(in: path, with: reader)
    problems = listing.problems
    for file in listing.files {
      fileCount += 1
      if file.isDiagram {
        add(CatalogFolder.readDiagram(file, with: reader), of: file)
      } else {
        add(CatalogFolder.read(file, with: reader), of: file)
      }
    }
  }

  private mutating func add(_ page: Page, of file: File) {
    problems += page.problems
    entries += page.entries
    references += page.references.map { (file.name, $0) }
    names += page.names.map { (file.name, $0) }
  }

  private mutating func add(_ drawing: Drawing, of file: File) {
    problems += drawing.problems
    guard let text = drawing.text else { return }
    diagramReferences += drawing.references.map { (file.name, $0) }
    guard let index = entries.firstIndex(where: { $0.id == file.id && $0.parent == nil }) else {
      problems.append(file.problemOfLoneDiagram)
      return
    }
    entries[index].diagram = text
  }

  // MARK: Files

  /// A file of a catalog's folder.
  struct File: Hashable, Sendable {
    /// Relative to the folder.
    var name: String
    var kind: EntryKind
    var isDiagram: Bool

    /// The file's name without folder and suffix: the id of its entry.
    var id: String {
      let base = name.split(separator: "/").last ?? ""
      return String(base.dropLast(isDiagram ? 4 : kind.fileSuffix.count))
    }

    var problemOfLoneDiagram: Problem {
      Problem(
        file: name, error: DocumentError("there is no entry “\(id)” beside which it could lie", at: nil))
    }
  }

  /// What the file of an entry holds.
  struct Page: Sendable {
    var entries: [CatalogEntry] = []
    var problems: [Problem] = []
    var references: [EntryReader.Reference] = []
    var names: [EntryReader.Name] = []
  }

  /// What the file of a drawing holds; without a text it cannot be used.
  struct Drawing: Sendable {
    var text: String?
    var problems: [Problem] = []
    var references: [StepComments.Reference] = []
  }

  /// The files of a catalog's folder that are read, in their order: those of a kind before its drawings.
  ///
  /// - Returns: the files, and what is wrong with the folders of kinds.
  /// - Throws: ``DocumentError`` when the folder cannot be read or holds no catalog.
  static func files(
    in path: String, with reader: CatalogFileReader
  ) throws(DocumentError) -> (files: [File], problems: [Problem]) {
    let manager = FileManager.default
    var isFolder = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      throw DocumentError("there is no folder “\(path)”", at: nil)
    }
    var foundKind = false
    var found: [File] = []
    var problems: [Problem] = []
    for kind in EntryKind.allCases {
      let folder = path + "/" + kind.folder
      if let refusal = reader.refusal(of: kind.folder) {
        problems.append(Problem(file: kind.folder, error: refusal, hint: CatalogFolder.advice(for: refusal)))
        continue
      }
      guard let files = try? manager.contentsOfDirectory(atPath: folder) else { continue }
      foundKind = true
      let shown = files.filter { !$0.hasPrefix(".") }.sorted()
      found += shown.filter { $0.hasSuffix(kind.fileSuffix) }.map {
        File(name: kind.folder + "/" + $0, kind: kind, isDiagram: false)
      }
      found += shown.filter { $0.hasSuffix(".mmd") }.map {
        File(name: kind.folder + "/" + $0, kind: kind, isDiagram: true)
      }
    }
    if !foundKind {
      let names = EntryKind.allCases.map(\.folder).joined(separator: ", ")
      throw DocumentError("“\(path)” holds no catalog: expected folders such as \(names)", at: nil)
    }
    return (found, problems)
  }

  /// Reads the file of an entry.
  ///
  /// - Parameter collectsLinks: whether the links of its text are wanted among the references.
  static func read(_ file: File, with reader: CatalogFileReader, collectsLinks: Bool = true) -> Page {
    let (file, kind) = (file.name, file.kind)
    var result = Page()
    let text: String
    do { text = try reader.text(of: file) } catch {
      result.problems.append(Problem(file: file, error: error, hint: CatalogFolder.advice(for: error)))
      return result
    }
    do {
      let name = file.split(separator: "/").last.map { String($0.dropLast(kind.fileSuffix.count)) }
      let reader =
        switch kind {
        case .decision: try EntryReader(readingGuide: text, fileName: name)
        case .checklist: try EntryReader(readingChecklist: text, fileName: name)
        default: try EntryReader(reading: text, fileName: name, collectsLinks: collectsLinks)
        }
      result.problems += reader.problems.map { Problem(file: file, error: $0) }
      if let page = reader.entries.first, page.kind != kind {
        let message = "an entry of kind “\(page.kind.rawValue)” belongs into the folder \(page.kind.folder)"
        result.problems.append(Problem(file: file, error: DocumentError(message, at: nil)))
      }
      guard let page = reader.entries.first, !page.id.isEmpty, !page.title.isEmpty else { return result }
      result.entries = reader.entries
      result.references = reader.references
      result.names = reader.names
    } catch {
      result.problems.append(Problem(file: file, error: error))
    }
    return result
  }

  /// Reads a drawing that lies beside an entry's file.
  static func readDiagram(_ file: File, with reader: CatalogFileReader) -> Drawing {
    let file = file.name
    var result = Drawing()
    let text: String
    do { text = try reader.text(of: file) } catch {
      result.problems.append(Problem(file: file, error: error, hint: CatalogFolder.advice(for: error)))
      return result
    }
    do {
      let source = try DiagramSource(reading: text)
      _ = try Diagram(reading: text)
      result.references = try StepComments(reading: source.comments).references
      result.text = text
    } catch {
      let message = error.message + (error.hint.map { ": \($0)" } ?? "")
      result.problems.append(Problem(file: file, error: DocumentError(message, at: error.position)))
    }
    return result
  }

  /// Everything wrong with the catalog: what each file says of itself, and what the files say of each other.
  ///
  /// - Parameter base: addresses that exist beside this folder's, when it is laid over another catalog.
  package func check(over base: Set<String> = []) -> [Problem] {
    check(over: base, below: [])
  }

  /// The same over a catalog whose entries take part in the circles that it looks for.
  package func check(over library: CatalogLibrary) -> [Problem] {
    check(over: Set(library.entries.map(\.id)), below: library.entries)
  }

  private func check(over base: Set<String>, below: [CatalogEntry]) -> [Problem] {
    var found = problems + circles(over: below)
    var known = base
    var seen: [String: String] = [:]
    for entry in entries {
      if entry.parent == nil, seen[entry.id] != nil {
        found.append(
          Problem(
            file: entry.kind.folder + "/" + entry.id + entry.kind.fileSuffix,
            error: DocumentError("the id “\(entry.id)” is taken", at: nil),
            hint: "Give one of them another id, and its file that name."))
      }
      seen[entry.id] = entry.title
      known.insert(entry.id)
    }
    for (file, reference) in references where !known.contains(reference.target) {
      if let finding = CatalogFolder.escape(of: reference, in: file) {
        found.append(finding)
        continue
      }
      let hint = NearestName.of(reference.target, among: known).map { "; did you mean \($0)?" } ?? ""
      found.append(
        Problem(
          file: file,
          error: DocumentError("there is no entry “\(reference.target)”\(hint)", at: reference.position)))
    }
    for (file, reference) in diagramReferences where !known.contains(reference.entry) {
      let hint = NearestName.of(reference.entry, among: known).map { "; did you mean \($0)?" } ?? ""
      found.append(
        Problem(
          file: file,
          error: DocumentError(
            "there is no entry “\(reference.entry)”\(hint)", at: reference.name.position)))
    }
    found += duplicateNames() + namesTaken(from: below) + looks()
    return found.sorted { left, right in
      (left.file, left.error.position ?? SourcePosition(line: 0, column: 0))
        < (right.file, right.error.position ?? SourcePosition(line: 0, column: 0))
    }
  }

  /// Names that belong to an entry of the catalog below, which is not replaced.
  private func namesTaken(from below: [CatalogEntry]) -> [Problem] {
    let own = Set(entries.map(\.id))
    var owners: [String: String] = [:]
    for entry in below where !own.contains(entry.id) && !own.contains(entry.parent ?? entry.id) {
      for name in [entry.title] + entry.aliases where owners[name.lowercased()] == nil {
        owners[name.lowercased()] = entry.id
      }
    }
    return names.compactMap { file, name in
      guard let owner = owners[name.text.lowercased()], !name.address.contains("#") else { return nil }
      return Problem(
        file: file,
        error: DocumentError(
          "the name “\(name.text)” belongs to \(owner) of the catalog below", at: name.position),
        hint:
          "Whoever types it means that one. Give this entry another name, or the id \(owner) to replace it.")
    }
  }

  /// Names that two entries claim: a person who types one could mean either.
  private func duplicateNames() -> [Problem] {
    var owners: [String: (file: String, name: EntryReader.Name)] = [:]
    var found: [Problem] = []
    for (file, name) in names {
      let key = name.text.lowercased()
      guard let owner = owners[key] else {
        owners[key] = (file, name)
        continue
      }
      let place =
        owner.name.address == name.address ? "twice by this entry" : "by \(owner.name.address) as well"
      found.append(
        Problem(
          file: file, error: DocumentError("the name “\(name.text)” is used \(place)", at: name.position)))
    }
    return found
  }
}
