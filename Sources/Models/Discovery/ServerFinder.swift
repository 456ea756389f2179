import Documents
import FoundationEssentials

/// Finds the model servers on this machine, at the ports where they usually are.
package struct ServerFinder: Sendable {
  /// Where a server may be.
  package struct Place: Hashable, Sendable {
    package var host: String
    package var port: Int
    /// What is usually there; it is asked its own question first.
    package var usual: FoundServer.Kind

    package init(host: String = "127.0.0.1", port: Int, usual: FoundServer.Kind) {
      self.host = host
      self.port = port
      self.usual = usual
    }
  }

  /// The ports that the programs take when nothing else is set.
  package static let usualPlaces = [
    Place(port: 11434, usual: .ollama),
    Place(port: 9931, usual: .llamaServer),
    // Of llama.cpp's older versions.
    Place(port: 8080, usual: .llamaServer),
    Place(port: 1234, usual: .lmStudio),
    Place(port: 8000, usual: .vllm),
    Place(port: 4000, usual: .litellm),
  ]

  private let places: [Place]
  private let limit: Double
  private let transport: any HTTPTransport

  /// - Parameters:
  ///   - environment: `OLLAMA_HOST` names another place for Ollama on this machine.
  ///   - limit: the longest time for all of it, in seconds.
  package init(
    places: [Place] = Self.usualPlaces, environment: [String: String] = [:], limit: Double = 0.3,
    transport: (any HTTPTransport)? = nil
  ) {
    var places = places
    if let place = Self.ollama(environment["OLLAMA_HOST"]), !places.contains(where: { $0.port == place.port })
    {
      places.insert(place, at: 0)
    }
    self.places = places
    self.limit = limit
    // Small answers only: whatever listens there may not be a model server at all.
    self.transport =
      transport
      ?? AsyncHTTPTransport(
        settings: .init(connectTimeout: limit, responseLimit: 8 << 20), environment: [:])
  }

  /// The servers that answer within the limit, in the order of the places; all are asked at once.
  package func find() async -> [FoundServer] {
    await withTaskGroup(of: (Int, FoundServer?).self) { group in
      for (index, place) in places.enumerated() {
        group.addTask { (index, await probe(place)) }
      }
      var found: [(Int, FoundServer)] = []
      for await (index, server) in group { if let server { found.append((index, server)) } }
      return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func probe(_ place: Place) async -> FoundServer? {
    let watchdog = Watchdog(Patience(event: limit, stall: limit))
    let found = try? await watchdog.watch { () async throws -> FoundServer? in
      if place.usual == .ollama, let server = try await ollama(place) { return server }
      guard let answer = try await ask(place, "/v1/models"),
        var server = ServerTraits.read(answer, host: place.host, port: place.port)
      else { return nil }
      if server.kind == .compatible, !server.wantsKey {
        // Those that do not tell there what they are.
        if place.usual != .ollama, let ollama = try await ollama(place) { return ollama }
        if let own = try await ask(place, "/api/v0/models"), own.status == 200,
          own.body?["data"]?.array?.contains(where: { $0["compatibility_type"] != nil || $0["state"] != nil })
            == true
        {
          server.kind = .lmStudio
          server.models = server.models.map { model in
            var model = model
            model.name.provider = server.kind.rawValue
            return model
          }
        }
      }
      return server
    }
    return found ?? nil
  }

  private func ollama(_ place: Place) async throws -> FoundServer? {
    guard let answer = try await ask(place, "/api/version"), answer.status == 200,
      let version = answer.body?["version"]?.string
    else { return nil }
    guard let tags = try await ask(place, "/api/tags"), tags.status == 200, let list = tags.body?["models"]
    else {
      return nil
    }
    let models = list.array?.compactMap { OllamaModel($0) } ?? []
    return FoundServer(
      kind: .ollama, host: place.host, port: place.port,
      models: models.map { $0.info(provider: "ollama") }, version: version)
  }

  private func ask(_ place: Place, _ path: String) async throws -> ServerTraits.Answer? {
    let host = place.host.contains(":") ? "[\(place.host)]" : place.host
    let request = HTTPRequest(
      .get, "http://\(host):\(place.port)\(path)",
      headers: ["User-Agent": "atelier", "Accept": "application/json"])
    do {
      let response = try await transport.send(request)
      let bytes = try await response.collected(upTo: 8 << 20)
      return ServerTraits.Answer(
        status: response.status, headers: response.headers, body: try? JSONReader.read(bytes))
    } catch is HTTPTransportError {
      return nil
    }
  }

  /// Reads `OLLAMA_HOST`, such as `127.0.0.1:11500`, `:11500` or `http://localhost:11500`; nil for another machine.
  static func ollama(_ text: String?) -> Place? {
    guard var text = text?.trimmedBlanks, !text.isEmpty else { return nil }
    if let end = text.firstRange(of: "://")?.upperBound { text = String(text[end...]) }
    text = String(text.prefix { $0 != "/" })
    guard let authority = HTTPAuthority(text.hasPrefix(":") ? "127.0.0.1" + text : text) else { return nil }
    // A server that listens everywhere is reached here.
    let host = ["0.0.0.0", "::", "localhost"].contains(authority.host) ? "127.0.0.1" : authority.host
    guard host.hasPrefix("127.") || host == "::1" else { return nil }
    return Place(host: host, port: authority.port ?? 11434, usual: .ollama)
  }
}
