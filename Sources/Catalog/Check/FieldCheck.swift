import Documents

/// Looks at what a file's fields and text are made of: words of controlled facets, and signs that nobody can see.
struct FieldCheck {
  /// Something found, with advice where there is any.
  struct Finding {
    var error: DocumentError
    var hint: String?
  }

  private(set) var findings: [Finding] = []

  /// Reads a file that was already found to be readable; what is no YAML is told by its reader.
  init(_ text: String, kind: EntryKind) {
    let isData = kind == .decision || kind == .checklist
    let matter = isData ? nil : try? FrontMatter(reading: text)
    guard let fields = matter?.fields ?? (isData ? try? YAMLReader.read(text) : nil) else { return }
    checkSigns(of: fields, name: "")
    checkFacets(of: fields)
    for section in fields["sections"]?.sequence ?? [] { checkFacets(of: section) }
    if let matter { checkSigns(ofBody: matter.body, firstLine: matter.bodyLine) }
  }

  /// Looks at the source of a drawing.
  init(drawing source: String) {
    checkSigns(ofBody: source, firstLine: 1)
  }

  // MARK: Facets

  private mutating func checkFacets(of fields: YAMLNode) {
    for pair in fields["facets"]?.mapping ?? [] {
      guard let name = pair.key.string else { continue }
      for node in pair.value.sequence ?? [pair.value] {
        guard let value = node.string, let hint = FacetVocabulary.hint(for: value, of: name) else { continue }
        findings.append(
          Finding(
            error: DocumentError("the facet “\(name)” has no value “\(value)”", at: node.position), hint: hint
          ))
      }
    }
  }

  // MARK: Signs

  private mutating func checkSigns(of node: YAMLNode, name: String) {
    switch node.value {
    case .scalar(let text, _):
      if let scalar = text.unicodeScalars.first(where: { FieldCheck.isHidden($0) && $0 != "\n" }) {
        report(scalar, in: name.isEmpty ? "a field" : name, at: node.position)
      }
    case .sequence(let nodes):
      for node in nodes { checkSigns(of: node, name: name) }
    case .mapping(let pairs):
      for pair in pairs {
        checkSigns(of: pair.key, name: "the name of a field")
        let key = pair.key.string.map {
          $0.unicodeScalars.contains(where: FieldCheck.isHidden) ? "a field" : $0
        }
        checkSigns(of: pair.value, name: key ?? name)
      }
    }
  }

  private mutating func checkSigns(ofBody body: String, firstLine: Int) {
    var line = firstLine
    var column = 1
    for scalar in body.unicodeScalars {
      // A file from another system ends its lines with a return before the feed.
      if FieldCheck.isHidden(scalar), scalar != "\n", scalar != "\r" {
        report(scalar, in: "the text", at: SourcePosition(line: line, column: column))
        return
      }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
  }

  private mutating func report(_ scalar: Unicode.Scalar, in place: String, at position: SourcePosition) {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let sense =
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      ? "the control character" : "the hidden character"
    findings.append(
      Finding(
        error: DocumentError("\(place) holds \(sense) U+\(code)", at: position),
        hint: "It is shown spelled out, never sent to the terminal; take it away."))
  }

  /// Whether a scalar steers a terminal or turns the direction of the text around it.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
