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

    private static func isHostCharacter(_ character: Character) -> Bool {
      character.unicodeScalars.allSatisfy { Text.isWord($0) || $0 == "-" || $0 == "%" }
    }

    /// Whether a word is an address: one with its scheme, or a name that ends as common ones do.
    private func isAddress(_ word: String) -> Bool {
      var rest = word[...]
      var hasScheme = false
      for scheme in ["https://", "http://"] where word.lowercased().hasPrefix(scheme) {
        rest = word.dropFirst(scheme.count)
        hasScheme = true
      }
      let isWWW = !hasScheme && word.lowercased().hasPrefix("www.")
      let host = rest.prefix { $0 != "/" && $0 != ":" && $0 != "?" && $0 != "#" }
      let after = rest[host.endIndex...]
      guard !host.isEmpty else { return false }
      if host.hasPrefix("["), hasScheme { return true }
      guard host.allSatisfy({ Self.isHostCharacter($0) || $0 == "." }) else { return false }
      if after.hasPrefix(":") {
        let port = after.dropFirst().prefix { $0.isNumber }
        guard !port.isEmpty else { return false }
      }
      if hasScheme || isWWW { return !host.hasSuffix(".") || host.count > 1 }
      let ending = host.split(separator: ".", omittingEmptySubsequences: false)
      guard ending.count >= 2, ending.allSatisfy({ !$0.isEmpty }) else { return false }
      return ["com", "net", "int", "edu", "gov", "org", "info", "mil"].contains(
        ending.last.map { $0.lowercased() } ?? "")
    }

    private func isMail(_ word: String) -> Bool {
      let parts = word.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { return false }
      let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
      return labels.count >= 2 && labels.allSatisfy { !$0.isEmpty }
        && parts[1].unicodeScalars.allSatisfy { Text.isWord($0) || $0 == "." || $0 == "-" }
    }
  }
}
