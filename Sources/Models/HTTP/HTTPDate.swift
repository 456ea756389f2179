/// The date of a header field (RFC 9110, section 5.6.7), as seconds since 1970.
enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// Reads one of the three forms that HTTP has known.
  static func read(_ text: String) -> Double? {
    let words = text.lowercased().split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    // `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    guard words.count >= 5 else { return nil }
    let isOldest = months.contains(words[1])
    guard let month = months.firstIndex(of: isOldest ? words[1] : words[2]),
      let day = Int(isOldest ? words[2] : words[1]), (1...31).contains(day),
      var year = Int(isOldest ? words[4] : words[3]), (0...9999).contains(year),
      let time = seconds(of: isOldest ? words[3] : words[4])
    else { return nil }
    if year < 70 { year += 2000 } else if year < 100 { year += 1900 }
    return Double(days(year: year, month: month + 1, day: day)) * 86400 + Double(time)
  }

  private static func seconds(of time: String) -> Int? {
    let parts = time.split(separator: ":").map { Int($0) }
    guard parts.count == 3, let hours = parts[0], let minutes = parts[1], let seconds = parts[2] else {
      return nil
    }
    guard (0..<24).contains(hours), (0..<60).contains(minutes), (0...60).contains(seconds) else { return nil }
    return hours * 3600 + minutes * 60 + seconds
  }

  /// The days since 1970 of a date in the Gregorian calendar.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    // Years that begin in March, so that the leap day is their last one.
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
