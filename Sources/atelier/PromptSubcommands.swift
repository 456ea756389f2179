import ArgumentParser
import Documents
import FoundationEssentials
import Models
import Retrieval
import Templates
import TextWidth

/// `atelier prompt render`
struct PromptRender: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Show what would be sent: the messages with their roles, before anything is sent.",
    discussion: "A bare template gives its text alone, byte for byte.")

  @OptionGroup var prompt: PromptOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let rendered = try prompt.rendered()
    for warning in rendered.warnings { PromptLines.complain(warning, file: prompt.file) }
    if output.isJSON {
      var members: [JSONValue.Member] = [.init("schema", "atelier.prompt.render/1")]
      if rendered.messages.isEmpty {
        members.append(.init("text", .string(rendered.text)))
      } else {
        members.append(.init("messages", .array(rendered.messages.map(\.json))))
      }
      members += [
        .init("tokens_estimate", .integer(PromptLines.tokens(rendered))),
        .init("parameters", .object(rendered.parameters)),
        .init("warnings", .array(rendered.warnings.map { .string($0.message) })),
      ]
      return Output.write(JSONValue.object(members).text() + "\n")
    }
    guard !rendered.messages.isEmpty else { return Output.write(rendered.text) }
    for (index, message) in rendered.messages.enumerated() {
      Output.write((index == 0 ? "" : "\n") + "── \(VisibleText.make(message.role)) ──\n")
      Output.write(VisibleText.make(PromptLines.text(of: message), .stream) + "\n")
    }
    Output.complain("about \(PromptLines.tokens(rendered)) tokens", isPrefixed: false)
  }
}

/// `atelier prompt check`
struct PromptCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a prompt file without rendering it: errors and warnings with line and column.",
    discussion: """
      Exits with 1 when there is an error in the text, with 2 when the file cannot be read as a prompt, with 0 when there are \
      warnings only.
      """)

  @OptionGroup var prompt: PromptOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let source = try prompt.source()
    var error: TemplateError?
    var warnings: [PromptWarning] = []
    var variables: [String] = []
    if source.isPrompty {
      let prompty = try prompt.prompty(source)
      let checked = prompty.checked()
      error = checked.error
      warnings = PromptLines.unique(prompty.warnings + checked.warnings)
      variables = prompty.inputs.map(\.name)
    } else {
      // Without a name only the text can tell that it was meant to be a prompty.
      if source.name == nil { warnings = PromptyFrontMatter.warnings(source.text, isPrompty: false) }
      do {
        variables = try Template(source.text, name: source.name, dialect: source.dialect).variables
      } catch let found {
        error = found
      }
    }
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.prompt.check/1", "dialect": .string(source.dialect.rawValue),
        "inputs": .array(variables.map(JSONValue.string)),
        "error": error.map {
          [
            "message": .string($0.message), "hint": .optional($0.hint),
            "line": $0.position.map { .integer($0.line) } ?? .null,
            "column": $0.position.map { .integer($0.column) } ?? .null,
          ]
        } ?? .null,
        "warnings": .array(
          warnings.map {
            [
              "message": .string($0.message), "line": $0.position.map { .integer($0.line) } ?? .null,
              "column": $0.position.map { .integer($0.column) } ?? .null,
            ]
          }),
      ]
      Output.write(json.text() + "\n")
      if error != nil { throw ExitCode(1) }
      return
    }
    for warning in warnings { PromptLines.complain(warning, file: prompt.file) }
    if var error {
      error.file = error.file ?? source.name
      Output.complain(PromptOptions.failure(error).description, isPrefixed: false)
      throw ExitCode(1)
    }
    Output.write("\(source.dialect.rawValue)\n")
    if !variables.isEmpty { Output.write("inputs: \(variables.joined(separator: ", "))\n") }
  }
}

/// `atelier prompt convert`
struct PromptConvert: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Write a prompty file in the other generation's form.",
    discussion: "What could not be carried over is told on standard error.")

  @OptionGroup var prompt: PromptOptions
  @Option(
    help: ArgumentHelp("v1 or v2; the other one than the file's when left out.", valueName: "generation"))
  var to: String?

  func validate() throws {
    if let to, !["v1", "v2"].contains(to) { throw ValidationError("--to is v1 or v2.") }
  }

  func run() throws {
    let source = try prompt.source()
    guard source.isPrompty else {
      throw CommandFailure(
        code: "bad_input", message: "only prompty files have two generations",
        hint: "The file's name ends in .prompty, or --dialect says so.", file: source.name)
    }
    let prompty = try prompt.prompty(source)
    let target: Prompty.Generation =
      to.map { $0 == "v1" ? .first : .second } ?? (prompty.generation == .first ? .second : .first)
    let (text, losses) = prompty.converted(to: target)
    for loss in PromptLines.unique(prompty.warnings + losses) {
      PromptLines.complain(loss, file: prompt.file)
    }
    Output.write(text)
  }
}

