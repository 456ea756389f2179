/// Lines of a document as a source names them: `61,79-81,123`.
package struct LineSet: Hashable, Sendable {
  package let ranges: [ClosedRange<Int>]

  /// Reads line numbers; nil when the text holds something else.
  package init?(parsing text: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { end in
        Int(String(end.filter { $0 != " " }))
      }
      guard ends.count == 1 || ends.count == 2, let first = ends[0], let last = ends[ends.count - 1],
        first > 0, first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  package func contains(_ line: Int) -> Bool { ranges.contains { $0.contains(line) } }
}
