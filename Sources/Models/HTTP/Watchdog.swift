import Synchronization

/// How long is waited for a reply, in seconds.
package struct Patience: Hashable, Sendable {
  /// The longest time without an event, before the first one and between two.
  ///
  /// Comments that only keep a stream alive do not count, so that a server cannot hold a person for ever.
  package var event: Double
  /// The longest time without a byte once text has come; comments count.
  package var stall: Double
  /// The time for what may follow a reply that is over, such as its usage.
  package var afterFinish: Double
  /// The longest time for a list of models; nobody waits for one as long as for a reply.
  package var list: Double

  package init(event: Double = 600, stall: Double = 120, afterFinish: Double = 3, list: Double = 60) {
    self.event = event
    self.stall = stall
    self.afterFinish = afterFinish
    self.list = list
  }
}

/// Stops work on an answer that shows no sign of life for too long.
///
/// One task looks now and then, so that a sign costs a look at the clock and nothing more.
final class Watchdog: Sendable {
  /// What the work waited for in vain.
  enum Bite: Hashable, Sendable {
    /// Nothing came for so many seconds.
    case silence(Double)
    /// Nothing but comments came for so many seconds.
    case onlyComments(Double)
    /// Nothing more came behind a reply that is over, which is no harm.
    case finish
  }

  /// What is known of an answer.
  struct Signs: Hashable, Sendable {
    var eventCount = 0
    var hasContent = false
    var isFinished = false
  }

  private struct State {
    var signs = Signs()
    var lastByte: SuspendingClock.Instant?
    var lastEvent: SuspendingClock.Instant
    var bite: Bite?
  }

  private let patience: Patience
  private let state: Mutex<State>

  init(_ patience: Patience) {
    self.patience = patience
    state = Mutex(State(lastEvent: .now))
  }

  /// Why the work was stopped; nil when it was not.
  var bite: Bite? { state.withLock { $0.bite } }

  /// What was last known of the answer.
  var signs: Signs { state.withLock { $0.signs } }

  /// Bytes came, and with them what is known of the answer.
  func heard(_ signs: Signs) {
    let now = SuspendingClock.now
    state.withLock { state in
      state.lastByte = now
      if signs.eventCount != state.signs.eventCount { state.lastEvent = now }
      state.signs = signs
    }
  }

  /// Does work, and cancels it when its time is over.
  ///
  /// - Returns: what the work returns, nil when it did not come to an end: ``bite`` tells why.
  /// - Throws: what the work throws by itself.
  func watch<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      defer { group.cancelAll() }
      group.addTask { try await work() }
      group.addTask {
        await self.sit()
        return nil
      }
      while let value = try await group.next() {
        if let value { return value }
        // The watch is over first only when it has bitten, or when all is cancelled.
        guard bite != nil else { continue }
        // What the work may have brought home at this very moment was cancelled with it, and is of no use.
        group.cancelAll()
        _ = try? await group.next()
        return nil
      }
      return nil
    }
  }

  /// Waits until the time is over, or the task is cancelled.
  private func sit() async {
    let shortest = min(patience.event, patience.stall, patience.afterFinish)
    while true {
      let (bite, end) = deadline()
      let left = SuspendingClock.now.duration(to: end)
      if left <= .zero {
        state.withLock { $0.bite = bite }
        return
      }
      // The end may come nearer meanwhile, so that no sleep is long.
      let sleep = min(left, Self.duration(max(0.01, shortest / 3)))
      guard (try? await Task.sleep(for: sleep, clock: .suspending)) != nil else { return }
    }
  }

  private func deadline() -> (Bite, SuspendingClock.Instant) {
    let state = state.withLock { $0 }
    if state.signs.isFinished {
      return (.finish, state.lastEvent.advanced(by: Self.duration(patience.afterFinish)))
    }
    let event = state.lastEvent.advanced(by: Self.duration(patience.event))
    guard let lastByte = state.lastByte else { return (.silence(patience.event), event) }
    let byte = lastByte.advanced(by: Self.duration(patience.stall))
    if state.signs.hasContent, byte < event { return (.silence(patience.stall), byte) }
    return (lastByte > state.lastEvent ? .onlyComments(patience.event) : .silence(patience.event), event)
  }

  /// So many seconds, ten years at most.
  private static func duration(_ seconds: Double) -> Duration {
    .seconds(seconds < 3e8 ? max(0, seconds) : 3e8)
  }
}
