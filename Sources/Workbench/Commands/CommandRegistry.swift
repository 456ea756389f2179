import TerminalUI

/// The one list of commands.
package enum CommandRegistry {
  package static let all: [Command] =
    facets + catalog + page + composer + playground + diagram + decision + comparison + design + answer
    + models + prompt
    + movement
    + global

  /// Finds a command by its id.
  package static func command(_ id: String) -> Command? {
    byID[id]
  }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

  // MARK: Playground

  private static let notStreaming: @Sendable (Workbench) -> Command.Availability = { workbench in
    if workbench.playground.isBusy { return .disabled("A reply is coming; Ctrl-C stops it") }
    return workbench.playground.isForeignReplyComing
      ? .disabled("Another window is getting a reply here; wait for its end, or Ctrl-N begins anew")
      : .enabled
  }

  private static let hasConversation: @Sendable (Workbench) -> Command.Availability = { workbench in
    workbench.playground.branch.isEmpty ? .disabled("There is no conversation yet") : .enabled
  }

  private static let composer: [Command] = [
    Command(
      "composer.send", "Send the prompt", scope: .composer, keys: ["Enter"], bar: "send",
      availability: notStreaming
    ) {
      $0.sendPrompt()
    },
    Command(
      "composer.newline", "A new line in the prompt", scope: .composer,
      keys: ["Ctrl-J", "Alt-Enter", "Shift-Enter"], bar: "newline"
    ) {
      _ = $0.playground.composer.handle(KeyPress("j", .control))
      return []
    },
    Command(
      "composer.template", "Open it as a template: variables as fields, and what it becomes",
      scope: .composer, keys: ["Ctrl-X"]
    ) {
      $0.openComposerAsPrompt()
    }.inBar { $0.playground.composer.text.contains("{{") ? "fill in {{…}}" : nil },
    Command("composer.edit", "Write the prompt in your editor", scope: .composer, keys: ["Ctrl-G"]) {
      [.editText($0.playground.composer.text, .prompt)]
    },
  ]

  private static let playground: [Command] = [
    Command(
      "playground.open", "Open the session, or the source that is selected", scope: .playground,
      keys: ["Enter"]
    ) {
      $0.openInPlayground()
    }.inBar { $0.playground.focus == .sessions || $0.playground.view.selectedLink != nil ? "open" : nil },
    Command("playground.write", "Write a prompt", scope: .playground, keys: ["i"]) {
      $0.playground.focus = .composer
      return []
    }.inBar { $0.playground.focus == .composer ? nil : "write" },
    Command("playground.next-item", "Next source, or the next pane", scope: .playground, keys: ["Tab"]) {
      $0.playground.walk(forward: true, in: $0.bodyArea)
      return []
    }.inBar { $0.playground.focus == .conversation ? "source" : nil },
    Command(
      "playground.search", "Search the words of all sessions", scope: .playground, keys: ["/"], bar: "search"
    ) {
      $0.playground.query = $0.playground.query ?? TextEditor(isSingleLine: true)
      $0.playground.isTypingQuery = true
      $0.playground.focus = .sessions
      return []
    },
    Command(
      "playground.copy", "Copy the last reply, or the selected link", scope: .playground, keys: ["y"]
    ) {
      $0.copyInPlayground()
    }.inBar { $0.playground.focus == .conversation ? "copy" : nil },
    Command(
      "playground.edit", "Open the conversation in your editor", scope: .playground, keys: ["e"],
      availability: hasConversation
    ) {
      $0.editConversation()
    },
    Command(
      "playground.export", "Write the conversation to a Markdown file", scope: .playground, keys: ["x"],
      availability: hasConversation
    ) {
      $0.exportConversation()
    }.inBar { $0.playground.focus == .conversation ? "export" : nil },
    Command(
      "playground.diagram", "Show the diagram of the last reply that holds one", scope: .playground,
      keys: ["d"],
      availability: { $0.mermaidInConversation == nil ? .disabled("No message holds a diagram") : .enabled }
    ) {
      $0.openConversationDiagram()
    }.inBar { $0.playground.focus == .conversation && $0.mermaidInConversation != nil ? "diagram" : nil },
    Command("playground.delete", "Delete the selected session", scope: .playground, keys: ["Delete", "D"]) {
      $0.deleteSession()
    }.inBar { $0.playground.focus == .sessions ? "delete" : nil },
    Command(
      "playground.regenerate", "Ask for the last reply once more; the old one stays", scope: .playground,
      keys: ["Ctrl-R"],
      bar: "regenerate",
      availability: { workbench in
        let isFree = notStreaming(workbench)
        guard isFree == .enabled else { return isFree }
        return workbench.playground.lastReply == nil ? .disabled("There is no reply yet") : .enabled
      }
    ) { $0.playground.regenerate() },
    Command("playground.new", "A new conversation", scope: .playground, keys: ["Ctrl-N"], bar: "new") {
      $0.startNewConversation()
    },
    Command("playground.models", "Choose the model", scope: .playground, keys: ["Ctrl-O"], bar: "models") {
      $0.openModels()
    },
    Command(
      "playground.all-models", "All models with their limits and prices, and their providers",
      scope: .playground, keys: ["M"]
    ) {
      $0.openModelsView()
    },
    Command(
      "playground.prompts", "Prompt files: write, fill in, see what would be sent", scope: .playground,
      keys: ["P"]
    ) {
      $0.openPrompts()
    }.inBar { $0.playground.focus == .composer ? nil : "prompts" },
    Command("playground.add-provider", "Add a provider of models", scope: .playground, keys: ["+"]) {
      $0.addProvider()
    },
    Command(
      "playground.settings", "System prompt and parameters", scope: .playground, keys: ["Ctrl-T"],
      bar: "settings"
    ) {
      $0.openSettings()
      return []
    },
    Command(
      "playground.earlier-reply", "The reply before, to the same question", scope: .playground, keys: ["["]
    ) {
      if let effects = $0.playground.showSibling(forward: false) { return effects }
      $0.say("This is the first reply to that question", .note)
      return []
    },
    Command(
      "playground.later-reply", "The reply after, to the same question", scope: .playground, keys: ["]"]
    ) {
      if let effects = $0.playground.showSibling(forward: true) { return effects }
      $0.say("This is the last reply to that question", .note)
      return []
    },
    Command(
      "playground.previous-item", "Previous source, or the previous pane", scope: .playground,
      keys: ["Shift-Tab"]
    ) {
      $0.playground.walk(forward: false, in: $0.bodyArea)
      return []
    },
    Command(
      "playground.reasoning", "Unfold or fold the reasoning of replies", scope: .playground, keys: ["r"]
    ) {
      $0.playground.showsReasoning.toggle()
      return []
    },
    Command(
      "playground.next-match", "Next match of the search in the conversation", scope: .playground, keys: ["n"]
    ) {
      $0.goToMatchInPlayground(forward: true)
      return []
    },
    Command(
      "playground.previous-match", "Previous match of the search in the conversation", scope: .playground,
      keys: ["N"]
    ) {
      $0.goToMatchInPlayground(forward: false)
      return []
    },
  ]

  // MARK: Moving

  private static let movement: [Command] = {
    let moves: [(String, String, [String], Movement)] = [
      ("move.up", "Up", ["k", "Up"], .up), ("move.down", "Down", ["j", "Down"], .down),
      ("move.left", "Left: close, or the pane on the left", ["h", "Left"], .left),
      ("move.right", "Right: open, or the pane on the right", ["l", "Right"], .right),
      ("move.page-up", "One page up", ["PgUp", "Ctrl-B"], .pageUp),
      ("move.page-down", "One page down", ["PgDn", "Ctrl-F"], .pageDown),
      ("move.top", "To the top", ["g", "Home"], .top),
      ("move.bottom", "To the bottom", ["G", "End"], .bottom),
    ]
    return moves.map { id, title, keys, movement in
      Command(id, title, scope: .movement, keys: keys) {
        if $0.viewer != nil {
          $0.moveInDiagram(movement)
          return []
        }
        if $0.shownTool != nil {
          $0.moveInTool(movement)
          return []
        }
        if $0.shownPlaygroundTool != nil { return $0.moveInPlaygroundTool(movement) }
        switch $0.screen {
        case .catalog: $0.catalog.move(movement, in: $0.bodyArea)
        case .playground: $0.playground.move(movement, in: $0.bodyArea)
        }
        return []
      }
    }
  }()

  // MARK: Everywhere

  private static let global: [Command] = [
    Command("screen.catalog", "Go to the Catalog", scope: .global, keys: ["1", "Alt-1"]) {
      $0.show(.catalog)
    },
    Command("screen.playground", "Go to the Playground", scope: .global, keys: ["2", "Alt-2"]) {
      $0.show(.playground)
    },
    Command("palette.open", "Find any command or entry", scope: .global, keys: ["Ctrl-P"], bar: "find") {
      $0.openPalette(commandsOnly: false)
    },
    Command("palette.commands", "Run a command by its name", scope: .global, keys: [":"]) {
      $0.openPalette(commandsOnly: true)
    },
    Command("messages.show", "Read once more what was told", scope: .global, keys: ["!"]) {
      $0.openMessages()
      return []
    },
    Command("theme.choose", "Choose the colours", scope: .global, keys: ["Ctrl-T"]) {
      $0.openThemes()
      return []
    },
    Command("mouse.toggle", "Turn the mouse on or off, to select text with it", scope: .global, keys: ["F9"])
    {
      $0.toggleMouse()
    },
    Command(
      "step.back", "One step back; leave from the first pane", scope: .global, keys: ["q", "Esc"],
      bar: "back out"
    ) {
      $0.stepBack()
    },
    Command("program.quit", "Leave the workbench", scope: .global, keys: ["Ctrl-C", "Ctrl-Q"]) {
      $0.requestQuit()
    },
    Command("program.suspend", "Suspend to the shell", scope: .global, keys: ["Ctrl-Z"]) { _ in [.suspend] },
    Command("program.repaint", "Paint the screen anew", scope: .global, keys: ["Ctrl-L"]) { _ in [.repaint] },
    Command("help.open", "All keys of this place", scope: .global, keys: ["?", "F1"], bar: "help") {
      $0.openHelp()
      return []
    },
  ]
}
