/// Sources that are far larger or stranger than what anybody draws, each of a size.
enum HostileSource: String, CaseIterable {
  case nestedGroups, randomLines, star, longLabel, looseBoxes, parallelLines, chainAcross, chainDown
  case ampersands, longNames, groupsInARow, linesToOneGroup, loops, completeGraph, ladder

  /// The size at which it is measured in a release build.
  var fullSize: Int {
    switch self {
    case .nestedGroups, .linesToOneGroup: 10_000
    case .randomLines, .star: 100_000
    case .longLabel: 1_000_000
    case .looseBoxes, .ladder: 5_000
    case .parallelLines, .loops: 2_000
    case .chainAcross, .chainDown: 50_000
    case .ampersands: 400
    case .longNames: 100_000
    case .groupsInARow: 200
    case .completeGraph: 60
    }
  }

  /// A size that takes no time worth mentioning in a debug build.
  var smallSize: Int {
    switch self {
    case .nestedGroups: 10_000
    case .longLabel: 4_000
    case .longNames: 400
    case .randomLines: 40
    case .completeGraph: 6
    case .ampersands: 8
    case .groupsInARow: 12
    default: 50
    }
  }

  func text(_ size: Int) -> String {
    switch self {
    case .nestedGroups:
      return "flowchart TB\n" + (0..<size).map { "subgraph g\($0)\n" }.joined()
        + "x\n" + String(repeating: "end\n", count: size)
    case .randomLines:
      var state: UInt64 = 88_172_645_463_325_252
      func next(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(limit))
      }
      let boxes = max(20, size / 100)
      return lines("TB", size) { _ in "b\(next(boxes)) --> b\(next(boxes))" }
    case .star: return lines("TB", size) { "hub --> b\($0)" }
    case .longLabel:
      return "flowchart TB\na[\"" + String(repeating: "word after word ", count: size / 16) + "\"] --> b\n"
    case .looseBoxes: return lines("TB", size) { "b\($0)" }
    case .parallelLines: return lines("LR", size) { $0 % 2 == 0 ? "a --> b" : "a -->|text| b" }
    case .chainAcross: return lines("LR", size) { "b\($0) --> b\($0 + 1)" }
    case .chainDown: return lines("TB", size) { "b\($0) --> b\($0 + 1)" }
    case .ampersands:
      let names = (0..<size).map { "a\($0)" }.joined(separator: " & ")
      return "flowchart TB\n\(names) --> \(names.replacing("a", with: "b"))\n"
    case .longNames:
      let name = String(repeating: "name", count: size / 4)
      return "flowchart LR\n\(name) --> \(name)s\nsubgraph \(name)g\n\(name)\nend\n\(name)s --> \(name)g\n"
    case .groupsInARow:
      return "flowchart LR\n"
        + (0..<size).map { "subgraph g\($0)\na\($0) --> b\($0)\nend\n" }.joined()
        + (1..<size).map { "b\($0 - 1) --> a\($0)\n" }.joined()
    case .linesToOneGroup:
      return "flowchart TB\nsubgraph g\nx --> y\nend\n" + (0..<size).map { "b\($0) --> g\n" }.joined()
    case .loops: return lines("TB", size) { "a -->|loop \($0)| a" }
    case .completeGraph:
      return "flowchart LR\n"
        + (0..<size).flatMap { one in (0..<size).map { "b\(one) --> b\($0)\n" } }.joined()
    case .ladder: return lines("BT", size) { "a\($0) --> a\($0 + 1) --> b\($0 + 1)\nb\($0) --> b\($0 + 1)" }
    }
  }

  private func lines(_ direction: String, _ count: Int, _ line: (Int) -> String) -> String {
    "flowchart \(direction)\n" + (0..<count).map { line($0) + "\n" }.joined()
  }
}
