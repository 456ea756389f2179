/// A row of measured values.
struct Figures {
  var values: [Double]

  private var sorted: [Double] { values.sorted() }
  var median: Double { percentile(0.5) }
  var p95: Double { percentile(0.95) }
  var least: Double { sorted.first ?? .nan }
  var most: Double { sorted.last ?? .nan }

  /// The nearest-rank percentile.
  func percentile(_ share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let rank = Int((share * Double(values.count)).rounded(.up)) - 1
    return sorted[min(max(0, rank), values.count - 1)]
  }
}

/// Prints the table of figures.
enum Report {
  static func head(_ text: String) {
    print("\n\(text)")
  }

  /// One line: what, our value, the peer's value in the same run, the ratio, and the aim.
  static func row(
    _ what: String, _ ours: Double, unit: String, peer: Double? = nil, aim: String = "", detail: String = ""
  ) {
    var line = pad(what, 34) + pad(number(ours) + " " + unit, 12)
    line += pad(peer.map { number($0) + " " + unit } ?? "", 12)
    line += pad(peer.map { $0 > 0 ? "x" + number(ours / $0) : "" } ?? "", 8)
    line += pad(aim, 14) + detail
    print(line)
  }

  static func columns(peer: String) {
    print(pad("", 34) + pad("atelier", 12) + pad(peer, 12) + pad("ratio", 8) + pad("aim", 14))
  }

  static func number(_ value: Double) -> String {
    if value.isNaN { return "-" }
    if abs(value) >= 100 { return String(Int(value.rounded())) }
    let factor = abs(value) >= 10 ? 10.0 : 100.0
    let rounded = (value * factor).rounded() / factor
    return String(rounded)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text.count >= width ? text + " " : text + String(repeating: " ", count: width - text.count)
  }
}
