import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Synchronization

/// `atelier models pull`
struct ModelsPull: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Have an Ollama server fetch a model.",
    discussion:
      "What was fetched before is not fetched again. Ctrl-C stops; the next pull goes on from there.")

  @Argument(help: "The model, as provider/model, such as ollama/llama3.2.") var model: String

  func run() throws {
    let name = try ModelsCommand.name(model)
    let services = Services(settings: try .forConversations(database: nil))
    guard let manager = services.ollama(named: name.provider) else {
      throw CommandFailure(
        code: "bad_input", message: "“\(name.provider)” is no Ollama server of the configuration",
        hint: "Only those fetch models; their type is ollama.")
    }
    let line = Mutex("")
    let status = Mutex("")
    do {
      _ = try Blocking.run {
        try await manager.pull(name.model) { pull in
          let share = pull.fraction.map { " \(Int($0 * 100)) %" } ?? ""
          let text = pull.status + share
          let isNew = line.withLock { last in
            defer { last = text }
            return last != text
          }
          guard isNew else { return }
          // On a terminal the line is written over, so that a long fetch does not fill the screen.
          if isatty(STDERR_FILENO) == 1 {
            Output.writeProgress(text)
          } else if pull.status
            != status.withLock({ last in
              defer { last = pull.status }
              return last
            })
          {
            // In a log a line for each step is enough.
            Output.complain(pull.status, isPrefixed: false)
          }
        }
      }
    } catch let error as ModelError {
      Output.endProgress()
      throw ModelsCommand.failure(error)
    } catch is CancellationError {
      Output.endProgress()
      Output.complain("stopped; the next pull goes on from there", isPrefixed: false)
      throw ExitCode(130)
    }
    Output.endProgress()
    Output.complain("\(name) is there", isPrefixed: false)
  }
}

/// `atelier models start`
struct ModelsStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start a server for a model's file, which stays until it is stopped.",
    discussion: """
      Asking gguf:/path/to/model.gguf starts one too, which ends with the last program that uses it. The program is \
      local_server.command of the configuration, llama-server by default.
      """)

  @Argument(help: "The file, or gguf: and the file.") var model: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let services = Services(settings: try .forConversations(database: nil))
    let home = services.settings.environment["HOME"] ?? "/"
    let file = LocalServer.modelFile(in: model, home: home) ?? model
    do {
      let server = try Blocking.run {
        try await services.servers.start(file, keeps: true) { progress in
          if case .loading = progress { Output.writeProgress("loading the model …") }
        }
      }
      Output.endProgress()
      if output.isJSON {
        Output.write(ModelsJSON.server(server, schema: "atelier.models.start/1").text() + "\n")
      } else {
        Output.write(server.baseURL + "\n")
        Output.complain(
          "it stays until `atelier models stop \(server.model)`; its output goes to \(server.logFile)",
          isPrefixed: false)
      }
    } catch let error as ModelError {
      Output.endProgress()
      throw ModelsCommand.failure(error)
    }
  }
}

/// `atelier models stop`
struct ModelsStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Stop the servers of models' files that atelier has started.",
    discussion: "Without a file it stops all. Exits with 1 when none ran.")

  @Argument(help: "The file, or gguf: and the file.") var model: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let services = Services(settings: try .forConversations(database: nil))
    let home = services.settings.environment["HOME"] ?? "/"
    let file = model.map { LocalServer.modelFile(in: $0, home: home) ?? $0 }
    do {
      let ended = try Blocking.run { try await services.servers.stop(file) }
      if output.isJSON {
        let json: JSONValue = [
          "schema": "atelier.models.stop/1", "stopped": .array(ended.map { .string($0.model) }),
        ]
        Output.write(json.text() + "\n")
      } else {
        for server in ended { Output.complain("stopped the server of \(server.model)", isPrefixed: false) }
        if ended.isEmpty { Output.complain("no such server runs", isPrefixed: false) }
      }
      if ended.isEmpty { throw ExitCode(1) }
    } catch let error as ModelError {
      throw ModelsCommand.failure(error)
    }
  }
}
