import TestSupport
import Testing

@testable import Catalog

/// Designs and what can be done to them.
struct DesignTests {
  /// The error that a piece of work ends with.
  private func problem(_ body: () throws -> Void) -> DesignError? {
    do {
      try body()
      return nil
    } catch {
      return error as? DesignError
    }
  }

  private func number(_ design: Design, _ id: String) -> Int? {
    design.graph.boxes.firstIndex { $0.id == id }
  }

  // MARK: Starting

  @Test func everyArchitectureOfTheCatalogIsABeginning() throws {
    let library = try RealCatalog.library()
    let drawn = library.entries.filter { $0.diagram != nil }
    #expect(drawn.count >= 49)
    for entry in drawn {
      let design = try Design(name: "copy", basedOn: entry)
      #expect(design.title == "Copy" && design.basedOn == entry.id && !design.components.isEmpty)
      let text = DesignDocument.text(of: design)
      let read = try DesignDocument(reading: text)
      #expect(read.design == design && read.problems.isEmpty, "\(entry.id): \(read.problems)")
      let full = try DesignDocument(reading: DesignDocument.text(of: design, in: library, version: 3))
      #expect(full.design == design && full.problems.isEmpty, "\(entry.id): \(full.problems)")
    }
  }

  @Test func aDesignMayBeginWithNothing() throws {
    var design = try Design(name: "from-nothing")
    #expect(design.title == "From nothing" && design.components.isEmpty)
    let library = DesignFixture.library()
    let user = try design.add(nil, title: "User")
    let group = try design.addGroup(title: "Inside")
    let search = try design.add(library["ai-search"], to: "inside", connectedFrom: [user], label: "asks")
    #expect((user, group, search) == ("user", "inside", "ai-search"))
    #expect(design.graph.boxes[1].shape == .cylinder && design.graph.edges[0].label == ["asks"])
    #expect(design.components[1].group == "inside" && design.services == ["ai-search"])
    #expect(try design.add(library["ai-search"]) == "ai-search-2")
    for wrong in ["", "Not A Name", "-x", "x-", "ä", String(repeating: "a", count: 81)] {
      #expect(problem { _ = try Design(name: wrong) }?.code == "bad_input", "\(wrong)")
    }
    #expect(problem { _ = try Design(name: "Not A Name") }?.hint?.contains("not-a-name") == true)
    #expect(problem { _ = try Design(name: "x", basedOn: library["ai-search"]!) }?.code == "not_found")
  }

  // MARK: Boxes

