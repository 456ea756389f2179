import Diagrams

/// Another service in the place of one.
extension Design {
  /// A service that could take a component's place.
  package struct Alternative: Hashable, Sendable {
    package var address: String
    package var title: String
    /// Why it fits.
    package var reasons: [String]
    /// What speaks against it: that it is retiring, or a preview.
    package var warnings: [String]
  }

  /// What was done by a swap.
  package struct Swap: Hashable, Sendable {
    package var id: String
    package var oldTitle: String
    package var newTitle: String
    /// The steps whose text names what is no longer there.
    package var flagged: [Int]
    package var warnings: [String]
  }

  /// What fits in the place of a component: its successor, what the catalog calls an alternative in either direction, what
  /// a decision guide weighs against it, and what is of the same kind and handles the same things.
  package func alternatives(for name: String, in library: CatalogLibrary) throws(DesignError) -> [Alternative]
  {
    guard let service = try component(named: name).service else { return [] }
    return Design.alternatives(to: service, in: library)
  }

  /// What fits in the place of an entry.
  package static func alternatives(to address: String, in library: CatalogLibrary) -> [Alternative] {
    guard let entry = library[address] else { return [] }
    var order: [String] = []
    var reasons: [String: [String]] = [:]
    func add(_ other: String, _ reason: String) {
      guard let found = library[other], other != address, found.parent != address, entry.parent != other
      else { return }
      if reasons[other] == nil { order.append(other) }
      if reasons[other]?.contains(reason) != true { reasons[other, default: []].append(reason) }
    }
    if let successor = entry.lifecycle?.replacedBy { add(successor, "takes the place of \(entry.title)") }
    for relation in entry.relations where relation.kind == .alternativeTo {
      add(relation.target, "alternative to \(entry.title)")
    }
    for backlink in library.backlinks(to: address) where backlink.kind == .alternativeTo {
      add(backlink.from, "alternative to \(entry.title)")
    }
    for page in library.pages {
      guard let text = page.dialogue, let guide = try? DecisionGuide(reading: text) else { continue }
      let isWeighed = guide.options.contains { $0.id == address || $0.id.hasPrefix(address + "#") }
      guard isWeighed else { continue }
      for option in guide.options where option.id != address {
        add(option.id, "an option of “\(page.title)”")
      }
    }
    for other in library.entries where entry.isLike(other) {
      add(
        other.id,
        "also \(other.subkind.isEmpty ? "a \(other.kind.title)" : other.subkind) for \(entry.sharedModality(with: other))"
      )
    }
    let found = order.map { id in
      Alternative(
        address: id, title: library.title(of: id), reasons: reasons[id] ?? [],
        warnings: library[id].map(Design.warnings) ?? [])
    }
    // What is at its end comes last.
    let isEnding = { (found: Alternative) in library[found.address]?.lifecycle?.isEnding ?? false }
    return found.filter { !isEnding($0) } + found.filter(isEnding)
  }

  /// What should be known of an entry before it is built on.
  static func warnings(of entry: CatalogEntry) -> [String] {
    guard let lifecycle = entry.lifecycle, let badge = lifecycle.badge else { return [] }
    guard lifecycle.isEnding || lifecycle.state == "preview" else { return [] }
    return ["\(entry.title) is \(badge == "preview" ? "a preview" : badge)"]
  }

  /// Puts another service in the place of one: text and entry of the box follow, its lines and steps stay.
  ///
  /// - Parameter anyway: whether it may be one that nothing in the catalog says to fit.
  /// - Throws: ``DesignError`` with the code `does_not_fit` that names what would.
  @discardableResult
  package mutating func swap(
    _ name: String, for entry: CatalogEntry, in library: CatalogLibrary, anyway: Bool = false
  ) throws(DesignError) -> Swap {
    let component = try component(named: name)
    guard component.service != entry.id else {
      throw DesignError("“\(component.title)” is \(entry.title) already")
    }
    if let service = component.service, library[service] != nil, !anyway {
      let fitting = Design.alternatives(to: service, in: library)
      guard fitting.contains(where: { $0.address == entry.id }) else {
        let names = fitting.prefix(6).map(\.address).joined(separator: ", ")
        throw DesignError(
          "nothing in the catalog says that \(entry.title) can take the place of \(library.title(of: service))",
          code: "does_not_fit",
          hint: (fitting.isEmpty ? "It names no alternatives." : "These can: \(names).")
            + " Use --anyway if you know better.")
      }
    }
    var oldNames: [String] = []
    if let old = component.service.flatMap({ library[$0] }) { oldNames += [old.title] + old.aliases }
    // A text of one's own stays; one that only says which service it is follows.
    let isName =
      component.service == nil
      || oldNames.contains {
        Design.mentions($0, in: component.title) || Design.mentions(component.title, in: $0)
      }
    if isName { oldNames.insert(component.title, at: 0) }
    let oldTitle = component.service.map { library.title(of: $0) } ?? component.title
    // Names that are part of the new one are no sign of the old one.
    oldNames.removeAll { Design.mentions($0, in: entry.title) || $0.count < 3 }
    let end = end(of: component)
    // A second box of the same service is still there: a step that names it may mean that one.
    let isOnly = !components.contains { $0.id != component.id && $0.service == component.service }
    try change { (design) throws(DesignError) in
      if isName { design.setLabel([DesignText.line(entry.title)], of: end) }
      switch end {
      case .box(let box): design.graph.boxes[box].ref = entry.id
      case .group(let group): design.graph.groups[group].ref = entry.id
      }
    }
    var flagged: [Int] = []
    // What an earlier swap of this box left to look at is about the new service now.
    let isNow = { (title: String) in "which is now “\(title)”" }
    for index in flags.indices where flags[index].reason.hasSuffix(isNow(oldTitle)) {
      let kept = flags[index].reason.dropLast(isNow(oldTitle).count)
      flags[index].reason = DesignText.line(kept + isNow(entry.title))
      flagged.append(flags[index].step)
    }
    for step in graph.steps where !flagged.contains(step.number) && (isOnly || step.lights(end)) {
      guard let old = oldNames.first(where: { Design.mentions($0, in: step.text) }) else { continue }
      flag(step.number, "names “\(old)”, which is now “\(entry.title)”")
      flagged.append(step.number)
    }
    return Swap(
      id: component.id, oldTitle: component.title, newTitle: DesignText.line(entry.title),
      flagged: flagged.sorted(),
      warnings: Design.warnings(of: entry))
  }
}

extension DiagramGraph.Step {
  fileprivate func lights(_ end: DiagramGraph.End) -> Bool {
    switch end {
    case .box(let box): boxes.contains(box)
    case .group(let group): groups.contains(group)
    }
  }
}

extension CatalogEntry {
  /// Whether another entry is of the same kind and handles the same things.
  fileprivate func isLike(_ other: CatalogEntry) -> Bool {
    guard kind == other.kind, subkind == other.subkind else { return false }
    let own = Set(values(ofFacet: "modality"))
    let others = Set(other.values(ofFacet: "modality"))
    // Where no finer word tells what it is, it has to handle all that this one does.
    return subkind.isEmpty ? !own.isEmpty && own == others : !own.isDisjoint(with: others)
  }

  fileprivate func sharedModality(with other: CatalogEntry) -> String {
    let others = other.values(ofFacet: "modality")
    return values(ofFacet: "modality").filter(others.contains).joined(separator: ", ")
  }
}
