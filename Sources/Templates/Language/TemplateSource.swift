import Documents

/// The text of a template, with its line ends made one where the dialect does so, as its lexer reads it.
struct TemplateSource: Sendable {
  let name: String?
  let bytes: [UInt8]

  /// - Throws: a source above ``TemplateLimits/sourceBytes``.
  init(
    _ text: String, name: String?, keepsTrailingNewline: Bool, keepsLineEnds: Bool = false
  ) throws(TemplateError) {
    guard text.utf8.count <= TemplateLimits.sourceBytes else {
      throw TemplateError(
        .limit, "the template is larger than \(TemplateLimits.sourceBytes >> 20) MB", file: name)
    }
    self.name = name
    var bytes = Array(text.utf8)
    if !keepsLineEnds, bytes.contains(0x0D) {
      var output: [UInt8] = []
      output.reserveCapacity(bytes.count)
      var index = 0
      while index < bytes.count {
        if bytes[index] == 0x0D {
          output.append(0x0A)
          if index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
        } else {
          output.append(bytes[index])
        }
        index += 1
      }
      bytes = output
    }
    if !keepsTrailingNewline, bytes.last == 0x0A { bytes.removeLast() }
    self.bytes = bytes
  }

  func text(_ range: Range<Int>) -> String {
    bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[range]), as: UTF8.self)
    }
  }

  /// The line and column of a byte.
  func position(of offset: Int) -> SourcePosition {
    var position = SourceMap.start
    for byte in bytes.prefix(max(0, offset)) { position.pass(byte) }
    return position
  }

  func error(
    _ message: String, at offset: Int, kind: TemplateError.Kind = .syntax, hint: String? = nil
  ) -> TemplateError {
    TemplateError(kind, message, hint: hint, file: name, at: position(of: offset))
  }

  init(_ text: String, name: String?, _ syntax: TemplateSyntax) throws(TemplateError) {
    try self.init(
      text, name: name, keepsTrailingNewline: syntax.keepsTrailingNewline,
      keepsLineEnds: syntax.keepsLineEnds)
  }
}
