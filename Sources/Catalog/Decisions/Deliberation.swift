import Documents

/// Where a decision guide stands after some answers: what to ask next, how the options rank, and what comes out.
///
/// It is a function of the guide and the answers alone, so that changing one answer shows at once what would be.
package struct Deliberation: Sendable {
  /// What became of an option.
  package enum State: String, Sendable {
    case recommended, open
    case ruledOut = "ruled_out"
  }

  /// An option in the ranking.
  package struct Standing: Sendable, Identifiable {
    package var id: String
    package var state: State
    /// Points, or how many answers it fits; nil where nothing is counted.
    package var score: Int?
    package var reasonsFor: [String]
    package var reasonsAgainst: [String]
    /// The question whose answer ruled it out, or `at_least` for a lack of points.
    package var ruledOutBy: String?
  }

  /// One question and its answer.
  package struct Step: Sendable, Hashable {
    package var question: DecisionGuide.Question
    /// The answer; nil when the question was left out.
    package var answer: DecisionGuide.Answer?
  }

  /// What was answered wrongly.
  package struct AnswerError: Error, Hashable {
    package var message: String
    package var hint: String
  }

  package let guide: DecisionGuide
  /// The questions that count, in the order in which they are asked, with their answers.
  package private(set) var steps: [Step] = []
  /// Questions that were answered though these answers never lead to them.
  package private(set) var unused: [String] = []
  package private(set) var next: DecisionGuide.Question?
  /// The options: recommended ones first, those ruled out last.
  package private(set) var ranking: [Standing] = []
  /// The level that is reached, in a checklist.
  package private(set) var level: DecisionGuide.Level?
  /// What the next level still needs.
  package private(set) var missing: [DecisionGuide.Question] = []

  /// - Parameter answers: the id of an answer by the id of its question; ``DecisionGuide/skip`` leaves one out.
  /// - Throws: ``AnswerError`` for a question or an answer that the guide does not have.
  package init(_ guide: DecisionGuide, answers: [String: String]) throws(AnswerError) {
    self.guide = guide
    let chosen = try Deliberation.chosen(answers, of: guide)
    deliberate(chosen)
    let asked = Set(steps.map(\.question.id))
    unused = answers.keys.filter { !asked.contains($0) }.sorted()
  }

  /// A guide of which no question has been answered.
  package init(unanswered guide: DecisionGuide) {
    self.guide = guide
    deliberate([:])
  }

  private static func chosen(
    _ answers: [String: String], of guide: DecisionGuide
  ) throws(AnswerError) -> [String: DecisionGuide.Answer?] {
    var chosen: [String: DecisionGuide.Answer?] = [:]
    for (id, answerID) in answers.sorted(by: { $0.key < $1.key }) {
      guard let question = guide.question(id) else {
        let known = guide.questions.map(\.id)
        throw AnswerError(
          message: "“\(guide.id)” has no question “\(id)”",
          hint: NearestName.of(id, among: known).map { "Did you mean \($0)?" }
            ?? "Its questions: \(known.joined(separator: ", ")).")
      }
      if answerID == DecisionGuide.skip, guide.canSkip {
        chosen[id] = .some(nil)
        continue
      }
      guard let answer = question.answers.first(where: { $0.id == answerID }) else {
        let known = question.answers.map(\.id) + (guide.canSkip ? [DecisionGuide.skip] : [])
        throw AnswerError(
          message: "“\(answerID)” is no answer to “\(id)”",
          hint: "Its answers: \(known.joined(separator: ", ")).")
      }
      chosen[id] = .some(answer)
    }
    return chosen
  }

  private mutating func deliberate(_ chosen: [String: DecisionGuide.Answer?]) {
    switch guide.engine {
    case .tree: walk(chosen)
    case .filter, .orderedFilter: filter(chosen)
    case .score: score(chosen)
    case .matrix: compare(chosen)
    case .checklist: tick(chosen)
    }
  }

  /// Whether nothing is left to ask.
  package var isDecided: Bool { next == nil }

  /// The options that come out.
  package var picks: [Standing] { isDecided ? ranking.filter { $0.state == .recommended } : [] }

  // MARK: Tree

  private mutating func walk(_ chosen: [String: DecisionGuide.Answer?]) {
    var current = guide.questions.first
    var possible = current.map { options(from: $0.id) } ?? []
    var ruledOutBy: [String: String] = [:]
    var ending: DecisionGuide.Answer?
    while let question = current, steps.count < guide.questions.count, let entry = chosen[question.id],
      let answer = entry
    {
      steps.append(Step(question: question, answer: answer))
      let left = answer.next.map { options(from: $0) } ?? Set(answer.picks)
      for id in possible.subtracting(left) { ruledOutBy[id] = question.id }
      possible = left
      if !answer.picks.isEmpty { ending = answer }
      current = answer.next.flatMap { guide.question($0) }
    }
    next = current
    ranking = guide.options.map { option in
      let isPicked = ending?.picks.contains(option.id) == true
      let because = isPicked ? [ending?.because ?? ""].filter { !$0.isEmpty } : []
      return Standing(
        id: option.id,
        state: isPicked ? .recommended : possible.contains(option.id) ? .open : .ruledOut, score: nil,
        reasonsFor: because + option.reasonsFor, reasonsAgainst: option.reasonsAgainst,
        ruledOutBy: isPicked ? nil : ruledOutBy[option.id])
    }
    sortRanking()
  }

  /// The options with which a question can still end.
  private func options(from id: String) -> Set<String> {
    var found: Set<String> = []
    var seen: Set<String> = []
    var waiting = [id]
    while let id = waiting.popLast() {
      guard seen.insert(id).inserted else { continue }
      for answer in guide.question(id)?.answers ?? [] {
        found.formUnion(answer.picks)
        if let next = answer.next { waiting.append(next) }
      }
    }
    return found
  }

  // MARK: Filters

  private mutating func filter(_ chosen: [String: DecisionGuide.Answer?]) {
    takeInOrder(chosen)
    var standings = initialStandings(score: 0)
    for step in steps {
      guard let answer = step.answer else { continue }
      let reason = reason(step.question, answer)
      var failing: [Int] = []
      for index in standings.indices {
        guard let fits = guide.options[index].fits[step.question.id] else { continue }
        if fits.contains(answer.id) {
          standings[index].score = (standings[index].score ?? 0) + 1
          standings[index].reasonsFor.append(reason)
        } else {
          standings[index].reasonsAgainst.append("Not: " + reason)
          if standings[index].state == .open { failing.append(index) }
        }
      }
      // What outranks this question has narrowed the choice already: it must not be emptied by a lesser wish.
      let left = standings.count { $0.state == .open } - failing.count
      if guide.engine == .orderedFilter, left == 0 { continue }
      for index in failing {
        standings[index].state = .ruledOut
        standings[index].ruledOutBy = step.question.id
      }
    }
    let left = standings.count { $0.state == .open }
    if left <= 1 { next = nil }
    if next == nil {
      for index in standings.indices where standings[index].state == .open {
        standings[index].state = .recommended
      }
    }
    ranking = standings
    sortRanking()
  }

  // MARK: Points

  private mutating func score(_ chosen: [String: DecisionGuide.Answer?]) {
    takeInOrder(chosen)
    var standings = initialStandings(score: 0)
    for index in standings.indices { standings[index].score = guide.options[index].start }
    for step in steps {
      guard let answer = step.answer else { continue }
      for index in standings.indices {
        guard let points = answer.points[standings[index].id], points != 0 else { continue }
        standings[index].score = (standings[index].score ?? 0) + points
        let text = "\(points > 0 ? "+" : "−")\(abs(points)): \(reason(step.question, answer))"
        if points > 0 {
          standings[index].reasonsFor.append(text)
        } else {
          standings[index].reasonsAgainst.append(text)
        }
      }
    }
    let asked = Set(steps.map(\.question.id))
    let open = guide.questions.filter { !asked.contains($0.id) }
    for index in standings.indices {
      guard let least = guide.options[index].leastPoints else { continue }
      let best = open.reduce(standings[index].score ?? 0) { sum, question in
        sum + max(0, question.answers.map { $0.points[standings[index].id] ?? 0 }.max() ?? 0)
      }
      if best < least {
        standings[index].state = .ruledOut
        standings[index].ruledOutBy = "at_least"
        standings[index].reasonsAgainst.append("Needs \(least) points")
      }
    }
    if next == nil { recommendHighest(&standings, prefersThreshold: true) }
    ranking = standings
    sortRanking()
  }

  private mutating func compare(_ chosen: [String: DecisionGuide.Answer?]) {
    takeInOrder(chosen)
    var standings = initialStandings(score: 0)
    for step in steps {
      guard let answer = step.answer else { continue }
      for index in standings.indices {
        let value = step.question.cells[standings[index].id] ?? ""
        if DecisionReader.slug(value) == answer.id {
          standings[index].score = (standings[index].score ?? 0) + 1
          standings[index].reasonsFor.append("\(trimmed(step.question.ask)): \(value)")
        } else {
          standings[index].reasonsAgainst.append("\(trimmed(step.question.ask)): \(value)")
        }
      }
    }
    if next == nil, steps.contains(where: { $0.answer != nil }) {
      recommendHighest(&standings, prefersThreshold: false)
    }
    ranking = standings
    sortRanking()
  }

  /// Recommends what has the most points; what had to reach a number of them goes first.
  private func recommendHighest(_ standings: inout [Standing], prefersThreshold: Bool) {
    func rank(_ index: Int) -> (Int, Int) {
      let reached = prefersThreshold && guide.options[index].leastPoints != nil ? 1 : 0
      return (reached, standings[index].score ?? 0)
    }
    let left = standings.indices.filter { standings[$0].state == .open }
    guard let best = left.map(rank).max(by: <) else { return }
    for index in left where rank(index) == best { standings[index].state = .recommended }
  }

  // MARK: Checklist

  private mutating func tick(_ chosen: [String: DecisionGuide.Answer?]) {
    takeInOrder(chosen)
    let met = Set(steps.filter { $0.answer?.id == "yes" }.map(\.question.id))
    let levels = guide.levels.sorted { $0.level < $1.level }
    var isReached = true
    for stage in levels {
      let needed = guide.questions.filter { $0.level == stage.level }
      let lacking = needed.filter { !met.contains($0.id) }
      let refused = lacking.first { question in steps.contains { $0.question.id == question.id } }
      if isReached, lacking.isEmpty {
        level = stage
      } else if isReached {
        isReached = false
        missing = lacking
      }
      ranking.append(
        Standing(
          id: "level-\(stage.level)", state: refused != nil || !isReached && isDecided ? .ruledOut : .open,
          score: needed.count - lacking.count,
          reasonsFor: needed.filter { met.contains($0.id) }.map { trimmed($0.ask) },
          reasonsAgainst: lacking.map { trimmed($0.ask) }, ruledOutBy: refused?.id))
    }
    if isDecided, let level, let index = ranking.firstIndex(where: { $0.id == "level-\(level.level)" }) {
      ranking[index].state = .recommended
    }
  }

  // MARK: Small parts

  /// Takes the answers in the order of the guide's questions; the first without one is next.
  private mutating func takeInOrder(_ chosen: [String: DecisionGuide.Answer?]) {
    for question in guide.questions {
      if let answer = chosen[question.id] {
        steps.append(Step(question: question, answer: answer))
      } else if next == nil {
        next = question
      }
    }
  }

  private func initialStandings(score: Int?) -> [Standing] {
    guide.options.map { option in
      Standing(
        id: option.id, state: .open, score: score, reasonsFor: option.reasonsFor,
        reasonsAgainst: option.reasonsAgainst, ruledOutBy: nil)
    }
  }

  private mutating func sortRanking() {
    func rank(_ standing: Standing) -> Int {
      switch standing.state {
      case .recommended: 0
      case .open: 1
      case .ruledOut: 2
      }
    }
    ranking = ranking.enumerated().sorted { left, right in
      (rank(left.element), -(left.element.score ?? 0), left.offset)
        < (rank(right.element), -(right.element.score ?? 0), right.offset)
    }.map(\.element)
  }

  private func reason(_ question: DecisionGuide.Question, _ answer: DecisionGuide.Answer) -> String {
    "\(trimmed(question.ask)) \(answer.label)"
  }

  private func trimmed(_ ask: String) -> String {
    guide.engine == .matrix || guide.engine == .checklist
      ? ask.trimmingSuffix { $0 == "?" || $0 == "." } : ask
  }
}

extension String {
  fileprivate func trimmingSuffix(_ isDropped: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, isDropped(last) { text.removeLast() }
    return String(text)
  }
}
