import Foundation
import TestSupport
import Testing

/// A home folder of its own for one test: configuration, state, programs and documents; gone with the test.
final class TemporaryHome {
  let folder: String

  init() {
    let name = "atelier-" + UUID().uuidString.prefix(8).lowercased()
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/" + name
    for part in ["bin", "tmp", ".config/atelier"] {
      try? FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    try? FileManager.default.createSymbolicLink(
      atPath: folder + "/bin/atelier", withDestinationPath: TemporaryHome.program)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The built program.
  static let program = Checkout.root.appending(path: ".build/debug/atelier").path

  /// Everything that the program finds in its environment: nothing of the machine's shines through.
  ///
  /// - Parameter changes: other values; an empty one takes the variable away.
  func environment(_ changes: [String: String] = [:]) -> [String: String] {
    let base = [
      "HOME": folder, "PATH": "\(folder)/bin:/usr/local/bin:/usr/bin:/bin", "TMPDIR": folder + "/tmp",
      "XDG_CONFIG_HOME": folder + "/.config", "XDG_STATE_HOME": folder + "/.local/state",
      "XDG_CACHE_HOME": folder + "/.cache", "XDG_DATA_HOME": folder + "/.local/share", "LANG": "C.UTF-8",
      "TERM": "xterm-256color", "SHELL": "/bin/sh", "EDITOR": "true",
    ]
    return base.merging(changes) { $1 }.filter { !$0.value.isEmpty }
  }

  var configurationFile: String { folder + "/.config/atelier/config.yaml" }

  /// Writes a file by its path from the home folder, and gives its full path.
  @discardableResult
  func write(_ text: String, to path: String) throws -> String {
    let full = "\(folder)/\(path)"
    let parent = URL(filePath: full).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try text.write(toFile: full, atomically: false, encoding: .utf8)
    return full
  }

  /// Writes a program for the shell's path.
  func writeProgram(_ name: String, _ script: String) throws {
    let path = try write("#!/bin/sh\n" + script + "\n", to: "bin/" + name)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
  }

  /// The text of a file; nil when there is none.
  func text(of path: String) -> String? {
    try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)
  }

  /// What lies in a folder.
  func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")) ?? []).sorted()
  }

  /// Writes a small catalog that can be laid over the shipped one, and gives its folder.
  ///
  /// - Parameter pages: what stands below `---` by the entry's id; front matter is made of the rest.
  @discardableResult
  func writeCatalog(_ folder: String = "catalog", entries: [CatalogPage]) throws -> String {
    for entry in entries { try write(entry.text, to: "\(folder)/concepts/\(entry.id).md") }
    return "\(self.folder)/\(folder)"
  }
}

/// A page of a catalog made for a test.
struct CatalogPage {
  var id: String
  var title: String
  var summary = "An entry made for a test"
  var fields = ""
  var body = "A page with a few words."

  var text: String {
    "---\nid: \(id)\nkind: concept\ntitle: \(title)\nsummary: \(summary)\n\(fields)---\n\n\(body)\n"
  }
}
