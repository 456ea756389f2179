/// The shapes of a flowchart's boxes: by the brackets around their text, and by the names that Mermaid has
/// for them.
enum FlowchartShapes {
  /// A pair of brackets.
  struct Brackets {
    var opening: StaticString
    var closing: StaticString
    var shape: BoxShape
  }

  /// The brackets, each before those that it starts with. The slanted ones are not here: see
  /// ``slanted(_:_:)``.
  static let brackets: [Brackets] = [
    Brackets(opening: "(((", closing: ")))", shape: .doubleCircle),
    Brackets(opening: "((", closing: "))", shape: .circle),
    Brackets(opening: "([", closing: "])", shape: .stadium),
    Brackets(opening: "(-", closing: "-)", shape: .stadium),
    Brackets(opening: "(", closing: ")", shape: .rounded),
    Brackets(opening: "[[", closing: "]]", shape: .subroutine),
    Brackets(opening: "[(", closing: ")]", shape: .cylinder),
    Brackets(opening: "[|", closing: "|]", shape: .rectangle),
    Brackets(opening: "[", closing: "]", shape: .rectangle),
    Brackets(opening: "{{", closing: "}}", shape: .hexagon),
    Brackets(opening: "{", closing: "}", shape: .decision),
    Brackets(opening: ">", closing: "]", shape: .odd),
  ]

  /// The shape between `[` with a slash and a slash with `]`.
  static func slanted(_ left: Unicode.Scalar, _ right: Unicode.Scalar) -> BoxShape {
    if left == "/" { return right == "/" ? .parallelogram : .trapezoid }
    return right == "/" ? .trapezoidTop : .parallelogramBack
  }

  /// The shape of a name: one unknown is a rectangle.
  static func named(_ name: String) -> BoxShape {
    let folded = name.lowercased().split { $0 == "_" || $0 == " " }.joined(separator: "-")
    return names[folded] ?? .rectangle
  }

  private static let names: [String: BoxShape] = {
    let table: [(BoxShape, String)] = [
      (.rectangle, "rect proc process rectangle square squarerect"),
      (.rounded, "rounded event round roundedrect"),
      (.stadium, "stadium terminal pill ellipse"),
      (.subroutine, "fr-rect subprocess subproc framed-rectangle subroutine"),
      (.cylinder, "cyl db database cylinder"),
      (.circle, "circle circ"),
      (.decision, "diam decision diamond question"),
      (.hexagon, "hex hexagon prepare"),
      (.parallelogram, "lean-r lean-right in-out"),
      (.parallelogramBack, "lean-l lean-left out-in"),
      (.trapezoid, "trap-b priority trapezoid-bottom trapezoid"),
      (.trapezoidTop, "trap-t manual trapezoid-top inv-trapezoid"),
      (.doubleCircle, "dbl-circ double-circle doublecircle"),
      (.text, "text labelrect"),
      (.card, "notch-rect card notched-rectangle"),
      (.linedRectangle, "lin-rect lined-rectangle lined-process lin-proc shaded-process"),
      (.start, "sm-circ start small-circle statestart"),
      (.end, "fr-circ stop framed-circle stateend"),
      (.fork, "fork join forkjoin"),
      (.collate, "hourglass collate"),
      (.brace, "brace comment brace-l"),
      (.braceRight, "brace-r"),
      (.braces, "braces"),
      (.lightning, "bolt com-link lightning-bolt"),
      (.document, "doc document"),
      (.delay, "delay half-rounded-rectangle"),
      (.horizontalCylinder, "h-cyl das horizontal-cylinder"),
      (.linedCylinder, "lin-cyl disk lined-cylinder"),
      (.display, "curv-trap curved-trapezoid display"),
      (.dividedRectangle, "div-rect div-proc divided-rectangle divided-process"),
      (.extract, "tri extract triangle"),
      (.windowPane, "win-pane internal-storage window-pane"),
      (.junction, "f-circ junction filled-circle"),
      (.loopLimit, "notch-pent loop-limit notched-pentagon"),
      (.manualFile, "flip-tri manual-file flipped-triangle"),
      (.manualInput, "sl-rect manual-input sloped-rectangle"),
      (.documents, "docs documents st-doc stacked-document"),
      (.rectangles, "st-rect procs processes stacked-rectangle"),
      (.storedData, "bow-rect stored-data bow-tie-rectangle datastore data-store"),
      (.summary, "cross-circ summary crossed-circle"),
      (.taggedDocument, "tag-doc tagged-document"),
      (.taggedRectangle, "tag-rect tagged-rectangle tag-proc tagged-process"),
      (.paperTape, "flag paper-tape"),
      (.odd, "odd rect-left-inv-arrow"),
      (.linedDocument, "lin-doc lined-document"),
      (.record, "classbox class-box erbox"),
      (.cloud, "cloud"),
      (.bang, "bang"),
      (.note, "note"),
      (.choice, "choice"),
      (.person, "person actor c4-person"),
      (.icon, "icon iconsquare iconcircle iconrounded"),
      (.image, "imagesquare image"),
    ]
    var names: [String: BoxShape] = [:]
    for (shape, words) in table {
      for word in words.split(separator: " ") { names[String(word)] = shape }
    }
    return names
  }()
}
