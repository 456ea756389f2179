extension KeyPress {
  /// The press as the key bar writes it and the configuration reads it: `Ctrl-P`, `Shift-Tab`, `Alt-1`, `F5`, `g`.
  package var name: String {
    var prefix = ""
    if modifiers.contains(.super) { prefix += "Super-" }
    if modifiers.contains(.control) { prefix += "Ctrl-" }
    if modifiers.contains(.alt) { prefix += "Alt-" }
    if modifiers.contains(.shift) { prefix += "Shift-" }
    switch key {
    case .character(" "): return prefix + "Space"
    case .character(let character):
      guard !modifiers.isEmpty else { return String(character) }
      // Letters stand in capitals, so Shift is told where only the case tells it.
      if character.isUppercase, !modifiers.contains(.shift) { prefix += "Shift-" }
      let upper = character.uppercased()
      return prefix + (upper.count == 1 ? upper : String(character))
    case .function(let number): return prefix + "F\(number)"
    default: return prefix + (KeyPress.names.first { $0.key == key }?.name ?? "?")
    }
  }

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Esc", .escape), ("Up", .up),
    ("Down", .down),
    ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp),
    ("PgDn", .pageDown),
    ("Insert", .insert), ("Delete", .delete),
  ]

  /// Reads a name such as `Ctrl-P`; nil when no key is called so.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift), ("super-", .super),
    ]
    while let (prefix, modifier) = prefixes.first(where: {
      rest.lowercased().hasPrefix($0.0) && rest.count > $0.0.count
    }) {
      modifiers.insert(modifier)
      rest = rest.dropFirst(prefix.count)
    }
    let lower = rest.lowercased()
    if lower == "space" {
      self.init(.character(" "), modifiers.subtracting(.shift))
    } else if let known = KeyPress.names.first(where: { $0.name.lowercased() == lower }) {
      self.init(known.key, modifiers)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self.init(.function(number), modifiers)
    } else if rest.count == 1, let character = rest.first {
      // As the decoder reports it: with Ctrl a letter is small and Shift stays; else Shift is in the character itself.
      func single(_ text: String) -> Character { text.count == 1 ? Character(text) : character }
      let hasCase = character.isUppercase || character.isLowercase
      if modifiers.isEmpty {
        self.init(character)
      } else if modifiers.contains(.shift), !(hasCase && modifiers.contains(.control)) {
        self.init(single(character.uppercased()), modifiers.subtracting(.shift))
      } else {
        self.init(single(character.lowercased()), modifiers)
      }
    } else {
      return nil
    }
  }
}
