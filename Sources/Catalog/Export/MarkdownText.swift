/// Small pieces of Markdown, made of text that may hold its signs.
enum MarkdownText {
  /// A text that stands for itself: its signs are no marks.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "#": result += "\\"
      case "\n", "\r":
        result += " "
        continue
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// The row of a table, of cells that are Markdown without line ends.
  static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// A link to a page on the web; the bare text where the address is no such page.
  static func link(_ text: String, to url: String) -> String {
    guard WebAddress.isSafe(url) else { return escaped(text) }
    return "[\(escaped(text))](<\(WebAddress.encoded(url))>)"
  }

  /// A value of a comparison: a link where it leads to the web.
  static func value(_ value: Comparison.Value) -> String {
    value.target.map { link(value.text, to: $0) } ?? escaped(value.text)
  }
}

/// Which addresses may become links in what is written for other programs.
enum WebAddress {
  /// Whether an address leads to a page or a mailbox: anything else, such as `javascript:`, is text.
  static func isSafe(_ address: String) -> Bool {
    let lower = address.lowercased()
    guard ["https://", "http://", "mailto:"].contains(where: lower.hasPrefix) else { return false }
    return address.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
  }

  /// The address with the signs that would end it in Markdown or HTML written as bytes.
  static func encoded(_ address: String) -> String {
    var result = ""
    for scalar in address.unicodeScalars {
      switch scalar {
      case "<": result += "%3C"
      case ">": result += "%3E"
      case "\"": result += "%22"
      case "\\": result += "%5C"
      case "|": result += "%7C"
      case "`": result += "%60"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
