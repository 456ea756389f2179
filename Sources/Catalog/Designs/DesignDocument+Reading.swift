import Diagrams
import Documents

extension DesignDocument {
  /// Reads a document, also one that was changed by hand: sections may stand in another order, and ones that are not
  /// known are kept as notes.
  ///
  /// - Parameter name: the name of the design when the document has none.
  /// - Throws: ``DocumentError`` with its place when the fields at the top or the diagram cannot be read.
  package init(reading text: String, name: String? = nil) throws(DocumentError) {
    var reader = DesignReader()
    try reader.read(text, name: name)
    self.init(
      design: reader.design, version: reader.version, catalogDate: reader.catalogDate,
      problems: reader.problems)
  }

  /// Reads a design that is kept; it has the name under which it is kept.
  package init(reading kept: KeptDesign) throws(DocumentError) {
    try self.init(reading: kept.document, name: kept.name)
    design.name = kept.name
    version = kept.version
  }

  /// A line of the file.
  struct Line {
    var text: [Unicode.Scalar]
    var number: Int
  }
}
