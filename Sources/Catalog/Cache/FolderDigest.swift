import Documents
import Synchronization

/// The pages of a catalog's folder in a form that is read without parsing anything.
///
/// It is made when the folder is read for the first time and kept in the cache; later only files that have changed
/// are parsed anew. Long texts stay in the digest, and of the digest in its file, until somebody reads them.
package struct FolderDigest: Sendable {
  package let entries: [CatalogEntry]
  /// What is wrong with the files, as compilers print it, each with the folder before it.
  package let problems: [String]
  /// How many files were parsed, and how many there are.
  package let parsedCount: Int
  package let fileCount: Int
  /// A number for all of it.
  package let contents: UInt64
  /// Where the long texts are; nil when there is nothing.
  let block: ByteBlock?

  /// How many files are parsed at a time.
  private static let chunk = 128

  /// Reads a folder, from the cache as far as possible.
  ///
  /// - Parameter progress: how many files are parsed, and how many will be; called on any thread.
  /// - Throws: ``DocumentError`` when the folder itself cannot be read.
  package init(
    path: String, cache: CatalogCache?, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(DocumentError) {
    let state = try FolderState(path: path, cache: cache)
    let (reader, files, stamps, kept, old) = (state.reader, state.files, state.stamps, state.kept, state.old)
    let (name, origin, missing) = (state.name, state.origin, state.missing)

    var digest = kept
    if !missing.isEmpty || kept?.records.count != files.count {
      digest = nil
      let now = FileStamp.now
      let parsed = FolderDigest.parse(missing.map { files[$0] }, with: reader, progress: progress)
      var records = Dictionary(uniqueKeysWithValues: zip(missing, parsed).map { ($0, $1) })
      let all = files.indices.map { index -> DigestFile.NewRecord in
        let bytes = records.removeValue(forKey: index)
        // What was changed a moment ago may change again within the same tick of the clock.
        let stamp = stamps[index].isFresh(at: now) ? FileStamp.none : stamps[index]
        return DigestFile.NewRecord(
          name: files[index].name, stamp: bytes == nil ? stamps[index] : stamp,
          bytes: bytes.map { .new($0) } ?? .kept(old[index]?.range ?? 0..<0))
      }
      if let block = DigestFile.make(all, from: kept, origin: origin) {
        digest = DigestFile(reading: cache?.keep(block, named: name) ?? block, origin: origin)
        // Another program may have put its own file there in the meantime.
        if digest.map({ file in files.allSatisfy { file.records[$0.name] != nil } }) != true {
          digest = DigestFile(reading: block, origin: origin)
        }
      }
    }
    self.init(files, state.problems, in: path, from: digest, parsed: missing.count)
  }

  private init(
    _ files: [CatalogFolder.File], _ folderProblems: [CatalogFolder.Problem], in path: String,
    from digest: DigestFile?, parsed: Int
  ) {
    var entries: [CatalogEntry] = []
    var problems = folderProblems
    var pages: [String: Int] = [:]
    entries.reserveCapacity(files.count)
    for file in files {
      guard let digest, let record = digest.records[file.name] else { continue }
      let (read, text) = digest.read(record, of: file.name, into: &problems)
      for entry in read {
        if entry.parent == nil, pages[entry.id] == nil { pages[entry.id] = entries.count }
        entries.append(entry)
      }
      guard let text else { continue }
      if let index = pages[file.id] {
        entries[index].diagram = text
      } else {
        problems.append(file.problemOfLoneDiagram)
      }
    }
    digest?.block.rest()
    self.entries = entries
    self.problems = problems.map { "\(path)/\($0.described)" }
    parsedCount = parsed
    fileCount = files.count
    block = digest?.block
    contents = digest.map { BlockSeal.contents(of: $0.block) } ?? 0
  }

  /// Parses files on all processors; the records come back in the order of the files.
  private static func parse(
    _ files: [CatalogFolder.File], with reader: CatalogFileReader, progress: @Sendable (Int, Int) -> Void
  ) -> [[UInt8]] {
    let done = Mutex(0)
    let parts = Parallel.cut(files.count, into: (files.count + chunk - 1) / chunk)
    return Parallel.map(parts.count) { number in
      let records = files[parts[number]].map { DigestFile.record(of: $0, with: reader) }
      let count = done.withLock { done in
        done += records.count
        return done
      }
      progress(count, files.count)
      return records
    }.flatMap(\.self)
  }
}
