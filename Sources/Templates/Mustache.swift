import Documents

struct MustacheTemplate: Sendable {
  init(_ text: String, name: String?) throws(TemplateError) {}
  func render(_ value: JSONValue, options: RenderOptions) throws(TemplateError) -> String { "" }
}
