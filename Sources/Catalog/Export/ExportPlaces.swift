/// Where the pages of an export lie, and how one leads to another.
struct ExportPlaces: Sendable {
  /// The path of a page without its suffix, such as `services/ai-search`, by its id.
  private var stems: [String: String] = [:]
  /// The mark of a section within its page, by its address.
  private var marks: [String: String] = [:]
  let suffix: String

  /// Gives every page a place.
  ///
  /// - Parameter mark: what leads to a section within its page.
  init(pages: [CatalogEntry], suffix: String, mark: (_ section: String) -> String) {
    self.suffix = suffix
    var taken: Set<String> = []
    for page in pages {
      let name = ExportPlaces.fileName(of: page.id)
      var stem = "\(page.kind.folder)/\(name)"
      var number = 2
      while !taken.insert(stem).inserted {
        stem = "\(page.kind.folder)/\(name)-\(number)"
        number += 1
      }
      stems[page.id] = stem
      for section in page.sections { marks[section] = mark(section) }
    }
  }

  /// An id as the name of a file: catalogs of one's own may hold ids that would lead out of the folder.
  private static func fileName(of id: String) -> String {
    let safe = String(
      String.UnicodeScalarView(
        id.unicodeScalars.map { scalar in
          switch scalar {
          case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_": scalar
          default: "-"
          }
        }))
    return safe.first == "." ? "-" + safe.dropFirst() : safe
  }

  /// The path of a page within the export; nil for one that is not part of it.
  func path(of page: String) -> String? { stems[page].map { $0 + suffix } }

  /// How a page of the export leads to an entry; nil when that is no part of it.
  func reference(to address: String, fromFolder folder: String?) -> String? {
    let page = address.firstIndex(of: "#").map { String(address[..<$0]) } ?? address
    guard let stem = stems[page] else { return nil }
    let mark = page == address ? nil : marks[address]
    if page != address, mark == nil { return nil }
    let path: String
    if let folder {
      path = stem.hasPrefix(folder + "/") ? String(stem.dropFirst(folder.count + 1)) : "../" + stem
    } else {
      path = stem
    }
    return path + suffix + (mark.map { "#" + $0 } ?? "")
  }
}
