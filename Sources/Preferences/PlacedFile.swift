import FoundationEssentials

/// A person's own file that is written anew.
package enum PlacedFile {
  /// Replaces a file at once, so that a crash leaves the old one or the new one; links and rights stay.
  ///
  /// Folders that are missing are made.
  ///
  /// - Throws: what the file system says when the file cannot be written; then it is as it was.
  package static func replace(_ path: String, with text: String) throws {
    let manager = FileManager.default
    // Many keep their configuration elsewhere and link to it.
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    if let end = target.lastIndex(of: "/"), end > target.startIndex {
      try manager.createDirectory(atPath: String(target[..<end]), withIntermediateDirectories: true)
    }
    let rights = try? manager.attributesOfItem(atPath: target)[.posixPermissions]
    try text.write(toFile: target, atomically: true, encoding: .utf8)
    if let rights { try manager.setAttributes([.posixPermissions: rights], ofItemAtPath: target) }
  }
}
