import Documents
import Glibc

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

    /// - Parameter baseURL: kept without what follows a question mark, which may be a key.
    package init(provider: String, baseURL: String, fetchedAt: Double, models: [ModelInfo]) {
      self.provider = provider
      self.baseURL = ModelListCache.plain(baseURL)
      self.fetchedAt = fetchedAt
      self.models = models
    }
  }

  /// How long a list is kept, in seconds.
  private static let lifetime = 90.0 * 86_400
  /// The most lists that are kept, the newest ones.
  private static let countLimit = 200

  /// In the order of the providers' names.
  package private(set) var entries: [Entry] = []

  package init() {}

  /// What a provider offered; nil when it was never asked at this address.
  package func entry(of provider: String, at baseURL: String) -> Entry? {
    let baseURL = Self.plain(baseURL)
    return entries.first { $0.provider == provider && $0.baseURL == baseURL }
  }

  /// Keeps a list in place of the older one of the same provider at the same address.
  package mutating func set(_ entry: Entry) {
    entries.removeAll { $0.provider == entry.provider && $0.baseURL == entry.baseURL }
    entries.append(entry)
    entries.sort { ($0.provider, $0.baseURL) < ($1.provider, $1.baseURL) }
  }

  /// An address without what may be a key in it, and without slashes at its end.
  private static func plain(_ baseURL: String) -> String {
    var text = HTTPAddress.shown(String(baseURL.prefix { $0 != "?" })).address
    while text.hasSuffix("/") { text.removeLast() }
    return text
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
  /// Programs that write at once wait for each other, but not for long: a list that is lost is only fetched again.
  ///
  /// - Parameter patience: the longest wait, in seconds.
  /// - Returns: whether that was possible; a cache that cannot be written is no reason to stop.
  @discardableResult
  package func save(to file: String, patience: Double = 0.5) -> Bool {
    if let slash = file.lastIndex(of: "/"), !FileBytes.makeFolder(String(file[..<slash])) { return false }
    let lock = Self.lock("\(file).lock", patience)
    defer { if let lock { close(lock) } }
    var all = Self.load(from: file)
    for entry in entries
    where (all.entry(of: entry.provider, at: entry.baseURL)?.fetchedAt ?? 0) <= entry.fetchedAt {
      all.set(entry)
    }
    let newest = all.entries.map(\.fetchedAt).max() ?? 0
    let limit = all.entries.map(\.fetchedAt).sorted(by: >).dropFirst(Self.countLimit).first
    let kept = all.entries.filter {
      newest - $0.fetchedAt < Self.lifetime && $0.fetchedAt > limit ?? -.infinity
    }
    let value: JSONValue = [
      "schema": .string(Self.schema),
      "providers": .array(
        kept.map { entry in
          [
            "provider": .string(entry.provider), "base_url": .string(entry.baseURL),
            "fetched_at": .number(entry.fetchedAt), "models": .array(entry.models.map(Self.json)),
          ]
        }),
    ]
    return FileBytes.write(Array(value.text().utf8), to: file)
  }

  /// A file that only one program holds at a time; nil when another one keeps it.
  private static func lock(_ file: String, _ patience: Double) -> Int32? {
    let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    for _ in 0..<Int(patience * 100) {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      usleep(10_000)
    }
    close(descriptor)
    return nil
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
      name: ModelName(provider: provider, model: name), contextTokens: value["context_tokens"]?.amount,
      maxOutputTokens: value["max_output_tokens"]?.amount,
      capabilities: value["capabilities"]?.array?.compactMap(\.string) ?? [])
  }
}
