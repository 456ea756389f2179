import TerminalUI

/// The commands of the view in which prompts are written.
extension CommandRegistry {
  private static let isPreview: @Sendable (Workbench) -> Bool = { $0.promptView?.focus == .preview }

  static let prompt: [Command] = [
    Command(
      "prompt.run", "Ask the model what the prompt became", scope: .prompt, keys: ["Ctrl-R", "r"], bar: "run"
    ) {
      $0.runPrompt()
    },
    Command(
      "prompt.next-pane", "To the variables, the preview, and back to the text", scope: .prompt, keys: ["Tab"]
    ) {
      $0.walkInPrompt(forward: true)
    }.inBar { workbench in
      switch workbench.promptView?.focus {
      case .text: "variables"
      case .fields: "next"
      case .preview, nil: "text"
      }
    },
    Command("prompt.previous-pane", "To the part before", scope: .prompt, keys: ["Shift-Tab"]) {
      $0.walkInPrompt(forward: false)
    },
    Command(
      "prompt.save", "Write the prompt to its file", scope: .prompt, keys: ["Ctrl-S", "s"], bar: "save"
    ) {
      $0.savePrompt()
    },
    Command("prompt.models", "Choose the model", scope: .prompt, keys: ["Ctrl-O"], bar: "model") {
      $0.openModels()
    },
    Command("prompt.edit", "Write the prompt in your editor", scope: .prompt, keys: ["Ctrl-G", "e"]) {
      guard let text = $0.promptView?.editor.text else { return [] }
      return [.editText(text, .template)]
    },
    Command("prompt.problem", "To the problem in the text", scope: .prompt, keys: ["Enter"]) {
      $0.goToPromptProblem()
    }.inBar { isPreview($0) && $0.promptView?.problems.isEmpty == false ? "problem" : nil },
    Command(
      "prompt.conversation", "Go on with the conversation of the last run", scope: .prompt, keys: ["o"]
    ) {
      $0.openPromptConversation()
    }.inBar { isPreview($0) && $0.promptView?.run != nil ? "conversation" : nil },
    Command("prompt.copy", "Copy what would be sent", scope: .prompt, keys: ["y"]) { $0.copyPrompt() }
      .inBar { isPreview($0) ? "copy" : nil },
    Command("prompt.export", "Write what would be sent to a file", scope: .prompt, keys: ["x"]) {
      $0.exportPrompt()
    }.inBar { isPreview($0) ? "export" : nil },
  ]
}
