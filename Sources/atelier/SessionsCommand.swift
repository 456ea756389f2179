import ArgumentParser
import Documents
import FoundationEssentials
import Models
import Storage
import TerminalUI
import TextWidth
import Workbench

/// `atelier sessions …`
struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions", _superCommandName: Atelier.name,
    abstract: "List, show, search, export and delete kept conversations.",
    subcommands: [
      SessionsList.self, SessionsShow.self, SessionsSearch.self, SessionsExport.self, SessionsRemove.self,
    ])

  /// A conversation by its id or the start of it.
  ///
  /// - Parameter least: how many characters of the id are asked for at least; more where something is deleted.
  static func find(_ wanted: String, in store: any PlaygroundStore, least: Int = 1) throws -> Session {
    let start = wanted.uppercased()
    guard !start.isEmpty else {
      throw CommandFailure(
        code: "bad_input", message: "the id of the conversation is empty",
        hint: "`atelier sessions list` names them.")
    }
    let matches = try store.sessions(withIDPrefix: start)
    if let exact = matches.first(where: { $0.id == start }) { return exact }
    guard let first = matches.first else {
      throw CommandFailure(
        code: "not_found", message: "there is no conversation “\(wanted)”",
        hint: "`atelier sessions list` names them.")
    }
    guard matches.count == 1 else {
      throw CommandFailure(
        code: "bad_input",
        message:
          "\(matches.count == 100 ? "100 or more" : "\(matches.count)") conversations begin with “\(wanted)”",
        hint: "Give more of the id.")
    }
    guard start.count >= least else {
      throw CommandFailure(
        code: "bad_input", message: "“\(wanted)” is too short to delete by",
        hint: "Give at least \(least) characters of the id: \(first.id).")
    }
    return first
  }

  /// How many characters of an id a command that deletes asks for: more than a slip of the hand gives.
  static let leastToDelete = 8
}

/// Where the database is, for the commands that need it.
struct DatabaseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The database.", valueName: "file"))
  var database: String?

  /// Opens the database for a command.
  func open(for use: DatabaseUse) throws -> Database {
    try Services(settings: try .forConversations(database: database)).openStore(for: use)
  }

  /// Opens the database for a command that only reads; nil where there is none yet.
  func openIfThere() throws -> Database? {
    do {
      return try open(for: .existing)
    } catch let error as StorageError where error.kind == .missing {
      return nil
    }
  }

  /// Opens a database that must be there.
  func openExisting() throws -> Database { try open(for: .existing) }
}

/// `atelier sessions list`
struct SessionsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the conversations, the newest first.")

  @Option(help: "How many at most.") var limit = 50
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.openIfThere()
    let sessions = try store?.sessions(limit: max(1, limit)) ?? []
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.sessions.list/1", "total": .integer(try store?.sessionCount() ?? 0),
        "sessions": .array(sessions.map(SessionJSON.head)),
      ]
      Output.write(json.text() + "\n")
      return
    }
    guard !sessions.isEmpty else {
      Output.complain(
        "there is no conversation yet: atelier chat \"What is RAG?\" begins the first", isPrefixed: false)
      return
    }
    let drafts = try store?.drafts() ?? [:]
    let table = Table(
      columns: [.init("id"), .init("changed"), .init("model", priority: 1), .init("title", minimum: 12)],
      rows: sessions.map { session in
        [
          Span(session.id, .accent), Span(SessionJSON.time(session.updatedAt), .dim),
          Span(session.model.description, .dim),
          // What was only typed has its first words for a title, as in the workbench.
          session.title.isEmpty
            ? Span(drafts[session.id].map { Services.title(for: $0) + " (draft)" } ?? "(empty)", .dim)
            : Span(session.title),
        ]
      })
    StyledOutput(output, environment: Settings().environment).write(table.lines(in: Output.width ?? 200))
  }
}

/// `atelier sessions show`
struct SessionsShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a conversation: the branch it ended on.")

  @Argument(help: "The conversation's id, or the start of it.") var session: String
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.openExisting()
    let found = try SessionsCommand.find(session, in: store)
    let messages = try store.messages(ofSession: found.id)
    if output.isJSON {
      let json = try SessionJSON.whole(found, messages: messages, draft: try store.drafts()[found.id])
      Output.write(json.text() + "\n")
    } else {
      let text = VisibleText.make(
        SessionMarkdown.text(of: found, messages: messages, time: SessionJSON.time), .stream)
      guard Output.isTerminal, let width = Output.width else { return Output.write(text) }
      var wrap = StreamWrap(width: width)
      Output.write(wrap.feed(text) + wrap.finish())
    }
  }
}

/// `atelier sessions search`
struct SessionsSearch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Search the words of all conversations.",
    discussion: "Exits with 1 when nothing matches.")

  @Argument(help: "What to look for.") var query: [String]
  @Option(help: "How many at most.") var limit = 20
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let text = query.joined(separator: " ")
    let found = try database.openIfThere()?.findSessions(text, limit: max(1, limit)) ?? []
    if output.isJSON {
      let json: JSONValue = [
        "schema": "atelier.sessions.search/1", "query": .string(text), "total": .integer(found.count),
        "hits": .array(
          found.map { hit in
            [
              "session_id": .string(hit.sessionID), "message_id": .optional(hit.messageID),
              "title": .string(hit.title),
              "excerpt": .string(hit.excerpt), "time": .string(SessionJSON.time(hit.date)),
            ]
          }),
      ]
      Output.write(json.text() + "\n")
    } else if found.isEmpty {
      Output.complain("no conversation holds “\(text)”")
    } else {
      StyledOutput(output, environment: Settings().environment).write(
        found.flatMap { hit in
          [
            StyledLine([
              Span(hit.title, .strong), Span("  \(SessionJSON.time(hit.date))  ", .dim),
              Span(hit.sessionID, .accent),
            ]),
            StyledLine("  " + hit.excerpt),
          ]
        })
    }
    if found.isEmpty { throw ExitCode(1) }
  }
}

