import Models
import Preferences
import TerminalUI

/// The list of models: choosing, trying, fetching and deleting them.
extension Workbench {
  var modelsView: ModelsView? {
    get { if case .models(let view)? = playgroundTool { view } else { nil } }
    set { playgroundTool = newValue.map { .models($0) } }
  }

  mutating func openModelsView() -> [Effect] {
    closePopup()
    let effects = screen == .playground ? [] : show(.playground)
    viewers[.playground] = nil
    modelsView = ModelsView(current: playground.model)
    shelf.isListed = false
    refreshModelsView()
    return effects + [.models(.refresh)] + askForDetails()
  }

  /// Puts what is known now into the list.
  mutating func refreshModelsView() {
    guard var view = modelsView else { return }
    view.current = playground.model
    view.update(playground.models, playground.unreachable, shelf)
    modelsView = view
  }

  private var modelsLayout: ModelsLayout {
    ModelsLayout(area: bodyArea, rowCount: max(modelsView?.rows.count ?? 0, 6))
  }

  /// Rows above which a message may stand where the details of the model reach down to the key bar: at the foot of the
  /// list, whose rows are seldom that many.
  var roomForToasts: [Rect] {
    guard modelsView != nil else { return [] }
    let layout = modelsLayout
    guard layout.splitter == nil else {
      return [Rect(x: layout.list.x, y: layout.list.bottom, width: layout.list.width, height: 1)]
    }
    // On the line between both, else above it.
    return [1, 0].map { Rect(x: 0, y: layout.detail.y + $0, width: size.width, height: 1) }
  }

  // MARK: Messages

  mutating func handleModels(_ message: ModelsMessage) -> [Effect] {
    let effects = take(message)
    refreshModelsView()
    return effects + askForDetails()
  }

  private mutating func take(_ message: ModelsMessage) -> [Effect] {
    switch message {
    case .providers(let providers): shelf.providers = providers
    case .facts(let facts):
      shelf.facts.merge(facts) { $1 }
      // What runs here costs no tokens: its row has no price.
      for (name, _) in facts { playground.prices[name] = ModelRow(ModelInfo(name: name), shelf).price }
      if popup?.kind == .models { refreshModels() }
    case .servers(let servers):
      shelf.servers = servers
      if popup?.kind == .models { refreshModels() }
    case .details(let name, let details): shelf.details[name] = .some(details)
    case .step(let step, let target): shelf.trials[target, default: .init()].steps.append(step)
    case .tested(let target): shelf.trials[target]?.isDone = true
    case .saved(let provider, let problem):
      if let problem {
        // The form was closed when it was sent off: what was typed comes back.
        say("Not kept: \(problem)", .problem, seconds: 10)
        providerForm = sentForm
      } else {
        say("\(provider.name) is kept in your configuration", .done)
        shelf.isListed = false
        modelsView?.want(provider.name + "/")
        providerDraft = nil
      }
      sentForm = nil
      return problem == nil ? [.savePreference("provider.draft", "null")] : []
    case .removed(let name, let problem):
      say(
        problem.map { "Not taken out: \($0)" } ?? "\(name) was taken out of your configuration",
        problem == nil ? .done : .problem)
    case .pulling(let name, let state):
      if let index = shelf.pulls.firstIndex(where: { $0.name == name }) {
        shelf.pulls[index].take(state, at: now)
      } else {
        var pull = ModelShelf.Pull(name: name, state: state)
        pull.take(state, at: now)
        shelf.pulls.append(pull)
      }
    case .pullEnded(let name, let problem, let isStopped):
      shelf.pulls.removeAll { $0.name == name }
      shelf.isListed = false
      if modelsView?.selectedModel == name { modelsView?.want(name.description) }
      if let problem {
        say("\(name) was not fetched: \(problem)", .problem, seconds: 8)
      } else {
        say(isStopped ? "Stopped; the next fetch of \(name) goes on from there" : "\(name) is there", .done)
      }
      if screen != .playground {
        unseenScreens.insert(.playground)
        return [.announce(isStopped ? "" : "\(problem == nil ? "✓" : "✗") \(name)")]
      }
    case .deleted(let name, let problem):
      say(problem.map { "Not deleted: \($0)" } ?? "\(name) was deleted", problem == nil ? .done : .problem)
    }
    return []
  }

  // MARK: Moving and narrowing

  mutating func moveInModels(_ movement: Movement) -> [Effect] {
    guard var view = modelsView else { return [] }
    view.move(movement, height: modelsLayout.list.height)
    modelsView = view
    return askForDetails()
  }

