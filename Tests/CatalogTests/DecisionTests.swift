import Documents
import TestSupport
import Testing

@testable import Catalog

/// The six kinds of decision guide, on small guides made for it.
struct DeliberationTests {
  private func guide(_ text: String) throws -> DecisionGuide {
    try DecisionGuide(reading: "id: g\ntitle: Choose\n" + text)
  }

  private static let tree = """
    engine: tree
    options:
      - {id: a, title: A, for: [cheap]}
      - {id: b, title: B}
      - {id: c, title: C, against: [slow]}
    questions:
      - id: first
        ask: First?
        answers:
          - {id: "yes", next: second}
          - {id: "no", pick: a, because: simple}
      - id: second
        ask: Second?
        answers:
          - {id: "yes", pick: [b, c], because: both do}
          - {id: "no", pick: c, because: only one does}
    """

  @Test func aTreeLeadsToItsPicksAndSaysWhatRuledOutTheRest() throws {
    let guide = try guide(Self.tree)
    let begun = try Deliberation(guide, answers: [:])
    #expect(begun.next?.id == "first" && begun.ranking.allSatisfy { $0.state == .open })
    let half = try Deliberation(guide, answers: ["first": "yes"])
    #expect(half.next?.id == "second")
    #expect(half.ranking.map(\.id) == ["b", "c", "a"])
    #expect(half.ranking.last?.ruledOutBy == "first")
    let whole = try Deliberation(guide, answers: ["first": "yes", "second": "no"])
    #expect(whole.isDecided && whole.picks.map(\.id) == ["c"])
    #expect(whole.picks.first?.reasonsFor == ["only one does"])
    #expect(whole.ranking.first { $0.id == "b" }?.ruledOutBy == "second")
    #expect(try Deliberation(guide, answers: ["first": "yes", "second": "yes"]).picks.count == 2)
  }

  @Test func anAnswerThatATreeNeverAsksForCountsForNothing() throws {
    let deliberation = try Deliberation(try guide(Self.tree), answers: ["first": "no", "second": "yes"])
    #expect(deliberation.unused == ["second"])
    #expect(deliberation.picks.map(\.id) == ["a"])
    #expect(deliberation.picks.first?.reasonsFor == ["simple", "cheap"])
  }