/// `atelier sessions export`
struct SessionsExport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write conversations out, as Markdown or with every branch as JSON.")

  @Argument(help: "Conversations, by their ids; without any, all of them.") var sessions: [String] = []
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let store = try database.openIfThere() else {
      return Output.complain("there is no conversation yet", isPrefixed: false)
    }
    let found =
      sessions.isEmpty
      ? try store.sessions(limit: .max) : try sessions.map { try SessionsCommand.find($0, in: store) }
    if output.isJSON {
      let drafts = try store.drafts()
      let json: JSONValue = [
        "schema": "atelier.sessions.export/1",
        "sessions": .array(
          try found.map {
            try SessionJSON.whole(
              $0, messages: try store.messages(ofSession: $0.id), draft: drafts[$0.id], image: store.image)
          }),
      ]
      Output.write(json.text() + "\n")
    } else {
      for session in found {
        let text = SessionMarkdown.text(
          of: session, messages: try store.messages(ofSession: session.id), time: SessionJSON.time)
        // Also in a pipe: the exact bytes are in the JSON.
        Output.write(VisibleText.make(text, .stream))
      }
    }
  }
}

/// `atelier sessions rm`
struct SessionsRemove: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Delete conversations for good.")

  @Argument(help: "Conversations, by their ids.") var sessions: [String]
  @OptionGroup var database: DatabaseOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try database.openExisting()
    // All are looked up before the first is deleted.
    let found = try sessions.map {
      try SessionsCommand.find($0, in: store, least: SessionsCommand.leastToDelete)
    }
    for session in found {
      try store.deleteSession(session.id)
      if !output.isJSON { Output.complain("deleted \(session.id) “\(session.title)”", isPrefixed: false) }
    }
    guard output.isJSON else { return }
    let json: JSONValue = [
      "schema": "atelier.sessions.rm/1", "deleted": .array(found.map { .string($0.id) }),
    ]
    Output.write(json.text() + "\n")
  }
}

/// Conversations as JSON.
enum SessionJSON {
  static func head(_ session: Session) -> JSONValue {
    [
      "id": .string(session.id), "title": .string(session.title), "model": .string(session.model.description),
      "created": .string(time(session.createdAt)), "updated": .string(time(session.updatedAt)),
    ]
  }

  /// - Parameter image: reads a picture, so that it is in the JSON; nil only tells of pictures.
  static func whole(
    _ session: Session, messages: [SessionMessage], draft: String?,
    image: ((SessionAttachment) throws -> ChatImage?)? = nil
  ) throws -> JSONValue {
    [
      "schema": "atelier.sessions.show/1", "id": .string(session.id), "title": .string(session.title),
      "model": .string(session.model.description),
      "system": session.system.isEmpty ? .null : .string(session.system),
      "parameters": ReplyJSON.parameters(session.parameters), "created": .string(time(session.createdAt)),
      "updated": .string(time(session.updatedAt)), "tip": .optional(session.tip),
      "draft": .optional(draft),
      "messages": .array(try messages.map { try message($0, image) }),
    ]
  }

  private static func message(
    _ message: SessionMessage, _ image: ((SessionAttachment) throws -> ChatImage?)?
  ) throws -> JSONValue {
    switch message.content {
    case .question(let text):
      let attachments = try message.attachments.map { try attachment($0, image) }
      return .object(
        [
          .init("id", .string(message.id)), .init("parent", .optional(message.parentID)),
          .init("role", "user"), .init("time", .string(time(message.createdAt))),
          .init("text", .string(text)),
        ] + (attachments.isEmpty ? [] : [.init("attachments", .array(attachments))]))
    case .reply(let stored):
      let value: JSONValue = [
        "id": .string(message.id), "parent": .optional(message.parentID), "role": "assistant",
        "time": .string(time(message.createdAt)), "model": .string(stored.model.description),
        "parameters": ReplyJSON.parameters(stored.parameters), "streaming": .bool(stored.isStreaming),
        "reply": ReplyJSON.whole(stored.reply), "ending": ReplyJSON.ending(stored.reply.ending),
        "usage": usage(stored.reply.usage), "timing": ReplyJSON.timing(stored.reply),
      ]
      // Behind which conversation the provider's own pieces hold.
      guard !stored.reply.items.isEmpty, let digest = stored.conversation else { return value }
      return .object((value.object ?? []) + [.init("conversation_digest", .string(digest))])
    }
  }

  private static func usage(_ usage: Usage?) -> JSONValue {
    let value = ReplyJSON.usage(usage)
    guard let written = usage?.cacheWriteTokens else { return value }
    return .object((value.object ?? []) + [.init("cache_write_tokens", .integer(written))])
  }

  /// A picture; its bytes are in an address of their own (RFC 2397).
  private static func attachment(
    _ attachment: SessionAttachment, _ image: ((SessionAttachment) throws -> ChatImage?)?
  ) throws -> JSONValue {
    var value: [JSONValue.Member] = [
      .init("id", .string(attachment.id)), .init("name", .string(attachment.name)),
      .init("media_type", .optional(attachment.mediaType)), .init("bytes", .integer(attachment.byteCount)),
    ]
    if let image { value.append(.init("url", .optional(try image(attachment)?.address))) }
    return .object(value)
  }

  /// ISO 8601 in UTC, to the second.
  static func time(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds.rounded(.down)).formatted(.iso8601)
  }
}
