import Documents
import FoundationEssentials
import Models
import Templates
import Workbench

/// Where a prompt lies: what it may read is in its folder, and in the environment.
struct PromptPlace: Sendable {
  private let folder: PromptFolder
  private let environment: [String: String]

  /// - Parameter file: the prompt's file; nil where it has none: the folder is the one the program was started in.
  init(of file: String?, environment: [String: String]) {
    folder = PromptFolder(of: file ?? ".")
    self.environment = environment
  }

  /// What lies beside the prompt.
  var surroundings: PromptSurroundings {
    PromptSurroundings(
      environment: { environment[$0] },
      text: { path in try folder.bytes(of: path).flatMap { String(validating: $0, as: UTF8.self) } },
      bytes: { try folder.bytes(of: $0) })
  }

  func renderOptions(isStrict: Bool) -> RenderOptions {
    var options = RenderOptions()
    options.isStrict = isStrict
    let surroundings = surroundings
    options.load = { try surroundings.text($0) }
    options.now = {
      let parts = Calendar(identifier: .gregorian).dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date())
      return TemplateDate(
        year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1, hour: parts.hour ?? 0,
        minute: parts.minute ?? 0, second: parts.second ?? 0)
    }
    return options
  }
}

/// The folder of a prompt: what it names lies within.
struct PromptFolder: Sendable {
  private let root: String

  init(of file: String) {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    root = Self.resolved(folder.isEmpty ? "/" : folder) ?? folder
  }

  private static func resolved(_ path: String) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return URL(filePath: path).resolvingSymlinksInPath().path
  }

  /// The bytes of a file; nil when there is none within the folder.
  func bytes(of path: String) throws -> [UInt8]? {
    let whole = path.hasPrefix("/") ? path : root + "/" + path
    guard let found = Self.resolved(whole), found.hasPrefix(root == "/" ? "/" : root + "/") else {
      return nil
    }
    return FileManager.default.contents(atPath: found).map(Array.init)
  }
}
