import FoundationEssentials

/// A file of an export, before it is written.
package struct ExportedFile: Hashable, Sendable {
  /// The path within the folder of the export.
  package var path: String
  package var text: String

  package init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

/// Why an export was not written, for a person.
package struct ExportError: Error, Hashable, Sendable {
  package var message: String
  package var hint: String?
}

/// A folder that an export is written to: one that was not there, or was empty.
package struct ExportFolder: Sendable {
  private let path: String
  private let manager: FileManager = .default

  /// Names the folder, and looks whether it may be written to: nobody's files are ever written over.
  ///
  /// - Throws: ``ExportError`` when it is a file, or holds something.
  package init(path: String) throws(ExportError) {
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    try refuseWhatIsThere()
  }

  private func refuseWhatIsThere() throws(ExportError) {
    var isFolder = false
    guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder else {
      throw ExportError(
        message: "“\(path)” is a file", hint: "Name a folder that does not exist yet, or is empty.")
    }
    guard let names = try? manager.contentsOfDirectory(atPath: path) else {
      throw ExportError(message: "the folder “\(path)” cannot be read")
    }
    guard names.isEmpty else {
      throw ExportError(
        message: "the folder “\(path)” is not empty, and an export writes over nothing",
        hint: "Name a folder that does not exist yet, or is empty.")
    }
  }

  /// Writes files.
  ///
  /// They are written beside their place and then moved there, so that what is there is whole.
  ///
  /// - Throws: ``ExportError`` when it cannot be done; nothing is left behind then.
  package func write(_ files: [ExportedFile]) throws(ExportError) {
    try refuseWhatIsThere()
    let exists = manager.fileExists(atPath: path)
    let stamp = String(UInt32.random(in: .min ... .max), radix: 36)
    let staging = exists ? "\(path)/.export-\(stamp)" : "\(path).export-\(stamp)"
    do {
      try manager.createDirectory(atPath: staging, withIntermediateDirectories: true)
      for file in files { try write(file, below: staging) }
      if exists {
        for name in try manager.contentsOfDirectory(atPath: staging) {
          try manager.moveItem(atPath: "\(staging)/\(name)", toPath: "\(path)/\(name)")
        }
        try manager.removeItem(atPath: staging)
      } else {
        try manager.moveItem(atPath: staging, toPath: path)
      }
    } catch {
      try? manager.removeItem(atPath: staging)
      throw ExportError(
        message: "the export cannot be written to “\(path)”",
        hint: "Look whether there is room, and whether the folder around it may be written to.")
    }
  }

  private func write(_ file: ExportedFile, below folder: String) throws {
    let full = "\(folder)/\(file.path)"
    if let slash = full.lastIndex(of: "/") {
      try manager.createDirectory(atPath: String(full[..<slash]), withIntermediateDirectories: true)
    }
    try Data(file.text.utf8).write(to: URL(filePath: full))
  }
}