  @Test func wrongAnswersAreToldWithTheRightOnes() throws {
    let guide = try guide(Self.tree)
    #expect {
      try Deliberation(guide, answers: ["frist": "yes"])
    } throws: { ($0 as? Deliberation.AnswerError)?.hint == "Did you mean first?" }
    #expect {
      try Deliberation(guide, answers: ["first": "maybe"])
    } throws: { ($0 as? Deliberation.AnswerError)?.hint == "Its answers: yes, no." }
    // A tree cannot go on without an answer.
    #expect(throws: Deliberation.AnswerError.self) { try Deliberation(guide, answers: ["first": "any"]) }
  }

  private static func filter(_ engine: String) -> String {
    """
    engine: \(engine)
    options:
      - {id: a, title: A, fits: {place: [cloud], skill: [low]}}
      - {id: b, title: B, fits: {place: [cloud, edge], skill: [high]}}
      - {id: c, title: C, fits: {place: [edge]}}
    questions:
      - {id: place, ask: "Where?", answers: [{id: cloud}, {id: edge}]}
      - {id: skill, ask: "Which skill?", answers: [{id: low}, {id: high}]}
    """
  }

  @Test func aFilterRulesOutWhatDoesNotFit() throws {
    let guide = try guide(Self.filter("filter"))
    let cloud = try Deliberation(guide, answers: ["place": "cloud"])
    #expect(cloud.next?.id == "skill")
    #expect(cloud.ranking.last?.id == "c" && cloud.ranking.last?.ruledOutBy == "place")
    let one = try Deliberation(guide, answers: ["place": "cloud", "skill": "low"])
    #expect(one.picks.map(\.id) == ["a"] && one.picks.first?.score == 2)
    // What says nothing of a question fits every answer to it.
    #expect(try Deliberation(guide, answers: ["place": "edge", "skill": "low"]).picks.map(\.id) == ["c"])
    // Left out, a question rules out nothing.
    let any = try Deliberation(guide, answers: ["place": "any", "skill": "high"])
    #expect(Set(any.picks.map(\.id)) == ["b", "c"])
  }

  @Test func aFilterThatLeavesNothingSaysSo() throws {
    let narrow = Self.filter("filter").replacing("{place: [edge]}", with: "{place: [edge], skill: [high]}")
    let guide = try guide(narrow)
    let nothing = try Deliberation(guide, answers: ["place": "edge", "skill": "low"])
    #expect(nothing.isDecided && nothing.picks.isEmpty)
    #expect(DecisionRecord(nothing) { $0 }.outcome == "No option fits all answers: change one of them")
  }

  @Test func inAnOrderedFilterAnEarlierAnswerOutranksALaterOne() throws {
    let narrow = Self.filter("ordered-filter").replacing(
      "{place: [edge]}", with: "{place: [edge], skill: [high]}")
    let guide = try guide(narrow)
    let deliberation = try Deliberation(guide, answers: ["place": "edge", "skill": "low"])
    #expect(Set(deliberation.picks.map(\.id)) == ["b", "c"])
    #expect(deliberation.picks.allSatisfy { $0.reasonsAgainst == ["Not: Which skill? Low"] })
  }

  @Test func pointsDecideAndAThresholdRulesOut() throws {
    let guide = try guide(
      """
      engine: score
      options:
        - {id: gateway, title: Gateway, at_least: 2}
        - {id: none, title: None}
      questions:
        - {id: shared, ask: "Shared?", answers: [{id: "yes", points: {gateway: 2}}, {id: "no"}]}
        - {id: harm, ask: "Harm?", answers: [{id: "yes", points: {gateway: -3}}, {id: "no"}]}
      """)
    #expect(try Deliberation(guide, answers: ["shared": "yes", "harm": "no"]).picks.map(\.id) == ["gateway"])
    let refused = try Deliberation(guide, answers: ["shared": "yes", "harm": "yes"])
    #expect(refused.picks.map(\.id) == ["none"])
    #expect(refused.ranking.last?.ruledOutBy == "at_least" && refused.ranking.last?.score == -1)
    #expect(refused.ranking.last?.reasonsFor == ["+2: Shared? Yes"])
    // It is ruled out as soon as no answer could save it.
    #expect(try Deliberation(guide, answers: ["shared": "no"]).ranking.last?.ruledOutBy == "at_least")
  }

  @Test func aMatrixCountsTheWishesThatAreMet() throws {
    let guide = try guide(
      """
      engine: matrix
      options: [{id: a, title: A}, {id: b, title: B}]
      questions:
        - {id: lang, ask: Languages, cells: {a: Python, b: "Python, R"}}
        - {id: cost, ask: Cost, cells: {a: low, b: high}}
      """)
    #expect(guide.questions[0].answers.map(\.id) == ["python", "python-r"])
    let tie = try Deliberation(guide, answers: ["lang": "python-r", "cost": "low"])
    #expect(Set(tie.picks.map(\.id)) == ["a", "b"])
    let one = try Deliberation(guide, answers: ["lang": "python-r", "cost": "any"])
    #expect(one.picks.map(\.id) == ["b"] && one.picks.first?.reasonsFor == ["Languages: Python, R"])
    #expect(one.ranking.last?.reasonsAgainst == ["Languages: Python"])
  }

  @Test func aChecklistReachesTheHighestLevelWithoutAGap() throws {
    let guide = try guide(
      """
      engine: checklist
      levels: [{level: 0, name: None}, {level: 1, name: Some}, {level: 2, name: All}]
      questions:
        - {id: builds, ask: "Builds automated", level: 1}
        - {id: tests, ask: "Tests automated", level: 1}
        - {id: drift, ask: "Drift watched", level: 2}
      """)
    let gap = try Deliberation(guide, answers: ["builds": "yes", "tests": "no", "drift": "yes"])
    #expect(gap.level?.level == 0 && gap.missing.map(\.id) == ["tests"])
    let all = try Deliberation(guide, answers: ["builds": "yes", "tests": "yes", "drift": "yes"])
    #expect(all.level?.level == 2 && all.missing.isEmpty)
    #expect(try Deliberation(guide, answers: ["builds": "yes"]).next?.id == "tests")
  }

  @Test func theRecordTellsTheAnswersTheDecisionAndWhatWasWeighed() throws {
    let deliberation = try Deliberation(try guide(Self.tree), answers: ["first": "yes", "second": "no"])
    #expect(
      DecisionRecord(deliberation) { $0 }.markdown(date: "2026-11-29") == """
        # Choose

        - Date: 2026-11-29
        - Status: proposed

        ## Context

        - First? **Yes**
        - Second? **No**

        ## Decision

        C.
        - only one does

        ## Options considered

        ### C

        Recommended.
        - For: only one does
        - Against: slow

        ### A

        Ruled out by “First?” Yes.
        - For: cheap

        ### B

        Ruled out by “Second?” No.

        """)
  }

  // MARK: What is wrong with a guide

  @Test(arguments: [
    ("engine: trie\n", "engine: expected one of", 3),
    (tree.replacing("next: second", with: "next: third"), "there is no question “third”", 9),
    (tree.replacing("pick: a,", with: "pick: z,"), "there is no option “z”", 13),
    (
      tree.replacing("    - {id: \"no\", pick: a, because: simple}", with: "    - {id: \"no\"}"),
      "an answer of a tree has either “next” or “pick”", 13
    ),
    (tree.replacing("pick: c, because: only one does", with: "next: first"), "leads back to itself", 9),
    (filter("filter").replacing("[low]", with: "[lwo]"), "fits: “skill” has no answer “lwo”", 5),
  ])
  func mistakesAreToldWithTheirLine(text: String, message: String, line: Int) throws {
    let reader = try EntryReader(readingGuide: "id: g\ntitle: Choose\n" + text)
    let found = reader.problems.first { $0.message.contains(message) }
    #expect(found != nil, "\(reader.problems)")
    #expect(found?.position?.line == line)
  }
}

