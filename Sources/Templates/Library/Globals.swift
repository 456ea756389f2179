/// The functions that every template knows.
enum Globals {
  /// What a name stands for that no variable has.
  static func value(_ name: String, _ frame: Frame) -> Value {
    let known = known(name, frame)
    return known.isMissing ? frame.run.undefined(.name(name)) : known
  }

  /// What a name stands for that every template of the dialect knows, or nothing.
  static func known(_ name: String, _ frame: Frame) -> Value {
    if name == "dict", !frame.run.syntax.isJavaScript { return .object(DictType()) }
    return function(name, frame.run.syntax).map { .object(FunctionObject(name, $0)) } ?? .missing
  }

  /// Whether a name is a function that every template of the dialect knows.
  static func isKnown(_ name: String, _ syntax: TemplateSyntax) -> Bool { function(name, syntax) != nil }

  static let names = [
    "range", "dict", "lipsum", "cycler", "joiner", "namespace", "raise_exception", "strftime_now", "loop",
  ]

  private typealias Function = (Arguments, Run) throws(TemplateError) -> Value

  private static func function(_ name: String, _ syntax: TemplateSyntax) -> Function? {
    switch name {
    case "range": return syntax.isJavaScript ? JavaScript.range : range
    case "cycler": return cycler
    case "joiner": return joiner
    default: break
    }
    guard !syntax.isJavaScript else { return nil }
    switch name {
    case "namespace": return namespace
    case "dict": return dict
    case "lipsum": return Lipsum.function
    case "raise_exception" where syntax.hasPlainJSON:
      return { arguments, run throws(TemplateError) in
        let message = try Binder(name, arguments, ["message"], required: 1)[0]
        throw TemplateError(.runtime, try run.text(message))
      }
    case "strftime_now" where syntax.hasPlainJSON:
      return { arguments, run throws(TemplateError) in
        let format = try Binder(name, arguments, ["format"], required: 1).text(0)
        let text = run.settings.now().formatted(format)
        try run.makeText(text.utf8.count)
        return .string(text)
      }
    default: return nil
    }
  }

  private static func range(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard arguments.keyword.isEmpty else { throw .type("range() takes no keyword arguments") }
    let given = arguments.positional
    guard (1...3).contains(given.count) else {
      throw .type(
        "range expected \(given.isEmpty ? "at least 1 argument" : "at most 3 arguments"), got \(given.count)")
    }
    var numbers: [Int] = []
    for value in given {
      let number = try Binder.int(value)
      // Its ends are added to and multiplied.
      if let whole = value.integer, whole != number {
        throw .limit("range() counts no numbers beyond 61 bits")
      }
      numbers.append(number)
    }
    let start = numbers.count > 1 ? numbers[0] : 0
    let stop = numbers.count > 1 ? numbers[1] : numbers[0]
    let step = numbers.count > 2 ? numbers[2] : 1
    guard step != 0 else { throw .value("range() arg 3 must not be zero") }
    let range = RangeObject(start: start, stop: stop, step: step)
    guard range.length <= 100_000 else {
      throw TemplateError(
        .arithmetic, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).")
    }
    return .object(range)
  }

  /// The pairs of a dict, or of a sequence of pairs.
  static func pairs(_ value: Value, _ run: Run) throws(TemplateError) -> [(Value, Value)] {
    switch value {
    case .dict(let box): return Array(zip(box.keys, box.values))
    case .object(let namespace as NamespaceObject):
      return Array(zip(namespace.box.keys, namespace.box.values))
    default: break
    }
    var pairs: [(Value, Value)] = []
    for (index, item) in try Access.items(value, run).enumerated() {
      let pair: [Value]
      do throws(TemplateError) { pair = try Access.items(item, run) } catch {
        guard error.kind == .type else { throw error }
        throw .type("cannot convert dictionary update sequence element #\(index) to a sequence")
      }
      guard pair.count == 2 else {
        throw .value(
          "dictionary update sequence element #\(index) has length \(pair.count); 2 is required")
      }
      pairs.append((pair[0], pair[1]))
    }
    return pairs
  }

  private static func filled(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> DictBox {
    guard arguments.positional.count < 2 else {
      throw .type("dict expected at most 1 argument, got \(arguments.positional.count)")
    }
    let box = DictBox()
    if let first = arguments.positional.first {
      for (key, item) in try pairs(first, run) {
        try Comparison.checkHashable(key, run)
        box.set(key, item)
      }
    }
    for (name, item) in arguments.keyword { box.set(.string(name), item) }
    try run.makeItems(box.count)
    try run.check(depth: box.depth)
    return box
  }

  fileprivate static func dict(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    .dict(try filled(arguments, run))
  }

  private static func namespace(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    let namespace = NamespaceObject(try filled(arguments, run))
    run.note(namespace)
    return .object(namespace)
  }

  private static func cycler(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    guard arguments.keyword.isEmpty else { throw .type("cycler() takes no keyword arguments") }
    guard !arguments.positional.isEmpty else { throw .value("at least one item has to be provided") }
    return try run.object(CyclerObject(arguments.positional))
  }

  private static func joiner(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    let standard: Value = .string(run.syntax.isJavaScript ? "," : ", ")
    return try run.object(JoinerObject(try Binder("joiner", arguments, ["sep"]).value(0) ?? standard))
  }
}

/// What `namespace()` gives: attributes that can be set from inside loops.
final class NamespaceObject: TemplateObject {
  let box: DictBox

