import Models

extension PlaygroundService {
  /// Carries out what the list of models asks for; nothing waits for it.
  func carryOut(_ effect: ModelsEffect) {
    guard let models = backend.models else {
      if case .refresh = effect { Task { await listModels() } }
      return
    }
    let post = post
    switch effect {
    case .refresh:
      post(.models(.providers(models.providers())))
      Task { await listModels() }
      Task { post(.models(.servers(await models.findServers()))) }
    case .details(let name):
      Task { post(.models(.details(name, try? await models.details(name)))) }
    case .test(let target):
      Task {
        await models.test(target) { post(.models(.step($0, target))) }
        post(.models(.tested(target)))
      }
    case .save(let provider, let old):
      do {
        try models.save(provider, old)
        post(.models(.saved(provider, problem: nil)))
        carryOut(.refresh)
      } catch {
        post(.models(.saved(provider, problem: "\(error)")))
      }
    case .remove(let name):
      do {
        try models.remove(name)
        post(.models(.removed(name, problem: nil)))
        carryOut(.refresh)
      } catch {
        post(.models(.removed(name, problem: "\(error)")))
      }
    case .pull(let name): pull(name, models)
    case .stopPull(let name): stopPull(name)
    case .delete(let name):
      Task {
        do {
          try await models.delete(name)
          post(.models(.deleted(name, problem: nil)))
          await listModels()
        } catch {
          post(.models(.deleted(name, problem: Self.words(error))))
        }
      }
    }
  }

  private func pull(_ name: ModelName, _ models: ModelsBackend) {
    guard !isPulling(name) else { return }
    let post = post
    let task = Task { [weak self] in
      do {
        try await models.pull(name) { post(.models(.pulling(name, $0))) }
        post(.models(.pullEnded(name, problem: nil, isStopped: false)))
      } catch is CancellationError {
        post(.models(.pullEnded(name, problem: nil, isStopped: true)))
      } catch {
        post(
          .models(
            Task.isCancelled
              ? .pullEnded(name, problem: nil, isStopped: true)
              : .pullEnded(name, problem: Self.words(error), isStopped: false)))
      }
      await self?.pullEnded(name)
      await self?.listModels()
    }
    pulling(name, task)
  }

  /// An error as a person reads it.
  private static func words(_ error: any Error) -> String {
    guard let error = error as? ModelError else { return "\(error)" }
    return [error.message, error.hint].compactMap(\.self).joined(separator: ". ")
  }
}
