import Documents

/// A value of a template, with the meaning that Python gives it.
///
/// Lists and dicts are references as they are in Python: `append` changes what every name sees.
enum Value {
  /// A name that nothing was stored under; never seen by a template.
  case missing
  case undefined(UndefinedValue)
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  /// Text that was marked safe from escaping.
  case markup(String)
  case list(ListBox)
  case tuple(TupleBox)
  case dict(DictBox)
  case object(TemplateObject)

  /// Python's truth of the value.
  var isTrue: Bool {
    switch self {
    case .missing, .undefined, .none: false
    case .bool(let value): value
    case .int(let value): value != 0
    case .float(let value): value != 0
    case .string(let text), .markup(let text): !text.isEmpty
    case .list(let box): !box.items.isEmpty
    case .tuple(let box): !box.items.isEmpty
    case .dict(let box): box.count > 0
    case .object(let object): object.isTrue
    }
  }

  /// The text of a string, marked safe or not.
  var text: String? {
    switch self {
    case .string(let text), .markup(let text): text
    default: nil
    }
  }

  var isUndefined: Bool {
    switch self {
    case .undefined, .missing: true
    default: false
    }
  }

  var isMissing: Bool { if case .missing = self { true } else { false } }
  var isMarkup: Bool { if case .markup = self { true } else { false } }
  var isNone: Bool { if case .none = self { true } else { false } }

  /// The whole number behind an int or a bool.
  var integer: Int? {
    switch self {
    case .int(let value): value
    case .bool(let value): value ? 1 : 0
    default: nil
    }
  }

  /// The number behind an int, a bool or a float.
  var number: Double? {
    switch self {
    case .int(let value): Double(value)
    case .bool(let value): value ? 1 : 0
    case .float(let value): value
    default: nil
    }
  }

  /// The name of the type, as Python's errors write it.
  var typeName: String {
    switch self {
    case .missing, .undefined: "Undefined"
    case .none: "NoneType"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "str"
    case .markup: "Markup"
    case .list: "list"
    case .tuple: "tuple"
    case .dict: "dict"
    case .object(let object): object.typeName
    }
  }

  /// How deep the value holds others.
  var depth: Int {
    switch self {
    case .list(let box): box.depth
    case .tuple(let box): box.depth
    case .dict(let box): box.depth
    case .object(let object): object.depth
    default: 0
    }
  }
}

/// A value that is not there, and what is known about why.
final class UndefinedValue: Sendable {
  /// What happens when it is used.
  enum Manner: Sendable {
    /// Prints as nothing; an error when more is asked of it.
    case lenient
    /// Every use is an error.
    case strict
    /// What is asked of it is undefined again.
    case chainable
  }

  /// Why it is not there; put into words only when they are needed.
  enum Reason: Sendable {
    case name(String)
    case attribute(of: String, String)
    case item(of: String, String)
    case told(String)
  }

  let reason: Reason
  let kind: TemplateError.Kind
  let manner: Manner

  init(_ reason: Reason, manner: Manner, kind: TemplateError.Kind = .undefined) {
    self.reason = reason
    self.manner = manner
    self.kind = kind
  }

  var message: String {
    switch reason {
    case .name(let name): "'\(name)' is undefined"
    case .attribute(let type, let name): "'\(type) object' has no attribute '\(name)'"
    case .item(let type, let key): "\(type) object has no element \(key)"
    case .told(let message): message
    }
  }

  var error: TemplateError { TemplateError(kind, message) }
}

extension Value {
  /// A value of JSON as a template sees it.
  init(_ json: JSONValue) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .int(value)
    case .number(let value): self = .float(value)
    case .digits: self = .float(json.double ?? .infinity)
    case .string(let text): self = .string(text)
    case .array(let values): self = .list(ListBox(values))
    case .object(let members):
      self = .dict(DictBox(members))
    }
  }
}
