/// The sections that are lists.
extension DesignReader {
  /// A point of a list, with the points below it.
  struct Item {
    var text: [Unicode.Scalar]
    var line: Line
    var number: Int?
    var children: [[Unicode.Scalar]] = []

    var value: String { DesignMarkup.decode(text) }
  }

  /// The points of a list; a line that goes on with the one before belongs to it.
  mutating func readItems(_ lines: [Line], isNumbered: Bool = false) -> [Item] {
    var items: [Item] = []
    for line in lines {
      let indent = line.text.prefix { $0 == " " || $0 == "\t" }.count
      let content = DesignMarkup.trimmed(line.text[...])
      guard !content.isEmpty else { continue }
      let marker = Self.marker(of: content)
      if indent >= 2, let place = items.indices.last {
        if let marker {
          items[place].children.append(Array(content.dropFirst(marker.length)))
        } else if let child = items[place].children.indices.last {
          items[place].children[child] += [" "] + content
        } else {
          items[place].text += [" "] + content
        }
      } else if let marker {
        items.append(Item(text: Array(content.dropFirst(marker.length)), line: line, number: marker.number))
      } else if let place = items.indices.last {
        items[place].text += [" "] + content
      } else {
        report("expected a point such as “\(isNumbered ? "1." : "-") …”, found \(quoted(content))", at: line)
      }
    }
    let full = items.filter { isNumbered || !$0.value.isEmpty }
    return full
  }

  /// The bullet or the number that a line begins with.
  static func marker(of line: ArraySlice<Unicode.Scalar>) -> (length: Int, number: Int?)? {
    guard let first = line.first else { return nil }
    if first == "-" || first == "*" || first == "+" {
      guard line.count == 1 || line[line.startIndex + 1] == " " else { return nil }
      return (min(2, line.count), nil)
    }
    let digits = line.prefix { $0 >= "0" && $0 <= "9" }
    guard !digits.isEmpty, digits.count < 19, digits.count < line.count else { return nil }
    let sign = line[line.startIndex + digits.count]
    guard sign == "." || sign == ")" else { return nil }
    let end = line.startIndex + digits.count + 1
    guard end == line.endIndex || line[end] == " " else { return nil }
    return (digits.count + 1, Int(DesignMarkup.string(digits)))
  }

  mutating func readFlow(_ lines: [Line]) {
    for item in readItems(lines, isNumbered: true) {
      guard let number = item.number, number > 0 else {
        report("expected a step such as “1. …”, found \(quoted(item.line.text))", at: item.line)
        continue
      }
      if stepTexts[number] != nil {
        report("the step \(number) is there twice; the last one counts", at: item.line)
      }
      stepTexts[number] = DesignText.line(item.value)
      for child in item.children {
        let prefix = DesignDocument.flag.unicodeScalars
        let text = DesignMarkup.trimmed(child[...])
        if text.starts(with: prefix) {
          design.flag(number, DesignMarkup.decode(text.dropFirst(prefix.count)))
        } else {
          report("below a step only “\(DesignDocument.flag)…” is read, found \(quoted(text))", at: item.line)
        }
      }
    }
  }

  mutating func readQuestions(_ lines: [Line]) {
    for item in readItems(lines) {
      var text = DesignMarkup.trimmed(item.text[...])
      var question = Design.Question(text: "")
      if text.starts(with: "[ ]".unicodeScalars) {
        text = text.dropFirst(3)
      } else if text.starts(with: "[x]".unicodeScalars) || text.starts(with: "[X]".unicodeScalars) {
        question.isAnswered = true
        text = text.dropFirst(3)
      }
      question.text = DesignMarkup.decode(text)
      let prefix = DesignDocument.answer.unicodeScalars
      for child in item.children {
        let line = DesignMarkup.trimmed(child[...])
        let answer = DesignMarkup.decode(line.starts(with: prefix) ? line.dropFirst(prefix.count) : line)
        question.answer += (question.answer.isEmpty ? "" : "\n") + answer
      }
      if question.text.isEmpty {
        report("the question says nothing", at: item.line)
      } else {
        design.questions.append(question)
      }
    }
  }
}
