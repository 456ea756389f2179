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

  package init(replacement: String? = nil, overlays: [String] = []) {
    self.replacement = replacement
    self.overlays = overlays
  }

  /// The sources that the environment, the configuration and an option name.
  package init(environment: [String: String], configuration: Configuration, option: [String]) {
    replacement = environment["ATELIER_CATALOG"].flatMap { $0.isEmpty ? nil : $0 }
    overlays = configuration.catalogs + option
  }

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

  /// Reads the catalog.
  ///
  /// What is broken is left out and told in ``problems``.
  package static func load(_ sources: CatalogSources) -> CatalogContents {
    let (library, problems) = loadLibrary(sources)
    return CatalogContents(library: library, search: CatalogSearch(library), problems: problems)
  }

  /// Reads the entries without indexing them for search.
  package static func loadLibrary(_ sources: CatalogSources) -> (library: CatalogLibrary, problems: [String])
  {
    var layers: [[CatalogEntry]] = []
    var problems: [String] = []
    func add(folder: String) {
      do {
        let folder = try CatalogFolder(path: folder)
        layers.append(folder.entries)
        problems += folder.problems.map { "\(folder.path)/\($0.described)" }
      } catch {
        problems.append(error.message)
      }
    }
    if let replacement = sources.replacement {
      add(folder: replacement)
    } else if let entries = Shipped.withCatalog(CatalogArchive.unpack) {
      layers.append(entries)
    } else {
      problems.append("the catalog inside the program cannot be read; install atelier anew")
    }
    for overlay in sources.overlays { add(folder: overlay) }
    return (CatalogLibrary(layers: layers), problems)
  }
}
