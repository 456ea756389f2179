import Synchronization

/// A form with a file in it (RFC 7578).
struct MultipartForm: Sendable {
  private let boundary: String
  private var bytes: [UInt8] = []

  /// - Parameter content: what the boundary must not occur in.
  init(for content: [UInt8]) {
    var generator = SystemRandomNumberGenerator()
    // 128 random bits occur in no file by chance.
    boundary = "atelier-" + String(generator.next(), radix: 36) + String(generator.next(), radix: 36)
    bytes.reserveCapacity(content.count + 1000)
  }

  var contentType: String { "multipart/form-data; boundary=\(boundary)" }

  mutating func add(_ name: String, _ value: String) {
    bytes += "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
  }

  mutating func add(_ name: String, filename: String, type: String, _ content: [UInt8]) {
    // The three characters that would end the name are written as in HTML's forms.
    let safe = filename.unicodeScalars.map { scalar in
      switch scalar {
      case "\"": "%22"
      case "\r": "%0D"
      case "\n": "%0A"
      default: String(scalar)
      }
    }.joined()
    bytes +=
      "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(safe)\"\r\nContent-Type: \(type)\r\n\r\n"
      .utf8
    bytes += content
    bytes += "\r\n".utf8
  }

  /// The whole body.
  consuming func end() -> [UInt8] {
    bytes += "--\(boundary)--\r\n".utf8
    return bytes
  }
}

/// Results as they come from any thread; of several with one id an answer wins.
final class ResultBox: Sendable {
  private let kept = Mutex<[String: BatchResult]>([:])

  var results: [String: BatchResult] { kept.withLock { $0 } }

  func add(_ result: BatchResult) {
    kept.withLock { kept in
      if kept[result.customID]?.isAnswer != true { kept[result.customID] = result }
    }
  }
}
