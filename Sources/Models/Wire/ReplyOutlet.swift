import Synchronization

/// The stream of a reply: nothing leaves it after `.ended`, and no secret at all.
///
/// It holds the decoder, too, so that a reply stopped from any thread first gives what the decoder held back.
final class ReplyOutlet: Sendable {
  private struct State: Sendable {
    var hasEnded = false
    var decoder: ReplyDecoder?
    var redaction: Redaction
    var requestID: String?
  }

  private let continuation: AsyncStream<ReplyEvent>.Continuation
  private let state: Mutex<State>

  init(_ continuation: AsyncStream<ReplyEvent>.Continuation, hiding redaction: Redaction) {
    self.continuation = continuation
    state = Mutex(State(redaction: redaction))
  }

  /// From here on other secrets are hidden, such as a key that has just been looked up.
  func hide(_ redaction: Redaction) {
    state.withLock { $0.redaction = redaction }
  }

  /// The server's name for the request, which its makers ask for when something is wrong.
  func note(requestID: String?) {
    state.withLock { $0.requestID = requestID?.trimmedBlanks.shortened(to: 100) }
  }

  func send(_ event: ReplyEvent) {
    state.withLock { send([event], &$0) }
  }

  /// Gives the decoder through which all bytes go.
  func begin(_ decoder: ReplyDecoder) {
    state.withLock { $0.decoder = decoder }
  }

  /// Passes on what bytes become.
  ///
  /// - Returns: what is known of the reply; nil when it has ended.
  func read(_ bytes: [UInt8]) -> Watchdog.Signs? {
    state.withLock { state in
      guard !state.hasEnded, let events = state.decoder?.feed(bytes) else { return nil }
      send(events, &state)
      guard !state.hasEnded, let decoder = state.decoder else { return nil }
      return Watchdog.Signs(
        eventCount: decoder.eventCount, hasContent: decoder.hasContent, isFinished: decoder.isFinished)
    }
  }

  /// Ends the reply at the end of its bytes.
  ///
  /// - Parameters:
  ///   - cause: why they ended, when it was not properly.
  ///   - kind: how a reply without an end is to be called then.
  func close(because cause: String? = nil, kind: Ending.Kind = .incomplete) {
    state.withLock { state in
      if let events = state.decoder?.finish(because: cause, kind: kind) { send(events, &state) }
    }
  }

  /// Ends the reply as stopped.
  func cancel() {
    state.withLock { state in
      send(state.decoder?.cancel() ?? [.ended(Ending(.cancelled))], &state)
    }
  }

  /// Closes the stream, which must have ended.
  func finish() {
    continuation.finish()
  }

  private func send(_ events: [ReplyEvent], _ state: inout State) {
    for event in events where !state.hasEnded {
      switch event {
      case .ended(var ending):
        state.hasEnded = true
        state.decoder = nil
        if let id = state.requestID, [.failed, .filtered, .incomplete].contains(ending.kind) {
          ending.raw = [ending.raw, "request \(id)"].compactMap(\.self).joined(separator: ", ")
        }
        continuation.yield(.ended(state.redaction.hiding(ending)))
      case .warning(let text): continuation.yield(.warning(state.redaction.hiding(text)))
      case .retrying(let reason, let seconds):
        continuation.yield(.retrying(reason: state.redaction.hiding(reason), seconds: seconds))
      case .metadata(let members): continuation.yield(.metadata(state.redaction.hiding(members)))
      default: continuation.yield(event)
      }
    }
  }
}
