import Catalog
import Models
import Retrieval
import TerminalUI

/// Something a person can do in the workbench.
///
/// Key bar, help, palette and the documentation are all made from these.
package struct Command: Sendable {
  /// Where the command's keys work.
  package enum Scope: String, CaseIterable, Sendable {
    /// Everywhere, except that plain letters belong to a text field that has the focus.
    case global
    /// On the Catalog screen.
    case catalog
    /// In the page of an entry.
    case page
    /// In the facets beside the list.
    case facets
    /// On the Playground.
    case playground
    /// In the prompt of the Playground.
    case composer
    /// In the list of models.
    case models
    /// In the view in which prompts are written.
    case prompt
    /// In the viewer of diagrams.
    case diagram
    /// In the dialogue of a decision guide.
    case decision
    /// In a comparison.
    case comparison
    /// In a design of one's own.
    case design
    /// In the answers of the catalog.
    case answer
    /// In lists, trees and pages: moving.
    case movement

    /// The heading under which help lists the commands.
    package var title: String {
      switch self {
      case .global: "everywhere"
      case .catalog: "catalog"
      case .page: "page"
      case .facets: "facets"
      case .playground: "playground"
      case .composer: "prompt"
      case .models: "models"
      case .prompt: "prompt file"
      case .diagram: "diagram"
      case .decision: "decision"
      case .comparison: "comparison"
      case .design: "design"
      case .answer: "answer"
      case .movement: "moving"
      }
    }
  }

  /// Whether a command can run now, and if not, why.
  package enum Availability: Hashable, Sendable {
    case enabled
    case disabled(String)
  }

  /// A name for the configuration and for scripts, such as `catalog.search`.
  package var id: String
  package var title: String
  package var scope: Scope
  /// The keys it has unless the configuration gives it others.
  package var keys: [KeyPress]
  /// The word for the key bar, here and now; nil keeps the command out of it.
  package var barTitle: @Sendable (Workbench) -> String?
  package var availability: @Sendable (Workbench) -> Availability
  package var run: @Sendable (inout Workbench) -> [Effect]

  init(
    _ id: String, _ title: String, scope: Scope, keys: [String], bar: String? = nil,
    availability: @escaping @Sendable (Workbench) -> Availability = { _ in .enabled },
    run: @escaping @Sendable (inout Workbench) -> [Effect]
  ) {
    self.id = id
    self.title = title
    self.scope = scope
    self.keys = keys.compactMap { KeyPress(name: $0) }
    barTitle = { _ in bar }
    self.availability = availability
    self.run = run
  }

  /// The same command with a word for the key bar that depends on the place.
  func inBar(_ title: @escaping @Sendable (Workbench) -> String?) -> Command {
    var command = self
    command.barTitle = title
    return command
  }
}

