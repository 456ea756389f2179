/// A model server on this machine that this program has started.
package struct LocalServer: Hashable, Sendable {
  /// The model's file.
  package var model: String
  package var port: Int
  /// Where the server's output is kept.
  package var logFile: String
  /// The process that watches over it.
  package var processID: Int
  /// Whether it stays when nobody uses it any more.
  package var isKept: Bool

  /// The address for chat completions, such as `http://127.0.0.1:40123/v1`.
  package var baseURL: String { "http://127.0.0.1:\(port)/v1" }

  /// Where a starting server is.
  package enum Progress: Hashable, Sendable {
    /// The program runs and does not answer yet.
    case starting(seconds: Double)
    /// It answers, and is still reading the model's file.
    case loading(seconds: Double)
    case ready(seconds: Double)
  }

  /// The file in `gguf:/path/to/model.gguf`; nil for another name of a model.
  ///
  /// - Parameter home: the person's folder, for a path that begins with `~/`.
  package static func modelFile(in name: String, home: String) -> String? {
    guard name.hasPrefix("gguf:") else { return nil }
    let path = String(name.dropFirst("gguf:".count))
    return path.hasPrefix("~/") ? home + path.dropFirst() : path
  }
}

/// How servers on this machine are started.
package struct LocalServerSettings: Hashable, Sendable {
  /// The program and its arguments, with `{model}` and `{port}` in them.
  package var command: [String]
  /// Where is remembered which servers run, and where their output is kept.
  package var folder: String
  /// What the program is given.
  package var environment: [String: String]
  /// How long a server may take until it is ready, in seconds.
  package var loadingPatience: Double
  /// How long a server may take to end by itself, in seconds.
  package var endPatience: Double

  package static let standardCommand = [
    "llama-server", "-m", "{model}", "--host", "127.0.0.1", "--port", "{port}",
  ]

  package init(
    command: [String] = Self.standardCommand, folder: String, environment: [String: String],
    loadingPatience: Double = 600, endPatience: Double = 5
  ) {
    self.command = command
    self.folder = folder
    self.environment = environment
    self.loadingPatience = loadingPatience
    self.endPatience = endPatience
  }

  /// What is wrong with the command; nil when nothing is.
  package var problem: String? {
    if command.first?.isEmpty ?? true { return "the command for local models is empty" }
    for part in ["{model}", "{port}"] where !command.contains(where: { $0.contains(part) }) {
      return "the command for local models lacks \(part)"
    }
    return nil
  }

  /// The command for a model; what stands in the braces is put in once, whatever the model's path holds.
  func command(model: String, port: Int) -> [String] {
    command.map { word in
      var result = ""
      var rest = word[...]
      while let brace = rest.firstIndex(of: "{") {
        result += rest[..<brace]
        rest = rest[brace...]
        if rest.hasPrefix("{model}") {
          result += model
          rest = rest.dropFirst("{model}".count)
        } else if rest.hasPrefix("{port}") {
          result += "\(port)"
          rest = rest.dropFirst("{port}".count)
        } else {
          result.append(rest.removeFirst())
        }
      }
      return result + rest
    }
  }
}
