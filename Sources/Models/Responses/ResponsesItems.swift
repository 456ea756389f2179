import Documents

/// The items of a response's output, whose pieces come by their index.
struct ResponsesItems: Sendable {
  private struct Item: Sendable {
    var index: Int
    var value: JSONValue
    var call: Int?
    var arguments = ""
    var isDone = false
  }

  private var items: [Item] = []
  private var callCount = 0
  /// The output as the reply's end has it; empty before.
  private var output: [JSONValue] = []

  /// Takes an item at its beginning or at its end; the last one counts.
  ///
  /// - Returns: what it begins or completes of a call of a function.
  mutating func read(_ value: JSONValue, at index: Int, isDone: Bool) -> ReplyEvent? {
    let isKnown = items.contains { $0.index == index }
    if !isKnown { items.append(Item(index: index, value: value)) }
    guard let place = items.lastIndex(where: { $0.index == index }) else { return nil }
    items[place].value = value
    items[place].isDone = isDone
    guard value["type"]?.string == "function_call" else { return nil }
    if let call = items[place].call {
      return rest(of: value["arguments"]?.string ?? "", at: place, id: nil, name: nil, call: call)
    }
    let call = callCount
    callCount += 1
    items[place].call = call
    let id = value["call_id"]?.string ?? value["id"]?.string
    let arguments = isDone ? value["arguments"]?.string ?? "" : ""
    items[place].arguments = arguments
    return .toolCall(index: call, id: id, name: value["name"]?.string, arguments: arguments)
  }

  /// Takes an item of the reply's end: a call that has come is known by its id, wherever it lies.
  mutating func settle(_ value: JSONValue, at index: Int) -> ReplyEvent? {
    let isCall = value["type"]?.string == "function_call"
    let known = items.first { item in
      isCall && item.call != nil
        && ["call_id", "id"].contains { name in
          value[name]?.string?.isEmpty == false && item.value[name] == value[name]
        }
    }
    return isCall ? read(value, at: known?.index ?? index, isDone: true) : nil
  }

  /// Takes the whole output of the reply's end.
  mutating func settle(_ output: [JSONValue]) {
    self.output = output
  }

  mutating func add(arguments piece: String, at index: Int) -> ReplyEvent? {
    guard !piece.isEmpty, let place = items.lastIndex(where: { $0.index == index }),
      let call = items[place].call
    else { return nil }
    items[place].arguments += piece
    return .toolCall(index: call, id: nil, name: nil, arguments: piece)
  }

  /// The whole arguments at their end: what has not come yet is added.
  mutating func complete(arguments whole: String?, at index: Int) -> ReplyEvent? {
    guard let whole, let place = items.lastIndex(where: { $0.index == index }), let call = items[place].call
    else {
      return nil
    }
    return rest(of: whole, at: place, id: nil, name: nil, call: call)
  }

  private mutating func rest(
    of whole: String, at place: Int, id: String?, name: String?, call: Int
  ) -> ReplyEvent? {
    let known = items[place].arguments
    guard whole.utf8.count > known.utf8.count, whole.utf8.starts(with: known.utf8) else { return nil }
    items[place].arguments = whole
    let rest = String(decoding: whole.utf8.dropFirst(known.utf8.count), as: UTF8.self)
    return .toolCall(index: call, id: id, name: name, arguments: rest)
  }

  /// The names of the calls whose arguments are no JSON.
  var unreadable: [String] {
    items.filter { $0.call != nil && !$0.arguments.isEmpty && (try? JSONReader.read($0.arguments)) == nil }
      .map { $0.value["name"]?.string ?? "" }
  }

  /// The items as they go back, all of them or none: without reasoning, they are made anew from their parts.
  var returned: [ProviderItem] {
    let known: Set<String> = ["message", "function_call"]
    // The end has the last word on each item, unless it leaves some out.
    let streamed = items.filter { $0.isDone && $0.index < Int(UInt32.max) }.sorted { $0.index < $1.index }
    let whole =
      output.count >= streamed.count
      ? output
      : streamed.map { item in
        let id = item.value["id"]?.string ?? ""
        return output.first { !id.isEmpty && $0["id"]?.string == id } ?? item.value
      }
    guard whole.contains(where: { !known.contains($0["type"]?.string ?? "") }),
      !output.isEmpty || items.allSatisfy(\.isDone)
    else { return [] }
    return whole.map { ProviderItem(.responses, $0) }
  }
}
