import Models

extension PlaygroundService {
  /// Carries out what the view of prompts asks for.
  func carryOut(_ effect: PromptEffect) {
    guard let prompts = backend.prompts else { return }
    let post = post
    switch effect {
    case .find: Task.detached { post(.prompt(.found(prompts.find()))) }
    case .open(let path):
      do {
        post(.prompt(.opened(path: path, text: try prompts.read(path))))
      } catch {
        post(.prompt(.notOpened(path: path, problem: "\(error)")))
      }
    case .save(let path, let text, let expected, let isSure):
      do {
        try prompts.save(path, text, expected, isSure)
        post(.prompt(.saved(path: path, text: text)))
      } catch {
        post(.prompt(.notSaved(path: path, problem: "\(error)")))
      }
    case .render(let draft, let number):
      wantedRendering.store(number)
      let wanted = wantedRendering
      Task.detached(priority: .userInitiated) {
        // Keys come faster than a long template is rendered: only the newest text is worth it.
        guard wanted.load() == number else { return }
        post(.prompt(.rendered(prompts.render(draft), number: number)))
      }
    }
  }
}
