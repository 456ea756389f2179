/// The tests of Jinja: what stands behind `is`.
enum Tests {
  static func named(_ name: String) -> NativeTest? { table[name] }

  private static func simple(
    _ name: String, _ test: @escaping @Sendable (Value) -> Bool
  ) -> NativeTest {
    { value, arguments, _ throws(TemplateError) in
      if !arguments.isEmpty { _ = try Binder("test_\(name)", arguments, [], offset: 1) }
      return test(value)
    }
  }

  private static func comparing(_ sign: CompareOperator) -> NativeTest {
    { value, arguments, frame throws(TemplateError) in
      let other = try Binder("operator", arguments, ["other"], required: 1, offset: 1)[0]
      return try CompareCode.compare(sign, value, other, frame.run)
    }
  }

  private static func rest(_ value: Value, _ divisor: Value, _ run: Run) throws(TemplateError) -> Value {
    try Arithmetic.binary(.mod, value, divisor, run)
  }

  static let table: [String: NativeTest] = kinds.merging(comparisons) { $1 }

  private static let kinds: [String: NativeTest] = [
    "defined": simple("defined") { !$0.isUndefined },
    "undefined": simple("undefined") { $0.isUndefined },
    "none": simple("none") { $0.isNone },
    "boolean": simple("boolean") { if case .bool = $0 { true } else { false } },
    "false": simple("false") { if case .bool(false) = $0 { true } else { false } },
    "true": simple("true") { if case .bool(true) = $0 { true } else { false } },
    "integer": simple("integer") { if case .int = $0 { true } else { false } },
    "float": simple("float") { if case .float = $0 { true } else { false } },
    "number": simple("number") { $0.number != nil },
    "string": simple("string") { $0.text != nil },
    "mapping": simple("mapping") { if case .dict = $0 { true } else { false } },
    "sequence": simple("sequence") { value in
      switch value {
      case .string, .markup, .list, .tuple, .dict: true
      case .undefined(let undefined): undefined.manner != .strict
      case .object(let object): object.isSequence
      default: false
      }
    },
    "iterable": { value, arguments, _ throws(TemplateError) in
      if !arguments.isEmpty { _ = try Binder("test_iterable", arguments, [], offset: 1) }
      do throws(TemplateError) {
        _ = try Access.iterator(value)
        return true
      } catch {
        if error.kind == .type { return false }
        throw error
      }
    },
    "callable": simple("callable") { value in
      switch value {
      case .undefined: true
      case .object(let object): object.isCallable
      default: false
      }
    },
    "escaped": simple("escaped") { $0.isMarkup },
    "lower": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_lower", arguments, [], offset: 1)
      let text = try frame.run.text(value)
      try frame.run.workCharacters(of: text)
      return TextCase.isLower(text)
    },
    "upper": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_upper", arguments, [], offset: 1)
      let text = try frame.run.text(value)
      try frame.run.workCharacters(of: text)
      return TextCase.isUpper(text)
    },
    "filter": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_filter", arguments, [], offset: 2)
      try Comparison.checkHashable(value, frame.run)
      return value.text.map { Filters.named($0, frame.run.syntax) != nil } ?? false
    },
    "test": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_test", arguments, [], offset: 2)
      try Comparison.checkHashable(value, frame.run)
      return value.text.map { table[$0] != nil } ?? false
    },
  ]

  private static let comparisons: [String: NativeTest] = [
    "odd": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_odd", arguments, [], offset: 1)
      return try Comparison.equals(rest(value, .int(2), frame.run), .int(1), frame.run)
    },
    "even": { value, arguments, frame throws(TemplateError) in
      _ = try Binder("test_even", arguments, [], offset: 1)
      return try Comparison.equals(rest(value, .int(2), frame.run), .int(0), frame.run)
    },
    "divisibleby": { value, arguments, frame throws(TemplateError) in
      let divisor = try Binder("test_divisibleby", arguments, ["num"], required: 1, offset: 1)[0]
      return try Comparison.equals(rest(value, divisor, frame.run), .int(0), frame.run)
    },
    "==": comparing(.equal), "eq": comparing(.equal), "equalto": comparing(.equal),
    "!=": comparing(.notEqual), "ne": comparing(.notEqual),
    "<": comparing(.less), "lt": comparing(.less), "lessthan": comparing(.less),
    "<=": comparing(.lessEqual), "le": comparing(.lessEqual),
    ">": comparing(.greater), "gt": comparing(.greater), "greaterthan": comparing(.greater),
    ">=": comparing(.greaterEqual), "ge": comparing(.greaterEqual),
    "in": { value, arguments, frame throws(TemplateError) in
      let container = try Binder("test_in", arguments, ["seq"], required: 1, offset: 1)[0]
      return try Access.contains(container, value, frame.run)
    },
    "sameas": { value, arguments, frame throws(TemplateError) in
      let other = try Binder("test_sameas", arguments, ["other"], required: 1, offset: 1)[0]
      switch (value, other) {
      case (.none, .none): return true
      case (.bool(let a), .bool(let b)): return a == b
      case (.int(let a), .int(let b)): return a == b
      case (.float(let a), .float(let b)): return a == b
      case (.string(let a), .string(let b)), (.markup(let a), .markup(let b)): return Text.isSame(a, b)
      case (.list(let a), .list(let b)): return a === b
      case (.tuple(let a), .tuple(let b)): return a === b
      case (.dict(let a), .dict(let b)): return a === b
      case (.object(let a), .object(let b)): return a === b
      case (.undefined(let a), .undefined(let b)): return a === b
      default: return false
      }
    },
  ]
}
