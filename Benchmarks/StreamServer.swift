import Foundation
import Glibc

/// A server of chat completions on the loopback: one answer at once, another one as a flood of events.
final class StreamServer: Sendable {
  let port: UInt16
  private let listener: Int32

  /// Starts listening on a free port. Returns nil when that fails.
  init?() {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 64) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard listener >= 0, isBound else { return nil }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread {
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { StreamServer.serve(connection) }
      }
    }
  }

  private static func serve(_ connection: Int32) {
    defer { close(connection) }
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      request += buffer[..<count]
      let text = String(decoding: request, as: UTF8.self)
      guard let end = text.range(of: "\r\n\r\n") else { continue }
      let length =
        text.range(of: "content-length: ", options: .caseInsensitive)
        .flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
      guard text[end.upperBound...].utf8.count >= length else { continue }
      answer(connection, isFlood: text.contains("\"flood\""))
      return
    }
  }

  private static func answer(_ connection: Int32, isFlood: Bool) {
    send(connection, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
    if isFlood {
      // 3,000 events a second for five seconds, in bursts of 30.
      let start = ContinuousClock.now
      for burst in 0..<500 {
        var events = ""
        for number in 0..<30 {
          let text = (burst * 30 + number) % 120 == 119 ? "word.\\n\\n" : "word "
          events += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n"
        }
        guard send(connection, events) else { return }
        let due = start + .milliseconds(10 * (burst + 1))
        let wait = ContinuousClock.now.duration(to: due).milliseconds
        if wait > 0 { usleep(useconds_t(wait * 1000)) }
      }
    } else {
      send(connection, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello there.\"}}]}\n\n")
    }
    send(
      connection,
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
  }

  @discardableResult
  private static func send(_ connection: Int32, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      == bytes.count
  }
}
