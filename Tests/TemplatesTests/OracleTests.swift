import Documents
import Templates
import TestSupport
import Testing

/// Templates held against what other engines made of them; Oracles/ has the scripts that recorded it.
struct OracleTests {
  /// A recorded case.
  struct Case: Sendable {
    var number: Int
    var template: String
    var dialect: TemplateDialect
    var variables: [JSONValue.Member]
    var files: [JSONValue.Member]
    var isStrict: Bool
    var output: String?
    var errorKind: String?
    var errorLine: Int?
    /// What `jinja2.meta` finds undeclared; nil when it could not read the template.
    var undeclared: [String]?
  }

  static func cases(_ file: String) throws -> [Case] {
    var sets: [String: [JSONValue.Member]] = [:]
    var cases: [Case] = []
    let text = try Checkout.text(of: "Tests/TemplatesTests/Fixtures/\(file)")
    for (index, line) in text.split(separator: "\n").enumerated() {
      let json = try JSONReader.read(String(line))
      if let name = json["set"]?.string {
        sets[name] = json["v"]?.object ?? []
        continue
      }
      func values(_ key: String) -> [JSONValue.Member] {
        json[key]?.string.map { sets[$0] ?? [] } ?? json[key]?.object ?? []
      }
      cases.append(
        Case(
          number: index + 1, template: try #require(json["t"]?.string),
          dialect: try #require(TemplateDialect(rawValue: json["d"]?.string ?? "jinja")),
          variables: values("v"), files: values("f"), isStrict: json["s"]?.boolean ?? false,
          output: json["o"]?.string, errorKind: json["e"]?.string, errorLine: json["l"]?.int,
          undeclared: json["u"]?.array?.compactMap(\.string)))
    }
    return cases
  }

  static func options(_ item: Case) -> RenderOptions {
    var options = RenderOptions()
    options.isStrict = item.isStrict
    options.now = { TemplateDate(year: 2026, month: 11, day: 29, hour: 14, minute: 5, second: 9) }
    options.load = { [files = item.files] name in files.last { $0.key == name }?.value.string }
    return options
  }

  private func check(_ file: String, atLeast count: Int) throws {
    let cases = try Self.cases(file)
    #expect(cases.count >= count)
    for item in cases {
      do throws(TemplateError) {
        let template = try Template(item.template, dialect: item.dialect)
        let output = try template.render(item.variables, options: Self.options(item))
        #expect(
          output == item.output && output.utf8.elementsEqual(item.output?.utf8 ?? "".utf8),
          "\(file):\(item.number) \(item.template)")
      } catch {
        // Nunjucks tells what it could not do in words of its own.
        if item.dialect == .nunjucks {
          #expect(item.errorKind != nil, "\(file):\(item.number) \(item.template): \(error.description)")
          continue
        }
        #expect(
          error.kind.rawValue == item.errorKind,
          "\(file):\(item.number) \(item.template): \(error.description)")
        if let line = item.errorLine {
          #expect(
            error.position?.line == line, "\(file):\(item.number) \(item.template): \(error.description)")
        }
      }
    }
  }

  /// Templates that a script made at random, and what fuzzing found.
  @Test func randomTemplatesRenderAsJinja2RendersThem() throws { try check("random.jsonl", atLeast: 1000) }

  /// Formats, conversions, methods, dates and links.
  @Test func valuesAreWhatPythonMakesOfThem() throws { try check("values.jsonl", atLeast: 1500) }

  @Test func nunjucksTemplatesRenderAsNunjucksRendersThem() throws {
    try check("nunjucks.jsonl", atLeast: 78)
  }

  @Test func jinjaTemplatesRenderAsJinja2RendersThem() throws { try check("jinja.jsonl", atLeast: 780) }
}
