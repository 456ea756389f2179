/// What the search is told about one entry or one section.
package struct SearchDocument: Sendable {
  /// The address, such as `ai-search` or `automl#automl-agile`; it is searched as the field `id`.
  package let id: String
  /// The texts to search; a field may occur several times, as aliases and links do.
  package let fields: [(field: SearchField, text: String)]

  /// Gathers the texts of one entry.
  package init(id: String, fields: [(field: SearchField, text: String)]) {
    self.id = id
    self.fields = fields
  }

  /// A text of the document; the one before the first field is the id.
  func text(_ number: Int) -> String {
    fields.indices.contains(number) ? fields[number].text : id
  }
}
