/// Makes sources of flowcharts by chance, the same ones for the same seed.
struct GraphGenerator {
  private var state: UInt64
  private var lines: [String] = []
  private var boxCount = 0
  private var groups: [String] = []

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<4 { _ = next(2) }
  }

  mutating func next(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int((state >> 11) % UInt64(max(1, limit)))
  }

  /// A source with at most a number of boxes.
  mutating func source(mostBoxes: Int = 40) -> String {
    lines = ["flowchart \(["TB", "LR", "BT", "RL"][next(4)])"]
    let most = [3, 6, 10, 20, mostBoxes][next(5)]
    let wanted = 1 + next(min(most, mostBoxes))
    let hasGroups = next(3) > 0
    while boxCount < wanted {
      if hasGroups, next(4) == 0 { group(depth: 1, wanted) } else { box(indent: "") }
    }
    let edgeCount = next(boxCount + boxCount / 2 + 3)
    for _ in 0..<edgeCount { edge() }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func group(depth: Int, _ wanted: Int) {
    let indent = String(repeating: "  ", count: depth - 1)
    let name = "g\(groups.count)"
    groups.append(name)
    let title = ["Group \(name)", "\(name) of the private network", "\(name) 组", "\(name)<br>second row"][
      next(4)]
    lines.append("\(indent)subgraph \(name)[\"\(title)\"]")
    if next(3) == 0 { lines.append("\(indent)  direction \(["TB", "LR", "BT", "RL"][next(4)])") }
    if next(10) > 0 {
      for _ in 0...next(4) where boxCount < wanted {
        if depth < 4, next(3) == 0 { group(depth: depth + 1, wanted) } else { box(indent: indent + "  ") }
      }
    }
    lines.append("\(indent)end")
  }

  private mutating func box(indent: String) {
    let shapes = [
      ("[", "]"), ("[", "]"), ("[", "]"), ("(", ")"), ("{", "}"), ("[(", ")]"), ("([", "])"), ("[[", "]]"),
      ("{{", "}}"), ("[/", "/]"), ("((", "))"),
    ]
    let (open, close) = shapes[next(shapes.count)]
    let words = [
      "", " store", " of all the many orders", " 数据库", "<br>second", " naïve",
      " a-very-long-name-without-breaks",
    ]
    lines.append("\(indent)b\(boxCount)\(open)\"B\(boxCount)\(words[next(words.count)])\"\(close)")
    boxCount += 1
  }

  private mutating func end() -> String {
    if !groups.isEmpty, next(6) == 0 { return groups[next(groups.count)] }
    return "b\(next(boxCount))"
  }

  private mutating func edge() {
    let from = end()
    let to = next(12) == 0 ? from : end()
    let links = [
      "-->", "-->", "-->", "-->", "-->", "-->", "---", "-.->", "-.-", "==>", "===", "<-->", "--o", "--x",
      "o--o", "x--x", "<-.->", "---->", "~~~",
    ]
    let link = links[next(links.count)]
    var text = ""
    if link != "~~~", next(3) == 0 {
      let texts = ["yes", "a reply", "1. HTTPS", "验证", "two<br>rows", "of the whole and long text here"]
      text = "|\"\(texts[next(texts.count)])\"|"
    }
    lines.append("\(from) \(link)\(text) \(to)")
  }
}
