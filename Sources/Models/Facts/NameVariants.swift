/// The names under which the card of a deployed model may stand, the most exact first.
///
/// All in small letters.
enum NameVariants {
  /// - Parameter model: a model's name at its provider, such as `openai/gpt-4o-2024-08-06:free`.
  static func of(_ model: String) -> [String] {
    var names: [String] = []
    func add(_ name: String) {
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    add(model.lowercased())
    // Each rule is tried on all that the rules before have made, so that several endings can be left out.
    let rules: [(String) -> String?] = [
      withoutPath, withoutFileEnding, withoutRouterTag, withoutRegion, withoutQuantization,
      withoutLatest, withoutDate, withoutVersion, withoutInstructions,
    ]
    for rule in rules {
      for name in names { rule(name).map(add) }
    }
    // What only begins alike, such as a maker's name before a slash, comes last.
    for name in names {
      if let slash = name.firstIndex(of: "/") { add(String(name[name.index(after: slash)...])) }
    }
    for name in names {
      if let slash = name.lastIndex(of: "/") { add(String(name[name.index(after: slash)...])) }
    }
    return names
  }

  /// `models/gemini-2.5-pro`, and the path of a file.
  private static func withoutPath(_ name: String) -> String? {
    if name.hasPrefix("models/") { return String(name.dropFirst("models/".count)) }
    if name.hasPrefix("hf.co/") { return String(name.dropFirst("hf.co/".count)) }
    if name.hasPrefix("gguf:") || name.hasSuffix(".gguf") {
      return name.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init)
    }
    return nil
  }

  /// `phi-4.gguf`, and `microsoft/phi-4-gguf`.
  private static func withoutFileEnding(_ name: String) -> String? {
    let head = String(name.prefix { $0 != ":" })
    for ending in [".gguf", "-gguf", "_gguf"] where head.hasSuffix(ending) {
      return String(head.dropLast(ending.count)) + name.dropFirst(head.count)
    }
    return nil
  }

  /// `:free`, `:nitro` and the like of routers.
  private static func withoutRouterTag(_ name: String) -> String? {
    guard let colon = name.lastIndex(of: ":") else { return nil }
    let tags = ["free", "nitro", "floor", "online", "beta", "extended", "exacto", "thinking", "turbo"]
    return tags.contains(String(name[name.index(after: colon)...])) ? String(name[..<colon]) : nil
  }

  /// `us.anthropic.claude-…` of Bedrock: regions, then the maker.
  private static func withoutRegion(_ name: String) -> String? {
    for region in ["us.", "eu.", "apac.", "global.", "us-gov.", "jp.", "au."] where name.hasPrefix(region) {
      return String(name.dropFirst(region.count))
    }
    return nil
  }

  /// `-q4_k_m`, `:q8_0`, `-fp16`, `-awq` and the like.
  private static func withoutQuantization(_ name: String) -> String? {
    guard let place = name.lastIndex(where: { $0 == "-" || $0 == ":" || $0 == "." }) else { return nil }
    let word = String(name[name.index(after: place)...])
    return isQuantization(word) ? String(name[..<place]) : nil
  }

  static func isQuantization(_ word: String) -> Bool {
    let fixed = [
      "fp16", "f16", "fp32", "f32", "bf16", "fp8", "int8", "int4", "4bit", "8bit", "awq", "gptq", "mxfp4",
      "nvfp4",
      "exl2",
    ]
    if fixed.contains(word) { return true }
    // q4_k_m, iq2_xs, ud_q4_k_xl.
    var rest = word[...]
    if rest.hasPrefix("ud_") { rest = rest.dropFirst(3) }
    if rest.first == "i" { rest.removeFirst() }
    guard rest.popFirst() == "q", rest.popFirst()?.isNumber == true else { return false }
    return rest.isEmpty
      || rest.first == "_" && rest.dropFirst().allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  private static func withoutLatest(_ name: String) -> String? {
    for ending in ["-latest", ":latest", "@latest"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return nil
  }

  /// `-2024-08-06`, `-20250929`, `@20250929`, `-08-2024`, `-05-06`, `-0613`.
  private static func withoutDate(_ name: String) -> String? {
    let bytes = Array(name.utf8)
    func matches(_ pattern: String) -> Bool {
      let wanted = Array(pattern.utf8)
      guard bytes.count > wanted.count else { return false }
      return zip(bytes.suffix(wanted.count), wanted).allSatisfy { byte, sign in
        sign == UInt8(ascii: "9") ? (48...57).contains(byte) : byte == sign
      }
    }
    for pattern in ["-9999-99-99", "-99999999", "@99999999", "@9999-99-99", "-99-9999", "-99-99", "-9999"]
    where matches(pattern) {
      let digits = bytes.suffix(pattern.utf8.count).filter { (48...57).contains($0) }
      guard isDate(digits.map { Int($0) - 48 }) else { continue }
      return String(name.dropLast(pattern.utf8.count))
    }
    return nil
  }

  /// Whether digits can be a date: a year of this century and its month, or a month and its day or year.
  private static func isDate(_ digits: [Int]) -> Bool {
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    switch digits.count {
    case 8: return (2018...2099).contains(number(0..<4)) && (1...12).contains(number(4..<6))
    case 6: return (1...12).contains(number(0..<2)) && (2018...2099).contains(number(2..<6))
    default:
      // Month and day, or year and month.
      let (first, second) = (number(0..<2), number(2..<4))
      return (1...12).contains(first) && (1...31).contains(second)
        || (22...99).contains(first) && (1...12).contains(second)
    }
  }

  /// `-v1:0` of Bedrock, `-001` of Vertex.
  private static func withoutVersion(_ name: String) -> String? {
    if let place = name.range(ofLast: "-v") {
      let rest = name[place...].dropFirst(2)
      let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
      if parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) {
        return String(name[..<place])
      }
    }
    if name.utf8.count > 4, name.dropLast(3).last == "-", name.suffix(3).hasPrefix("00"),
      name.suffix(3).allSatisfy(\.isNumber)
    {
      return String(name.dropLast(4))
    }
    return nil
  }

  /// `phi4:14b-instruct`: what says that a model was taught to answer says nothing more.
  private static func withoutInstructions(_ name: String) -> String? {
    guard name.contains(":") else { return nil }
    for ending in ["-instruct", "-chat", "-it"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return nil
  }
}

extension String {
  /// Where a text begins for the last time.
  fileprivate func range(ofLast text: String) -> String.Index? {
    indices.reversed().first { self[$0...].hasPrefix(text) }
  }
}
