/// A key that never prints itself: not in messages, not in logs, not in a dump of what holds it.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let read: @Sendable () async throws -> String
  private let forgetting: @Sendable () async -> Void

  package init(_ text: String) {
    read = { text }
    forgetting = {}
  }

  /// A key that is looked up when it is needed, and each time anew.
  ///
  /// - Parameter forget: lets go of what the look-up may have kept.
  package init(
    reading read: @escaping @Sendable () async throws -> String,
    forgetting forget: @escaping @Sendable () async -> Void = {}
  ) {
    self.read = read
    forgetting = forget
  }

  /// The key itself, without blanks and line ends around it.
  package func reveal() async throws -> String {
    try await read().trimmedBlanks
  }

  /// Has the key looked up anew the next time: the server did not accept it, and it may have been changed or be too old.
  package func forget() async {
    await forgetting()
  }

  package var description: String { "•••" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
