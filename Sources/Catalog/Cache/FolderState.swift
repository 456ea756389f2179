import Documents

/// The files of a catalog's folder, and what the cache holds of them.
struct FolderState {
  let reader: CatalogFileReader
  let files: [CatalogFolder.File]
  /// What is wrong with the folders of kinds.
  let problems: [CatalogFolder.Problem]
  /// What tells a changed file, for each file.
  let stamps: [FileStamp]
  /// The digest's name in the cache, and what it was made of and by.
  let name: String
  let origin: UInt64
  /// The digest that there is, and what it has of each file.
  let kept: DigestFile?
  let old: [DigestFile.Record?]
  /// The files that must be parsed.
  let missing: [Int]

  /// Looks at a folder and its digest.
  ///
  /// - Throws: ``DocumentError`` when the folder itself cannot be read.
  init(path: String, cache: CatalogCache?) throws(DocumentError) {
    reader = CatalogFileReader(root: path)
    let (files, problems) = try CatalogFolder.files(in: path, with: reader)
    let stamps = files.map { FileStamp(path: path + "/" + $0.name) }
    let origin = Checksum.of(path + "\n" + CatalogArchive.format, seed: CatalogCache.program)
    name = CatalogCache.name(for: [path], kind: "pages")
    let kept = cache?.block(named: name).flatMap { DigestFile(reading: $0, origin: origin) }
    let old = kept.map { kept in files.map { kept.records[$0.name] } } ?? files.map { _ in nil }
    missing = files.indices.filter { old[$0]?.stamp != stamps[$0] }
    self.files = files
    self.problems = problems
    self.stamps = stamps
    self.origin = origin
    self.kept = kept
    self.old = old
  }
}
