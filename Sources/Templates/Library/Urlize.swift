/// Makes links of addresses in a text.
enum Urlize {
  static let filter: NativeFilter = { value, arguments, frame throws(TemplateError) in
    let bound = try Binder(
      "do_urlize", arguments, ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"], offset: 2)
    var parts = Set((bound.optional(3)?.text ?? "").split(separator: " ").map(String.init))
    if try bound.bool(1, false) { parts.insert("nofollow") }
    parts.insert("noopener")
    let limit = try bound.optional(0) == nil ? nil : bound.int(0, 0)
    var schemes: [String] = []
    if let given = bound.optional(4) {
      for scheme in try Access.items(given, frame.run) {
        guard let text = scheme.text, text.hasSuffix(":") || text.contains(":/") else {
          throw .value("\(try PythonText.repr(scheme, frame.run)) is not a valid URI scheme prefix.")
        }
        schemes.append(text)
      }
    }
    let links = Links(
      limit: limit,
      attributes: " rel=\"\(Text.escaped(parts.sorted().joined(separator: " ")))\""
        + (bound.optional(2)?.text.map { " target=\"\(Text.escaped($0))\"" } ?? ""),
      schemes: schemes)
    let output = try links.text(try Markup.escape(value, frame.run), frame.run)
    try frame.run.makeText(output.utf8.count)
    return frame.context.escapes ? .markup(output) : .string(output)
  }

  private struct Links {
    let limit: Int?
    let attributes: String
    let schemes: [String]

    func text(_ text: String, _ run: Run) throws(TemplateError) -> String {
      var output = ""
      var word = ""
      try run.workCharacters(of: text)
      for scalar in text.unicodeScalars {
        if Text.isSpace(scalar) {
          output += linked(word)
          try run.checkText(output.utf8.count)
          word = ""
          output.unicodeScalars.append(scalar)
        } else {
          word.unicodeScalars.append(scalar)
        }
      }
      return output + linked(word)
    }

    private func trimmed(_ address: String) -> String {
      guard let limit, Text.count(address) > limit else { return address }
      return Text.part(address, 0, max(0, limit)) + "..."
    }

    private func linked(_ word: String) -> String {
      var bytes = word.utf8[...]
      func movesHead(_ text: String) -> Bool {
        guard bytes.starts(with: text.utf8) else { return false }
        bytes = bytes.dropFirst(text.utf8.count)
        return true
      }
      while movesHead("(") || movesHead("<") || movesHead("&lt;") {}
      let head = word[..<bytes.startIndex]
      func movesTail(_ text: String) -> Bool {
        guard bytes.suffix(text.utf8.count).elementsEqual(text.utf8) else { return false }
        bytes = bytes.dropLast(text.utf8.count)
        return true
      }
      while movesTail(")") || movesTail(">") || movesTail(".") || movesTail(",") || movesTail("&gt;") {}
      var middle = String(word[bytes.startIndex..<bytes.endIndex])
      var tail = String(word[bytes.endIndex...])
      for (open, close) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
        let opened = Text.places(of: open, in: middle).count
        guard opened > Text.places(of: close, in: middle).count else { continue }
        // What closes them belongs to the address, with all before it.
        guard let last = Text.places(of: close, in: tail, limit: opened).last else { continue }
        let end = last + close.utf8.count
        middle += Text.string(tail.utf8.prefix(end))
        tail = Text.string(tail.utf8.dropFirst(end))
      }
      return head + link(middle) + tail
    }

    private func link(_ middle: String) -> String {
      if isAddress(middle) {
        let target =
          middle.hasPrefix("https://") || middle.hasPrefix("http://") ? middle : "https://" + middle
        return "<a href=\"\(target)\"\(attributes)>\(trimmed(middle))</a>"
      }
      if middle.hasPrefix("mailto:"), isMail(String(middle.dropFirst(7))) {
        return "<a href=\"\(middle)\">\(middle.dropFirst(7))</a>"
      }
      if middle.contains("@"), !middle.hasPrefix("www."), !middle.hasPrefix("@"), !middle.contains(":"),
        isMail(middle)
      {
        return "<a href=\"mailto:\(middle)\">\(middle)</a>"
      }
      for scheme in schemes where middle != scheme && middle.hasPrefix(scheme) {
        return "<a href=\"\(middle)\"\(attributes)>\(middle)</a>"
      }
      return middle
    }

    /// Whether a word is an address, as the expression `_http_re` of `jinja2.utils` tells: one with its scheme or with
    /// `www.`, or a name that ends as common ones do; behind it a port and a path may stand.
    private func isAddress(_ word: String) -> Bool {
      let scalars = Array(word.unicodeScalars)
      let head = Text.string(scalars.prefix(8)).lowercased()
      let scheme = head == "https://" ? 8 : head.hasPrefix("http://") ? 7 : 0
      let start = scheme == 0 && head.hasPrefix("www.") ? 4 : scheme
      let rest = scalars[start...]
      if scheme > 0, rest.first == "[" {
        guard let end = rest.firstIndex(of: "]") else { return false }
        return Self.isIPv6(scalars[(start + 1)..<end]) && Self.isEnd(scalars[(end + 1)...])
      }
      let host = rest.prefix { Self.isLabel($0) || $0 == "." }
      guard Self.isEnd(scalars[host.endIndex...]) else { return false }
      let labels = host.split(separator: ".", omittingEmptySubsequences: false)
      if start > 0, Self.isDomain(labels) || scheme > 0 && Self.isIPv4(labels) { return true }
      // A name without a scheme; it may begin with “www.” as well.
      guard scheme == 0 else { return false }
      let all = scalars[..<host.endIndex].split(separator: ".", omittingEmptySubsequences: false)
      return all.count >= 2 && all.dropLast().allSatisfy { (2...63).contains($0.count) }
        && ["com", "net", "int", "edu", "gov", "org", "info", "mil"].contains(
          all.last.map { Text.string($0).lowercased() } ?? "")
    }

    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
      Text.isWord(scalar) || scalar == "%" || scalar == "-"
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar.isASCII && scalar.properties.isAlphabetic
    }

