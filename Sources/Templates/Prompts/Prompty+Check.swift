import Documents

extension Prompty {
  /// Looks at the prompt without rendering it.
  ///
  /// - Returns: why its template cannot be read, with the line of the file; and what is worth a look: keys that mean
  ///   nothing, variables that are no inputs, inputs that are not used.
  package func checked() -> (error: TemplateError?, warnings: [PromptWarning]) {
    var warnings = warnings
    let template: Template
    do throws(TemplateError) {
      template = try Template(body, dialect: dialect)
    } catch {
      var error = error
      error.file = file
      error.position?.line += bodyLine - 1
      return (error, warnings)
    }
    let used = template.variables
    var known: [String] = []
    for name in inputs.map(\.name) + sample.map(\.key) where !known.contains(name) { known.append(name) }
    guard !known.isEmpty else { return (nil, warnings) }
    for name in used where !known.contains(name) {
      let hint = NearestName.of(name, among: known).map { ", did you mean “\($0)”?" } ?? ""
      var position = template.position(ofName: name)
      position?.line += bodyLine - 1
      warnings.append(PromptWarning("“\(name)” is no input of the prompt\(hint)", at: position))
    }
    for name in known where !used.contains(name) {
      // A thread without a place is put at the end.
      if inputs.contains(where: { $0.name == name && $0.kind == "thread" }) { continue }
      warnings.append(PromptWarning("the input “\(name)” is not used in the text"))
    }
    return (nil, warnings)
  }
}
