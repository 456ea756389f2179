/// A key that never prints itself: not in messages, not in logs, not in a dump of what holds it.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let read: @Sendable () async throws -> String
  private let forgetting: @Sendable (_ refused: String) async -> Void

  package init(_ text: String) {
    read = { text }
    forgetting = { _ in }
  }

  /// A key that is looked up when it is needed, and each time anew.
  ///
  /// - Parameter forget: lets go of what the look-up may have kept, if it is still the key that was refused.
  package init(
    reading read: @escaping @Sendable () async throws -> String,
    forgetting forget: @escaping @Sendable (_ refused: String) async -> Void = { _ in }
  ) {
    self.read = read
    forgetting = forget
  }

  /// The key itself, without blanks and line ends around it.
  package func reveal() async throws -> String {
    try await read().trimmedBlanks
  }

  /// Looks up the key anew: the server did not accept it, and it may have been changed or be too old.
  ///
  /// Of several who were refused at once only the first has a program run; the others find the new key already there.
  ///
  /// - Returns: the other key that is there by now; nil when it is the same, or none can be had.
  /// - Throws: `CancellationError` when the task was cancelled.
  func renewed(refused key: String) async throws -> String? {
    await forgetting(key)
    do {
      let new = try await reveal()
      return new == key || new.isEmpty ? nil : new
    } catch {
      // That the key was refused is what a person must know.
      try Task.checkCancellation()
      return nil
    }
  }

  package var description: String { "•••" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
