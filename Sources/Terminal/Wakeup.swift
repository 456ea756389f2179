import CTerminal

/// Wakes the terminal's loop from any thread.
package final class Wakeup: Sendable {
  let descriptor: Int32

  init() {
    descriptor = atelier_wakeup_create()
  }

  /// Makes the loop look for messages.
  package func send() {
    atelier_wakeup_send(descriptor)
  }

  func drain() {
    atelier_wakeup_drain(descriptor)
  }
}
