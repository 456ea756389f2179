import NIOCore
import NIOHTTP1
import NIOPosix

/// A server on this machine that answers with cases, so that clients can be tried on them.
///
/// It listens on loopback alone and reads no key. With one case of a format every request gets it; with several the model's
/// name in the request says which.
package final class MockServer: Sendable {
  /// Why it could not be started, and what to do.
  package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    package var message: String
    package var hint: String?

    package var description: String { [message, hint].compactMap(\.self).joined(separator: ". ") }
  }

  package let port: Int
  private let task: Task<Void, Never>

  /// The address without a path, such as `http://127.0.0.1:40123`.
  package var address: String { "http://127.0.0.1:\(port)" }

  /// Starts it.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - log: is told of every request when its answer begins.
  /// - Throws: ``Failure``.
  package static func start(
    cases: [MockCase], port: Int = 0, pacing: MockPacing = MockPacing(),
    log: @escaping @Sendable (MockRequest) -> Void = { _ in }
  ) async throws -> MockServer {
    guard !cases.isEmpty else { throw Failure(message: "there is no case to serve", hint: nil) }
    guard (0...65535).contains(port) else {
      throw Failure(message: "\(port) is no port", hint: "Use 1 to 65535, or 0 for any that is free.")
    }
    let listener: NIOAsyncChannel<Connection, Never>
    do {
      listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 512)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
        .bind(host: "127.0.0.1", port: port) { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
            return try Connection(wrappingChannelSynchronously: channel)
          }
        }
    } catch {
      throw failure(error, port: port)
    }
    guard let bound = listener.channel.localAddress?.port else {
      throw Failure(message: "the system gave no port", hint: nil)
    }
    let desk = MockDesk(cases: cases, pacing: pacing)
    let task = Task<Void, Never> {
      try? await listener.executeThenClose { connections in
        await withDiscardingTaskGroup { group in
          do {
            for try await connection in connections {
              group.addTask { await serve(connection, desk, log) }
            }
          } catch {
            // The listener is closed: those who are connected are served to their end, or stopped with the task.
          }
        }
      }
    }
    return MockServer(port: bound, task: task)
  }

  private init(port: Int, task: Task<Void, Never>) {
    self.port = port
    self.task = task
  }

  /// Closes all connections and waits until they are gone.
  package func stop() async {
    task.cancel()
    await task.value
  }

  private static func failure(_ error: any Error, port: Int) -> Failure {
    switch (error as? IOError)?.errnoCode {
    case EADDRINUSE?:
      Failure(message: "port \(port) is taken", hint: "Choose another one, or 0 for any that is free.")
    case EACCES?: Failure(message: "port \(port) needs more rights", hint: "Choose one above 1023.")
    default: Failure(message: "port \(port) of 127.0.0.1 cannot be listened on: \(error)", hint: nil)
    }
  }

  // MARK: A connection

  private typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, ByteBuffer>

  /// Answers one request and closes: what a client makes of an end is part of what is tried.
  private static func serve(
    _ connection: Connection, _ desk: MockDesk, _ log: @Sendable (MockRequest) -> Void
  ) async {
    try? await connection.executeThenClose { inbound, _ in
      var parts = inbound.makeAsyncIterator()
      guard let (head, body) = try await read(&parts, connection.channel) else { return }
      let (answer, request) = desk.answer(
        method: head.method.rawValue, path: head.uri,
        headers: head.headers.map { (name: $0.name, value: $0.value) }, body: body)
      log(request)
      for step in answer.steps {
        switch step {
        case .write(let bytes): try await write(bytes, connection.channel)
        case .repeated(let bytes, let times):
          for _ in 0..<times { try await write(bytes, connection.channel) }
        case .wait(let seconds): try await Task.sleep(for: .seconds(seconds))
        case .silence: while try await parts.next() != nil {}
        case .reset:
          // Closing a socket that does not linger sends a reset (socket(7), SO_LINGER).
          if let options = connection.channel as? any SocketOptionProvider {
            try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
          }
        }
      }
    }
  }

  /// A request with its body; nil for one that is not whole, and a body of nil for one that is too large.
  private static func read(
    _ parts: inout NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator, _ channel: any Channel
  ) async throws -> (HTTPRequestHead, [UInt8]?)? {
    var head: HTTPRequestHead?
    var body: [UInt8]? = []
    while let part = try await parts.next() {
      switch part {
      case .head(let found):
        head = found
        if found.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
          try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8), channel)
        }
      case .body(let bytes):
        guard let count = body?.count, count + bytes.readableBytes <= MockDesk.bodyLimit else {
          body = nil
          continue
        }
        body?.append(contentsOf: bytes.readableBytesView)
      case .end: return head.map { ($0, body) }
      }
    }
    return nil
  }

  /// Returns when the system has taken the bytes, so that no more is held than one piece.
  private static func write(_ bytes: [UInt8], _ channel: any Channel) async throws {
    try Task.checkCancellation()
    try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
  }
}
