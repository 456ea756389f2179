import Documents
import Models

/// Changing the providers of a configuration file.
///
/// As with the theme, lines are changed and the file not written anew: a person's comments, order and other keys stay.
extension Configuration {
  /// The text of a configuration file with a provider added or changed.
  ///
  /// - Parameters:
  ///   - provider: how it is from now on.
  ///   - old: the name of the one that it replaces; nil adds it.
  ///   - home: what a leading `~` of a path means.
  /// - Throws: `DocumentError` when the file is broken, or written in a form that cannot be changed line by line; then
  ///   nothing may be written.
  package static func settingProvider(
    _ provider: ProviderSettings, replacing old: String? = nil, in text: String, home: String
  ) throws(DocumentError) -> String {
    try changingProviders(in: text, home: home) { before, lines throws(DocumentError) in
      let known = before.first { $0.name == (old ?? provider.name) }
      guard old != nil || known == nil else {
        throw DocumentError("there is a provider “\(provider.name)” already", at: nil)
      }
      guard old == nil || old == provider.name || !before.contains(where: { $0.name == provider.name }) else {
        throw DocumentError("there is a provider “\(provider.name)” already", at: nil)
      }
      var wanted = before.filter { $0.name != old && $0.name != provider.name }
      wanted.append(provider)
      if let old, let range = lines.entry(named: old) {
        lines.replace(range, with: provider, was: known)
      } else {
        try lines.append(provider)
      }
      return wanted
    }
  }

  /// The text of a configuration file without a provider.
  ///
  /// - Throws: as ``settingProvider(_:replacing:in:home:)`` does.
  package static func removingProvider(
    _ name: String, in text: String, home: String
  ) throws(DocumentError) -> String {
    try changingProviders(in: text, home: home) { before, lines throws(DocumentError) in
      guard let range = lines.entry(named: name) else {
        throw DocumentError("there is no provider “\(name)” in a form that can be taken out", at: nil)
      }
      lines.remove(range)
      return before.filter { $0.name != name }
    }
  }

  /// Changes lines, and makes sure that what is read from them afterwards is what was wanted.
  private static func changingProviders(
    in text: String, home: String,
    _ change: ([ProviderSettings], inout ProviderLines) throws(DocumentError) -> [ProviderSettings]
  ) throws(DocumentError) -> String {
    let (before, _, notes) = read(text, home: home)
    if let refusal = notes.refusal { throw refusal }
    var lines = ProviderLines(text)
    let wanted = try change(before.providers, &lines)
    let result = lines.text
    let (after, _, _) = read(result, home: home)
    var expected = before
    expected.providers = after.providers
    guard after == expected,
      Dictionary(uniqueKeysWithValues: wanted.map { ($0.name, $0) })
        == Dictionary(after.providers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    else {
      throw DocumentError(
        "“providers:” is written in a form that is not changed here; open the file in your editor", at: nil)
    }
    return result
  }
}

/// The lines of a configuration file, and where providers stand in them.
private struct ProviderLines {
  private var lines: [String]
  private let lineEnd: String

  init(_ text: String) {
    // Scalars, not characters: CR LF is one character, and the line ends of the file stay as they are.
    lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lineEnd = lines.first?.unicodeScalars.last == "\r" ? "\r" : ""
  }

  var text: String { lines.joined(separator: "\n") }

  private static func indent(_ line: String) -> Int { line.unicodeScalars.prefix { $0 == " " }.count }

  /// Whether a line holds neither a key nor a value.
  private static func isEmpty(_ line: String) -> Bool {
    let first = line.unicodeScalars.first { $0 != " " && $0 != "\r" && $0 != "\t" }
    return first == nil || first == "#"
  }

