import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Designs from the command line, on a small catalog that stays the same.
@Suite struct DesignCommandTests {
  let home = TemporaryHome()
  let catalog: String

  init() throws {
    catalog = home.folder + "/small"
    func page(_ path: String, _ kind: String, _ title: String, _ fields: String = "") throws {
      let id = path.split(separator: "/").last ?? ""
      try home.write(
        "---\nid: \(id)\nkind: \(kind)\ntitle: \(title)\nsummary: Made for a test\n\(fields)---\n\nText.\n",
        to: "small/\(path).md")
    }
    try page(
      "architectures/small-rag", "architecture", "Small RAG", "relations: [{rel: uses, to: find-it}]\n")
    try home.write(
      """
      flowchart LR
        user(["User"]) -->|"1"| web["Web app"]
        web -->|"2"| search[("Find it")]
        web --> model["Talker"]
        %% step 1 (user->web): Somebody asks.
        %% step 2 (web->search): The app looks it up with Find it.
        %% ref web run-it
        %% ref search find-it
        %% ref model talker

      """, to: "small/architectures/small-rag.mmd")
    try page(
      "services/find-it", "service", "Find it",
      "subkind: data-store\nfacets: {modality: [vector], cost_driver: [search-units], hosting: [managed]}\n")
    try page(
      "services/seek-it", "service", "Seek it", "relations: [{rel: alternative-to, to: find-it}]\n")
    try page("services/run-it", "service", "Run it")
    try page("services/new-it", "service", "New it")
    try page(
      "models/talker", "model-family", "Talker",
      "lifecycle: {state: retiring, date: \"2099-12-31\", replaced_by: new-it, source: a list}\n")
    try home.write(
      """
      id: well-made
      kind: checklist
      title: Well made
      summary: Made for a test
      items:
        - {id: backups, pillar: reliability, area: data, severity: high, applies: [any], ask: "Are there backups?", why: "Disks fail.", how: "Make some."}
        - {id: cites, pillar: responsible-ai, area: answers, severity: medium, applies: [rag], ask: "Do answers cite?", why: "Trust.", how: "Cite."}
        - {id: epochs, pillar: reliability, area: models, severity: high, applies: [training], ask: "How many epochs?", why: "Cost.", how: "Count."}

      """, to: "small/checklists/well-made.yaml")
  }

  private func design(_ arguments: String...) -> ProgramRun {
    ProgramRun(
      [TemporaryHome.program, "design"] + arguments,
      environment: home.environment(["ATELIER_CATALOG": catalog]),
      folder: home.folder)
  }

  /// Expects that a command ends well, and gives what it said on standard error.
  @discardableResult
  private func done(_ run: ProgramRun, sourceLocation: SourceLocation = #_sourceLocation) -> String {
    #expect(run.status == 0, "\(run.error)\(run.text)", sourceLocation: sourceLocation)
    return run.error
  }

  private func expectGolden(
    _ run: ProgramRun, _ name: String, status: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status && run.error.isEmpty, "\(run.error)", sourceLocation: sourceLocation)
    let text = run.text.replacing(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME")
    Golden.expect(text: text, name, sourceLocation: sourceLocation)
  }

  /// A design that was worked on.
  private func make() {
    done(design("new", "mine", "--from", "small-rag", "--title", "My own"))
    done(design("note", "mine", "search", "two replicas | or three"))
    done(design("quantity", "mine", "web", "2"))
    done(design("assume", "mine", "At most 200 people"))
    done(design("question", "mine", "Who pays?"))
    done(design("question", "mine", "Where?", "--answer", "West"))
    done(design("answer", "mine", "cites", "partly", "--note", "only titles"))
  }

