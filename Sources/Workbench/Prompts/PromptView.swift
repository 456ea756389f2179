import Documents
import Models
import Templates
import TerminalUI

/// A prompt being written: its text, its variables as fields, and what it becomes.
struct PromptView: Sendable {
  enum Pane: Int, CaseIterable, Hashable, Sendable { case text, fields, preview }

  /// Its file; nil of one that has none yet.
  private(set) var path: String?
  /// What the file holds, as far as is known; nil without a file.
  private(set) var fileText: String?
  var editor: TextEditor
  /// nil is guessed.
  private(set) var dialect: TemplateDialect?
  var focus = Pane.text
  private(set) var rendered: RenderedDraft?
  /// What the text became last without a mistake in it.
  private(set) var lastGood: RenderedDraft?
  /// What was typed for each variable; empty takes what the file gives.
  private(set) var typed: [String: String] = [:]
  private(set) var form = Form(fields: [])
  /// The variables that the fields are for, behind the field for the dialect.
  private(set) var variables: [TemplatePreview.Variable] = []
  var state = DocumentState()
  /// Whether the preview stays at its end, where a reply comes.
  var isFollowing = false
  /// Counts what was asked to be rendered.
  private(set) var number = 0
  /// The conversation that the last run made, and what has come of its reply.
  var run: Run?
  /// The reply's text of a run, laid out as far as it has come.
  var replyLayout = (sessionID: "", text: GrowingLayout())

  struct Run: Hashable, Sendable {
    var sessionID: String
    var model: ModelName
    var reply = Reply()
    /// What it was asked with, so that a reply is not taken for one to a text that was changed since.
    var number: Int
  }

  init(path: String? = nil, text: String, fileText: String? = nil, dialect: TemplateDialect? = nil) {
    self.path = path
    self.fileText = fileText
    self.dialect = dialect
    editor = TextEditor(text)
    editor.moveToStart()
    fill()
  }

  /// What its draft is kept under: its file; of a new one, when it was begun.
  var draftKey: String { path ?? "new:\(id)" }
  private var id = ULID.make(at: 0)

  var title: String { path?.split(separator: "/").last.map(String.init) ?? "New prompt" }
  var isChanged: Bool { fileText.map { $0 != editor.text } ?? !editor.isEmpty }

  /// The prompt with what is put into it.
  var draft: PromptDraft {
    PromptDraft(path: path, text: editor.text, dialect: dialect, values: values)
  }

  // MARK: Rendering

  /// What to do so that the preview shows the text as it is.
  mutating func render() -> [Effect] {
    number += 1
    return [.prompt(.render(draft, number: number))]
  }

  /// Takes what the text became; an answer to an older text tells of its variables no more.
  ///
  /// - Returns: whether it must be rendered once more, with values for variables that were not known before.
  mutating func take(_ rendered: RenderedDraft, number: Int) -> Bool {
    guard number == self.number else { return false }
    self.rendered = rendered
    if rendered.problem == nil { lastGood = rendered }
    guard variables != rendered.preview.variables else { return false }
    let before = values
    fill()
    return values != before
  }

  /// Makes the fields for the variables; what was typed stays with its name.
  private mutating func fill() {
    variables = rendered?.preview.variables ?? []
    let focused = form.focused
    let choices = ["guessed"] + TemplateDialect.allCases.map(\.rawValue)
    let selected = dialect.flatMap { choices.firstIndex(of: $0.rawValue) } ?? 0
    var fields = [Form.Field("Dialect", .choice(options: choices, selected: selected))]
    for variable in variables {
      fields.append(
        .init(
          variable.name, .text(TextEditor(typed[variable.name] ?? "", isSingleLine: true)),
          placeholder: Self.placeholder(variable)))
    }
    form = Form(fields: fields)
    form.focus(field: min(focused, fields.count - 1))
  }

