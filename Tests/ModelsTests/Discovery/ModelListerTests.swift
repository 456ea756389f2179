import Synchronization
import TestSupport
import Testing

@testable import Models

/// The models of all providers: those of last time at once, those of now when they come.
@Suite(.timeLimit(.minutes(10)))
struct ModelListerTests {
  private static let list = #"{"data":[{"id":"new"},{"id":"org/other"}]}"#

  private func source(
    _ name: String, _ steps: [FakeTransport.Step], url: String = "http://localhost:8080/v1"
  ) -> ModelLister.Source {
    let transport = FakeTransport(steps)
    return ModelLister.Source(name: name, baseURL: url) {
      OpenAICompatibleProvider(
        name: name, baseURL: url, transport: transport, patience: .ofTests, memory: DialectMemory())
    }
  }

  private func names(_ list: ProviderModels) -> [String] { list.models.map(\.name.description) }

  @Test func whatWasOfferedLastIsThereAtOnceWithItsAge() async throws {
    let file = try Scratch().path + "/gone/lists.json"
    let first = ModelLister([source("a", [.answer(200, Self.list)])], cacheFile: file, now: { 100 })
    var seen: [ProviderModels] = []
    for await list in first.lists() { seen.append(list) }
    #expect(seen.first == ProviderModels(provider: "a", isPending: true))
    #expect(seen.count == 2 && names(seen[1]) == ["a/new", "a/org/other"])
    #expect(seen[1].age == 0 && !seen[1].isPending && seen[1].problem == nil)

    let again = ModelLister([source("a", [.answer(200, #"{"data":[]}"#)])], cacheFile: file, now: { 160 })
    seen = []
    for await list in again.lists() { seen.append(list) }
    #expect(names(seen[0]) == ["a/new", "a/org/other"] && seen[0].age == 60 && seen[0].isPending)
    #expect(seen[1].models.isEmpty && seen[1].age == 0)
  }

  @Test func aProviderThatIsGoneKeepsItsListAndSaysWhy() async throws {
    let scratch = try Scratch()
    let file = scratch.path + "/lists.json"
    _ = await ModelLister([source("a", [.answer(200, Self.list)])], cacheFile: file, now: { 10 }).settled()
    let lists = await ModelLister(
      [
        source("a", [.failure(.refused)]), source("b", [.answer(401, errorBody("no"))]),
        source("c", [.answer(200, Self.list)]),
        ModelLister.Source(name: "d", baseURL: "http://d") {
          throw ModelError(provider: "d", message: "d has no address", hint: "Set base_url")
        },
      ], cacheFile: file, now: { 30 }
    ).settled()
    #expect(lists.map(\.provider) == ["a", "b", "c", "d"])
    #expect(names(lists[0]) == ["a/new", "a/org/other"] && lists[0].age == 20)
    #expect(lists[0].problem == "a refused the connection at localhost:8080. Is it running?")
    #expect(lists[1].problem?.contains("b wants a key") == true && lists[1].age == nil)
    #expect(names(lists[2]) == ["c/new", "c/org/other"] && lists[2].problem == nil)
    #expect(lists[3].problem == "d has no address. Set base_url")
    #expect(lists.allSatisfy { !$0.isPending })
  }

  @Test func aListBelongsToItsAddress() async throws {
    let scratch = try Scratch()
    let file = scratch.path + "/lists.json"
    let here = "http://localhost:1/v1"
    _ = await ModelLister(
      [source("a", [.answer(200, Self.list)], url: here)], cacheFile: file, now: { 10 }
    ).settled()
    func known(_ url: String) async -> [String] {
      let lists = await ModelLister(
        [source("a", [.failure(.refused)], url: url)], cacheFile: file, now: { 10 }
      ).settled()
      return lists.flatMap { names($0) }
    }
    #expect(await known("http://localhost:2/v1").isEmpty)
    #expect(await known(here) == ["a/new", "a/org/other"])
  }

  @Test(arguments: ["", "{", "\u{0}\u{1}", #"{"schema":"atelier.model_lists/1","providers":7}"#])
  func aDamagedCacheIsMadeAnew(_ text: String) async throws {
    let scratch = try Scratch()
    let file = scratch.file("lists.json", text)
    let lister = ModelLister([source("a", [.answer(200, Self.list)])], cacheFile: file, now: { 10 })
    #expect(await lister.settled().first?.problem == nil)
    #expect(ModelListCache.load(from: file).entries.map(\.provider) == ["a"])
  }

  @Test func aProviderThatDoesNotAnswerHoldsNobodyUp() async throws {
    let lister = ModelLister(
      [source("slow", [.silence]), source("quick", [.answer(200, Self.list)])], cacheFile: nil, limit: 1,
      now: { 10 })
    var seen: [ProviderModels] = []
    for await list in lister.lists() { seen.append(list) }
    #expect(seen.map(\.provider) == ["slow", "quick", "quick", "slow"])
    #expect(seen[3].problem == "slow did not tell its models within 1 s")
  }

  @Test func leavingStopsTheAsking() async throws {
    let wasStopped = Box<Bool>()
    let source = ModelLister.Source(name: "a", baseURL: "http://a") {
      do { try await Task.sleep(for: .seconds(3600)) } catch { wasStopped.set(true) }
      throw CancellationError()
    }
    for await _ in ModelLister([source], cacheFile: nil, limit: 3600, now: { 0 }).lists() { break }
    #expect(await wasStopped.get() == true)
  }

  @Test func aKeyNeverComesIntoTheCache() async throws {
    let scratch = try Scratch()
    let file = scratch.path + "/lists.json"
    let url = "http://localhost:8080/v1?key=sk-in-address"
    let transport = FakeTransport([.answer(200, Self.list)])
    let source = ModelLister.Source(name: "a", baseURL: url) {
      OpenAICompatibleProvider(
        name: "a", baseURL: url, apiKey: Secret("sk-of-header"), transport: transport, patience: .ofTests,
        memory: DialectMemory())
    }
    _ = await ModelLister([source], cacheFile: file, now: { 10 }).settled()
    let text = scratch.text("lists.json")
    #expect(text.contains("org/other") && !text.contains("sk-"))
  }
}
