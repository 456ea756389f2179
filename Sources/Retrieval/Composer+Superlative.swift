import Catalog

extension Composer {
  /// A size that an entry's text states: “3.8 billion parameters”.
  private struct Size {
    var address: String
    var value: Double
    /// The word of the unit and what it counts, by which sizes can be compared.
    var unit: String
    var text: String
  }

  private static let units = ["thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12]

  /// The smallest or largest member of a family, by the sizes that the members' texts state.
  func superlative(_ question: Question) -> Answer? {
    guard let subject = question.subjects.first else { return nil }
    let wantsLeast = question.says("smallest", "tiniest", "fewest")
    for family in families(of: subject) {
      let sizes = family.members.compactMap(size)
      guard sizes.count > 1, Set(sizes.map(\.unit)).count == 1 else { continue }
      guard
        let found = wantsLeast
          ? sizes.min(by: { $0.value < $1.value }) : sizes.max(by: { $0.value < $1.value })
      else { continue }
      var answer = Answer()
      answer.add(
        "Of the \(Composer.number(sizes.count)) members of \(title(family.head)) whose size the catalog states, "
          + "\(title(found.address)) is the \(wantsLeast ? "smallest" : "largest"), with \(found.text).",
        from: found.address)
      if let entry = library[found.address] { addDefinition(of: entry, to: &answer, most: 2) }
      return answer
    }
    return nil
  }

  /// The family that an entry heads, or those it belongs to, with their members.
  private func families(of subject: String) -> [(head: String, members: [String])] {
    let heads = [subject] + (library[subject]?.relations.filter { $0.kind == .partOf }.map(\.target) ?? [])
    return heads.compactMap { head in
      guard let entry = library[head] else { return nil }
      let members = library.entries.filter { member in
        member.kind == entry.kind
          && (member.parent == head || member.relations.contains { $0.kind == .partOf && $0.target == head })
      }
      return members.count > 1 ? (head, members.map(\.id)) : nil
    }
  }

  /// The first size in an entry's summary.
  private func size(of address: String) -> Size? {
    guard let entry = library[address] else { return nil }
    let words = entry.summary.split(separator: " ")
    for place in words.indices.dropLast() {
      guard let value = Double(words[place]), let factor = Composer.units[String(words[place + 1])] else {
        continue
      }
      let counted = words[(place + 2)...].prefix(1).joined().filter(\.isLetter)
      return Size(
        address: address, value: value * factor, unit: counted,
        text: ([words[place], words[place + 1]] + [Substring(counted)]).filter { !$0.isEmpty }.joined(
          separator: " "))
    }
    return nil
  }
}
