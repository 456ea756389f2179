import Dispatch
import FoundationEssentials
import Synchronization

/// Work that all processors share.
enum Parallel {
  /// How many pieces a large work is cut into, so that no processor waits long for another.
  static var pieces: Int { min(16, max(1, ProcessInfo.processInfo.activeProcessorCount) * 2) }

  /// The results of all pieces, in their order.
  static func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    guard count > 1 else { return (0..<max(0, count)).map(body) }
    let results = Mutex<[Int: Result]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { piece in
      let result = body(piece)
      results.withLock { $0[piece] = result }
    }
    let found = results.withLock { $0 }
    return (0..<count).compactMap { found[$0] }
  }

  /// Cuts a number of things into pieces of about the same size.
  static func cut(_ count: Int, into pieces: Int) -> [Range<Int>] {
    let pieces = max(1, min(pieces, count))
    return (0..<pieces).map { count * $0 / pieces..<count * ($0 + 1) / pieces }
  }
}
