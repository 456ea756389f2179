/// What a provider offers, as far as it is known by now.
///
/// A model that is not in it may be asked all the same.
package struct ProviderModels: Hashable, Sendable {
  package var provider: String
  package var models: [ModelInfo]
  /// How old the list is, in seconds: 0 for one that has just come; nil where there never was one.
  package var age: Double?
  /// Whether the provider is still being asked.
  package var isPending: Bool
  /// Why it could not be asked, and what to do; what is listed then is what it offered last.
  package var problem: String?

  package init(
    provider: String, models: [ModelInfo] = [], age: Double? = nil, isPending: Bool = false,
    problem: String? = nil
  ) {
    self.provider = provider
    self.models = models
    self.age = age
    self.isPending = isPending
    self.problem = problem
  }
}

/// Lists the models of providers: at once what they offered last, then what they offer now.
package struct ModelLister: Sendable {
  /// A provider to ask.
  package struct Source: Sendable {
    package var name: String
    package var baseURL: String
    /// Makes it when it is asked, for which a program may be run for its key.
    package var make: @Sendable () async throws -> any ModelProvider

    package init(
      name: String, baseURL: String, make: @escaping @Sendable () async throws -> any ModelProvider
    ) {
      self.name = name
      self.baseURL = baseURL
      self.make = make
    }
  }

  private let sources: [Source]
  private let cacheFile: String?
  private let limit: Double
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - cacheFile: where lists are kept; nil keeps none.
  ///   - limit: the longest time for a provider, in seconds, the program for its key included.
  ///   - now: seconds since 1970.
  package init(
    _ sources: [Source], cacheFile: String?, limit: Double = 60, now: @escaping @Sendable () -> Double
  ) {
    self.sources = sources
    self.cacheFile = cacheFile
    self.limit = limit
    self.now = now
  }

  /// First every provider as the cache knows it, in order; then each again when it has answered or failed.
  ///
  /// The stream ends when all have. Leaving it, or cancelling its task, stops the asking.
  package func lists() -> AsyncStream<ProviderModels> {
    AsyncStream { continuation in
      let task = Task {
        let cache = cacheFile.map { ModelListCache.load(from: $0) } ?? ModelListCache()
        let kept = sources.map { known($0, cache) }
        for list in kept { continuation.yield(list) }
        await withTaskGroup(of: ProviderModels.self) { group in
          for (source, known) in zip(sources, kept) {
            group.addTask { await ask(source, known) }
          }
          for await list in group { continuation.yield(list) }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// Every provider when it has answered or failed, in order.
  package func settled() async -> [ProviderModels] {
    var found = Dictionary(sources.map { ($0.name, ProviderModels(provider: $0.name)) }) { first, _ in first }
    for await list in lists() { found[list.provider] = list }
    return sources.compactMap { found.removeValue(forKey: $0.name) }
  }

  private func known(_ source: Source, _ cache: ModelListCache) -> ProviderModels {
    let entry = cache.entry(of: source.name, at: source.baseURL)
    return ProviderModels(
      provider: source.name, models: entry?.models ?? [],
      // A clock that was set back makes no list younger than now.
      age: entry.map { max(0, now() - $0.fetchedAt) }, isPending: true)
  }

  private func ask(_ source: Source, _ known: ProviderModels) async -> ProviderModels {
    var list = known
    list.isPending = false
    do {
      let watchdog = Watchdog(Patience(event: limit, stall: limit))
      guard let models = try await watchdog.watch({ try await source.make().models() }) else {
        list.problem = "\(source.name) did not tell its models within \(Int(limit.rounded(.up))) s"
        return list
      }
      list.models = models
      list.age = 0
      if let cacheFile {
        var cache = ModelListCache()
        cache.set(
          .init(provider: source.name, baseURL: source.baseURL, fetchedAt: now(), models: models))
        cache.save(to: cacheFile)
      }
    } catch let error as ModelError {
      list.problem = [error.message, error.hint].compactMap(\.self).joined(separator: ". ")
    } catch {
      list.problem = error is CancellationError ? "\(source.name) was not waited for" : "\(error)"
    }
    return list
  }
}
