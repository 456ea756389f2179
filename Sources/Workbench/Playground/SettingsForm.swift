import Models
import TerminalUI

/// The form with a session's system prompt and parameters.
struct SettingsForm: Hashable, Sendable {
  var form: Form

  init(system: String, parameters: SamplingParameters) {
    func number(_ value: Double?) -> Form.Value {
      .text(TextEditor(value.map(SettingsForm.text) ?? "", isSingleLine: true))
    }
    func whole(_ value: Int?) -> Form.Value {
      .text(TextEditor(value.map(String.init) ?? "", isSingleLine: true))
    }
    form = Form(fields: [
      .init(
        "System prompt", .text(TextEditor(system, isSingleLine: true)),
        placeholder: "who the model is, what it minds"),
      .init("Temperature", number(parameters.temperature), placeholder: "the provider's own"),
      .init("Top p", number(parameters.topP), placeholder: "the provider's own"),
      .init("Most tokens", whole(parameters.maxOutputTokens), placeholder: "the provider's own"),
      .init("Seed", whole(parameters.seed), placeholder: "none"),
      .init(
        "Stop", .text(TextEditor(parameters.stop.joined(separator: ", "), isSingleLine: true)),
        placeholder: "texts, parted by commas"),
      .init("Frequency penalty", number(parameters.frequencyPenalty), placeholder: "none"),
      .init("Presence penalty", number(parameters.presencePenalty), placeholder: "none"),
    ])
  }

  private static func text(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  /// The values, or nil when one of them is wrong: its field then says why.
  mutating func values() -> (system: String, parameters: SamplingParameters)? {
    var parameters = SamplingParameters()
    var isRight = true
    func number(_ index: Int, _ range: ClosedRange<Double>) -> Double? {
      let text = form.fields[index].text.trimmedEnds
      guard !text.isEmpty else { return nil }
      guard let value = Double(text), range.contains(value) else {
        form.fields[index].problem =
          "expected a number from \(SettingsForm.text(range.lowerBound)) to \(SettingsForm.text(range.upperBound))"
        isRight = false
        return nil
      }
      return value
    }
    func whole(_ index: Int, least: Int) -> Int? {
      let text = form.fields[index].text.trimmedEnds
      guard !text.isEmpty else { return nil }
      guard let value = Int(text), value >= least else {
        form.fields[index].problem = "expected a whole number from \(least)"
        isRight = false
        return nil
      }
      return value
    }
    parameters.temperature = number(1, 0...2)
    parameters.topP = number(2, 0...1)
    parameters.maxOutputTokens = whole(3, least: 1)
    parameters.seed = whole(4, least: 0)
    parameters.stop = form.fields[5].text.split(separator: ",").map { String($0).trimmedEnds }.filter {
      !$0.isEmpty
    }
    parameters.frequencyPenalty = number(6, -2...2)
    parameters.presencePenalty = number(7, -2...2)
    return isRight ? (form.fields[0].text.trimmedEnds, parameters) : nil
  }
}