  /// Asks an Ollama server what it knows of the selected model, once.
  mutating func askForDetails() -> [Effect] {
    guard let name = modelsView?.selectedModel, shelf.isOnOllama(name), shelf.details[name] == nil,
      shelf.pull(of: name) == nil
    else { return [] }
    shelf.details[name] = .some(nil)
    return [.models(.details(name))]
  }

  mutating func narrowModels() -> [Effect] {
    if modelsView?.query == nil { modelsView?.query = TextEditor(isSingleLine: true) }
    modelsView?.isTyping = true
    return []
  }

  mutating func handleModelQuery(_ press: KeyPress) -> [Effect]? {
    guard var view = modelsView else { return nil }
    switch (press.key, press.modifiers) {
    case (.escape, []): return stepBackInModels()
    case (.enter, []), (.tab, []):
      view.isTyping = false
      if view.query?.isEmpty == true { view.query = nil }
      modelsView = view
      return askForDetails()
    case (.up, []): return moveInModels(.up)
    case (.down, []): return moveInModels(.down)
    case (.pageUp, []): return moveInModels(.pageUp)
    case (.pageDown, []): return moveInModels(.pageDown)
    case (.backspace, []) where view.query?.isEmpty == true: return stepBackInModels()
    default:
      let before = view.query?.text
      guard view.query?.handle(press) == true else { return press.typedCharacter == nil ? nil : [] }
      if view.query?.text != before { view.list = ListState() }
      modelsView = view
      refreshModelsView()
      return []
    }
  }

  mutating func stepBackInModels() -> [Effect] {
    guard var view = modelsView else { return [] }
    if view.query != nil {
      view.query = nil
      view.isTyping = false
    } else if !view.facets.isEmpty {
      view.clearFacets()
    } else {
      playgroundTool = nil
      return []
    }
    modelsView = view
    refreshModelsView()
    return []
  }

  mutating func openModelFacets() -> [Effect] {
    guard let view = modelsView else { return [] }
    open(Popup(kind: .modelFacets, picker: Picker(items: facetItems(view))))
    return []
  }

  mutating func toggle(modelFacet id: String) -> [Effect] {
    guard let facet = ModelFacet.all.first(where: { $0.id == id }) else { return [] }
    modelsView?.toggle(facet)
    refreshModelsView()
    guard let view = modelsView else { return [] }
    let items = facetItems(view)
    popup?.picker.replaceItems(items)
    return []
  }

  private func facetItems(_ view: ModelsView) -> [PickerItem<Popup.Choice>] {
    let rows = playground.models.map { ModelRow($0, shelf) }
    return ModelFacet.all.map { facet in
      let count = rows.count(where: facet.holds)
      return PickerItem(
        id: .modelFacet(facet.id), title: (view.facets.contains(facet) ? "✓ " : "  ") + facet.title,
        detail: "\(count)", keywords: facet.id)
    }
  }

  /// Scrolls the details of the selected row.
  mutating func scrollModelDetails(by rows: Int) -> [Effect] {
    modelsView?.detail.scroll(by: rows, lineCount: 200, height: 1)
    return []
  }

  mutating func orderModels() -> [Effect] {
    modelsView?.nextOrder()
    refreshModelsView()
    return []
  }

  mutating func readModelsAnew() -> [Effect] {
    shelf.servers = nil
    shelf.details = [:]
    say("Asking every provider …", .note)
    return [.models(.refresh)]
  }

  // MARK: What is done with one

  /// Enter: the model answers from now on; a found server is added, a silent provider changed.
  mutating func openInModels() -> [Effect] {
    switch modelsView?.selected {
    case .model(let row):
      guard shelf.pull(of: row.name) == nil else {
        say("It is still being fetched", .note)
        return []
      }
      playgroundTool = nil
      playground.focus = .composer
      say("\(row.name) answers from now on", .done)
      return choose(model: row.name)
    case .silent: return changeProvider()
    case .server(let server):
      openProviderForm(ProviderForm(adding: server, names: providerNames))
      return []
    case .pull, nil: return []
    }
  }

  mutating func tryModel() -> [Effect] {
    let target: ProviderTarget
    switch modelsView?.selected {
    case .model(let row): target = .model(row.name)
    case .silent(let provider):
      guard let settings = shelf.provider(named: provider.provider) else { return [] }
      target = .settings(settings)
    default: return []
    }
    if let trial = shelf.trials[target], !trial.isDone { return [] }
    shelf.trials[target] = .init()
    return [.models(.test(target))]
  }

