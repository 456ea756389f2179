/// How many entries of each kind have something to say in each field: where a catalog has gaps.
package struct FieldCoverage: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    /// A name for programs, such as `facet.hosting`.
    package var field: String
    /// How many entries have it, one number a kind.
    package var counts: [Int]

    package var total: Int { counts.reduce(0, +) }
  }

  /// The kinds of which there are entries.
  package private(set) var kinds: [EntryKind] = []
  /// How many entries there are, one number a kind.
  package private(set) var totals: [Int] = []
  package private(set) var rows: [Row] = []

  /// A text of fewer words says little.
  private static let bodyWords = 40

  package init(of entries: [CatalogEntry]) {
    let kinds = EntryKind.allCases.filter { kind in entries.contains { $0.kind == kind } }
    self.kinds = kinds
    let groups = kinds.map { kind in entries.filter { $0.kind == kind } }
    totals = groups.map(\.count)
    func row(_ field: String, _ has: (CatalogEntry) -> Bool) -> Row {
      Row(field: field, counts: groups.map { $0.count(where: has) })
    }
    var facets = FacetVocabulary.facets.map(\.name)
    for facet in entries.flatMap(\.facets) where !facets.contains(facet.name) { facets.append(facet.name) }
    rows = [row("summary") { !$0.summary.isEmpty }, row("aliases") { !$0.aliases.isEmpty }]
    rows += facets.map { name in row("facet.\(name)") { !$0.values(ofFacet: name).isEmpty } }
    rows += [
      row("relations") { !$0.relations.isEmpty }, row("equivalents") { !$0.equivalents.isEmpty },
      row("lifecycle") { $0.lifecycle != nil }, row("links") { !$0.links.isEmpty },
      row("sources") { !$0.sources.isEmpty },
      row("body_over_\(FieldCoverage.bodyWords)_words") {
        $0.body.split(whereSeparator: \.isWhitespace).count > FieldCoverage.bodyWords
      },
      row("diagram") { $0.diagram != nil }, row("models") { !$0.models.isEmpty },
    ]
  }
}
