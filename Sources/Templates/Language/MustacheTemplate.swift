import Documents

/// A template of Mustache, rendered as chevron does it, which prompty uses: no logic, values escaped for HTML unless
/// three braces or `&` say otherwise.
struct MustacheTemplate: Sendable {
  /// A piece of a template; of a section the place of the token that ends it.
  enum Token: Sendable {
    case text(String)
    case value(String, isEscaped: Bool)
    case section(String, isInverted: Bool, end: Int)
    case partial(String)
    case end
  }

  let tokens: [Token]
  /// Where the name of each token stands, a byte of the source.
  let places: [Int]
  private let name: String?
  let bytes: [UInt8]
  private let source: TemplateSource

  init(_ text: String, name: String?) throws(TemplateError) {
    self.name = name
    source = try TemplateSource(text, name: name, keepsTrailingNewline: true, keepsLineEnds: true)
    var reader = Reader(source: source)
    try reader.readAll()
    tokens = reader.tokens
    places = reader.places
    bytes = source.bytes
  }

  /// The names at the top of what it asks for.
  var variables: [String] {
    uses(given: nil).sorted { $0.value.at < $1.value.at }.map(\.key)
  }

  // MARK: Reading

  /// Cuts a source into tokens.
  private struct Reader {
    let source: TemplateSource
    private(set) var tokens: [Token] = []
    private(set) var places: [Int] = []
    private var index = 0
    private var open = braces
    private var close = closingBraces
    private var sections: [(name: String, token: Int, at: Int)] = []
    private var isStandalone = true

    private static let braces = Array("{{".utf8)
    private static let closingBraces = Array("}}".utf8)

    init(source: TemplateSource) { self.source = source }

    private func find(_ mark: [UInt8], from start: Int) -> Int? {
      guard !mark.isEmpty, start <= source.bytes.count - mark.count else { return nil }
      var place = start
      while place <= source.bytes.count - mark.count {
        if source.bytes[place] == mark[0], source.bytes[place..<(place + mark.count)].elementsEqual(mark) {
          return place
        }
        place += 1
      }
      return nil
    }

    private mutating func add(_ token: Token, _ place: Int) {
      tokens.append(token)
      places.append(place)
    }

    mutating func readAll() throws(TemplateError) {
      while index < source.bytes.count {
        guard let tag = find(open, from: index) else {
          add(.text(source.text(index..<source.bytes.count)), index)
          break
        }
        let literal = source.text(index..<tag)
        index = tag + open.count
        guard index < source.bytes.count else {
          add(.text(literal), tag)
          break
        }
        try readTag(literal, at: tag)
      }
      if let last = sections.last {
        throw source.error("the section “\(last.name)” is never closed", at: last.at)
      }
    }

