import Documents
import Templates
import Testing

/// What a template tells about itself, and that it can be shared.
struct TemplateTests {
  /// Each expectation is what `jinja2.meta.find_undeclared_variables` gives.
  @Test(arguments: [
    ("{{ a }}{{ b.c }}{{ a }}", ["a", "b"]), ("{% for x in xs %}{{ x }}{{ y }}{% endfor %}", ["xs", "y"]),
    ("{% set a = 1 %}{{ a }}{{ b }}", ["b"]),
    ("{% macro m(x) %}{{ x }}{{ y }}{% endmacro %}{{ m(z) }}", ["y", "z"]),
    ("{% if a %}{% set b = 1 %}{% endif %}{{ b }}", ["a", "b"]),
    ("{{ range(3) }}{{ namespace() }}{{ dict() }}", []),
    ("{% block t %}{{ a }}{% endblock %}", ["a"]), ("{% with a = b %}{{ a }}{% endwith %}", ["b"]),
    ("{{ x if y else z }}", ["x", "y", "z"]), ("text", []),
  ])
  func theVariablesOfATemplateAreKnown(_ text: String, _ names: [String]) throws {
    #expect(try Template(text, dialect: .jinja).variables.sorted() == names)
  }

  @Test func mustacheTellsTheNamesAtTheTop() throws {
    let text = "{{a.b}}{{#xs}}{{n}}{{/xs}}{{^c}}{{d}}{{/c}}{{a}}"
    #expect(try Template(text, dialect: .mustache).variables == ["a", "xs", "n", "c", "d"])
  }

  @Test func theDialectIsGuessedFromTheFile() {
    let cases: [(String, String, TemplateDialect)] = [
      ("a.jinja2", "{{ x }}", .promptflow), ("a.jinja", "{{ x }}", .jinja), ("a.njk", "", .nunjucks),
      ("a.mustache", "", .mustache), ("chat_template.jinja", "{{ bos_token }}", .chatTemplate),
      ("a.jinja2", "{% if add_generation_prompt %}{% endif %}", .chatTemplate),
      ("a.prompty", "---\nmodel: {api: chat}\n---\nx", .prompty),
      ("b.prompty", "---\nmodel: gpt\n---\nx", .promptyV2),
    ]
    for (name, text, dialect) in cases {
      #expect(TemplateDialect.guessed(fileName: name, text: text) == dialect, "\(name)")
    }
  }

  @Test func manyThreadsRenderOneTemplate() async throws {
    let template = try Template(
      "{% macro m(x) %}[{{ x }}]{% endmacro %}{% set ns = namespace(n=0) %}{% for i in range(n) %}{% set ns.n = ns.n + i %}{{ m(i) }}{% endfor %}{{ ns.n }}",
      dialect: .jinja)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<32 {
        group.addTask {
          let output = try template.render([.init("n", .integer(number))])
          return output == (0..<number).map { "[\($0)]" }.joined() + String((0..<number).reduce(0, +))
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test func theCharactersAreCodePoints() throws {
    // Two ways to write é: one text for a reader, two for Python.
    let variables: [JSONValue.Member] = [.init("a", "é"), .init("b", "e\u{301}")]
    #expect(
      try Template("{{ a == b }} {{ a|length }} {{ b|length }} {{ {a: 1, b: 2}|length }}", dialect: .jinja)
        .render(variables) == "False 1 2 2")
    #expect(
      try Template("{{ '\r\n'|length }} {{ '👨‍👩‍👧'|length }} {{ '👨‍👩‍👧'[::-1] }}", dialect: .jinja).render([])
        == "1 5 👧\u{200D}👩\u{200D}👨")
  }
}
