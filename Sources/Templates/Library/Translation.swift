/// `translate` and `maketrans` of Python's `str`: tables of what stands in place of code points.
enum Translation {
  static let table: [String: NativeMethod] = [
    "translate": { value, arguments, run throws(TemplateError) in
      let table = try Binder("translate", arguments, ["table"], required: 1)[0]
      let text = StringMethods.text(value)
      try run.work(text.utf8.count)
      var output = ""
      for scalar in text.unicodeScalars {
        try write(scalar, by: table, to: &output)
        try run.checkText(output.utf8.count)
      }
      try run.makeText(output.utf8.count)
      return StringMethods.like(value, output)
    },
    "maketrans": { _, arguments, run throws(TemplateError) in
      let bound = try Binder("maketrans", arguments, ["x", "y", "z"], required: 1)
      if bound.value(1) == nil { return try .dict(keyed(bound[0], run)) }
      let from = Array(try bound.text(0).unicodeScalars)
      let to = Array(try bound.text(1).unicodeScalars)
      guard from.count == to.count else {
        throw .value("the first two maketrans arguments must have equal length")
      }
      let removed = bound.value(2) == nil ? "" : try bound.text(2)
      let box = DictBox()
      try run.makeItems(from.count + removed.unicodeScalars.count)
      for (old, new) in zip(from, to) { box.set(.int(Int(old.value)), .int(Int(new.value))) }
      for scalar in removed.unicodeScalars { box.set(.int(Int(scalar.value)), .none) }
      return .dict(box)
    },
  ]

  /// Writes what a table has for a code point: itself when there is nothing.
  private static func write(
    _ scalar: Unicode.Scalar, by table: Value, to output: inout String
  ) throws(TemplateError) {
    let place = Int(scalar.value)
    let new: Value?
    switch table {
    case .dict(let box): new = box.value(for: .int(place))
    case .list(let box): new = place < box.items.count ? box.items[place] : nil
    case .tuple(let box): new = place < box.items.count ? box.items[place] : nil
    case .string(let text), .markup(let text):
      new = place < Text.count(text) ? .string(Text.part(text, place, place + 1)) : nil
    case .undefined(let undefined): throw undefined.error
    default: throw .type("'\(table.typeName)' object is not subscriptable")
    }
    switch new {
    case nil: output.unicodeScalars.append(scalar)
    case .none?: break
    case .string(let text)?, .markup(let text)?: output += text
    case .int?, .bool?:
      guard let number = new?.integer, (0...0x10FFFF).contains(number),
        let made = Unicode.Scalar(UInt32(number))
      else {
        throw .value("character mapping must be in range(0x110000)")
      }
      output.unicodeScalars.append(made)
    default: throw .type("character mapping must return integer, None or str")
    }
  }

  /// A table with code points in place of the texts that are its keys.
  private static func keyed(_ table: Value, _ run: Run) throws(TemplateError) -> DictBox {
    guard case .dict(let given) = table else {
      throw .type("if you give only one argument to maketrans it must be a dict")
    }
    try run.makeItems(given.count)
    let box = DictBox()
    for (key, item) in zip(given.keys, given.values) {
      switch key {
      case .int, .bool: box.set(key, item)
      case .string(let text), .markup(let text):
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
          throw .value("string keys in translate table must be of length 1")
        }
        box.set(.int(Int(scalar.value)), item)
      default: throw .type("keys in translate table must be strings or integers")
      }
    }
    return box
  }
}
