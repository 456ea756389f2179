import Catalog
import Testing

/// Checklists, and the models of a family, as their files hold them.
struct ChecklistReaderTests {
  @Test func aChecklistIsRead() throws {
    let reader = try EntryReader(
      readingChecklist: """
        id: mine
        kind: checklist
        title: Mine
        summary: Asks
        intro: Read me.
        items:
          - id: a
            pillar: reliability
            area: model
            severity: high
            applies: [any]
            ask: "Is there another?"
            why: One fails.
            how: Make two.
            see: [b]
          - {id: b, pillar: responsible-ai, ask: "Who looks?"}
        """, fileName: "mine")
    #expect(reader.problems.isEmpty)
    let checklist = try #require(reader.entries.first?.checklist)
    #expect(checklist.items.map(\.id) == ["a", "b"])
    #expect(checklist.items[0].entries == ["b"] && checklist.items[0].severity == .high)
    #expect(checklist.items[1].severity == .medium)
    #expect(reader.references.map(\.target) == ["b"])
    let body = try #require(reader.entries.first?.body)
    #expect(body.contains("## Reliability") && body.contains("## Responsible AI"))
    #expect(body.contains("- **Is there another?** (high) One fails. Make two."))
  }

  @Test(arguments: [
    ("{id: a, pillar: speed, ask: x}", "pillar: expected one of reliability"),
    ("{id: a, pillar: security}", "items: “ask” is missing"),
    ("{id: a, pillar: security, ask: x, severity: huge}", "severity: expected high, medium or low"),
    ("{id: a, pillar: security, ask: x, sea: [b]}", "there is no field “sea”; did you mean see?"),
    (
      "{id: a, pillar: security, ask: x}\n  - {id: a, pillar: security, ask: y}",
      "the item “a” is there twice"
    ),
    ("text", "items: expected “{id: …"),
  ])
  func aWrongItemIsToldAtItsPlace(item: String, problem: String) throws {
    let text = "id: a\nkind: checklist\ntitle: A\nsummary: s\nitems:\n  - \(item)\n"
    let reader = try EntryReader(readingChecklist: text, fileName: "a")
    #expect(reader.problems.contains { $0.described(file: "f").contains(problem) }, "\(reader.problems)")
  }

  private func models(_ yaml: String) throws -> EntryReader {
    try EntryReader(
      reading: "---\nid: a\nkind: model-family\ntitle: A\nsummary: s\nmodels:\n\(yaml)\n---\nText\n",
      fileName: "a")
  }

  @Test func modelsAreReadWithTheirPrices() throws {
    let reader = try models(
      """
        - name: openai/gpt-9
          title: GPT-9
          kind: reasoning
          input: [text, image]
          output: [text]
          context: 400000
          open_weights: false
          retires: "2027-06-08"
          price: {unit: tokens, input: 0.15, cached_input: 0.01, output: 2, currency: USD, date: "2026-11-12", source: s}
        - {name: a/b, kind: image, price: {unit: image, each: 0.04, currency: USD, date: "2026-11-12", source: s}}
      """)
    #expect(reader.problems.isEmpty)
    let cards = try #require(reader.entries.first?.models)
    #expect(
      cards[0].contextTokens == 400_000 && cards[0].maxOutputTokens == nil && cards[0].openWeights == false)
    #expect(cards[0].priceText == "$0.15 in, $2 out per million tokens")
    #expect(cards[1].priceText == "$0.04 per image" && cards[1].openWeights == nil)
  }

  @Test(arguments: [
    ("  - {title: x}", "models: expected “name: provider/name”"),
    ("  - {name: x}", "expected “provider/name”"),
    ("  - {name: a/b}\n  - {name: a/b}", "the model “a/b” is there twice"),
    ("  - {name: a/b, context: many}", "context: expected a number of tokens"),
    ("  - {name: a/b, retires: soon}", "retires: expected a date such as"),
    ("  - {name: a/b, price: {input: -1}}", "input: expected a price"),
    ("  - {name: a/b, price: {input: 1}}", "price: a price needs its “date”"),
    ("  - {name: a/b, price: cheap}", "price: expected “{unit"),
    ("  - {name: a/b, contexts: 1}", "there is no field “contexts”; did you mean context?"),
  ])
  func aWrongModelIsTold(yaml: String, problem: String) throws {
    let problems = try models(yaml).problems
    #expect(problems.contains { $0.described(file: "f").contains(problem) }, "\(problems)")
  }

  @Test func everyShippedPriceHasItsDayAndItsSource() throws {
    let models = try RealCatalog.library().entries.flatMap(\.models)
    #expect(models.count > 100)
    #expect(models.compactMap(\.price).allSatisfy { $0.date.count == 10 && !$0.source.isEmpty })
    #expect(Set(models.map(\.name)).count == models.count)
  }

  @Test func theShippedChecklistAsksUnderEveryPillar() throws {
    let items = try RealCatalog.library().entries.compactMap(\.checklist).flatMap(\.items)
    #expect(items.count >= 60)
    #expect(Set(items.map(\.pillar)) == Set(Checklist.pillars))
    #expect(items.allSatisfy { !$0.why.isEmpty && !$0.how.isEmpty })
  }
}
