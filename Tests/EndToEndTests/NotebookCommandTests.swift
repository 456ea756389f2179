import Foundation
import PseudoTerminal
import TestSupport
import Testing

/// Notes, bookmarks and kept decisions from the command line.
@Suite struct NotebookCommandTests {
  let home = TemporaryHome()

  private func expectGolden(
    _ run: ProgramRun, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var text = run.text.replacing(/[0-7][0-9A-HJKMNP-TV-Z]{25}/, with: "ID")
    text = text.replacing(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "TIME")
    Golden.expect(text: text, name, sourceLocation: sourceLocation)
  }

  @Test func `a note is kept on the entry that any of its names means`() throws {
    let none = home.atelier("note", "list")
    #expect(none.status == 0 && none.text.isEmpty && none.error.contains("there is no note yet"))
    #expect(home.names(in: ".local/share/atelier").isEmpty)
    #expect(home.atelier("note", "show", "ai-search").status == 1)

    #expect(home.atelier("note", "add", "Azure Cognitive Search", "Ask", "about", "hybrid").status == 0)
    #expect(home.shell("printf 'piped Über 50%%\\n\\n' | atelier note add 'azure ai search'").status == 0)
    let shown = home.atelier("note", "show", "AI-SEARCH")
    #expect(shown.status == 0 && shown.text == "Ask about hybrid\n\npiped Über 50%\n")
    #expect(home.atelier("note", "add", "ai-search", "only this", "--replace").status == 0)
    #expect(home.atelier("note", "show", "ai-search").text == "only this\n")

    let removed = home.atelier("note", "rm", "Azure Search")
    #expect(removed.status == 0 && removed.error == "the note on ai-search is deleted\n")
    #expect(home.atelier("note", "rm", "ai-search").status == 1)
    let unknown = home.atelier("note", "add", "ai-serch", "x")
    #expect(unknown.status == 2 && unknown.error.contains("Did you mean “ai-search”?"))
    let empty = home.shell("atelier note add ai-search < /dev/null")
    #expect(empty.status == 2 && empty.error.contains("the note is empty"))
  }

  @Test func `notes are found by their words alone`() {
    #expect(home.atelier("note", "add", "mlflow", "100% of the café_runs").status == 0)
    #expect(home.atelier("note", "add", "ai-search", "1000 cafe runs").status == 0)
    let both = home.atelier("note", "search", "CAFE", "100")
    #expect(
      both.status == 0 && both.lines.dropFirst().map { $0.prefix { $0 != " " } } == ["ai-search", "mlflow"])
    #expect(home.atelier("note", "search", "100%").lines.count == 2)
    #expect(home.atelier("note", "search", "é_r").lines.count == 2)
    let none = home.atelier("note", "search", "tea")
    #expect(none.status == 1 && none.error.contains("no note holds “tea”"))
  }

  @Test func `what is about an entry that is gone is still there, and marked`() throws {
    let page = { CatalogPage(id: $0, title: $1) }
    let catalog = try home.writeCatalog(entries: [page("old-one", "Old one"), page("other", "Other")])
    let own = ["ATELIER_CATALOG": catalog]
    #expect(home.atelier("note", "add", "Old one", "keep me", environment: own).status == 0)
    #expect(home.atelier("bookmark", "add", "old-one", environment: own).status == 0)
    #expect(home.atelier("note", "list").text.contains("(not in the catalog) keep me"))
    #expect(home.atelier("bookmark", "list").text.contains("(not in the catalog)"))
    expectGolden(home.atelier("note", "list", "--json"), "note-list-json")
    expectGolden(home.atelier("bookmark", "list", "--json", environment: own), "bookmark-list-json")
    #expect(home.atelier("note", "show", "old-one").text == "keep me\n")
    #expect(home.atelier("note", "rm", "old-one").status == 0)
    #expect(home.atelier("bookmark", "rm", "old-one").status == 0)
    #expect(home.atelier("bookmark", "rm", "old-one").status == 2)
    let list = try home.atelier("bookmark", "list", "--json").json()
    #expect(list["total"] as? Int == 0 && list["schema"] as? String == "atelier.bookmark.list/1")
  }

  @Test func `on a terminal the whole note is opened in the editor`() throws {
    try home.writeProgram("write", #"grep -q 'first' "$1" && echo 'changed' > "$1" || echo 'first' > "$1""#)
    func add() throws -> String {
      let terminal = try PseudoTerminal.start(
        ["/bin/sh", "-c", "atelier note add ai-search"], home: home, environment: ["EDITOR": "write"])
      try terminal.waitForOutputToEnd()
      return terminal.text()
    }
    #expect(try add().contains("kept on ai-search"))
    #expect(home.atelier("note", "show", "ai-search").text == "first\n")
    #expect(try add().contains("kept on ai-search"))
    #expect(home.atelier("note", "show", "ai-search").text == "changed\n")
    #expect(home.names(in: "tmp").isEmpty)
  }

  @Test func `a decision is kept with its record, shown, and deleted`() throws {
    let guide = ["catalog", "decide", "choose-vector-search", "-a", "live-updates=yes"]
    func atelier(_ arguments: [String]) -> ProgramRun {
      ProgramRun(
        [TemporaryHome.program] + arguments, environment: home.environment(), folder: home.folder)
    }
    #expect(atelier(guide).status == 0)
    #expect(home.atelier("catalog", "decisions").error.contains("no decision is kept yet"))
    let saved = atelier(guide + ["--save", "--json"])
    let id = try #require(saved.json()["kept_as"] as? String)
    let record = atelier(guide + ["--record"]).text
    let list = home.atelier("catalog", "decisions")
    #expect(list.status == 0 && list.text.contains(id) && list.text.contains("choose-vector-search"))
    expectGolden(home.atelier("catalog", "decisions", "--json"), "catalog-decisions-json")
    let shown = home.atelier("catalog", "decisions", id.lowercased())
    #expect(shown.text.contains("Do vectors change often") && shown.text.contains("Yes"))
    #expect(home.atelier("catalog", "decisions", id, "--record").text == record)
    let json = try home.atelier("catalog", "decisions", String(id.prefix(12)), "--json").json()
    #expect(json["record_markdown"] as? String == record)
    #expect(json["answers"] as? [String: String] == ["live-updates": "yes"])
    #expect(home.atelier("catalog", "decisions", "--rm").status == 2)
    #expect(home.atelier("catalog", "decisions", String(id.prefix(4)), "--rm").status == 2)
    #expect(home.atelier("catalog", "decisions", id, "--rm").error.hasPrefix("deleted \(id)"))
    #expect(home.atelier("catalog", "decisions", id).status == 2)
    // In words, the id stands on standard error, so that a record stays a record.
    let spoken = atelier(guide + ["--save", "--record"])
    #expect(spoken.text == record && spoken.error.hasPrefix("kept as 0"))
  }
}
