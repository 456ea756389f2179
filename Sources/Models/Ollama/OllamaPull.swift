import Documents

/// What is known of a model that is being fetched.
package struct OllamaPull: Hashable, Sendable {
  /// One of the files that belong to a model.
  package struct Part: Hashable, Sendable {
    package var digest: String
    /// In bytes; nil until the server tells.
    package var total: Int?
    package var completed: Int
  }

  /// The server's words for what it does at this moment.
  package var status = ""
  /// In the order in which the server began with them; several are fetched at once.
  package var parts: [Part] = []
  package var isDone = false

  package init() {}

  /// The bytes of the parts that are known so far; more may be told of.
  package var total: Int { parts.reduce(0) { $0 + ($1.total ?? 0) } }
  /// What has come of them.
  package var completed: Int { parts.reduce(0) { $0 + $1.completed } }
  /// From 0 to 1; nil while nothing is known.
  package var fraction: Double? {
    if isDone { return 1 }
    return total > 0 ? min(1, Double(completed) / Double(total)) : nil
  }

  /// Takes a line of the stream.
  ///
  /// - Returns: what is wrong, in the server's words; nil when nothing is.
  mutating func read(_ value: JSONValue) -> String? {
    if let error = value["error"] {
      return error.string ?? ErrorBody(value)?.message ?? "an error without words"
    }
    if let status = value["status"]?.string { self.status = status }
    if status == "success" { isDone = true }
    guard let digest = value["digest"]?.string, !digest.isEmpty else { return nil }
    let index =
      parts.firstIndex { $0.digest == digest }
      ?? {
        parts.append(Part(digest: digest, total: nil, completed: 0))
        return parts.count - 1
      }()
    if let total = value["total"]?.amount, total > 0 { parts[index].total = total }
    // Left out where it is 0; a later line of a part that is there already need not repeat it.
    if let completed = value["completed"]?.amount, completed >= 0 {
      parts[index].completed = min(completed, parts[index].total ?? completed)
    }
    return nil
  }
}
