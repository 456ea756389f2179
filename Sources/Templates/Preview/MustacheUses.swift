import Documents

extension MustacheTemplate {
  /// How it uses the names of what it is given.
  ///
  /// A name in a section may be one of the section's items, or one further out; with values to try the template with,
  /// these tell. Without any it counts as both, as one that may be left out; so does none when its section is not
  /// among the values, where it counts as one of the items.
  ///
  /// - Parameter values: what it is tried with; nil when nothing is known.
  func uses(given values: [JSONValue.Member]?) -> [String: VariableUse] {
    var finder = MustacheUses(values: values)
    for (token, place) in zip(tokens, places) { finder.look(at: token, place) }
    return finder.uses
  }
}

/// Looks at tokens one after the other.
private struct MustacheUses {
  private(set) var uses: [String: VariableUse] = [:]
  private let values: [JSONValue.Member]?
  /// The sections that are open.
  private var open: [Section] = []

  /// A section that is open.
  private struct Section {
    /// Its variable, when it is one at the top.
    let variable: String?
    /// What it goes over; nil when that is not known.
    let items: [JSONValue]?
    /// An inverted section has no items: its names are those around it.
    let isInverted: Bool
  }

  init(values: [JSONValue.Member]?) { self.values = values }

  mutating func look(at token: MustacheTemplate.Token, _ place: Int) {
    switch token {
    case .text, .partial: break
    case .end: if !open.isEmpty { open.removeLast() }
    case .value(let key, _): note(key.split(separator: ".").map(String.init), isSection: false, place)
    case .section(let key, let isInverted, _):
      let path = key.split(separator: ".").map(String.init)
      let isTop = note(path, isSection: true, place) && path.count == 1 && !isInverted
      open.append(
        Section(
          variable: isTop ? path.first : nil, items: isInverted ? [] : items(of: path), isInverted: isInverted
        ))
    }
  }

  /// Notes a name.
  ///
  /// - Returns: whether it is one of what the template is given, for all that is known.
  @discardableResult
  private mutating func note(_ path: [String], isSection: Bool, _ place: Int) -> Bool {
    let first = path.first ?? ""
    let sections = open.filter { !$0.isInverted }
    guard let inner = sections.last else {
      noteTop(path, isSection: isSection, place)
      return true
    }
    let owner = sections.last { $0.items?.contains { $0[first] != nil } == true }
    let isUnknown = owner == nil && sections.contains { $0.items == nil }
    if first.isEmpty || owner != nil || isUnknown, let variable = (owner ?? inner).variable {
      uses[variable]?.note(.list, at: place)
      if !first.isEmpty { uses[variable]?.noteField(first) }
    }
    guard !first.isEmpty, owner == nil, !isUnknown || values == nil else { return false }
    noteTop(path, isSection: isSection, place)
    if isUnknown { uses[first]?.note(.optional, at: place) }
    return !isUnknown
  }

  private mutating func noteTop(_ path: [String], isSection: Bool, _ place: Int) {
    guard let first = path.first else { return }
    var use = uses[first] ?? VariableUse(at: place)
    uses[first] = nil
    if path.count > 1 {
      use.note(.attributes, at: place)
      use.noteField(path[1])
    } else {
      use.note(isSection ? .condition : .other, at: place)
    }
    uses[first] = use
  }

  /// What a section goes over: the items of a list, or its one value; nil when it is not known.
  private func items(of path: [String]) -> [JSONValue]? {
    guard let first = path.first else { return nil }
    var found: [JSONValue] = []
    for section in open.reversed() where !section.isInverted {
      guard let items = section.items else { return nil }
      found = items.compactMap { $0[first] }
      if !found.isEmpty { break }
    }
    if found.isEmpty {
      guard let value = values?.last(where: { $0.key == first })?.value else { return nil }
      found = [value]
    }
    for part in path.dropFirst() { found = found.compactMap { $0[part] } }
    return found.flatMap { $0.array ?? [$0] }
  }
}