  @Test func aBoxThatIsAddedIsJoinedToOthers() throws {
    var (design, library) = try DesignFixture.design()
    let before = design
    let id = try design.add(
      library["memory-store"], to: "Web app", connectedFrom: ["Front end"], connectedTo: ["search", "app"],
      label: "x")
    #expect(id == "memory-store" && design.graph.edges.count == before.graph.edges.count + 3)
    #expect(design.components.first { $0.id == id }?.group == "app")
    // Nothing is changed when a part of it cannot be done.
    let known = design
    #expect(
      problem { try design.add(library["memory-store"], connectedTo: ["serch"]) }?.hint
        == "Did you mean “search”?")
    #expect(
      problem { try design.add(library["memory-store"], to: "web ap") }?.hint == "Did you mean “Web app”?")
    #expect(problem { try design.add(nil) } != nil)
    #expect(design == known)
  }

  @Test func aBoxThatIsRemovedTakesItsLinesAndFlagsItsSteps() throws {
    var (design, _) = try DesignFixture.design()
    try design.setNote("keeps the index", on: "search")
    try design.remove("AI Search")
    #expect(number(design, "search") == nil && design.graph.edges.count == 3 && design.remarks.isEmpty)
    #expect(design.graph.edges.map(\.id) == ["L1", "L2", "L3"])
    #expect(design.graph.steps.map(\.number) == [1, 2, 3])
    #expect(design.flags == [.init(step: 2, reason: "names “AI Search”, which was removed")])
    // The box that step 3 lights is still the one it lit.
    #expect(design.graph.steps[2].boxes == [number(design, "old")])
    try design.setStep(2, "The front end looks nowhere.", lights: "web")
    #expect(design.flags.isEmpty && design.graph.steps[1].boxes == [number(design, "web")])
    #expect(problem { try design.setStep(2, "x", lights: "nobody") } != nil)
    #expect(problem { try design.remove("search") }?.code == "not_found")
  }

  @Test func whatStandsInAGroupThatIsRemovedStays() throws {
    var (design, _) = try DesignFixture.design()
    try design.connect("app", to: "user")
    try design.remove("app")
    #expect(design.graph.groups.isEmpty && design.graph.edges.count == 4)
    #expect(design.components.allSatisfy { $0.group == nil })
    #expect(try design.disconnect("web", from: "old") == 1)
    #expect(problem { try design.disconnect("web", from: "old") }?.code == "not_found")
  }

  // MARK: Swapping

  @Test func alternativesComeWithReasonsAndWarnings() throws {
    let (design, library) = try DesignFixture.design()
    let found = try design.alternatives(for: "search", in: library)
    #expect(found.map(\.address) == ["memory-store", "vector-db", "old-search"])
    #expect(found.first { $0.address == "old-search" }?.reasons == ["alternative to Azure AI Search"])
    #expect(found.first { $0.address == "old-search" }?.warnings == ["Old search is retiring on 2027-01-31"])
    #expect(found.first { $0.address == "memory-store" }?.reasons == ["an option of “Choose a store”"])
    #expect(found.first { $0.address == "vector-db" }?.reasons == ["also data-store for vector"])
    #expect(try design.alternatives(for: "old", in: library).map(\.address) == ["new-vision"])
    // A relation counts in both directions.
    #expect(Design.alternatives(to: "table-db", in: library).map(\.address) == ["memory-store"])
    #expect(try design.alternatives(for: "user", in: library).isEmpty)
  }

  @Test func aSwapKeepsLinesAndStepsAndFlagsTexts() throws {
    var (design, library) = try DesignFixture.design()
    let before = design
    let swap = try design.swap("search", for: library["vector-db"]!, in: library)
    #expect(swap.flagged == [2] && swap.oldTitle == "AI Search" && swap.newTitle == "Vector database")
    let component = try design.component(named: "search")
    #expect(component.title == "Vector database" && component.service == "vector-db")
    #expect(design.graph.edges == before.graph.edges && design.graph.steps == before.graph.steps)
    #expect(design.flags.map(\.reason) == ["names “AI Search”, which is now “Vector database”"])
  }

  @Test(arguments: [
    ("azure/gpt-4o", "We use GPT-4o.", true), ("azure/gpt-4o", "gpt-4o-mini only", false),
    ("gpt-4", "gpt-4.1", false), ("gpt-4.1", "gpt-4.1, and more", true), ("o1", "foo1 go1d", false),
    ("o1", "foo1, o1", true), ("", "anything", false), ("x/a", "", false),
  ])
  func aModelIsNamedAsAWordOfItsOwn(model: String, text: String, isNamed: Bool) {
    #expect(DesignImpact.names(model: model, in: text) == isNamed)
  }

  @Test func onlyModelsThatADesignNamesEndForIt() throws {
    var (design, library) = try DesignFixture.design()
    var family = CatalogEntry(id: "family", kind: .modelFamily, title: "A family", summary: "s")
    family.models = ["one-4", "two-5"].map {
      var card = ModelCard(name: "host/" + $0, title: $0, kind: "chat")
      card.retires = "2027-04-14"
      return card
    }
    library = CatalogLibrary(layers: [library.entries + [family]])
    try design.add(family)
    try design.setNotes("Answers come from one-4.")
    let found = DesignCheck.findings(design, in: library, today: "2026-11-29").filter { $0.kind == .retiring }
    #expect(found.contains { $0.message == "the model host/one-4 retires on 2027-04-14" })
    #expect(!found.contains { $0.message.contains("two-5") })
  }

  @Test func aTextOfOnesOwnStaysOverASwap() throws {
    var (design, library) = try DesignFixture.design()
    try design.retitle("search", "Our index of claims")
    try design.swap("search", for: library["vector-db"]!, in: library)
    #expect(try design.component(named: "search").title == "Our index of claims")
    #expect(design.services.contains("vector-db"))
  }

  @Test func whatIsToBeLookedAtFollowsALaterSwap() throws {
    var (design, library) = try DesignFixture.design()
    try design.swap("search", for: library["vector-db"]!, in: library)
    try design.swap("search", for: library["memory-store"]!, in: library, anyway: true)
    let title = library.title(of: "memory-store")
    #expect(design.flags.map(\.reason) == ["names “AI Search”, which is now “\(title)”"])
  }

  @Test func aSwapThatDoesNotFitIsRefusedUnlessForced() throws {
    var (design, library) = try DesignFixture.design()
    let refusal = problem { try design.swap("search", for: library["table-db"]!, in: library) }
    #expect(
      refusal?.code == "does_not_fit"
        && refusal?.hint?.contains("memory-store, vector-db, old-search") == true)
    #expect(design.flags.isEmpty)
    try design.swap("search", for: library["table-db"]!, in: library, anyway: true)
    #expect(design.services.contains("table-db"))
    #expect(problem { try design.swap("search", for: library["table-db"]!, in: library) } != nil)
    // What is no entry may become any.
    try design.swap("user", for: library["web-hosting"]!, in: library)
    #expect(try design.component(named: "user").service == "web-hosting")
  }

  // MARK: What follows

  @Test func theBillCountsBoxesAndNamesPrices() throws {
    var (design, library) = try DesignFixture.design()
    try design.setQuantity(3, of: "web")
    let bill = BillOfMaterials(design, in: library)
    #expect(bill.rows.map(\.service) == ["web-hosting", "ai-search", "old-vision", "chat-models"])
    #expect(bill.rows.map(\.count) == [3, 1, 1, 1])
    #expect(bill.rows[1].needed == ["replicas and partitions"] && bill.rows[1].hosting == ["managed"])
    #expect(bill.rows[2].lifecycle == "retiring on 2026-12-31")
    #expect(bill.rows[3].prices.map(\.text) == ["$0.5 in, $2 out per million tokens"])
    #expect(bill.others.map(\.title) == ["User"])
    // A frame alone counts as one.
    try design.remove("web")
    let framed = BillOfMaterials(design, in: library).rows.first { $0.service == "web-hosting" }
    #expect(framed?.boxes == ["app"] && framed?.count == 1)
    try design.add(nil, title: "=1+1, \"quoted\"\nline")
    let csv = BillOfMaterials(design, in: library).csv
    #expect(csv.contains(#","'=1+1, ""quoted"" line",not in the catalog,1,"#), "\(csv)")
    #expect(csv.split(separator: "\n").count == 7)
  }

  @Test func theChecklistHoldsWhatApplies() throws {
    var (design, library) = try DesignFixture.design()
    #expect(design.derivedTags(in: library) == ["chat", "rag"])
    try design.answer("backups", .partly, note: "nightly")
    try design.answer("gone", .yes)
    let status = ChecklistStatus(design, in: library)
    #expect(status.pillars.map(\.name) == ["reliability", "cost-optimization", "responsible-ai"])
    #expect(status.pillars[0].items.map(\.item.id) == ["backups"] && status.strays == ["gone"])
    #expect(
      status.counts.partly == 1 && status.counts.open == 2
        && status.counts.openBySeverity == [.high: 1, .low: 1])
    try design.setTags(["training"])
    #expect(
      ChecklistStatus(design, in: library).pillars.flatMap(\.items).map(\.item.id) == [
        "backups", "epochs", "budget",
      ])
    #expect(problem { try design.setTags(["trainin"]) }?.hint == "Did you mean training?")
    try design.setTags(nil)
    try design.answer("backups", nil)
    #expect(ChecklistStatus(design, in: library).counts.open == 3)
  }

  @Test func theCheckFindsWhatIsToBeDone() throws {
    var (design, library) = try DesignFixture.design()
    try design.ask("How many users?")
    try design.ask("Which region?", answer: "west")
    try design.answer("grounding", .no)
    let findings = DesignCheck.findings(design, in: library, today: "2026-11-29")
    #expect(findings.map(\.kind) == [.retiring, .checklist, .checklist, .question, .noEntry])
    #expect(
      findings[0].message == "Old vision retires on 2026-12-31" && findings[0].replacedBy == "new-vision")
    #expect(
      findings[0].hint == "New vision (new-vision) takes its place." && findings[0].components == ["old"])
    #expect(findings[1].message == "1 item of high severity is not answered")
    #expect(findings.filter { !$0.isProblem }.map(\.kind) == [.noEntry])
    let later = DesignCheck.findings(design, in: library, today: "2027-01-01")
    #expect(later[0].kind == .retired && later[0].message == "Old vision is retired since 2026-12-31")
    // Another catalog does not know the services.
    let empty = CatalogLibrary(layers: [])
    #expect(
      DesignCheck.findings(design, in: empty, today: "2026-11-29").count { $0.kind == .unknownService } == 4)
  }

  @Test func aRetirementTouchesTheDesignsThatUseIt() throws {
    let (design, library) = try DesignFixture.design()
    var other = try Design(name: "other")
    other.setNotes("## Diagram\n%% ref x old-vision\n  %% ref y old-vision")
    let kept = [design, other].map {
      KeptDesign(
        name: $0.name, version: 2, document: DesignDocument.text(of: $0, in: library), createdAt: 0,
        updatedAt: 0)
    }
    #expect(
      DesignImpact.designs(using: "old-vision", in: kept)
        == [.init(name: "mine", title: "Mine", version: 2, boxes: ["old"])])
    #expect(DesignImpact.designs(using: "web-hosting", in: kept).map(\.boxes) == [["app", "web"]])
    #expect(DesignImpact.designs(using: "old", in: kept).isEmpty)
  }
}
