import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Retrieval
import Storage
import Synchronization
import TextWidth
import Workbench

/// One question to a model from the command line, within a kept conversation or without.
struct Conversation {
  let options: ChatOptions
  let output: OutputOptions
  /// The models to ask; none for the conversation's own.
  let models: [String]
  /// Whether what is piped into the command belongs to the prompt.
  let readsInput: Bool
  /// What goes along with the prompt.
  var input = ChatInputOptions.Input()
  /// How a question is put on the ground of the catalog; nil for a mere conversation.
  var ground: CatalogGround?

  func ask(_ prompt: String?) throws {
    let settings = try Settings.forConversations(database: options.database)
    let services = Services(settings: settings, catalog: options.catalog.catalog)
    if models.count > 1 { return try askSeveral(prompt, services) }
    // Everything that may be wrong is found before a person writes a prompt.
    let store = options.noSave ? nil : try services.openStore()
    var (session, tree, isNew) = try findSession(services, store: store)
    if let model = models.first {
      session.model = try ModelsCommand.name(model)
    } else if isNew, let refusal = settings.modelRefusal {
      throw refusal
    }
    if let system = options.system { session.system = system }
    session.parameters = options.parameters(over: session.parameters)
    let provider = try services.provider(for: session.model)

    let parts = try parts(prompt)
    if parts.isEmpty, readsInput, isatty(STDIN_FILENO) == 1 {
      let editor = PromptEditor(environment: settings.environment)
      return try editor.write {
        try send(
          $0, session: session, tree: tree, isNew: isNew, store: store, provider: provider, services: services
        )
      }
    }
    try send(
      try whole(parts), session: session, tree: tree, isNew: isNew, store: store, provider: provider,
      services: services)
  }

  /// Asks several models at once.
  private func askSeveral(_ prompt: String?, _ services: Services) throws {
    guard !options.continues, options.session == nil else {
      throw CommandFailure(
        code: "bad_input", message: "a conversation goes on with one model",
        hint: "Leave out --continue and --session, or name one model.")
    }
    try SeveralModels(
      options: options, input: input, output: output, models: try models.map(ModelsCommand.name)
    ).ask(try whole(try parts(prompt)), services)
  }

  /// The prompt, what is piped into the command, and the files that are texts.
  private func parts(_ prompt: String?) throws -> [String] {
    let piped = try readInput(hasPrompt: prompt?.isEmpty == false)
    let parts = ([prompt ?? "", piped ?? ""] + input.texts).filter { !$0.allSatisfy(\.isWhitespace) }
    // A picture may be all that is sent: the conversation still says what was asked.
    let names = input.attachments.map { "[picture: \($0.name)]" }
    return parts.isEmpty && !names.isEmpty ? [names.joined(separator: "\n")] : parts
  }

