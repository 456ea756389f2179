import ArgumentParser
import Documents
import FoundationEssentials
import Models
import Preferences
import Synchronization
import TerminalUI
import TextWidth
import Workbench

/// `atelier models …`
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", _superCommandName: Atelier.name,
    abstract: "List, look at, try, fetch and serve models.",
    subcommands: [
      ModelsList.self, ModelsShow.self, ModelsTest.self, ModelsPull.self, ModelsStart.self, ModelsStop.self,
    ])

  /// The model that a person names.
  static func name(_ text: String) throws -> ModelName {
    guard let name = ModelName(text) else {
      throw CommandFailure(
        code: "bad_input", message: "“\(text)” names no model",
        hint: "A model is named provider/model, such as builtin/librarian.")
    }
    return name
  }

  /// A failure of a provider as a command tells it.
  static func failure(_ error: ModelError) -> CommandFailure {
    CommandFailure(code: "provider_failed", message: error.message, hint: error.hint, exitCode: 3)
  }
}

/// `atelier models list`
struct ModelsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Ask every provider of the configuration for its models.",
    discussion: """
      Servers at their usual ports of this machine that the configuration does not name are listed too, with the lines \
      that would add them. Of a provider that does not answer, what it offered last is listed as not available. Prices are \
      those of the catalog, with the day of their source, or those of models.yaml beside \
      the configuration. Exits with 3 when a provider does not answer.
      """)

  @Flag(help: "Leave out the search for servers on this machine.")
  var noSearch = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let services = Services(settings: try .forConversations(database: nil))
    let looks = !noSearch
    let (lists, own, others) = try Blocking.run {
      async let lists = services.modelLister().settled()
      async let own = services.ownModels()
      async let found = looks ? services.findServers() : []
      return (await lists, await own, await found)
    }
    if output.isJSON {
      Output.write(ModelsJSON.list(own, lists, others, services.known).text() + "\n")
    } else {
      StyledOutput(output, environment: Settings().environment).write(
        table(own, lists, services.known).lines(in: Output.width ?? 200))
      for server in others { Output.complain(Self.advice(server), isPrefixed: false) }
      for list in lists {
        guard let problem = list.problem else { continue }
        let last = list.age.map { " What is listed of it is \(Self.shown(seconds: $0)) old." } ?? ""
        Output.complain("\(list.provider): \(problem)\(last)", isPrefixed: false)
      }
    }
    if lists.contains(where: { $0.problem != nil }) { throw ExitCode(3) }
  }

  /// A time in the largest unit that fits.
  private static func shown(seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds)) s"
    case ..<7200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3600)) h"
    default: "\(Int(min(seconds / 86_400, 1e6))) days"
    }
  }

  private func table(_ own: [ModelInfo], _ lists: [ProviderModels], _ known: KnownModels) -> Table {
    let models: [(model: ModelInfo, isAvailable: Bool)] =
      own.map { (model: $0, isAvailable: true) }
      + lists.flatMap { list in list.models.map { (model: $0, isAvailable: list.problem == nil) } }
    return Table(
      columns: [
        .init("model", minimum: 16), .init("context", alignment: .right),
        .init("in", alignment: .right, priority: 1), .init("out", alignment: .right, priority: 1),
        .init("per million tokens, as of", priority: 2),
      ],
      rows: models.map { model, isAvailable in
        let fact = known.find(model.name)?.fact
        let price = fact?.price
        func amount(_ value: Double?) -> Span {
          Span(value.map { ModelDetails.amount($0, price?.currency ?? "") } ?? "", .text)
        }
        return [
          Span(
            model.name.description + (isAvailable ? "" : " (not available)"), isAvailable ? .accent : .dim),
          Span((model.contextTokens ?? fact?.contextTokens).map { "\($0) tok" } ?? "", .dim),
          amount(price?.rates.input), amount(price?.rates.output), Span(price?.date ?? "", .dim),
        ]
      })
  }

  /// A server that was found, and how it comes into the configuration.
  private static func advice(_ server: FoundServer) -> String {
    let state = server.isLoading ? ", still loading" : server.wantsKey ? ", wants a key" : ""
    let names = server.models.prefix(3).map(\.name.model).joined(separator: ", ")
    let what = server.models.isEmpty ? "" : " with \(names)\(server.models.count > 3 ? " …" : "")"
    return "found \(server.kind.title) at \(server.baseURL)\(what)\(state); to use it, add under providers:\n"
      + "  local: {type: \(server.kind.providerType.rawValue), base_url: \"\(server.baseURL)\"}"
  }
}

