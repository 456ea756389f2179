import Foundation

/// The checkout that the tests run in.
package enum Checkout {
  /// The folder with `Package.swift`.
  package static let root: URL = {
    var url = URL(filePath: #filePath)
    while url.path != "/", !FileManager.default.fileExists(atPath: url.appending(path: "Package.swift").path)
    {
      url.deleteLastPathComponent()
    }
    return url
  }()

  /// The files under a folder of the checkout, by their paths from the root, sorted.
  package static func files(under folder: String, suffix: String) -> [String] {
    let base = root.appending(path: folder)
    let found = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }

  /// The text of a file of the checkout.
  package static func text(of file: String) throws -> String {
    try String(contentsOf: root.appending(path: file), encoding: .utf8)
  }
}
