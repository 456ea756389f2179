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
    case .string(let text) where isBlock(text):
      let endsLine = text.utf8.last == 0x0A
      output += endsLine ? " |\n" : " |-\n"
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      if endsLine { lines.removeLast() }
      for line in lines {
        output += line.isEmpty ? "\n" : String(repeating: " ", count: indent + 2) + line + "\n"
      }
    default: output += " " + scalar(value) + "\n"
    }
  }

  /// Whether a text has several lines and can stand as a block: nothing where YAML would read it as its own, and no
  /// fence, at which the file would be cut.
  private static func isBlock(_ text: String) -> Bool {
    text.utf8.contains(0x0A) && text.utf8.first != 0x20 && text.utf8.first != 0x0A
      && !text.utf8.reversed().starts(with: "\n\n".utf8) && !hasFence(text)
      && text.unicodeScalars.allSatisfy { $0 == "\n" || Text.isPrintable($0) }
  }

  /// Prompty's packages cut a file at the first fence that they find, even within a line.
  private static func hasFence(_ text: String) -> Bool {
    ["---", "+++"].contains { !Text.places(of: $0, in: text, limit: 1).isEmpty }
  }

  private static func scalar(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): return scalar(text)
    case .number(let number) where number.isNaN: return ".nan"
    case .number(let number) where number.isInfinite: return number < 0 ? "-.inf" : ".inf"
    case .number(let number):
      // YAML 1.1 takes a number for a text when it has an exponent and no point.
      let text = PythonText.float(number)
      return text.utf8.contains(0x2E) ? text : text.replacing("e", with: ".0e")
    default: return value.text(pretty: false)
    }
  }

  /// A text bare where it cannot be taken for anything else, in quotes otherwise.
  ///
  /// What begins with a digit is a date, an octal or a number to one reader or another; `y` and `n` are yes and no to
  /// some.
  private static func scalar(_ text: String) -> String {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20), text.utf8.last != 0x20,
      text.utf8.count < 200, !["y", "Y", "n", "N"].contains(text),
      text.unicodeScalars.allSatisfy({ Text.isAlnum($0) || " _-./()$".unicodeScalars.contains($0) }),
      !hasFence(text),
      YAMLValue.json(YAMLNode(.scalar(text, isPlain: true), at: SourceMap.start)) == .string(text)
    else { return quoted(text) }
    return text
  }

  /// A text in double quotes, in which YAML knows the escapes of JSON and those of Python. A fence is hidden.
  private static func quoted(_ text: String) -> String {
    var output = "\""
    var previous: Unicode.Scalar?
    var same = 0
    for scalar in text.unicodeScalars {
      same = scalar == previous ? same + 1 : 1
      previous = scalar
      switch scalar {
      case "\"", "\\": output += "\\" + Text.string(scalar)
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case "-" where same == 3, "+" where same == 3:
        output += PythonText.escape(scalar)
        same = 0
      case _ where Text.isPrintable(scalar): output.unicodeScalars.append(scalar)
      default: output += PythonText.escape(scalar)
      }
    }
    return output + "\""
  }
}
