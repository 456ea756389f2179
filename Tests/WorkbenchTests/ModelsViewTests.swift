import Models
import Preferences
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

/// The list of models: what it shows, how it is narrowed, and what is done with a row.
struct ModelsViewTests {
  @Test func modelsComeFirstThenSilentProvidersAndFoundServers() {
    let desk = Desk.models()
    #expect(
      desk.modelRows == Shelf.models.map(\.name.description) + [
        "silent:far", "server:http://127.0.0.1:1234/v1",
      ])
    #expect(desk.modelRow == "builtin/librarian")
    #expect(desk.sees("refused the connection at 10.0.0.9:443") && desk.sees("LM Studio"))
    // What runs here costs no tokens; what nobody states is a question mark and no zero.
    #expect(desk.sees("$0.25") && desk.sees("400k") && !desk.sees("$0 "))
  }

  @Test func whatComesLaterMovesNoSelection() {
    var desk = Desk.models()
    desk.press("G", "k")
    #expect(desk.modelRow == "silent:far")
    desk.tell(.modelsListed(Shelf.models.dropLast(3) + [ModelInfo(name: Shelf.large)], Shelf.silent))
    #expect(desk.modelRow == "silent:far")
  }

  @Test(arguments: [
    ("mini", ["local/phi-4-mini", "ollama/phi4-mini:latest", "work/gpt-mini"]),
    ("tools", ["work/gpt-mini", "work/gpt-large"]),
    (">500k", ["work/gpt-large"]), (">=4k", ["local/phi-4-mini", "work/gpt-mini", "work/gpt-large"]),
    ("work <$1", ["work/gpt-mini"]), ("json schema", ["work/gpt-mini"]), ("nothing-like-it", []),
  ])
  func wordsNarrowTheList(_ words: String, _ wanted: [String]) {
    var desk = Desk.models()
    desk.press("/")
    desk.type(words)
    #expect(desk.modelRows.filter { !$0.contains(":http") && !$0.hasPrefix("silent") } == wanted)
    desk.press("Enter")
    #expect(desk.workbench.modelsView?.isTyping == false && desk.modelRows.count >= wanted.count)
    desk.press("Esc")
    #expect(desk.modelRows.count == Shelf.models.count + 2)
  }

  @Test func facetsNarrowTheListAndOneOfAKindHolds() {
    var desk = Desk.models()
    desk.press("f")
    desk.type("context of 400k")
    desk.press("Enter")
    #expect(desk.modelRows == ["work/gpt-mini", "work/gpt-large"])
    desk.press("Ctrl-U")
    desk.type("context of 1M")
    desk.press("Enter", "Esc")
    #expect(desk.modelRows == ["work/gpt-large"])
    #expect(desk.sees("context of 1M or more"))
    desk.press("Esc")
    #expect(desk.modelRows.count == Shelf.models.count + 2)
    desk.press("Esc")
    #expect(desk.workbench.modelsView == nil)
  }

  @Test func spaceChoosesAFacetAndLetsItGoAndIsASpaceBehindLetters() {
    var desk = Desk.models()
    desk.press("f")
    #expect(desk.sees("Space choose") && desk.sees("Esc done"))
    desk.press("Down", "Space")
    #expect(desk.modelRows == ["work/gpt-mini", "work/gpt-large"] && desk.workbench.popup != nil)
    desk.press("Space")
    #expect(desk.modelRows.count == Shelf.models.count + 2)
    desk.type("context of 1M")
    #expect(desk.workbench.popup?.picker.query.text == "context of 1M" && desk.sees("Enter choose"))
    #expect(desk.workbench.modelsView?.facets.isEmpty == true)
    desk.press("Enter", "Esc")
    #expect(desk.modelRows == ["work/gpt-large"])
  }

  @Test func whatIsSaidHidesNothingThatIsKnownOfAModel() {
    for (width, height) in [(60, 20), (80, 24), (90, 26), (120, 20), (120, 40), (200, 60)] {
      var desk = Desk.models(width, height)
      desk.press("G", "k", "k", "k")
      #expect(desk.modelRow == "work/gpt-mini")
      let before = desk.picture.rows
      desk.tell(.copied(what: "the model's name", count: 13, route: "OSC 52"))
      let after = desk.picture.rows
      #expect(after.contains { $0.contains("✓ Copied the model's name") }, "\(width)x\(height)")
      // The row that is selected, and the first of its details, stay as they were.
      let selected = before.firstIndex { $0.contains("▸ ") && $0.contains("work/gpt-mini") }
      if let selected {
        #expect(before[selected].split(separator: "│")[0] == after[selected].split(separator: "│")[0])
      }
      let title = before.firstIndex { $0.split { " ▐".contains($0) }.last == "work/gpt-mini" }
      #expect(title != nil, "\(width)x\(height)")
      for row in (title ?? 0)...((title ?? 0) + 3) where before[row] != after[row] {
        Issue.record("\(width)x\(height), row \(row): \(after[row])")
      }
      // Where there is room, nothing at all is hidden.
      guard height > 20 || width > 110 else { continue }
      for (before, after) in zip(before.dropFirst(2), after.dropFirst(2)) where before != after {
        let words = before.split { " │─".contains($0) }
        #expect(words.allSatisfy { after.contains($0) }, "\(width)x\(height): \(before) | \(after)")
      }
    }
  }

  @Test func theOrderPutsWhatIsUnknownLast() {
    var desk = Desk.models()
    desk.press("o")
    #expect(desk.modelRows.prefix(3) == ["work/gpt-large", "work/gpt-mini", "local/phi-4-mini"])
    desk.press("o")
    #expect(Array(desk.modelRows.prefix(6).suffix(2)) == ["work/gpt-mini", "work/gpt-large"])
  }

  @Test func enterLetsTheModelAnswer() {
    var desk = Desk.models()
    desk.press("/")
    desk.type("gpt-mini")
    desk.press("Enter", "Enter")
    #expect(desk.workbench.modelsView == nil && desk.workbench.playground.model == Shelf.mini)
    #expect(desk.workbench.playground.focus == .composer)
  }

  @Test func aTypedNameIsAlwaysAllowed() {
    var desk = Desk.playground()
    desk.press("Ctrl-O")
    desk.type("work/not-listed")
    desk.press("Enter")
    #expect(desk.workbench.playground.model == ModelName(provider: "work", model: "not-listed"))
  }

  @Test func tryingShowsEveryStepOnceAtATime() {
    var desk = Desk.models()
    desk.press("G", "k", "k")
    #expect(desk.modelRow == "work/gpt-large")
    desk.press("t")
    let target = ProviderTarget.model(Shelf.large)
    #expect(desk.effects == [.models(.test(target))])
    desk.press("t")
    #expect(desk.effects.isEmpty)
    desk.tell(.models(.step(ProviderStep(name: "key", isGood: false, text: "pass ended with 1"), target)))
    desk.tell(.models(.tested(target)))
    #expect(desk.sees("✗ key  pass ended with 1"))
    desk.press("t")
    #expect(desk.effects == [.models(.test(target))])
  }

  @Test func whatDeletesAsksOnce() {
    var desk = Desk.models()
    desk.press("/")
    desk.type("phi4")
    desk.press("Enter", "D")
    #expect(desk.effects.isEmpty && desk.toast?.contains("once more") == true)
    desk.press("D")
    #expect(desk.effects == [.models(.delete(Shelf.phi))])
    desk.press("A")
    #expect(desk.effects.isEmpty)
    desk.press("A")
    #expect(desk.effects == [.models(.remove("ollama"))])
  }

  @Test func aFetchGoesOnWhileOneIsElsewhereAndIsStopped() {
    var desk = Desk.models()
    desk.press("p")
    desk.type("llama3.2")
    desk.press("Enter")
    let name = ModelName(provider: "ollama", model: "llama3.2")
    #expect(desk.effects == [.models(.pull(name))])
    #expect(desk.modelRow == "pull:ollama/llama3.2")
    desk.tell(.models(.pulling(name, Shelf.pull(100_000_000))))
    desk.time += 2
    desk.tell(.models(.pulling(name, Shelf.pull(500_000_000))))
    #expect(desk.sees("500 MB of 2.0 GB · 25 % · 200 MB/s · 8 s left"))
    desk.press("D")
    #expect(desk.effects == [.models(.stopPull(name))])
    desk.press("Esc", "1")
    desk.tell(.models(.pullEnded(name, problem: nil, isStopped: false)))
    #expect(desk.toast == "ollama/llama3.2 is there")
    #expect(desk.effects == [.announce("✓ ollama/llama3.2")] && desk.sees("2 Playground •"))
  }

  @Test func anOllamaServerIsAskedOnceForItsDetails() {
    var desk = Desk.models()
    desk.press("j", "j", "j")
    #expect(desk.effects == [.models(.details(Shelf.phi))])
    desk.press("k", "j")
    #expect(desk.effects.isEmpty)
  }

  @Test(arguments: [
    (999, "999 B"), (1000, "1.0 kB"), (999_949, "1.0 MB"), (4_700_000_000, "4.7 GB"),
    (123_456_789, "123 MB"), (3_000_000_000_000, "3000 GB"),
  ])
  func bytesAreWrittenForPeople(_ bytes: Int, _ text: String) { #expect(ByteCount.text(bytes) == text) }

  @Test(arguments: [
    (512, "512"), (2048, "2k"), (4096, "4k"), (8000, "8k"), (128_000, "128k"), (131_072, "128k"),
    (1_000_000, "1M"), (1_048_576, "1M"), (1_050_000, "1.1M"), (2_097_152, "2M"),
  ])
  func tokensAreWrittenShort(_ tokens: Int, _ text: String) { #expect(ModelRow.short(tokens) == text) }

  // MARK: Pictures

  enum State: String, CaseIterable {
    case list, narrowed, facets, silent, server, details, fetching, provider, trial, asking

    func reach(_ desk: inout Desk) {
      switch self {
      case .list: break
      case .narrowed:
        desk.press("/")
        desk.type("tools <$1")
      case .facets: desk.press("f")
      case .silent: desk.press("G", "k")
      case .server: desk.press("G")
      case .details: desk.press("G", "k", "k", "k")
      case .fetching:
        desk.press("p")
        desk.type("llama3.2")
        desk.press("Enter")
        let name = ModelName(provider: "ollama", model: "llama3.2")
        desk.tell(.models(.pulling(name, Shelf.pull(0))))
        desk.time += 4
        desk.tell(.models(.pulling(name, Shelf.pull(900_000_000))))
      case .provider:
        desk.press("a", "Right", "Right")
      case .asking: desk.press("G", "k", "k", "k", "A")
      case .trial:
        desk.press("G", "k", "k", "k", "e", "Ctrl-T")
        let target = ProviderTarget.settings(Shelf.work)
        desk.tell(.models(.step(.init(name: "address", isGood: true, text: "https://example.com"), target)))
        desk.tell(.models(.step(.init(name: "key", isGood: false, text: "pass ended with status 1"), target)))
        desk.tell(.models(.tested(target)))
      }
    }
  }

  @Test(arguments: State.allCases, PictureTests.sizes)
  func aStateLooksRight(state: State, size: Size) {
    var desk = Desk.models(size.width, size.height)
    state.reach(&desk)
    Golden.expect(desk.picture, "models-\(state.rawValue)-\(size.width)x\(size.height)")
  }

  @Test(arguments: State.allCases)
  func everySizeIsDrawn(state: State) {
    for width in [1, 39, 40, 59, 80, 109, 110, 300] {
      for height in [1, 9, 10, 12, 13, 25] {
        var desk = Desk.models(width, height)
        state.reach(&desk)
        #expect(desk.picture.size == Size(width: width, height: height))
      }
    }
  }
}