  @Test func aDesignGrowsFromAnArchitecture() {
    make()
    #expect(design("list").text.contains("mine") && design("list", "--using", "Find it").lines.count == 2)
    #expect(design("list", "--using", "new-it").error.contains("no design uses it"))
    #expect(design("swap", "mine", "search").text == "seek-it  Seek it\n    + alternative to Find it\n")
    let refusal = design("swap", "mine", "search", "new-it")
    #expect(refusal.status == 2 && refusal.error.contains("These can: seek-it. Use --anyway"))
    let swapped = done(design("swap", "mine", "search", "Seek it"))
    #expect(swapped.contains("search: “Find it” is now “Seek it” (kept as version 8)"))
    #expect(swapped.contains("check the text of step 2"))
    let shown = design("show", "mine").text
    #expect(shown.contains(" Seek it ") && shown.contains("! check this text: it names “Find it”"))
    #expect(shown.contains("Talker retires on 2099-12-31 (model)") && shown.contains("1. ? Who pays?"))
    done(design("step", "mine", "2", "The app seeks it."))
    done(
      design(
        "add", "mine", "run-it", "--new-group", "Behind", "--from", "web", "--to", "model", "--label", "also")
    )
    done(design("remove", "mine", "User"))
    done(design("title", "mine", "web", "Front"))
    done(design("connect", "mine", "Front", "behind", "--label", "x"))
    done(design("disconnect", "mine", "web", "behind"))
    done(design("decide", "mine", "Small is enough"))
    done(design("tag", "mine", "training"))
    #expect(design("checklist", "mine", "--open").text.contains("How many epochs?"))
    #expect(design("history", "mine").lines.count == 16)
    // Nothing is lost that was there before.
    done(design("restore", "mine", "7"))
    #expect(
      design("show", "mine").text
        == design("show", "mine", "--version", "7").text.replacing("version 7", with: "version 17"))
    #expect(done(design("restore", "mine", "7")).contains("nothing changed, version 17 stays"))
    done(design("rename", "mine", "ours", "--title", "Ours"))
    #expect(design("show", "ours").text.hasPrefix("Ours\n") && design("show", "mine").status == 2)
    done(design("rm", "ours"))
    #expect(design("list").error.contains("there is no design yet"))
  }

  @Test func whatIsExportedIsImportedWithoutLoss() throws {
    make()
    let export = design("export", "mine")
    done(export)
    try home.write(export.text, to: "mine.md")
    let again = design("import", "mine.md")
    #expect(again.status == 2 && again.error.contains("--replace"))
    #expect(done(design("import", "mine.md", "--replace")).contains("nothing changed, version 7 stays"))
    done(design("import", "mine.md", "--name", "copy"))
    #expect(
      design("export", "copy").text.replacing("name: \"copy\"", with: "name: \"mine\"")
        .replacing("version: 1\n", with: "version: 7\n") == export.text)
    // By hand: one thing that can be read, and one that cannot.
    try home.write(
      export.text.replacing("At most 200", with: "At most 900").replacing("| partly |", with: "| perhaps |"),
      to: "mine.md")
    let changed = done(design("import", "mine.md", "--replace"))
    #expect(changed.contains("expected yes, partly, no, n/a or open, found “perhaps”"))
    let line = try #require(changed.split(separator: ":").dropFirst().first.flatMap { Int($0) })
    #expect(export.text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].contains("cites"))
    #expect(design("show", "mine").text.contains("At most 900 people"))
    try home.write("---\nname: x\n---\n## Diagram\n```mermaid\nflowchart\n a -> b\n```\n", to: "bad.md")
    let bad = design("import", "bad.md")
    #expect(bad.status == 2 && bad.error.hasPrefix("atelier: bad.md:7:4: "), "\(bad.error)")
    #expect(home.shell("printf 'x' | atelier design import -").error.contains("--name"))
  }

  @Test func theBillComesInFourForms() {
    make()
    let csv = design("bom", "mine", "--format", "csv")
    #expect(csv.text.hasPrefix("service,title,") && csv.text.contains("\nrun-it,Run it,service,2,web,"))
    #expect(design("bom", "mine", "--format", "markdown").text.contains("| Find it | 1 | search-units |"))
    let text = design("bom", "mine").text
    #expect(text.contains("replicas and partitions") && text.contains("Not in the catalog: User"))
    expectGolden(design("bom", "mine", "--json"), "design-bom-json")
  }

  @Test func scriptsCanRelyOnTheJSON() throws {
    make()
    done(design("swap", "mine", "search", "seek-it"))
    expectGolden(design("list", "--json"), "design-list-json")
    expectGolden(design("show", "mine", "--json"), "design-show-json")
    expectGolden(design("check", "mine", "--json"), "design-check-json", status: 1)
    expectGolden(design("checklist", "mine", "--json"), "design-checklist-json")
    let edit = try design("note", "mine", "x", "--json").json()
    #expect(edit["schema"] as? String == "atelier.design.edit/1" && edit["version"] as? Int == 9)
  }

  @Test func anEmptyDesignCanBeWorkedOn() {
    done(design("new", "bare"))
    #expect(design("show", "bare").status == 0 && design("bom", "bare").status == 0)
    #expect(design("check", "bare").status == 1)
    done(design("answer", "bare", "backups", "yes"))
    #expect(design("check", "bare").status == 0)
    done(design("add", "bare", "--title", "Somebody\u{1B}[2J"))
    #expect(design("show", "bare").text.contains("│ Somebody[2J │"))
  }

  @Test func whatIsWrongIsToldWithWhatToDo() {
    #expect(design("show", "none").error.contains("`atelier design new none` begins it"))
    make()
    for (arguments, words) in [
      (["show", "mime"], "Did you mean mine?"), (["new", "mine"], "already"), (["new", "My Own"], "my-own"),
      (["new", "x", "--from", "find-it"], "has no drawing"),
      (["new", "x", "--from", "smal-rag"], "small-rag"),
      (["show", "mine", "--version", "9"], "1 to 7"), (["add", "mine"], "the box has no text"),
      (["add", "mine", "find-itt"], "Did you mean “find-it”?"),
      (["swap", "mine", "serch"], "Did you mean “search”?"),
      (["answer", "mine", "backups", "perhaps"], "yes, partly, no, n/a and open"),
      (["answer", "mine", "backup", "yes"], "Did you mean backups?"),
      (["tag", "mine", "ragg"], "Did you mean rag?"),
      (["checklist", "mine", "--pillar", "relyability"], "Did you mean reliability?"),
      (["step", "mine", "2", "x", "--lights", "web->nobody"], "no box or group is called"),
      (["import", "nothing.md"], "cannot read"), (["note", "mine", "a", "b", "c"], "quotes around words"),
    ] {
      let run = ProgramRun(
        [TemporaryHome.program, "design"] + arguments,
        environment: home.environment(["ATELIER_CATALOG": catalog]),
        folder: home.folder)
      #expect(run.status == 2 && run.error.contains(words), "\(arguments): \(run.error)")
    }
    #expect(design("history", "mine").lines.count == 7)
  }

  @Test func twoProgramsChangeOneDesign() throws {
    make()
    let runs = home.shell(
      "for n in 1 2 3 4 5 6; do atelier design assume mine \"number $n\" & done; wait",
      environment: ["ATELIER_CATALOG": catalog])
    #expect(runs.status == 0)
    // Each is there in a version, also where two began from the same one.
    #expect(design("history", "mine").lines.count == 13)
  }
}
