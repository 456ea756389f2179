/// How a link is drawn, and what it says.
struct FlowchartLink: Equatable {
  var style: LineStyle
  var tail = LineHead.none
  var head = LineHead.none
  /// How many layers it spans at least.
  var length = 1
  var label: [String] = []

  /// The longest span that is heeded.
  static let lengthLimit = 10

  /// The sign that a letter of the source stands for.
  static func head(of scalar: Unicode.Scalar) -> LineHead? {
    switch scalar {
    case "<", ">": .arrow
    case "x": .cross
    case "o": .circle
    default: nil
    }
  }
}
