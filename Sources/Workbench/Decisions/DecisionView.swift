import Catalog
import TerminalUI

/// The dialogue of a decision guide: its questions one after the other, and the ranking of the options beside them.
struct DecisionView: Sendable {
  enum Pane: Hashable, Sendable { case questions, ranking }

  let guide: DecisionGuide
  let library: CatalogLibrary
  /// The id of an answer by the id of its question.
  private(set) var answers: [String: String]
  var focus = Pane.questions
  /// The question whose answers are on show: one that is answered, to look at what another answer would change; nil for
  /// the one that is asked next.
  private(set) var question: String?
  /// The answer under the cursor.
  private(set) var answer = 0
  var ranking = ListState()
  var questionOffset = 0
  /// The kept decision that this is, once it is kept.
  var keptID: String?

  init(_ guide: DecisionGuide, in library: CatalogLibrary, answers: [String: String] = [:]) {
    self.guide = guide
    self.library = library
    // Answers of an earlier time may name questions that the guide no longer has.
    self.answers = answers.filter { id, answer in
      guide.question(id).map { question in
        guide.canSkip && answer == DecisionGuide.skip || question.answers.contains { $0.id == answer }
      } ?? false
    }
    if deliberation.isDecided { question = nil }
  }

  // MARK: Where it stands

  private func deliberate(_ answers: [String: String]) -> Deliberation? {
    try? Deliberation(guide, answers: answers)
  }

  var deliberation: Deliberation {
    if let deliberation = deliberate(answers) { return deliberation }
    // Answers are checked when they are taken; without any there is always a beginning.
    return Deliberation(unanswered: guide)
  }

  /// What the answer under the cursor would make of it; nil when no question is on show.
  var preview: Deliberation? {
    guard let question = shownQuestion, let id = answerID(answer, of: question) else { return nil }
    var tried = answers
    tried[question.id] = id
    return deliberate(tried)
  }

  /// The question whose answers are on show.
  var shownQuestion: DecisionGuide.Question? {
    if let question, let found = guide.question(question) { return found }
    return deliberation.next
  }

  /// How many answers a question offers, “does not matter” among them.
  func answerCount(of question: DecisionGuide.Question) -> Int {
    question.answers.count + (guide.canSkip ? 1 : 0)
  }

  func answerID(_ index: Int, of question: DecisionGuide.Question) -> String? {
    if question.answers.indices.contains(index) { return question.answers[index].id }
    return guide.canSkip && index == question.answers.count ? DecisionGuide.skip : nil
  }

  /// The index of the answer that a question has.
  func answered(_ question: DecisionGuide.Question) -> Int? {
    answers[question.id].flatMap { id in
      (0..<answerCount(of: question)).first { answerID($0, of: question) == id }
    }
  }

  var record: DecisionRecord {
    let library = library
    return DecisionRecord(deliberation) { library.title(of: $0) }
  }

  /// The ranking on show: as the answer under the cursor would make it.
  var standings: [Deliberation.Standing] { (preview ?? deliberation).ranking }

  /// The entry behind the selected option.
  var selectedEntry: String? {
    let standings = standings
    guard standings.indices.contains(ranking.selected) else { return nil }
    let id = standings[ranking.selected].id
    return library[id] == nil ? nil : id
  }

  // MARK: Walking

  /// Moves the cursor among answers, and over the first or the last of them to another question.
  mutating func move(_ movement: Movement, height: Int) {
    if focus == .ranking {
      if movement == .left {
        focus = .questions
      } else {
        ranking.move(movement, count: standings.count, height: height)
      }
      return
    }
    switch movement {
    case .up:
      if answer > 0 { answer -= 1 } else { walkQuestions(forward: false, atEnd: true) }
    case .down:
      let count = shownQuestion.map { answerCount(of: $0) } ?? 0
      if answer + 1 < count { answer += 1 } else { walkQuestions(forward: true, atEnd: false) }
    case .left: walkQuestions(forward: false, atEnd: false)
    case .right: focus = .ranking
    case .pageUp, .top: while walkQuestions(forward: false, atEnd: false) {}
    case .pageDown, .bottom: while walkQuestions(forward: true, atEnd: false) {}
    }
  }

  /// Goes to the question before or after the one on show.
  ///
  /// Returns false where there is none.
  @discardableResult
  mutating func walkQuestions(forward: Bool, atEnd: Bool) -> Bool {
    let deliberation = deliberation
    let ids = deliberation.steps.map(\.question.id)
    let here = question.flatMap { ids.firstIndex(of: $0) } ?? ids.count
    let next = here + (forward ? 1 : -1)
    guard next >= 0, next < ids.count || next == ids.count && deliberation.next != nil && forward else {
      // Past the last answered one stands what came out.
      if forward, question != nil, deliberation.next == nil {
        question = nil
        answer = 0
        return true
      }
      return false
    }
    question = next == ids.count ? nil : ids[next]
    guard let shown = shownQuestion else { return false }
    answer = answered(shown) ?? (atEnd ? answerCount(of: shown) - 1 : 0)
    return true
  }

  // MARK: Answering

  /// Takes the answer under the cursor, or another one by its number, and goes on to what is asked next.
  ///
  /// Returns false when there is nothing to answer.
  mutating func take(_ index: Int? = nil) -> Bool {
    guard let shown = shownQuestion, let id = answerID(index ?? answer, of: shown) else { return false }
    answers[shown.id] = id
    question = nil
    answer = 0
    ranking = ListState()
    // Answers to which the new ones do not lead any more are kept: changed back, they hold again.
    return true
  }

  /// Takes the last answer back.
  mutating func undo() -> Bool {
    guard let last = deliberation.steps.last else { return false }
    answers[last.question.id] = nil
    question = nil
    answer = 0
    return true
  }

  mutating func clear() {
    answers = [:]
    question = nil
    answer = 0
    ranking = ListState()
    keptID = nil
  }
}
