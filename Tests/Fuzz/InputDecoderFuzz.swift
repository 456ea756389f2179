// A libFuzzer target for the input decoder. Build it by hand so:
//   swiftc -emit-module -emit-library -static -parse-as-library -O -package-name atelier \
//     -module-name TerminalUI Sources/TerminalUI/Input/{KeyPress,InputEvent}.swift -o libTerminalUI.a
//   swiftc -O -parse-as-library -sanitize=fuzzer -package-name atelier -module-name Fuzz -I . \
//     Sources/Terminal/InputDecoder*.swift Tests/Fuzz/InputDecoderFuzz.swift libTerminalUI.a -o fuzz
//   ./fuzz -max_len=256 <folder for new inputs> Tests/TerminalTests/Corpus/input

#if canImport(TerminalUI)
import TerminalUI
#endif

/// Stops the run with a message when a promise of the decoder does not hold.
private func require(_ condition: Bool, _ message: StaticString) {
  if !condition { fatalError("\(message)") }
}

private func require(stateOf decoder: InputDecoder, after byteCount: Int) {
  require(decoder.bufferedByteCount <= byteCount, "The decoder keeps more than it was given.")
  var copy = decoder
  let expectsMore = copy.isWaitingForTimeout
  require(copy.flush().isEmpty != expectsMore, "isWaitingForTimeout and flush() disagree.")
  require(!copy.isWaitingForTimeout, "flush() leaves something to flush.")
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
}

private func require(normalised event: InputEvent) {
  switch event {
  case .key(let press):
    guard case .character(let character) = press.key else { return }
    require(character.unicodeScalars.allSatisfy { !isControl($0) }, "A control character was typed.")
    let isControlled = press.modifiers.contains(.control)
    require(isControlled || !press.modifiers.contains(.shift), "A shifted character kept its Shift.")
    require(!isControlled || !("A"..."Z").contains(character), "A letter with Control is a capital.")
  case .mouse(let mouse):
    require(mouse.column >= 0 && mouse.row >= 0, "The mouse is outside the window.")
  case .paste(let text):
    require(
      text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || !isControl($0) },
      "A control character was pasted.")
  case .focus, .resize, .reply:
    return
  }
}

/// Decodes one input whole, in pieces and byte by byte, and traps when the events differ.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInputDecoder(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  guard let first = bytes.first else { return 0 }

  var decoder = InputDecoder()
  let whole = decoder.feed(bytes)
  require(stateOf: decoder, after: count)
  whole.forEach(require(normalised:))

  // A small limit for pastes, so that short inputs reach it.
  for (size, limit) in [(1, 16 << 20), (Int(first % 32) + 1, 16 << 20), (count, 8), (1, 8)] {
    var other = InputDecoder(pasteByteLimit: limit)
    var events: [InputEvent] = []
    for offset in stride(from: 0, to: count, by: size) {
      let end = min(offset + size, count)
      events += other.feed(UnsafeBufferPointer(rebasing: bytes[offset..<end]))
      require(stateOf: other, after: end)
    }
    require(other.bufferedByteCount <= max(InputDecoder.stringLimit, limit), "The buffer has no bound.")
    let isSame =
      limit > 8
      ? events == whole && other.bufferedByteCount == decoder.bufferedByteCount
      : events.count == whole.count
    require(isSame, "The events depend on how the bytes are cut.")
  }

  // Pauses after each piece may change the events, but must leave the decoder sound.
  var paused = InputDecoder()
  for offset in stride(from: 0, to: count, by: Int(first % 8) + 1) {
    let end = min(offset + Int(first % 8) + 1, count)
    paused.feed(UnsafeBufferPointer(rebasing: bytes[offset..<end])).forEach(require(normalised:))
    paused.flush().forEach(require(normalised:))
    require(stateOf: paused, after: end)
  }
  return 0
}
