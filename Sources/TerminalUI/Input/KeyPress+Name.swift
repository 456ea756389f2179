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
      return prefix + (modifiers.isEmpty ? String(character) : character.uppercased())
    case .function(let number): return prefix + "F\(number)"
    default: return prefix + (KeyPress.names.first { $0.key == key }?.name ?? "?")
    }
  }

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Esc", .escape), ("Up", .up), ("Down", .down),
    ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
    ("Insert", .insert), ("Delete", .delete),
  ]

  /// Reads a name such as `Ctrl-P`; nil when no key is called so.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift), ("super-", .super),
    ]
    while let (prefix, modifier) = prefixes.first(where: { rest.lowercased().hasPrefix($0.0) && rest.count > $0.0.count }) {
      modifiers.insert(modifier)
      rest = rest.dropFirst(prefix.count)
    }
    let lower = rest.lowercased()
    if lower == "space" {
      self.init(.character(" "), modifiers)
    } else if let known = KeyPress.names.first(where: { $0.name.lowercased() == lower }) {
      self.init(known.key, modifiers)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self.init(.function(number), modifiers)
    } else if rest.count == 1, let character = rest.first {
      // With Ctrl or Alt a letter has no case of its own unless Shift says so.
      if modifiers.isEmpty {
        self.init(character)
      } else if modifiers.contains(.shift), character.isLetter {
        self.init(Character(character.uppercased()), modifiers.subtracting(.shift))
      } else {
        self.init(Character(character.lowercased()), modifiers)
      }
    } else {
      return nil
    }
  }
}
