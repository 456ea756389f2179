/// A model as a person names it: `provider/model`, split at the first slash.
package struct ModelName: Hashable, Sendable, CustomStringConvertible {
  /// The key under which the configuration describes the provider, such as `ollama`.
  package var provider: String
  /// The model's name at that provider; it may hold slashes itself.
  package var model: String

  package init(provider: String, model: String) {
    self.provider = provider
    self.model = model
  }

  /// Reads `provider/model`; nil when one of the two is missing.
  package init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    let provider = String(text[..<slash])
    let model = String(text[text.index(after: slash)...])
    guard !provider.isEmpty, !model.isEmpty else { return nil }
    self.init(provider: provider, model: model)
  }

  package var description: String { "\(provider)/\(model)" }

  /// The model inside the program, which needs no key and no network.
  package static let librarian = ModelName(provider: "builtin", model: "librarian")
  /// The plain baseline inside the program.
  package static let lead = ModelName(provider: "builtin", model: "lead")
}
