/// What kind of workload a design is: this says which items of a checklist hold for it.
extension Design {
  /// The kinds that checklists know.
  package static let tags = ["chat", "rag", "agents", "training", "fine-tuning", "batch"]

  /// The kinds that a person has chosen, or else those that follow from what it is made of.
  package func tags(in library: CatalogLibrary) -> [String] { chosenTags ?? derivedTags(in: library) }

  /// The kinds that follow from the components and from the architecture it began with.
  ///
  /// The rule looks at addresses: those behind boxes and frames with the pages they stand on, the architecture's own, and
  /// what the architecture uses. Their words count, so that `foundry-agent-service` says agents.
  ///
  /// - chat: the word chat or chatbot, also in the title of the design.
  /// - rag: the word rag, `retrieval-augmented-generation` or grounding; or a store that searches vectors beside a model.
  /// - agents: the word agent or agents.
  /// - training: the words training, mlops or mlflow, or one of the platforms that train models.
  /// - fine-tuning: the words fine and tuning.
  /// - batch: the word batch.
  package func derivedTags(in library: CatalogLibrary) -> [String] {
    var addresses = services
    if let basedOn {
      addresses.append(basedOn)
      addresses += library[basedOn]?.relations.filter { $0.kind == .uses }.map(\.target) ?? []
    }
    let pages = addresses + addresses.compactMap { library[$0]?.parent }
    let entries = pages.compactMap { library[$0] }
    var words: Set<String> = []
    for text in addresses + [title.lowercased()] {
      for word in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) { words.insert(String(word)) }
    }
    let hasModel =
      entries.contains { $0.kind == .modelFamily } || !words.isDisjoint(with: ["model", "models"])
    let searchesVectors = entries.contains { entry in
      entry.subkind == "data-store" && entry.values(ofFacet: "modality").contains("vector")
    }
    let trains: Set<String> = ["azure-machine-learning", "azure-databricks", "model-training"]
    var tags: Set<String> = []
    if !words.isDisjoint(with: ["chat", "chatbot"]) { tags.insert("chat") }
    if !words.isDisjoint(with: ["rag", "grounding"]) || pages.contains("retrieval-augmented-generation")
      || searchesVectors && hasModel
    {
      tags.insert("rag")
    }
    if !words.isDisjoint(with: ["agent", "agents"]) { tags.insert("agents") }
    if !words.isDisjoint(with: ["training", "mlops", "mlflow"]) || !trains.isDisjoint(with: pages) {
      tags.insert("training")
    }
    if words.isSuperset(of: ["fine", "tuning"]) { tags.insert("fine-tuning") }
    if words.contains("batch") { tags.insert("batch") }
    return Design.tags.filter(tags.contains)
  }
}
