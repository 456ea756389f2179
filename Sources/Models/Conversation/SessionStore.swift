/// What a conversation needs kept.
///
/// `Storage` keeps it in SQLite; tests keep it in memory.
///
/// Every call is committed when it returns. All may throw an error that can be shown to a person.
package protocol SessionStore: Sendable {
  func createSession(_ session: Session) throws
  /// Changes title, model, system prompt, parameters, draft and tip.
  func updateSession(_ session: Session) throws
  func session(_ id: String) throws -> Session?
  /// The newest first.
  func sessions(limit: Int) throws -> [Session]
  /// All messages of a session, in the order in which they were made.
  func messages(ofSession id: String) throws -> [SessionMessage]
  /// Adds a question, and makes it the session's tip.
  func addQuestion(_ message: SessionMessage) throws
  /// Adds a reply that is about to be written by this process, and makes it the session's tip.
  func beginReply(_ message: SessionMessage) throws
  /// Keeps what has come of a reply so far, and shows that its writer lives.
  func saveReply(_ id: String, _ reply: Reply) throws
  /// Keeps a reply for good.
  func finishReply(_ id: String, _ reply: Reply) throws
  func deleteSession(_ id: String) throws
}