    private mutating func readTag(_ literal: String, at: Int) throws(TemplateError) {
      guard let end = find(close, from: index) else { throw source.error("the tag is not closed", at: at) }
      var inside = source.text(index..<end)
      index = end + close.count
      let mark = inside.utf8.first.map { Character(Unicode.Scalar($0)) }
      let kinds: Set<Character> = ["!", "#", "^", "/", ">", "=", "{", "&"]
      let kind: Character? = mark.flatMap { kinds.contains($0) ? $0 : nil }
      if kind != nil { inside.removeFirst() }
      // A third brace belongs to the tag while the delimiters are the usual ones; without it nothing is printed.
      var isPlain = kind == "&"
      if kind == "{", source.bytes.indices.contains(index), source.bytes[index] == 0x7D,
        open == Self.braces, close == Self.closingBraces
      {
        index += 1
        isPlain = true
      }
      if kind == "=" {
        guard inside.hasSuffix("=") else {
          throw source.error("the tag that sets delimiters is not closed", at: at)
        }
        inside.removeLast()
      }
      let name = Text.stripped(inside)
      let lead = Text.stripped(inside, right: false)
      let place = end - lead.utf8.count
      isStandalone = startsLine(literal) && kind != nil && !isPlain && endsLine()
      var literal = literal
      if isStandalone {
        index = source.bytes[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? index
        if kind != ">" { literal = Text.stripped(literal, " ", left: false) }
      }
      if !literal.isEmpty { add(.text(literal), at) }
      switch kind {
      case nil: add(.value(name, isEscaped: true), place)
      case "&", "{": if isPlain { add(.value(name, isEscaped: false), place) }
      case ">": add(.partial(name), place)
      case "#", "^":
        guard sections.count < TemplateLimits.nesting else {
          throw source.error("nested deeper than \(TemplateLimits.nesting) levels", at: at, kind: .limit)
        }
        sections.append((name, tokens.count, at))
        add(.section(name, isInverted: kind == "^", end: 0), place)
      case "/":
        guard let section = sections.popLast() else {
          throw source.error("“\(name)” is closed and was not opened", at: at)
        }
        guard section.name == name else {
          throw source.error("“\(name)” is closed, but “\(section.name)” is open", at: at)
        }
        if case .section(let name, let isInverted, _) = tokens[section.token] {
          tokens[section.token] = .section(name, isInverted: isInverted, end: tokens.count)
        }
        add(.end, place)
      case "=":
        let marks = name.split(separator: " ")
        if let first = marks.first, let last = marks.last {
          open = Array(first.utf8)
          close = Array(last.utf8)
        }
      default: break
      }
    }

    /// Whether nothing but white space stands before a tag on its line.
    private func startsLine(_ literal: String) -> Bool {
      let line = literal.unicodeScalars.lastIndex(of: "\n")
      guard line != nil || isStandalone else { return false }
      let start = line.map { literal.unicodeScalars.index(after: $0) } ?? literal.startIndex
      return literal.unicodeScalars[start...].allSatisfy(Text.isSpace)
    }

    private func endsLine() -> Bool {
      var place = index
      while place < source.bytes.count, source.bytes[place] != 0x0A {
        guard source.bytes[place] == 0x20 || (0x09...0x0D).contains(source.bytes[place]) else { return false }
        place += 1
      }
      return true
    }
  }

  // MARK: Rendering

  func render(_ data: JSONValue, options: RenderOptions) throws(TemplateError) -> String {
    let run = Run(options.settings(.mustache))
    defer { run.end() }
    var output = ""
    try render(0..<tokens.count, [Value(data)], padding: "", 0, run, &output)
    return output
  }

  /// An error with the place of a token, unless it has one already.
  private func placed(_ error: TemplateError, at token: Int) -> TemplateError {
    guard error.position == nil else { return error }
    return source.error(error.message, at: places[token], kind: error.kind, hint: error.hint)
  }

  /// - Parameter start: the byte of the output at which the item of a list began.
  private func render(
    _ range: Range<Int>, _ scopes: [Value], padding: String, _ start: Int, _ run: Run,
    _ output: inout String
  ) throws(TemplateError) {
    var index = range.lowerBound
    while index < range.upperBound {
      let token = index
      do throws(TemplateError) {
        try run.work()
        switch tokens[index] {
        case .text(let text): try MustacheTemplate.add(text, padding: padding, run, &output)
        case .value(let key, let isEscaped):
          var found = try value(key, scopes, run)
          // An inverted section has made true of what it was, which is printed.
          if isEscaped, key == ".", scopes.count > 1, case .bool(true) = found { found = scopes[1] }
          let text = try PythonText.string(found, run)
          let printed = isEscaped ? MustacheTemplate.escaped(text) : text
          try run.makeText(printed.utf8.count)
          output += printed
        case .partial(let key): try renderPartial(key, scopes, padding: padding, start, run, &output)
        case .section(let key, let isInverted, let end):
          index = end
          try renderSection(
            value(key, scopes, run), isInverted, (token + 1)..<end, scopes, padding: padding, start, run,
            &output)
        case .end: break
        }
        try run.checkText(output.utf8.count)
      } catch { throw placed(error, at: token) }
      index += 1
    }
  }

  /// Prints text whose further lines are moved in.
  private static func add(
    _ text: String, padding: String, _ run: Run, _ output: inout String
  ) throws(TemplateError) {
    guard !padding.isEmpty else {
      try run.makeText(text.utf8.count)
      output += text
      return
    }
    var lines = 0
    for byte in text.utf8 where byte == 0x0A { lines += 1 }
    try run.makeText(text.utf8.count + lines * padding.utf8.count)
    for scalar in text.unicodeScalars {
      output.unicodeScalars.append(scalar)
      if scalar == "\n" { output += padding }
    }
  }

