import Documents

/// The words that facets are written with, so that a filter finds everything it means.
///
/// Facets of other names are a catalog's own, and may hold anything.
package enum FacetVocabulary {
  /// The names of the controlled facets with their words, in the order in which they are told.
  package static let facets: [CatalogEntry.Facet] = [
    .init(
      name: "modality",
      values: [
        "text", "image", "audio", "video", "documents", "tabular", "time-series", "events", "vector", "files",
      ]),
    .init(
      name: "hosting",
      values: [
        "serverless", "managed", "managed-cluster", "container", "self-hosted", "in-process", "device",
        "saas",
      ]),
    .init(
      name: "residency", values: ["global", "data-zone", "regional", "tenant", "on-premises", "any"]),
    .init(
      name: "cost_driver",
      values: [
        "tokens", "provisioned-units", "fine-tune-hours", "compute-hours", "cluster-hours", "dbu", "pages",
        "audio-hours", "characters", "search-units", "request-units", "storage", "capacity-units", "seats",
        "messages", "transactions", "throughput-units", "images", "hardware", "none",
      ]),
    .init(
      name: "skill",
      values: ["end-user", "low-code", "analyst", "developer", "data-engineer", "data-scientist"]),
    .init(name: "maturity", values: ["preview", "ga", "legacy", "retiring", "retired"]),
    .init(name: "network", values: ["private-endpoint", "vnet", "public-only", "on-premises"]),
    .init(name: "determinism", values: ["fixed", "model-chosen"]),
  ]

  /// The words of a facet; nil for one of a catalog's own.
  package static func values(of name: String) -> [String]? {
    facets.first { $0.name == name }?.values
  }

  /// The word that was probably meant, or all of them; nil when the value is one of them or the facet is not controlled.
  package static func hint(for value: String, of name: String) -> String? {
    guard let known = values(of: name), !known.contains(value) else { return nil }
    return NearestName.of(value, among: known).map { "Did you mean \($0)?" }
      ?? "Known: \(known.joined(separator: ", "))."
  }

  /// The name of a facet as a person reads it: `cost_driver` is “Cost driver”.
  package static func title(of name: String) -> String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }
}
