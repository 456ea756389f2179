/// What a conversation needs kept.
///
/// `Storage` keeps it in SQLite; tests keep it in memory.
///
/// Every call is committed when it returns. All may throw an error that can be shown to a person.
package protocol SessionStore: Sendable {
  func createSession(_ session: Session) throws
  /// Changes title, model, system prompt and parameters; one that was deleted meanwhile stays deleted.
  func updateSession(_ session: Session) throws
  /// Makes a message the one from which a session goes on.
  func setTip(_ message: String, ofSession id: String) throws
  func session(_ id: String) throws -> Session?
  /// The newest first.
  func sessions(limit: Int) throws -> [Session]
  /// Those whose ids begin with a text, a hundred at most.
  func sessions(withIDPrefix prefix: String) throws -> [Session]
  func sessionCount() throws -> Int
  /// What was asked last, in all sessions, the oldest first.
  func recentQuestions(limit: Int) throws -> [String]
  /// All messages of a session, in the order in which they were made; their pictures are not read.
  func messages(ofSession id: String) throws -> [SessionMessage]
  /// The picture that was kept; nil when it went with the last message that had it.
  func image(of attachment: SessionAttachment) throws -> ChatImage?
  /// Adds a question with its pictures, and makes it the session's tip.
  ///
  /// A picture that is kept already need not be given again.
  func addQuestion(_ message: SessionMessage) throws
  /// Adds a reply that is about to be written by this process, and makes it the session's tip.
  func beginReply(_ message: SessionMessage) throws
  /// Keeps what has come of a reply so far, and shows that its writer lives.
  func saveReply(_ id: String, _ reply: Reply) throws
  /// Shows that the writer of a reply lives although nothing new has come.
  func showLife(ofReply id: String) throws
  /// Keeps a reply for good.
  func finishReply(_ id: String, _ reply: Reply) throws
  func deleteSession(_ id: String) throws
  /// Gives replies whose writer has died their ending for good, and tells how many there were.
  @discardableResult
  func reapOrphans() throws -> Int
  /// Deletes a session in which nothing was ever asked, typed or set.
  func deleteSessionIfEmpty(_ id: String) throws

  /// Keeps what was typed in this program and not sent; an empty text takes it away.
  func saveDraft(_ text: String, ofSession id: String) throws
  /// What was typed into a session and not sent, by this program or by one that is gone: from then on it is this
  /// program's.
  ///
  /// What is being typed in another window stays there.
  func takeDraft(ofSession id: String) throws -> String
  /// The session with the newest text that a program left unsent when it ended; nil when there is none.
  func abandonedDraft() throws -> String?
  /// The newest unsent text of each session that has one, whoever typed it.
  func drafts() throws -> [String: String]
}