  private func renderSection(
    _ value: Value, _ isInverted: Bool, _ range: Range<Int>, _ scopes: [Value], padding: String, _ start: Int,
    _ run: Run, _ output: inout String
  ) throws(TemplateError) {
    try run.work(scopes.count >> 3)
    if isInverted {
      if !value.isTrue { try render(range, [.bool(true)] + scopes, padding: padding, start, run, &output) }
      return
    }
    if case .list(let box) = value {
      for item in box.items {
        try run.work(1 + scopes.count >> 3)
        // What is not true has nothing to print.
        if !item.isTrue { continue }
        try render(range, [item] + scopes, padding: padding, output.utf8.count, run, &output)
      }
    } else if value.isTrue {
      try render(range, [value] + scopes, padding: padding, start, run, &output)
    }
  }

  private func renderPartial(
    _ key: String, _ scopes: [Value], padding: String, _ start: Int, _ run: Run, _ output: inout String
  ) throws(TemplateError) {
    guard let partial = try partial(key, run) else { return }
    try run.enter()
    let line = try blankLine(output, from: start, run)
    let inner = padding + line
    try run.makeText(inner.utf8.count)
    var part = ""
    try partial.render(0..<partial.tokens.count, scopes, padding: inner, 0, run, &part)
    try run.makeText(part.utf8.count)
    output += line.isEmpty ? part : Text.stripped(part, " \t", left: false)
    run.leave()
  }

  /// A template by its name, read once in a run; nil when there is none.
  private func partial(_ key: String, _ run: Run) throws(TemplateError) -> MustacheTemplate? {
    if let known = run.partials[key] { return known }
    // A partial is mostly a file beside the template that has the ending, while its name has none.
    guard let load = run.settings.load, TemplateName.isInside(key),
      let text = (try? load(key)) ?? (try? load(key + ".mustache"))
    else { return nil }
    try run.made(text.utf8.count)
    let partial = try MustacheTemplate(text, name: key)
    run.partials[key] = partial
    return partial
  }

  /// What stands in the last line, behind the byte at which an item of a list began, when that is nothing but white
  /// space.
  private func blankLine(_ output: String, from first: Int, _ run: Run) throws(TemplateError) -> String {
    let scalars = output.unicodeScalars
    let least = output.utf8.index(output.startIndex, offsetBy: first)
    var start = scalars.endIndex
    var count = 0
    while start > least {
      let before = scalars.index(before: start)
      if scalars[before] == "\n" { break }
      guard Text.isSpace(scalars[before]) else { return "" }
      start = before
      count += 1
    }
    try run.makeText(count)
    return String(output[start...])
  }

  /// What a name stands for: in the innermost scope that has it.
  private func value(_ key: String, _ scopes: [Value], _ run: Run) throws(TemplateError) -> Value {
    if key == "." { return scopes[0] }
    // The name is cut in its parts for each scope.
    try run.work((1 + key.utf8.count >> 5) * scopes.count >> 2)
    for scope in scopes {
      if let found = try lookUp(key, in: scope, run) { return found }
    }
    return .string("")
  }

  private func lookUp(_ key: String, in scope: Value, _ run: Run) throws(TemplateError) -> Value? {
    var value = scope
    for part in key.split(separator: ".", omittingEmptySubsequences: false) {
      let found: Value
      if case .dict(let box) = value {
        guard let item = box.value(forText: String(part)) else { return nil }
        found = item
      } else if let index = Int(Text.stripped(String(part))) {
        found = try Access.item(value, .int(index), run)
      } else {
        return nil
      }
      if found.isUndefined { return nil }
      value = found
    }
    if MustacheTemplate.isZero(value) || value.isTrue { return value }
    return .string("")
  }

  /// Zero and false print themselves; all else that is not true prints nothing.
  private static func isZero(_ value: Value) -> Bool {
    switch value {
    case .bool(false), .int(0): true
    case .float(let number): number == 0
    default: false
    }
  }

  private static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x22 || $0 == 0x3C || $0 == 0x3E }) else {
      return text
    }
    return text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
  }
}
