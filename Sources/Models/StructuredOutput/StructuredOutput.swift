import Documents

/// An answer that was asked for as JSON, checked here: providers promise its form, and do not all keep it.
package struct StructuredOutput: Hashable, Sendable {
  /// The JSON of the answer; nil when it holds none.
  package var value: JSONValue?
  /// What is wrong with it, by its places; none when it is as it was asked for.
  package var violations: [JSONSchema.Violation]
  /// Whether the JSON stood in a block of code, as models like to write it although they were asked for JSON alone.
  package var isFenced: Bool

  /// Whether the answer is as it was asked for.
  package var isValid: Bool { value != nil && violations.isEmpty }

  /// Reads an answer.
  ///
  /// - Parameters:
  ///   - text: the whole answer.
  ///   - format: what was asked for.
  package init(_ text: String, as format: ResponseFormat) {
    let (json, isFenced) = Self.unfenced(text)
    self.isFenced = isFenced
    do {
      let value = try JSONReader.read(json)
      self.value = value
      violations = format.schema.map { JSONSchema($0).violations(of: value) } ?? []
    } catch {
      value = nil
      violations = [JSONSchema.Violation(path: "$", message: "the answer is no JSON: \(error.message)")]
      if let position = error.position {
        violations[0].message += " (line \(position.line), column \(position.column))"
      }
    }
  }

  /// The problems as a model can be told them, to have it try once more; nil when there are none.
  package var correction: String? {
    guard !isValid else { return nil }
    let list = violations.map { "- \($0)" }.joined(separator: "\n")
    return
      "The answer does not keep to the JSON Schema:\n\(list)\nAnswer again with the corrected JSON alone."
  }

  /// The text without a block of code around all of it.
  private static func unfenced(_ text: String) -> (String, Bool) {
    let trimmed = text.trimmedBlanks
    guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), trimmed.utf8.count > 6,
      let firstEnd = trimmed.firstIndex(where: \.isNewline)
    else { return (text, false) }
    return (String(trimmed[firstEnd...].dropLast(3)), true)
  }
}
