import Documents
import Synchronization

/// What a model at an address takes, as far as it is known.
package struct Dialect: Hashable, Sendable {
  /// When a model's reasoning is given back to it.
  package enum ReasoningReturn: String, Hashable, Sendable, CaseIterable {
    case never
    /// With the replies that called tools.
    case toolTurns
    case always
  }

  /// The name of the limit on the reply's tokens in chat completions.
  ///
  /// Most servers know the old one, the newest models only the new one.
  package var lengthName = "max_tokens"
  /// The names that the server refused.
  package var dropped: Set<String> = []
  package var reasoningReturn = ReasoningReturn.never
  var hasRenamedLength = false
  var hasLearntReasoning = false

  package init() {}

  /// The dialect to begin with at an address.
  package init(host: String) {
    if host == "api.openai.com" { lengthName = "max_completion_tokens" }
    if ["deepseek", "moonshot"].contains(where: { host.contains($0) }) { reasoningReturn = .toolTurns }
  }
}

/// What servers were found not to take, by address, wire format and model, so that a refused parameter is sent once only.
///
/// It lives in memory. Whoever wants to keep it longer gives ``snapshot`` to the next one, and is told of every change.
package final class DialectMemory: Sendable {
  package static let shared = DialectMemory()

  private let known: Mutex<[String: Dialect]>
  private let onChange: @Sendable (JSONValue) -> Void

  /// - Parameters:
  ///   - snapshot: what an earlier one gave; what cannot be read in it is left out.
  ///   - onChange: called with the new snapshot whenever something is learnt.
  package init(snapshot: JSONValue = .null, onChange: @escaping @Sendable (JSONValue) -> Void = { _ in }) {
    known = Mutex(Self.read(snapshot))
    self.onChange = onChange
  }

  /// All that was learnt: `[{"where", "dropped", "length_name", "reasoning_return"}]`, without keys or addresses' queries.
  package var snapshot: JSONValue { known.withLock { Self.written($0) } }

  /// Forgets everything, for servers that were brought up to date.
  package func forget() {
    let snapshot = known.withLock { known in
      known = [:]
      return Self.written(known)
    }
    onChange(snapshot)
  }

  /// - Parameter interface: what is spoken, such as a wire format's name.
  subscript(address: HTTPAddress, interface: String, model: String) -> Dialect {
    get { known.withLock { $0[Self.key(address, interface, model)] } ?? Dialect(host: address.host) }
    set {
      let snapshot = known.withLock { known in
        known[Self.key(address, interface, model)] = newValue
        return Self.written(known)
      }
      onChange(snapshot)
    }
  }

  private static func key(_ address: HTTPAddress, _ interface: String, _ model: String) -> String {
    "\(interface) \(address.hostAndPort())\(address.path) \(model)"
  }

  private static func written(_ known: [String: Dialect]) -> JSONValue {
    .array(
      known.sorted { $0.key < $1.key }.map { key, dialect in
        [
          "where": .string(key), "dropped": .array(dialect.dropped.sorted().map(JSONValue.string)),
          "length_name": .string(dialect.lengthName),
          "reasoning_return": .string(dialect.reasoningReturn.rawValue),
        ]
      })
  }

  private static func read(_ snapshot: JSONValue) -> [String: Dialect] {
    var known: [String: Dialect] = [:]
    for item in snapshot.array ?? [] {
      guard let key = item["where"]?.string else { continue }
      var dialect = Dialect()
      dialect.dropped = Set((item["dropped"]?.array ?? []).compactMap(\.string))
      if let name = item["length_name"]?.string, name == "max_tokens" || name == "max_completion_tokens" {
        dialect.lengthName = name
        dialect.hasRenamedLength = true
      }
      if let word = item["reasoning_return"]?.string {
        dialect.reasoningReturn = Dialect.ReasoningReturn(rawValue: word) ?? .never
      }
      known[key] = dialect
    }
    return known
  }
}
