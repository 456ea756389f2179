/// The settings in the braces of a participant: names and values, with or without quotes.
struct SequenceSettings {
  private var values: [String: String] = [:]
  /// Whether something in them is no name with a colon and a value.
  private(set) var isMalformed = false

  /// The value of a setting.
  subscript(name: String) -> String? { values[name] }

  init(_ text: ArraySlice<Unicode.Scalar>) {
    var name = ""
    var word: [Unicode.Scalar] = []
    var quote: Unicode.Scalar?
    var hasColon = false
    func close() {
      if hasColon {
        values[name] = word.trimmed.string
      } else if !word.trimmed.isEmpty {
        isMalformed = true
      }
    }
    func isQuote(_ scalar: Unicode.Scalar) -> Bool { scalar == "\"" || scalar == "'" }
    for scalar in text {
      if let open = quote {
        if scalar == open { quote = nil } else { word.append(scalar) }
      } else if isQuote(scalar) {
        // A quote in the midst of a word, or behind one.
        if !word.trimmed.isEmpty { isMalformed = true }
        quote = scalar
        word = []
      } else if scalar == ":", !hasColon {
        name = word.trimmed.string
        word = []
        hasColon = true
      } else if scalar == "," || scalar == "\n" {
        close()
        word = []
        hasColon = false
      } else {
        word.append(scalar)
      }
    }
    close()
    if quote != nil { isMalformed = true }
  }
}