  init(_ box: DictBox) { self.box = box }

  override var typeName: String { "Namespace" }
  override func text(_ run: Run?) throws(TemplateError) -> String { try PythonText.repr(.object(self), run) }
  override func release() { box.removeAll() }
  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    box.value(forText: name)
  }
}

/// Gives its values in turns.
final class CyclerObject: TemplateObject {
  private let tuple: TupleBox
  private var place = 0
  private var items: [Value] { tuple.items }

  init(_ items: [Value]) { tuple = TupleBox(items) }

  override var depth: Int { tuple.depth + 1 }
  override var typeName: String { "Cycler" }
  override var display: String { "<jinja2.utils.Cycler object at 0x0>" }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    switch name {
    case "current": return items[place]
    case "items": return .tuple(tuple)
    case "pos": return .int(place)
    case "next":
      return .object(
        FunctionObject(name, holding: depth) { [self] arguments, _ throws(TemplateError) in
          _ = try Binder(name, arguments, [])
          defer { place = (place + 1) % items.count }
          return items[place]
        })
    case "reset":
      return .object(
        FunctionObject(name, holding: depth) { [self] arguments, _ throws(TemplateError) in
          _ = try Binder(name, arguments, [])
          place = 0
          return .none
        })
    default: return nil
    }
  }
}

/// The type `dict`: it makes dicts, of what it is given and of keys.
private final class DictType: TemplateObject {
  override var typeName: String { "type" }
  override var display: String { "<class 'dict'>" }
  override var isCallable: Bool { true }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    guard name == "fromkeys" else { return nil }
    return .object(
      FunctionObject(name) { arguments, run throws(TemplateError) in
        try DictMethods.fromKeys(arguments, run)
      })
  }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    try Globals.dict(arguments, run)
  }
}

/// Gives nothing the first time it is called, then its separator.
final class JoinerObject: TemplateObject {
  private let separator: Value
  private var isUsed = false

  init(_ separator: Value) { self.separator = separator }

  override var depth: Int { separator.depth + 1 }
  override var typeName: String { "Joiner" }
  override var display: String { "<jinja2.utils.Joiner object at 0x0>" }
  override var isCallable: Bool { true }

  override func attribute(_ name: String, _ run: Run) throws(TemplateError) -> Value? {
    switch name {
    case "sep": separator
    case "used": .bool(isUsed)
    default: nil
    }
  }

  override func call(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    _ = try Binder("joiner", arguments, [])
    defer { isUsed = true }
    return isUsed ? separator : .string("")
  }
}

/// Words without a meaning, to fill a page.
enum Lipsum {
  private static let words =
    "a ac accumsan ad adipiscing aenean aliquam amet ante arcu at auctor augue bibendum blandit condimentum congue consectetuer cras cubilia cum curae dapibus diam dictum dignissim dis dolor donec dui duis egestas eget elit enim erat eros est et etiam eu euismod facilisi fames felis fermentum feugiat fringilla fusce gravida habitant hendrerit iaculis id imperdiet in integer ipsum justo lacinia lacus laoreet lectus leo libero ligula lorem magna massa mattis mauris metus mi mollis morbi nam nec neque nibh nisi nisl non nulla nunc odio orci ornare pede pellentesque pharetra placerat porta praesent pretium proin purus quam quis rhoncus risus rutrum sapien sed sem semper sit sodales sollicitudin suscipit tellus tempor tincidunt tortor tristique turpis ullamcorper urna ut varius vel velit vestibulum vitae vivamus viverra volutpat"
    .split(separator: " ").map(String.init)

  static func function(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
    let bound = try Binder("generate_lorem_ipsum", arguments, ["n", "html", "min", "max"])
    let count = try bound.int(0, 5)
    let least = try bound.int(2, 20)
    let most = try bound.int(3, 100)
    guard least < most else { throw .value("empty range in randrange(\(least), \(most))") }
    let (total, overflow) = max(0, count).multipliedReportingOverflow(by: max(1, most))
    try run.makeItems(overflow ? .max >> 8 : total)
    var paragraphs: [String] = []
    for _ in 0..<max(0, count) {
      var sentence: [String] = []
      let length = Int.random(in: least..<most, using: &run.random)
      for place in 0..<max(0, length) {
        var word = words.randomElement(using: &run.random) ?? "lorem"
        if place % 12 == 0 { word = TextCase.capitalized(word) }
        if place % 12 == 11 || place == length - 1 { word += "." }
        sentence.append(word)
      }
      paragraphs.append(sentence.joined(separator: " "))
    }
    guard try bound.bool(1, true) else { return .string(paragraphs.joined(separator: "\n\n")) }
    return .markup(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
  }
}
