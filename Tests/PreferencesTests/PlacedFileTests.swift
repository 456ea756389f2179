import Foundation
import Preferences
import Testing

/// A person's own file that is written anew.
struct PlacedFileTests {
  private let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    .appending(path: "atelier-placed-" + UUID().uuidString)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }
  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }
  private func rights(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  @Test func missingFoldersAreMade() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try PlacedFile.replace(path("a/b/c.yaml"), with: "theme: nord\n")
    #expect(try text("a/b/c.yaml") == "theme: nord\n")
  }

  @Test(arguments: [0o600, 0o640, 0o444])
  func aFileKeepsItsRights(_ wanted: Int) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try "old".write(toFile: path("c.yaml"), atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: path("c.yaml"))
    try PlacedFile.replace(path("c.yaml"), with: "new")
    #expect(try text("c.yaml") == "new" && rights("c.yaml") == wanted)
  }

  @Test func aLinkStaysALinkAndItsFileIsWritten() throws {
    let destination = "dots/c.yaml"
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(atPath: path("dots"), withIntermediateDirectories: true)
    try "old".write(toFile: path("dots/c.yaml"), atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("dots/c.yaml"))
    try FileManager.default.createSymbolicLink(atPath: path("c.yaml"), withDestinationPath: destination)
    try PlacedFile.replace(path("c.yaml"), with: "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("c.yaml")) == destination)
    #expect(try text("dots/c.yaml") == "new" && rights("dots/c.yaml") == 0o600)
  }
}
