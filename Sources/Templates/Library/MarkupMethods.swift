/// What safe text can do beside what every text can.
enum MarkupMethods {
  static let table: [String: NativeMethod] = [
    "striptags": { value, arguments, run throws(TemplateError) in
      _ = try Binder("striptags", arguments, [])
      try run.makeText(StringMethods.text(value).utf8.count)
      return .string(TextFilters.withoutTags(StringMethods.text(value)))
    },
    "unescape": { value, arguments, run throws(TemplateError) in
      _ = try Binder("unescape", arguments, [])
      try run.makeText(StringMethods.text(value).utf8.count)
      return .string(HTMLEntities.unescaped(StringMethods.text(value)))
    },
  ]
}
