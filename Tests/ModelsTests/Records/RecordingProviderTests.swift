import Synchronization
import TestSupport
import Testing

@testable import Models

/// Keeps records in memory.
private final class MemoryRecorder: CallRecorder {
  struct Full: Error, CustomStringConvertible { var description: String { "the disk is full" } }

  private let kept = Mutex<(begun: [CallRecord], finished: [CallRecord])>(([], []))
  private let isFull: Bool

  init(isFull: Bool = false) { self.isFull = isFull }

  var begun: [CallRecord] { kept.withLock { $0.begun } }
  var finished: [CallRecord] { kept.withLock { $0.finished } }

  func begin(_ record: CallRecord) throws {
    if isFull { throw Full() }
    kept.withLock { $0.begun.append(record) }
  }

  func finish(_ record: CallRecord) throws {
    if isFull { throw Full() }
    kept.withLock { $0.finished.append(record) }
  }
}

/// Streams what it is given, and then waits until nobody reads any more.
private struct PreparedProvider: ModelProvider {
  var events: [ReplyEvent]
  var ends = true
  let isStopped = Box<Bool>()
  var name: String { "test" }
  func models() async throws -> [ModelInfo] { [] }

  func stream(_ request: ChatRequest) -> AsyncStream<ReplyEvent> {
    AsyncStream { continuation in
      for event in events { continuation.yield(event) }
      continuation.onTermination = { reason in
        if case .cancelled = reason { isStopped.set(true) }
      }
      if ends { continuation.finish() }
    }
  }
}

@Suite(.timeLimit(.minutes(10)))
struct RecordingProviderTests {
  private let request = ChatRequest(
    model: ModelName(provider: "test", model: "m"), messages: [ChatMessage(.user, "ping")])

  private func recording(_ base: any ModelProvider, _ recorder: any CallRecorder) -> RecordingProvider {
    RecordingProvider(
      base, recorder: recorder, purpose: .evaluation,
      context: CallContext(traceID: "run 1", parentID: "case 7", label: "judge"),
      cost: { _, usage in
        usage.outputTokens.map {
          Cost(amount: Double($0), currency: "USD", priceDate: "2026-11-12", source: "a list")
        }
      },
      now: { 1_764_432_000 })
  }

