import FoundationEssentials
import Terminal

/// Opens texts in the person's editor: `$VISUAL`, else `$EDITOR`, else `vi`.
struct ExternalEditor {
  let command: String

  init(environment: [String: String]) {
    let names = ["VISUAL", "EDITOR"]
    command = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
  }

  /// Opens a text and gives it back as it was saved; nil when the editor failed.
  func edit(text: String, fileName: String, on session: TerminalSession) -> String? {
    var result: String?
    let request = EditorRequest(address: "", fileName: fileName, text: text)
    let (status, _, _) = edit(request, file: nil, on: session, isCollected: true) { path in
      result = try? String(contentsOfFile: path, encoding: .utf8)
    }
    guard status == 0, var edited = result else { return nil }
    // Editors end a file with a line end; a prompt does not have one.
    if edited.last == "\n" { edited.removeLast() }
    return edited
  }

  /// Opens a text, or the file behind it, and waits until the editor ends.
  ///
  /// - Returns: the editor's exit status (nil when it could not be started), what it changed, and a problem.
  func edit(
    _ request: EditorRequest, file: String?, on session: TerminalSession, isCollected: Bool = false,
    collect: (String) -> Void = { _ in }
  ) -> (status: Int?, change: EditorChange, problem: String?) {
    let manager = FileManager.default
    let path: String
    var folder: String?
    if let file {
      path = file
    } else {
      // A folder of its own keeps the name that tells the editor the kind of text, and lets nobody else read it.
      let temporary = manager.temporaryDirectory.path + "/atelier-" + UUID().uuidString
      do {
        try manager.createDirectory(
          atPath: temporary, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        try request.text.write(toFile: temporary + "/" + request.fileName, atomically: false, encoding: .utf8)
      } catch {
        return (nil, .none, "\(error)")
      }
      folder = temporary
      path = temporary + "/" + request.fileName
    }
    let before = try? String(contentsOfFile: path, encoding: .utf8)
    // By a shell, so that "code --wait" works; the path travels as an argument, so that no character of it means anything.
    let status = session.runForeground(["/bin/sh", "-c", command + " \"$1\"", "sh", path])
    collect(path)
    let after = try? String(contentsOfFile: path, encoding: .utf8)
    let change: EditorChange = before == after ? .none : file == nil ? .copy(path) : .file
    // What was written and has no file of its own stays where it is, unless it was collected or the editor failed.
    if let folder, change == .none || isCollected { try? manager.removeItem(atPath: folder) }
    return (status == 127 ? nil : status, change, nil)
  }
}
