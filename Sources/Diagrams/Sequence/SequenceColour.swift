/// The colours that a source may name, brought to the few that a theme has.
enum SequenceColour {
  /// Whether the start of a text is a colour, where it ends, and what it becomes.
  ///
  /// Known are the names of CSS, `transparent`, and `rgb()`, `rgba()`, `hsl()` and `hsla()`.
  static func prefix(of text: [Unicode.Scalar]) -> (end: Int, tint: Tint?)? {
    let end = text.prefix(while: \.isLatinLetter).count
    let word = text[..<end].string.lowercased()
    guard !word.isEmpty else { return nil }
    if ["rgb", "rgba", "hsl", "hsla"].contains(word) {
      guard let open = text[end...].firstIndex(where: { $0 != " " }), text[open] == "(",
        let close = text[open...].firstIndex(of: ")")
      else { return nil }
      return (close + 1, StyleTint.of(colour: text[...close].string))
    }
    // A name goes on to the next space: "Red-eyed" is no colour.
    guard end == text.count || text[end].isSpace else { return nil }
    if word == "transparent" || word == "white" || word == "black" { return (end, nil) }
    return names[word].map { (end, $0) }
  }

  /// The names of CSS by what they become.
  private static let names: [String: Tint] = {
    let table: [(Tint, String)] = [
      (.red, "red crimson darkred firebrick indianred lightcoral brown maroon salmon tomato"),
      (.red, "mistyrose rosybrown darksalmon lightsalmon"),
      (.orange, "orange darkorange coral orangered sandybrown peru chocolate sienna saddlebrown"),
      (.orange, "bisque peachpuff linen burlywood tan antiquewhite navajowhite blanchedalmond"),
      (.orange, "papayawhip moccasin oldlace seashell wheat"),
      (.yellow, "yellow gold goldenrod darkgoldenrod khaki darkkhaki palegoldenrod lemonchiffon"),
      (.yellow, "cornsilk ivory lightyellow lightgoldenrodyellow beige floralwhite"),
      (.green, "green lime limegreen darkgreen forestgreen seagreen mediumseagreen lightgreen"),
      (.green, "palegreen olive springgreen mediumspringgreen lawngreen chartreuse greenyellow"),
      (.green, "yellowgreen olivedrab honeydew darkolivegreen darkseagreen mediumaquamarine"),
      (.green, "mintcream"),
      (.blue, "blue navy darkblue mediumblue royalblue steelblue dodgerblue deepskyblue skyblue"),
      (.blue, "lightskyblue lightblue powderblue cornflowerblue aqua cyan lightcyan aquamarine"),
      (.blue, "turquoise mediumturquoise darkturquoise paleturquoise teal darkcyan cadetblue"),
      (.blue, "lightseagreen lightsteelblue midnightblue aliceblue azure"),
      (.violet, "purple violet indigo magenta fuchsia orchid plum thistle lavender darkviolet"),
      (.violet, "darkorchid darkmagenta mediumorchid mediumpurple blueviolet slateblue"),
      (.violet, "darkslateblue mediumslateblue rebeccapurple pink hotpink lightpink deeppink"),
      (.violet, "palevioletred mediumvioletred lavenderblush"),
      (.grey, "grey gray silver gainsboro whitesmoke snow ghostwhite lightgrey"),
      (.grey, "lightgray darkgrey darkgray dimgrey dimgray slategrey slategray lightslategrey"),
      (.grey, "lightslategray darkslategrey darkslategray"),
    ]
    var result: [String: Tint] = [:]
    for (tint, words) in table {
      for word in words.split(separator: " ") { result[String(word)] = tint }
    }
    return result
  }()
}
