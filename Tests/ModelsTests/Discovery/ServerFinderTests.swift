import Foundation
import TestSupport
import Testing

@testable import Models

@Suite(.timeLimit(.minutes(10)))
struct ServerFinderTests {
  /// A server that answers what a table says, by path.
  private func server(_ answers: [String: (Int, String)], fields: String = "") throws -> TestServer {
    try TestServer { connection in
      let path = connection.readRequest().split(separator: " ").dropFirst().first.map(String.init) ?? ""
      let (status, text) = answers[path] ?? (404, "404 page not found")
      connection.write(
        "HTTP/1.1 \(status) X\r\n\(fields)Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)"
      )
    }
  }

  private func find(_ port: Int, usual: FoundServer.Kind, limit: Double = 500) async -> FoundServer? {
    await ServerFinder(places: [.init(port: port, usual: usual)], limit: limit).find().first
  }

  private static func list(_ owner: String) -> String {
    #"{"object":"list","data":[{"id":"m","object":"model","owned_by":"\#(owner)","max_model_len":4096}]}"#
  }

  @Test(arguments: [
    ("vllm", "", FoundServer.Kind.vllm), ("llamacpp", "", .llamaServer),
    ("somebody", "Server: llama.cpp\r\n", .llamaServer), ("organization_owner", "", .lmStudio),
    ("openai", "x-litellm-version: 1.106.2\r\n", .litellm), ("somebody", "", .compatible),
  ])
  func serversAreToldApartByTheirLists(owner: String, fields: String, kind: FoundServer.Kind) async throws {
    let server = try server(["/v1/models": (200, Self.list(owner))], fields: fields)
    defer { server.stop() }
    let found = await find(server.port, usual: .vllm)
    #expect(found?.kind == kind && found?.baseURL == "http://127.0.0.1:\(server.port)/v1")
    #expect(found?.models.map(\.name) == [ModelName(provider: kind.rawValue, model: "m")])
    #expect(found?.models.first?.contextTokens == 4096)
  }

