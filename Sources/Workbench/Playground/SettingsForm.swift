import Models
import TerminalUI

/// The form with a session's system prompt and parameters.
struct SettingsForm: Hashable, Sendable {
  var form: Form

  /// What the form was made of, and what its fields held then: a field that nobody touched changes nothing.
  private let system: String
  private let parameters: SamplingParameters
  private let initial: [String]

  init(system: String, parameters: SamplingParameters) {
    func number(_ value: Double?) -> Form.Value {
      .text(TextEditor(value.map(SettingsForm.text) ?? "", isSingleLine: true))
    }
    func whole(_ value: Int?) -> Form.Value {
      .text(TextEditor(value.map(String.init) ?? "", isSingleLine: true))
    }
    let fields: [Form.Field] = [
      .init(
        "System prompt", .text(TextEditor(system)), placeholder: "who the model is, what it minds", rows: 4),
      .init("Temperature", number(parameters.temperature), placeholder: "the provider's own"),
      .init("Top p", number(parameters.topP), placeholder: "the provider's own"),
      .init("Most tokens", whole(parameters.maxOutputTokens), placeholder: "the provider's own"),
      .init("Seed", whole(parameters.seed), placeholder: "none"),
      .init(
        "Stop", .text(TextEditor(StopTexts.shown(parameters.stop), isSingleLine: true)),
        placeholder: "texts, parted by commas; \\n is a new line, \\, a comma"),
      .init("Frequency penalty", number(parameters.frequencyPenalty), placeholder: "none"),
      .init("Presence penalty", number(parameters.presencePenalty), placeholder: "none"),
    ]
    form = Form(fields: fields)
    self.system = system
    self.parameters = parameters
    initial = fields.map(\.text)
  }

  var isChanged: Bool { form.fields.map(\.text) != initial }

  /// Whether it was made of the same settings as another one.
  func isOf(_ other: SettingsForm) -> Bool { system == other.system && parameters == other.parameters }

  private static func text(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  /// The values, or nil when one of them is wrong: its field then says why.
  mutating func values() -> (system: String, parameters: SamplingParameters)? {
    var parameters = self.parameters
    var isRight = true
    func isTouched(_ index: Int) -> Bool { form.fields[index].text != initial[index] }
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
    if isTouched(1) { parameters.temperature = number(1, 0...2) }
    if isTouched(2) { parameters.topP = number(2, 0...1) }
    if isTouched(3) { parameters.maxOutputTokens = whole(3, least: 1) }
    if isTouched(4) { parameters.seed = whole(4, least: 0) }
    if isTouched(5) { parameters.stop = StopTexts.read(form.fields[5].text) }
    if isTouched(6) { parameters.frequencyPenalty = number(6, -2...2) }
    if isTouched(7) { parameters.presencePenalty = number(7, -2...2) }
    return isRight ? (isTouched(0) ? form.fields[0].text.trimmedEnds : system, parameters) : nil
  }
}

/// Texts that end a reply, written in one line.
enum StopTexts {
  /// Reads texts parted by commas.
  ///
  /// A backslash takes the meaning from a comma and from itself; `\n` and `\t` are a line end and a tab. Blanks around a
  /// text are no part of it.
  static func read(_ line: String) -> [String] {
    var texts: [String] = []
    var text = ""
    var isEscaped = false
    func close() {
      var text = text[...]
      while text.first == " " { text.removeFirst() }
      while text.last == " " { text.removeLast() }
      if !text.isEmpty { texts.append(String(text)) }
    }
    for character in line {
      if isEscaped {
        isEscaped = false
        switch character {
        case "n": text += "\n"
        case "t": text += "\t"
        default: text.append(character)
        }
      } else if character == "\\" {
        isEscaped = true
      } else if character == "," {
        close()
        text = ""
      } else {
        text.append(character)
      }
    }
    close()
    return texts
  }

  /// Writes texts so that ``read(_:)`` reads them again.
  static func shown(_ texts: [String]) -> String {
    texts.map { text in
      text.replacing("\\", with: "\\\\").replacing(",", with: "\\,").replacing("\n", with: "\\n")
        .replacing("\t", with: "\\t")
    }.joined(separator: ", ")
  }
}
