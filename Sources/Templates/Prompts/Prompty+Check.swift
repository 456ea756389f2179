import Documents

extension Prompty {
  /// Looks at the prompt without rendering it.
  ///
  /// - Returns: why its template cannot be read, with the line of the file; and what is worth a look: keys that mean
  ///   nothing, variables that are no inputs, inputs that are not used.
  package func checked() -> (error: TemplateError?, warnings: [PromptWarning]) {
    let survey = TemplateSurvey(body, dialect: dialect, given: knownValues)
    if var error = survey.errors.first?.moved(to: bodyPosition) {
      error.file = file
      return (error, warnings)
    }
    return (nil, warnings + warnings(ofUse: survey.variables))
  }

  /// What the file itself has to try it with.
  var knownValues: [JSONValue.Member] {
    inputs.compactMap { input in
      (input.example ?? input.standard).map { JSONValue.Member(input.name, $0) }
    } + sample
  }

  /// The names of inputs and of the sample.
  var declaredNames: [String] {
    var known: [String] = []
    for name in inputs.map(\.name) + sample.map(\.key) where !known.contains(name) { known.append(name) }
    return known
  }

  /// What is wrong between what a prompt declares and what its text uses.
  func warnings(ofUse variables: [TemplateSurvey.Variable]) -> [PromptWarning] {
    let known = declaredNames
    guard !known.isEmpty else { return [] }
    var warnings: [PromptWarning] = []
    for variable in variables where !known.contains(variable.name) {
      let hint = NearestName.of(variable.name, among: known).map { ", did you mean “\($0)”?" } ?? ""
      warnings.append(
        PromptWarning(
          "“\(variable.name)” is no input of the prompt\(hint)",
          at: variable.position?.moved(to: bodyPosition)))
    }
    for name in known where !variables.contains(where: { $0.name == name }) {
      // A thread without a place is put at the end.
      if inputs.contains(where: { $0.name == name && $0.kind == "thread" }) { continue }
      warnings.append(PromptWarning("the input “\(name)” is not used in the text"))
    }
    return warnings
  }
}
