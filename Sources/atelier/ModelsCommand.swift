import ArgumentParser
import Documents
import Models
import TerminalUI
import Workbench

/// `atelier models …`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", _superCommandName: Atelier.name, abstract: "List the models that can be asked.",
    subcommands: [ModelsList.self])
}

/// `atelier models list`
struct ModelsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Ask every provider of the configuration for its models.",
    discussion: "Exits with 3 when one of them does not answer.")

  @OptionGroup var output: OutputOptions

  func run() throws {
    let services = Services(settings: try .forConversations(database: nil))
    let (models, unreachable) = try Blocking.run { await services.listModels() }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.models.list/1",
        "models": .array(
          models.map { model in
            [
              "name": .string(model.name.description), "provider": .string(model.name.provider),
              "source": model.name == .librarian ? "builtin" : "provider", "available": true,
              "capabilities": .array(model.capabilities.map(JSONValue.string)),
              "context_tokens": model.contextTokens.map(JSONValue.integer) ?? .null,
              "max_output_tokens": model.maxOutputTokens.map(JSONValue.integer) ?? .null, "price": .null,
            ]
          }),
        "unreachable": .array(
          unreachable.map { ["provider": .string($0.provider), "reason": .string($0.reason)] }),
      ]
      Output.write(json.text() + "\n")
      if !unreachable.isEmpty { throw ExitCode(3) }
      return
    }
    let table = Table(
      columns: [.init("model"), .init("context", alignment: .right)],
      rows: models.map {
        [Span($0.name.description, .accent), Span($0.contextTokens.map { "\($0) tok" } ?? "", .dim)]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
    for provider in unreachable {
      Output.complain("\(provider.provider): \(provider.reason)", isPrefixed: false)
    }
    if !unreachable.isEmpty { throw ExitCode(3) }
  }
}
