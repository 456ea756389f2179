/// What the workbench tells a person in passing.
extension Workbench {
  /// Shows what is wrong with the configuration, when something is.
  package mutating func report(_ problems: [String]) {
    guard let first = problems.first else { return }
    guard problems.count > 1 else { return say(first, .problem, seconds: 8) }
    // Each for itself, to be read again; what is shown says that there are several.
    for problem in problems.dropFirst().reversed() { say(problem, .problem) }
    say(first + " (and \(problems.count - 1) more: ! shows them)", .problem, seconds: 8)
  }

  /// Says that the list is narrowed by what was chosen the last time.
  mutating func sayFilter() {
    guard !catalog.filter.isEmpty else { return }
    say("Narrowed as last time: \(catalog.filterTitle). F lets the facets go", .note, seconds: 6)
  }

  mutating func say(_ text: String, _ kind: Toast.Kind, seconds: Double = 4) {
    let toast = Toast(kind: kind, text: text, end: now + seconds)
    self.toast = toast
    told.append(toast)
    if told.count > 50 { told.removeFirst() }
  }
}
