import Documents
import Models
import Templates
import TerminalUI
import TestSupport
import Testing

@testable import Workbench

extension Desk {
  /// The view of prompts with a file in it.
  static func prompt(_ width: Int = 120, _ height: Int = 40, _ text: String = Written.prompty) -> Desk {
    var desk = playground(width, height)
    desk.press("Esc", "P")
    desk.tell(.prompt(.found(["sum.prompty", "sub/plain.jinja2"])))
    desk.tell(.prompt(.opened(path: "sum.prompty", text: text)))
    desk.render()
    return desk
  }

  /// Answers what was asked to be rendered, as the program does.
  mutating func render() {
    guard case .prompt(.render(let draft, let number))? = effects.last else { return }
    let preview = TemplatePreview(draft.text, fileName: draft.fileName, dialect: draft.dialect)
    var rendered = RenderedDraft(preview: preview)
    do throws(TemplateError) {
      if let prompty = preview.prompty {
        let found = try prompty.rendered(draft.values)
        rendered.roles = found.messages.map(\.role)
        rendered.messages = found.messages.map { message in
          ChatMessage(ChatMessage.Role(rawValue: message.role) ?? .user, message.text)
        }
        rendered.parameters = prompty.parameters
      } else if let template = preview.template {
        rendered.messages = [ChatMessage(.user, try template.render(draft.values, options: RenderOptions()))]
        rendered.roles = ["text"]
      }
    } catch {
      rendered.problem = TemplatePreview.Problem(error)
    }
    rendered.tokensEstimate = rendered.messages.reduce(0) { $0 + $1.content.utf8.count / 4 }
    tell(.prompt(.rendered(rendered, number: number)))
  }

  /// Types into the view and has it rendered.
  mutating func write(_ text: String) {
    for character in text {
      type(String(character))
      render()
    }
  }
}

enum Written {
  static let prompty = """
    ---
    name: Summary
    model:
      api: chat
      parameters: {temperature: 0.2, max_tokens: 100, response_format: {type: json_object}}
    inputs:
      topic: {type: string}
    sample:
      topic: RAG
    ---
    system:
    You know {{topic}} well.

    user:
    What is {{ topic }}?{% if detailed %} In detail.{% endif %}
    """
}

/// Prompts written beside what they become.
struct PromptViewTests {
  @Test func theMessagesStandBesideTheText() {
    let desk = Desk.prompt()
    #expect(desk.sees("You know RAG well.") && desk.sees("What is RAG?") && desk.sees("system"))
    #expect(desk.workbench.promptView?.variables.map(\.name) == ["topic", "detailed"])
    #expect(desk.sees("sets temperature 0.2 · max_tokens 100"))
  }

  @Test func aVariableIsFilledIn() {
    var desk = Desk.prompt()
    desk.press("Tab", "Tab")
    desk.write("pgvector")
    #expect(desk.sees("What is pgvector?"))
    desk.press("Tab")
    desk.write("true")
    #expect(desk.sees("What is pgvector? In detail."))
    // The last field leads on to the preview.
    desk.press("Tab")
    #expect(desk.workbench.promptView?.focus == .preview)
    desk.press("Tab")
    #expect(desk.workbench.promptView?.focus == .text)
  }

  @Test func whatIsTypedIsRenderedAtOnceAndAMistakeIsShownWithItsPlace() {
    var desk = Desk.prompt()
    desk.press("Ctrl-End")
    desk.write(" {{ more ")
    #expect(desk.workbench.promptView?.problems.first.map { !$0.isWarning } == true)
    desk.press("Esc", "Enter")
    #expect(desk.workbench.promptView?.focus == .text)
    desk.press("Ctrl-End")
    desk.write("}}")
    #expect(desk.workbench.promptView?.variables.map(\.name).contains("more") == true)
    #expect(desk.workbench.promptView?.problems.contains { !$0.isWarning } == false)
  }

  @Test func anAnswerToAnOlderTextIsOfNoUse() {
    var desk = Desk.prompt()
    desk.press("Ctrl-End")
    desk.type("x")
    let old = desk.effects
    desk.type("y")
    guard case .prompt(.render(_, let number))? = old.last else {
      Issue.record("not rendered")
      return
    }
    let before = desk.workbench.promptView?.rendered?.messages
    desk.tell(
      .prompt(.rendered(RenderedDraft(preview: TemplatePreview("other")), number: number)))
    #expect(desk.workbench.promptView?.rendered?.messages == before)
  }