/// `atelier models show`
struct ModelsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known of a model: limits, abilities, price and their sources.",
    discussion: "Exits with 1 when nothing is known of it. It may be asked all the same.")

  @Argument(help: "The model, as provider/model.") var model: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let name = try ModelsCommand.name(model)
    let services = Services(settings: try .forConversations(database: nil))
    let found = services.known.find(name)
    let details = try ollamaDetails(name, services)
    if output.isJSON {
      Output.write(ModelsJSON.show(name, found, details).text() + "\n")
    } else {
      let rows = ModelDetails.rows(found, details)
      guard !rows.isEmpty else {
        Output.complain(
          "nothing is known of \(name); what you know goes into \(services.settings.paths.modelsFile)",
          isPrefixed: false)
        throw ExitCode(1)
      }
      let width = (rows.map(\.0.count).max() ?? 0) + 2
      let lines = rows.map { label, text in
        StyledLine([
          Span(label + String(repeating: " ", count: width - label.count), .dim),
          Span(VisibleText.make(text)),
        ])
      }
      StyledOutput(output, environment: Settings().environment).write(
        [StyledLine([Span(name.description, .strong)])] + lines)
    }
    if found == nil, details == nil { throw ExitCode(1) }
  }

  private func ollamaDetails(_ name: ModelName, _ services: Services) throws -> OllamaModelDetails? {
    guard let manager = services.ollama(named: name.provider) else { return nil }
    do {
      return try Blocking.run { try await manager.show(name.model) }
    } catch let error as ModelError {
      Output.complain(error.message, isPrefixed: false)
      return nil
    }
  }
}

/// `atelier models test`
struct ModelsTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Try a provider, or a model of it: address, key, list, and a short question.",
    discussion: """
      The key is never shown, only where it comes from and how long it is. With a model one short question is asked, which \
      may cost a little. Exits with 3 when something does not work.
      """)

  @Argument(help: "A provider, or a model as provider/model.") var name: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    let services = Services(settings: try .forConversations(database: nil))
    let model = ModelName(name)
    let trial = ProviderTrial(services: services, mayAsk: true)
    let found = Mutex<[ProviderStep]>([])
    try Blocking.run {
      try await trial.run(provider: model?.provider ?? name, model: model) { step in
        found.withLock { $0.append(step) }
      }
    }
    let steps = found.withLock(\.self)
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.models.test/1", "name": .string(name),
        "ok": .bool(steps.allSatisfy(\.isGood)),
        "steps": .array(
          steps.map { ["step": .string($0.name), "ok": .bool($0.isGood), "text": .string($0.text)] }),
      ]
      Output.write(json.text() + "\n")
    } else {
      let lines = steps.map {
        StyledLine([
          Span($0.isGood ? "✓ " : "✗ ", Style($0.isGood ? .success : .failure)),
          Span($0.name + "  ", .dim), Span(VisibleText.make($0.text)),
        ])
      }
      StyledOutput(output, environment: Settings().environment).write(lines)
    }
    if !steps.allSatisfy(\.isGood) { throw ExitCode(3) }
  }
}

/// The port of an address on this machine.
enum URLPort {
  static func of(_ url: String) -> Int? {
    let rest = url.drop { $0 != ":" }.dropFirst(3)
    let place = rest.prefix { $0 != "/" && $0 != "?" }
    let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains { place.hasPrefix($0) }
    guard isLocal else { return nil }
    return place.split(separator: ":").last.flatMap { Int($0) }
  }
}
