extension CatalogEntry.Lifecycle {
  /// Where a thing stands, in a few words; nil for what is simply there.
  package var badge: String? {
    switch state {
    // Another name says nothing of how long it will be there.
    case "current", "renamed": nil
    case "rolling": "versions retire one by one"
    case "retiring", "superseded": date.map { "\(state) on \($0)" } ?? state
    case "retired": date.map { "retired since \($0)" } ?? state
    default: state
    }
  }

  /// Whether it is gone on a day.
  package func isGone(on day: String) -> Bool {
    state == "retired" || state == "retiring" && date.map { $0 <= day } ?? false
  }

  /// Whether it is at its end, or will be.
  package var isEnding: Bool { state == "retiring" || state == "retired" || state == "superseded" }
}
