import Documents

/// Reads what servers answer with vectors.
enum EmbeddingReader {
  /// Reads `{"data": [{"index", "embedding"}], "usage"}`, as OpenAI and most servers write it.
  ///
  /// - Parameter count: how many vectors there must be.
  /// - Throws: ``Problem`` with what is wrong.
  static func openAI(_ value: JSONValue, count: Int) throws(Problem) -> Embeddings {
    // Some servers of local models answer with the bare list.
    guard let items = value["data"]?.array ?? value.array else { throw Problem("no list of vectors") }
    var vectors = [[Float]?](repeating: nil, count: count)
    guard items.count == count else { throw Problem("\(items.count) vectors for \(count) texts") }
    for (position, item) in items.enumerated() {
      // The order of the list is not promised, the index is.
      let index = item["index"]?.int ?? position
      guard vectors.indices.contains(index), vectors[index] == nil else {
        throw Problem("a vector for text \(index), which was not asked for")
      }
      vectors[index] = try vector(item["embedding"])
    }
    let usage = value["usage"].flatMap { given -> Usage? in
      let input =
        given["prompt_tokens"]?.amount ?? given["input_tokens"]?.amount ?? given["total_tokens"]?.amount
      return input.map { Usage(inputTokens: $0) }
    }
    return try checked(vectors.compactMap(\.self), model: value["model"]?.string, usage: usage)
  }

  /// Reads `{"embeddings": [[…]], "prompt_eval_count"}`, as Ollama writes it.
  static func ollama(_ value: JSONValue, count: Int) throws(Problem) -> Embeddings {
    guard let items = value["embeddings"]?.array else { throw Problem("no list of vectors") }
    guard items.count == count else { throw Problem("\(items.count) vectors for \(count) texts") }
    var vectors: [[Float]] = []
    for item in items { vectors.append(try vector(item)) }
    let usage = value["prompt_eval_count"]?.amount.map { Usage(inputTokens: $0) }
    return try checked(vectors, model: value["model"]?.string, usage: usage)
  }

  /// What is wrong with an answer, for a sentence: “answered with …”.
  struct Problem: Error, Hashable {
    var text: String

    init(_ text: String) {
      self.text = text
    }
  }

  private static func checked(
    _ vectors: [[Float]], model: String?, usage: Usage?
  ) throws(Problem) -> Embeddings {
    let lengths = Set(vectors.map(\.count))
    guard lengths.count <= 1 else {
      throw Problem(
        "vectors of different lengths: \(lengths.sorted().map(String.init).joined(separator: ", "))")
    }
    return Embeddings(vectors: vectors, model: model, usage: usage)
  }

  /// A vector as numbers, or as base64 of four bytes each, the lowest byte first.
  private static func vector(_ value: JSONValue?) throws(Problem) -> [Float] {
    let vector: [Float]
    switch value {
    case .array(let values)?:
      // A server may give a vector for every token where it was not set up to give one for the text.
      if let first = values.first?.array, values.count == 1, first.allSatisfy({ $0.double != nil }) {
        vector = first.compactMap(\.double).map { Float($0) }
      } else {
        let numbers = values.compactMap(\.double)
        guard numbers.count == values.count else {
          throw Problem("a vector that does not hold numbers alone")
        }
        vector = numbers.map { Float($0) }
      }
    case .string(let text)?:
      guard let bytes = Base64.bytes(text), bytes.count.isMultiple(of: 4) else {
        throw Problem("a vector that is no base64 of numbers")
      }
      vector = stride(from: 0, to: bytes.count, by: 4).map { start in
        let bits =
          UInt32(bytes[start]) | UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2]) << 16
          | UInt32(bytes[start + 3]) << 24
        return Float(bitPattern: bits)
      }
    default: throw Problem("a list without vectors")
    }
    guard !vector.isEmpty else { throw Problem("an empty vector") }
    guard vector.allSatisfy(\.isFinite) else { throw Problem("a vector with a number that is none") }
    return vector
  }
}
