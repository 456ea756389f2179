import Models
import TerminalUI

/// A view that covers the panes of the Playground.
enum PlaygroundTool: Sendable {
  case models(ModelsView)
  case prompt(PromptView)

  var scope: Command.Scope {
    switch self {
    case .models: .models
    case .prompt: .prompt
    }
  }
}

extension Workbench {
  /// The view over the panes of the Playground, where it is on show.
  var shownPlaygroundTool: PlaygroundTool? {
    screen == .playground && viewer == nil ? playgroundTool : nil
  }

  mutating func drawPlaygroundTool(into surface: inout Surface) {
    switch playgroundTool {
    case .models(var view):
      view.draw(into: &surface, in: bodyArea, shelf: shelf)
      playgroundTool = .models(view)
    case .prompt(var view):
      view.draw(into: &surface, in: bodyArea, prices: playground.prices)
      playgroundTool = .prompt(view)
    case nil: break
    }
  }

  /// The end of the trail, and what stands at the right of it.
  var playgroundTrail: (steps: [String], status: String)? {
    switch shownPlaygroundTool {
    case .models(let view): (["Playground", "Models"], view.status)
    case .prompt(let view): (["Playground", "Prompts", view.title], playground.model.description)
    case nil: nil
    }
  }

  mutating func moveInPlaygroundTool(_ movement: Movement) -> [Effect] {
    switch playgroundTool {
    case .models: moveInModels(movement)
    case .prompt: moveInPrompt(movement)
    case nil: []
    }
  }

  /// One step back: what narrows the list, then out of the view.
  mutating func stepBackInPlaygroundTool() -> [Effect] {
    switch playgroundTool {
    case .models: stepBackInModels()
    case .prompt: stepBackInPrompt()
    case nil: []
    }
  }

  mutating func handlePlaygroundTool(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    switch playgroundTool {
    case .models: handleModels(mouse, isDouble: isDouble)
    case .prompt: handlePrompt(mouse)
    case nil: []
    }
  }

  /// Keys while a text of the view has the focus; nil for a key that is not the text's.
  mutating func handlePlaygroundToolText(_ press: KeyPress) -> [Effect]? {
    switch playgroundTool {
    case .models(let view): view.isTyping ? handleModelQuery(press) : nil
    case .prompt: handlePromptText(press)
    case nil: nil
    }
  }

  /// Whether letters go into a text of the view.
  var isTypingInPlaygroundTool: Bool {
    switch shownPlaygroundTool {
    case .models(let view): view.isTyping
    case .prompt(let view): view.focus != .preview
    case nil: false
    }
  }

  mutating func pasteInPlaygroundTool(_ text: String) -> [Effect] {
    switch playgroundTool {
    case .prompt: return pasteInPrompt(text)
    case .models(var view) where view.isTyping:
      view.query?.paste(text)
      playgroundTool = .models(view)
      refreshModelsView()
    default: say("Nothing here takes text; / narrows the list", .note)
    }
    return []
  }
}
