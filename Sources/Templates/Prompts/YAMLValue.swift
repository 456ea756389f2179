import Documents

/// The values that Python's YAML reader (PyYAML, YAML 1.1) sees in plain scalars, for files that were written for it.
enum YAMLValue {
  static func json(_ node: YAMLNode) -> JSONValue {
    switch node.value {
    case .scalar(let text, let isPlain): isPlain ? plain(text) : .string(text)
    case .sequence(let nodes): .array(nodes.map(json))
    case .mapping(let pairs):
      .object(pairs.map { JSONValue.Member(keyText($0.key), json($0.value)) })
    }
  }

  static func keyText(_ node: YAMLNode) -> String {
    if case .scalar(let text, _) = node.value { return text }
    return json(node).text(pretty: false)
  }

  private static func plain(_ text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
    case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .number(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .number(-.infinity)
    case ".nan", ".NaN", ".NAN": return .number(.nan)
    default: break
    }
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || "+-.".utf8.contains(first) else {
      return .string(text)
    }
    return number(text) ?? .string(text)
  }

  private static func number(_ text: String) -> JSONValue? {
    let digits = text.replacing("_", with: "")
    let isNegative = digits.hasPrefix("-")
    let rest = isNegative || digits.hasPrefix("+") ? digits.dropFirst() : digits[...]
    func whole(_ part: Substring, _ radix: Int) -> JSONValue? {
      guard !part.isEmpty, part.allSatisfy({ $0.isASCII && $0.isHexDigit }),
        let value = Int(part, radix: radix)
      else {
        return nil
      }
      return .integer(isNegative ? -value : value)
    }
    if rest.hasPrefix("0x") { return whole(rest.dropFirst(2), 16) }
    if rest.hasPrefix("0b") { return whole(rest.dropFirst(2), 2) }
    if rest.count > 1, rest.hasPrefix("0"), !rest.contains(".") { return whole(rest.dropFirst(), 8) }
    if rest.allSatisfy({ $0.isASCII && $0.isNumber }) { return whole(rest, 10) }
    // A float needs its point; an exponent needs its sign.
    guard let point = rest.firstIndex(of: ".") else { return nil }
    let fraction = rest[rest.index(after: point)...]
    let mark = fraction.firstIndex { $0 == "e" || $0 == "E" }
    if let mark {
      let exponent = fraction[fraction.index(after: mark)...]
      guard let sign = exponent.first, sign == "+" || sign == "-", exponent.count > 1,
        exponent.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
      else { return nil }
    }
    let plain = rest[..<point] + fraction[..<(mark ?? fraction.endIndex)]
    guard !plain.isEmpty, plain.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let number = NumberText.float(String(rest))
    return number.map { .number(isNegative ? -$0 : $0) }
  }
}
