import Foundation
import Testing

/// The mouse, as a terminal reports it.
@Suite(.serialized) struct MouseTests {
  private func trail(_ screen: String) -> Substring { screen.row(1) }

  @Test func aClickSelectsARowInEveryPane() throws {
    let session = try TmuxSession(120, 40)
    try session.openWorkbench()
    try session.click(session.place(of: "Services"))
    try session.wait(for: "the services") { trail($0).hasPrefix(" Catalog › Services") }
    try session.click(session.place(of: "Azure AI Speech"))
    try session.wait(for: "the page of the row") {
      trail($0).contains("Services › Azure AI Speech") && $0.contains("▸ Azure AI Speech")
    }
    try session.leave()
  }

  @Test func aDoubleClickOpens() throws {
    let session = try TmuxSession(120, 40)
    try session.openWorkbench()
    try session.click(session.place(of: "Services"))
    try session.wait(for: "the services") { trail($0).hasPrefix(" Catalog › Services") }
    try session.click(session.place(of: "Azure AI Speech"), times: 2)
    // The title of the pane that has the focus bears the mark; that of the list has lost it.
    try session.wait(for: "the page with the focus") { screen in
      let titles = screen.row(2).split(separator: "│")
      return titles.last?.hasPrefix("▸ Azure AI Speech") == true
        && titles.dropLast().allSatisfy { !$0.contains("▸") }
    }
    try session.leave()
  }

  @Test func theWheelScrollsThePaneUnderIt() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("open baseline-foundry-chat")
    let top = try session.waitForStillness(for: "the page") {
      $0.contains("architecture") && $0.contains(" %")
    }
    let place = (column: 60, row: 12)
    try session.wheel(down: true, at: place, notches: 2)
    let below = try session.waitForStillness(for: "the page further down") { $0 != top && $0.contains(" %") }
    // The list on the left stays where it is.
    #expect(below.row(6).prefix(30) == top.row(6).prefix(30))
    try session.wheel(down: false, at: place, notches: 5)
    try session.wait(for: "the top again") { $0 == top }
    try session.wheel(down: true, at: (column: 5, row: 12))
    let list = try session.waitForStillness(for: "the list further down") { $0 != top }
    #expect(list.row(6).suffix(40) == top.row(6).suffix(40))
    try session.leave()
  }

  @Test func aSecondClickOnALinkFollowsIt() throws {
    let home = TemporaryHome()
    let catalog = try home.writeCatalog(entries: [
      CatalogPage(
        id: "first-page", title: "First page", body: "A word about the [way to go](second-page) from here."),
      CatalogPage(id: "second-page", title: "Second page", body: "You are there."),
    ])
    let session = try TmuxSession(120, 40, home: home)
    try session.openWorkbench("open first-page --catalog '\(catalog)'")
    try session.wait(forText: "A word about")
    let link = try session.place(of: "way to go")
    try session.click((link.column - 4, link.row))
    try session.click(link)
    try session.wait(for: "the selected link", styled: true) { $0.contains("7mway to go") }
    #expect(try trail(session.screen).contains("› First page"))
    try session.click((link.column + 8, link.row))
    try session.wait(for: "the page behind it") {
      trail($0).contains("› Second page") && $0.contains("You are there.")
    }
    try session.leave()
  }

  @Test func draggingTheLineBetweenPanesMovesIt() throws {
    let session = try TmuxSession(120, 40)
    try session.openWorkbench()
    let line = try session.place(of: "│")
    let place = (column: line.column, row: 20)
    try session.drag(place, to: (column: line.column + 9, row: 20))
    try session.wait(for: "a wider pane") { screen in
      let row = screen.row(20)
      return row.firstIndex(of: "│").map { row.distance(from: row.startIndex, to: $0) } == line.column + 9
    }
    try session.leave()
  }

  @Test func theMouseCanBeLeftToTheTerminal() throws {
    let session = try TmuxSession(80, 24)
    try session.openWorkbench("--no-mouse")
    #expect(try session.status("#{mouse_any_flag}") == "0")
    try session.press("F9")
    try session.wait(forText: "The mouse is on")
    #expect(try session.status("#{mouse_button_flag}") == "1")
    try session.press("F9")
    try session.wait(forText: "The mouse is off")
    #expect(try session.status("#{mouse_any_flag}") == "0")
    try session.leave()
  }
}
