import Models

/// The model of a file on this machine: its server is started with the first question, and ends with its last user.
struct LocalModelProvider: ModelProvider {
  let model: ModelName
  /// The model's file.
  let file: String
  let servers: LocalServers
  /// Told while the server gets ready.
  var progress: @Sendable (LocalServer.Progress) -> Void = { _ in }

  var name: String { model.provider }

  func models() async throws -> [ModelInfo] {
    let found = try await provider().models().first
    return [ModelInfo(name: model, contextTokens: found?.contextTokens)]
  }

  private func provider() async throws -> OpenAICompatibleProvider {
    OpenAICompatibleProvider(name: name, baseURL: try await servers.start(file, progress: progress).baseURL)
  }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      let task = Task {
        do {
          for await event in try await provider().stream(request) { continuation.yield(event) }
        } catch let error as ModelError {
          let reason = [error.message, error.hint].compactMap(\.self).joined(separator: ". ")
          continuation.yield(.ended(Ending(.failed, reason: reason)))
        } catch {
          continuation.yield(.ended(Ending(.cancelled)))
        }
        continuation.finish()
      }
      continuation.onTermination = { reason in
        guard case .cancelled = reason else { return }
        continuation.yield(.ended(Ending(.cancelled)))
        task.cancel()
      }
    }
  }
}
