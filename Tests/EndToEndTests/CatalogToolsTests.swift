import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// The commands that compare, export, account for and begin entries, as a person or a script calls them.
@Suite struct CatalogToolsTests {
  let home = TemporaryHome()

  private func run(_ arguments: [String], environment: [String: String] = [:]) -> ProgramRun {
    ProgramRun(
      [TemporaryHome.program, "catalog"] + arguments, environment: home.environment(environment),
      folder: home.folder)
  }

  /// Two entries that differ in most things.
  private func writeStores() throws -> [String: String] {
    let catalog = try home.writeCatalog(entries: [
      CatalogPage(
        id: "first-store", title: "First store", summary: "Keeps vectors",
        fields: """
          order: 1
          facets: {hosting: managed, modality: [text, vector], residency: regional}
          relations:
            - {rel: alternative-to, to: second-store}
          lifecycle: {state: retiring, date: "2027-04-20", replaced_by: second-store}
          links:
            - {id: link-first, title: More of it, href: "/azure/first", kind: documentation}
          sources:
            - {ref: seed, lines: "1-3"}

          """, body: "Instead of it: the [second store](second-store)."),
      CatalogPage(
        id: "second-store", title: "Second store", summary: "=Keeps \"rows\", and more",
        fields: "order: 2\nfacets: {hosting: self-hosted, modality: [vector, text]}\n"),
    ])
    return ["ATELIER_CATALOG": catalog]
  }

  // MARK: Comparing

  @Test(arguments: ["text", "json", "markdown", "csv"])
  func comparesEntries(format: String) throws {
    let environment = try writeStores()
    let run = run(
      [
        "compare", "first-store", "Second store", "--must", "no-servers", "--must", "released", "--format",
        format,
      ], environment: environment)
    #expect(run.status == 1, "\(run.error)")
    #expect(run.error.isEmpty)
    Golden.expect(text: run.text, "catalog-compare-\(format)")
  }

  @Test func oneThatPassesIsEnough() throws {
    let environment = try writeStores()
    let one = run(
      ["compare", "first-store", "second-store", "--must", "no-servers"], environment: environment)
    #expect(one.status == 0)
    #expect(one.text.contains("✗ fails: hosting: self-hosted"))
    let differing = run(
      ["compare", "first-store", "second-store", "--differences"], environment: environment)
    #expect(differing.status == 0)
    #expect(!differing.text.contains("Modality") && differing.text.contains("≠ Hosting"))
  }