  @Test func aWholeReplyIsPassedOnAndRecorded() async {
    let all: [ReplyEvent] = [
      .retrying(reason: "busy", seconds: 1), .droppedParameter("seed"), .text("po"), .text("ng"),
      .toolCall(index: 0, id: "1", name: "f", arguments: "{}"),
      .usage(Usage(inputTokens: 3, outputTokens: 2)), .ended(Ending(.complete, raw: "stop")),
    ]
    let recorder = MemoryRecorder()
    var seen: [ReplyEvent] = []
    for await event in recording(PreparedProvider(events: all), recorder).stream(request) {
      if case .ended = event { #expect(recorder.finished.count == 1) }
      seen.append(event)
    }
    #expect(seen == all && recorder.begun.count == 1 && recorder.finished.count == 1)
    let record = recorder.finished[0]
    #expect(record.id == recorder.begun[0].id && recorder.begun[0].ending == nil)
    #expect(record.usage == Usage(inputTokens: 3, outputTokens: 2) && record.totalTokens == 5)
    #expect(record.cost?.amount == 2 && record.ending == Ending(.complete, raw: "stop"))
    #expect(record.retries == 1 && record.toolCallCount == 1 && record.droppedParameters == ["seed"])
    #expect(record.purpose == .evaluation && record.context.parentID == "case 7")
    #expect((record.timing.firstToken ?? -1) >= 0 && record.timing.total >= record.timing.firstToken ?? 0)
  }

  @Test func aReaderWhoLeavesEarlyIsRecordedAsStopped() async {
    let recorder = MemoryRecorder()
    let base = PreparedProvider(events: [.text("a"), .usage(Usage(inputTokens: 9)), .text("b")], ends: false)
    for await event in recording(base, recorder).stream(request) {
      if event == .text("b") { break }
    }
    #expect(recorder.finished.map(\.ending) == [Ending(.cancelled)])
    #expect(recorder.finished.first?.usage?.inputTokens == 9 && recorder.finished.first?.cost == nil)
    while await base.isStopped.get() == nil {}
  }

  @Test func aCancelledTaskSeesTheEndingAndIsRecordedAsStopped() async {
    let recorder = MemoryRecorder()
    let base = PreparedProvider(events: [.text("a")], ends: false)
    let provider = recording(base, recorder)
    let hasText = Mutex(false)
    let task = Task {
      var seen: [ReplyEvent] = []
      for await event in provider.stream(request) {
        seen.append(event)
        hasText.withLock { $0 = true }
      }
      return seen
    }
    while !hasText.withLock({ $0 }) { await Task.yield() }
    task.cancel()
    #expect(await task.value == [.text("a"), .ended(Ending(.cancelled))])
    #expect(recorder.finished.map(\.ending) == [Ending(.cancelled)])
    while await base.isStopped.get() == nil {}
  }

  @Test func aStreamNobodyReadsIsRecorded() {
    let recorder = MemoryRecorder()
    _ = recording(PreparedProvider(events: [], ends: false), recorder).stream(request)
    #expect(recorder.finished.map(\.ending) == [Ending(.cancelled)])
  }

  @Test func aProviderWithoutAnEndingIsRecordedAsIncomplete() async {
    let recorder = MemoryRecorder()
    var seen: [ReplyEvent] = []
    for await event in recording(PreparedProvider(events: [.text("a")]), recorder).stream(request) {
      seen.append(event)
    }
    #expect(seen.count == 2 && recorder.finished.map(\.ending?.kind) == [.incomplete])
  }

  @Test func aRecorderThatFailsIsToldAndStopsNothing() async {
    var seen: [ReplyEvent] = []
    let base = PreparedProvider(events: [.text("a"), .ended(Ending(.complete))])
    for await event in recording(base, MemoryRecorder(isFull: true)).stream(request) { seen.append(event) }
    let warning = ReplyEvent.warning("this call could not be recorded: the disk is full")
    #expect(seen == [warning, .text("a"), warning, .ended(Ending(.complete))])
  }

  @Test func aFailedCallOverARealSocketIsRecorded() async throws {
    let recorder = MemoryRecorder()
    try await TestServer.withRefusingPort { port in
      let base = makeProvider(AsyncHTTPTransport(environment: [:]), url: "http://127.0.0.1:\(port)/v1")
      for await _ in recording(base, recorder).stream(request) {}
    }
    #expect(recorder.finished.map(\.ending?.kind) == [.failed] && recorder.finished[0].usage == nil)
  }

  @Test func totalsTellWhatTheyDoNotKnow() {
    func record(_ kind: Ending.Kind?, _ seconds: Double, _ usage: Usage?, _ cost: Double?) -> CallRecord {
      var record = CallRecord(
        id: "", startedAt: 0, model: ModelName(provider: "a", model: "b"), purpose: .chat)
      record.ending = kind.map { Ending($0) }
      record.timing = Timing(total: seconds)
      record.usage = usage
      record.cost = cost.map { Cost(amount: $0, currency: "USD", priceDate: "", source: "") }
      return record
    }
    let totals = CallTotals([
      record(.complete, 1, Usage(inputTokens: 10, outputTokens: 5), 0.5),
      record(.length, 3, Usage(inputTokens: 10), nil), record(.failed, 100, nil, nil),
      record(nil, 0, nil, nil), record(.cancelled, 9, Usage(inputTokens: 1, outputTokens: 1), 0.25),
    ])
    #expect(totals.calls == 5 && totals.failures == 2 && totals.inputTokens == 21 && totals.outputTokens == 6)
    #expect(totals.callsWithoutUsage == 3 && totals.callsWithoutCost == 3 && totals.costs == ["USD": 0.75])
    #expect(totals.duration(percentile: 0.5) == 1 && totals.duration(percentile: 0.95) == 3)
    #expect(CallTotals([CallRecord]()).duration(percentile: 0.5) == nil)
  }
}
