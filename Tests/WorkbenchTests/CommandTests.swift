import Documents
import Preferences
import TerminalUI
import Testing

@testable import Workbench

/// The commands and their keys.
struct CommandTests {
  private let commands = CommandRegistry.all

  @Test func idsAreUnique() {
    #expect(Set(commands.map(\.id)).count == commands.count)
    for command in commands { #expect(CommandRegistry.command(command.id)?.title == command.title) }
    #expect(CommandRegistry.command("no.such") == nil)
  }

  @Test func everyCommandHasATitleAndAName() {
    for command in commands {
      #expect(command.title.first?.isUppercase == true, "\(command.id)")
      #expect(command.title.last != ".")
      #expect(command.id.split(separator: ".").count == 2)
      #expect(command.id.allSatisfy { $0.isLowercase || $0 == "." || $0 == "-" })
    }
  }

  @Test func everyCommandHasAKey() {
    for command in commands { #expect(!Keymap.standard.keys(for: command).isEmpty, "\(command.id)") }
  }

  @Test func noScreenCommandTakesAMovementKeyFromAList() {
    let movement = Set(["h", "j", "k", "l", "g", "G", "n", "N"].compactMap { KeyPress(name: $0) })
    for command in commands where command.scope == .catalog || command.scope == .global {
      #expect(movement.isDisjoint(with: command.keys), "\(command.id)")
    }
  }

  @Test func noKeyBelongsToTwoCommandsAtOnce() {
    for scopes in [[Command.Scope.catalog, .movement, .global], [.page, .catalog, .movement, .global]] {
      var owners: [KeyPress: String] = [:]
      for command in commands where scopes.contains(command.scope) {
        for key in command.keys {
          #expect(owners[key] == nil, "\(key.name): \(owners[key] ?? "") and \(command.id)")
          owners[key] = command.id
        }
      }
    }
  }

  @Test func nothingNeedsAltOrAFunctionKey() {
    for command in commands {
      let isPlain = command.keys.contains { press in
        if case .function = press.key { return false }
        return !press.modifiers.contains(.alt) && !press.modifiers.contains(.super)
      }
      #expect(isPlain || ["catalog.forward", "mouse.toggle"].contains(command.id), "\(command.id)")
    }
  }

  /// The keys that the manners of the house promise on every screen.
  @Test(arguments: [
    ("1", "screen.catalog"), ("Alt-1", "screen.catalog"), ("Ctrl-P", "palette.open"), ("?", "help.open"),
    ("Tab", "catalog.next-item"), ("Shift-Tab", "catalog.previous-item"), ("/", "catalog.search"),
    ("n", "page.next-match"),
    ("N", "page.previous-match"), ("Enter", "catalog.open"), ("y", "catalog.copy"), ("e", "catalog.edit"),
    (":", "palette.commands"), ("Ctrl-Z", "program.suspend"), ("Ctrl-L", "program.repaint"),
    ("Esc", "step.back"),
    ("q", "step.back"), ("Ctrl-C", "program.quit"), ("h", "move.left"), ("j", "move.down"), ("k", "move.up"),
    ("l", "move.right"), ("g", "move.top"), ("G", "move.bottom"), ("Up", "move.up"), ("Down", "move.down"),
    ("Left", "move.left"), ("Right", "move.right"), ("Backspace", "catalog.back"), ("Ctrl-T", "theme.choose"),
  ])
  func thePromisedKeyRunsItsCommand(name: String, command: String) throws {
    let press = try #require(KeyPress(name: name))
    #expect(Keymap.standard.command(for: press, in: [.page, .catalog, .movement, .global]) == command)
  }

  // MARK: Key bar

  @Test(arguments: PictureTests.State.allCases)
  func everyCommandInTheKeyBarIsEnabled(state: PictureTests.State) throws {
    var desk = Desk(isLoaded: state != .loading)
    state.reach(&desk)
    guard desk.workbench.popup == nil, !desk.workbench.catalog.isTypingQuery else { return }
    let hints = desk.workbench.keyHints
    #expect(!hints.isEmpty)
    #expect(hints.last?.title == "help")
    for hint in hints {
      let press = try #require(KeyPress(name: hint.key))
      let id = try #require(desk.workbench.keymap.command(for: press, in: desk.workbench.scopes))
      let command = try #require(CommandRegistry.command(id))
      #expect(command.barTitle(desk.workbench) == hint.title)
      #expect(command.availability(desk.workbench) == .enabled)
    }
  }

  @Test func theKeyBarShowsWhatWorksHere() {
    var desk = Desk()
    func titles() -> [String] { desk.workbench.keyHints.map(\.title) }
    #expect(!titles().contains("copy"))
    #expect(!titles().contains("back"))
    desk.open("Azure AI Search")
    #expect(titles().contains("copy"))
    #expect(!titles().contains("open"))
    desk.press("Tab")
    #expect(titles().contains("open"))
    desk.press("Enter")
    #expect(titles().contains("back"))
    desk.press("/")
    #expect(titles() == ["choose", "open", "page", "close search"])
    desk.press("Esc", "Ctrl-P")
    #expect(titles() == ["choose", "move", "close"])
  }

  // MARK: Keymap

  /// The keymap of a configuration in which these lines stand under `keys:`.
  private func keymap(_ lines: String...) -> (Keymap, [DocumentError]) {
    let text = "keys:\n" + lines.map { "  \($0)\n" }.joined()
    let (configuration, mistakes, _) = Configuration.read(text, home: "/home/me")
    #expect(mistakes.isEmpty)
    var problems: [DocumentError] = []
    let keymap = Keymap(bindings: configuration.keys, problems: &problems)
    return (keymap, problems)
  }

  private func command(_ keymap: Keymap, _ name: String, isPage: Bool = false) -> String? {
    guard let press = KeyPress(name: name) else { return nil }
    return keymap.command(for: press, in: (isPage ? [.page] : []) + [.catalog, .movement, .global])
  }

  @Test func aKeyCanBeRebound() {
    let (keymap, problems) = keymap("catalog.search: ['Ctrl-G', 's']")
    #expect(problems.isEmpty)
    #expect(command(keymap, "s") == "catalog.search")
    #expect(command(keymap, "Ctrl-G") == "catalog.search")
    #expect(command(keymap, "/") == nil)
  }

  @Test func aReboundKeyWorksAndIsShown() {
    let (keymap, _) = keymap("catalog.search: ['s']")
    var desk = Desk(keymap: keymap)
    #expect(desk.workbench.keyHints.contains(KeyHint("s", "search")))
    desk.press("/")
    #expect(!desk.workbench.catalog.isTypingQuery)
    desk.press("s")
    #expect(desk.workbench.catalog.isTypingQuery)
  }

  @Test func aPersonsKeyGoesBeforeACommandsOwn() throws {
    let (keymap, problems) = keymap("catalog.reload: ['e']")
    #expect(problems.isEmpty)
    #expect(command(keymap, "e") == "catalog.reload")
    let edit = try #require(CommandRegistry.command("catalog.edit"))
    #expect(keymap.keys(for: edit).isEmpty)
  }

  @Test func aPersonsKeyForEverywhereWorksEverywhere() throws {
    let (keymap, problems) = keymap("theme.choose: ['y', 'n']")
    #expect(problems.isEmpty)
    #expect(command(keymap, "y") == "theme.choose")
    #expect(command(keymap, "n", isPage: true) == "theme.choose")
    let copy = try #require(CommandRegistry.command("catalog.copy"))
    #expect(keymap.keyNames(for: copy).isEmpty)
  }

  @Test func aPersonsKeyForThePageLeavesTheListsAlone() {
    let (keymap, problems) = keymap("page.next-match: ['j']")
    #expect(problems.isEmpty)
    #expect(command(keymap, "j", isPage: true) == "page.next-match")
    #expect(command(keymap, "j") == "move.down")
  }

  @Test func noKeyAtAllIsAChoiceToo() {
    let (keymap, problems) = keymap("program.suspend: []")
    #expect(problems.isEmpty)
    #expect(command(keymap, "Ctrl-Z") == nil)
  }

  @Test func anUnknownCommandIsReportedWithItsPlace() {
    let (_, problems) = keymap("catalog.serach: ['s']", "xyz: ['s']")
    #expect(
      problems.map { $0.described(file: "c.yaml") } == [
        "c.yaml:2:19: keys: there is no command “catalog.serach”; did you mean catalog.search?",
        "c.yaml:3:8: keys: there is no command “xyz”",
      ])
  }

  @Test func anUnknownKeyIsReportedWithItsPlaceAndTheOthersHold() {
    let (keymap, problems) = keymap("catalog.search: ['Strg-F', 's']")
    #expect(
      problems.map { $0.described(file: "c.yaml") } == [
        "c.yaml:2:19: keys: there is no key “Strg-F”; examples: Ctrl-F, Alt-1, F5, g"
      ])
    #expect(command(keymap, "s") == "catalog.search")
  }

  @Test func twoCommandsOnOneKeyAreReported() {
    let (keymap, problems) = keymap("catalog.edit: ['s']", "catalog.search: ['s', '/']")
    #expect(problems.count == 1)
    let message = problems.first?.message ?? ""
    #expect(message.hasPrefix("keys: s runs both "))
    #expect(message.contains("catalog.edit") && message.contains("catalog.search"))
    #expect(problems.first?.position != nil)
    #expect(command(keymap, "/") == "catalog.search")
  }

  @Test func theStandardKeymapHasNoProblems() {
    var problems: [DocumentError] = []
    _ = Keymap(problems: &problems)
    #expect(problems.isEmpty)
  }

  @Test func problemsOfTheConfigurationAreShown() {
    var desk = Desk()
    desk.workbench.report(["config.yaml:3:1: there is no key “tehme”", "another"])
    #expect(desk.toast == "config.yaml:3:1: there is no key “tehme” (and 1 more: ! shows them)")
    #expect(desk.workbench.toast?.kind == .problem)
    desk.workbench.report([])
    #expect(desk.sees("✗ config.yaml:3:1"))
  }
}
