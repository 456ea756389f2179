import Documents

/// What goes over a connection in answer to a request: a head, and what follows.
struct MockAnswer {
  enum Step: Hashable {
    case write([UInt8])
    /// The same bytes so many times.
    case repeated([UInt8], times: Int)
    case wait(seconds: Double)
    /// Nothing, until the client goes.
    case silence
    case reset
  }

  var status: Int
  var steps: [Step]

  /// An answer of one piece.
  static func json(_ status: Int, _ value: JSONValue, headers: [MockCase.Header] = []) -> MockAnswer {
    let body = Array(value.text(pretty: false).utf8)
    let head = head(
      status, type: "application/json", [MockCase.Header("Content-Length", "\(body.count)")] + headers)
    return MockAnswer(status: status, steps: [.write(head + body)])
  }

  /// A case.
  ///
  /// - Parameter isStream: whether its stream is sent, and not its whole form.
  init(_ mockCase: MockCase, isStream: Bool, pacing: MockPacing) {
    var body = mockCase.body
    var type = mockCase.contentType
    if !isStream, let whole = mockCase.whole { (body, type) = whole }
    var pacing = pacing
    if mockCase.fault == .slow {
      pacing.pieceSize = pacing.pieceSize ?? 1
      if pacing.delay == 0 { pacing.delay = 1 }
    }
    let isChunked = isStream && pacing.lengthError == nil
    var fields = mockCase.headers
    if isChunked {
      fields.append(MockCase.Header("Transfer-Encoding", "chunked"))
    } else {
      fields.append(
        MockCase.Header("Content-Length", "\(max(0, body.count + (pacing.lengthError ?? 0)))"))
    }
    status = mockCase.status
    steps = [.write(Self.head(mockCase.status, type: type, fields))]
    var isCut = false
    if let limit = pacing.cutAfter, limit < body.count {
      body = Array(body[..<limit])
      isCut = true
    }
    func write(_ bytes: [UInt8]) -> Step {
      .write(isChunked ? Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10] : bytes)
    }
    let size = pacing.pieceSize ?? max(1, body.count)
    if mockCase.fault == .gzipBomb {
      let bomb = GzipBomb.body(after: body)
      steps += [write(bomb.start)]
      let block = Array(repeating: bomb.pattern, count: 1000).flatMap(\.self)
      if case .write(let bytes) = write(block) { steps += [.repeated(bytes, times: bomb.times / 1000)] }
    } else {
      for start in stride(from: 0, to: body.count, by: size) {
        if start > 0, pacing.delay > 0 { steps.append(.wait(seconds: pacing.delay)) }
        steps.append(write(Array(body[start..<min(start + size, body.count)])))
      }
    }
    switch mockCase.fault {
    case .reset?: steps.append(.reset)
    case .stall?: steps.append(.silence)
    case .endlessLine?:
      let block = [UInt8](repeating: UInt8(ascii: "x"), count: 65536)
      if !isCut, case .write(let bytes) = write(block) {
        steps += [.repeated(bytes, times: MockFault.bound / block.count)]
      }
    case .gzipBomb?: break
    case .html?, .slow?, nil:
      if isChunked, !isCut { steps.append(.write(Array("0\r\n\r\n".utf8))) }
    }
  }

  private init(status: Int, steps: [Step]) {
    self.status = status
    self.steps = steps
  }

  private static func head(_ status: Int, type: String, _ fields: [MockCase.Header]) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reason(status))\r\nServer: atelier-mock\r\nContent-Type: \(type)\r\n"
    for field in fields { text += "\(field.name): \(field.value)\r\n" }
    return Array((text + "Connection: close\r\n\r\n").utf8)
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    default: "Status \(status)"
    }
  }
}
