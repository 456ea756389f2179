import Documents
import FoundationEssentials
import Testing

@testable import Models

/// A stream as a server sends it, and the reply that it must become.
struct StreamFixture: Sendable, CustomTestStringConvertible {
  var format = WireFormat.chatCompletions
  var file: String
  var ending: Ending.Kind
  var raw: String?
  var text = ""
  var reasoning = ""
  var refusal = ""
  /// `id name arguments` of each call.
  var tools: [String] = []
  /// The tokens in and out.
  var usage: [Int?] = []
  /// A part of the ending's reason.
  var reason: String?
  /// A part of each warning.
  var warnings: [String] = []
  /// What else must be known of the reply, as ``details(of:)`` writes it; nil leaves it unchecked.
  var details: [String]?

  var testDescription: String { "\(format.rawValue)/\(file)" }

  // MARK: Files

  /// The folder of all streams, which the mock server shows to others.
  static let folder =
    String(#filePath.dropLast("Tests/ModelsTests/StreamFixture.swift".count)) + "Sources/MockServer/Streams/"

  private static func suffix(_ format: WireFormat) -> String { format.isLines ? ".ndjson" : ".sse" }

  /// The names of the files of a format, in order.
  static func files(of format: WireFormat) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder + format.rawValue).compactMap { name in
      // The same replies for those who ask for no stream.
      if name.hasSuffix(".json") { return nil }
      #expect(name.hasSuffix(suffix(format)))
      return String(name.dropLast(suffix(format).count))
    }.sorted()
  }

  func bytes() throws -> [UInt8] {
    Array(
      try Data(contentsOf: URL(filePath: "\(Self.folder)\(format.rawValue)/\(file)\(Self.suffix(format))")))
  }

  // MARK: Checks

  /// The reply is the same whether its bytes come one by one, in sevens or at once.
  func checkInPieces() throws {
    let bytes = try bytes()
    for size in [1, 7, max(1, bytes.count)] {
      check(reply(to: bytes, inPiecesOf: size), "in pieces of \(size)")
    }
  }

  func checkBrokenAnywhere() throws {
    let bytes = try bytes()
    let whole = reply(to: bytes, inPiecesOf: 4096)
    for count in stride(from: 0, to: bytes.count, by: 3) {
      let reply = reply(to: Array(bytes[..<count]), inPiecesOf: 4096)
      // What was cut never holds anything that the whole does not begin with.
      if file.hasPrefix("cumulative") == false {
        #expect(whole.text.utf8.starts(with: reply.text.utf8))
      }
      #expect(reply.ending != nil)
      // A break never makes a reply better than it is, but where a filter speaks up after the end.
      if whole.ending?.kind != .complete, !file.hasPrefix("azure-") {
        #expect(reply.ending?.kind != .complete, "cut at \(count)")
      }
    }
  }

  func check(_ reply: Reply, _ how: String) {
    #expect(reply.ending?.kind == ending, "\(how)")
    #expect(reply.text == text, "\(how)")
    #expect(reply.reasoning == reasoning, "\(how)")
    #expect(reply.refusal == refusal, "\(how)")
    #expect(reply.toolCalls.map { "\($0.id) \($0.name) \($0.arguments)" } == tools, "\(how)")
    #expect((reply.usage.map { [$0.inputTokens, $0.outputTokens] } ?? []) == usage, "\(how)")
    if let raw { #expect(reply.ending?.raw == raw, "\(how)") }
    if let reason {
      #expect(
        reply.ending?.reason?.contains(reason) == true, "\(how): \(reply.ending?.reason ?? "no reason")")
    } else {
      #expect(reply.ending?.reason == nil, "\(how)")
    }
    #expect(reply.warnings.count == warnings.count, "\(how): \(reply.warnings)")
    for (warning, part) in zip(reply.warnings, warnings) { #expect(warning.contains(part), "\(how)") }
    if let details { #expect(Self.details(of: reply) == details, "\(how)") }
  }

  private func reply(to bytes: [UInt8], inPiecesOf size: Int) -> Reply {
    var decoder = ReplyDecoder(format)
    var events: [ReplyEvent] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      events += decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    events += decoder.finish()
    events += decoder.finish() + decoder.feed(Array("data: [DONE]\n\n".utf8))
    let endings = events.filter { if case .ended = $0 { true } else { false } }
    #expect(endings.count == 1)
    #expect(events.last == endings.last)
    return events.reply
  }

  /// What a reply holds beside its words: a line for each fact.
  static func details(of reply: Reply) -> [String] {
    var lines: [String] = []
    if reply.isWithdrawn { lines.append("withdrawn") }
    for finding in reply.filterFindings {
      var words = [finding.subject.rawValue, finding.category]
      if let severity = finding.severity { words.append(severity) }
      if finding.isDetected == true { words.append("detected") }
      if finding.isFiltered { words.append("filtered") }
      if let range = finding.range { words.append("\(range)") }
      if let detail = finding.detail { words.append("(\(detail))") }
      lines.append(words.joined(separator: " "))
    }
    if let tokens = reply.usage?.cachedTokens { lines.append("cached \(tokens)") }
    if let tokens = reply.usage?.cacheWriteTokens { lines.append("written \(tokens)") }
    if let tokens = reply.usage?.reasoningTokens { lines.append("thought \(tokens)") }
    if let timings = reply.serverTimings {
      func shown(_ value: Double?) -> String { value.map { "\($0)" } ?? "?" }
      func shown(_ value: Int?) -> String { value.map { "\($0)" } ?? "?" }
      lines.append(
        "timings " + (timings.load.map { "load \($0), " } ?? "")
          + "prompt \(shown(timings.prompt)) of \(shown(timings.promptTokens)), "
          + "generation \(shown(timings.generation)) of \(shown(timings.generatedTokens))")
    }
    if let field = reply.reasoningField { lines.append("reasoning as \(field)") }
    for citation in reply.citations {
      lines.append("cites \(citation.number) \(citation.id) \(citation.title)")
    }
    for call in reply.toolCalls where !call.extra.isEmpty {
      lines.append("extra \(JSONValue.object(call.extra).text(pretty: false))")
    }
    for item in reply.items {
      lines.append("item \(item.format.rawValue) \(item.value.text(pretty: false))")
    }
    return lines
  }
}
