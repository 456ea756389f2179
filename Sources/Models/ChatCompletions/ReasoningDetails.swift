import Documents

/// Puts together `reasoning_details`, in which routers give the reasoning of many providers with their signatures.
///
/// A stream gives an entry in pieces that share an index (or, without one, a type and an id); the whole list goes back
/// with the next request. https://openrouter.ai/docs/use-cases/reasoning-tokens
struct ReasoningDetails: Sendable {
  private var entries: [[JSONValue.Member]] = []

  /// Takes the pieces of one chunk.
  ///
  /// - Returns: the text in them, of reasoning and of summaries.
  mutating func add(_ pieces: [JSONValue]) -> String {
    var text = ""
    for piece in pieces {
      guard let members = piece.object else { continue }
      text += piece["text"]?.string ?? piece["summary"]?.string ?? ""
      if let place = place(of: piece) {
        for member in members { add(member, to: place) }
      } else {
        entries.append(members)
      }
    }
    return text
  }

  /// What goes back: a member of the assistant's message; nil when nothing came.
  var item: ProviderItem? {
    guard !entries.isEmpty else { return nil }
    let list = JSONValue.array(entries.map(JSONValue.object))
    return ProviderItem(.chat, .object([.init("reasoning_details", list)]))
  }

  /// The entry that a piece goes on with.
  private func place(of piece: JSONValue) -> Int? {
    let type = piece["type"]?.string
    if let index = piece["index"]?.int {
      return entries.lastIndex {
        JSONValue.object($0)["index"]?.int == index && JSONValue.object($0)["type"]?.string == type
      }
    }
    guard let last = entries.indices.last else { return nil }
    let entry = JSONValue.object(entries[last])
    return entry["index"] == nil && entry["type"]?.string == type && entry["id"] == piece["id"] ? last : nil
  }

  private mutating func add(_ member: JSONValue.Member, to place: Int) {
    guard let known = entries[place].firstIndex(where: { $0.key == member.key }) else {
      entries[place].append(member)
      return
    }
    guard let piece = member.value.string else {
      if !member.value.isNull { entries[place][known].value = member.value }
      return
    }
    if ["text", "summary", "data"].contains(member.key), let text = entries[place][known].value.string {
      entries[place][known].value = .string(text + piece)
    } else {
      entries[place][known].value = member.value
    }
  }
}
