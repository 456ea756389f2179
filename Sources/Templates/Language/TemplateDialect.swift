/// Whose templates are read: the settings of the engines that people's files were written for.
package enum TemplateDialect: String, Hashable, Sendable, CaseIterable {
  /// Jinja as it comes: `jinja2.Environment()` in a sandbox.
  case jinja
  /// Prompt flow: `trim_blocks`, and the newline at the end stays.
  case promptflow
  /// Prompty's first generation (PyPI prompty 0.1).
  case prompty
  /// Prompty's second generation (PyPI prompty 2).
  case promptyV2 = "prompty-v2"
  /// Chat templates of model files, as `transformers` renders them: `trim_blocks`, `lstrip_blocks`, `break` and
  /// `continue`, `tojson` without escapes for HTML, the `generation` tag; lists and dicts cannot be changed.
  case chatTemplate = "hf-chat"
  /// Nunjucks as promptfoo sets it up: JavaScript's values and printing, no escaping.
  case nunjucks
  /// Mustache as chevron renders it.
  case mustache

  /// The dialect that a file most likely is written in, by its name and what it speaks of.
  package static func guessed(fileName: String, text: String) -> TemplateDialect {
    let name = fileName.lowercased()
    if name.hasSuffix(".mustache") { return .mustache }
    if name.hasSuffix(".njk") || name.hasSuffix(".nunjucks") { return .nunjucks }
    if name.hasSuffix(".prompty") || name.isEmpty && PromptyParts.hasFence(text) {
      if let source = try? PromptySource(text), source.hasFrontMatter || !name.isEmpty {
        return Prompty.generation(of: YAMLValue.json(source.fields)) == .first ? .prompty : .promptyV2
      }
      if !name.isEmpty { return .prompty }
    }
    let marks = ["add_generation_prompt", "raise_exception(", "bos_token", "strftime_now", "message['role']"]
    if marks.contains(where: { Text.contains(text, $0) }) { return .chatTemplate }
    return name.hasSuffix(".jinja2") ? .promptflow : .jinja
  }
}

/// What of the language a dialect has.
struct TemplateSyntax: Hashable, Sendable {
  var trimsBlocks = false
  var stripsBlocks = false
  var keepsTrailingNewline = false
  /// `break` and `continue`.
  var hasLoopControls = false
  /// The `generation` tag, whose body is rendered as it is.
  var hasGeneration = false
  /// Lists and dicts may be changed by their methods.
  var isMutable = true
  /// JavaScript's values, truth and printing, and what nunjucks adds to the syntax.
  var isJavaScript = false
  /// `tojson` as `transformers` sets it: no escapes for HTML, and settings as arguments.
  var hasPlainJSON = false

  var hasRegex: Bool { isJavaScript }
  /// Lines end as they do in the source, rather than all in the same way.
  var keepsLineEnds: Bool { isJavaScript }
  var rawWords: [String] { isJavaScript ? ["raw", "verbatim"] : ["raw"] }

  init(_ dialect: TemplateDialect) {
    switch dialect {
    case .jinja, .mustache: break
    case .promptflow:
      trimsBlocks = true
      keepsTrailingNewline = true
    case .prompty: break
    case .promptyV2:
      keepsTrailingNewline = true
      isMutable = false
    case .chatTemplate:
      trimsBlocks = true
      stripsBlocks = true
      hasLoopControls = true
      hasGeneration = true
      isMutable = false
      hasPlainJSON = true
    case .nunjucks:
      isJavaScript = true
      keepsTrailingNewline = true
    }
  }
}
