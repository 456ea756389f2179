/// Finds the numbers of steps in the labels of a diagram.
package enum StepNumbers {
  /// The step numbers that a label of a line carries: `4. HTTPS`, `4 HTTPS`, `4) HTTPS`, `4: HTTPS`, `④
  /// HTTPS`, or a list of numbers such as `4, 5, 7` and `④⑤⑦`.
  package static func inLabel(_ lines: [String]) -> [Int] {
    guard let first = lines.first?.unicodeScalars.first, first.isDigit || circled(first) != nil else {
      return []
    }
    let text = Array(lines.joined(separator: " ").unicodeScalars)
    return first.isDigit ? digits(at: text) : circledNumbers(at: text)
  }

  /// The circled numbers that a text starts with.
  package static func circled(in lines: [String]) -> [Int] {
    guard let first = lines.first?.unicodeScalars.first, circled(first) != nil else { return [] }
    return circledNumbers(at: Array(lines.joined(separator: " ").unicodeScalars))
  }

  private static func circledNumbers(at text: [Unicode.Scalar]) -> [Int] {
    var numbers: [Int] = []
    for scalar in text {
      if let number = circled(scalar) {
        numbers.append(number)
      } else if !scalar.isSpace, !isSeparator(scalar), scalar != "\u{FE0E}", scalar != "\u{FE0F}" {
        break
      }
    }
    return numbers
  }

  private static func digits(at text: [Unicode.Scalar]) -> [Int] {
    var numbers: [Int] = []
    var index = 0
    while true {
      let start = index
      while index < text.count, text[index].isDigit { index += 1 }
      guard index > start, let number = Int(text[start..<index].string) else { return first(of: numbers) }
      numbers.append(number)
      guard index < text.count else { return numbers }
      switch text[index] {
      case ".", ":":
        // What goes on with a digit is a decimal fraction or a time of day.
        if index + 1 < text.count, text[index + 1].isDigit { return first(of: numbers.dropLast()) }
        return numbers
      case ")": return numbers
      default: break
      }
      var next = index
      while next < text.count, text[next].isSpace { next += 1 }
      let isSpaced = next > index
      guard next < text.count else { return numbers }
      guard isSeparator(text[next]) else {
        return isSpaced ? first(of: numbers) : first(of: numbers.dropLast())
      }
      index = next + 1
      while index < text.count, text[index].isSpace { index += 1 }
      guard index < text.count, text[index].isDigit else { return isSpaced ? first(of: numbers) : [] }
    }
  }

  /// A number with words behind it stands alone: `4 of 5, 7` is no list.
  private static func first(of numbers: some Sequence<Int>) -> [Int] {
    Array(numbers.prefix(1))
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar == ";" || scalar == "/" || scalar == "+" || scalar == "&"
  }

  /// The number in a circled digit, on light or dark ground.
  static func circled(_ scalar: Unicode.Scalar) -> Int? {
    let value = Int(scalar.value)
    switch value {
    case 0x2460...0x2473: return value - 0x245F
    case 0x3251...0x325F: return value - 0x3251 + 21
    case 0x32B1...0x32BF: return value - 0x32B1 + 36
    case 0x2776...0x277F: return value - 0x2775
    case 0x2780...0x2789: return value - 0x277F
    case 0x278A...0x2793: return value - 0x2789
    case 0x24EB...0x24F4: return value - 0x24EB + 11
    case 0x24F5...0x24FE: return value - 0x24F4
    default: return nil
    }
  }
}

/// The parts of a graph by the step numbers in their labels.
struct NumberedParts {
  private(set) var boxes: [Int: [Int]] = [:]
  private(set) var edges: [Int: [Int]] = [:]

  init(of graph: DiagramGraph) {
    for (index, box) in graph.boxes.enumerated() {
      for number in Set(StepNumbers.circled(in: box.label)) { boxes[number, default: []].append(index) }
    }
    for (index, edge) in graph.edges.enumerated() {
      for number in Set(StepNumbers.inLabel(edge.label)) { edges[number, default: []].append(index) }
    }
  }
}