  /// The key at the start of a line, without its quotes; nil where none stands.
  private static func key(_ line: String) -> String? {
    let rest = line.drop { $0 == " " }
    if let quote = rest.first, quote == "\"" || quote == "'" {
      let name = rest.dropFirst().prefix { $0 != quote }
      return rest.dropFirst(name.count + 2).first == ":" ? String(name) : nil
    }
    // A colon ends a key only before a blank or the end of the line.
    let ends = rest.indices.first { index in
      guard rest[index] == ":" else { return false }
      let after = rest[rest.index(after: index)...].first
      return after == nil || after == " " || after == "\r" || after == "\t"
    }
    return ends.map { String(rest[..<$0]) }
  }

  /// What stands behind the colon, without a comment.
  private static func value(_ line: String) -> String {
    guard let colon = line.firstRange(of: ":") else { return "" }
    let rest = line[colon.upperBound...]
    let end = rest.firstRange(of: " #")?.lowerBound ?? rest.endIndex
    return rest[..<end].filter { $0 != " " && $0 != "\r" && $0 != "\t" }
  }

  private var head: Int? {
    lines.firstIndex { ProviderLines.indent($0) == 0 && ProviderLines.key($0) == "providers" }
  }

  /// The lines below `providers:` up to the last one that belongs to it.
  private var block: Range<Int>? {
    guard let head else { return nil }
    var end = head + 1
    for index in lines.indices.dropFirst(head + 1) where !ProviderLines.isEmpty(lines[index]) {
      guard ProviderLines.indent(lines[index]) > 0 else { break }
      end = index + 1
    }
    return (head + 1)..<end
  }

  /// How far providers' names are indented.
  private var depth: Int {
    guard let block, let first = lines[block].first(where: { !ProviderLines.isEmpty($0) }) else { return 2 }
    return ProviderLines.indent(first)
  }

  func entry(named name: String) -> Range<Int>? {
    guard let block else { return nil }
    let depth = depth
    guard
      let start = block.first(where: {
        ProviderLines.indent(lines[$0]) == depth && ProviderLines.key(lines[$0]) == name
      })
    else { return nil }
    var end = start + 1
    for index in (start + 1)..<max(block.upperBound, start + 1) where !ProviderLines.isEmpty(lines[index]) {
      guard ProviderLines.indent(lines[index]) > depth else { break }
      end = index + 1
    }
    return start..<end
  }

  mutating func append(_ provider: ProviderSettings) throws(DocumentError) {
    let entry = provider.lines(indent: depth).map { $0 + lineEnd }
    guard let head, let block else {
      if lines.last == "" { lines.removeLast() }
      if lines.last?.isEmpty == false { lines.append(lineEnd) }
      lines += ["providers:" + lineEnd] + entry + [""]
      return
    }
    let value = ProviderLines.value(lines[head])
    if value == "{}" || value == "null" || value == "~" {
      let comment = lines[head].firstRange(of: " #").map { " " + lines[head][$0.lowerBound...] } ?? lineEnd
      lines[head] = "providers:" + comment
    } else if !value.isEmpty {
      throw DocumentError(
        "“providers:” is written in braces, which are not changed here; open the file in your editor",
        at: SourcePosition(line: head + 1, column: 1))
    }
    lines.insert(contentsOf: entry, at: block.upperBound)
    if block.upperBound + entry.count == lines.count { lines.append("") }
  }

  mutating func remove(_ range: Range<Int>) {
    lines.removeSubrange(range)
    // An empty mapping is written as one: nothing would be null, which is the same, but looks like a mistake.
    if let head, let block, lines[block].allSatisfy(ProviderLines.isEmpty) {
      lines[head] = "providers: {}" + lineEnd
    }
  }