  @Test(
    arguments: [
      (["ai-search"], "two to four entries, found 1"), ([], "two to four entries, found none"),
      (["a", "b", "c", "d", "e"], "two to four entries, found 5"),
      (["ai-search", "cosmos-dbb"], "Did you mean “cosmos-db”?"),
      (["ai-search", "Azure Cognitive Search"], "are the same entry, ai-search"),
      (["ai-search", "cosmos-db", "--must", "no-server"], "Did you mean no-servers? Known: own-network"),
      (["ai-search", "cosmos-db", "--must"], "own-network, no-servers"),
    ])
  func refusesWhatCannotBeCompared(arguments: [String], words: String) {
    let run = run(["compare"] + arguments)
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.error.replacing(/\s+/, with: " ").contains(words), "\(run.error)")
  }

  @Test(arguments: [120, 40])
  func aComparisonFitsTheTerminal(columns: Int) throws {
    let terminal = try PseudoTerminal.start(
      ["/bin/sh", "-c", "exec atelier catalog compare ai-search cosmos-db postgresql --must vectors"],
      home: home,
      columns: columns, rows: 20)
    #expect(terminal.waitForEnd(limit: .seconds(20)) == 0)
    let lines = terminal.text().replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\r\n")
    #expect(lines.count > 30)
    #expect(lines.allSatisfy { $0.count <= columns })
    #expect(lines.contains { $0.contains("Most dimensions") && $0.hasPrefix("≠ ") })
  }

  // MARK: Exporting

  @Test func exportsOneDocument() throws {
    let run = run(["export", "--json"], environment: try writeStores())
    #expect(run.status == 0 && run.error.isEmpty)
    Golden.expect(text: run.text, "catalog-export-json")
    let whole = try self.run(["export", "--format", "json"]).json()
    #expect(
      Set(whole.keys) == ["schema", "entries", "guides", "diagrams", "checklists", "models"])
    let diagrams = try #require(whole["diagrams"] as? [[String: Any]])
    #expect(diagrams.count > 40 && diagrams.allSatisfy { $0["text"] is String })
  }

  @Test(arguments: [("html", "html"), ("markdown", "md")])
  func exportsAFolderOfPagesAndWritesOverNothing(format: String, suffix: String) throws {
    let environment = try writeStores()
    let arguments = ["export", "--format", format, "--output", "out"]
    let first = run(arguments, environment: environment)
    #expect(first.status == 0 && first.output.isEmpty, "\(first.error)")
    #expect(home.names(in: "out/concepts") == ["first-store.\(suffix)", "second-store.\(suffix)"])
    Golden.expect(
      text: home.text(of: "out/concepts/first-store.\(suffix)") ?? "", "catalog-export-\(suffix)")
    let second = run(arguments, environment: environment)
    #expect(second.status == 2 && second.error.contains("is not empty"))
    #expect(home.names(in: "").filter { $0.hasPrefix("out") } == ["out"])
  }

  @Test func notesAreExportedOnlyWhereTheyAreAskedFor() throws {
    let environment = try writeStores()
    let note = ProgramRun(
      [TemporaryHome.program, "note", "add", "first-store", "Ask the store's owner first."],
      environment: home.environment(environment), folder: home.folder)
    #expect(note.status == 0, "\(note.error)")
    #expect(try run(["export", "--json"], environment: environment).json()["notes"] == nil)
    let json = try run(["export", "--json", "--with-notes"], environment: environment).json()
    let notes = try #require(json["notes"] as? [[String: Any]])
    #expect(notes.map { $0["text"] as? String } == ["Ask the store's owner first."])
    for (format, suffix) in [("markdown", "md"), ("html", "html")] {
      for isAsked in [false, true] {
        let folder = "\(format)-\(isAsked)"
        let flags = isAsked ? ["--with-notes"] : []
        let export = run(
          ["export", "--format", format, "--output", folder] + flags, environment: environment)
        #expect(export.status == 0, "\(export.error)")
        let page = home.text(of: "\(folder)/concepts/first-store.\(suffix)") ?? ""
        #expect(page.contains("My note") == isAsked && page.contains("owner first") == isAsked)
      }
    }
  }

  @Test(
    arguments: [
      (["--format", "html"], "--output names none"), ([], "it is not said what to export"),
      (["--json", "--output", "x"], "takes no --output"),
      (["--json", "--kind", "servise"], "Did you mean service?"),
    ])
  func refusesAnExportThatGoesNowhere(arguments: [String], words: String) {
    let run = run(["export"] + arguments)
    #expect(run.status == 2)
    #expect((run.error + run.text).contains(words), "\(run.error)")
  }

  // MARK: Accounting for a document

  @Test func tellsWhatADocumentHasThatTheCatalogHasNot() throws {
    let environment = try writeStores()
    try home.write("# First\n\nSee [it](/azure/first).\n\nMore [words](/azure/gone)\n", to: "seed.md")
    let text = run(["coverage", "seed.md"], environment: environment)
    #expect(text.status == 1 && text.error.isEmpty)
    #expect(
      text.text == """
        seed.md:5:  no entry accounts for: More [words](/azure/gone)
        seed.md:5:  no entry has the link /azure/gone
        Accounted for: 2 of 3 lines that say something, 1 of 2 links, 1 of 1 headings, 0 of 0 pictures

        """)
    let json = run(["coverage", "seed.md", "--lines", "--json"], environment: environment)
    #expect(json.status == 1)
    Golden.expect(text: json.text, "catalog-coverage")
    let lines = run(["coverage", "seed.md", "--lines"], environment: environment)
    #expect(lines.lines.first == "    1  first-store" && lines.text.contains("    5  not accounted for"))
    try home.write("# First\n\nSee [it](/azure/first).\n", to: "seed.md")
    #expect(run(["coverage", "seed.md"], environment: environment).status == 0)
    #expect(run(["coverage", "none.md"]).status == 2)
  }

  @Test func countsTheFieldsOfEntries() throws {
    let environment = try writeStores()
    let text = run(["check", "--coverage"], environment: environment)
    #expect(text.status == 0)
    #expect(text.lines.first?.contains("concept") == true)
    #expect(text.text.contains(/facet\.hosting +2\n/) && text.text.contains(/links +1\n/))
    let json = try run(["check", "--coverage", "--json"], environment: environment).json()
    let coverage = try #require(json["coverage"] as? [String: Any])
    #expect((coverage["entries"] as? [String: Int]) == ["concept": 2])
  }

  @Test func aFindingIsToldWithAdviceAndWithoutWhatWouldSteerTheTerminal() throws {
    let catalog = try home.writeCatalog(entries: [
      CatalogPage(id: "first", title: "\"Red \\e[31m\"", fields: "facets: {hosting: manged}\n")
    ])
    let text = run(["check", catalog, "--alone"])
    #expect(text.status == 1)
    #expect(text.text.contains("title holds the control character U+001B"))
    #expect(text.text.contains("\n    Did you mean managed?\n"))
    #expect(!text.output.contains(0x1B))
    let json = try run(["check", catalog, "--alone", "--json"]).json()
    let findings = try #require(json["findings"] as? [[String: Any]])
    #expect(findings.contains { $0["hint"] as? String == "Did you mean managed?" })
  }

  // MARK: New entries

  @Test func beginsAnEntryWhereTheConfigurationSays() throws {
    let nowhere = run(["new", "service", "my-service"])
    #expect(nowhere.status == 2 && nowhere.error.contains("--in"))
    try home.write("catalogs: [~/mine]\n", to: ".config/atelier/config.yaml")
    let made = run(["new", "architecture", "--title", "My design"])
    #expect(made.status == 0, "\(made.error)")
    #expect(
      made.lines == [
        "\(home.folder)/mine/architectures/my-design.md", "\(home.folder)/mine/architectures/my-design.mmd",
      ])
    #expect(home.atelier("catalog", "show", "my-design").lines.first == "My design")
    let text = home.text(of: "mine/architectures/my-design.md")
    let again = run(["new", "architecture", "my-design"])
    #expect(again.status == 2 && again.error.contains("nothing is written over"))
    #expect(home.text(of: "mine/architectures/my-design.md") == text)
    #expect(run(["check", "mine"]).status == 0)
  }

  @Test(
    arguments: [
      (["servise", "x"], "Did you mean service?"), (["service"], "needs an id or a title"),
      (["service", "My Service"], "Such as my-service."), (["service", "../x"], "is no id"),
    ])
  func refusesAnEntryThatCannotBe(arguments: [String], words: String) {
    let run = run(["new"] + arguments + ["--in", "mine"])
    #expect(run.status == 2 && run.error.contains(words), "\(run.error)")
    #expect(home.names(in: "mine").isEmpty)
  }
}
