import Catalog
import Markdown
import Models
import Retrieval
import TerminalUI
import TextWidth

/// A question to the catalog: what was found for it, and an answer whose sentences cite what they rest on.
struct AskView: Sendable {
  enum Pane: Hashable, Sendable { case question, answer, passages }

  /// One question with what came of it.
  struct Turn: Sendable, Identifiable {
    /// The id of the session it is kept in, and its place in it: what comes back names it.
    var id: String
    var question: String
    /// nil until they were looked for.
    var passages: [Passage]?
    var reply = Reply()
    var problem: String?
    /// The reply's message, from which the next question goes on.
    var messageID: String?

    var isBusy: Bool { reply.ending == nil && problem == nil }
  }

  let library: CatalogLibrary
  var model: ModelName
  var focus = Pane.question
  var question = TextEditor(isSingleLine: true)
  private(set) var turns: [Turn] = []
  /// The session in which question and answer are kept.
  private(set) var session: Session?
  var view = DocumentState()
  var passageView = DocumentState()
  /// Whether the end of a growing answer is kept in view.
  var isFollowing = true

  init(in library: CatalogLibrary, model: ModelName) {
    self.library = library
    self.model = model
  }

  var isTyping: Bool { focus == .question }
  var isBusy: Bool { turns.last?.isBusy ?? false }

  // MARK: Asking

  /// Sends the question that was typed; nil when there is none or an answer is still coming.
  mutating func ask(at now: Double) -> AskRequest? {
    let text = question.text.split(whereSeparator: \.isNewline).joined(separator: " ")
    guard !text.allSatisfy(\.isWhitespace), !isBusy else { return nil }
    let isNew = session == nil
    var session =
      self.session
      ?? Session(
        id: ULID.make(at: now), title: PlaygroundScreen.title(for: text), createdAt: now, updatedAt: now,
        model: model)
    session.model = model
    self.session = session
    // What a content filter took back is not said again.
    let history = turns.filter { $0.reply.ending?.kind == .complete && !$0.reply.isWithdrawn }.flatMap {
      turn in
      [ChatMessage(.user, turn.question), ChatMessage(.assistant, turn.reply.text)]
    }
    let turn = Turn(id: "\(session.id)-\(turns.count)", question: text)
    let parent = turns.last?.messageID
    turns.append(turn)
    question = TextEditor(isSingleLine: true)
    focus = .answer
    isFollowing = true
    view = DocumentState()
    passageView = DocumentState()
    return AskRequest(
      id: turn.id, session: session, isNew: isNew, question: text, parent: parent, history: history)
  }

  mutating func take(_ passages: [Passage], for id: String) {
    guard let index = turns.firstIndex(where: { $0.id == id }) else { return }
    turns[index].passages = passages
  }

  mutating func take(_ update: ConversationRunner.Update, for id: String) {
    guard let index = turns.firstIndex(where: { $0.id == id }) else { return }
    switch update {
    case .began(_, let reply): turns[index].messageID = reply.id
    case .event(let event, let seconds): turns[index].reply.apply(event, at: seconds)
    case .finished(let reply): turns[index].reply = reply
    case .notKept: break
    }
  }

  mutating func fail(_ problem: String, for id: String) {
    guard let index = turns.firstIndex(where: { $0.id == id }) else { return }
    turns[index].problem = problem
  }

  // MARK: The answer

  /// The newest answer as Markdown, its citations as links, and a mark behind every sentence that is not borne out.
  func markdown(of turn: Turn) -> String {
    let passages = turn.passages ?? []
    var text = turn.reply.text
    // The librarian's sentences are the catalog's own; there is nothing to hold them against.
    if model != .librarian, !passages.isEmpty {
      let sentences = CitationCheck(passages: passages).sentences(
        of: text, isComplete: turn.reply.ending != nil)
      var bytes = Array(text.utf8)
      for sentence in sentences.reversed() {
        guard let reason = sentence.reason, sentence.range.upperBound <= bytes.count else { continue }
        let mark = " `! not supported: \(reason)`"
        bytes.insert(contentsOf: Array(mark.utf8), at: sentence.range.upperBound)
      }
      text = String(decoding: bytes, as: UTF8.self)
    }
    var targets: [Int: String] = [:]
    for passage in passages { targets[passage.number] = passage.id }
    for citation in turn.reply.citations { targets[citation.number] = citation.id }
    return CitationLinks.linked(text, targets: targets)
  }

