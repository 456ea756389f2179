/// A provider that turns texts into vectors.
package protocol EmbeddingProvider: Sendable {
  /// The name under which the configuration knows it.
  var name: String { get }

  /// Turns texts into vectors, one for each text and in their order.
  ///
  /// All texts go in one request: whoever has many divides them.
  ///
  /// - Throws: ``ModelError`` when the provider refuses or answers otherwise, or `CancellationError`.
  func embed(_ request: EmbeddingRequest) async throws -> Embeddings
}

/// Texts to turn into vectors.
package struct EmbeddingRequest: Hashable, Sendable {
  /// How the vectors travel; what comes is read in either form.
  package enum Encoding: String, Hashable, Sendable {
    case float
    /// Four bytes a number, a third of the size on the wire.
    case base64
  }

  package var model: ModelName
  package var texts: [String]
  /// How long the vectors are to be, where a model can shorten them; nil leaves it to the model.
  package var dimensions: Int?
  package var encoding: Encoding

  package init(model: ModelName, texts: [String], dimensions: Int? = nil, encoding: Encoding = .float) {
    self.model = model
    self.texts = texts
    self.dimensions = dimensions
    self.encoding = encoding
  }
}

/// Vectors of texts, all of one length.
package struct Embeddings: Hashable, Sendable {
  /// In the order of the texts.
  package var vectors: [[Float]]
  /// The model as the server names it.
  package var model: String?
  /// What the texts took; nil when the server does not tell.
  package var usage: Usage?

  package init(vectors: [[Float]], model: String? = nil, usage: Usage? = nil) {
    self.vectors = vectors
    self.model = model
    self.usage = usage
  }

  /// The length of the vectors; 0 when there are none.
  package var dimensions: Int { vectors.first?.count ?? 0 }
}
