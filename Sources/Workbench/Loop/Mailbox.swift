import Synchronization
import Terminal

/// Brings messages from any thread to the workbench's loop.
final class Mailbox: Sendable {
  private let messages = Mutex<[Message]>([])
  private let wakeup: Wakeup

  init(wakeup: Wakeup) {
    self.wakeup = wakeup
  }

  /// Leaves a message.
  ///
  /// The loop is woken only by the first one it has not fetched, however fast they come.
  func post(_ message: Message) {
    let isFirst = messages.withLock { waiting in
      waiting.append(message)
      return waiting.count == 1
    }
    if isFirst { wakeup.send() }
  }

  /// Takes all messages.
  func fetch() -> [Message] {
    messages.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
