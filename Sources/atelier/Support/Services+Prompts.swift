import Documents
import FoundationEssentials
import Models
import Preferences
import Templates
import Workbench

extension Services {
  /// What the view of prompts on the screen needs.
  var promptBackend: PromptBackend {
    let environment = settings.environment
    return PromptBackend(
      find: { PromptFiles.find(in: FileManager.default.currentDirectoryPath) },
      read: { try PromptFiles.read($0, home: environment["HOME"] ?? "/") },
      save: { path, text, expected, isSure in
        try PromptFiles.save(
          text, to: path, expecting: expected, isSure: isSure, home: environment["HOME"] ?? "/")
      },
      render: { PromptFiles.render($0, PromptPlace(of: $0.path, environment: environment)) })
  }
}

/// Prompt files for the screen.
enum PromptFiles {
  private static let endings = [".prompty", ".jinja2", ".jinja", ".j2", ".njk", ".nunjucks", ".mustache"]
  /// How much is looked at: a folder may hold a whole disk.
  private static let most = (folders: 2_000, files: 500, depth: 5)

  /// The prompt files below a folder, by name. Hidden folders, and what tools put there, are left out.
  static func find(in root: String) -> [String] {
    let manager = FileManager.default
    var found: [String] = []
    var folders = [(path: "", depth: 0)]
    var next = 0
    while next < folders.count, next < most.folders, found.count < most.files {
      let (folder, depth) = folders[next]
      next += 1
      let whole = folder.isEmpty ? root : root + "/" + folder
      for name in (try? manager.contentsOfDirectory(atPath: whole))?.sorted() ?? [] {
        let path = folder.isEmpty ? name : folder + "/" + name
        let lower = name.lowercased()
        if endings.contains(where: lower.hasSuffix) {
          found.append(path)
        } else if depth < most.depth, !name.hasPrefix("."), !["node_modules", "__pycache__"].contains(name) {
          var isFolder = false
          if manager.fileExists(atPath: root + "/" + path, isDirectory: &isFolder), isFolder {
            folders.append((path, depth + 1))
          }
        }
      }
    }
    return Array(found.prefix(most.files))
  }

  private static func whole(_ path: String, _ home: String) -> String {
    path.hasPrefix("~/") ? home + path.dropFirst() : path
  }

  static func read(_ path: String, home: String) throws -> String {
    let place = whole(path, home)
    guard let data = FileManager.default.contents(atPath: place) else {
      throw CommandFailure(code: "cannot_read", message: "\(path) cannot be read. Is the name right?")
    }
    guard data.count <= TemplateLimits.sourceBytes, let text = String(validating: data, as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "\(path) is no text that a prompt could be", file: nil)
    }
    return text
  }

  /// Writes a prompt.
  ///
  /// - Throws: ``CommandFailure`` when something else stands in the file than was last seen, unless the person is sure.
  static func save(_ text: String, to path: String, expecting: String?, isSure: Bool, home: String) throws {
    let place = whole(path, home)
    if !isSure, FileManager.default.fileExists(atPath: place) {
      let now = FileManager.default.contents(atPath: place).flatMap { String(validating: $0, as: UTF8.self) }
      if now == nil || now != expecting {
        throw CommandFailure(
          code: "changed",
          message: expecting == nil
            ? "There is a file \(path) already; save once more to write over it"
            : "\(path) was changed by something else; save once more to write over it")
      }
    }
    do {
      try PlacedFile.replace(place, with: text)
    } catch {
      throw CommandFailure(code: "cannot_write", message: "\(path) cannot be written: nothing was saved")
    }
  }

  /// What a prompt that is being written becomes.
  static func render(_ draft: PromptDraft, _ place: PromptPlace) -> RenderedDraft {
    let preview = TemplatePreview(
      draft.text, fileName: draft.fileName, dialect: draft.dialect, surroundings: place.surroundings)
    var options = place.renderOptions(isStrict: false)
    // Rendered with every key: what takes longer is for the command line.
    options.limits.steps = 2_000_000
    options.limits.textBytes = 1 << 20
    var result = RenderedDraft(preview: preview)
    do throws(TemplateError) {
      if let prompty = preview.prompty {
        let rendered = try prompty.rendered(draft.values, surroundings: place.surroundings, options: options)
        result.parameters = prompty.parameters
        if rendered.messages.isEmpty {
          (result.messages, result.roles) = ([ChatMessage(.user, rendered.text)], ["text"])
        } else {
          result.messages = rendered.messages.map(PromptLines.chatMessage)
          result.roles = rendered.messages.map(\.role)
        }
      } else if let template = preview.template {
        let text = try template.render(draft.values, options: options)
        let messages =
          preview.dialect == .promptflow ? (try? PromptflowMessages.messages(of: text)) ?? [] : []
        result.messages =
          messages.isEmpty ? [ChatMessage(.user, text)] : messages.map(PromptLines.chatMessage)
        result.roles = messages.isEmpty ? ["text"] : messages.map(\.role)
      }
    } catch {
      result.problem = TemplatePreview.Problem(error)
    }
    if preview.template == nil, preview.prompty == nil, result.problem == nil {
      result.problem = preview.problems.first { !$0.isWarning }
    }
    result.tokensEstimate = result.messages.reduce(0) { $0 + ($1.content.utf8.count + 3) / 4 }
    return result
  }
}
