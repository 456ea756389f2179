import Documents

/// Puts together the blocks of a message of Anthropic's, whose pieces come by their index.
///
/// Blocks that this program has no use for are kept all the same: the server wants the message back whole.
struct AnthropicBlocks: Sendable {
  private struct Block: Sendable {
    var index: Int?
    /// As it began; its pieces are added when it is over.
    var value: JSONValue
    var type: String
    /// Text, thinking or the JSON of arguments.
    var pieces = ""
    var signature: String?
    var citations: [JSONValue] = []
    /// The place among the calls of tools.
    var call: Int?
    var isOver = false
  }

  private var blocks: [Block] = []
  private var callCount = 0
  private(set) var hasContent = false

  /// Begins a block, which may hold some of its content already.
  mutating func start(_ value: JSONValue, at index: Int?) -> [ReplyEvent] {
    var block = Block(index: index, value: value, type: value["type"]?.string ?? "")
    var events: [ReplyEvent] = []
    switch block.type {
    case "text":
      block.pieces = value["text"]?.string ?? ""
      if !block.pieces.isEmpty { events.append(.text(block.pieces)) }
    case "thinking":
      block.pieces = value["thinking"]?.string ?? ""
      block.signature = value["signature"]?.string
      if !block.pieces.isEmpty { events.append(.reasoning(block.pieces)) }
    case "tool_use":
      block.call = callCount
      callCount += 1
      if let input = value["input"]?.object, !input.isEmpty {
        block.pieces = JSONValue.object(input).text(pretty: false)
      }
      events.append(
        .toolCall(
          index: block.call ?? 0, id: value["id"]?.string, name: value["name"]?.string,
          arguments: block.pieces))
    default: break
    }
    hasContent = hasContent || !events.isEmpty
    blocks.append(block)
    return events
  }

  mutating func add(_ delta: JSONValue, at index: Int?) -> [ReplyEvent] {
    guard let place = place(of: index) ?? begun(by: delta, at: index) else { return [] }
    switch delta["type"]?.string {
    case "text_delta": return add(delta["text"]?.string, to: place) { .text($0) }
    case "thinking_delta": return add(delta["thinking"]?.string, to: place) { .reasoning($0) }
    case "signature_delta":
      blocks[place].signature = (blocks[place].signature ?? "") + (delta["signature"]?.string ?? "")
      return []
    case "input_json_delta":
      let call = blocks[place].call
      return add(delta["partial_json"]?.string, to: place) { piece in
        call.map { .toolCall(index: $0, id: nil, name: nil, arguments: piece) }
      }
    default: return []
    }
  }

  mutating func add(citation: JSONValue, at index: Int?) {
    if let place = place(of: index) { blocks[place].citations.append(citation) }
  }

  /// Ends a block. A call without arguments has none, which is an empty object.
  mutating func stop(at index: Int?) -> [ReplyEvent] {
    guard let place = place(of: index), !blocks[place].isOver else { return [] }
    blocks[place].isOver = true
    guard let call = blocks[place].call, blocks[place].pieces.isEmpty else { return [] }
    blocks[place].pieces = "{}"
    return [.toolCall(index: call, id: nil, name: nil, arguments: "{}")]
  }

  /// Ends what the server has left open at the end of a message.
  mutating func stopAll() -> [ReplyEvent] {
    blocks.indices.flatMap { place -> [ReplyEvent] in
      blocks[place].isOver ? [] : stop(at: blocks[place].index)
    }
  }

  /// The names of the calls whose arguments are no JSON.
  var unreadable: [String] {
    blocks.filter { $0.call != nil && (try? JSONReader.read($0.pieces)) == nil }
      .map { $0.value["name"]?.string ?? "" }
  }

  /// The blocks as they go back, all of them or none.
  ///
  /// A message of text and calls alone is made anew from its parts. One with reasoning goes back as it came, unless its
  /// signature is missing: a server would refuse it.
  var items: [ProviderItem] {
    guard blocks.contains(where: { $0.type != "text" && $0.type != "tool_use" }) else { return [] }
    var items: [ProviderItem] = []
    // Texts that are empty are refused.
    for block in blocks where block.type != "text" || !block.pieces.isEmpty {
      guard let value = Self.whole(block) else { return [] }
      items.append(ProviderItem(.anthropic, value))
    }
    return items
  }

  private static func whole(_ block: Block) -> JSONValue? {
    guard var members = block.value.object else { return nil }
    switch block.type {
    case "text":
      members.merge([.init("text", .string(block.pieces))])
      if !block.citations.isEmpty { members.merge([.init("citations", .array(block.citations))]) }
    case "thinking":
      guard let signature = block.signature else { return nil }
      members.merge([.init("thinking", .string(block.pieces)), .init("signature", .string(signature))])
    case "tool_use", "server_tool_use":
      guard
        let input = block.pieces.isEmpty ? block.value["input"] ?? [:] : try? JSONReader.read(block.pieces)
      else { return nil }
      members.merge([.init("input", input)])
    default: break
    }
    return .object(members)
  }

  private func place(of index: Int?) -> Int? {
    guard let index else { return blocks.indices.last }
    return blocks.lastIndex { $0.index == index }
  }

  /// A block whose beginning did not come: its first piece tells what it is.
  private mutating func begun(by delta: JSONValue, at index: Int?) -> Int? {
    switch delta["type"]?.string {
    case "text_delta": _ = start(["type": "text"], at: index)
    case "thinking_delta": _ = start(["type": "thinking"], at: index)
    default: return nil
    }
    return blocks.indices.last
  }

  private mutating func add(_ piece: String?, to place: Int, as make: (String) -> ReplyEvent?) -> [ReplyEvent]
  {
    guard let piece, !piece.isEmpty else { return [] }
    blocks[place].pieces += piece
    guard let event = make(piece) else { return [] }
    hasContent = true
    return [event]
  }
}