/// What the loop is asked to do: effects are values, so that a screen can be tested without a terminal.
package enum Effect: Hashable, Sendable {
  case quit
  case suspend
  case repaint
  case loadCatalog
  /// Copy a text; the second text says what it is, for the message.
  case copy(String, what: String)
  /// Tell the terminal what has ended while a person looked elsewhere; an empty text takes it back.
  case announce(String)
  /// Open a text in the person's editor. An entry of the person's own catalog is edited in its file.
  case edit(EditorRequest)
  /// Open a web address in the desktop's browser.
  case openURL(String)
  /// Write a text to a new file in the folder that the program was started in.
  case export(String, fileName: String)
  case saveTheme(String)
  case setMouse(Bool)

  // The Catalog's notebook.
  /// Read what a person keeps beside the catalog, where there is a store.
  case loadNotebook
  case saveNote(String, address: String)
  case setBookmark(String, isOn: Bool)
  case recordVisit(String)
  /// Remember something by its name, as JSON.
  case savePreference(String, String)
  case saveDecision(KeptDecision)
  case removeDecision(String)
  /// Keep a design's next version; `base` is the version it was made from.
  case saveDesign(String, document: String, comment: String, base: Int?)
  case removeDesign(String)
  /// List the versions of a design.
  case loadVersions(String)
  /// Read one version of a design.
  case readVersion(String, Int)

  /// Put a question on the ground of the catalog.
  case ask(AskRequest)

  // The Playground's.
  /// Read the sessions; with `findsDraft` also tell which one holds what a program that is gone left unsent.
  case loadSessions(findsDraft: Bool)
  /// Read a session; `at` names the message to show, nil the end.
  case openSession(String, at: String?)
  case createSession(Session)
  case saveSession(Session)
  /// Keep which branch of a session is on show, by its last message.
  case saveTip(String, sessionID: String)
  /// Keep what was typed and not sent.
  case saveDraft(String, sessionID: String)
  /// A session is left: one in which nothing was ever asked, typed or set goes.
  case leaveSession(String)
  case deleteSession(String)
  case findSessions(String)
  case listModels
  case models(ModelsEffect)
  case prompt(PromptEffect)
  case send(SendRequest)
  case stopReply(sessionID: String)
  /// Open a text that is being written in the person's editor.
  case editText(String, TextTarget)
}

/// What a text is that is edited outside.
package enum TextTarget: Hashable, Sendable {
  case prompt
  /// The field of the settings that has the focus.
  case setting
  /// The prompt with its variables.
  case template
  /// The field of the form for a provider that has the focus.
  case provider
  /// The private note.
  case note
}

/// What to open in an editor.
package struct EditorRequest: Hashable, Sendable {
  /// The entry's address: the loop knows whether it has a file that may be changed.
  package var address: String
  /// The name of the temporary file, which tells the editor what kind of text it is.
  package var fileName: String
  package var text: String
}

/// What an editor did to a text.
package enum EditorChange: Hashable, Sendable {
  case none
  /// The file behind the text was changed.
  case file
  /// A copy was changed, which is kept here: the text itself came with the program.
  case copy(String)
}

/// What comes back from an effect.
package enum Message: Sendable {
  case catalogLoaded(CatalogContents)
  /// A folder is being read that was not read before.
  case catalogProgress(CatalogProgress)
  case notebookLoaded(Notebook)
  /// The versions of a design, the newest first.
  case versionsLoaded(String, [DesignVersion])
  case versionRead(String, Int, document: String)
  case themesLoaded([Theme])
  /// The editor has ended: its exit status, or nil when it could not be started; and what it changed.
  case edited(status: Int?, change: EditorChange)
  case copied(what: String, count: Int, route: String)
  case opened(String, isStarted: Bool)
  case themeSaved(String, problem: String?)
  /// Something to tell the person.
  case note(String)

  // Asking the catalog.
  case passagesFound([Passage], id: String)
  case askUpdated(ConversationRunner.Update, id: String)
  case askFailed(String, id: String)

  // The Playground's.
  case storeUnavailable(String)
  /// The kept sessions, and what was typed into some of them and not sent.
  case sessionsLoaded([Session], drafts: [String: String])
  case sessionOpened(Session, [SessionMessage], draft: String, at: String?)
  /// The session on show was changed by another program.
  case sessionChanged(Session, [SessionMessage])
  /// What was asked last in all sessions, the oldest first.
  case questionsLoaded([String])
  /// A session holds what a program that is gone left unsent.
  case draftFound(sessionID: String)
  case sessionsFound(String, [SessionFinding])
  case modelsListed([ModelInfo], [UnreachableProvider])
  case models(ModelsMessage)
  case prompt(PromptMessageBack)
  case reply(ConversationRunner.Update, sessionID: String, messageID: String)
  /// The question could not be kept, so it was not sent.
  case sendFailed(SendRequest, String)
  /// The editor has ended: the text as it is now, or nil when it failed.
  case textEdited(String?, TextTarget)
}
