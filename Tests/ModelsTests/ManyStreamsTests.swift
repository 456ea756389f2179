import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Models

/// Many replies at once in one process.
@Suite(.timeLimit(.minutes(30)))
struct ManyStreamsTests {
  private static let count = 200
  private static let pieces = 50

  /// Lets nobody through before all are there.
  private final class Barrier: Sendable {
    private let wanted: Int
    private let count = Mutex(0)

    init(_ wanted: Int) { self.wanted = wanted }

    /// Returns whether all came within ten minutes.
    func pass() -> Bool {
      count.withLock { $0 += 1 }
      for _ in 0..<60_000 {
        if count.withLock({ $0 }) >= wanted { return true }
        usleep(10_000)
      }
      return false
    }
  }

  private static func text(_ stream: Int) -> String {
    (0..<pieces).map { "Stream \(stream), piece \($0): 日本語 é. " }.joined()
  }

  /// The connections of this process to a port, whatever their state but the last one, in which the system keeps the
  /// number alone (proc(5), `/proc/net/tcp`).
  private static func connections(to port: Int) throws -> Int {
    let table = try String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8)
    let wanted = ":" + String(UInt16(port), radix: 16, uppercase: true).leftPadded(to: 4)
    return table.split(separator: "\n").dropFirst().filter { line in
      let fields = line.split(separator: " ")
      let ended: Set<Substring> = ["06", "04", "05", "09", "0B"]
      return fields.count > 3 && fields[2].hasSuffix(wanted) && !ended.contains(fields[3])
    }.count
  }

  @Test func twoHundredRepliesStreamAtOnceAndAllAreWhole() async throws {
    let barrier = Barrier(Self.count)
    let server = try TestServer { connection in
      let request = connection.readRequest()
      guard let name = request.firstRange(of: "\"model\":\"s"),
        let stream = Int(request[name.upperBound...].prefix { $0.isNumber })
      else { return }
      connection.beginStream("Transfer-Encoding: chunked\r\n")
      for piece in 0..<Self.pieces {
        connection.writeChunk(TestServer.piece("Stream \(stream), piece \(piece): 日本語 é. "))
        // Every reply has begun before any of them goes on.
        if piece == 0, !barrier.pass() { return }
      }
      connection.writeChunk(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
      connection.write("0\r\n\r\n")
    }
    defer { server.stop() }
    let provider = makeProvider(AsyncHTTPTransport(environment: [:]), url: server.url)
    let replies = await withTaskGroup(of: (Int, Reply).self) { group in
      for stream in 0..<Self.count {
        group.addTask {
          let request = ChatRequest(
            model: ModelName(provider: "test", model: "s\(stream)"), messages: [ChatMessage(.user, "ping")])
          return (stream, await events(provider, request).reply)
        }
      }
      return await group.reduce(into: [Int: Reply]()) { $0[$1.0] = $1.1 }
    }
    #expect(replies.count == Self.count)
    for (stream, reply) in replies {
      #expect(reply.ending?.kind == .complete, "\(stream): \(reply.ending?.reason ?? "")")
      #expect(reply.text == Self.text(stream), "\(stream)")
    }
    // No connection is left over.
    var left = try Self.connections(to: server.port)
    for _ in 0..<6000 where left > 0 {
      try await Task.sleep(for: .milliseconds(100))
      left = try Self.connections(to: server.port)
    }
    #expect(left == 0)
  }
}

extension String {
  fileprivate func leftPadded(to count: Int) -> String {
    String(repeating: "0", count: max(0, count - self.count)) + self
  }
}
