/// Finds the Mermaid blocks of a Markdown text.
package enum MermaidBlocks {
  /// One block: its source, and the line of the text on which that begins.
  package struct Block: Equatable, Sendable {
    package var text: String
    package var firstLine: Int

    package init(text: String, firstLine: Int) {
      self.text = text
      self.firstLine = firstLine
    }
  }

  /// The fenced blocks whose language is `mermaid`. One that does not end reaches to the end of the text.
  package static func blocks(in text: String) -> [Block] {
    var blocks: [Block] = []
    var fence: (sign: Character, length: Int, isMermaid: Bool, firstLine: Int)?
    var lines: [Substring] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let content = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
      if let open = fence {
        let run = content.prefix { $0 == open.sign }
        if run.count >= open.length, content.dropFirst(run.count).allSatisfy({ $0 == " " || $0 == "\r" }) {
          if open.isMermaid {
            blocks.append(Block(text: lines.joined(separator: "\n"), firstLine: open.firstLine))
          }
          fence = nil
        } else if open.isMermaid {
          lines.append(line)
        }
      } else if let sign = content.first, sign == "`" || sign == "~" {
        let run = content.prefix { $0 == sign }
        guard run.count >= 3 else { continue }
        let language = content.dropFirst(run.count).drop { $0 == " " || $0 == "{" }.prefix { $0.isLetter }
        fence = (sign, run.count, language.lowercased() == "mermaid", index + 2)
        lines = []
      }
    }
    if let fence, fence.isMermaid {
      blocks.append(Block(text: lines.joined(separator: "\n"), firstLine: fence.firstLine))
    }
    return blocks
  }
}
