import Documents

/// What a person needs to see while a template is written: its variables, and what is wrong with it. It is made anew
/// with every key and never fails.
package struct TemplatePreview: Sendable {
  /// A variable that a template takes from outside.
  package struct Variable: Hashable, Sendable {
    /// What the text takes its value for.
    package enum Kind: String, Sendable, CaseIterable {
      /// It is iterated over, sliced, or put through a filter for lists.
      case list
      /// Its attributes are read.
      case mapping
      /// It is compared with text, or its methods or filters are those of text.
      case text
      /// It is calculated or compared with.
      case number
      /// It only stands in conditions.
      case flag
    }

    package var name: String
    /// Where the text reads it first; nil of an input that it does not use.
    package var position: SourcePosition?
    /// Nil where nothing tells, as of a variable that is only printed.
    package var kind: Kind?
    /// The attributes that are read of it, or of each of its items when it is a list, in the order of first use.
    package var fields: [String]
    /// Whether the template asks if it is there, or has something in its place.
    package var isOptional: Bool
    /// What the file declares about it.
    package var declared: PromptyProperty?
    /// What rendering takes when nothing is given.
    package var standard: JSONValue?
    /// A value to try it with.
    package var sample: JSONValue?
    /// Whether the text uses it.
    package var isUsed: Bool
  }

  /// Something wrong with a template.
  package struct Problem: Hashable, Sendable {
    package var message: String
    package var hint: String?
    package var position: SourcePosition?
    /// Whether it can be rendered all the same.
    package var isWarning: Bool

    package init(_ error: TemplateError, isWarning: Bool = false) {
      message = error.message
      hint = error.hint
      position = error.position
      self.isWarning = isWarning
    }

    init(_ warning: PromptWarning) {
      message = warning.message
      position = warning.position
      isWarning = true
    }

    init(_ error: DocumentError) {
      message = error.message
      position = error.position
      isWarning = false
    }
  }

  package let dialect: TemplateDialect
  /// What the text reads from outside, in the order of first use (for Jinja what `jinja2.meta` finds, with an error as
  /// far as could be read), and then the inputs that it does not use.
  package let variables: [Variable]
  /// By place.
  package let problems: [Problem]
  /// The template, of a prompty its body; nil while something keeps it from being rendered.
  package let template: Template?
  /// The prompt, when the text is one that can be read.
  package let prompty: Prompty?

  /// Looks at a text.
  ///
  /// - Parameters:
  ///   - fileName: its name, if it has one; tells the dialect.
  ///   - dialect: whose language it is in; nil makes a guess.
  ///   - surroundings: what `${env:}` and `${file:}` of a prompty are followed with; nil leaves them as written.
  package init(
    _ text: String, fileName: String = "", dialect: TemplateDialect? = nil,
    surroundings: PromptSurroundings? = nil
  ) {
    let guessed = dialect ?? TemplateDialect.guessed(fileName: fileName, text: text)
    let isPrompt =
      fileName.lowercased().hasSuffix(".prompty") || guessed == .prompty || guessed == .promptyV2
      || guessed == .mustache && PromptyParts.hasFence(text)
    guard isPrompt else {
      let survey = TemplateSurvey(text, dialect: guessed)
      self.init(survey, dialect: guessed, prompty: nil, bodyAt: SourceMap.start, problems: [])
      return
    }
    var problems: [Problem] = []
    var prompty: Prompty?
    do throws(DocumentError) {
      prompty = try Prompty(
        looking: text, file: fileName.isEmpty ? nil : fileName,
        generation: dialect.flatMap { Prompty.Generation(rawValue: $0.rawValue) }, surroundings: surroundings)
    } catch { problems.append(Problem(error)) }
    let parts = PromptyParts(text)
    let language = prompty?.dialect ?? guessed
    let survey = TemplateSurvey(
      prompty?.body ?? parts.body, dialect: language, given: prompty?.knownValues ?? [])
    problems += prompty?.warnings.map(Problem.init) ?? []
    self.init(survey, dialect: language, prompty: prompty, bodyAt: parts.bodyPosition, problems: problems)
  }

  private init(
    _ survey: TemplateSurvey, dialect: TemplateDialect, prompty: Prompty?, bodyAt: SourcePosition,
    problems: [Problem]
  ) {
    self.dialect = dialect
    self.prompty = prompty
    template = survey.template
    let inputs = prompty?.inputs ?? []
    let samples = prompty?.sample ?? []
    func variable(_ name: String, _ used: TemplateSurvey.Variable?) -> Variable {
      let input = inputs.first { $0.name == name }
      let sample = samples.last { $0.key == name }?.value
      let isFirst = prompty?.generation == .first
      return Variable(
        name: name, position: used?.position?.moved(to: bodyAt), kind: used?.kind, fields: used?.fields ?? [],
        isOptional: used?.isOptional ?? false, declared: input,
        standard: isFirst ? sample ?? input?.standard ?? input?.example : input?.standard,
        sample: sample ?? input?.example ?? input?.standard, isUsed: used != nil)
    }
    var variables = survey.variables.map { variable($0.name, $0) }
    var names = Set(variables.map(\.name))
    for name in prompty?.declaredNames ?? [] where names.insert(name).inserted {
      variables.append(variable(name, nil))
    }
    self.variables = variables
    var all = problems + survey.errors.map { Problem($0.moved(to: bodyAt)) }
    all += survey.warnings.map { Problem($0.moved(to: bodyAt), isWarning: true) }
    if let prompty, survey.errors.isEmpty {
      all += prompty.warnings(ofUse: survey.variables).map(Problem.init)
    }
    let end = SourcePosition(line: .max, column: 1)
    self.problems = all.sorted { ($0.position ?? end) < ($1.position ?? end) }
  }
}

extension SourcePosition {
  /// A place of a part of a text, as a place of the whole.
  func moved(to start: SourcePosition) -> SourcePosition {
    SourcePosition(
      line: line + start.line - 1, column: line == 1 ? column + start.column - 1 : column)
  }
}

extension TemplateError {
  func moved(to start: SourcePosition) -> TemplateError {
    var error = self
    error.position = position?.moved(to: start)
    return error
  }
}
