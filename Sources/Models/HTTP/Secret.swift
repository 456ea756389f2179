/// A key that never prints itself: not in messages, not in logs, not in a dump of what holds it.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let read: @Sendable () async throws -> String

  package init(_ text: String) {
    read = { text }
  }

  /// A key that is looked up when it is needed, and each time anew.
  package init(reading read: @escaping @Sendable () async throws -> String) {
    self.read = read
  }

  /// The key itself, without blanks and line ends around it.
  package func reveal() async throws -> String {
    try await read().trimmedBlanks
  }

  package var description: String { "•••" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