    /// Labels of which the last is all letters, or an international one.
    private static func isDomain(_ labels: [ArraySlice<Unicode.Scalar>]) -> Bool {
      guard let last = labels.last, labels.dropLast().allSatisfy({ !$0.isEmpty }) else { return false }
      if Text.string(last.prefix(4)).lowercased() == "xn--" {
        return (6...63).contains(last.count) && last.dropFirst(4).allSatisfy { Text.isWord($0) || $0 == "%" }
      }
      return (2...63).contains(last.count) && last.allSatisfy(isLetter)
    }

    private static func isIPv4(_ labels: [ArraySlice<Unicode.Scalar>]) -> Bool {
      labels.count == 4 && labels.allSatisfy { (1...3).contains($0.count) && $0.allSatisfy(Text.isDecimal) }
    }

    /// Two groups with their colons, and up to six of at most four digits each, whose colons may be missing.
    private static func isIPv6(_ address: ArraySlice<Unicode.Scalar>) -> Bool {
      let groups = address.split(separator: ":", omittingEmptySubsequences: false)
      guard groups.count >= 3, groups[0].count <= 4, groups[1].count <= 4,
        address.allSatisfy({ $0 == ":" || Text.isDecimal($0) || isLetter($0) && $0.value | 0x20 <= 0x66 })
      else { return false }
      var count = 0
      for (index, group) in groups.enumerated().dropFirst(2) {
        count += max(index < groups.count - 1 ? 1 : 0, (group.count + 3) / 4)
      }
      return count <= 6
    }

    /// Whether a port, a path, both or nothing stand behind a host.
    private static func isEnd(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
      var rest = rest
      if rest.first == ":" {
        let port = rest.dropFirst().prefix(while: Text.isDecimal)
        guard (1...5).contains(port.count) else { return false }
        rest = rest[port.endIndex...]
      }
      return rest.first.map { "/?#".unicodeScalars.contains($0) } ?? true
    }

    /// Whether a word is an address of mail, as `_email_re` of `jinja2.utils` tells.
    private func isMail(_ word: String) -> Bool {
      let scalars = Array(word.unicodeScalars)
      guard let at = scalars.lastIndex(of: "@"), at > 0 else { return false }
      let host = scalars[(at + 1)...]
      guard let first = host.first, Text.isWord(first), let dot = host.lastIndex(of: "."),
        dot + 1 < host.endIndex
      else { return false }
      return host.allSatisfy { Text.isWord($0) || $0 == "." || $0 == "-" }
        && host[(dot + 1)...].allSatisfy(Text.isWord)
    }
  }
}
