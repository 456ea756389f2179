import Documents

/// Writes values as YAML that any reader reads back alike.
enum YAMLWriter {
  static func text(_ members: [JSONValue.Member]) -> String {
    var output = ""
    write(members, indent: 0, to: &output)
    return output
  }

  private static func write(_ members: [JSONValue.Member], indent: Int, to output: inout String) {
    for member in members {
      output += String(repeating: " ", count: indent) + scalar(member.key) + ":"
      write(member.value, indent: indent, to: &output)
    }
  }

  private static func write(_ value: JSONValue, indent: Int, to output: inout String) {
    switch value {
    case .object(let members) where !members.isEmpty:
      output += "\n"
      write(members, indent: indent + 2, to: &output)
    case .array(let values) where !values.isEmpty:
      output += "\n"
      for value in values {
        output += String(repeating: " ", count: indent + 2) + "-"
        if case .object(let members) = value, !members.isEmpty {
          var inner = ""
          write(members, indent: indent + 4, to: &inner)
          output += " " + inner.drop { $0 == " " }
        } else {
          write(value, indent: indent + 2, to: &output)
        }
      }
    case .string(let text) where text.contains("\n") && isBlock(text):
      output += text.hasSuffix("\n") ? " |\n" : " |-\n"
      for line in text.split(separator: "\n", omittingEmptySubsequences: text.hasSuffix("\n")) {
        output += line.isEmpty ? "\n" : String(repeating: " ", count: indent + 2) + line + "\n"
      }
    default: output += " " + scalar(value) + "\n"
    }
  }

  /// Whether a text of several lines can stand as a block: no tabs or spaces where YAML would read them as its own.
  private static func isBlock(_ text: String) -> Bool {
    !text.hasPrefix(" ") && !text.hasPrefix("\n") && !text.hasSuffix("\n\n") && !text.contains("\t")
      && text.unicodeScalars.allSatisfy { $0 == "\n" || Text.isPrintable($0) }
  }

  private static func scalar(_ value: JSONValue) -> String {
    if case .string(let text) = value { return scalar(text) }
    return value.text(pretty: false)
  }

  /// A text bare where it cannot be taken for anything else, in quotes otherwise.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.count < 200
      && YAMLValue.json(YAMLNode(.scalar(text, isPlain: true), at: SourcePosition(line: 1, column: 1)))
        == .string(text)
      && text.unicodeScalars.allSatisfy { Text.isAlnum($0) || " _-./()$".unicodeScalars.contains($0) }
      && !text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.hasPrefix("-") && !text.hasPrefix(".")
      && !text.hasPrefix("$")
    return isPlain ? text : JSONValue.string(text).text(pretty: false)
  }
}
