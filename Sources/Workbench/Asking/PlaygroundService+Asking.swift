import Models
import Retrieval

/// Questions on the ground of the catalog.
extension PlaygroundService {
  /// Finds the passages, tells them, asks the model, and keeps question and answer like any conversation.
  func ask(_ request: AskRequest) {
    let store = opened()
    let backend = backend
    let post = post
    let session = request.session
    do {
      if request.isNew { try store?.createSession(session) } else { try store?.updateSession(session) }
    } catch {
      return post(.askFailed("\(error)", id: request.id))
    }
    let task = Task.detached(priority: .userInitiated) { [weak self] in
      do {
        let passages = backend.grounding?().retrieve(request.question, history: request.history) ?? []
        post(.passagesFound(passages, id: request.id))
        let asked = DeferredProvider(name: session.model.provider) {
          try await backend.provider(session.model)
        }
        let plain = request.history + [ChatMessage(.user, request.question)]
        let isLibrarian = session.model == .librarian
        var provider: any ModelProvider = asked
        if !isLibrarian {
          // Where nothing is near the question, no model is asked to guess.
          provider =
            passages.isEmpty
            ? NothingFoundProvider(name: session.model.provider) as any ModelProvider
            : GroundedProvider(asked, passages: passages)
        }
        let messages =
          isLibrarian
          ? plain
          : Grounding.messages(question: request.question, passages: passages, history: request.history)
        let runner = ConversationRunner(store: store, patience: 3600, now: backend.now)
        _ = try await runner.run(
          session: session, question: request.question, parent: request.parent, messages: messages,
          provider: backend.recorded(provider, in: store, purpose: .ask, trace: session.id)
        ) { post(.askUpdated($0, id: request.id)) }
      } catch {
        post(.askFailed("\(error)", id: request.id))
      }
      await self?.ended(session.id)
    }
    replying(task, in: session.id)
  }
}
