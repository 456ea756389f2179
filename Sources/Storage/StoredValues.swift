import Documents
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

  /// What of a reply has no column of its own.
  static func lists(of reply: Reply) -> String {
    JSONValue.object(reply.keptMembers).text(pretty: false)
  }

  /// Puts that back into a reply.
  static func apply(_ lists: String, to reply: inout Reply) {
    guard lists != "{}", let stored = try? JSONReader.read(lists) else { return }
    reply.restore(from: stored)
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
