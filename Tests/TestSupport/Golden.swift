import Foundation
import TerminalUI
import Testing

/// Compares drawings with the files they were once looked at in.
///
/// A golden file lies beside its test, in the folder `Golden`. `UPDATE_GOLDEN=1 swift test` writes them anew: look at the
/// difference before you keep it.
package enum Golden {
  /// Compares a surface with the golden file `<name>.txt`: the glyphs, and below them the looks.
  package static func expect(
    _ surface: Surface, _ name: String, file: StaticString = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(text: describe(surface), name, file: file, sourceLocation: sourceLocation)
  }

  /// Compares a text with the golden file `<name>.txt`.
  package static func expect(
    text: String, _ name: String, file: StaticString = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let folder = URL(filePath: "\(file)").deletingLastPathComponent().appending(path: "Golden")
    let url = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try? text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    guard let wanted = try? String(contentsOf: url, encoding: .utf8) else {
      Issue.record("no golden file \(url.path); UPDATE_GOLDEN=1 writes it", sourceLocation: sourceLocation)
      return
    }
    guard wanted != text else { return }
    Issue.record("\(name) differs:\n\(difference(wanted, text))", sourceLocation: sourceLocation)
  }

  /// The rows of a surface, then a second block with one letter a look, then a legend.
  package static func describe(_ surface: Surface) -> String {
    var letters: [Style: Character] = [.text: "."]
    var order: [Style] = []
    let names = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var looks: [String] = []
    for y in 0..<surface.size.height {
      var row = ""
      for x in 0..<surface.size.width {
        let style = surface[x, y].style
        if letters[style] == nil {
          letters[style] = names[min(order.count, names.count - 1)]
          order.append(style)
        }
        row.append(letters[style] ?? "?")
      }
      while row.last == "." { row.removeLast() }
      looks.append(row)
    }
    var text = surface.rows.joined(separator: "\n") + "\n----\n" + looks.joined(separator: "\n") + "\n----\n"
    for style in order {
      text += "\(letters[style] ?? "?") \(style.ink) on \(style.ground)\(attributes(style.attributes))\n"
    }
    if let cursor = surface.cursor { text += "cursor \(cursor.x),\(cursor.y)\n" }
    return text
  }

  private static func attributes(_ attributes: TextAttributes) -> String {
    let names: [(TextAttributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    return names.filter { attributes.contains($0.0) }.map { " " + $0.1 }.joined()
  }

  /// The lines that differ, the wanted one first.
  private static func difference(_ wanted: String, _ found: String) -> String {
    let left = wanted.split(separator: "\n", omittingEmptySubsequences: false)
    let right = found.split(separator: "\n", omittingEmptySubsequences: false)
    var lines: [String] = []
    for index in 0..<max(left.count, right.count) where lines.count < 24 {
      let before = index < left.count ? String(left[index]) : "(no line)"
      let after = index < right.count ? String(right[index]) : "(no line)"
      if before != after { lines += ["\(index + 1) - \(before)", "\(index + 1) + \(after)"] }
    }
    return lines.joined(separator: "\n")
  }
}
