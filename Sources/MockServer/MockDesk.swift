import Documents
import Synchronization

/// Decides what a request is answered.
final class MockDesk: Sendable {
  /// The largest body of a request, in bytes.
  static let bodyLimit = 32 << 20

  private let cases: [MockCase]
  private let pacing: MockPacing
  /// How many refusals each case has given since its last answer.
  private let refused = Mutex<[String: Int]>([:])

  init(cases: [MockCase], pacing: MockPacing) {
    self.cases = cases
    self.pacing = pacing
  }

  /// The answer, and the request as it may be shown.
  ///
  /// - Parameter body: nil where it is larger than the limit.
  func answer(
    method: String, path: String, headers: [(name: String, value: String)], body: [UInt8]?
  ) -> (MockAnswer, MockRequest) {
    let isAnthropic = headers.contains { $0.name.lowercased() == "anthropic-version" }
    var request = MockRequest(
      method: method, path: MockRequest.shown(path: path), headers: MockRequest.shown(headers), status: 200)
    func refuse(
      _ format: MockCase.Format, _ status: Int, _ message: String, code: String? = nil
    )
      -> (MockAnswer, MockRequest)
    {
      request.status = status
      request.problem = message
      return (.json(status, MockJSON.error(format, status: status, message, code: code)), request)
    }

    switch MockRoute(method: method, path: path, isAnthropic: isAnthropic) {
    case .list(let form): return (.json(200, MockJSON.list(cases, form)), request)
    case .wrongMethod(let allowed, let format):
      return refuse(format, 405, "\(method) is not possible here. Use \(allowed).")
    case .unknown(let format):
      let paths = MockCase.Format.allCases.map { "POST \($0.path)" }.joined(separator: ", ")
      return refuse(
        format, 404, "there is nothing at \(MockRequest.shown(path: path)). Known: \(paths), GET /v1/models.")
    case .reply(let format, let deployment):
      guard let body else { return refuse(format, 413, "the request is larger than 32 MB.") }
      guard let value = try? JSONReader.read(body), case .object = value else {
        return refuse(format, 400, "the body of the request is no JSON object.")
      }
      request.model = value["model"]?.string ?? deployment
      request.streams = value["stream"]?.boolean
      let found = find(format, request.model)
      guard let mockCase = found.mockCase else {
        return refuse(format, 404, found.problem, code: "model_not_found")
      }
      request.caseID = mockCase.id
      let isStream = request.streams ?? (format == .ollama)
      if !isStream, mockCase.whole == nil, mockCase.fault == nil {
        return refuse(
          format, 400, "the case \(mockCase.id) is a stream and nothing else. Ask with \"stream\": true.")
      }
      if let refusal = refusal(of: mockCase) {
        request.status = refusal.status
        return (refusal, request)
      }
      // A fault is the same whatever was asked for.
      let answer = MockAnswer(mockCase, isStream: isStream || mockCase.fault != nil, pacing: pacing)
      request.status = answer.status
      return (answer, request)
    }
  }

  /// The case for a model: the only one of a format whatever the model is called, else the one of that name.
  private func find(_ format: MockCase.Format, _ model: String?) -> (mockCase: MockCase?, problem: String) {
    let own = cases.filter { $0.format == format }
    if own.count == 1 { return (own[0], "") }
    guard !own.isEmpty else {
      let served = Set(cases.map(\.format))
      let paths = MockCase.Format.allCases.filter(served.contains).map { "POST \($0.path)" }
      return (
        nil,
        "none of the cases that are served is of \(format.title). Served: \(paths.joined(separator: ", "))."
      )
    }
    guard let model, !model.isEmpty else {
      return (nil, "the request names no model: the model is the name of the case, such as \(own[0].name).")
    }
    // Ollama's clients add the tag.
    let name = model.without(prefix: "\(format.rawValue)/") ?? model
    let plain = name.without(suffix: ":latest") ?? name
    if let found = own.first(where: { $0.name == plain }) { return (found, "") }
    let hint = NearestName.of(plain, among: own.map(\.name)).map { " Did you mean \($0)?" } ?? ""
    return (
      nil, "there is no case “\(model)” among those of \(format.title).\(hint) GET /v1/models lists them."
    )
  }

  /// The error that comes before the answer; nil when it is the answer's turn.
  private func refusal(of mockCase: MockCase) -> MockAnswer? {
    guard let refusal = pacing.refusal, refusal.count > 0 else { return nil }
    let isDue = refused.withLock { refused in
      let count = refused[mockCase.id, default: 0]
      refused[mockCase.id] = count < refusal.count ? count + 1 : 0
      return count < refusal.count
    }
    guard isDue else { return nil }
    var headers: [MockCase.Header] = []
    if let wait = refusal.retryAfter {
      let milliseconds = wait.without(suffix: "ms")
      headers.append(
        milliseconds.map { MockCase.Header("retry-after-ms", $0) } ?? MockCase.Header("Retry-After", wait))
    }
    let message =
      switch refusal.status {
      case 401: "the key is not accepted"
      case 429: "too many requests; ask again later"
      case 503, 529: "the service is overloaded; ask again later"
      default: "an error that was asked for, with status \(refusal.status)"
      }
    let code = refusal.status == 429 ? "rate_limit_exceeded" : nil
    return .json(
      refusal.status,
      MockJSON.error(mockCase.format, status: refusal.status, message, code: code), headers: headers)
  }
}
