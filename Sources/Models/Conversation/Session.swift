/// A conversation that is kept.
package struct Session: Hashable, Sendable, Identifiable {
  /// A ULID: sorts by the time it was made.
  package var id: String
  package var title: String
  /// Seconds since 1970.
  package var createdAt: Double
  package var updatedAt: Double
  package var model: ModelName
  /// The system prompt; empty for none.
  package var system: String
  package var parameters: SamplingParameters
  /// The last message of the branch on show; nil in an empty session.
  package var tip: String?

  package init(
    id: String, title: String, createdAt: Double, updatedAt: Double, model: ModelName, system: String = "",
    parameters: SamplingParameters = SamplingParameters(), tip: String? = nil
  ) {
    self.id = id
    self.title = title
    self.createdAt = createdAt
    self.updatedAt = updatedAt
    self.model = model
    self.system = system
    self.parameters = parameters
    self.tip = tip
  }
}

/// A message of a session.
///
/// Messages form a tree: a reply asked for again is a sibling of the first one.
package struct SessionMessage: Hashable, Sendable, Identifiable {
  package var id: String
  package var sessionID: String
  /// The message before it; nil for the first.
  package var parentID: String?
  package var createdAt: Double
  package var content: Content
  /// The pictures that go along with a question.
  package var attachments: [SessionAttachment]

  package enum Content: Hashable, Sendable {
    case question(String)
    case reply(StoredReply)
  }

  package init(
    id: String, sessionID: String, parentID: String?, createdAt: Double, content: Content,
    attachments: [SessionAttachment] = []
  ) {
    self.id = id
    self.sessionID = sessionID
    self.parentID = parentID
    self.createdAt = createdAt
    self.content = content
    self.attachments = attachments
  }
}

/// A reply as it is kept.
package struct StoredReply: Hashable, Sendable {
  package var model: ModelName
  package var parameters: SamplingParameters
  package var reply: Reply
  /// Whether a living process is still writing it.
  ///
  /// A reply whose writer died is `incomplete`.
  package var isStreaming: Bool
  /// The digest of the conversation that it answers, as the model was given it; nil where that is not known.
  ///
  /// What its provider wants back unchanged goes back only behind the same conversation.
  package var conversation: String?

  package init(
    model: ModelName, parameters: SamplingParameters, reply: Reply, isStreaming: Bool,
    conversation: String? = nil
  ) {
    self.model = model
    self.parameters = parameters
    self.reply = reply
    self.isStreaming = isStreaming
    self.conversation = conversation
  }
}
