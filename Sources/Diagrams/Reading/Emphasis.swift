/// Takes the marks of emphasis out of a text: `**bold**`, `*italic*`, `__bold__`, `_italic_`.
enum Emphasis {
  /// A run of stars or underscores that still waits for its other half.
  private struct Run {
    var start: Int
    var count: Int
  }

  /// The text without the marks that belong together in pairs.
  ///
  /// - Parameter isMarkdown: whether all marks count; in other labels only `**` does.
  static func stripped(_ text: ArraySlice<Unicode.Scalar>, isMarkdown: Bool) -> [Unicode.Scalar] {
    guard text.contains(where: { $0 == "*" || isMarkdown && $0 == "_" }) else { return Array(text) }
    var isDropped = [Bool](repeating: false, count: text.count)
    var stars: [Run] = []
    var underscores: [Run] = []
    var index = text.startIndex
    while index < text.endIndex {
      let mark = text[index]
      guard mark == "*" || isMarkdown && mark == "_" else {
        index += 1
        continue
      }
      var end = index
      while end < text.endIndex, text[end] == mark { end += 1 }
      var run = Run(start: index - text.startIndex, count: end - index)
      let before = index > text.startIndex ? text[index - 1] : " "
      let after = end < text.endIndex ? text[end] : " "
      // Within a word an underscore is a part of the word.
      var mayClose = !before.isSpace && (mark == "*" || !after.isWordPart)
      var mayOpen = !after.isSpace && (mark == "*" || !before.isWordPart)
      if !isMarkdown { (mayOpen, mayClose) = (run.count == 2, run.count == 2) }
      if mayClose {
        if mark == "*" { close(&run, &stars, &isDropped) } else { close(&run, &underscores, &isDropped) }
      }
      if mayOpen, run.count > 0 {
        if mark == "*" { stars.append(run) } else { underscores.append(run) }
      }
      index = end
    }
    return zip(text, isDropped).compactMap { scalar, isDropped in isDropped ? nil : scalar }
  }

  /// Pairs the marks of a closing run with those of the runs that wait.
  private static func close(_ run: inout Run, _ waiting: inout [Run], _ isDropped: inout [Bool]) {
    while run.count > 0, var opener = waiting.popLast() {
      let count = min(run.count, opener.count)
      for offset in 0..<count {
        isDropped[run.start + offset] = true
        isDropped[opener.start + opener.count - 1 - offset] = true
      }
      run.start += count
      run.count -= count
      opener.count -= count
      if opener.count > 0 { waiting.append(opener) }
    }
  }
}
