/// Upper, lower and title case as Python's `str` has them.
enum TextCase {
  @Sendable static func upper(_ text: String) -> String {
    if Text.isASCII(text) { return text.uppercased() }
    return map(text) { $0.properties.uppercaseMapping }
  }

  @Sendable static func lower(_ text: String) -> String {
    if Text.isASCII(text) { return text.lowercased() }
    let scalars = Array(text.unicodeScalars)
    var output = ""
    for (index, scalar) in scalars.enumerated() { output += lower(scalar, at: index, in: scalars) }
    return output
  }

  /// The lower case of a scalar; a sigma at the end of a word has one of its own.
  private static func lower(_ scalar: Unicode.Scalar, at index: Int, in scalars: [Unicode.Scalar]) -> String {
    guard scalar == "Σ" else { return scalar.properties.lowercaseMapping }
    var before = index - 1
    while before >= 0, scalars[before].properties.isCaseIgnorable { before -= 1 }
    var after = index + 1
    while after < scalars.count, scalars[after].properties.isCaseIgnorable { after += 1 }
    let ends =
      before >= 0 && Text.isCased(scalars[before])
      && !(after < scalars.count && Text.isCased(scalars[after]))
    return ends ? "ς" : "σ"
  }

  /// Full case folding: the lower case of the upper case, but for two letters, and for Cherokee, whose capitals are
  /// older than its small letters.
  @Sendable static func folded(_ text: String) -> String {
    if Text.isASCII(text) { return text.lowercased() }
    return map(text) { scalar in
      switch scalar.value {
      case 0x131: return "ı"
      case 0x1E9E: return "ss"
      case 0x13A0...0x13FD, 0xAB70...0xABBF: return scalar.properties.uppercaseMapping
      default:
        return map(scalar.properties.uppercaseMapping) { $0.properties.lowercaseMapping }
      }
    }
  }

  private static func map(_ text: String, _ transform: (Unicode.Scalar) -> String) -> String {
    var output = ""
    for scalar in text.unicodeScalars { output += transform(scalar) }
    return output
  }

  @Sendable static func capitalized(_ text: String) -> String {
    guard let first = text.unicodeScalars.first else { return text }
    return first.properties.titlecaseMapping + lower(String(text.unicodeScalars.dropFirst()))
  }

  @Sendable static func title(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var output = ""
    var isAfterCased = false
    for (index, scalar) in scalars.enumerated() {
      output += isAfterCased ? lower(scalar, at: index, in: scalars) : scalar.properties.titlecaseMapping
      isAfterCased = Text.isCased(scalar)
    }
    return output
  }

  @Sendable static func swapped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var output = ""
    for (index, scalar) in scalars.enumerated() {
      output +=
        Text.isUpper(scalar)
        ? lower(scalar, at: index, in: scalars)
        : Text.isLower(scalar) ? scalar.properties.uppercaseMapping : Text.string(scalar)
    }
    return output
  }

  static func isLower(_ text: String) -> Bool {
    var hasCased = false
    for scalar in text.unicodeScalars {
      if Text.isUpper(scalar) || Text.isTitle(scalar) { return false }
      if Text.isLower(scalar) { hasCased = true }
    }
    return hasCased
  }

  static func isUpper(_ text: String) -> Bool {
    var hasCased = false
    for scalar in text.unicodeScalars {
      if Text.isLower(scalar) || Text.isTitle(scalar) { return false }
      if Text.isUpper(scalar) { hasCased = true }
    }
    return hasCased
  }

  static func isTitle(_ text: String) -> Bool {
    var hasCased = false
    var isAfterCased = false
    for scalar in text.unicodeScalars {
      if Text.isUpper(scalar) || Text.isTitle(scalar) {
        if isAfterCased { return false }
        isAfterCased = true
        hasCased = true
      } else if Text.isLower(scalar) {
        if !isAfterCased { return false }
        hasCased = true
      } else {
        isAfterCased = false
      }
    }
    return hasCased
  }
}
