import Documents
import Foundation
import Testing

@testable import Catalog

/// Folders that are read once and kept.
///
/// Every test has a folder of its own, which goes with it.
final class FolderDigestTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "atelier-tests-\(UUID().uuidString)")
  private var folder: String { root.path + "/catalog" }
  private var cache: CatalogCache { CatalogCache(folder: root.path + "/cache/atelier/catalogs") }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// Writes a file that looks as if it had been there for long.
  private func write(_ text: String, to file: String, age: Double = 100) throws {
    let url = root.appending(path: "catalog/" + file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: url.path)
  }

  private func page(_ id: String, title: String? = nil, body: String = "Text of a page.\n") -> String {
    "---\nid: \(id)\nkind: concept\ntitle: \(title ?? "Title of \(id)")\nsummary: s\n---\n\(body)"
  }

  private func fill() throws {
    for number in 0..<20 {
      try write(page("p\(number)", body: "Body \(number) é.\n"), to: "concepts/p\(number).md")
    }
    try write("flowchart LR\nA --> B\n", to: "concepts/p3.mmd")
    try write("flowchart LR\nA --> B\n", to: "concepts/nobody.mmd")
    try write("no fields", to: "concepts/broken.md")
    // The times of entries cannot be set: those of the folder count as old once this has passed.
    usleep(60_000)
  }

  private func cacheFiles() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cache.folder)
  }

  private func damage(_ change: (inout Data) -> Void) throws {
    let file = try #require(try cacheFiles().first { $0.hasSuffix(".pages") })
    var data = try Data(contentsOf: URL(filePath: cache.folder + "/" + file))
    change(&data)
    try data.write(to: URL(filePath: cache.folder + "/" + file))
  }

  // MARK: Reading

  @Test func namesComeBeforeTextsWhereMuchIsToBeRead() throws {
    let page = { (number: Int, title: String) in
      """
      ---
      id: page-\(number)
      kind: concept
      title: \(title)
      summary: The summary of \(number)
      sections:
        - {anchor: part, kind: concept, title: Part of \(number), summary: A part}
      ---

      The text that is long.

      ## Part of \(number)

      More.
      """
    }
    for number in 0..<600 {
      try write(page(number, "Page \(number)"), to: "concepts/page-\(number).md")
    }
    // Front matter longer than what is read at first, and a file that is broken.
    try write(
      page(600, "Page 600")
        .replacing("summary: The", with: "summary: \(String(repeating: "very ", count: 2000))"),
      to: "concepts/page-600.md")
    try write("---\nid: [", to: "concepts/page-601.md")
    usleep(60_000)
    let heads = try #require(FolderHeads.read(path: folder, cache: cache))
    #expect(heads.count == 2 * 601)
    #expect(heads.first { $0.id == "page-7" }?.summary == "The summary of 7")
    #expect(heads.contains { $0.id == "page-600" } && heads.contains { $0.id == "page-7#part" })
    #expect(heads.allSatisfy { $0.body.isEmpty })
    // What was digested is read at once.
    let digest = try FolderDigest(path: folder, cache: cache)
    #expect(digest.entries.count == heads.count)
    #expect(FolderHeads.read(path: folder, cache: cache) == nil)
  }

  @Test func aDigestHoldsWhatTheFolderHolds() throws {
    try fill()
    let read = try CatalogFolder(path: folder)
    for cache in [nil, cache, cache] {
      let digest = try FolderDigest(path: folder, cache: cache)
      #expect(digest.entries == read.entries)
      #expect(digest.entries.first { $0.id == "p3" }?.diagram == "flowchart LR\nA --> B\n")
      #expect(digest.entries.first { $0.id == "p7" }?.body == "Body 7 é.\n")
      #expect(digest.problems == read.problems.map { "\(folder)/\($0.described)" })
      #expect(digest.problems.count == 2)
    }
  }

  @Test func aFolderIsParsedOnce() throws {
    try fill()
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 23)
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 0)
    #expect(try FolderDigest(path: folder, cache: nil).parsedCount == 23)
  }

  @Test func onlyWhatChangedIsParsedAnew() throws {
    try fill()
    let before = try FolderDigest(path: folder, cache: cache)
    try write(page("p5", title: "Another title"), to: "concepts/p5.md", age: 50)
    try write(page("new"), to: "concepts/new.md", age: 50)
    try FileManager.default.removeItem(atPath: folder + "/concepts/p6.md")
    usleep(60_000)
    let after = try FolderDigest(path: folder, cache: cache)
    #expect(after.parsedCount == 2)
    #expect(after.entries == (try CatalogFolder(path: folder)).entries)
    #expect(after.contents != before.contents)
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 0)
  }

  @Test func aFileThatIsGoneIsGoneAlthoughNothingElseChanged() throws {
    try fill()
    _ = try FolderDigest(path: folder, cache: cache)
    try FileManager.default.removeItem(atPath: folder + "/concepts/p6.md")
    let after = try FolderDigest(path: folder, cache: cache)
    #expect(!after.entries.contains { $0.id == "p6" })
    #expect(after.parsedCount == 0)
  }

  @Test func aFileThatChangedAMomentAgoIsReadAgain() throws {
    try fill()
    try write(page("p5"), to: "concepts/p5.md", age: 0)
    _ = try FolderDigest(path: folder, cache: cache)
    let again = try FolderDigest(path: folder, cache: cache).parsedCount
    #expect((0...1).contains(again))
  }

  @Test func progressEndsWithAllFiles() throws {
    try fill()
    let told = Told()
    _ = try FolderDigest(path: folder, cache: cache) { done, total in told.add(done, total) }
    #expect(told.most == [23, 23])
  }

  // MARK: The cache

  @Test func theCacheIsForItsOwnerAlone() throws {
    try fill()
    _ = try FolderDigest(path: folder, cache: cache)
    let file = try #require(try cacheFiles().first)
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(cache.folder) == 0o700)
    #expect(try mode(cache.folder + "/" + file) == 0o600)
    #expect(try cacheFiles().count == 1)
  }

  @Test func whatCannotBeKeptIsReadAllTheSame() throws {
    try fill()
    for place in ["/proc/nothing/here", "relative", root.path + "/catalog/concepts/p1.md"] {
      let digest = try FolderDigest(path: folder, cache: CatalogCache(folder: place))
      #expect(digest.entries.count == 20)
      #expect(digest.entries.last?.body.isEmpty == false)
    }
  }

  @Test func aFolderThatOthersMayWriteIsNoCache() throws {
    try fill()
    _ = try FolderDigest(path: folder, cache: cache)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: cache.folder)
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 23)
  }

  @Test func aLinkIsNoDigest() throws {
    try fill()
    _ = try FolderDigest(path: folder, cache: cache)
    let file = cache.folder + "/" + (try #require(try cacheFiles().first))
    try FileManager.default.moveItem(atPath: file, toPath: root.path + "/elsewhere")
    try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: root.path + "/elsewhere")
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 23)
    #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 0)
  }

  @Test func aDamagedDigestIsMadeAnew() throws {
    try fill()
    _ = try FolderDigest(path: folder, cache: cache)
    for change in [
      { $0 = Data() }, { $0 = Data("x".utf8) }, { $0.removeLast() }, { $0.append(0) },
      { $0[$0.count / 2] ^= 1 }, { $0[0] ^= 1 }, { $0[9] ^= 1 }, { $0[17] ^= 1 }, { $0[24] ^= 1 },
    ] as [(inout Data) -> Void] {
      try damage(change)
      #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 23)
      #expect(try FolderDigest(path: folder, cache: cache).parsedCount == 0)
    }
  }

  @Test func whatNobodyUsesGoesAfterAMonth() throws {
    try fill()
    try FileManager.default.createDirectory(atPath: cache.folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: cache.folder)
    func put(_ name: String, days: Double) throws {
      let path = cache.folder + "/" + name
      try Data("x".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -days * 86400)], ofItemAtPath: path)
    }
    try put("0000000000000001.pages", days: 31)
    try put("0000000000000002.pages", days: 29)
    try put("0000000000000003.search", days: 31)
    try put("0000000000000004.pages.17.5.tmp", days: 2)
    try put("0000000000000005.pages.17.5.tmp", days: 0)
    try put("somebody.txt", days: 400)
    let digest = try FolderDigest(path: folder, cache: cache)
    #expect(digest.parsedCount == 23)
    let left = Set(try cacheFiles())
    #expect(left.count == 4)
    #expect(
      left.isSuperset(of: [
        "0000000000000002.pages", "0000000000000005.pages.17.5.tmp", "somebody.txt",
      ]))
  }

  @Test func programsThatKeepAtTheSameTimeDoNotHurtEachOther() async throws {
    try fill()
    let (folder, cache) = (folder, cache)
    let expected = try CatalogFolder(path: folder).entries
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<12 {
        group.addTask { (try? FolderDigest(path: folder, cache: cache).entries == expected) == true }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(try cacheFiles().count == 1)
  }

  // MARK: Made-up digests

  @Test func aDigestWhoseSealIsForgedIsReadWithinItsBounds() throws {
    try fill()
    let reader = CatalogFileReader(root: folder)
    let files = try CatalogFolder.files(in: folder, with: reader).files
    let records = files.map {
      DigestFile.NewRecord(name: $0.name, stamp: .none, bytes: .new(DigestFile.record(of: $0, with: reader)))
    }
    let block = try #require(DigestFile.make(records, from: nil, origin: 1))
    let original = withExtendedLifetime(block) { Array(block.bytes) }
    var numbers = Numbers(state: 3)
    var readable = 0
    for _ in 0..<3000 {
      let changed = ByteBlock(copying: numbers.mutated(original, from: BlockSeal.length))
      guard let changed, let file = DigestFile(readingTableOf: changed) else { continue }
      readable += 1
      var problems: [CatalogFolder.Problem] = []
      for (name, record) in file.records {
        for entry in file.read(record, of: name, into: &problems).entries { _ = entry.body.utf8.count }
      }
    }
    #expect(readable > 100)
  }

  @Test func anIndexWhoseSealIsForgedIsSearchedWithinItsBounds() throws {
    let documents = (0..<40).map { number in
      SearchDocument(
        id: "doc-\(number)",
        fields: [
          (.title, "Vector Search (VS) \(number)"), (.aliases, "vs-\(number)"),
          (.summary, "Finds what is near é"),
          (
            .body,
            "Embeddings lie close together; scikit-learn \(number) helps. "
              + String(repeating: "word ", count: number)
          ),
        ])
    }
    let index = SearchIndex(documents)
    let block = try #require(SearchIndexFile.make(index, origin: 1))
    let kept = try #require(SearchIndexFile.read(block, origin: 1, count: 40) { documents[$0] })
    #expect(kept.search("vector") == index.search("vector"))
    #expect(SearchIndexFile.read(block, origin: 2, count: 40) { documents[$0] } == nil)
    #expect(SearchIndexFile.read(block, origin: 1, count: 41) { documents[$0] } == nil)
    let original = withExtendedLifetime(block) { Array(block.bytes) }
    var numbers = Numbers(state: 5)
    var readable = 0
    for _ in 0..<3000 {
      let changed = ByteBlock(copying: numbers.mutated(original, from: BlockSeal.length))
      guard let changed, let index = SearchIndexFile.read(changed, count: 40, document: { documents[$0] })
      else {
        continue
      }
      readable += 1
      for query in ["vector search", "vs", "embedings", "scikit-learn", "wo", "how near 17"] {
        for hit in index.search(query).hits {
          for match in hit.matches {
            #expect(match.ranges.allSatisfy { $0.upperBound <= match.text.utf8.count })
          }
        }
      }
    }
    #expect(readable > 100)
  }

  @Test func anIndexDoesNotDependOnHowItsDocumentsAreParted() throws {
    let documents = (0..<300).map { number in
      SearchDocument(
        id: "doc-\(number)",
        fields: [
          (.title, "Title \(number % 17) of thing \(number)"), (.aliases, "alias \(number % 5)"),
          (.body, "It uses word\(number % 31) and word\(number % 7) at times."),
        ])
    }
    func index(parts: Int) throws -> [UInt8] {
      let builders = Parallel.cut(documents.count, into: parts).map { range in
        var builder = SearchIndexBuilder(firstDocument: range.lowerBound)
        for number in range { builder.add(documents[number]) }
        return builder
      }
      let merger = SearchIndexMerger(builders)
      let index = SearchIndex(
        count: documents.count, titleLengths: merger.titleLengths, terms: merger.terms,
        postings: merger.postings,
        names: merger.names, texts: merger.texts, document: { documents[$0] })
      let block = try #require(SearchIndexFile.make(index, origin: 0))
      return withExtendedLifetime(block) { Array(block.bytes) }
    }
    let whole = try index(parts: 1)
    for parts in [2, 3, 7, 300] { #expect(try index(parts: parts) == whole) }
  }

  /// What was told of progress.
  private final class Told: Sendable {
    private let lock = NSLock()
    private nonisolated(unsafe) var last = [0, 0]

    func add(_ done: Int, _ total: Int) {
      lock.withLock { if done > last[0] { last = [done, total] } }
    }

    var most: [Int] { lock.withLock { last } }
  }

  /// Chance that is the same on every run.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }

    /// Some bytes with a few of them changed, or the end cut off.
    mutating func mutated(_ bytes: [UInt8], from start: Int) -> [UInt8] {
      var bytes = bytes
      for _ in 0..<Int.random(in: 1...12, using: &self) {
        // Tables of places stand at the beginning: they are hit as often as the rest.
        let end = Bool.random(using: &self) ? min(bytes.count, start + 400) : bytes.count
        let place = Int.random(in: start..<end, using: &self)
        bytes[place] =
          Bool.random(using: &self) ? UInt8.random(in: .min ... .max, using: &self) : bytes[place] ^ 1
      }
      if Int.random(in: 0..<10, using: &self) == 0 {
        bytes.removeLast(Int.random(in: 0..<bytes.count - start - 1, using: &self))
      }
      return bytes
    }
  }
}
