#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A local date and time, as `strftime_now` prints it.
package struct TemplateDate: Hashable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int

  package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  private var days: Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// 0 is Sunday.
  private var weekday: Int { ((days + 4) % 7 + 7) % 7 }

  private var dayOfYear: Int { days - TemplateDate(year: year, month: 1, day: 1).days + 1 }

  private static let weekdays = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  /// Week and year by ISO 8601: weeks begin on Monday, and belong to the year of their Thursday.
  private var isoWeek: (year: Int, week: Int) {
    let thursday = days - (weekday + 6) % 7 + 3
    var year = year
    if thursday < TemplateDate(year: year, month: 1, day: 1).days { year -= 1 }
    if thursday >= TemplateDate(year: year + 1, month: 1, day: 1).days { year += 1 }
    return (year, (thursday - TemplateDate(year: year, month: 1, day: 1).days) / 7 + 1)
  }

  /// Seconds since 1970 began in Greenwich; the date is one of the place where the program runs.
  private var timestamp: Int {
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (
      Int32(clamping: year - 1900), Int32(month - 1), Int32(day)
    )
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
    parts.tm_isdst = -1
    return Int(mktime(&parts))
  }

  /// A code of `strftime`: flags, a width and a letter.
  private struct Code {
    var padding: Unicode.Scalar?
    var isUpper = false
    var isChanged = false
    var width = 0
    var letter: Unicode.Scalar = "%"

    /// Reads what stands behind a percent sign; nil when the text ends in it.
    init?(_ scalars: [Unicode.Scalar], _ index: inout Int, widest: Int) {
      func next() -> Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
      flags: while let flag = next() {
        switch flag {
        case "-", "_", "0": padding = flag
        case "^": isUpper = true
        case "#": isChanged = true
        case "+": break
        default: break flags
        }
        index += 1
      }
      while let digit = next(), ("0"..."9").contains(digit) {
        width = min(widest, width * 10 + Int(digit.value - 0x30))
        index += 1
      }
      if next() == "E" || next() == "O" { index += 1 }
      guard let letter = next() else { return nil }
      index += 1
      self.letter = letter
    }

    func number(_ number: Int, _ digits: Int, _ fill: Unicode.Scalar = "0") -> String {
      let text = String(number)
      let padding = padding ?? fill
      let zeros = padding == "0" ? max(width, digits) : 0
      let spaces = padding == "_" ? max(width, digits) : width
      let filled = String(repeating: "0", count: max(0, zeros - text.utf8.count)) + text
      return String(repeating: " ", count: max(0, spaces - filled.utf8.count)) + filled
    }

    func text(_ text: String, change: (String) -> String = { $0.uppercased() }) -> String {
      let cased = isChanged ? change(text) : isUpper ? text.uppercased() : text
      let fill = padding == "0" ? "0" : " "
      return String(repeating: fill, count: max(0, width - cased.utf8.count)) + cased
    }
  }

  /// The date by the codes of glibc's `strftime`, in English: flags, widths and all; nothing when the text is far longer
  /// than the format, as in Python.
  package func formatted(_ format: String) -> String {
    let scalars = Array(format.unicodeScalars)
    var longest = 1024
    while longest < 256 * format.utf8.count { longest *= 2 }
    var output = ""
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "%" else {
        output.unicodeScalars.append(scalars[index])
        index += 1
        continue
      }
      let start = index
      index += 1
      let code = Code(scalars, &index, widest: longest)
      if let text = code.flatMap({ text($0, isBare: index == start + 2) }) {
        output += text
      } else {
        let unknown = Text.string(scalars[start..<index])
        output += code?.isUpper == true ? unknown.uppercased() : unknown
      }
      if output.utf8.count >= longest { return "" }
    }
    return output
  }

  /// What a code stands for; nil when it means nothing.
  private func text(_ code: Code, isBare: Bool) -> String? {
    let half = hour % 12 == 0 ? 12 : hour % 12
    let month = Self.months.indices.contains(month - 1) ? Self.months[month - 1] : ""
    switch code.letter {
    case "Y": return code.number(year, 1)
    case "G": return code.number(isoWeek.year, 1)
    case "C": return code.number(year / 100, 2)
    case "y": return code.number(year % 100, 2)
    case "g": return code.number(isoWeek.year % 100, 2)
    case "m": return code.number(self.month, 2)
    case "d": return code.number(day, 2)
    case "e": return code.number(day, 2, "_")
    case "H": return code.number(hour, 2)
    case "k": return code.number(hour, 2, "_")
    case "I": return code.number(half, 2)
    case "l": return code.number(half, 2, "_")
    case "M": return code.number(minute, 2)
    case "S": return code.number(second, 2)
    case "s": return code.number(timestamp, 1)
    case "f": return isBare ? "000000" : nil
    case "j": return code.number(dayOfYear, 3)
    case "U": return code.number((dayOfYear + 6 - weekday) / 7, 2)
    case "W": return code.number((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2)
    case "V": return code.number(isoWeek.week, 2)
    case "w": return code.number(weekday, 1)
    case "u": return code.number(weekday == 0 ? 7 : weekday, 1)
    case "p": return code.text(hour < 12 ? "AM" : "PM") { $0.lowercased() }
    case "P":
      var code = code
      code.isUpper = false
      return code.text(hour < 12 ? "am" : "pm") { $0 }
    case "A": return code.text(Self.weekdays[weekday])
    case "a": return code.text(String(Self.weekdays[weekday].prefix(3)))
    case "B": return code.text(month)
    case "b", "h": return code.text(String(month.prefix(3)))
    case "F": return code.text(formatted("%Y-%m-%d"))
    case "T", "X": return code.text(formatted("%H:%M:%S"))
    case "D", "x": return code.text(formatted("%m/%d/%y"))
    case "R": return code.text(formatted("%H:%M"))
    case "r": return code.text(formatted("%I:%M:%S %p")) { $0 }
    case "c": return code.text(formatted("%a %b %e %H:%M:%S %Y")) { $0 }
    case "n": return code.text("\n")
    case "t": return code.text("\t")
    case "%": return code.text("%")
    case "z", "Z": return ""
    default: return nil
    }
  }
}
