import Documents

/// Keeps what a server tells of a reply under names that this program has no place for.
struct MetadataKeeper: Sendable {
  /// The largest value kept, as JSON text: what is longer is an answer and no note about one.
  private static let longest = 4000

  private let ignored: Set<String>
  private var known: [String: JSONValue] = [:]

  /// - Parameter ignored: the names that are read otherwise.
  init(ignoring ignored: Set<String>) {
    self.ignored = ignored
  }

  /// What is new in the members of a value: an event, or none.
  mutating func news(in value: JSONValue) -> [ReplyEvent] {
    guard let members = value.object else { return [] }
    var news: [JSONValue.Member] = []
    for member in members where !ignored.contains(member.key) && !isEmpty(member.value) {
      guard known[member.key] != member.value, known.count < 64 else { continue }
      known[member.key] = member.value
      if member.value.text(pretty: false).utf8.count <= Self.longest { news.append(member) }
    }
    return news.isEmpty ? [] : [.metadata(news)]
  }

  private func isEmpty(_ value: JSONValue) -> Bool {
    switch value {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let values): values.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }
}
