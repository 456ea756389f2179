@testable import Diagrams

/// Makes sources of sequence diagrams by chance, the same ones for the same seed.
struct SequenceGenerator {
  private var state: UInt64
  private var lines: [String] = []
  private var open: [String] = []
  private var busy: [Int: Int] = [:]
  private let participants: Int
  private var created = 0

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    participants = Int(state >> 40 % 6) + 1
  }

  private mutating func next(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, limit)))
  }

  private mutating func text() -> String {
    let words = [
      "GET", "/orders/{id}", "a", "reply", "with", "the", "session", "token", "验证", "成功", "naïve", "🚀",
      "configuration_of_the_gateway", "ok", "of", "an", "authorization", "request", "é", "10.5%",
    ]
    var parts: [String] = []
    for _ in 0...next(9) { parts.append(words[next(words.count)]) }
    if next(5) == 0 { parts.insert("<br/>", at: parts.count / 2) }
    return parts.joined(separator: " ")
  }

  private mutating func name() -> String { "P\(next(participants))" }

  mutating func source() -> String {
    lines = ["sequenceDiagram"]
    if next(3) == 0 { lines.append("autonumber") }
    if next(3) == 0 { lines.append("title \(text())") }
    let kinds = ["participant", "actor"]
    var isBoxed = false
    for index in 0..<participants {
      if !isBoxed, next(4) == 0 {
        lines.append("box \(text().replacing("<br/>", with: ""))")
        isBoxed = true
      }
      lines.append("\(kinds[next(2)]) P\(index) as \(index) \(text())")
      if isBoxed, next(2) == 0 {
        lines.append("end")
        isBoxed = false
      }
    }
    if isBoxed { lines.append("end") }
    for _ in 0..<(5 + next(30)) { item() }
    for _ in open { lines.append("end") }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func item() {
    switch next(16) {
    case 0 where open.count < 5:
      let word = ["loop", "alt", "opt", "par", "critical", "break", "rect"][next(7)]
      lines.append("\(word) \(word == "rect" ? "rgb(1, 200, 3)" : text())")
      open.append(word)
    case 1:
      if open.popLast() != nil { lines.append("end") }
    case 2:
      switch open.last {
      case "alt": lines.append("else \(text())")
      case "par": lines.append("and \(text())")
      case "critical": lines.append("option \(text())")
      default: break
      }
    case 3: lines.append("Note \(["left of", "right of", "over"][next(3)]) \(name()): \(text())")
    case 4: lines.append("Note over \(name()),\(name()): \(text())")
    case 5:
      let place = next(participants)
      lines.append("activate P\(place)")
      busy[place, default: 0] += 1
    case 6:
      let place = next(participants)
      if let count = busy[place], count > 0 {
        lines.append("deactivate P\(place)")
        busy[place] = count - 1
      }
    case 7:
      created += 1
      lines.append("create participant N\(created) as New \(text())")
      lines.append("\(name())->>N\(created): \(text())")
      if next(2) == 0 {
        lines.append("destroy N\(created)")
        lines.append("N\(created)-->>\(name()): \(text())")
      }
    default: message()
    }
  }

  private mutating func message() {
    let arrows = ["->", "-->", "->>", "-->>", "<<->>", "-x", "--)", "-)", "-|\\", "//-", "()->>()"]
    let from = next(participants)
    let to = next(participants)
    var mark = ""
    if next(4) == 0 {
      mark = "+"
      busy[to, default: 0] += 1
    } else if next(3) == 0, let count = busy[from], count > 0 {
      mark = "-"
      busy[from] = count - 1
    }
    lines.append("P\(from)\(arrows[next(arrows.count)])\(mark)P\(to): \(next(12) == 0 ? "" : text())")
  }
}
