import TerminalUI
import TextWidth

/// Prints styled lines on standard output: with ANSI colours on a terminal, plain elsewhere.
struct StyledOutput {
  let isColored: Bool
  let isASCII: Bool

  init(_ options: OutputOptions, environment: [String: String]) {
    isColored = options.isColored
    // Scripts read UTF-8 whatever the locale; a person's terminal gets what it can show.
    isASCII = options.ascii || (Output.isTerminal && TextLocale.isASCII(environment: environment))
  }

  init(isColored: Bool, isASCII: Bool) {
    self.isColored = isColored
    self.isASCII = isASCII
  }

  /// Writes lines.
  func write(_ lines: [StyledLine]) {
    Output.write(lines.map { text(of: $0) + "\n" }.joined())
  }

  /// A line as text, with escape sequences where colours are wanted.
  func text(of line: StyledLine) -> String {
    var result = ""
    for span in line.spans {
      let text = fold(VisibleText.make(span.text))
      let code = isColored ? StyledOutput.code(for: span.style) : ""
      result += code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
    guard !isColored else { return result }
    while result.last == " " { result.removeLast() }
    return result
  }

  private func fold(_ text: String) -> String {
    isASCII ? ASCIIFold.text(text) : text
  }

  /// The SGR parameters of a style, from the terminal's own colours as the default theme takes them.
  private static func code(for style: Style) -> String {
    let paint = Theme.terminal.paint(style, depth: .ansi16, isDarkTerminal: true)
    var codes: [String] = []
    if paint.attributes.contains(.bold) { codes.append("1") }
    if paint.attributes.contains(.dim) { codes.append("2") }
    if paint.attributes.contains(.italic) { codes.append("3") }
    if paint.attributes.contains(.underline) { codes.append("4") }
    if paint.attributes.contains(.reverse) { codes.append("7") }
    if case .palette(let color) = paint.foreground { codes.append(color < 8 ? "3\(color)" : "9\(color - 8)") }
    return codes.joined(separator: ";")
  }
}
