import Catalog
import FoundationEssentials
import Preferences
import Shipped

/// Where the catalog is read from.
package struct CatalogSources: Hashable, Sendable {
  /// A folder that takes the place of the shipped catalog; nil reads the one inside the program.
  package var replacement: String?
  /// Folders laid over it, the last on top.
  package var overlays: [String]
  /// Where digests of those folders are kept; nil keeps none.
  package var cache: CatalogCache?

  package init(replacement: String? = nil, overlays: [String] = [], cache: CatalogCache? = nil) {
    self.replacement = replacement
    self.overlays = overlays
    self.cache = cache
  }

  /// The sources that the environment, the configuration and an option name.
  package init(environment: [String: String], configuration: Configuration, option: [String]) {
    replacement = environment["ATELIER_CATALOG"].flatMap { $0.isEmpty ? nil : $0 }
    overlays = configuration.catalogs + option
    cache = CatalogCache(folder: ConfigurationPaths(environment: environment).catalogCacheFolder)
  }

  /// The catalog that the program carries, alone.
  package static let shipped = CatalogSources()

  /// Whether there is a folder to read.
  package var hasFolders: Bool { replacement != nil || !overlays.isEmpty }

  /// The file of an entry that lies in a folder of the person's own; nil for one that came with the program.
  package func file(of entry: CatalogEntry) -> String? {
    let page = entry.parent ?? entry.id
    for folder in overlays.reversed() + [replacement].compactMap(\.self) {
      for kind in EntryKind.allCases {
        let path = "\(folder)/\(kind.folder)/\(page)\(kind.fileSuffix)"
        if FileManager.default.fileExists(atPath: path) { return path }
      }
    }
    return nil
  }
}

/// A catalog that was read, ready to be browsed and searched.
package struct CatalogContents: Sendable {
  package var library: CatalogLibrary
  package var search: CatalogSearch
  /// What could not be read, for a person.
  package var problems: [String]
  /// Whether this is all of it; else a person's own folders are still being read.
  package var isWhole = true

  package init(library: CatalogLibrary, search: CatalogSearch, problems: [String], isWhole: Bool = true) {
    self.library = library
    self.search = search
    self.problems = problems
    self.isWhole = isWhole
  }

  /// Reads the catalog.
  ///
  /// What is broken is left out and told in ``problems``.
  /// - Parameter progress: how many files of the folders are parsed and how many will be, where they were not parsed
  ///   before; called on any thread.
  package static func load(
    _ sources: CatalogSources, progress: @Sendable (CatalogProgress) -> Void = { _ in }
  ) -> CatalogContents {
    let layers = Layers(sources, progress: progress)
    let library = CatalogLibrary(layers: layers.entries)
    let search: CatalogSearch
    if let cache = sources.cache, sources.hasFolders {
      search = CatalogSearch(
        library, cache: cache, name: [sources.replacement ?? ""] + sources.overlays, digests: layers.digests,
        contents: layers.contents)
    } else {
      search = CatalogSearch(library)
    }
    if sources.hasFolders { ByteBlock.restHeap() }
    return CatalogContents(library: library, search: search, problems: layers.problems)
  }

  /// Reads the catalog without the texts of pages, where a person's own folders take long to digest.
  ///
  /// Entries are listed and found by their names and summaries until all of them is there.
  /// - Returns: nil where the whole catalog comes as soon.
  package static func loadHeads(_ sources: CatalogSources) -> CatalogContents? {
    let folders = [sources.replacement].compactMap(\.self) + sources.overlays
    let heads = folders.map { FolderHeads.read(path: $0, cache: sources.cache) }
    guard heads.contains(where: { $0 != nil }) else { return nil }
    var layers = sources.replacement == nil ? [Shipped.withCatalog(CatalogArchive.unpack) ?? []] : []
    layers += zip(folders, heads).map { folder, heads in
      heads ?? (try? FolderDigest(path: folder, cache: sources.cache))?.entries ?? []
    }
    let library = CatalogLibrary(layers: layers)
    return CatalogContents(
      library: library, search: CatalogSearch(library), problems: [], isWhole: false)
  }

  /// Reads the entries without indexing them for search.
  package static func loadLibrary(_ sources: CatalogSources) -> (library: CatalogLibrary, problems: [String])
  {
    let layers = Layers(sources) { _ in }
    return (CatalogLibrary(layers: layers.entries), layers.problems)
  }

  /// What the sources hold, from the lowest to the uppermost.
  private struct Layers {
    var entries: [[CatalogEntry]] = []
    var digests: [FolderDigest] = []
    var problems: [String] = []
    /// A number for all that was read.
    var contents: UInt64 = 0

    init(_ sources: CatalogSources, progress: @Sendable (CatalogProgress) -> Void) {
      if let replacement = sources.replacement {
        add(folder: replacement, sources.cache, progress)
      } else if let shipped = Shipped.withCatalog(CatalogArchive.unpack) {
        entries.append(shipped)
        contents = Shipped.withCatalog { Checksum.of(UnsafeRawBufferPointer($0)) }
      } else {
        problems.append("the catalog inside the program cannot be read; install atelier anew")
      }
      for overlay in sources.overlays { add(folder: overlay, sources.cache, progress) }
    }

    private mutating func add(
      folder: String, _ cache: CatalogCache?, _ progress: @Sendable (CatalogProgress) -> Void
    ) {
      do {
        let digest = try FolderDigest(path: folder, cache: cache) { done, total in
          progress(CatalogProgress(folder: folder, done: done, total: total))
        }
        entries.append(digest.entries)
        digests.append(digest)
        problems += digest.problems
        contents = Checksum.of("\(contents) \(digest.contents)")
      } catch {
        problems.append(error.message)
      }
    }
  }
}

/// How far the reading of a folder is that was not read before.
package struct CatalogProgress: Hashable, Sendable {
  package var folder: String
  package var done: Int
  package var total: Int

  package init(folder: String, done: Int, total: Int) {
    self.folder = folder
    self.done = done
    self.total = total
  }
}
