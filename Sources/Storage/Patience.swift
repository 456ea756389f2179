import GRDB
import Glibc

/// How a connection waits while other programs write.
///
/// SQLite's own wait sleeps longer the longer it waits: where two hundred programs write at once, those that have just
/// come are served first, and the oldest give up. This one looks more often the longer it has waited. It counts looks
/// instead of reading a clock, so that on a machine too busy to wake anybody in time it waits longer.
enum Patience {
  /// Pauses between two looks, in microseconds: of another length each time, so that those who wait do not meet again.
  private static let first = 10_000...30_000
  private static let later = 4_000...12_000
  private static let firstCount = 50

  /// Waits for about so many seconds on a machine with time to spare.
  static func seconds(_ seconds: Double) -> GRDB.Database.BusyMode {
    .callback { wait(afterLooks: $0, seconds: seconds) }
  }

  /// Waits until the next look.
  ///
  /// - Returns: false, at once, when there were looks enough.
  static func wait(afterLooks count: Int, seconds: Double) -> Bool {
    guard Double(count) < looks(within: seconds) else { return false }
    usleep(useconds_t(Int.random(in: count < firstCount ? first : later)))
    return true
  }

  private static func looks(within seconds: Double) -> Double {
    let firstSeconds = Double(firstCount) * middle(first)
    guard seconds > firstSeconds else { return seconds / middle(first) }
    return Double(firstCount) + (seconds - firstSeconds) / middle(later)
  }

  private static func middle(_ range: ClosedRange<Int>) -> Double {
    Double(range.lowerBound + range.upperBound) / 2 / 1_000_000
  }
}