/// The guides of the catalog.
struct DecisionGuideTests {
  private static let guides: [DecisionGuide] = {
    guard let folder = try? CatalogFolder(path: Checkout.root.appending(path: "Catalog").path()) else {
      return []
    }
    return folder.entries.compactMap { $0.dialogue.flatMap { try? DecisionGuide(reading: $0) } }
  }()

  @Test func allSixKindsAreThere() {
    #expect(Self.guides.count == 24)
    #expect(Set(Self.guides.map(\.engine)) == Set(DecisionGuide.Engine.allCases))
  }

  @Test(arguments: guides.map(\.id))
  func everyPathEndsAndEveryOptionOfATreeIsReached(_ id: String) throws {
    let guide = try #require(Self.guides.first { $0.id == id })
    var picked: Set<String> = []
    var paths = 0
    var waiting: [[String: String]] = [[:]]
    while let answers = waiting.popLast() {
      let deliberation = try Deliberation(guide, answers: answers)
      #expect(deliberation.unused.isEmpty)
      guard let next = deliberation.next else {
        paths += 1
        picked.formUnion(deliberation.picks.map(\.id))
        if [.tree, .orderedFilter, .score].contains(guide.engine) {
          #expect(!deliberation.picks.isEmpty, "\(answers)")
        }
        continue
      }
      #expect(answers[next.id] == nil)
      // The questions of a long guide are each answered in every way, beside one way for those after.
      let all = next.answers.map(\.id) + (guide.canSkip ? [DecisionGuide.skip] : [])
      for choice in paths > 3000 ? [all[0]] : all {
        var more = answers
        more[next.id] = choice
        waiting.append(more)
      }
    }
    #expect(paths > 1)
    if guide.engine == .tree { #expect(picked == Set(guide.options.map(\.id))) }
    for level in guide.levels {
      let answers = guide.questions.map { ($0.id, $0.level <= level.level ? "yes" : "no") }
      let deliberation = try Deliberation(guide, answers: Dictionary(uniqueKeysWithValues: answers))
      #expect(deliberation.level == level)
    }
  }
}
