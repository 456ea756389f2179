/// A place in a text file, counted from 1; columns count Unicode scalars, as editors and libyaml do.
package struct SourcePosition: Hashable, Sendable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Something wrong with a document, at a place in it.
package struct DocumentError: Error, Hashable, Sendable {
  /// What is wrong and what was expected, in one sentence without a full stop at its end.
  package var message: String
  package var position: SourcePosition?

  package init(_ message: String, at position: SourcePosition?) {
    self.message = message
    self.position = position
  }

  /// The error as compilers print it: `file:line:column: message`.
  package func described(file: String) -> String {
    guard let position else { return "\(file): \(message)" }
    return "\(file):\(position.line):\(position.column): \(message)"
  }
}