  /// Everything that was asked and answered, set to a width.
  func document(width: Int) -> LaidOutDocument {
    var document = LaidOutDocument()
    for turn in turns {
      if !document.lines.isEmpty { document.lines.append(StyledLine()) }
      document.lines += StyledLine.wrap(
        [Span(turn.question, .strong)], width: width, first: [Span("› ", .accent)], hanging: 2)
      document.lines.append(StyledLine())
      if turn.reply.isWithdrawn {
        document.lines += StyledLine.wrap([ConversationLayouts.withdrawn], width: width)
      } else if !turn.reply.text.isEmpty {
        let text = VisibleText.make(markdown(of: turn), .block)
        document.append(MarkdownLayout.layOut(MarkdownDocument(parsing: text), width: width))
      }
      for citation in turn.reply.citations {
        document.append(
          [(Span("[\(citation.number)] ", .dim), nil), (Span(citation.title, Style(.link)), citation.id)],
          width: width)
      }
      if let problem = turn.problem {
        document.lines += StyledLine.wrap(
          [Span(problem)], width: width, first: [Span("✗ ", Style(.failure))], hanging: 2)
      } else if turn.reply.ending != nil {
        document.lines += ConversationLayouts.foot(of: turn.reply, width: width)
      } else {
        let wait =
          turn.passages == nil ? "Looking for passages …" : turn.reply.text.isEmpty ? "Asking …" : "▍"
        document.lines.append(StyledLine(wait, turn.reply.text.isEmpty ? .dim : .accent))
      }
    }
    return document
  }

  /// What was found for the newest question.
  func passageDocument(width: Int) -> LaidOutDocument {
    var document = LaidOutDocument()
    let citations = turns.last?.reply.citations ?? []
    for passage in turns.last?.passages ?? [] {
      // The librarian counts what it cites by itself: a passage bears the number that the answer gives it, or none.
      let number = citations.isEmpty ? passage.number : citations.first { $0.id == passage.id }?.number
      if !document.lines.isEmpty { document.lines.append(StyledLine()) }
      document.append(
        [
          (Span(number.map { "[\($0)] " } ?? "·  ", .dim), nil),
          (Span(passage.title, Style(.link)), passage.id),
          (Span("  " + ReplyFigures.number(passage.score * 10), .dim), nil),
        ], width: width)
      document.lines += StyledLine.block(passage.text, width: width, style: .dim)
    }
    return document
  }

  /// The entry that the selected link leads to.
  func selectedTarget(width: Int, passageWidth: Int) -> String? {
    let (state, document) =
      focus == .passages
      ? (passageView, passageDocument(width: passageWidth)) : (view, self.document(width: width))
    guard let index = state.selectedLink, document.links.indices.contains(index) else { return nil }
    return document.links[index].target
  }
}

/// A question that is to be put on the ground of the catalog.
package struct AskRequest: Hashable, Sendable {
  package var id: String
  package var session: Session
  /// Whether the session must be made first.
  package var isNew: Bool
  package var question: String
  /// The message before the question.
  package var parent: String?
  /// What was said before.
  package var history: [ChatMessage]
}

/// Numbers in square brackets as links to what they stand for.
enum CitationLinks {
  static func linked(_ text: String, targets: [Int: String]) -> String {
    guard !targets.isEmpty else { return text }
    var result = ""
    var rest = text[...]
    var isInCode = false
    while let first = rest.first {
      if first == "`" { isInCode.toggle() }
      if first == "[", !isInCode, let end = rest.firstIndex(of: "]"),
        let number = Int(rest[rest.index(after: rest.startIndex)..<end]), let target = targets[number],
        rest[end...].dropFirst().first != "("
      {
        result += "[[\(number)]](\(target))"
        rest = rest[rest.index(after: end)...]
        continue
      }
      result.append(first)
      rest.removeFirst()
    }
    return result
  }
}
