import Synchronization

/// The id of a reply, known once it has begun, shared with the closure that tells of it.
final class ReplyID: Sendable {
  private let value = Mutex("")

  func set(_ id: String) { value.withLock { $0 = id } }
  func get() -> String { value.withLock { $0 } }
}