  @Test func aRunBecomesAKeptConversationWithTheFilesParameters() throws {
    var desk = Desk.prompt()
    desk.press("Ctrl-R")
    guard case .send(let request)? = desk.effects.last else {
      Issue.record("not sent: \(desk.effects)")
      return
    }
    #expect(request.isNew && request.isAside && request.session.title == "sum.prompty")
    #expect(request.session.system == "You know RAG well." && request.question == "What is RAG?")
    #expect(request.session.parameters.temperature == 0.2)
    #expect(request.session.parameters.maxOutputTokens == 100)
    #expect(request.extra.map(\.key) == ["response_format"])
    #expect(request.messages.map(\.role) == [.system, .user])
    let place = (session: request.session.id, reply: "R9")
    desk.begin(request, question: nil, reply: "R9")
    desk.stream(.text("Retrieval and"), to: place)
    #expect(desk.sees("Retrieval and") && desk.sees("▍"))
    desk.press("Ctrl-R")
    #expect(desk.toast == "A reply is coming; Ctrl-C stops it")
    desk.press("Ctrl-C")
    #expect(desk.effects == [.stopReply(sessionID: request.session.id)])
    desk.finish(.text("Retrieval and"), .ended(Ending(.cancelled)), at: place)
    #expect(desk.sees("■ stopped"))
    // A reply is not taken for one to a text that was changed since.
    desk.press("Ctrl-End")
    desk.write("!")
    desk.press("Esc", "G")
    #expect(desk.sees("to the text before it was changed"))
    desk.press("o")
    #expect(desk.effects.contains(.openSession(request.session.id, at: nil)))
    #expect(desk.workbench.promptView == nil)
  }

  @Test func everyRunShowsItsOwnReplyAsItGrows() {
    var desk = Desk.prompt()
    for (first, word) in [("One", "alpha"), ("Two", "gamma")] {
      desk.press("Ctrl-R")
      guard case .send(let request)? = desk.effects.last else {
        Issue.record("not sent: \(desk.effects)")
        return
      }
      let place = (session: request.session.id, reply: "R\(first)")
      desk.begin(request, question: nil, reply: place.reply)
      var text = ""
      for piece in ["\(first) *stands", "*.\n\n", "- \(word)", "\n- item\n\nIts", " end."] {
        text += piece
        desk.stream(.text(piece), to: place)
        #expect(desk.sees(first))
      }
      #expect(desk.sees("\(first) stands.") && desk.sees("• \(word)") && desk.sees("Its end."))
      let growing = desk.picture.rows
      desk.finish(.text(text), .ended(Ending(.complete)), at: place)
      #expect(desk.sees("✓") && !desk.sees("▍"))
      // All but its last line stays where it was.
      let ended = desk.picture.rows
      let end = growing.firstIndex { $0.contains("Its end.") } ?? 0
      #expect(end > 0 && growing[...end] == ended[...end])
    }
    #expect(!desk.sees("One") && !desk.sees("alpha"))
  }

  @Test func examplesOfAPromptAreKeptAsItsEarlierTurns() {
    let messages = [
      ChatMessage(.system, "Be brief."), ChatMessage(.user, "1 + 1?"), ChatMessage(.assistant, "2"),
      ChatMessage(.user, "2 + 2?"),
    ]
    let made = PromptSession(
      messages, parameters: [.init("seed", .integer(7)), .init("logprobs", .bool(true))], title: "sum",
      model: Talk.local, at: Desk.noon)
    #expect(made.session.system == "Be brief." && made.question == "2 + 2?" && made.messages == messages)
    #expect(made.earlier.count == 2 && made.parent == made.earlier.last?.id)
    #expect(made.earlier[1].parentID == made.earlier[0].id)
    #expect(made.session.parameters.seed == 7 && made.extra.map(\.key) == ["logprobs"])
    guard case .reply(let stored) = made.earlier[1].content else {
      Issue.record("no reply")
      return
    }
    #expect(stored.model == PromptSession.example && stored.reply.text == "2")
  }

  @Test func savingAsksForANameAndTheFileIsNotWrittenOverUnseen() {
    var desk = Desk.prompt()
    desk.press("Ctrl-End")
    desk.write("!")
    desk.press("Ctrl-S")
    guard case .prompt(.save(let path, let text, let expected, let isSure))? = desk.effects.last else {
      Issue.record("not saved")
      return
    }
    #expect(path == "sum.prompty" && text == Written.prompty + "!" && expected == Written.prompty && !isSure)
    desk.tell(.prompt(.notSaved(path: path, problem: "sum.prompty was changed by something else")))
    desk.press("Ctrl-S")
    guard case .prompt(.save(_, _, _, true))? = desk.effects.last else {
      Issue.record("not sure")
      return
    }
    desk.tell(.prompt(.saved(path: path, text: text)))
    #expect(desk.workbench.promptView?.isChanged == false)

    desk.press("Esc", "q", "P")
    desk.type("A new prompt")
    desk.press("Enter")
    desk.render()
    #expect(desk.sees("You answer in one sentence."))
    desk.press("Ctrl-S")
    desk.type("new.prompty")
    desk.press("Enter")
    guard case .prompt(.save("new.prompty", _, nil, false))? = desk.effects.last else {
      Issue.record("not saved under its name: \(desk.effects)")
      return
    }
  }