  @Test(arguments: [FoundServer.Kind.ollama, .vllm])
  func ollamaIsFoundAtAnyPort(usual: FoundServer.Kind) async throws {
    let stub = try OllamaStub()
    let found = await find(stub.port, usual: usual)
    if usual == .ollama {
      #expect(found?.kind == .ollama && found?.version == "0.40.12")
      #expect(found?.models.first?.name.description == "ollama/phi4-mini:latest")
      #expect(found?.baseURL == stub.url)
    } else {
      // The stub has no list in OpenAI's form, which the real one has.
      #expect(found == nil)
    }
    let both = try server([
      "/v1/models": (200, Self.list("library")), "/api/version": (200, #"{"version":"0.1"}"#),
      "/api/tags": (200, #"{"models":null}"#),
    ])
    defer { both.stop() }
    #expect(await find(both.port, usual: usual)?.kind == .ollama)
  }

  @Test func lmStudioIsKnownByItsOwnList() async throws {
    let server = try server([
      "/v1/models": (200, Self.list("")),
      "/api/v0/models": (
        200, #"{"object":"list","data":[{"id":"m","compatibility_type":"gguf","state":"loaded"}]}"#
      ),
    ])
    defer { server.stop() }
    #expect(await find(server.port, usual: .lmStudio)?.kind == .lmStudio)
  }

  @Test func aServerThatWantsAKeyOrStillLoadsIsFound() async throws {
    let locked = try server([
      "/v1/models": (401, #"{"error":{"message":"Invalid API Key","type":"authentication_error"}}"#)
    ])
    defer { locked.stop() }
    #expect(await find(locked.port, usual: .vllm)?.wantsKey == true)
    let loading = try server([
      "/v1/models": (503, #"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#)
    ])
    defer { loading.stop() }
    let found = await find(loading.port, usual: .llamaServer)
    #expect(found?.isLoading == true && found?.kind == .llamaServer)
  }

  @Test(arguments: [
    (200, "<html>hello</html>"), (200, "{}"), (200, #"{"data":"no"}"#), (401, "<html>log in</html>"),
    (500, ""),
    (200, ""), (302, ""),
  ])
  func whatIsNoModelServerIsNotFound(status: Int, text: String) async throws {
    let server = try server(["/v1/models": (status, text)])
    defer { server.stop() }
    #expect(await find(server.port, usual: .llamaServer) == nil)
    #expect(await find(server.port, usual: .ollama) == nil)
  }

  @Test func theOrderIsThatOfThePlacesAndNobodyIsWaitedForBeyondTheLimit() async throws {
    let silent = try TestServer { connection in
      _ = connection.readRequest()
      _ = connection.isClosed(within: 500)
    }
    let trickling = try TestServer { connection in
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
      while connection.write(" ") { usleep(10_000) }
    }
    let quick = try server(["/v1/models": (200, Self.list("vllm"))])
    defer { for server in [silent, trickling, quick] { server.stop() } }
    try await TestServer.withRefusingPort { refusing in
      let places = [silent.port, refusing, trickling.port, quick.port].map {
        ServerFinder.Place(port: $0, usual: .vllm)
      }
      // On a busy machine the limit may pass before the quick one has answered; then it is asked again.
      for limit in [0.3, 3, 30] {
        let start = ContinuousClock.now
        let found = await ServerFinder(places: places, limit: limit).find()
        #expect(start.duration(to: .now).inSeconds < limit + 300)
        #expect(found.allSatisfy { $0.port == quick.port })
        if !found.isEmpty { return }
      }
      Issue.record("the quick server was never found")
    }
  }

  @Test(arguments: [
    ("127.0.0.1:11500", "127.0.0.1", 11500), ("http://localhost:11500", "127.0.0.1", 11500),
    (":11500", "127.0.0.1", 11500), ("0.0.0.0", "127.0.0.1", 11434), ("[::1]:99", "::1", 99),
    ("gpu.example:11434", "", 0), ("", "", 0),
  ])
  func theVariableOfOllamaNamesItsPlace(text: String, host: String, port: Int) {
    let place = ServerFinder.ollama(text)
    #expect((place?.host ?? "") == host && (place?.port ?? 0) == port)
  }
}

struct ModelListCacheTests {
  private func entry(_ provider: String, _ time: Double, _ model: String) -> ModelListCache.Entry {
    .init(
      provider: provider, baseURL: "http://localhost/v1", fetchedAt: time,
      models: [
        ModelInfo(
          name: ModelName(provider: provider, model: model), contextTokens: 4096,
          capabilities: ["chat", "tools"])
      ])
  }

  @Test func aListIsThereAgainAfterItWasKept() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/deep/er/models.json"
    var cache = ModelListCache()
    cache.set(entry("b", 5, "old"))
    cache.set(entry("b", 6, "org/new"))
    cache.set(entry("a", 7.5, "日本"))
    #expect(cache.save(to: file))
    let loaded = ModelListCache.load(from: file)
    #expect(loaded == cache && loaded.entries.map(\.provider) == ["a", "b"])
    #expect(loaded.entry(of: "b", at: "http://localhost/v1")?.models.first?.contextTokens == 4096)
    #expect(loaded.entry(of: "b", at: "http://elsewhere/v1") == nil)
  }

  @Test func whatAnotherProgramKeptMeanwhileStays() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/models.json"
    var other = ModelListCache()
    other.set(entry("a", 10, "newer"))
    other.set(entry("c", 1, "c"))
    other.save(to: file)
    var mine = ModelListCache()
    mine.set(entry("a", 9, "older"))
    mine.set(entry("b", 9, "b"))
    #expect(mine.save(to: file))
    #expect(ModelListCache.load(from: file).entries.map { $0.models[0].name.model } == ["newer", "b", "c"])
  }

  @Test func listsAreKeptByTheirAddressAndWithoutWhatMayBeAKey() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/models.json"
    var cache = ModelListCache()
    for (url, model) in [
      ("https://one.example/v1?key=sk-123456&api-version=1", "a"), ("https://two.example/v1/", "b"),
      ("https://ada:secret@three.example/v1", "c"),
    ] {
      cache.set(
        .init(
          provider: "work", baseURL: url, fetchedAt: 1,
          models: [ModelInfo(name: ModelName(provider: "work", model: model))]))
    }
    #expect(cache.save(to: file))
    let text = scratch.text("models.json")
    #expect(!text.contains("sk-123456") && !text.contains("secret") && !text.contains("ada"))
    let loaded = ModelListCache.load(from: file)
    func model(_ url: String) -> String? { loaded.entry(of: "work", at: url)?.models.first?.name.model }
    #expect(model("https://one.example/v1") == "a" && model("https://one.example/v1?key=other") == "a")
    #expect(model("https://two.example/v1") == "b" && model("https://ada:x@three.example/v1") == "c")
    #expect(model("https://four.example/v1") == nil)
  }

  @Test func manyWritersLoseNothing() async throws {
    let scratch = try Scratch()
    let file = scratch.path + "/models.json"
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask {
          var cache = ModelListCache()
          cache.set(.init(provider: "p\(number)", baseURL: "http://h", fetchedAt: 5, models: []))
          cache.save(to: file, patience: 600)
        }
      }
    }
    #expect(ModelListCache.load(from: file).entries.count == 40)
  }

  @Test func listsThatAreOldOrTooManyGo() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/models.json"
    var cache = ModelListCache()
    for number in 1...300 {
      cache.set(
        .init(provider: "p\(number)", baseURL: "http://h", fetchedAt: Double(number) + 1e7, models: []))
    }
    cache.set(.init(provider: "old", baseURL: "http://h", fetchedAt: 1, models: []))
    cache.save(to: file)
    let kept = ModelListCache.load(from: file)
    #expect(kept.entries.count == 200 && kept.entry(of: "p101", at: "http://h") != nil)
    #expect(kept.entry(of: "old", at: "http://h") == nil)
  }

  @Test(arguments: [
    "", "{", "[]", #"{"schema":"other/1"}"#, #"{"schema":"atelier.model_lists/1","providers":[{},3]}"#,
  ])
  func aBrokenFileIsAnEmptyCache(text: String) throws {
    let scratch = try Scratch()
    #expect(ModelListCache.load(from: scratch.file("models.json", text)).entries.isEmpty)
  }
}
