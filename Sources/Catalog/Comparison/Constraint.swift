/// Something that a choice must fulfil, judged by the facets of an entry.
package struct Constraint: Hashable, Sendable, Identifiable {
  /// What the catalog says of an entry under a constraint.
  package enum Verdict: Hashable, Sendable {
    case passes(String)
    case fails(String)
    /// The catalog says nothing that would decide it.
    case unknown
  }

  /// One facet that decides: the values that fulfil the wish; any other one speaks against it.
  struct Test: Hashable, Sendable {
    var facet: String
    var passing: Set<String>
    /// Values that say nothing either way.
    var silent: Set<String> = []
    /// Values that leave the question open, whatever else speaks against it.
    var open: Set<String> = []
  }

  package var id: String
  /// The wish as a person says it.
  package var title: String
  /// It passes by one of these, and fails by what else they say.
  let tests: [Test]
  /// Whether the state of the lifecycle counts as well.
  var looksAtLifecycle = false

  /// The facets it looks at: what is missing where the verdict is unknown.
  package var facets: [String] { tests.map(\.facet) }

  /// Judges an entry.
  package func verdict(for entry: CatalogEntry) -> Verdict {
    let lifecycle = looksAtLifecycle ? lifecycleVerdict(for: entry) : nil
    if case .fails = lifecycle { return lifecycle ?? .unknown }
    var against: [String] = []
    var isOpen = false
    for test in tests {
      let values = entry.values(ofFacet: test.facet).filter { !test.silent.contains($0) }
      guard !values.isEmpty else { continue }
      let title = FacetVocabulary.title(of: test.facet).lowercased()
      let passing = values.filter(test.passing.contains)
      if !passing.isEmpty { return .passes("\(title): \(passing.joined(separator: ", "))") }
      if values.contains(where: test.open.contains) { isOpen = true }
      against.append("\(title): \(values.joined(separator: ", "))")
    }
    if isOpen { return .unknown }
    return against.isEmpty ? lifecycle ?? .unknown : .fails(against.joined(separator: "; "))
  }

  private func lifecycleVerdict(for entry: CatalogEntry) -> Verdict? {
    guard let lifecycle = entry.lifecycle else { return nil }
    let text = "lifecycle: \(lifecycle.state)" + (lifecycle.date.map { ", \($0)" } ?? "")
    let isOver = ["preview", "retiring", "retired", "superseded"].contains(lifecycle.state)
    return isOver ? .fails(text) : .passes(text)
  }
}

extension Constraint {
  /// All constraints, in the order in which they are offered.
  package static let all: [Constraint] =
    [
      Constraint(
        id: "own-network", title: "Must run in my own network",
        tests: [
          Test(facet: "network", passing: ["private-endpoint", "vnet", "on-premises"]),
          // A service that somebody else hosts may still have a private endpoint: only the network tells.
          Test(
            facet: "hosting", passing: ["self-hosted", "container", "in-process", "device"],
            silent: ["serverless", "managed", "managed-cluster", "saas"]),
        ]),
      Constraint(
        id: "no-servers", title: "No servers to manage",
        tests: [Test(facet: "hosting", passing: ["serverless", "saas", "managed"])]),
      Constraint(
        id: "on-premises", title: "Must run on premises",
        tests: [
          Test(facet: "network", passing: ["on-premises"], silent: ["private-endpoint", "vnet"]),
          Test(facet: "residency", passing: ["on-premises", "any"]),
          // A container may be one of the provider's as well.
          Test(facet: "hosting", passing: ["self-hosted", "in-process", "device"], open: ["container"]),
        ]),
      Constraint(
        id: "no-code", title: "Usable without writing code",
        tests: [Test(facet: "skill", passing: ["low-code", "end-user"])]),
      Constraint(
        id: "data-stays-in-region", title: "Data must stay in a region of my choice",
        tests: [Test(facet: "residency", passing: ["regional", "tenant", "on-premises", "any"])]),
      Constraint(
        id: "released", title: "Must be released, and not on its way out",
        tests: [Test(facet: "maturity", passing: ["ga", "legacy"])], looksAtLifecycle: true),
    ]
    + [
      ("text", "text", "text"), ("images", "image", "images"), ("audio", "audio", "audio"),
      ("video", "video", "video"), ("documents", "documents", "documents"), ("vectors", "vector", "vectors"),
    ].map { id, value, words in
      Constraint(
        id: id, title: "Must handle \(words)", tests: [Test(facet: "modality", passing: [value])])
    }

  /// The constraint of an id.
  package static func named(_ id: String) -> Constraint? { all.first { $0.id == id } }
}
