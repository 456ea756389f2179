import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Every sub-command, as a person or a script calls it.
@Suite struct CommandTests {
  let home = TemporaryHome()

  // MARK: The program itself

  @Test func tellsItsVersion() {
    let run = home.atelier("--version")
    #expect(run.status == 0)
    #expect(run.text.contains(/^[0-9]+\.[0-9]+\.[0-9]+\n$/))
    #expect(run.error.isEmpty)
  }

  @Test(
    arguments: [
      ["--help"], ["help"], ["catalog"], ["catalog", "--help"], ["help", "catalog", "show"],
      ["theme", "--help"],
      ["config", "keys", "--help"],
    ])
  func explainsItself(arguments: [String]) {
    let run = ProgramRun(
      [TemporaryHome.program] + arguments, environment: home.environment(), folder: home.folder)
    #expect(run.status == 0)
    #expect(run.text.contains("USAGE: atelier"))
    #expect(run.error.isEmpty)
  }

  @Test(
    arguments: [
      ["catalog", "nonsense"], ["catalog", "list", "--nonsense"], ["catalog", "search"], ["catalog", "show"],
      ["catalog", "search", "vector", "--limit", "none"], ["catalog", "search", "vector", "--limit", "0"],
      ["catalog", "list", "--format", "xml"], ["--color", "pink"], ["theme", "show"],
      ["config", "path", "more"], ["diagram", "nonsense"], ["diagram", "render"],
      ["diagram", "render", "--format", "xml", "x"],
    ])
  func wrongUsageEndsWithTwo(arguments: [String]) {
    let run = ProgramRun(
      [TemporaryHome.program] + arguments, environment: home.environment(), folder: home.folder)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("Error: ") && run.error.contains("'atelier "))
    #expect(run.error.contains("--help"))
  }

  @Test func everySubCommandTellsTheVersion() {
    let version = home.atelier("--version").text
    #expect(home.atelier("catalog", "--version").text == version)
    #expect(home.atelier("diagram", "render", "--version").text == version)
    #expect(home.atelier("chat", "--version").text == version)
  }

  @Test func wrongUsageIsJSONWhereJSONWasAskedFor() throws {
    for arguments in [["--json", "--nonsense"], ["--format", "json", "--nonsense"]] {
      let run = ProgramRun(
        [TemporaryHome.program, "catalog", "list"] + arguments, environment: home.environment(),
        folder: home.folder)
      #expect(run.status == 2)
      let error = try #require(run.json()["error"] as? [String: Any])
      #expect((error["message"] as? String)?.contains("--nonsense") == true)
      #expect(run.error.isEmpty)
    }
  }

  // MARK: The catalog

  @Test func listsEveryEntryOrSomeOfThem() {
    let all = home.atelier("catalog", "list")
    #expect(all.status == 0 && all.error.isEmpty)
    #expect(all.lines.count > 150)
    #expect(
      all.lines.contains {
        $0.hasPrefix("ai-search ") && $0.contains(" service ") && $0.hasSuffix("Azure AI Search")
      })
    let services = home.atelier("catalog", "list", "--kind", "service")
    #expect(services.lines.count < all.lines.count && services.lines.count > 30)
    #expect(services.lines.allSatisfy { $0.contains(" service ") })
    let facet = home.atelier("catalog", "list", "--facet", "modality=vector")
    #expect(facet.lines.contains { $0.hasPrefix("ai-search ") })
  }

  @Test(
    arguments: [
      (["--kind", "servise"], "Did you mean service?"),
      (["--section", "custom-aii"], "Did you mean custom-ai?"),
      (["--facet", "modality"], "name=value"), (["--facet", "modalitee=text"], "Known: "),
    ])
  func namesTheNearestValueOfAFilter(arguments: [String], named: String) {
    let run = ProgramRun(
      [TemporaryHome.program, "catalog", "list"] + arguments, environment: home.environment(),
      folder: home.folder)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("atelier: ") && run.error.contains(named))
  }

  @Test func searches() {
    let run = home.atelier("catalog", "search", "vector", "search", "--limit", "2")
    #expect(run.status == 0)
    #expect(run.lines.first?.hasPrefix("Vector search ") == true)
    #expect(run.lines.first?.hasSuffix("vector-search") == true)
    #expect(run.complaints.count == 1 && run.error.contains("--limit shows more"))
    // Misspelt, and by a former name.
    #expect(home.atelier("catalog", "search", "vektor serch").lines.first?.contains("vector-search") == true)
    #expect(home.atelier("catalog", "search", "cognitive search").lines.first?.contains("ai-search") == true)
  }

  @Test func aSearchWithoutAHitEndsWithOne() throws {
    let text = home.atelier("catalog", "search", "qqqxyzzy")
    #expect(text.status == 1)
    #expect(text.output.isEmpty)
    #expect(text.error == "atelier: nothing in the catalog matches “qqqxyzzy”\n")
    let json = home.atelier("catalog", "search", "qqqxyzzy", "--json")
    #expect(json.status == 1)
    #expect(try json.json()["total"] as? Int == 0)
  }

  @Test(arguments: ["ai-search", "Azure AI Search", "azure cognitive search"])
  func showsAnEntryByAnyOfItsNames(name: String) {
    let run = home.atelier("catalog", "show", name)
    #expect(run.status == 0 && run.error.isEmpty)
    #expect(run.lines.first == "Azure AI Search")
    #expect(run.text.contains("\nFacts\n"))
    // Nothing is wider than it reads well, and nothing is coloured in a pipe.
    #expect(run.lines.allSatisfy { $0.count <= 100 })
    #expect(!run.output.contains(0x1B))
  }

  @Test func showsASectionAndWrapsToAWidth() {
    let section = home.atelier("catalog", "show", "artificial-intelligence#ai-use-speech")
    #expect(section.status == 0)
    let narrow = home.atelier("catalog", "show", "ai-search", "--width", "40")
    #expect(narrow.lines.allSatisfy { $0.count <= 40 })
    #expect(narrow.lines.count > home.atelier("catalog", "show", "ai-search").lines.count)
  }

  @Test func anUnknownEntryGetsTheNearestName() throws {
    let run = home.atelier("catalog", "show", "ai-serch")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.error == "atelier: there is no entry “ai-serch”\nDid you mean “ai-search”?\n")
    let json = home.atelier("catalog", "show", "ai-serch", "--json")
    #expect(json.status == 2)
    #expect(try json.json()["schema"] as? String == "atelier.error/1")
    let error = try #require(json.json()["error"] as? [String: Any])
    #expect(Set(error.keys) == ["code", "message", "hint", "file", "line", "column"])
    #expect(error["code"] as? String == "not_found")
    #expect(error["hint"] as? String == "Did you mean “ai-search”?")
    #expect(json.error.isEmpty)
  }

  @Test func fitsTheTerminalsWidthAndColoursIt() throws {
    let terminal = try PseudoTerminal.start(
      ["/bin/sh", "-c", "exec atelier catalog list"], home: home, columns: 60, rows: 20)
    #expect(terminal.waitForEnd(limit: .seconds(20)) == 0)
    #expect(terminal.text().contains("\u{1B}["))
    let lines = terminal.text().replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\r\n")
    #expect(lines.count > 150)
    #expect(lines.allSatisfy { $0.count <= 60 })
  }

  // MARK: JSON

  @Test func jsonHasTheKeysThatScriptsRelyOn() throws {
    let list = try home.atelier("catalog", "list", "--json").json()
    #expect(list["schema"] as? String == "atelier.catalog.list/1")
    let entries = try #require(list["entries"] as? [[String: Any]])
    #expect(list["total"] as? Int == entries.count && entries.count > 150)
    for entry in entries {
      #expect(Set(entry.keys) == ["id", "title", "kind", "summary", "facets", "lifecycle_state"])
    }

    let search = try home.atelier("catalog", "search", "vector", "--kind", "service", "--format", "json")
      .json()
    #expect(Set(search.keys) == ["schema", "query", "filters", "total", "hits"])
    #expect(search["query"] as? String == "vector")
    #expect((search["filters"] as? [String: [String]])?["kind"] == ["service"])
    let hits = try #require(search["hits"] as? [[String: Any]])
    #expect(!hits.isEmpty)
    for hit in hits {
      #expect(Set(hit.keys) == ["id", "title", "kind", "score", "summary", "lifecycle_state", "matches"])
      #expect(hit["kind"] as? String == "service")
      for match in try #require(hit["matches"] as? [[String: Any]]) {
        let text = try #require(match["text"] as? String)
        for range in try #require(match["ranges"] as? [[Int]]) {
          // Counted in scalars, and within the text.
          #expect(range.count == 2 && range[0] < range[1] && range[1] <= text.unicodeScalars.count)
        }
      }
    }

    let show = try home.atelier("catalog", "show", "ai-search", "--json").json()
    let keys: Set = [
      "schema", "id", "kind", "title", "aliases", "summary", "section", "facets", "lifecycle", "relations",
      "used_in",
      "equivalents", "links", "sources", "body_markdown", "diagram",
    ]
    #expect(keys.isSubset(of: show.keys))
    #expect((show["facets"] as? [String: [String]])?["modality"]?.contains("vector") == true)

    for arguments in [
      ["theme", "list"], ["theme", "check"], ["config", "check"], ["config", "keys"], ["catalog", "check"],
    ] {
      let run = ProgramRun(
        [TemporaryHome.program] + arguments + ["--json"], environment: home.environment(),
        folder: Checkout.root.path)
      #expect(run.text.hasPrefix("{\n  \"schema\": \"atelier."), "\(arguments)")
      #expect(try run.json()["schema"] as? String == "atelier.\(arguments.joined(separator: "."))/1")
    }
  }

  /// A catalog with one of everything that JSON tells.
  private func writeSmallCatalog() throws -> String {
    try home.writeCatalog(entries: [
      CatalogPage(
        id: "first-thing", title: "First thing", summary: "The first of two things",
        fields: """
          subkind: capability
          aliases: [Thing one, "The \\"first\\" one"]
          section: first-thing
          order: 1
          facets: {modality: [text, vector], skill: developer}
          relations:
            - {rel: part-of, to: second-thing}
          equivalents: {aws: One thing, oss: "Thing, other thing", basis: general}
          lifecycle: {state: retiring, date: "2027-04-20", replaced_by: second-thing, note: In two years, source: "https://example.org/notice"}
          links:
            - {id: link-first, title: More of it, href: "/azure/first", kind: documentation}
          sources:
            - {ref: seed, lines: "1-3"}

          """,
        body:
          "Leads to the [second thing](second-thing), with größeren Zeichen.\n\n## In part\n\nA part of it."),
      CatalogPage(
        id: "second-thing", title: "Second thing", summary: "The other of two things", fields: "order: 2\n"),
    ])
  }

  // MARK: Decision guides

  private func writeGuide() throws -> String {
    let catalog = try writeSmallCatalog()
    try FileManager.default.createDirectory(
      atPath: catalog + "/decisions", withIntermediateDirectories: true)
    try """
    id: pick-one
    kind: decision
    title: Pick one
    summary: "Which of two things"
    engine: tree
    options:
      - {id: first-thing, for: ["comes first"]}
      - {id: third, title: A third way, against: ["has no page"]}
    questions:
      - id: first-one
        ask: "Must it be the first?"
        answers:
          - {id: "yes", pick: first-thing, because: "it is the first"}
          - {id: "no", pick: third, because: "there is a third"}
    """.write(toFile: catalog + "/decisions/pick-one.yaml", atomically: true, encoding: .utf8)
    return catalog
  }

  @Test func decidesByAGuide() throws {
    let environment = ["ATELIER_CATALOG": try writeGuide()]
    let run = home.atelier(
      "catalog", "decide", "pick-one", "--answer", "first-one=yes", "--json", environment: environment)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    Golden.expect(text: run.text, "catalog-decide")
    #expect(home.atelier("catalog", "decide", environment: environment).text.contains("pick-one"))
    let text = home.atelier("catalog", "decide", "Pick one", "-a", "first-one=no", environment: environment)
      .text
    #expect(text.contains("→ A third way") && text.contains("× First thing"))
    #expect(text.contains("Ruled out by “Must it be the first?” No"))
    let record = home.atelier(
      "catalog", "decide", "pick-one", "-a", "first-one=no", "--record", environment: environment
    ).text
    #expect(
      record.hasPrefix("# Pick one\n") && record.contains("## Decision\n\nA third way.\n- there is a third"))
    for (arguments, words) in [
      (["pick-onne"], "Did you mean pick-one?"), (["first-thing"], "is no decision guide"),
      (["pick-one", "-a", "first-one=maybe"], "Its answers: yes, no."),
      (["pick-one", "-a", "first-on=yes"], "Did you mean first-one?"),
      (["pick-one", "-a", "yes"], "question=answer"),
    ] {
      let wrong = ProgramRun(
        [TemporaryHome.program, "catalog", "decide"] + arguments, environment: home.environment(environment),
        folder: home.folder)
      #expect(wrong.status == 2 && wrong.error.contains(words), "\(wrong.error)")
    }
  }

  /// Every command that reads the catalog, on a catalog that stays the same: the whole of what it says.
  @Test(
    arguments: [
      ("catalog-list", ["catalog", "list"]), ("catalog-search", ["catalog", "search", "first"]),
      ("catalog-show", ["catalog", "show", "first-thing"]), ("catalog-check", ["catalog", "check"]),
    ])
  func jsonOfASmallCatalogIsAsItWas(name: String, arguments: [String]) throws {
    let catalog = try writeSmallCatalog()
    let run = ProgramRun(
      [TemporaryHome.program] + arguments + ["--json"],
      environment: home.environment(["ATELIER_CATALOG": catalog]),
      folder: home.folder)
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    _ = try run.json()
    Golden.expect(text: run.text.replacing(home.folder, with: "/home"), name)
  }

  // MARK: Where the catalog comes from

  @Test func anOptionAKeyAndAVariableNameCatalogs() throws {
    let page = { CatalogPage(id: $0, title: $1) }
    let option = try home.writeCatalog(
      "by-option", entries: [page("own-one", "By option"), page("both", "Option wins")])
    try home.writeCatalog("by-key", entries: [page("own-two", "By key"), page("both", "Key wins")])
    let variable = try home.writeCatalog("by-variable", entries: [page("own-three", "By variable")])
    try home.write("catalogs: [~/by-key]\n", to: ".config/atelier/config.yaml")

    // Both folders lie over the shipped catalog, that of the option on top.
    #expect(home.atelier("catalog", "show", "own-one", "--catalog", option).lines.first == "By option")
    #expect(home.atelier("catalog", "show", "own-two").lines.first == "By key")
    #expect(home.atelier("catalog", "show", "both").lines.first == "Key wins")
    #expect(home.atelier("catalog", "show", "both", "--catalog", option).lines.first == "Option wins")
    #expect(home.atelier("catalog", "show", "ai-search").status == 0)

    // The variable takes the shipped one's place.
    let list = home.atelier("catalog", "list", environment: ["ATELIER_CATALOG": variable])
    #expect(Set(list.lines.map { String($0.prefix { $0 != " " }) }) == ["both", "own-two", "own-three"])
    #expect(
      home.atelier("catalog", "show", "ai-search", environment: ["ATELIER_CATALOG": variable]).status == 2)
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    let option = home.atelier("catalog", "show", "ai-search", "--catalog", "/no/such/folder")
    #expect(option.status == 0, "the rest of the catalog is there")
    #expect(option.complaints.count == 1 && option.error.contains("/no/such/folder"))
    let variable = home.atelier("catalog", "list", environment: ["ATELIER_CATALOG": "/no/such/folder"])
    #expect(variable.status == 2)
    #expect(variable.error.contains("/no/such/folder") && variable.error.contains("ATELIER_CATALOG"))
  }

  @Test func checkNamesFileLineAndColumn() throws {
    let folder = try home.writeCatalog(entries: [
      CatalogPage(
        id: "one", title: "One", fields: "relations:\n  - {rel: see-also, to: nowhere}\n",
        body: "See [it](no-page)."),
      CatalogPage(id: "two", title: "[not closed"),
    ])
    let run = home.atelier("catalog", "check", folder)
    #expect(run.status == 1)
    #expect(run.lines.count == 3)
    #expect(run.lines.contains("\(folder)/concepts/one.md:7:25: there is no entry “nowhere”"))
    #expect(run.lines.contains("\(folder)/concepts/one.md:10:10: there is no entry “no-page”"))
    #expect(run.lines.contains { $0.contains(/^\/.*\/concepts\/two\.md:[0-9]+:[0-9]+: ./) })
    #expect(run.error == "2 files, 3 findings\n")
    // What is broken is told by the other commands too, which use the rest.
    let list = home.atelier("catalog", "show", "one", "--catalog", folder)
    #expect(list.status == 0 && list.lines.first == "One")
    #expect(list.error.contains("/concepts/two.md:"))
    #expect(home.atelier("catalog", "check", "/no/such/folder").status == 2)
  }

  @Test func theShippedCatalogHasNoFindings() {
    let run = home.atelier("catalog", "check", Checkout.root.appending(path: "Catalog").path)
    #expect(run.status == 0)
    #expect(run.output.isEmpty)
  }

  // MARK: Pipes and full disks

  @Test(arguments: ["catalog list", "catalog show ai-search", "catalog list --json", "config keys", "--help"])
  func aReaderThatGoesAwayEndsItQuietly(command: String) {
    let run = home.shell("atelier \(command) | head -n 1; echo ${PIPESTATUS[0]}")
    #expect(run.lines.count == 2)
    // The rest may have fitted into the pipe; otherwise it ends as if it had.
    #expect(["0", "141"].contains(run.lines.last ?? ""))
    #expect(run.error.isEmpty)
  }

  @Test(arguments: [
    "catalog list", "catalog show ai-search --json", "theme list", "config keys", "--version",
  ])
  func aFullDiskIsTold(command: String) {
    let run = home.shell("atelier \(command) >/dev/full")
    #expect(run.status == 2)
    #expect(run.complaints.count == 1)
    #expect(run.error.contains("No space left on device"))
  }

  // MARK: Colours

  @Test func listsShowsAndChecksThemes() throws {
    let list = home.atelier("theme", "list")
    #expect(list.status == 0 && list.error.isEmpty)
    #expect(list.lines.contains { $0.contains("▸") && $0.contains("terminal") })
    #expect(list.lines.contains { $0.contains("nord") && $0.contains("dark") })
    let show = home.atelier("theme", "show", "nord")
    #expect(show.status == 0)
    #expect(show.text.contains("#2e3440"))
    let wrong = home.atelier("theme", "show", "nrod")
    #expect(wrong.status == 2)
    #expect(wrong.error == "atelier: there is no theme “nrod”\nDid you mean nord?\n")
    #expect(home.atelier("theme", "check").status == 0)

    // One's own, good and bad.
    let nord = try Checkout.text(of: "Themes/nord.yaml")
    try home.write(nord, to: ".config/atelier/themes/mine.yaml")
    let bad = try home.write(
      nord.replacing("2e3440", with: "2e34zz").replacing("2E3440", with: "2e34zz"), to: "bad.yaml")
    #expect(home.atelier("theme", "list").lines.contains { $0.contains(" mine ") })
    #expect(home.atelier("theme", "check", "mine").status == 0)
    let check = home.atelier("theme", "check", bad)
    #expect(check.status == 1)
    #expect(check.lines.contains { $0.contains(/bad\.yaml:[0-9]+:[0-9]+: error: ./) })
  }

  // MARK: The configuration

  @Test func tellsWhereTheConfigurationLies() {
    #expect(home.atelier("config", "path").text == home.configurationFile + "\n")
    #expect(
      home.atelier("config", "path", environment: ["XDG_CONFIG_HOME": ""]).text
        == "\(home.folder)/.config/atelier/config.yaml\n")
    #expect(
      home.atelier("config", "path", environment: ["ATELIER_CONFIG": "/elsewhere/c.yaml"]).text
        == "/elsewhere/c.yaml\n")
  }

  @Test func showsTheConfigurationAndItsDefaults() throws {
    let none = home.atelier("config", "show")
    #expect(none.status == 0 && none.output.isEmpty)
    #expect(none.error.contains("config show --default"))
    let defaults = home.atelier("config", "show", "--default")
    for key in ["theme: terminal", "color: auto", "mouse: true", "ascii: auto", "catalogs: []", "keys: {}"] {
      #expect(defaults.lines.contains(Substring(key)))
    }
    // Saved as it is, nothing is wrong with it.
    try home.write(defaults.text, to: ".config/atelier/config.yaml")
    #expect(home.atelier("config", "show").text == defaults.text)
    #expect(home.atelier("config", "check").status == 0)
  }

  @Test func checksTheConfiguration() throws {
    try home.write(
      "theme: nrod\nmuose: true\ncolor: many\ncatalogs: [/no/such/folder]\nkeys:\n  catalog.serch: Ctrl-F\n  catalog.open: Ctl-O\n",
      to: ".config/atelier/config.yaml")
    let run = home.atelier("config", "check")
    #expect(run.status == 1)
    let file = home.configurationFile
    #expect(run.lines.contains("\(file):2:1: there is no key “muose”; did you mean mouse?"))
    #expect(run.lines.contains { $0.hasPrefix("\(file):3:8: ") && $0.contains("many") })
    #expect(run.lines.contains { $0.hasPrefix("\(file):6:") && $0.contains("catalog.serch") })
    #expect(run.lines.contains { $0.hasPrefix("\(file):7:") && $0.contains("Ctl-O") })
    #expect(run.lines.contains { $0.contains("nrod") })
    #expect(run.lines.contains { $0.contains("/no/such/folder") })
    let findings = try home.atelier("config", "check", "--json").json()["findings"] as? [[String: Any]]
    #expect(findings?.count == run.lines.count)
    #expect(findings?.first?["line"] as? Int == 2 && findings?.first?["column"] as? Int == 1)
    #expect(run.lines.contains { $0.contains("did you mean nord") || $0.contains("Did you mean nord") })
  }

  @Test func keysAreListedAsTheyAreNow() throws {
    try home.write("keys:\n  catalog.search: [Ctrl-F, s]\n", to: ".config/atelier/config.yaml")
    let run = home.atelier("config", "keys")
    #expect(run.status == 0)
    #expect(run.lines.contains { $0.contains(/^Ctrl-F, s +catalog\.search\b/) })
    let commands = try #require(
      home.atelier("config", "keys", "--json").json()["commands"] as? [[String: Any]])
    let search = try #require(commands.first { $0["id"] as? String == "catalog.search" })
    #expect(search["keys"] as? [String] == ["Ctrl-F", "s"])
  }

  @Test func changedKeysWorkInTheWorkbench() throws {
    try home.write("keys:\n  catalog.search: s\n", to: ".config/atelier/config.yaml")
    let terminal = try PseudoTerminal.workbench(home: home)
    try terminal.press("s", shows: "type any words")
    try terminal.leave()
  }

  @Test func aBrokenConfigurationIsToldAndStopsNothing() throws {
    try home.write("theme: nord\nmouse: [\n", to: ".config/atelier/config.yaml")
    let run = home.atelier("catalog", "show", "ai-search")
    #expect(run.status == 0)
    #expect(run.lines.first == "Azure AI Search")
    #expect(run.complaints.count == 1)
    #expect(run.error.hasPrefix("atelier: \(home.configurationFile):"))
    #expect(run.error.contains(/config\.yaml:[0-9]+:[0-9]+: ./))
    // In the workbench as well, which opens with defaults.
    let terminal = try PseudoTerminal.workbench(home: home, columns: 160, rows: 40)
    try terminal.wait(forText: "config.yaml:")
    try terminal.leave()
  }

  @Test func bytesThatAreNoTextInTheConfigurationStopNothing() throws {
    try Data([0x74, 0x3A, 0xFF, 0xFE, 0x00]).write(to: URL(filePath: home.configurationFile))
    let run = home.atelier("catalog", "show", "ai-search")
    #expect(run.status == 0)
    #expect(run.error.contains("cannot be read as UTF-8 text"))
  }
}
