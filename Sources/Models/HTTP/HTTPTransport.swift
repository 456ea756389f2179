/// Sends a request and gives the answer as it comes.
///
/// `AsyncHTTPTransport` does so over the network; tests answer from memory.
package protocol HTTPTransport: Sendable {
  /// Sends a request.
  ///
  /// - Returns: the head of the answer, as soon as it is there, and its body as a stream.
  /// - Throws: ``HTTPTransportError``, or `CancellationError` when the task was cancelled.
  func send(_ request: HTTPRequest) async throws -> HTTPResponse
}

/// A request of HTTP.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

  package var method: Method
  package var url: String
  package var headers: HTTPFields
  package var body: [UInt8]

  package init(_ method: Method, _ url: String, headers: HTTPFields = HTTPFields(), body: [UInt8] = []) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// The answer to a request.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var headers: HTTPFields
  /// The bytes as they arrive.
  ///
  /// It may be iterated once. It throws what ``HTTPTransport/send(_:)`` throws; leaving it before its end
  /// closes the connection.
  package var body: any AsyncSequence<[UInt8], any Error> & Sendable

  package init(
    status: Int, headers: HTTPFields = HTTPFields(), body: any AsyncSequence<[UInt8], any Error> & Sendable
  ) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The whole body, or as much of it as the limit and the connection let through.
  package func collected(upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      for try await piece in body {
        bytes += piece
        if bytes.count >= limit { break }
      }
    } catch is HTTPTransportError {
      // What came before the connection broke may already tell what was wrong.
    }
    return Array(bytes.prefix(limit))
  }
}

/// The header fields of a request or an answer.
///
/// Names are the same in capital and small letters.
package struct HTTPFields: Sendable, ExpressibleByDictionaryLiteral {
  package private(set) var fields: [(name: String, value: String)] = []

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// The value of a field, the first one of several.
  package subscript(name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }

  package mutating func add(_ name: String, _ value: String) {
    fields.append((name, value))
  }

  /// Sets a field, in place of the ones of its name.
  package mutating func set(_ name: String, _ value: String) {
    let wanted = name.lowercased()
    fields.removeAll { $0.name.lowercased() == wanted }
    fields.append((name, value))
  }
}

/// Why a request or its answer did not get through.
package enum HTTPTransportError: Error, Hashable, Sendable {
  /// Nothing listens there.
  case refused
  /// The name has no address.
  case unknownHost(String)
  /// No connection within so many seconds.
  case connectTimeout(seconds: Double)
  /// The connection closed before the answer's end.
  case closed
  /// The server's certificate, or the encryption, is not acceptable.
  case insecure(String)
  /// The proxy on the way refused.
  case proxy(String)
  /// The answer is larger than the limit, in bytes.
  case tooLarge(Int)
  /// The address or a header cannot be sent.
  case invalidRequest(String)
  case other(String)

  /// Whether the same request may well get through when it is sent again.
  var isPassing: Bool {
    self == .closed
  }
}
