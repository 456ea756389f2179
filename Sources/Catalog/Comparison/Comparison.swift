/// Some entries beside each other, attribute by attribute.
///
/// An attribute of which the catalog says nothing for any of them is left out.
package struct Comparison: Hashable, Sendable {
  /// How many entries can stand beside each other.
  package static let countRange = 2...4
  /// What stands in the place of a cell of which the catalog says nothing.
  package static let unknownText = "not stated"

  /// What is compared.
  package struct Attribute: Hashable, Sendable, Identifiable {
    /// A name for programs, such as `facet.hosting`; each stands once in a comparison.
    package var id: String
    package var title: String
    /// The title of the decision guide that says it; nil for what the entry itself says.
    package var guide: String?

    /// The title, with the guide it comes from.
    package var fullTitle: String { guide.map { "\(title) (\($0))" } ?? title }
  }

  /// One of the things that a cell says.
  package struct Value: Hashable, Sendable {
    package var text: String
    /// The address of an entry, or of a page on the web; nil for plain words.
    package var target: String?
    /// What is held against the others, where it stands in a sentence.
    package var compared: String

    package init(_ text: String, target: String? = nil, compared: String? = nil) {
      self.text = text
      self.target = target
      self.compared = compared ?? text
    }
  }

  /// An attribute of all entries.
  package struct Row: Hashable, Sendable, Identifiable {
    package var attribute: Attribute
    /// What is known, one list an entry; an empty one where the catalog says nothing.
    package var cells: [[Value]]

    package var id: String { attribute.id }

    /// Whether the entries differ in it, in whatever order they name it; what is not stated for one is no difference.
    package var differs: Bool {
      let texts = cells.filter { !$0.isEmpty }.map { Set($0.map(\.compared)) }
      return texts.contains { $0 != texts.first }
    }

    /// A cell in one line; nil where nothing is known.
    package func text(at index: Int) -> String? {
      guard cells.indices.contains(index), !cells[index].isEmpty else { return nil }
      return cells[index].map(\.text).joined(separator: ", ")
    }
  }

  /// What a constraint says of each entry.
  package struct Judgement: Hashable, Sendable, Identifiable {
    package var constraint: Constraint
    /// One an entry.
    package var verdicts: [Constraint.Verdict]

    package var id: String { constraint.id }
  }

  package let entries: [CatalogEntry]
  package let rows: [Row]
  package let judgements: [Judgement]

  /// Sets entries beside each other.
  package init(of entries: [CatalogEntry], in library: CatalogLibrary, constraints: [Constraint] = []) {
    self.entries = entries
    var builder = RowBuilder(entries: entries, library: library)
    builder.addAll()
    rows = builder.rows
    judgements = constraints.map { constraint in
      Judgement(constraint: constraint, verdicts: entries.map(constraint.verdict))
    }
  }

  /// The rows in which the entries differ.
  package var differences: [Row] { rows.filter(\.differs) }

  /// Why an entry fails: one reason a constraint.
  package func failures(at index: Int) -> [String] {
    judgements.compactMap { judgement in
      guard judgement.verdicts.indices.contains(index), case .fails(let reason) = judgement.verdicts[index]
      else { return nil }
      return reason
    }
  }

  /// Whether constraints leave none of the entries.
  package var allFail: Bool {
    !judgements.isEmpty && entries.indices.allSatisfy { !failures(at: $0).isEmpty }
  }
}
