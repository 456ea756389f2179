import Documents

/// A line that names a role, such as `# user:`, to tell where something is wrong with a message.
struct RoleLine {
  var role: String
  /// Where in the text the line begins, behind its white space.
  var position: SourcePosition
  /// Whether anything stands between it and the next one.
  var hasContent = false

  /// The role lines of a text, by the names in lower case that count as roles.
  static func all(in text: String, _ roles: [String]) -> [RoleLine] {
    var found: [RoleLine] = []
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let stripped = Text.stripped(String(line))
      guard !stripped.isEmpty else { continue }
      let name = Text.stripped(stripped.hasPrefix("#") ? String(stripped.dropFirst()) : stripped).lowercased()
      if name.hasSuffix(":"), case let role = Text.stripped(String(name.dropLast())), roles.contains(role) {
        let column = line.prefix(while: Text.isSpace).count + 1
        found.append(RoleLine(role: role, position: SourcePosition(line: index + 1, column: column)))
      } else if !found.isEmpty {
        found[found.count - 1].hasContent = true
      }
    }
    return found
  }

  /// Where a template names the role that has no content in the text which was made of it: the first line of it that
  /// another one follows at once.
  static func empty(in text: String, of template: String, _ roles: [String]) -> SourcePosition? {
    let lines = all(in: text, roles)
    let own = all(in: template, roles)
    guard let index = lines.dropLast().firstIndex(where: { !$0.hasContent }), index < own.count,
      own[index].role == lines[index].role
    else { return nil }
    return own[index].position
  }
}
