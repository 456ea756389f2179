/// What a content filter says about one category of a prompt or an answer: a row of a table.
package struct FilterFinding: Hashable, Sendable {
  package enum Subject: String, Hashable, Sendable { case prompt, answer }

  package var subject: Subject
  /// The provider's word, such as `self_harm`, `jailbreak`, `protected_material_code` or the name of a blocklist.
  package var category: String
  /// `safe`, `low`, `medium` or `high`, or the category of a refusal; nil where only yes or no is told.
  package var severity: String?
  /// Whether something was found; nil where a severity is told instead.
  package var isDetected: Bool?
  /// Whether it was stopped because of that.
  package var isFiltered: Bool
  /// The part of the answer it is about, in characters from the answer's start, as the provider counts them.
  package var range: Range<Int>?
  /// What else is told, such as the licence and the address of code that was found.
  package var detail: String?

  package init(
    subject: Subject, category: String, severity: String? = nil, isDetected: Bool? = nil,
    isFiltered: Bool = false, range: Range<Int>? = nil, detail: String? = nil
  ) {
    self.subject = subject
    self.category = category
    self.severity = severity
    self.isDetected = isDetected
    self.isFiltered = isFiltered
    self.range = range
    self.detail = detail
  }
}
