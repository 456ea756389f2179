import Documents
import Foundation
import Synchronization
import Testing

@testable import Models

/// Conversations with a real llama.cpp server, kept and taken up again.
@Suite(
  .enabled(
    if: ProcessInfo.processInfo.environment["ATELIER_PEERS"] != nil, "ATELIER_PEERS names the servers"),
  .serialized, .timeLimit(.minutes(10)))
struct RealConversationTests {
  /// Remembers what was asked on the way to a server.
  private final class Listener: ModelProvider {
    let base: any ModelProvider
    let requests = Mutex<[ChatRequest]>([])

    init(_ base: any ModelProvider) { self.base = base }

    var name: String { base.name }
    func models() async throws -> [ModelInfo] { try await base.models() }
    func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
      requests.withLock { $0.append(request) }
      return base.stream(request)
    }
  }

  /// A reply as it comes back from where it was kept.
  private func kept(_ reply: Reply) throws -> Reply {
    var back = Reply()
    back.restore(from: try JSONReader.read(JSONValue.object(reply.keptMembers).text(pretty: false)))
    back.text = reply.text
    back.reasoning = reply.reasoning
    back.refusal = reply.refusal
    back.usage = reply.usage
    back.timing = reply.timing
    back.ending = reply.ending
    return back
  }

  @Test func aReplyWithThoughtsGoesBackAndTheServerTakesIt() async throws {
    let server = try await RealServer.start(["--thinking"])
    defer { server.kill() }
    let transport = AsyncHTTPTransport(environment: [:])
    let providers: [any ModelProvider] = [
      OpenAICompatibleProvider(
        name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
      OpenAIResponsesProvider(
        name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
      AnthropicProvider(name: "test", baseURL: server.url, transport: transport, memory: DialectMemory()),
    ]
    for base in providers {
      let name = "\(type(of: base))"
      let provider = Listener(base)
      let store = MemoryStore()
      let runner = ConversationRunner(store: store, now: { 1_000 })
      var session = Session(
        id: "S", title: "t", createdAt: 0, updatedAt: 0,
        model: ModelName(provider: "test", model: "tiny-seed"))
      session.parameters = SamplingParameters(temperature: 0, maxOutputTokens: 300)
      var tree = MessageTree()
      var tip: String?
      for question in ["What is MLflow?", "What is MLflow?", "ping"] {
        let messages = tree.request(system: "", to: tip, for: session.model, asking: question)
        let outcome = try await runner.run(
          session: session, question: question, parent: tip, messages: messages, provider: provider
        ) { _ in }
        #expect(
          outcome.reply.ending?.kind == .complete || outcome.reply.ending?.kind == .length,
          "\(name): \(outcome.reply)")
        let back = try kept(outcome.reply)
        #expect(back == outcome.reply, "\(name)")
        // As a store gives it back to another program.
        let (asked, begun) = try store.state.withLock {
          (try #require($0.questions.last), try #require($0.begun.last))
        }
        tree.insert(asked)
        tree.insert(begun)
        tree.update(begun.id) { message in
          guard case .reply(var stored) = message.content else { return }
          stored.reply = back
          stored.isStreaming = false
          message.content = .reply(stored)
        }
        tip = outcome.messageID
      }
      let first = try #require(store.state.withLock { $0.finished.first })
      let last = try #require(provider.requests.withLock { $0.last })
      // A reply that has thoughts and no words is left out with its question.
      #expect(!first.reasoning.isEmpty && last.messages.count >= 3, "\(name)")
      // What the server wanted back went back, and it did not mind.
      #expect(last.messages[1].items == first.items && last.messages[1].reasoning == first.reasoning)
      if !(base is OpenAICompatibleProvider) { #expect(!first.items.isEmpty, "\(name)") }
    }
  }
}
