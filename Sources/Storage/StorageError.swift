/// A database that cannot be used: what happened, what it means, and what to do next.
package struct StorageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is in the way.
  package enum Kind: String, Hashable, Sendable {
    /// A newer program made the file.
    case newer
    /// SQLite cannot make sense of what the file holds.
    case damaged
    /// Another program holds it for longer than this one waits.
    case locked
    case readOnly
    /// No room on the disk.
    case full
    /// The file belongs to another program.
    case foreign
    case cannotOpen
    /// There is no file, and none was to be made.
    case missing
    case other
  }

  package var kind: Kind
  /// One line for a person, with the path.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }
}
