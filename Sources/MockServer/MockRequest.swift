/// A request that the server has answered, as it may be shown.
package struct MockRequest: Hashable, Sendable {
  /// A header field.
  package struct Header: Hashable, Sendable {
    package var name: String
    /// Nil where it may hold a key.
    package var value: String?
  }

  package var method: String
  /// Without the values of what may be a key in it.
  package var path: String
  package var model: String?
  /// Whether a stream is asked for; nil where nothing is said.
  package var streams: Bool?
  package var headers: [Header]
  /// ``MockCase/id`` of the answer; nil where it is none of the cases.
  package var caseID: String?
  package var status: Int
  /// What was wrong with the request; nil for nothing.
  package var problem: String?

  /// The fields with the values that may be shown.
  static func shown(_ fields: [(name: String, value: String)]) -> [Header] {
    fields.map { Header(name: $0.name, value: mayHoldKey($0.name) ? nil : $0.value) }
  }

  /// The path with the values that may be shown: some clients send the key there.
  static func shown(path: String) -> String {
    guard let mark = path.firstIndex(of: "?") else { return path }
    let query = path[path.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
    let shown = query.map { part in
      let name = part.prefix { $0 != "=" }
      return name == "api-version" || name == "beta" || !part.contains("=") ? String(part) : "\(name)=…"
    }
    return path[...mark] + shown.joined(separator: "&")
  }

  private static func mayHoldKey(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["auth", "key", "token", "secret", "cookie", "password", "credential"].contains {
      name.contains($0)
    }
  }
}
