/// What stands between the quotes of a string, its escapes read as Python reads them, or those of nunjucks as it does.
enum StringLiteral {
  /// - Throws: an escape that is cut short, or one of a character's name.
  static func value(
    _ token: Token, _ source: TemplateSource, _ syntax: TemplateSyntax
  ) throws(TemplateError) -> String {
    let range = token.start..<token.end
    let plain = source.bytes.withUnsafeBufferPointer {
      plainValue(UnsafeBufferPointer(rebasing: $0[range]), syntax.isJavaScript)
    }
    if let plain { return plain }
    return try value(source.text(range), at: token.start, source)
  }

  /// The value of a string whose escapes stand for one character of ASCII each; nil when there are others. In nunjucks
  /// all but three stand for what follows the sign.
  private static func plainValue(_ bytes: UnsafeBufferPointer<UInt8>, _ isJavaScript: Bool) -> String? {
    guard bytes.contains(0x5C) else { return String(decoding: bytes, as: UTF8.self) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { output in
      var count = 0
      var index = 0
      while index < bytes.count {
        var byte = bytes[index]
        if byte == 0x5C, index + 1 < bytes.count {
          index += 1
          switch bytes[index] {
          case UInt8(ascii: "n"): byte = 0x0A
          case UInt8(ascii: "t"): byte = 0x09
          case UInt8(ascii: "r"): byte = 0x0D
          case 0x5C, 0x27, 0x22: byte = bytes[index]
          case _ where isJavaScript: byte = bytes[index]
          default: return nil
          }
        }
        output[count] = byte
        count += 1
        index += 1
      }
      return String(decoding: output[..<count], as: UTF8.self)
    }
  }

  private static func value(
    _ text: String, at offset: Int, _ source: TemplateSource
  ) throws(TemplateError) -> String {
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
      case "N":
        throw source.error(
          "the escape \\N for a character by its name is not known", at: offset,
          hint: "write the character itself, or its number in four digits behind \\u")
      default:
        output.append("\\")
        output.append(mark)
      }
    }
    return String(output)
  }
}