  /// What holds when nothing is typed, or what is expected.
  static func placeholder(_ variable: TemplatePreview.Variable) -> String {
    if let value = variable.sample ?? variable.standard {
      let text = value.string ?? value.text()
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    var parts: [String] = []
    switch variable.kind {
    case .list:
      parts.append(
        variable.fields.isEmpty
          ? "a list, as JSON: [\"…\"]"
          : "a list, as JSON: [{" + variable.fields.map { "\"\($0)\": …" }.joined(separator: ", ") + "}]")
    case .mapping:
      parts.append("as JSON: {" + variable.fields.map { "\"\($0)\": …" }.joined(separator: ", ") + "}")
    case .flag: parts.append("true or false")
    case .number: parts.append("a number")
    case .text, nil: break
    }
    if let description = variable.declared?.description { parts.append(description) }
    if variable.isOptional { parts.append("may be left out") }
    if !variable.isUsed { parts.append("declared, not used") }
    return parts.isEmpty ? "a text" : parts.joined(separator: "; ")
  }

  /// What was typed, as values: JSON where it is JSON and the variable is no text.
  private var values: [JSONValue.Member] {
    variables.compactMap { variable in
      guard let text = typed[variable.name], !text.isEmpty else { return nil }
      return JSONValue.Member(variable.name, Self.value(text, of: variable))
    }
  }

  static func value(_ text: String, of variable: TemplatePreview.Variable) -> JSONValue {
    let isText = variable.kind == .text || variable.declared?.kind == "string"
    guard !isText, let value = try? JSONReader.read(text) else { return .string(text) }
    return value
  }

  // MARK: Fields

  /// Handles a key in the fields; returns whether the prompt must be rendered anew, nil for a key of somebody else.
  mutating func handleField(_ press: KeyPress) -> Bool? {
    let before = form.fields.map(\.text)
    guard form.handle(press) else { return nil }
    guard form.fields.map(\.text) != before else { return false }
    takeFields()
    return true
  }

  mutating func pasteIntoField(_ text: String) {
    form.paste(text)
    takeFields()
  }

  mutating func setWidth(_ width: Int) { form.setWidth(width) }
  mutating func focus(fieldAtRow row: Int, height: Int) { form.focus(row: row, height: height) }
  mutating func focusField(_ index: Int) { form.focus(field: min(index, form.fields.count - 1)) }

  private mutating func takeFields() {
    if case .choice(_, let selected)? = form.fields.first?.value {
      dialect = selected == 0 ? nil : TemplateDialect.allCases[selected - 1]
    }
    for (field, variable) in zip(form.fields.dropFirst(), variables) { typed[variable.name] = field.text }
  }

  // MARK: Its file

  mutating func saved(at path: String, _ text: String) {
    self.path = path
    fileText = text
  }

  /// A conversation that asks what the prompt became; nil when there is nothing to ask.
  func session(with model: ModelName, at now: Double) -> PromptSession? {
    guard let rendered, rendered.problem == nil, !rendered.messages.isEmpty else { return nil }
    return PromptSession(
      rendered.messages, parameters: rendered.parameters, title: title, model: model, at: now)
  }

  // MARK: What was typed

  /// What is being written, so that it is there again after a crash.
  var kept: JSONValue {
    .object([
      .init("id", .string(id)), .init("path", .optional(path)), .init("text", .string(editor.text)),
      .init("file_text", .optional(fileText)), .init("dialect", .optional(dialect?.rawValue)),
      .init("values", .object(typed.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
    ])
  }

  /// What was being written when the program ended; nil when it is none.
  init?(kept: JSONValue) {
    guard let text = kept["text"]?.string else { return nil }
    self.init(
      path: kept["path"]?.string, text: text, fileText: kept["file_text"]?.string,
      dialect: kept["dialect"]?.string.flatMap(TemplateDialect.init(rawValue:)))
    if let id = kept["id"]?.string { self.id = id }
    for member in kept["values"]?.object ?? [] { typed[member.key] = member.value.string }
  }
}
