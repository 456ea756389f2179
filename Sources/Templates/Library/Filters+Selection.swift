/// Filters that take other filters, tests or attributes.
extension Filters {
  static let selections: [String: NativeFilter] = [
    "map": map,
    "select": selecting("select_or_reject", keeps: true, byAttribute: false),
    "reject": selecting("select_or_reject", keeps: false, byAttribute: false),
    "selectattr": selecting("select_or_reject", keeps: true, byAttribute: true),
    "rejectattr": selecting("select_or_reject", keeps: false, byAttribute: true),
  ]

  private static func name(_ value: Value, _ what: String, _ run: Run) throws(TemplateError) -> String {
    if case .undefined(let undefined) = value {
      throw TemplateError(
        .runtime,
        "No \(what) named Undefined. (\(undefined.message); did you forget to quote the callable name?)")
    }
    guard let name = value.text else {
      throw TemplateError(.runtime, "No \(what) named \(try PythonText.repr(value, run)).")
    }
    return name
  }

  private static let map: NativeFilter = { value, arguments, frame throws(TemplateError) in
    // What is made holds the frame, in which it may be stored.
    try frame.noteOnce()
    var iterator: ValueIterator?
    var function: ((Value) throws(TemplateError) -> Value)?
    return try GeneratorObject.make(
      "sync_do_map", over: value, arguments, frame.run,
      ValueIterator { () throws(TemplateError) in
        if iterator == nil {
          guard try frame.run.isTrue(value) else {
            iterator = ValueIterator([])
            return nil
          }
          function = try mapping(arguments, frame)
          iterator = try Access.iterator(value)
        }
        guard let item = try iterator?.next(), let function else { return nil }
        try frame.run.work()
        return try function(item)
      })
  }

  private static func mapping(
    _ arguments: Arguments, _ frame: Frame
  ) throws(TemplateError) -> (Value) throws(TemplateError) -> Value {
    if arguments.positional.isEmpty,
      let attribute = arguments.keyword.first(where: { $0.name == "attribute" })?.value
    {
      let standard = arguments.keyword.first { $0.name == "default" }?.value
      if let other = arguments.keyword.first(where: { $0.name != "attribute" && $0.name != "default" }) {
        throw .value("Unexpected keyword argument '\(other.name)'")
      }
      let path = try Path(attribute, standard: standard.flatMap { $0.isNone ? nil : $0 })
      return { item throws(TemplateError) in try path.value(item, frame.run) }
    }
    guard let first = arguments.positional.first else { throw .value("map requires a filter argument") }
    let name = try name(first, "filter", frame.run)
    guard let filter = Filters.named(name, frame.run.syntax) else {
      throw TemplateError(.runtime, "No filter named '\(name)'.")
    }
    let rest = Arguments(positional: Array(arguments.positional.dropFirst()), keyword: arguments.keyword)
    return { item throws(TemplateError) in try filter(item, rest, frame) }
  }

  private static func selecting(_ title: String, keeps: Bool, byAttribute: Bool) -> NativeFilter {
    { value, arguments, frame throws(TemplateError) in
      try frame.noteOnce()
      var iterator: ValueIterator?
      var path: Path?
      var test: NativeTest?
      var rest = Arguments()
      return try GeneratorObject.make(
        title, over: value, arguments, frame.run,
        ValueIterator { () throws(TemplateError) in
          if iterator == nil {
            guard try frame.run.isTrue(value) else {
              iterator = ValueIterator([])
              return nil
            }
            var positional = arguments.positional[...]
            if byAttribute {
              guard let attribute = positional.popFirst() else {
                throw .value("Missing parameter for attribute name")
              }
              path = try Path(attribute)
            }
            if let first = positional.popFirst() {
              let name = try name(first, "test", frame.run)
              guard let known = Tests.named(name) else {
                throw TemplateError(.runtime, "No test named '\(name)'.")
              }
              test = known
            }
            rest = Arguments(positional: Array(positional), keyword: arguments.keyword)
            iterator = try Access.iterator(value)
          }
          while let item = try iterator?.next() {
            try frame.run.work()
            var examined = item
            if let path { examined = try path.value(item, frame.run) }
            let holds: Bool
            if let test {
              holds = try test(examined, rest, frame)
            } else {
              holds = try frame.run.isTrue(examined)
            }
            if holds == keeps { return item }
          }
          return nil
        })
    }
  }
}
