import Documents

/// Tells apart the calls of tools whose pieces arrive mixed, with or without an index, an id or a name.
struct ToolCallAssembler: Sendable {
  private struct Slot: Sendable {
    /// The index that the server uses; nil when it uses none.
    var wireIndex: Int?
    var id = ""
    var name = ""
    var arguments = ""
    var scan = ObjectScan()
    /// The name once more, after complete arguments: a repetition, or the beginning of the next call.
    var repeatedName = ""
  }

  private var slots: [Slot] = []

  var isEmpty: Bool { slots.isEmpty }

  /// The names of the calls whose arguments are no JSON.
  var unreadable: [String] {
    slots.filter { slot in
      slot.arguments.utf8.contains { $0 > 0x20 } && (try? JSONReader.read(slot.arguments)) == nil
    }.map(\.name)
  }

  /// Takes the pieces of one chunk.
  mutating func read(_ deltas: [JSONValue]) -> [ReplyEvent] {
    deltas.enumerated().flatMap { read($1, position: $0, count: deltas.count) }
  }

  private mutating func read(_ delta: JSONValue, position: Int, count: Int) -> [ReplyEvent] {
    let function = delta["function"] ?? delta
    let id = delta["id"]?.string ?? ""
    var name = function["name"]?.string ?? ""
    let arguments = Self.text(of: function["arguments"])
    guard !(id.isEmpty && name.isEmpty && arguments.isEmpty && !Self.holdsExtra(delta)) else { return [] }

    let wireIndex = delta["index"]?.int
    var found = slot(wireIndex: wireIndex, id: id, position: position, count: count)
    if let place = found {
      let slot = slots[place]
      if slot.scan.isComplete, arguments.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
        // The very same call once more is a repetition, anything else a call of its own.
        if !id.isEmpty, id == slot.id, arguments == slot.arguments { return [] }
        if name.isEmpty { name = slot.repeatedName }
        found = nil
      } else if !id.isEmpty, !slot.id.isEmpty, id != slot.id, !name.isEmpty {
        found = nil
      } else if Self.isAnother(name, after: slot, id: id, isStart: delta["type"]?.string != nil) {
        found = nil
      } else if slot.scan.isComplete, !name.isEmpty {
        slots[place].repeatedName = name
      }
    }
    let place =
      found
      ?? {
        slots.append(Slot(wireIndex: wireIndex))
        return slots.count - 1
      }()
    var events = add(id: id, name: name, arguments: arguments, to: place).map { [$0] } ?? []
    let extra = (delta.object ?? []).filter { !Self.knownMembers.contains($0.key) && !$0.value.isNull }
    if !extra.isEmpty { events.append(.toolCallExtra(index: place, extra)) }
    return events
  }

  /// The members of a call that have a place of their own; what else there is must go back as it came.
  private static let knownMembers: Set<String> = ["index", "id", "type", "function", "name", "arguments"]

  private static func holdsExtra(_ delta: JSONValue) -> Bool {
    delta.object?.contains { !knownMembers.contains($0.key) && !$0.value.isNull } ?? false
  }

  /// Whether a name begins a call of its own, and is neither a repetition nor the rest of the call's name.
  private static func isAnother(_ name: String, after slot: Slot, id: String, isStart: Bool) -> Bool {
    guard !name.isEmpty, !slot.name.isEmpty, name != slot.name, id.isEmpty || id != slot.id else {
      return false
    }
    if slot.scan.isComplete { return true }
    // A name in pieces is whole before the arguments begin, and only its first piece tells a type; a longer one that
    // begins with it is the name so far.
    return !name.hasPrefix(slot.name) && (isStart || !slot.arguments.isEmpty)
  }

  private func slot(wireIndex: Int?, id: String, position: Int, count: Int) -> Int? {
    if let wireIndex { return slots.lastIndex { $0.wireIndex == wireIndex } }
    if !id.isEmpty { return slots.lastIndex { $0.id == id } }
    // Without an index and an id: a lone piece goes on with the last call, several go by their place.
    if count == 1 { return slots.indices.last }
    return slots.indices.contains(position) ? position : nil
  }

  private mutating func add(id: String, name: String, arguments: String, to place: Int) -> ReplyEvent? {
    var newID: String?
    if !id.isEmpty, slots[place].id.isEmpty {
      slots[place].id = id
      newID = id
    }
    var newName: String?
    let known = slots[place].name
    if !name.isEmpty, name != known {
      // A name may come in pieces, or repeat what was there.
      slots[place].name = name.hasPrefix(known) ? name : known + name
      newName = slots[place].name
    }
    slots[place].arguments += arguments
    slots[place].scan.add(arguments)
    guard newID != nil || newName != nil || !arguments.isEmpty else { return nil }
    return .toolCall(index: place, id: newID, name: newName, arguments: arguments)
  }

  /// The arguments as JSON text; a few servers send the object itself.
  private static func text(of arguments: JSONValue?) -> String {
    switch arguments {
    case .string(let text): text
    case .object, .array: arguments?.text(pretty: false) ?? ""
    default: ""
    }
  }
}

/// Follows JSON text as it grows, and knows when its first object is complete.
private struct ObjectScan: Sendable {
  private(set) var isComplete = false
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  mutating func add(_ text: String) {
    for byte in text.utf8 {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { isComplete = true }
      default: break
      }
    }
  }
}
