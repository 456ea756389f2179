import Synchronization

/// A provider whose calls are all recorded, however they end.
package struct RecordingProvider: ModelProvider {
  private let base: any ModelProvider
  private let recorder: any CallRecorder
  private let purpose: CallRecord.Purpose
  private let context: CallContext
  private let cost: @Sendable (ModelName, Usage) -> Cost?
  private let now: @Sendable () -> Double

  /// - Parameters:
  ///   - cost: what a reply costs; nil where that is unknown.
  ///   - now: seconds since 1970.
  package init(
    _ base: any ModelProvider, recorder: any CallRecorder, purpose: CallRecord.Purpose,
    context: CallContext = CallContext(), cost: @escaping @Sendable (ModelName, Usage) -> Cost?,
    now: @escaping @Sendable () -> Double
  ) {
    self.base = base
    self.recorder = recorder
    self.purpose = purpose
    self.context = context
    self.cost = cost
    self.now = now
  }

  package var name: String { base.name }

  package func models() async throws -> [ModelInfo] { try await base.models() }

  package func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    let start = now()
    let record = CallRecord(
      id: ULID.make(at: start), startedAt: start, model: request.model, purpose: purpose, context: context)
    let meter = CallMeter(record, recorder: recorder, cost: cost)
    let base = base
    return AsyncStream { continuation in
      if let problem = meter.begin() { continuation.yield(.warning(problem)) }
      let task = Task {
        for await event in base.stream(request) {
          for event in meter.read(event) { continuation.yield(event) }
          if case .ended = event { break }
        }
        // A provider that breaks its promise of an ending.
        for event in meter.end(Ending(.incomplete, reason: "the stream ended without an end")) {
          continuation.yield(event)
        }
        continuation.finish()
      }
      continuation.onTermination = { reason in
        guard case .cancelled = reason else { return }
        // The reader has stopped, or is gone. What it is given here it still sees.
        for event in meter.end(Ending(.cancelled)) { continuation.yield(event) }
        task.cancel()
      }
    }
  }
}

/// Adds up one call, and records it once.
private final class CallMeter: Sendable {
  private struct State {
    var record: CallRecord
    var reply = Reply()
    var isClosed = false
  }

  private let start = ContinuousClock.now
  private let state: Mutex<State>
  private let recorder: any CallRecorder
  private let cost: @Sendable (ModelName, Usage) -> Cost?

  init(
    _ record: CallRecord, recorder: any CallRecorder,
    cost: @escaping @Sendable (ModelName, Usage) -> Cost?
  ) {
    state = Mutex(State(record: record))
    self.recorder = recorder
    self.cost = cost
  }

  /// Keeps that the call is about to be made.
  ///
  /// - Returns: what a person should know when it could not be kept.
  func begin() -> String? {
    Self.told { try recorder.begin(state.withLock { $0.record }) }
  }

  /// Takes an event.
  ///
  /// - Returns: what the reader is to be given; nothing once the call has ended.
  func read(_ event: ReplyEvent) -> [ReplyEvent] {
    if case .ended(let ending) = event { return end(ending) }
    let seconds = start.duration(to: .now).inSeconds
    return state.withLock { state in
      guard !state.isClosed else { return [] }
      if case .text = event {
        // The text itself is nobody's business here, only when it began.
        if state.reply.timing.firstToken == nil { state.reply.timing.firstToken = seconds }
      } else {
        if case .retrying = event { state.record.retries += 1 }
        state.reply.apply(event, at: seconds)
      }
      return [event]
    }
  }

  /// Ends the call: it is recorded before its reader hears of it.
  ///
  /// - Returns: what the reader is to be given; nothing when the call has ended already.
  func end(_ ending: Ending) -> [ReplyEvent] {
    let seconds = start.duration(to: .now).inSeconds
    let record: CallRecord? = state.withLock { state in
      guard !state.isClosed else { return nil }
      state.isClosed = true
      state.record.timing = Timing(firstToken: state.reply.timing.firstToken, total: seconds)
      state.record.usage = state.reply.usage
      state.record.ending = ending
      state.record.toolCallCount = state.reply.toolCalls.count
      state.record.droppedParameters = state.reply.droppedParameters
      state.reply = Reply()
      return state.record
    }
    guard var record else { return [] }
    record.cost = record.usage.flatMap { cost(record.model, $0) }
    let problem = Self.told { [record] in try recorder.finish(record) }
    return (problem.map { [.warning($0)] } ?? []) + [.ended(ending)]
  }

  private static func told(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "this call could not be recorded: \(error)"
    }
  }
}
