// A libFuzzer target for the files of the catalog: front matter, YAML, Markdown and what an entry makes of them.
// Scripts/fuzz builds and runs it:
//   Scripts/fuzz frontmatter

import Catalog
import Documents

/// Stops the run with a message when a promise of the readers does not hold.
private func require(_ condition: Bool, _ message: StaticString) {
  if !condition { fatalError("\(message)") }
}

private func require(_ position: SourcePosition?, within lineCount: Int) {
  guard let position else { return }
  require(position.line >= 1 && position.column >= 1, "A position counts from 1.")
  require(position.line <= lineCount, "A position lies behind the end of the file.")
}

/// As many lines as anything that reads the file could count: YAML ends lines with signs of Unicode too.
private func lineCount(of text: String) -> Int {
  let ends: [UInt32] = [0x0A, 0x0D, 0x85, 0x2028, 0x2029]
  return text.unicodeScalars.count { ends.contains($0.value) } + 1
}

/// The body is the end of the file, and its line is where it starts.
private func require(_ matter: FrontMatter, of text: String) {
  require(matter.fields.mapping != nil, "The fields are a mapping.")
  require(
    text.utf8.reversed().starts(with: matter.body.utf8.reversed()), "The body is not the end of the file.")
  let before = text.utf8.dropLast(matter.body.utf8.count)
  let newlines = before.count { $0 == UInt8(ascii: "\n") }
  // At the end of a file without a last line end, the body's line is one that would come next.
  require(
    newlines + 1 == matter.bodyLine || matter.body.isEmpty && newlines + 2 == matter.bodyLine,
    "The body starts on another line.")
}

/// Reads one input as a file of the catalog, and traps when what was read contradicts the file or itself.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrontMatter(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let text = String(decoding: bytes, as: UTF8.self)
  let lines = lineCount(of: text)
  do {
    require(try FrontMatter(reading: text), of: text)
    let reader = try EntryReader(reading: text, fileName: "fuzz")
    for problem in reader.problems {
      require(!problem.message.isEmpty, "A problem says nothing.")
      require(problem.position, within: lines)
    }
    for reference in reader.references { require(reference.position, within: lines) }
    for name in reader.names { require(name.position, within: lines) }
    require(reader.entries.count == (reader.entries.first?.sections.count ?? -1) + 1, "A section is missing.")

    let packed = CatalogArchive.pack(reader.entries)
    let unpacked = Array(packed.utf8).withUnsafeBufferPointer(CatalogArchive.unpack)
    require(unpacked == reader.entries, "An entry does not come back from the archive.")

    let library = CatalogLibrary(layers: [reader.entries, reader.entries])
    for entry in library.entries { _ = library.related(to: entry) }
  } catch {
    require(!error.message.isEmpty, "An error says nothing.")
    require(error.position, within: lines)
  }
  return 0
}
