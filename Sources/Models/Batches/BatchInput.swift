import Documents

/// The lines of a batch's input file.
package struct BatchInput: Hashable, Sendable {
  /// One request.
  package struct Line: Hashable, Sendable {
    /// By which its result is found again.
    package var customID: String
    package var body: JSONValue

    package init(customID: String, body: JSONValue) {
      self.customID = customID
      self.body = body
    }

    /// A question to a chat model.
    ///
    /// - Parameter dialect: what the server was found to take.
    package init(customID: String, _ request: ChatRequest, dialect: Dialect = Dialect()) {
      let body = ChatCompletionsFormat().body(request, dialect)
      let sent = body.members + body.optional.filter { !dialect.dropped.contains($0.key) }
      // Nothing is streamed in a batch.
      self.init(
        customID: customID, body: .object(sent.filter { !["stream", "stream_options"].contains($0.key) }))
    }
  }

  package var lines: [Line]
  /// Such as `/v1/chat/completions`.
  package var endpoint: String

  package init(endpoint: String, lines: [Line]) {
    self.endpoint = endpoint
    self.lines = lines
  }

  /// The file: JSON lines in UTF-8 without a byte-order mark.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for line in lines {
      let value: JSONValue = [
        "custom_id": .string(line.customID), "method": "POST", "url": .string(endpoint), "body": line.body,
      ]
      bytes += value.text(pretty: false).utf8
      bytes.append(0x0A)
    }
    return bytes
  }

  /// What a service takes.
  package struct Limits: Hashable, Sendable {
    package var lines: Int
    /// In bytes.
    package var size: Int
    /// Whether all lines must name the same model.
    package var oneModel: Bool

    package static let openAI = Limits(lines: 50_000, size: 200 << 20, oneModel: true)
    package static let azure = Limits(lines: 100_000, size: 200 << 20, oneModel: true)
  }

  /// What a service would refuse in a file, in its own words for the kinds: to be looked for before it is uploaded.
  ///
  /// - Returns: at most a hundred problems.
  package static func problems(in bytes: [UInt8], endpoint: String, limits: Limits) -> [BatchJob.Problem] {
    var check = Check(endpoint: endpoint, limits: limits)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      check.report("invalid_json_line", "the file begins with a byte-order mark; write it without one", 1)
    }
    if bytes.count > limits.size {
      check.report(
        "file_too_large",
        "the file has \(bytes.count >> 20) MB, and the service takes \(limits.size >> 20); split it", nil)
    }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard check.problems.count < 100 else { break }
      // The last line may end with a line end or without one.
      if line.allSatisfy({ $0 <= 0x20 }) { continue }
      check.read(index == 0 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line, index + 1)
    }
    check.end()
    return check.problems
  }

  private struct Check {
    var endpoint: String
    var limits: Limits
    var problems: [BatchJob.Problem] = []
    private var count = 0
    private var ids: [String: Int] = [:]
    private var model: String?

    init(endpoint: String, limits: Limits) {
      self.endpoint = endpoint
      self.limits = limits
    }

    mutating func report(_ code: String, _ message: String, _ line: Int?) {
      problems.append(BatchJob.Problem(code: code, message: message, line: line))
    }

    mutating func read(_ bytes: ArraySlice<UInt8>, _ line: Int) {
      count += 1
      guard let value = try? JSONReader.read(bytes), value.object != nil else {
        return report("invalid_json_line", "this line is no JSON object", line)
      }
      guard let id = value["custom_id"]?.string, !id.isEmpty else {
        return report("invalid_request", "“custom_id” is missing", line)
      }
      if let first = ids[id] {
        report("duplicate_custom_id", "the custom_id “\(id)” was used in line \(first) already", line)
      } else {
        ids[id] = line
      }
      if value["method"]?.string != "POST" { report("invalid_request", "“method” must be POST", line) }
      let url = value["url"]?.string ?? ""
      // Azure writes its endpoints without the version.
      if BatchInput.withoutVersion(url) != BatchInput.withoutVersion(endpoint) {
        report(
          "url_mismatch", "“url” is \(url.isEmpty ? "missing" : url), and the batch is for \(endpoint)", line)
      }
      guard let body = value["body"], body.object != nil else {
        return report("invalid_request", "“body” is missing", line)
      }
      if body["stream"]?.boolean == true { report("invalid_request", "nothing is streamed in a batch", line) }
      guard let named = body["model"]?.string, !named.isEmpty else {
        return report("model_not_found", "“model” is missing in the body", line)
      }
      if let model, limits.oneModel, model != named {
        report("model_mismatch", "the model is \(named), and \(model) in the lines before", line)
      }
      model = model ?? named
    }

    mutating func end() {
      if count == 0 { report("empty_file", "there is no request in the file", nil) }
      if count > limits.lines {
        report(
          "too_many_tasks", "the file has \(count) requests, and the service takes \(limits.lines); split it",
          nil)
      }
    }
  }

  static func withoutVersion(_ url: String) -> String {
    url.hasPrefix("/v1/") ? String(url.dropFirst(3)) : url
  }
}
