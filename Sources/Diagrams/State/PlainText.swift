/// Texts whose signs are all meant: members of classes, attributes of entities.
enum PlainText {
  /// The text on one line, with entities such as `#lt;` replaced and without what would steer the terminal.
  ///
  /// Tags and marks of emphasis are none here, and stay.
  static func line(_ source: String) -> String {
    guard
      source.unicodeScalars.contains(where: { $0 == "#" || $0 == "&" || $0.value < 0x20 || isControl($0) })
    else { return source }
    let hidden = source.unicodeScalars.map { kept[$0] ?? $0 }
    let shown = LabelText.lines(ofContent: hidden[...]).joined(separator: " ").unicodeScalars
    let text = shown.map { scalar in kept.first { $0.value == scalar }?.key ?? scalar }
    return text[...].string
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool { (0x7F...0x9F).contains(scalar.value) }

  /// Signs that mean something in other labels, as scalars that no text uses while the entities are replaced.
  private static let kept: [Unicode.Scalar: Unicode.Scalar] = [
    "<": "\u{10FFF0}", "*": "\u{10FFF1}", "`": "\u{10FFF2}", "\\": "\u{10FFF3}", ":": "\u{10FFF4}",
  ]
}