  private func whole(_ parts: [String]) throws -> String {
    guard !parts.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "there is no prompt",
        hint: "Give it as an argument or on standard input: atelier chat \"What is RAG?\"")
    }
    return parts.joined(separator: "\n\n")
  }

  private func send(
    _ text: String, session: Session, tree: MessageTree, isNew: Bool, store: Database?,
    provider: any ModelProvider, services: Services
  ) throws {
    var session = session
    if session.title.isEmpty { session.title = Services.title(for: text) }
    let plain = tree.request(
      system: session.system, to: session.tip, for: session.model, asking: text, with: input.attachments)
    let grounded = ground?.ground(
      text, plain, model: session.model, provider: provider, services: services)
    let messages = grounded?.messages ?? plain
    let asking = services.recorded(
      input.shaping(grounded?.provider ?? provider), in: store, purpose: ground == nil ? .chat : .ask,
      trace: session.id)
    // Another model or other parameters hold for this question; the conversation keeps its own.
    if isNew { try store?.createSession(session) }

    if let ground, ground.isShown, !output.isJSON {
      Output.write(CatalogGround.text(of: grounded?.passages ?? []))
    }
    let printer = ReplyPrinter(isJSON: output.isJSON)
    let asked = session
    let attachments = input.attachments
    let outcome = try Blocking.run {
      let runner = ConversationRunner(store: store, now: Services.now)
      let run = Task {
        try await runner.run(
          session: asked, question: text, attachments: attachments, parent: asked.tip, messages: messages,
          provider: asking
        ) { printer.show($0) }
      }
      printer.whenUnread { run.cancel() }
      return try await withTaskCancellationHandler(
        operation: { try await run.value }, onCancel: { run.cancel() })
    }
    let reply = outcome.reply
    let ending = reply.ending ?? Ending(.incomplete)
    let found = ground.map { ground in
      AskOutcome(
        reply, model: session.model, passages: grounded?.passages ?? [], isShown: ground.isShown)
    }
    if output.isJSON {
      let json = ReplyJSON.chat(
        reply, sessionID: store == nil ? nil : session.id,
        messageID: store == nil ? nil : outcome.messageID,
        model: session.model, messages: messages, parameters: session.parameters,
        cost: reply.usage.flatMap { services.known.cost($0, of: session.model) },
        more: (found?.members ?? []) + ReplyJSON.structured(reply, input.format))
      Output.write(json.text() + "\n")
    } else {
      printer.finish(reply, checked: found?.support == nil ? nil : found)
      ReplyJSON.tellViolations(of: reply, input.format)
    }
    // A reply that is nowhere but on the screen is not done.
    if !outcome.isKept { throw ExitCode(2) }
    if ending.kind.exitCode != 0 { throw ExitCode(ending.kind.exitCode) }
    // Like a search without a hit.
    if session.model == .librarian, ending.raw == Librarian.noAnswer { throw ExitCode(1) }
    if found?.isAnswered == false { throw ExitCode(1) }
    if let format = input.format, !StructuredOutput(reply.text, as: format).isValid { throw ExitCode(1) }
  }

  // MARK: The question

  /// What is piped into the command; nil when nothing is.
  private func readInput(hasPrompt: Bool) throws -> String? {
    guard readsInput, isatty(STDIN_FILENO) == 0 else { return nil }
    if hasPrompt, !hasInputOfItsOwn { return nil }
    guard let text = String(validating: FileHandleReader.readAll(STDIN_FILENO), as: UTF8.self) else {
      throw CommandFailure(code: "bad_input", message: "standard input is not UTF-8 text")
    }
    return text
  }

  /// Whether standard input is a pipe, or a file from its start.
  ///
  /// One that is half read belongs to somebody else, such as a loop of the shell over its lines.
  private var hasInputOfItsOwn: Bool {
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0 else { return false }
    switch status.st_mode & S_IFMT {
    case S_IFIFO, S_IFSOCK: return true
    case S_IFREG: return lseek(STDIN_FILENO, 0, SEEK_CUR) == 0
    default: return false
    }
  }

  private func findSession(
    _ services: Services, store: Database?
  ) throws -> (session: Session, tree: MessageTree, isNew: Bool) {
    if let store, options.continues || options.session != nil {
      let found: Session?
      if let wanted = options.session {
        found = try SessionsCommand.find(wanted, in: store)
      } else {
        // What was only typed in the workbench is no conversation yet.
        found = try store.sessions(limit: 200).first { $0.tip != nil }
      }
      if let found {
        return (found, MessageTree(try store.messages(ofSession: found.id)), false)
      }
    }
    let now = Services.now()
    let name = ModelName(services.settings.configuration.defaultModel) ?? .librarian
    let session = Session(
      id: ULID.make(at: now), title: "", createdAt: now, updatedAt: now, model: name)
    return (session, MessageTree(), true)
  }
}

/// Reads a descriptor to its end.
enum FileHandleReader {
  static func readAll(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}

/// Lets a person write a prompt, or another text, in their editor.
struct PromptEditor {
  let environment: [String: String]
  /// What is written.
  var what = "prompt"
  /// What has not happened where nothing comes of it.
  var refusal = "nothing was sent"
  /// What stands in the file at first.
  var start = ""

