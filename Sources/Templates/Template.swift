import Documents

/// A template that was read, ready to be rendered any number of times, on any thread.
package struct Template: Sendable {
  package let dialect: TemplateDialect
  /// The name it goes by in errors.
  package let name: String?
  private let unit: TemplateUnit?
  private let mustache: MustacheTemplate?

  /// Reads a template.
  ///
  /// - Throws: ``TemplateError`` with line and column, of the kind `syntax`, or `limit` when it is too large.
  package init(_ text: String, name: String? = nil, dialect: TemplateDialect) throws(TemplateError) {
    self.dialect = dialect
    self.name = name
    if dialect == .mustache {
      unit = nil
      mustache = try MustacheTemplate(text, name: name)
    } else {
      unit = try TemplateUnit(text, name: name, dialect: dialect)
      mustache = nil
    }
  }

  init(unit: TemplateUnit, name: String?, dialect: TemplateDialect) {
    (self.unit, self.name, self.dialect, mustache) = (unit, name, dialect, nil)
  }

  init(mustache: MustacheTemplate, name: String?) {
    (self.mustache, self.name, dialect, unit) = (mustache, name, .mustache, nil)
  }

  /// The variables it takes, in the order in which they come up; what it includes is not looked into.
  package var variables: [String] { unit?.variables ?? mustache?.variables ?? [] }

  /// Renders it with some variables.
  ///
  /// - Throws: ``TemplateError``, with the line and column of what could not be done.
  package func render(
    _ variables: [JSONValue.Member], options: RenderOptions = RenderOptions()
  ) throws(TemplateError) -> String {
    if let mustache { return try mustache.render(.object(variables), options: options) }
    guard let unit else { return "" }
    let run = Run(options.settings(dialect))
    defer { run.end() }
    let context = Context(parent: Names(variables), unit: unit, keepsNames: unit.sharesNames)
    if let name { run.units[name] = unit }
    var output = Output()
    do {
      try unit.render(context, run: run, into: &output)
    } catch {
      throw hinted(unit.placed(error, at: 0), context)
    }
    return output.text()
  }

  /// Names the variable that was probably meant.
  private func hinted(_ error: TemplateError, _ context: Context) -> TemplateError {
    guard error.kind == .undefined, error.hint == nil, error.message.hasSuffix("' is undefined") else {
      return error
    }
    let name = String(error.message.dropFirst().prefix { $0 != "'" })
    guard
      let near = NearestName.of(
        name, among: (context.names + (unit?.ownNames ?? [])).sorted() + Globals.names)
    else { return error }
    var error = error
    error.hint = "did you mean “\(near)”?"
    return error
  }
}

/// What a rendering may need beside the variables.
package struct RenderOptions: Sendable {
  /// Whether every use of something undefined is an error, even printing it.
  package var isStrict = false
  package var limits = TemplateLimits()
  /// Gives the source of an included template by its name; nil when there is none. Names that lead out of the
  /// folder are refused before it is asked.
  package var load: (@Sendable (_ name: String) throws -> String?)?
  /// The local date and time for `strftime_now`.
  package var now: @Sendable () -> TemplateDate = { TemplateDate(year: 1970, month: 1, day: 1) }

  package init() {}

  func settings(_ dialect: TemplateDialect) -> RenderSettings {
    RenderSettings(
      dialect: dialect, limits: limits,
      manner: dialect == .nunjucks ? .chainable : isStrict ? .strict : .lenient, load: load, now: now)
  }
}
