import ArgumentParser
import Documents
import Glibc
import Models
import TextWidth
import Workbench

/// `atelier chat`
struct ChatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", _superCommandName: Atelier.name, abstract: "Ask a model, and keep the conversation.",
    discussion: """
      The prompt is the argument, what is piped into the command, or both (the argument first). On a terminal without a \
      prompt it is written in your editor. Several models (-m a -m b) are asked at once, each in a conversation of its own. Exits with 1 when the reply was cut, filtered or refused, with 3 when it is incomplete or \
      failed, with 130 when it was stopped.
      """)

  @Argument(help: "What to ask.")
  var prompt: String?

  @Option(
    name: [.short, .long],
    help:
      "The model, as provider/model; without it the configuration's default_model. May be given several times."
  )
  var model: [String] = []

  @OptionGroup var input: ChatInputOptions
  @OptionGroup var options: ChatOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    try Conversation(
      options: options, output: output, models: model, readsInput: true, input: try input.read()
    ).ask(prompt)
  }
}

/// The options that chat and ask share.
struct ChatOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The system prompt.")
  var system: String?

  @Flag(
    name: [.customShort("c"), .customLong("continue")],
    help: "Go on with the conversation that was changed last.")
  var continues = false

  @Option(help: "Go on with a conversation, by its id or the start of it.")
  var session: String?

  @Flag(help: "Keep nothing.")
  var noSave = false

  @Option(help: ArgumentHelp("The database to keep the conversation in.", valueName: "file"))
  var database: String?

  @Option(help: "Temperature.") var temperature: Double?
  @Option(help: "Top p.") var topP: Double?
  @Option(help: "The most tokens of the reply.") var maxTokens: Int?
  @Option(help: "Seed.") var seed: Int?
  @Option(help: "A text at which the reply stops; may be given several times.") var stop: [String] = []
  @Option(help: "Frequency penalty.") var frequencyPenalty: Double?
  @Option(help: "Presence penalty.") var presencePenalty: Double?

  @OptionGroup var catalog: CatalogOptions

  func validate() throws {
    if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1.") }
    if let temperature, !(0...2).contains(temperature) {
      throw ValidationError("--temperature must be from 0 to 2.")
    }
    if let topP, !(0...1).contains(topP) { throw ValidationError("--top-p must be from 0 to 1.") }
    if continues, session != nil { throw ValidationError("--continue and --session exclude each other.") }
    if noSave, continues || session != nil {
      throw ValidationError("--no-save cannot go on with a kept conversation.")
    }
  }

  /// The parameters given here laid over those a conversation has.
  func parameters(over base: SamplingParameters) -> SamplingParameters {
    var result = base
    if let temperature { result.temperature = temperature }
    if let topP { result.topP = topP }
    if let maxTokens { result.maxOutputTokens = maxTokens }
    if let seed { result.seed = seed }
    if !stop.isEmpty { result.stop = stop }
    if let frequencyPenalty { result.frequencyPenalty = frequencyPenalty }
    if let presencePenalty { result.presencePenalty = presencePenalty }
    return result
  }
}