  /// Opens a file in the editor and gives what was written to a closure.
  ///
  /// The file goes once the closure is done. When something is in the way it stays, and its name is told.
  func write(_ use: (String) throws -> Void) throws {
    let command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
    let folder = FileManager.default.temporaryDirectory.path + "/atelier-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let path = "\(folder)/\(what).md"
    try start.write(toFile: path, atomically: false, encoding: .utf8)
    func written() -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    func tidy() { try? FileManager.default.removeItem(atPath: folder) }
    do {
      guard let status = Foreground.run(["/bin/sh", "-c", command + " \"$1\"", "sh", path]) else {
        throw CommandFailure(
          code: "bad_input", message: "the editor could not be started", hint: "Set VISUAL or EDITOR.")
      }
      guard status == 0 else {
        throw CommandFailure(code: "bad_input", message: "the editor failed, so \(refusal)")
      }
      let text = written()
      guard !text.allSatisfy(\.isWhitespace) else {
        throw CommandFailure(code: "bad_input", message: "the \(what) is empty, so \(refusal)")
      }
      try use(text)
      tidy()
    } catch let code as ExitCode {
      // It was sent; how the reply ended is another matter.
      tidy()
      throw code
    } catch {
      if written().allSatisfy(\.isWhitespace) {
        tidy()
      } else {
        Output.complain("what you wrote is kept in \(path)", isPrefixed: false)
      }
      throw error
    }
  }
}

/// Prints a reply as it comes: the text on standard output, everything else on standard error.
final class ReplyPrinter: Sendable {
  private struct State {
    var hasText = false
    var endsLine = true
    /// On a terminal, what breaks lines between words.
    var wrap = Output.isTerminal ? Output.width.map { StreamWrap(width: $0) } : nil
    /// The error that keeps the text from being written; 0 when there is none.
    var error: Int32 = 0
    var stop: (@Sendable () -> Void)?
  }

  private let isJSON: Bool
  private let state = Mutex(State())

  init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// Tells what to do when nobody reads the reply any more: what has come by then is kept all the same.
  func whenUnread(_ stop: @escaping @Sendable () -> Void) {
    let isUnread = state.withLock { state in
      state.stop = stop
      return state.error != 0
    }
    if isUnread { stop() }
  }

  /// Shows what has come.
  func show(_ update: ConversationRunner.Update) {
    switch update {
    case .event(.text(let piece), _), .event(.refusal(let piece), _):
      guard !isJSON else { return }
      let visible = VisibleText.make(piece, .stream)
      let stop = state.withLock { state -> (@Sendable () -> Void)? in
        guard state.error == 0 else { return nil }
        state.hasText = true
        state.endsLine = visible.hasSuffix("\n")
        state.error = Output.attempt(state.wrap?.feed(visible) ?? visible)
        return state.error == 0 ? nil : state.stop
      }
      stop?()
    case .event(.retrying(let reason, let seconds), _):
      Output.complain("\(reason); sending again in \(ReplyFigures.seconds(seconds))", isPrefixed: false)
    case .notKept(let problem): Output.complain("not kept: \(problem)")
    default: break
    }
  }

  /// Ends the text's line, lists what it cites, and says how it ended when not well.
  ///
  /// - Parameter checked: what came of holding its sentences against the passages; nil where that was not done.
  func finish(_ reply: Reply, checked: AskOutcome? = nil) {
    let state = state.withLock { state in
      if state.error == 0, let rest = state.wrap?.finish() { state.error = Output.attempt(rest) }
      return state
    }
    guard state.error == 0 else {
      // A reader that has gone away is told nothing.
      if state.error != EPIPE {
        Output.complain(
          "writing the output failed: \(String(cString: strerror(state.error))); the reply was stopped")
      }
      return
    }
    if state.hasText, !state.endsLine { Output.write("\n") }
    if !reply.citations.isEmpty {
      let lines = reply.citations.map { "[\($0.number)] \($0.title) (\($0.id))\n" }
      let head = checked == nil ? "\n" : "\nSources\n"
      Output.write(head + VisibleText.make(lines.joined(), .stream))
    }
    if let text = checked?.unsupportedText, !text.isEmpty {
      var wrap = StreamWrap(width: Output.width ?? .max)
      Output.write(Output.isTerminal ? wrap.feed(text) + wrap.finish() : text)
    }
    if reply.text.isEmpty, reply.refusal.isEmpty, !reply.reasoning.isEmpty {
      Output.complain(
        "~ the model reasoned and gave no answer; --json holds its reasoning", isPrefixed: false)
    }
    for call in reply.toolCalls {
      Output.complain("~ it asks for \(call.name)(\(call.arguments))", isPrefixed: false)
    }
    for warning in reply.warnings { Output.complain("~ " + warning, isPrefixed: false) }
    for name in reply.droppedParameters {
      Output.complain("~ left out: \(name), which this model does not take", isPrefixed: false)
    }
    guard let ending = reply.ending, ending.kind != .complete else { return }
    Output.complain(ending.kind.shown + (ending.reason.map { ": " + $0 } ?? ""), isPrefixed: false)
  }
}
