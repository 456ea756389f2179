import Documents

/// Why a template could not be read or rendered, and where.
package struct TemplateError: Error, Hashable, Sendable {
  /// What went wrong, in the terms of the language. Jinja's own exceptions map onto these one to one.
  package enum Kind: String, Sendable, CaseIterable {
    /// The template is no valid template (TemplateSyntaxError, TemplateAssertionError).
    case syntax
    /// Something undefined was used where a value is needed (UndefinedError).
    case undefined
    /// A value of the wrong kind (TypeError).
    case type
    /// A value of the right kind that will not do (ValueError, IndexError, KeyError, FilterArgumentError).
    case value
    /// Division by zero, a result too large (ZeroDivisionError, OverflowError).
    case arithmetic
    /// A template that is to be included does not exist (TemplateNotFound).
    case missingTemplate
    /// What the language refuses while it renders, and `raise_exception` (TemplateRuntimeError).
    case runtime
    /// Something a sandbox does not allow (SecurityError).
    case security
    /// One of the limits that keep a hostile template from hurting (``TemplateLimits``).
    case limit
  }

  package var kind: Kind
  /// What happened, in one sentence without a full stop at its end.
  package var message: String
  /// What to do about it; nil when nothing is known.
  package var hint: String?
  /// The name of the template, as it was given or included.
  package var file: String?
  package var position: SourcePosition?

  package init(
    _ kind: Kind, _ message: String, hint: String? = nil, file: String? = nil,
    at position: SourcePosition? = nil
  ) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.file = file
    self.position = position
  }

  /// The error as compilers print it, `file:line:column: message`, and the hint behind it.
  package var description: String {
    var text = message
    if let position { text = "\(file ?? "template"):\(position.line):\(position.column): \(message)" }
    if let hint { text += " (\(hint))" }
    return text
  }

  static func type(_ message: String) -> TemplateError { TemplateError(.type, message) }
  static func value(_ message: String) -> TemplateError { TemplateError(.value, message) }
  static func limit(_ message: String) -> TemplateError {
    TemplateError(.limit, message, hint: "the limit keeps a template from using up the machine")
  }
}
