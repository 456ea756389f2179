import ArgumentParser
import Documents
import FoundationEssentials
import Glibc
import Models
import Synchronization
import TextWidth
import Workbench

/// One question to a model from the command line, within a kept conversation or without.
struct Conversation {
  let options: ChatOptions
  let output: OutputOptions
  let model: String?

  func ask(_ prompt: String?) throws {
    var settings = Settings()
    if let database = options.database { settings.configuration.database = database }
    for problem in settings.problems { Output.complain(problem) }
    let services = Services(settings: settings, catalog: options.catalog.catalog)
    let text = try question(prompt, settings: settings)
    let store = options.noSave ? nil : try services.openStore()

    var (session, tree, isNew) = try findSession(services, store: store, question: text)
    if let model {
      guard let name = ModelName(model) else {
        throw CommandFailure(
          code: "bad_input", message: "“\(model)” names no model",
          hint: "A model is named provider/model, such as builtin/librarian.")
      }
      session.model = name
    }
    if let system = options.system { session.system = system }
    session.parameters = options.parameters(over: session.parameters)
    let provider = try services.provider(for: session.model)
    if let store { if isNew { try store.createSession(session) } else { try store.updateSession(session) } }

    let messages = tree.request(system: session.system, to: session.tip) + [ChatMessage(.user, text)]
    let printer = ReplyPrinter(isJSON: output.isJSON)
    let asked = session
    let (reply, messageID) = try Blocking.run {
      let runner = ConversationRunner(store: store, now: Services.now)
      return try await runner.run(
        session: asked, question: text, parent: asked.tip, messages: messages, provider: provider
      ) { printer.show($0) }
    }
    let ending = reply.ending ?? Ending(.incomplete)
    if output.isJSON {
      Output.write(
        ReplyJSON.chat(
          reply, sessionID: store == nil ? nil : session.id, messageID: store == nil ? nil : messageID,
          model: session.model, messages: messages, parameters: session.parameters
        ).text() + "\n")
    } else {
      printer.finish(reply)
    }
    if ending.kind.exitCode != 0 { throw ExitCode(ending.kind.exitCode) }
  }

  // MARK: The question

  /// The prompt from the argument and standard input, or from the editor.
  private func question(_ prompt: String?, settings: Settings) throws -> String {
    var parts: [String] = []
    if let prompt, !prompt.isEmpty { parts.append(prompt) }
    if isatty(STDIN_FILENO) == 0 {
      let data = FileHandleReader.readAll(STDIN_FILENO)
      guard let text = String(validating: data, as: UTF8.self) else {
        throw CommandFailure(code: "bad_input", message: "standard input is not UTF-8 text")
      }
      if !text.allSatisfy(\.isWhitespace) { parts.append(text) }
    } else if parts.isEmpty {
      parts.append(try PromptEditor(environment: settings.environment).write())
    }
    let text = parts.joined(separator: "\n\n")
    guard !text.allSatisfy(\.isWhitespace) else {
      throw CommandFailure(
        code: "bad_input", message: "there is no prompt",
        hint: "Give it as an argument or on standard input: atelier chat \"What is RAG?\"")
    }
    return text
  }

  private func findSession(
    _ services: Services, store: (any PlaygroundStore)?, question: String
  ) throws -> (session: Session, tree: MessageTree, isNew: Bool) {
    if let store, options.continues || options.session != nil {
      let sessions = try store.sessions(limit: 10_000)
      let found: Session?
      if let wanted = options.session {
        let matches = sessions.filter { $0.id.hasPrefix(wanted.uppercased()) }
        if matches.count > 1, !matches.contains(where: { $0.id == wanted.uppercased() }) {
          throw CommandFailure(
            code: "bad_input", message: "\(matches.count) conversations begin with “\(wanted)”",
            hint: "Give more of the id (`atelier sessions list`).")
        }
        found = matches.first
        if found == nil {
          throw CommandFailure(
            code: "not_found", message: "there is no conversation “\(wanted)”",
            hint: "`atelier sessions list` names them.")
        }
      } else {
        // What was only typed in the workbench is no conversation yet.
        found = sessions.first { $0.tip != nil }
      }
      if let found {
        return (found, MessageTree(try store.messages(ofSession: found.id)), false)
      }
    }
    let now = Services.now()
    let name = ModelName(services.settings.configuration.defaultModel) ?? .librarian
    let session = Session(
      id: ULID.make(at: now), title: Services.title(for: question), createdAt: now, updatedAt: now,
      model: name)
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

/// Lets a person write a prompt in their editor.
struct PromptEditor {
  let environment: [String: String]

  func write() throws -> String {
    let command = ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
    let folder = FileManager.default.temporaryDirectory.path + "/atelier-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/prompt.md"
    try "".write(toFile: path, atomically: false, encoding: .utf8)
    let words: [String] = ["/bin/sh", "-c", command + " \"$1\"", "sh", path]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for pointer in arguments { free(pointer) } }
    var child: pid_t = 0
    guard posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0 else {
      throw CommandFailure(
        code: "bad_input", message: "the editor could not be started", hint: "Set VISUAL or EDITOR.")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0 else {
      throw CommandFailure(code: "bad_input", message: "the editor failed, so nothing was sent")
    }
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}

/// Prints a reply as it comes: the text on standard output, everything else on standard error.
final class ReplyPrinter: Sendable {
  private let isJSON: Bool
  private let state = Mutex((hasText: false, endsLine: true))

  init(isJSON: Bool) {
    self.isJSON = isJSON
  }

  /// Shows what has come.
  func show(_ update: ConversationRunner.Update) {
    switch update {
    case .event(.text(let piece), _), .event(.refusal(let piece), _):
      guard !isJSON else { return }
      let visible = VisibleText.make(piece, .stream)
      state.withLock { $0 = (true, visible.hasSuffix("\n")) }
      Output.write(visible)
    case .event(.retrying(let reason, let seconds), _):
      Output.complain("\(reason); sending again in \(ReplyFigures.seconds(seconds))", isPrefixed: false)
    case .notKept(let problem): Output.complain("not kept: \(problem)")
    default: break
    }
  }

  /// Ends the text's line, lists what it cites, and says how it ended when not well.
  func finish(_ reply: Reply) {
    let (hasText, endsLine) = state.withLock { $0 }
    if hasText, !endsLine { Output.write("\n") }
    if !reply.citations.isEmpty {
      let lines = reply.citations.map { "[\($0.number)] \($0.title) (\($0.id))\n" }
      Output.write("\n" + VisibleText.make(lines.joined(), .stream))
    }
    for warning in reply.warnings { Output.complain("~ " + warning, isPrefixed: false) }
    for name in reply.droppedParameters {
      Output.complain("~ left out: \(name), which this model does not take", isPrefixed: false)
    }
    guard let ending = reply.ending, ending.kind != .complete else { return }
    Output.complain(ending.kind.shown + (ending.reason.map { ": " + $0 } ?? ""), isPrefixed: false)
  }
}