  func copyModelName() -> [Effect] {
    switch modelsView?.selected {
    case .model(let row): [.copy(row.name.description, what: "the model's name")]
    case .server(let server): [.copy(server.baseURL, what: "the address")]
    case .silent(let provider): [.copy(provider.reason, what: "the reason")]
    case .pull(let name): [.copy(name.description, what: "the model's name")]
    case nil: []
    }
  }

  /// Asks which model an Ollama server is to fetch.
  mutating func askForPull() -> [Effect] {
    let servers = (shelf.providers ?? []).filter { $0.kind == .ollama }
    guard let server = servers.first(where: { $0.name == modelsView?.selectedProvider }) ?? servers.first
    else {
      say("Only Ollama servers fetch models, and none is configured; a adds one", .note)
      return []
    }
    open(
      NoteForm(
        .pull(server.name), title: "Fetch a model with \(server.name)",
        hint: "Its name in the library of Ollama. It goes on while you do something else.", label: "Model",
        placeholder: "such as llama3.2 or qwen3:4b", text: "", rows: 1))
    return []
  }

  mutating func pull(_ text: String, by provider: String) -> [Effect] {
    let model = text.trimmedEnds
    guard !model.isEmpty else { return [] }
    let name = ModelName(provider: provider, model: model)
    guard shelf.pull(of: name) == nil else { return [] }
    var state = OllamaPull()
    state.status = "asking \(provider)"
    shelf.pulls.append(ModelShelf.Pull(name: name, state: state))
    modelsView?.want("pull:\(name)")
    refreshModelsView()
    return [.models(.pull(name))]
  }

  /// Stops a fetch, deletes a model from an Ollama server, or takes a provider out; what deletes asks once.
  mutating func deleteInModels() -> [Effect] {
    guard let view = modelsView else { return [] }
    if let name = view.selectedModel, shelf.pull(of: name) != nil { return [.models(.stopPull(name))] }
    let id: String
    let question: String
    let effect: Effect
    switch view.selected {
    case .model(let row) where shelf.isOnOllama(row.name):
      id = row.name.description
      question = "Press the key once more to delete \(row.name) from the server's disk"
      effect = .models(.delete(row.name))
    case .silent(let provider):
      id = "provider:\(provider.provider)"
      question = "Press the key once more to take \(provider.provider) out of your configuration"
      effect = .models(.remove(provider.provider))
    default:
      say("Only models on an Ollama server can be deleted; A takes a provider out", .note)
      return []
    }
    return asking(id, question, effect)
  }

  /// Takes the provider of the selected row out of the configuration; asks once.
  mutating func removeProvider() -> [Effect] {
    guard let name = modelsView?.selectedProvider, shelf.provider(named: name) != nil else {
      say("This one is not in your configuration", .note)
      return []
    }
    return asking(
      "provider:\(name)", "Press the key once more to take \(name) out of your configuration",
      .models(.remove(name)))
  }

  private mutating func asking(_ id: String, _ question: String, _ effect: Effect) -> [Effect] {
    guard deletion?.id == id, let end = deletion?.end, now < end else {
      deletion = (id, now + 4)
      say(question, .note, seconds: 4)
      return []
    }
    deletion = nil
    toast = nil
    return [effect]
  }

  // MARK: Mouse

  mutating func handleModels(_ mouse: MouseEvent, isDouble: Bool) -> [Effect] {
    guard var view = modelsView else { return [] }
    let point = Point(x: mouse.column, y: mouse.row)
    let layout = modelsLayout
    switch mouse.action {
    case .press(.left) where layout.list.contains(point):
      guard let index = view.list.index(atRow: point.y - layout.list.y, count: view.rows.count) else {
        return []
      }
      view.isTyping = false
      view.select(index, height: layout.list.height)
      modelsView = view
      return isDouble ? openInModels() : askForDetails()
    case .press(.left) where layout.title.contains(point): return narrowModels()
    case .wheelUp, .wheelDown:
      let rows = mouse.action == .wheelUp ? -3 : 3
      if layout.detail.contains(point) {
        view.detail.scroll(by: rows, lineCount: 200, height: 1)
      } else {
        view.list.scroll(by: rows, count: view.rows.count, height: layout.list.height)
      }
      modelsView = view
    default: break
    }
    return []
  }
}
