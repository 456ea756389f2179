/// Reads the colours of a style, such as `fill:#f9f,stroke:#333`, as roles of the theme.
package enum StyleTint {
  /// The tint that a list of properties asks for: by its fill, or by its outline when the fill says nothing.
  package static func of(_ properties: some RandomAccessCollection<Unicode.Scalar>) -> Tint? {
    var fill: Tint?
    var outline: Tint?
    for property in split(Array(properties)) {
      guard let colon = property.firstIndex(of: ":") else { continue }
      let name = property[..<colon].trimmed.string
      guard name == "fill" || name == "background" || name == "background-color" || name == "stroke" else {
        continue
      }
      let tint = of(colour: property[(colon + 1)...].trimmed.string)
      if name == "stroke" { outline = tint } else { fill = tint }
    }
    if let fill, fill != .grey { return fill }
    return outline ?? fill
  }

  /// The properties, parted by commas and semicolons that stand in no parentheses.
  private static func split(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    var parts: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    var depth = 0
    for (index, scalar) in text.enumerated() {
      switch scalar {
      case "(": depth += 1
      case ")": depth = max(0, depth - 1)
      case ",", ";":
        guard depth == 0 else { continue }
        parts.append(text[start..<index])
        start = index + 1
      default: break
      }
    }
    parts.append(text[start...])
    return parts
  }

  /// The tint nearest to a colour; nil for white, black and what is no colour.
  static func of(colour: String) -> Tint? {
    let word = colour.lowercased().split(separator: " ").first.map(String.init) ?? ""
    if word.hasPrefix("#") { return ofHexadecimal(Array(word.utf8.dropFirst())) }
    if let named = names[word] { return named }
    for (prefix, isHue) in [("rgb", false), ("hsl", true)] where colour.lowercased().hasPrefix(prefix) {
      let numbers = colour.split { !($0.isASCII && $0.isNumber) && $0 != "." }.compactMap { Double($0) }
      guard numbers.count >= 3 else { return nil }
      if isHue { return ofHue(numbers[0], saturation: numbers[1] / 100, lightness: numbers[2] / 100) }
      return of(red: numbers[0] / 255, green: numbers[1] / 255, blue: numbers[2] / 255)
    }
    return nil
  }

  private static func ofHexadecimal(_ digits: [UInt8]) -> Tint? {
    let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    guard values.count == digits.count else { return nil }
    switch values.count {
    case 3, 4:
      return of(red: Double(values[0]) / 15, green: Double(values[1]) / 15, blue: Double(values[2]) / 15)
    case 6, 8:
      return of(
        red: Double(values[0] * 16 + values[1]) / 255, green: Double(values[2] * 16 + values[3]) / 255,
        blue: Double(values[4] * 16 + values[5]) / 255)
    default: return nil
    }
  }

  private static func ofHue(_ hue: Double, saturation: Double, lightness: Double) -> Tint? {
    let chroma = (1 - abs(2 * lightness - 1)) * saturation
    return of(hue: hue, chroma: chroma, lightness: lightness)
  }

  private static func of(red: Double, green: Double, blue: Double) -> Tint? {
    let high = max(red, green, blue)
    let low = min(red, green, blue)
    let chroma = high - low
    var hue = 0.0
    if chroma > 0 {
      if high == red {
        hue = 60 * (green - blue) / chroma
      } else if high == green {
        hue = 60 * (blue - red) / chroma + 120
      } else {
        hue = 60 * (red - green) / chroma + 240
      }
    }
    return of(hue: hue < 0 ? hue + 360 : hue, chroma: chroma, lightness: (high + low) / 2)
  }

  private static func of(hue: Double, chroma: Double, lightness: Double) -> Tint? {
    guard chroma >= 0.06 else { return lightness > 0.15 && lightness < 0.93 ? .grey : nil }
    switch hue {
    case ..<16: return .red
    case ..<43: return .orange
    case ..<70: return .yellow
    case ..<166: return .green
    case ..<252: return .blue
    case ..<335: return .violet
    default: return .red
    }
  }

  /// The named colours of CSS that diagrams use.
  private static let names: [String: Tint] = [
    "red": .red, "darkred": .red, "crimson": .red, "firebrick": .red, "salmon": .red, "lightcoral": .red,
    "indianred": .red, "tomato": .red, "maroon": .red, "brown": .red, "mistyrose": .red,
    "orange": .orange, "darkorange": .orange, "orangered": .orange, "coral": .orange, "chocolate": .orange,
    "sienna": .orange, "peachpuff": .orange, "sandybrown": .orange, "bisque": .orange, "tan": .orange,
    "yellow": .yellow, "gold": .yellow, "khaki": .yellow, "lightyellow": .yellow, "goldenrod": .yellow,
    "lemonchiffon": .yellow,
    "green": .green, "lime": .green, "limegreen": .green, "lightgreen": .green, "darkgreen": .green,
    "forestgreen": .green, "seagreen": .green, "olive": .green, "palegreen": .green, "springgreen": .green,
    "honeydew": .green, "mediumseagreen": .green, "yellowgreen": .green,
    "blue": .blue, "lightblue": .blue, "skyblue": .blue, "navy": .blue, "steelblue": .blue, "cyan": .blue,
    "aqua": .blue, "teal": .blue, "royalblue": .blue, "dodgerblue": .blue, "turquoise": .blue,
    "deepskyblue": .blue, "cornflowerblue": .blue, "darkblue": .blue, "lightskyblue": .blue,
    "aliceblue": .blue, "lightcyan": .blue, "powderblue": .blue, "cadetblue": .blue,
    "violet": .violet, "purple": .violet, "pink": .violet, "magenta": .violet, "fuchsia": .violet,
    "orchid": .violet, "plum": .violet, "lavender": .violet, "indigo": .violet, "hotpink": .violet,
    "lightpink": .violet, "deeppink": .violet, "mediumpurple": .violet, "rebeccapurple": .violet,
    "thistle": .violet,
    "grey": .grey, "gray": .grey, "lightgrey": .grey, "lightgray": .grey, "darkgrey": .grey,
    "darkgray": .grey, "silver": .grey, "gainsboro": .grey, "dimgray": .grey, "dimgrey": .grey,
    "slategray": .grey, "slategrey": .grey, "whitesmoke": .grey,
  ]
}
