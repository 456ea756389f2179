import Foundation
import GRDB
import Models
import Testing

@testable import Storage

/// A folder for one test, gone with it.
final class TemporaryFolder: Sendable {
  let path: String
  /// Where the test's database lies.
  let database: String

  init() throws {
    path = NSTemporaryDirectory() + "atelier-storage-\(UUID().uuidString)"
    database = path + "/atelier.sqlite"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The names of all files, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
  }

  func write(_ data: Data, to name: String) throws {
    try data.write(to: URL(fileURLWithPath: path + "/" + name))
  }

  /// The names of the files in which a text stands.
  func files(holding text: String) throws -> [String] {
    try names().filter { try bytes($0).range(of: Data(text.utf8)) != nil }
  }

  /// Works on a file as another program would.
  func other<Value: Sendable>(_ name: String, _ body: (GRDB.Database) throws -> Value) throws -> Value {
    let queue = try DatabaseQueue(path: path + "/" + name)
    let value = try queue.writeWithoutTransaction(body)
    try queue.close()
    return value
  }
}

/// Sessions and messages as tests need them.
enum Sample {
  static func session(
    _ id: String = ULID.make(at: 1_700_000_000), title: String = "A title", at time: Double = 1_000
  )
    -> Session
  {
    Session(id: id, title: title, createdAt: time, updatedAt: time, model: .librarian)
  }

  static func question(
    _ text: String, in session: Session, after parent: String? = nil, at time: Double = 1_001
  )
    -> SessionMessage
  {
    SessionMessage(
      id: ULID.make(at: time), sessionID: session.id, parentID: parent, createdAt: time,
      content: .question(text))
  }

  static func reply(in session: Session, after parent: String?, at time: Double = 1_002) -> SessionMessage {
    SessionMessage(
      id: ULID.make(at: time), sessionID: session.id, parentID: parent, createdAt: time,
      content: .reply(
        StoredReply(
          model: session.model, parameters: session.parameters, reply: Reply(), isStreaming: true)))
  }

  static func answer(_ text: String, reasoning: String = "", ending: Ending = Ending(.complete)) -> Reply {
    var reply = Reply()
    if !reasoning.isEmpty { reply.apply(.reasoning(reasoning), at: 0.25) }
    if !text.isEmpty { reply.apply(.text(text), at: 0.5) }
    reply.apply(.ended(ending), at: 1.5)
    return reply
  }

  /// Keeps a session with a question and an answer.
  @discardableResult
  static func keep(
    _ question: String, _ answer: String, title: String = "A title", reasoning: String = "",
    system: String = "",
    in database: Storage.Database
  ) throws -> Session {
    var session = session(title: title)
    session.system = system
    try database.createSession(session)
    let asked = Sample.question(question, in: session)
    try database.addQuestion(asked)
    let begun = Sample.reply(in: session, after: asked.id)
    try database.beginReply(begun)
    try database.finishReply(begun.id, Sample.answer(answer, reasoning: reasoning))
    return session
  }
}

extension SessionMessage {
  /// The reply that a message is.
  var stored: StoredReply? {
    if case .reply(let stored) = content { stored } else { nil }
  }
}

/// The kind of the error that a piece of work ends with; nil when it ends well.
func kind(of body: () throws -> Void) -> StorageError.Kind? {
  do {
    try body()
    return nil
  } catch {
    return (error as? StorageError)?.kind
  }
}
