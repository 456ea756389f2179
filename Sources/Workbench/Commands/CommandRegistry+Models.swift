import TerminalUI

/// The commands of the list of models.
extension CommandRegistry {
  private static let hasModel: @Sendable (Workbench) -> Bool = { $0.modelsView?.selectedModel != nil }

  static let models: [Command] = [
    Command(
      "models.use", "Let the selected model answer; add or change what is selected", scope: .models,
      keys: ["Enter"]
    ) {
      $0.openInModels()
    }.inBar { workbench in
      switch workbench.modelsView?.selected {
      case .model: "use"
      case .silent: "change"
      case .server: "add"
      case .pull, nil: nil
      }
    },
    Command("models.narrow", "Narrow the list by words", scope: .models, keys: ["/"], bar: "narrow") {
      $0.narrowModels()
    },
    Command(
      "models.facets", "Narrow the list by what a model can do, its context and its price", scope: .models,
      keys: ["f"], bar: "filter"
    ) {
      $0.openModelFacets()
    },
    Command("models.order", "Another order of the list", scope: .models, keys: ["o"], bar: "order") {
      $0.orderModels()
    },
    Command(
      "models.test", "Try the selected model or provider: address, key, list, a short question",
      scope: .models, keys: ["t"], bar: "try"
    ) {
      $0.tryModel()
    },
    Command("models.details-down", "Further down in the details", scope: .models, keys: ["J", "Shift-Down"]) {
      $0.scrollModelDetails(by: 3)
    },
    Command("models.details-up", "Further up in the details", scope: .models, keys: ["K", "Shift-Up"]) {
      $0.scrollModelDetails(by: -3)
    },
    Command("models.add", "Add a provider", scope: .models, keys: ["a", "+"], bar: "add provider") {
      $0.addProvider()
    },
    Command(
      "models.change", "Change the provider of the selected model", scope: .models, keys: ["e"]
    ) {
      $0.changeProvider()
    }.inBar { $0.modelsView?.selectedProvider == "builtin" ? nil : "change provider" },
    Command(
      "models.remove-provider", "Take the provider of the selected model out of the configuration",
      scope: .models, keys: ["A"]
    ) {
      $0.removeProvider()
    }.inBar { workbench in
      workbench.modelsView?.selectedProvider.flatMap { workbench.shelf.provider(named: $0) } == nil
        ? nil : "take provider out"
    },
    Command("models.pull", "Have an Ollama server fetch a model", scope: .models, keys: ["p"]) {
      $0.askForPull()
    }.inBar { workbench in
      (workbench.shelf.providers ?? []).contains { $0.kind == .ollama } ? "fetch" : nil
    },
    Command(
      "models.delete", "Stop a fetch, or delete the model from its Ollama server", scope: .models,
      keys: ["D", "Delete"]
    ) {
      $0.deleteInModels()
    }.inBar { workbench in
      guard let name = workbench.modelsView?.selectedModel else { return nil }
      return workbench.shelf.pull(of: name) != nil
        ? "stop" : workbench.shelf.isOnOllama(name) ? "delete" : nil
    },
    Command("models.refresh", "Ask every provider anew", scope: .models, keys: ["r"], bar: "anew") {
      $0.readModelsAnew()
    },
    Command("models.copy", "Copy the name", scope: .models, keys: ["y"]) { $0.copyModelName() },
  ]
}