  /// Writes a provider's lines; what has not changed in it stays as it was written, with its comments.
  mutating func replace(_ range: Range<Int>, with provider: ProviderSettings, was old: ProviderSettings?) {
    let before = old?.fields ?? []
    let fields = provider.fields
    let depth = depth
    var head = lines[range.lowerBound]
    guard old != nil, ProviderLines.value(head).isEmpty else {
      lines.replaceSubrange(range, with: provider.lines(indent: depth).map { $0 + lineEnd })
      return
    }
    if provider.name != old?.name {
      head =
        String(repeating: " ", count: depth) + ProviderSettings.scalar(provider.name) + ":"
        + (head.firstRange(of: " #").map { " " + head[$0.lowerBound...] } ?? lineEnd)
    }
    var kept = [head]
    var written: Set<String> = []
    let inner =
      lines[range].dropFirst().first { !ProviderLines.isEmpty($0) }.map(ProviderLines.indent) ?? depth + 2
    var isDropping = false
    for line in lines[range].dropFirst() {
      if ProviderLines.isEmpty(line) {
        kept.append(line)
        continue
      }
      if ProviderLines.indent(line) == inner, let key = ProviderLines.key(line) {
        let now = fields.first { $0.key == key }?.value
        let then = before.first { $0.key == key }?.value
        isDropping = now != then
        if let now {
          written.insert(key)
          if isDropping {
            kept.append(String(repeating: " ", count: inner) + key + ": " + now + lineEnd)
          }
        }
      }
      if !isDropping { kept.append(line) }
    }
    for (key, value) in fields where !written.contains(key) && value != ProviderSettings.unwritten(key, old) {
      kept.append(String(repeating: " ", count: inner) + key + ": " + value + lineEnd)
    }
    lines.replaceSubrange(range, with: kept)
  }
}

extension ProviderSettings {
  /// What a key that is not written stands for: the usual address need not be written.
  fileprivate static func unwritten(_ key: String, _ old: ProviderSettings?) -> String? {
    key == "base_url" ? old.flatMap { $0.kind.defaultURL.map(scalar) } : nil
  }

  /// The keys under the provider's name with their values, in YAML.
  fileprivate var fields: [(key: String, value: String)] {
    var fields = [("type", kind.rawValue), ("base_url", ProviderSettings.scalar(baseURL))]
    let prefix = isToken ? "token" : "api_key"
    switch key {
    case .none: break
    case .command(let words):
      fields.append(
        (prefix + "_command", "[" + words.map(ProviderSettings.scalar).joined(separator: ", ") + "]"))
    case .environment(let name): fields.append((prefix + "_env", ProviderSettings.scalar(name)))
    case .secret(let item): fields.append((prefix + "_secret", ProviderSettings.scalar(item)))
    case .file(let path): fields.append((prefix + "_file", ProviderSettings.scalar(path)))
    }
    if let apiVersion { fields.append(("api_version", JSONValue.string(apiVersion).text())) }
    if usesResponses { fields.append(("interface", "responses")) }
    if let contextTokens { fields.append(("context_tokens", "\(contextTokens)")) }
    if let timeout {
      fields.append(("timeout_s", timeout == timeout.rounded() ? "\(Int(timeout))" : "\(timeout)"))
    }
    if let authorityFile { fields.append(("ca_file", ProviderSettings.scalar(authorityFile))) }
    if !headers.isEmpty {
      let pairs = headers.sorted { $0.key < $1.key }
      fields.append(
        (
          "headers",
          "{"
            + pairs.map { JSONValue.string($0.key).text() + ": " + JSONValue.string($0.value).text() }
            .joined(separator: ", ") + "}"
        ))
    }
    return fields
  }

  /// The provider as an entry of `providers:`, as a person would write it.
  package func lines(indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent)
    let isUsual = baseURL == kind.defaultURL
    return [space + ProviderSettings.scalar(name) + ":"]
      + fields.filter { !(isUsual && $0.key == "base_url") }.map { space + "  " + $0.key + ": " + $0.value }
  }

  /// A text as YAML: plain where nothing in it means something else, else in quotes as JSON writes it.
  fileprivate static func scalar(_ text: String) -> String {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.first.map { $0.isASCII && ($0.isLetter || $0 == "/" || $0 == "_") } ?? false
      && text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./:@%+=~?&".contains($0))
      } && !text.hasSuffix(":") && !words.contains(text.lowercased())
    return isPlain ? text : JSONValue.string(text).text()
  }
}
