// A libFuzzer target for the streams of models, in every wire format.
// Scripts/fuzz builds and runs it:
//   Scripts/fuzz replies

/// Stops the run with a message when a promise of the decoder does not hold.
private func require(_ condition: Bool, _ message: StaticString) {
  if !condition { fatalError("\(message)") }
}

/// The reply that bytes become in pieces of a size.
private func reply(to bytes: [UInt8], as format: WireFormat, inPiecesOf size: Int) -> Reply {
  var decoder = ReplyDecoder(format, lineLimit: 4096)
  var events: [ReplyEvent] = []
  for start in stride(from: 0, to: bytes.count, by: size) {
    events += decoder.feed(Array(bytes[start..<min(start + size, bytes.count)]))
  }
  events += decoder.finish()
  let endings = events.filter { if case .ended = $0 { true } else { false } }
  require(endings.count == 1, "A reply ends once.")
  require(events.last == endings.last, "Nothing comes behind the ending.")
  require(
    decoder.finish().isEmpty && decoder.feed(bytes).isEmpty, "Nothing comes from a decoder that has ended.")
  var reply = Reply()
  for event in events { reply.apply(event, at: 0) }
  return reply
}

/// Reads one input as a stream of each format, and traps when a reply depends on how the bytes were cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReplies(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? []
  for format in WireFormat.allCases {
    let whole = reply(to: bytes, as: format, inPiecesOf: max(1, bytes.count))
    let cut = reply(to: bytes, as: format, inPiecesOf: 7)
    require(whole.ending?.kind == cut.ending?.kind, "The ending depends on the pieces.")
    require(whole.text == cut.text && whole.reasoning == cut.reasoning, "The text depends on the pieces.")
    require(whole.toolCalls == cut.toolCalls && whole.usage == cut.usage, "The reply depends on the pieces.")
  }
  return 0
}
