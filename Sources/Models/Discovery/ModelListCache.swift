import Documents

/// The models that providers were last found to offer, so that a list is there before anybody is asked.
///
/// A model that is not in it may be asked all the same.
package struct ModelListCache: Hashable, Sendable {
  /// One provider's list.
  package struct Entry: Hashable, Sendable {
    package var provider: String
    /// The address that was asked; a list of another one is of no use.
    package var baseURL: String
    /// Seconds since 1970.
    package var fetchedAt: Double
    package var models: [ModelInfo]

    package init(provider: String, baseURL: String, fetchedAt: Double, models: [ModelInfo]) {
      self.provider = provider
      self.baseURL = baseURL
      self.fetchedAt = fetchedAt
      self.models = models
    }
  }

  /// In the order of the providers' names.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// What a provider offered; nil when it was never asked at this address.
  package func entry(of provider: String, at baseURL: String) -> Entry? {
    entries.first { $0.provider == provider && $0.baseURL == baseURL }
  }

  /// Keeps a list in place of the provider's older one.
  package mutating func set(_ entry: Entry) {
    entries.removeAll { $0.provider == entry.provider }
    entries.append(entry)
    entries.sort { $0.provider < $1.provider }
  }

  package mutating func remove(_ provider: String) {
    entries.removeAll { $0.provider == provider }
  }

  // MARK: The file

  private static let schema = "atelier.model_lists/1"

  /// Reads the file in the cache's folder; one that is missing, broken or of another version is an empty cache.
  package static func load(from file: String) -> ModelListCache {
    var cache = ModelListCache()
    guard let bytes = FileBytes.read(file), let value = try? JSONReader.read(bytes),
      value["schema"]?.string == schema
    else { return cache }
    for item in value["providers"]?.array ?? [] {
      guard let provider = item["provider"]?.string, let baseURL = item["base_url"]?.string,
        let fetchedAt = item["fetched_at"]?.double, let models = item["models"]?.array
      else { continue }
      cache.set(
        Entry(
          provider: provider, baseURL: baseURL, fetchedAt: fetchedAt,
          models: models.compactMap { model($0, provider) }))
    }
    return cache
  }

  /// Writes the file, whole or not at all, with what other programs have kept meanwhile where it is newer.
  ///
  /// - Returns: whether that was possible; a cache that cannot be written is no reason to stop.
  @discardableResult
  package func save(to file: String) -> Bool {
    var all = Self.load(from: file)
    for entry in entries
    where (all.entries.first { $0.provider == entry.provider }?.fetchedAt ?? 0) <= entry.fetchedAt {
      all.set(entry)
    }
    let value: JSONValue = [
      "schema": .string(Self.schema),
      "providers": .array(
        all.entries.map { entry in
          [
            "provider": .string(entry.provider), "base_url": .string(entry.baseURL),
            "fetched_at": .number(entry.fetchedAt), "models": .array(entry.models.map(Self.json)),
          ]
        }),
    ]
    if let slash = file.lastIndex(of: "/"), !FileBytes.makeFolder(String(file[..<slash])) { return false }
    return FileBytes.write(Array(value.text().utf8), to: file)
  }

  private static func json(_ model: ModelInfo) -> JSONValue {
    [
      "name": .string(model.name.model), "context_tokens": model.contextTokens.map { .integer($0) } ?? .null,
      "max_output_tokens": model.maxOutputTokens.map { .integer($0) } ?? .null,
      "capabilities": .array(model.capabilities.map { .string($0) }),
    ]
  }

  private static func model(_ value: JSONValue, _ provider: String) -> ModelInfo? {
    guard let name = value["name"]?.string, !name.isEmpty else { return nil }
    return ModelInfo(
      name: ModelName(provider: provider, model: name), contextTokens: value["context_tokens"]?.int,
      maxOutputTokens: value["max_output_tokens"]?.int,
      capabilities: value["capabilities"]?.array?.compactMap(\.string) ?? [])
  }
}
