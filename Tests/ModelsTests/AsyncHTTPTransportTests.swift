import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// Replies over real sockets.
@Suite(.timeLimit(.minutes(2)))
struct AsyncHTTPTransportTests {
  private func provider(
    _ url: String, patience: Patience = Patience(), limit: Int = 1 << 20, key: String? = nil,
    environment: [String: String] = [:]
  ) -> OpenAICompatibleProvider {
    let settings = AsyncHTTPTransport.Settings(responseLimit: limit)
    return makeProvider(
      AsyncHTTPTransport(settings: settings, environment: environment), url: url, key: key.map { Secret($0) },
      patience: patience)
  }

  private static func piece(_ text: String) -> String {
    #"data: {"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"# + "\n\n"
  }

  @Test func aReplyComesThrough() async throws {
    let seen = Box<String>()
    let server = try TestServer { connection in
      seen.set(connection.readRequest())
      connection.beginStream()
      connection.write(shortReply)
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, key: "sk-1")).reply
    #expect(reply.text == "pong" && reply.ending?.kind == .complete)
    let request = await seen.get() ?? ""
    #expect(request.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
    #expect(request.lowercased().contains("authorization: bearer sk-1\r\n"))
    #expect(request.hasSuffix(#""stream_options":{"include_usage":true}}"#))
  }

  @Test(arguments: [true, false])
  func aServerThatClosesHalfWayLeavesTheTextIncomplete(isChunked: Bool) async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream(isChunked ? "Transfer-Encoding: chunked\r\n" : "")
      if isChunked { connection.writeChunk(Self.piece("Half")) } else { connection.write(Self.piece("Half")) }
    }
    defer { server.stop() }
    let reply = await events(provider(server.url)).reply
    #expect(reply.text == "Half" && reply.ending?.kind == .incomplete)
    #expect(reply.ending?.reason == "the connection closed before the answer's end")
  }

  @Test func aServerThatStallsIsGivenUpAndCommentsAreLife() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      connection.write(Self.piece("A"))
      for _ in 0..<6 {
        usleep(1_500_000)
        connection.write(": ping\n\n")
      }
      connection.write(Self.piece("B"))
      _ = connection.isClosed(within: 20)
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, patience: Patience(stall: 8))).reply
    #expect(reply.text == "AB" && reply.ending?.kind == .incomplete)
    #expect(reply.ending?.reason == "test sent nothing more for 8 s")
  }

  @Test(arguments: [false, true])
  func aServerThatNeverBeginsIsGivenUp(hasHead: Bool) async throws {
    let isClosed = Box<Bool>()
    let server = try TestServer { connection in
      _ = connection.readRequest()
      if hasHead { connection.beginStream() }
      isClosed.set(connection.isClosed(within: 20))
    }
    defer { server.stop() }
    let ending = await events(provider(server.url, patience: Patience(event: 0.3))).reply.ending
    #expect(ending?.kind == .failed)
    #expect(ending?.reason?.contains("took the question and sent nothing for 0.3 s") == true)
    #expect(await isClosed.get() == true)
  }

  @Test(arguments: ["", "A"])
  func aServerThatOnlyPingsIsGivenUp(text: String) async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      if !text.isEmpty { connection.write(Self.piece(text)) }
      while connection.write(": ping\n\n") { usleep(20_000) }
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, patience: Patience(event: 10))).reply
    #expect(reply.text == text && reply.ending?.kind == (text.isEmpty ? .failed : .incomplete))
    #expect(
      reply.ending?.reason?.contains("sent nothing but signs of life for 10 s") == true,
      "\(reply.ending?.reason ?? "")")
  }

  @Test func aServerThatKeepsTheConnectionAfterTheEndIsNotWaitedFor() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      connection.write(Self.piece("All"))
      connection.write(#"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n")
      connection.write(#"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"# + "\n\n")
      _ = connection.isClosed(within: 100)
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, patience: Patience(afterFinish: 1.5))).reply
    #expect(reply.text == "All" && reply.ending == Ending(.complete, raw: "stop"))
    #expect(reply.usage?.outputTokens == 1)
  }

  @Test func aPackedReplyIsUnpacked() async throws {
    let packed = try #require(
      Data(
        base64Encoded:
          "H4sIAAAAAAAC/0tJLEm0UqhWSs7Iz0xOLVayiq5WysxLSa1QsjLQUUpJzSlJVLICSufnlaTmlShZKRUkJmenpigo1dbG1nJxpQwB7bU6SmmZeZnFGfFFqYnF+XlAY4pL8guUkIyIdvH3c43l4gIAOjArnw4BAAA="
      ))
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream("Content-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n")
      connection.write(Array(packed))
    }
    defer { server.stop() }
    let reply = await events(provider(server.url)).reply
    #expect(reply.text == "packed packed packed " && reply.ending == Ending(.complete, raw: "stop"))
  }

  @Test func aLineOfAMegabyteIsReadWithinTheUsualLimits() async throws {
    let long = String(repeating: "0123456789abcdef", count: 65_536)
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      connection.write(Self.piece(long) + Self.piece(" end"))
      connection.write("data: [DONE]\n\n")
    }
    defer { server.stop() }
    let reply = await events(makeProvider(AsyncHTTPTransport(environment: [:]), url: server.url)).reply
    #expect(reply.text.utf8.count == long.utf8.count + 4 && reply.text.hasSuffix("ef end"))
    #expect(reply.ending?.kind == .complete)
  }

  @Test func aConnectionThatClosesWithoutAnAnswerIsTriedAgainOnce() async throws {
    let count = Mutex(0)
    let server = try TestServer { connection in
      _ = connection.readRequest()
      guard
        count.withLock({
          $0 += 1; return $0
        }) > 1
      else { return }
      connection.beginStream()
      connection.write(shortReply)
    }
    defer { server.stop() }
    let all = await events(provider(server.url))
    #expect(all.first == .retrying(reason: "the connection closed", seconds: 0.5))
    #expect(all.reply.text == "pong" && all.reply.ending?.kind == .complete)
    #expect(count.withLock { $0 } == 2)
  }

  @Test func theServerSeesThatAReplyIsCancelled() async throws {
    let isClosed = Box<Bool>()
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      connection.write(Self.piece("Half"))
      isClosed.set(connection.isClosed(within: 500))
    }
    defer { server.stop() }
    let provider = provider(server.url)
    let hasText = Box<Bool>()
    let task = Task { await events(provider) { if case .text = $0 { hasText.set(true) } } }
    #expect(await hasText.get() == true)
    task.cancel()
    let all = await task.value
    #expect(all == [.text("Half"), .ended(Ending(.cancelled))])
    #expect(await isClosed.get() == true)
  }

  @Test func leavingTheStreamClosesTheConnection() async throws {
    let isClosed = Box<Bool>()
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      connection.write(Self.piece("Half"))
      isClosed.set(connection.isClosed(within: 500))
    }
    defer { server.stop() }
    let request = ChatRequest(
      model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, "x")])
    for await event in provider(server.url).stream(request) {
      #expect(event == .text("Half"))
      break
    }
    #expect(await isClosed.get() == true)
  }

  @Test func threeThousandEventsArriveInOrder() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream("Transfer-Encoding: chunked\r\n")
      for number in 0..<3000 { connection.writeChunk(Self.piece("\(number) ")) }
      connection.writeChunk("data: [DONE]\n\n")
      connection.write("0\r\n\r\n")
    }
    defer { server.stop() }
    let all = await events(provider(server.url))
    #expect(all.reply.text == (0..<3000).map { "\($0) " }.joined())
    #expect(all.reply.ending?.kind == .complete)
    // A piece an event and the ending, and nothing else, such as a second try.
    #expect(
      all.filter { if case .text = $0 { false } else { true } } == [.ended(Ending(.complete))]
        && all.count == 3001)
  }

  @Test func anAnswerLargerThanTheLimitIsCut() async throws {
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.beginStream()
      while connection.write(Self.piece("more")) {}
    }
    defer { server.stop() }
    let reply = await events(provider(server.url, limit: 1 << 20)).reply
    #expect(
      reply.ending?.kind == .incomplete && reply.ending?.reason == "the answer of test is larger than 1 MB")
    #expect(reply.text.hasPrefix("moremore"))
  }

  @Test func nothingListensThere() async throws {
    try await TestServer.withRefusingPort { port in
      let all = await events(provider("http://127.0.0.1:\(port)/v1"))
      #expect(all.count == 1)
      #expect(
        all.reply.ending?.reason == "test refused the connection at 127.0.0.1:\(port). Is it running?")
    }
  }

  @Test func aHostThatDoesNotExistIsTold() async {
    let ending = await events(provider("http://no-such-host.invalid/v1")).reply.ending
    #expect(ending?.kind == .failed)
    #expect(ending?.reason?.contains("no-such-host.invalid") == true)
  }

  @Test func whatSpeaksNoTLSIsTold() async throws {
    let server = try TestServer { connection in
      connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    defer { server.stop() }
    let ending = await events(provider("https://127.0.0.1:\(server.port)/v1")).reply.ending
    #expect(ending?.kind == .failed)
    #expect(ending?.reason?.contains("cannot be reached safely") == true, "\(ending?.reason ?? "")")
  }

  @Test func aRequestGoesThroughTheProxy() async throws {
    let seen = Box<String>()
    let proxy = try TestServer { connection in
      seen.set(connection.readRequest())
      connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    }
    defer { proxy.stop() }
    let ending = await events(
      provider("http://model.example:8080/v1", environment: ["http_proxy": "http://127.0.0.1:\(proxy.port)"])
    ).reply.ending
    #expect(await seen.get()?.hasPrefix("CONNECT model.example:8080") == true)
    #expect(ending?.reason?.contains("the proxy on the way") == true, "\(ending?.reason ?? "")")
  }

  @Test func aKeyGoesToNoOtherHost() async throws {
    let stolen = Box<String>()
    let thief = try TestServer { stolen.set($0.readRequest()) }
    let server = try TestServer { connection in
      _ = connection.readRequest()
      connection.write(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(thief.url)\r\nContent-Length: 0\r\n\r\n")
    }
    defer {
      server.stop()
      thief.stop()
    }
    let ending = await events(provider(server.url, key: "sk-1")).reply.ending
    #expect(ending?.reason?.hasPrefix("test redirects to \(thief.url)") == true)
  }

  @Test func aKeyWithALineEndInItIsNotSent() async throws {
    let server = try TestServer { _ in }
    defer { server.stop() }
    let ending = await events(provider(server.url, key: "sk\r\nX-Evil: 1")).reply.ending
    #expect(ending?.kind == .failed)
    #expect(ending?.reason?.contains("a character that cannot be sent") == true, "\(ending?.reason ?? "")")
  }
}