  @Test func whatIsNotSavedIsThereAgain() {
    var desk = Desk.prompt()
    desk.press("Ctrl-End")
    desk.write("?")
    desk.press("Tab", "Tab")
    desk.write("Kafka")
    desk.time += 1
    let effects = desk.workbench.tick(at: desk.time)
    guard case .savePreference("prompt.drafts", let draft)? = effects.first else {
      Issue.record("no draft: \(effects)")
      return
    }
    var again = Desk.playground()
    var notebook = Notebook()
    notebook.preferences["prompt.drafts"] = draft
    again.tell(.notebookLoaded(notebook))
    again.press("Esc", "P")
    #expect(again.sees("Go on with sum.prompty"))
    again.press("Enter")
    again.render()
    // What is known of its variables only now.
    again.render()
    #expect(again.sees("What is Kafka?") && again.workbench.promptView?.isChanged == true)
  }

  @Test func everyPromptHasADraftOfItsOwn() {
    var desk = Desk.prompt()
    desk.press("Ctrl-End")
    desk.write(" first")
    desk.press("Esc", "q", "P")
    desk.tell(.prompt(.opened(path: "other.jinja2", text: "Hi")))
    desk.render()
    desk.press("Ctrl-End")
    desk.write(" second")
    desk.press("Esc", "q", "P")
    #expect(desk.sees("Go on with sum.prompty") && desk.sees("Go on with other.jinja2"))
    desk.press("Esc")
    // Opened by its name, the text that was not saved goes before the file's.
    desk.tell(.prompt(.opened(path: "sum.prompty", text: Written.prompty)))
    #expect(desk.workbench.promptView?.editor.text.hasSuffix(" first") == true)
    #expect(desk.toast?.contains("is there again") == true)
    desk.press("Ctrl-S")
    desk.tell(.prompt(.saved(path: "sum.prompty", text: Written.prompty + " first")))
    desk.press("Esc", "q", "P")
    #expect(!desk.sees("Go on with sum.prompty") && desk.sees("Go on with other.jinja2"))
  }

  @Test func thePromptBelowBecomesATemplate() {
    var desk = Desk.playground()
    desk.type("Translate {{text}} into {{language}}")
    #expect(desk.sees("fill in {{…}}"))
    desk.press("Ctrl-X")
    desk.render()
    #expect(desk.workbench.promptView?.variables.map(\.name) == ["text", "language"])
    desk.press("Tab", "Tab")
    desk.write("rain")
    desk.press("Ctrl-R")
    guard case .send(let request)? = desk.effects.last else {
      Issue.record("not sent")
      return
    }
    #expect(request.question == "Translate rain into ")
    // The prompt below stays as it was.
    #expect(desk.prompt == "Translate {{text}} into {{language}}")
  }

  @Test func valuesAreJSONUnlessTheVariableIsAText() throws {
    let preview = TemplatePreview("{% for x in rows %}{{x.a}}{% endfor %}{{ name | upper }}{{ any }}")
    func value(_ name: String, _ text: String) throws -> JSONValue {
      PromptView.value(text, of: try #require(preview.variables.first { $0.name == name }))
    }
    #expect(try value("rows", "[{\"a\": 1}]") == .array([.object([.init("a", .integer(1))])]))
    #expect(try value("name", "42") == .string("42"))
    #expect(try value("any", "42") == .integer(42) && value("any", "forty") == .string("forty"))
  }

  // MARK: Pictures

  enum State: String, CaseIterable {
    case text, fields, broken, running, files

    func reach(_ desk: inout Desk) {
      switch self {
      case .text: break
      case .fields:
        desk.press("Tab", "Tab")
        desk.write("pgvector")
      case .broken:
        desk.press("Ctrl-End")
        desk.write(" {% for")
        desk.press("Esc")
      case .running:
        desk.press("Ctrl-R")
        guard case .send(let request)? = desk.effects.last else { return }
        desk.begin(request, question: nil, reply: "R9")
        desk.stream(.text("It *retrieves*, then it generates."), to: (request.session.id, "R9"))
        desk.press("Esc")
      case .files: desk.press("Esc", "q", "P")
      }
    }
  }

  @Test(arguments: State.allCases, PictureTests.sizes)
  func aStateLooksRight(state: State, size: Size) {
    var desk = Desk.prompt(size.width, size.height)
    state.reach(&desk)
    Golden.expect(desk.picture, "prompt-\(state.rawValue)-\(size.width)x\(size.height)")
  }

  @Test(arguments: State.allCases)
  func everySizeIsDrawn(state: State) {
    for width in [1, 39, 40, 59, 80, 99, 100, 300] {
      for height in [1, 9, 10, 12, 13, 25] {
        var desk = Desk.prompt(width, height)
        state.reach(&desk)
        #expect(desk.picture.size == Size(width: width, height: height))
      }
    }
  }
}
