import FoundationEssentials
import Models

/// Values as they are kept: SQLite's text ends at a zero character, and lists are JSON.
enum StoredValues {
  private struct Parameters: Codable {
    var temperature: Double?
    var topP: Double?
    var maxOutputTokens: Int?
    var seed: Int?
    var stop: [String]?
    var frequencyPenalty: Double?
    var presencePenalty: Double?
  }

  private struct Lists: Codable {
    struct StoredCitation: Codable {
      var number: Int
      var id: String
      var title: String
    }

    struct StoredCall: Codable {
      var id: String
      var name: String
      var arguments: String
    }

    var citations: [StoredCitation]?
    var toolCalls: [StoredCall]?
    var warnings: [String]?
    var droppedParameters: [String]?
  }

  /// A text without zero characters, at which SQLite's end; the sign for what cannot be shown stands for each.
  static func text(_ text: String) -> String {
    text.utf8.contains(0) ? text.replacing("\0", with: "\u{FFFD}") : text
  }

  static func text(_ text: String?) -> String? { text.map { self.text($0) } }

  static func json(_ parameters: SamplingParameters) -> String {
    json(
      Parameters(
        temperature: parameters.temperature, topP: parameters.topP,
        maxOutputTokens: parameters.maxOutputTokens,
        seed: parameters.seed, stop: parameters.stop.isEmpty ? nil : parameters.stop,
        frequencyPenalty: parameters.frequencyPenalty, presencePenalty: parameters.presencePenalty))
  }

  static func parameters(_ text: String) -> SamplingParameters {
    guard text != "{}", let stored = read(Parameters.self, text) else { return SamplingParameters() }
    return SamplingParameters(
      temperature: stored.temperature, topP: stored.topP, maxOutputTokens: stored.maxOutputTokens,
      seed: stored.seed,
      stop: stored.stop ?? [], frequencyPenalty: stored.frequencyPenalty,
      presencePenalty: stored.presencePenalty)
  }

  /// The lists of a reply.
  static func lists(of reply: Reply) -> String {
    guard
      !(reply.citations.isEmpty && reply.toolCalls.isEmpty && reply.warnings.isEmpty
        && reply.droppedParameters.isEmpty)
    else { return "{}" }
    return json(
      Lists(
        citations: reply.citations.isEmpty
          ? nil : reply.citations.map { .init(number: $0.number, id: $0.id, title: $0.title) },
        toolCalls: reply.toolCalls.isEmpty
          ? nil : reply.toolCalls.map { .init(id: $0.id, name: $0.name, arguments: $0.arguments) },
        warnings: reply.warnings.isEmpty ? nil : reply.warnings,
        droppedParameters: reply.droppedParameters.isEmpty ? nil : reply.droppedParameters))
  }

  /// Puts the lists back into a reply.
  static func apply(_ lists: String, to reply: inout Reply) {
    guard lists != "{}", let stored = read(Lists.self, lists) else { return }
    // As events, so that the reply is the one that was built of events.
    for (index, call) in (stored.toolCalls ?? []).enumerated() {
      reply.apply(.toolCall(index: index, id: call.id, name: call.name, arguments: call.arguments), at: 0)
    }
    reply.citations = (stored.citations ?? []).map { Citation(number: $0.number, id: $0.id, title: $0.title) }
    reply.warnings = stored.warnings ?? []
    reply.droppedParameters = stored.droppedParameters ?? []
  }

  private static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(value) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  private static func read<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(type, from: Data(text.utf8))
  }
}
