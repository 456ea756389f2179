import Models
import Preferences
import Workbench

extension Services {
  /// What the list of models on the screen needs. Beside a screen no program may ask on the terminal.
  var modelsBackend: ModelsBackend {
    ModelsBackend(
      providers: { providers.all },
      fact: { known.find($0) },
      details: { name in
        guard let manager = ollama(named: name.provider, mayAsk: false) else { return nil }
        return try await manager.show(name.model)
      },
      findServers: { await findServers() },
      test: { target, tell in
        let trial = ProviderTrial(services: self, mayAsk: false)
        switch target {
        case .settings(let settings): _ = await trial.run(settings, model: nil, tell: tell)
        case .model(let name):
          do {
            try await trial.run(provider: name.provider, model: name, tell: tell)
          } catch {
            tell(ProviderStep(name: "provider", isGood: false, text: "\(error)"))
          }
        }
      },
      save: { try providers.save($0, replacing: $1) },
      remove: { try providers.remove($0) },
      pull: { name, tell in
        guard let manager = ollama(named: name.provider, mayAsk: false) else {
          throw CommandFailure(code: "bad_input", message: "“\(name.provider)” is no Ollama server")
        }
        try await manager.pull(name.model) { tell($0) }
      },
      delete: { name in
        guard let manager = ollama(named: name.provider, mayAsk: false) else {
          throw CommandFailure(code: "bad_input", message: "“\(name.provider)” is no Ollama server")
        }
        try await manager.delete(name.model)
      })
  }

  /// Servers at their usual ports of this machine that the configuration does not name.
  func findServers() async -> [FoundServer] {
    let known = Set(providers.all.compactMap { URLPort.of($0.baseURL) })
    return await ServerFinder(environment: settings.environment).find().filter { !known.contains($0.port) }
  }
}
