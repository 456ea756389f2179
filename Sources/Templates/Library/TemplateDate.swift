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

  /// The date by the codes of C's `strftime`, in English.
  package func formatted(_ format: String) -> String {
    var output = ""
    var isCode = false
    var isBare = false
    func padded(_ number: Int, _ width: Int, _ fill: String = "0") -> String {
      let digits = String(number)
      return isBare ? digits : String(repeating: fill, count: max(0, width - digits.utf8.count)) + digits
    }
    let monthName = Self.months.indices.contains(month - 1) ? Self.months[month - 1] : ""
    for scalar in format.unicodeScalars {
      guard isCode else {
        if scalar == "%" { isCode = true } else { output.unicodeScalars.append(scalar) }
        continue
      }
      if scalar == "-", !isBare {
        isBare = true
        continue
      }
      let half = hour % 12 == 0 ? 12 : hour % 12
      switch scalar {
      case "Y": output += String(year)
      case "y": output += padded(year % 100, 2)
      case "m": output += padded(month, 2)
      case "d": output += padded(day, 2)
      case "e": output += padded(day, 2, " ")
      case "H": output += padded(hour, 2)
      case "I": output += padded(half, 2)
      case "M": output += padded(minute, 2)
      case "S": output += padded(second, 2)
      case "f": output += "000000"
      case "p": output += hour < 12 ? "AM" : "PM"
      case "A": output += Self.weekdays[weekday]
      case "a": output += Self.weekdays[weekday].prefix(3)
      case "B": output += monthName
      case "b", "h": output += monthName.prefix(3)
      case "j": output += padded(dayOfYear, 3)
      case "w": output += String(weekday)
      case "u": output += String(weekday == 0 ? 7 : weekday)
      case "F": output += formatted("%Y-%m-%d")
      case "T", "X": output += formatted("%H:%M:%S")
      case "D", "x": output += formatted("%m/%d/%y")
      case "R": output += formatted("%H:%M")
      case "c": output += formatted("%a %b %e %H:%M:%S %Y")
      case "U": output += padded((dayOfYear + 6 - weekday) / 7, 2)
      case "W": output += padded((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2)
      case "n": output += "\n"
      case "t": output += "\t"
      case "z", "Z": break
      case "%": output += "%"
      default: output += "%" + Text.string(scalar)
      }
      isCode = false
      isBare = false
    }
    return output + (isCode ? "%" : "")
  }
}
