import Foundation
import Synchronization

/// A server on this machine, on plain sockets: every connection is given to a closure, on a thread of its own.
package final class TestServer: Sendable {
  package let port: Int
  private let listener: Int32

  package struct Failure: Error { package init() {} }

  package init(_ handle: @escaping @Sendable (Connection) -> Void) throws {
    let (listener, port) = try Self.bound()
    guard listen(listener, 64) == 0 else { throw Failure() }
    self.listener = listener
    self.port = port
    Thread.detachNewThread {
      while true {
        let socket = accept(listener, nil, nil)
        guard socket >= 0 else {
          // Closed here and nowhere else: a number that is closed under a waiting thread may by then belong to another
          // server, whose connections this one would take.
          close(listener)
          return
        }
        Thread.detachNewThread {
          let connection = Connection(socket: socket)
          handle(connection)
          close(socket)
        }
      }
    }
  }

  package var url: String { "http://127.0.0.1:\(port)/v1" }

  /// Takes no more connections. The thread that waits for them notices, and closes the socket.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// A port at which every connection is refused, as long as the closure runs: it is taken, so that no other test may
  /// begin to listen there.
  package static func withRefusingPort<Value>(_ body: (Int) async throws -> Value) async throws -> Value {
    let (socket, port) = try bound()
    defer { close(socket) }
    return try await body(port)
  }

  private static func bound() throws -> (socket: Int32, port: Int) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    guard listener >= 0, isBound else { throw Failure() }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A port on which nothing listens, for a server that is about to.
  package static func freePort() throws -> Int {
    let server = try TestServer { _ in }
    server.stop()
    return server.port
  }

  package struct Connection: Sendable {
    let socket: Int32

    /// Reads a request, head and body.
    package func readRequest() -> String {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65536)
      while true {
        let text = String(decoding: bytes, as: UTF8.self)
        if let end = text.range(of: "\r\n\r\n") {
          let head = text[..<end.lowerBound].lowercased()
          let length = head.range(of: "content-length: ").map {
            head[$0.upperBound...].prefix { $0.isNumber }
          }
          if text[end.upperBound...].utf8.count >= length.flatMap({ Int($0) }) ?? 0 { return text }
        }
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return text }
        bytes += buffer[..<count]
      }
    }

    @discardableResult
    package func write(_ text: String) -> Bool {
      write(Array(text.utf8))
    }

    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
      var bytes = bytes[...]
      while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard count > 0 else { return false }
        bytes = bytes.dropFirst(count)
      }
      return true
    }

    /// The head of a stream that ends when the connection does.
    package func beginStream(_ fields: String = "") {
      write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\(fields)Connection: close\r\n\r\n")
    }

    /// A piece of the body, with chunked encoding.
    @discardableResult
    package func writeChunk(_ text: String) -> Bool {
      write(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n")
    }

    /// Whether the other side closes within so many seconds.
    package func isClosed(within seconds: Double) -> Bool {
      var poller = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard poll(&poller, 1, Int32(seconds * 1000)) > 0 else { return false }
      var byte: UInt8 = 0
      return recv(socket, &byte, 1, 0) <= 0
    }
  }
}

extension TestServer {
  /// A server of chat completions: what it answers depends on the model that is asked.
  ///
  /// - `quick`: “Hello there.” and a proper end.
  /// - `slow`: a word every tenth of a second, for ever.
  /// - `silent`: “Half of it” and then nothing, the connection stays open.
  /// - `hostile`: escape sequences, control bytes and a long line.
  package static func chat() throws -> TestServer {
    try TestServer { connection in
      let request = connection.readRequest()
      guard request.hasPrefix("POST") else {
        let list = #"{"data":[{"id":"quick"},{"id":"slow"},{"id":"silent"},{"id":"hostile"}]}"#
        connection.write(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(list.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + list)
        return
      }
      connection.beginStream()
      func isAsked(_ model: String) -> Bool { request.contains("\"model\":\"\(model)\"") }
      if isAsked("slow") {
        var number = 1
        while connection.write(piece("word\(number) ")) {
          number += 1
          usleep(100_000)
        }
        return
      }
      if isAsked("silent") {
        connection.write(piece("Half of "))
        connection.write(piece("it"))
        _ = connection.isClosed(within: 60)
        return
      }
      if isAsked("hostile") {
        connection.write(
          piece("\u{1B}[2J\u{1B}]0;owned\u{7}\u{202E}txet " + String(repeating: "x", count: 1 << 20)))
      } else {
        connection.write(piece("Hello there."))
      }
      connection.write(
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
    }
  }

  /// A chunk with a piece of text.
  package static func piece(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
        ? "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
          + String(scalar.value, radix: 16) : String(scalar)
    }.joined()
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(escaped)\"}}]}\n\n"
  }
}

/// A value that a thread sets and a test waits for.
package final class Box<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)

  package init() {}

  package func set(_ new: Value) {
    value.withLock { $0 = new }
  }

  /// The value, once it is there; nil when it does not come within ten seconds.
  package func get() async -> Value? {
    for _ in 0..<1000 {
      if let value = value.withLock({ $0 }) { return value }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return nil
  }
}

/// A client on plain sockets.
package enum TestClient {
  /// Sends bytes to a port of this machine and reads what comes until the other side closes.
  ///
  /// On a thread of its own: the server may need those that tests run on.
  package static func exchange(_ text: String, port: Int) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try exchanged(text, port: port) }) }
    }
  }

  private static func exchanged(_ text: String, port: Int) throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard descriptor >= 0, isConnected else { throw TestServer.Failure() }
    TestServer.Connection(socket: descriptor).write(text)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }
}
