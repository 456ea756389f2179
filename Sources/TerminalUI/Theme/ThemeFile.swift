import Documents

/// Reads base16 and base24 scheme files as tinted-theming publishes them, unchanged.
///
/// Fields (tinted-theming, styling specification 0.11): `system`, `name`, `author`, `variant`, and `palette` with `base00` to
/// `base0F`. The older form, with the colours and `scheme:` at the top level, is read as well. `styles:` is our own
/// addition, which other programs pass over: a role of ours and the colour it takes.
package enum ThemeFile {
  /// What `check` has to say of a scheme file.
  package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable { case error, warning }

    package var severity: Severity
    package var error: DocumentError
  }

  /// Reads a scheme file.
  ///
  /// - Parameter id: the name by which the theme is chosen.
  /// - Throws: ``DocumentError`` for the first thing that makes the file unusable.
  package static func read(_ text: String, id: String) throws(DocumentError) -> Theme {
    let (theme, findings) = try examine(text, id: id)
    if let first = findings.first(where: { $0.severity == .error }) { throw first.error }
    return theme
  }

  /// Reads a scheme file and says everything that is wrong or doubtful with it.
  package static func examine(
    _ text: String, id: String
  ) throws(DocumentError) -> (theme: Theme, findings: [Finding]) {
    let root = try YAMLReader.read(text)
    guard root.mapping != nil else {
      throw DocumentError("expected a scheme with “palette:”, found \(root.kindName)", at: root.position)
    }
    var findings: [Finding] = []
    let palette = readPalette(root, into: &findings)
    var theme = Theme(
      id: id, name: root["name"]?.string ?? root["scheme"]?.string ?? id,
      author: root["author"]?.string ?? "unknown",
      isDark: nil, palette: palette)
    theme.isDark = readVariant(root, palette: palette, into: &findings)
    readStyles(root, palette: palette, into: &theme, findings: &findings)
    if palette.count == 16 { checkContrast(palette, at: root.position, into: &findings) }
    return (theme, findings)
  }

  private static func readPalette(_ root: YAMLNode, into findings: inout [Finding]) -> [RGB] {
    let source = root["palette"] ?? root
    var palette: [RGB] = []
    for index in 0..<16 {
      let key = name(ofColor: index)
      let node = source.mapping?.first { $0.key.string?.lowercased() == key.lowercased() }?.value
      guard let node else {
        findings.append(
          Finding(severity: .error, error: DocumentError("the colour \(key) is missing", at: source.position))
        )
        continue
      }
      guard let text = node.string, let color = RGB(hex: text) else {
        findings.append(
          Finding(
            severity: .error,
            error: DocumentError(
              "\(key): expected six hexadecimal digits such as \"#1d2021\"", at: node.position)))
        continue
      }
      palette.append(color)
    }
    return palette
  }

  private static func readVariant(_ root: YAMLNode, palette: [RGB], into findings: inout [Finding]) -> Bool? {
    if let node = root["variant"] {
      switch node.string?.lowercased() {
      case "dark": return true
      case "light": return false
      default:
        findings.append(
          Finding(
            severity: .error, error: DocumentError("variant: expected dark or light", at: node.position)))
      }
    }
    guard palette.count == 16 else { return nil }
    return palette[0].luminance < palette[5].luminance
  }

  private static func readStyles(
    _ root: YAMLNode, palette: [RGB], into theme: inout Theme, findings: inout [Finding]
  ) {
    guard let styles = root["styles"], !styles.isNull else { return }
    guard let pairs = styles.mapping else {
      let message = "styles: expected roles and their colours, found \(styles.kindName)"
      findings.append(Finding(severity: .error, error: DocumentError(message, at: styles.position)))
      return
    }
    for pair in pairs {
      let role = pair.key.string ?? ""
      let ink = Ink.allCases.first { "\($0)" == role }
      let ground = Ground.allCases.first { "\($0)" == role }
      guard ink != nil || ground != nil else {
        let names = (Ink.allCases.map { "\($0)" } + Ground.allCases.map { "\($0)" })
        let hint = NearestName.of(role, among: names).map { "; did you mean \($0)?" } ?? ""
        findings.append(
          Finding(
            severity: .error,
            error: DocumentError("styles: there is no role “\(role)”\(hint)", at: pair.key.position)))
        continue
      }
      guard let color = color(pair.value, palette: palette) else {
        findings.append(
          Finding(
            severity: .error,
            error: DocumentError("\(role): expected base00 to base0F or \"#rrggbb\"", at: pair.value.position)
          ))
        continue
      }
      if let ink { theme.inkColors[ink] = color }
      if let ground { theme.groundColors[ground] = color }
    }
  }

  private static func color(_ node: YAMLNode, palette: [RGB]) -> RGB? {
    guard let text = node.string else { return nil }
    if let index = (0..<16).first(where: { name(ofColor: $0).lowercased() == text.lowercased() }) {
      return index < palette.count ? palette[index] : nil
    }
    return RGB(hex: text)
  }

  /// WCAG asks 4.5:1 of running text.
  private static func checkContrast(
    _ palette: [RGB], at position: SourcePosition, into findings: inout [Finding]
  ) {
    for (text, ground, what) in [
      (5, 0, "text on the page"), (5, 2, "text on the selected row"), (0xD, 0, "links"),
    ] {
      let ratio = palette[text].contrast(with: palette[ground])
      guard ratio < 4.5 else { continue }
      let shown = (ratio * 10).rounded() / 10
      findings.append(
        Finding(
          severity: .warning,
          error: DocumentError(
            "\(what): contrast \(shown):1 of \(name(ofColor: text)) on \(name(ofColor: ground)); 4.5:1 reads well",
            at: position)))
    }
  }

  /// `base00` to `base0F`.
  package static func name(ofColor index: Int) -> String {
    "base0" + String(index, radix: 16, uppercase: true)
  }
}
