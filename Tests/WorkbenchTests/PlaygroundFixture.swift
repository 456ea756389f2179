import Models
import TerminalUI
import Testing

@testable import Workbench

extension Desk {
  /// Noon of a day; the workbench's clock for what is dated.
  static let noon = 1_780_000_000.0

  /// A workbench that shows the Playground with two kept sessions.
  static func playground(_ width: Int = 120, _ height: Int = 40, sessions: [Session] = Talk.sessions) -> Desk
  {
    var desk = Desk(width, height)
    desk.workbench.wallTime = noon
    desk.press("2")
    desk.tell(.sessionsLoaded(sessions, drafts: [:]))
    return desk
  }

  /// Sends what the prompt holds and tells the workbench that it was kept.
  ///
  /// Returns the session's id and the reply's.
  @discardableResult
  mutating func send(_ text: String, reply id: String = "R1") -> (session: String, reply: String) {
    type(text)
    press("Enter")
    guard case .send(let request)? = effects.last else { return ("", id) }
    let question = SessionMessage(
      id: "Q" + id, sessionID: request.session.id, parentID: request.parent, createdAt: Desk.noon,
      content: .question(text))
    begin(request, question: question, reply: id)
    return (request.session.id, id)
  }

  mutating func begin(_ request: SendRequest, question: SessionMessage?, reply id: String) {
    let begun = SessionMessage(
      id: id, sessionID: request.session.id, parentID: question?.id ?? request.parent, createdAt: Desk.noon,
      content: .reply(
        StoredReply(
          model: request.session.model, parameters: SamplingParameters(), reply: Reply(), isStreaming: true)))
    tell(.reply(.began(question: question, reply: begun), sessionID: request.session.id, messageID: id))
  }

  mutating func stream(_ events: ReplyEvent..., to place: (session: String, reply: String)) {
    for (index, event) in events.enumerated() {
      tell(
        .reply(
          .event(event, seconds: 0.21 + Double(index)), sessionID: place.session, messageID: place.reply))
    }
  }

  /// Ends a reply with all that came of it.
  mutating func finish(_ events: ReplyEvent..., at place: (session: String, reply: String)) {
    tell(.reply(.finished(Talk.reply(events)), sessionID: place.session, messageID: place.reply))
  }

  /// The text of the prompt.
  var prompt: String { workbench.playground.composer.text }
}

/// Sessions and replies for tests.
enum Talk {
  static let local = ModelName(provider: "local", model: "phi-4-mini")

  static func session(_ id: String, _ title: String, at time: Double, tip: String? = nil) -> Session {
    Session(id: id, title: title, createdAt: time, updatedAt: time, model: local, tip: tip)
  }

  static let sessions = [
    session("S2", "Contract in five points", at: Desk.noon - 7200, tip: "R2"),
    session(
      "S1", "A title so long that it has to be cut somewhere in the list", at: Desk.noon - 400_000, tip: "R1"),
  ]

  static func question(
    _ id: String, _ text: String, in session: String, after parent: String? = nil
  )
    -> SessionMessage
  {
    SessionMessage(
      id: id, sessionID: session, parentID: parent, createdAt: Desk.noon, content: .question(text))
  }

  static func answer(
    _ id: String, in session: String, after parent: String, _ events: ReplyEvent..., isStreaming: Bool = false
  ) -> SessionMessage {
    SessionMessage(
      id: id, sessionID: session, parentID: parent, createdAt: Desk.noon,
      content: .reply(
        StoredReply(
          model: local, parameters: SamplingParameters(), reply: reply(events), isStreaming: isStreaming)))
  }

  static func reply(_ events: [ReplyEvent]) -> Reply {
    var reply = Reply()
    for (index, event) in events.enumerated() { reply.apply(event, at: 0.21 + Double(index)) }
    return reply
  }

  /// A conversation with a question asked twice.
  static let branched = [
    question("Q2", "Summarise the contract in five points.", in: "S2"),
    answer("R1", in: "S2", after: "Q2", .text("The first answer."), .ended(Ending(.complete))),
    answer("R2", in: "S2", after: "Q2", .text("The second answer."), .ended(Ending(.complete))),
  ]

  static let long = """
    ## What is compared

    Three services keep vectors, and they differ in what else they do.

    | service | keeps | price |
    | :--- | :--- | ---: |
    | Azure AI Search | text, vectors and both | 75 |
    | Cosmos DB | application data with vectors | 24 |

    ```swift
    for await event in provider.stream(request) {
      reply.apply(event, at: clock.now)  // one after the other, in the order in which they come, however fast
    }
    ```

    - *hybrid* retrieval joins both rankings
    - a **semantic** ranker orders the best of them anew
    """
}
