/// What stands between the quotes of a string, its escapes read as Python reads them.
enum StringLiteral {
  /// - Throws: an escape that is cut short.
  static func value(_ text: String, at offset: Int, _ source: TemplateSource) throws(TemplateError) -> String
  {
    guard text.utf8.contains(0x5C) else { return text }
    var output = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func digits(_ start: Int, _ most: Int, radix: Int) -> (UInt32, Int) {
      var value: UInt32 = 0
      var count = 0
      while count < most, start + count < scalars.count,
        let digit = Character(scalars[start + count]).hexDigitValue, digit < radix,
        scalars[start + count].isASCII
      {
        value = value * UInt32(radix) + UInt32(digit)
        count += 1
      }
      return (value, count)
    }
    while index < scalars.count {
      guard scalars[index] == "\\", index + 1 < scalars.count else {
        output.append(scalars[index])
        index += 1
        continue
      }
      let mark = scalars[index + 1]
      index += 2
      switch mark {
      case "\n": break
      case "\\", "'", "\"": output.append(mark)
      case "a": output.append("\u{7}")
      case "b": output.append("\u{8}")
      case "f": output.append("\u{C}")
      case "n": output.append("\n")
      case "r": output.append("\r")
      case "t": output.append("\t")
      case "v": output.append("\u{B}")
      case "0"..."7":
        let (value, count) = digits(index - 1, 3, radix: 8)
        output.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        index += count - 1
      case "x", "u", "U":
        let width = mark == "x" ? 2 : mark == "u" ? 4 : 8
        let (value, count) = digits(index, width, radix: 16)
        guard count == width, value <= 0x10FFFF else {
          throw source.error(
            "truncated \\\(mark)\(String(repeating: "X", count: width)) escape", at: offset)
        }
        output.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        index += width
      default:
        output.append("\\")
        output.append(mark)
      }
    }
    return String(output)
  }
}
