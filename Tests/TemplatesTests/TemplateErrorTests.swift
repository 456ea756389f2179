import Documents
import Templates
import Testing

/// Errors tell what happened, where, and what to do.
struct TemplateErrorTests {
  private func error(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    name: String? = nil
  ) throws -> TemplateError {
    do throws(TemplateError) {
      let output = try Template(text, name: name, dialect: dialect).render(variables)
      Issue.record("\(text) renders as \(output)")
      return TemplateError(.runtime, "")
    } catch {
      return error
    }
  }

  @Test func anOpenBlockTellsWhereItBegins() {
    #expect {
      try Template("a\n{% if x %}\n{% for y in z %}\nb\n", dialect: .jinja)
    } throws: { error in
      (error as? TemplateError)?.hint == "“for” begins in line 3"
    }
  }

  @Test func aNameThatIsNearlyRightIsHinted() throws {
    #expect(try error("{{ quest.x }}", [.init("question", "?")]).hint == nil)
    #expect(try error("{{ questoin.x }}", [.init("question", "?")]).hint == "did you mean “question”?")
    #expect(
      try error("{{ m.contnet.x }}", [.init("m", ["content": "?"])]).hint == "did you mean “content”?")
    #expect(try error("{{ x | uper }}").hint == "did you mean “upper”?")
    #expect(try error("{{ x is strng }}").hint == "did you mean “string”?")
    #expect(try error("{% fro x in y %}{% endfor %}").hint == "did you mean “for”?")
  }

  @Test func placesAreLinesAndColumns() throws {
    let found = try error("a\nbé {{ 1 / 0 }}", name: "p.jinja")
    #expect(found.position == SourcePosition(line: 2, column: 9))
    #expect(found.description == "p.jinja:2:9: division by zero")
    #expect(try error("x\r\n{{ a b }}").position == SourcePosition(line: 2, column: 6))
  }

  @Test func everyKindHasItsCase() throws {
    let cases: [(String, TemplateError.Kind)] = [
      ("{% if %}", .syntax), ("{{ a.b }}", .undefined), ("{{ 1 + 'a' }}", .type),
      ("{{ ''.join([1]) }}", .type),
      ("{{ 'a'.index('b') }}", .value), ("{{ 1 / 0 }}", .arithmetic), ("{% include 'x' %}", .missingTemplate),
      ("{{ raise_exception('no') }}", .runtime), ("{{ ''.__class__.x }}", .security),
      ("{{ 'x' * 10**9 }}", .limit),
    ]
    for (text, kind) in cases {
      #expect(try error(text, dialect: .chatTemplate).kind == kind, "\(text)")
    }
    #expect(Set(cases.map(\.1)).count == TemplateError.Kind.allCases.count)
  }

  @Test func theMessageOfATemplateIsTheErrors() throws {
    #expect(
      try error("{{ raise_exception('roles must alternate') }}", dialect: .chatTemplate).message
        == "roles must alternate")
  }

  @Test func anErrorInAnIncludedTemplateNamesItsFile() throws {
    var options = RenderOptions()
    options.load = { $0 == "part" ? "ok\n{{ 1 // 0 }}" : nil }
    do throws(TemplateError) {
      _ = try Template("{% include 'part' %}", name: "whole", dialect: .promptflow).render(
        [], options: options)
      Issue.record("rendered")
    } catch {
      #expect(error.file == "part")
      #expect(error.position?.line == 2)
    }
  }
}
