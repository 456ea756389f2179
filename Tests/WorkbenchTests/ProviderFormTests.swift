import Documents
import Models
import Preferences
import TerminalUI
import Testing

@testable import Workbench

/// The form that adds and changes providers.
struct ProviderFormTests {
  @Test func theTypeBringsItsNameItsAddressAndItsFields() {
    var desk = Desk.models()
    desk.press("a")
    #expect(desk.sees("A provider of models") && desk.sees("https://api.openai.com/v1"))
    desk.press("Right", "Right")
    #expect(desk.sees("‹ azure-openai ›") && desk.sees("API version") && desk.sees("NAME.openai.azure.com"))
    desk.press("Right")
    #expect(desk.sees("│ anthropic") && desk.sees("https://api.anthropic.com") && !desk.sees("API version"))
    desk.press("Right")
    // There is one of that name already.
    #expect(desk.sees("│ ollama-2") && desk.sees("Context"))
  }

  @Test func whatWasTypedIsNotReplacedByAnotherType() {
    var desk = Desk.models()
    desk.press("a", "Tab", "Ctrl-U")
    desk.type("mine")
    desk.press("Tab", "Ctrl-U")
    desk.type("http://gpu:9000/v1")
    desk.press("Shift-Tab", "Shift-Tab", "Left")
    #expect(desk.sees("│ mine") && desk.sees("http://gpu:9000/v1"))
  }

  @Test func aProviderIsKept() {
    var desk = Desk.models()
    desk.press("a", "Left", "Tab", "Ctrl-U")
    desk.type("gpu")
    desk.press("Tab", "Ctrl-U")
    desk.type("http://gpu:9000/v1/")
    desk.press("Tab", "Right", "Right", "Tab")
    desk.type("pass show 'my models/gpu'")
    desk.press("Enter")
    var wanted = ProviderSettings(name: "gpu", kind: .openAICompatible, baseURL: "http://gpu:9000/v1")
    wanted.key = .command(["pass", "show", "my models/gpu"])
    #expect(desk.effects == [.models(.save(wanted, replacing: nil))])
    #expect(!desk.sees("A provider of models"))
    desk.tell(.models(.saved(wanted, problem: nil)))
    #expect(desk.toast == "gpu is kept in your configuration")
  }

  @Test func whatCouldNotBeKeptComesBack() {
    var desk = Desk.models()
    desk.press("a", "Tab", "Ctrl-U")
    desk.type("gpu")
    desk.press("Enter")
    guard case .models(.save(let provider, _))? = desk.effects.last else {
      Issue.record("nothing was kept")
      return
    }
    desk.tell(.models(.saved(provider, problem: "the disk is full")))
    #expect(desk.sees("│ gpu") && desk.toast?.contains("the disk is full") == true)
  }

  @Test func aFieldSaysWhatIsWrongAndAKeyIsNotShown() {
    var desk = Desk.models()
    desk.press("a", "Tab", "Ctrl-U")
    desk.type("a/b")
    desk.press("Tab", "Ctrl-U")
    desk.type("ftp://x")
    desk.press("Tab", "Right", "Tab")
    desk.type("sk-secret-1234")
    desk.press("Enter")
    #expect(desk.effects.isEmpty)
    #expect(desk.sees("expected a short name") && desk.sees("expected an address"))
    #expect(desk.sees("expected the name of a variable, not the key itself"))
    // What may be a key is kept in no draft.
    desk.press("Esc")
    guard case .savePreference("provider.draft", let draft)? = desk.effects.first else {
      Issue.record("no draft")
      return
    }
    #expect(!draft.contains("sk-secret") && draft.contains("ftp:"))
  }

  @Test func whatWasTypedIsThereAgain() throws {
    var desk = Desk.models()
    desk.press("a", "Tab", "Ctrl-U")
    desk.type("half")
    desk.time += 1
    let effects = desk.workbench.tick(at: desk.time)
    guard case .savePreference("provider.draft", let draft)? = effects.first else {
      Issue.record("no draft: \(effects)")
      return
    }
    // Another program, after a crash.
    var again = Desk.models()
    var notebook = Notebook()
    notebook.preferences["provider.draft"] = draft
    again.tell(.notebookLoaded(notebook))
    again.press("a")
    #expect(again.sees("│ half"))
    #expect(again.toast == "What you had typed is there again")
  }

  @Test func aProviderIsChangedWithWhatTheFormDoesNotShow() {
    var desk = Desk.models()
    var provider = Shelf.work
    provider.headers = ["X-Team": "design"]
    provider.timeout = 30
    desk.tell(.models(.providers([provider])))
    desk.press("/")
    desk.type("gpt-mini")
    desk.press("Enter", "e", "Tab", "Tab", "Tab", "Tab", "Tab", "Right", "Enter")
    var wanted = provider
    wanted.isToken = true
    #expect(desk.effects == [.models(.save(wanted, replacing: "work"))])
  }

  @Test(arguments: [
    ("pass show work/models", ["pass", "show", "work/models"]), ("a  'b c' \"d e\"", ["a", "b c", "d e"]),
    ("a\\ b ''", ["a b", ""]), ("", []),
  ])
  func commandsAreReadAsAShellWould(_ line: String, _ words: [String]) {
    #expect(CommandWords.read(line) == words)
    #expect(CommandWords.read(CommandWords.shown(words)) == words)
  }

  @Test func anOpenQuoteIsNoCommand() {
    #expect(CommandWords.read("a 'b") == nil)
    #expect(CommandWords.read(CommandWords.shown(["it's", "\"x\"", "a\\b"])) == ["it's", "\"x\"", "a\\b"])
  }
}