/// `atelier prompt run`
struct PromptRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Render a prompt and ask a model.",
    discussion: """
      The file's parameters are sent; its connection is not used: the model is named here or is the default one. The \
      conversation is kept, and `atelier chat --continue` goes on with it. Exits as `atelier chat` does.
      """)

  @OptionGroup var prompt: PromptOptions
  @Option(name: [.short, .long], help: "The model, as provider/model.") var model: String?
  @Option(help: ArgumentHelp("The database with the conversations.", valueName: "file")) var database: String?
  @Flag(help: "Keep nothing.") var noSave = false
  @OptionGroup var output: OutputOptions

  func run() throws {
    let settings = try Settings.forConversations(database: database)
    let services = Services(settings: settings)
    let name = try ModelsCommand.name(model ?? settings.configuration.defaultModel)
    // Everything that may be wrong is found before anything is kept or sent.
    let provider = try services.provider(for: name)
    let rendered = try prompt.rendered()
    for warning in rendered.warnings { PromptLines.complain(warning, file: prompt.file) }
    let messages =
      rendered.messages.isEmpty
      ? [ChatMessage(.user, rendered.text)] : rendered.messages.map(PromptLines.chatMessage)
    let title = prompt.file == "-" ? "" : prompt.file.split(separator: "/").last.map(String.init) ?? ""
    let made = PromptSession(
      messages, parameters: rendered.parameters, title: title, model: name, at: Services.now())
    let store = noSave ? nil : try services.openStore()
    if let store { try made.keep(in: store) }
    let recorded = services.recorded(
      provider.adding(made.extra), in: store, purpose: .chat, trace: made.session.id)
    let printer = ReplyPrinter(isJSON: output.isJSON)
    let outcome = try Blocking.run {
      try await ConversationRunner(store: store, now: Services.now).run(
        session: made.session, question: made.question, attachments: made.attachments, parent: made.parent,
        messages: made.messages, provider: recorded
      ) { printer.show($0) }
    }
    if output.isJSON {
      let json = ReplyJSON.chat(
        outcome.reply, sessionID: store == nil ? nil : made.session.id,
        messageID: store == nil ? nil : outcome.messageID, model: name, messages: messages,
        parameters: made.session.parameters,
        cost: outcome.reply.usage.flatMap { services.known.cost($0, of: name) })
      Output.write(json.text() + "\n")
    } else {
      printer.finish(outcome.reply)
    }
    let code = (outcome.reply.ending ?? Ending(.incomplete)).kind.exitCode
    if code != 0 { throw ExitCode(code) }
    if outcome.reply.ending?.raw == Librarian.noAnswer { throw ExitCode(1) }
  }
}

/// How messages of prompts are written, counted and sent.
enum PromptLines {
  /// Each warning once, in their order.
  static func unique(_ warnings: [PromptWarning]) -> [PromptWarning] {
    var seen: Set<PromptWarning> = []
    return warnings.filter { seen.insert($0).inserted }
  }

  static func complain(_ warning: PromptWarning, file: String) {
    let place = warning.position.map { "\(file):\($0.line):\($0.column): " } ?? "\(file): "
    Output.complain(place + warning.message, isPrefixed: false)
  }

  static func text(of message: PromptMessage) -> String {
    message.parts.map { part in
      switch part {
      case .text(let text): text
      case .image(let url, _): "[image: \(url.prefix(80))\(url.count > 80 ? "…" : "")]"
      default: ""
      }
    }.joined(separator: "\n")
  }

  /// An estimate: a token is about four bytes of English.
  static func tokens(_ rendered: PromptOptions.Rendered) -> Int {
    let texts = rendered.messages.isEmpty ? [rendered.text] : rendered.messages.map(\.text)
    return texts.reduce(0) { $0 + ($1.utf8.count + 3) / 4 }
  }

  /// An image as the adapters take it: `data:` addresses are taken apart, for not every provider takes an address.
  private static func image(_ address: String) -> ChatImage {
    // What cannot be read is sent as it is: the provider says what is wrong with it.
    guard let image = try? PromptImage(address), case .bytes(let bytes, let type) = image else {
      return .url(address)
    }
    return .bytes(bytes, mediaType: type)
  }

  static func chatMessage(_ message: PromptMessage) -> ChatMessage {
    let role = ChatMessage.Role(rawValue: message.role) ?? (message.role == "developer" ? .system : .user)
    let parts: [ChatMessage.Part] = message.parts.compactMap { part in
      switch part {
      case .text(let text): .text(text)
      case .image(let address, _): .image(image(address))
      default: nil
      }
    }
    return ChatMessage(role, parts: parts.isEmpty ? [.text("")] : parts)
  }
}
