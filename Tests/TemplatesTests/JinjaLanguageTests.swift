import Documents
import Templates
import Testing

/// What names stand for, what is no template, and where errors are told; each expectation was taken from jinja2 3.1.6.
struct JinjaLanguageTests {
  private static let files = ["p": "P", "callable": "{{ range is callable }}", "given": "{{ range }}"]

  private func options(isStrict: Bool = false, files: [String: String] = Self.files) -> RenderOptions {
    var options = RenderOptions()
    options.isStrict = isStrict
    options.limits.steps = 200_000
    options.load = { files[$0] }
    return options
  }

  private func error(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    isStrict: Bool = false, files: [String: String] = Self.files
  ) throws -> TemplateError {
    do throws(TemplateError) {
      let output = try Template(text, dialect: dialect).render(
        variables, options: options(isStrict: isStrict, files: files))
      Issue.record("\(text) renders as \(output)")
      return TemplateError(.runtime, "")
    } catch {
      return error
    }
  }

  static let cases: [(String, String)] = [
    // A name that the template stores later is not the function of that name.
    ("{% for i in [1] %}{{ range }}{% endfor %}{% set range = 1 %}", ""),
    (
      "{% macro m() %}{{ range }}{{ range is defined }}{% endmacro %}{{ m() }}{% set range = 1 %}{{ m() }}",
      "False1True"
    ),
    ("{% for i in [1] %}{{ cycler is defined }}{% endfor %}{% set cycler = 1 %}", "False"),
    ("{{ range is defined }}{{ range(2)|list }}{% set range = 1 %}{{ range }}", "True[0, 1]1"),
    (
      "{% macro m() %}{{ range(2)|list }}{% endmacro %}{{ m() }}{% for i in range(1) %}{{ range(i + 1)|list }}{% endfor %}",
      "[0, 1][0]"
    ),
    ("{% if false %}{% set range = 1 %}{% endif %}{{ range(2)|list }}", "[0, 1]"),
    (
      "{% for i in [1, 2] %}{% if i == 2 %}{% set range = 5 %}{% endif %}{{ range is callable }}{% endfor %}",
      "TrueFalse"
    ),
    ("{% macro m(range) %}{{ range is defined }}{% endmacro %}{{ m() }}", "False"),
    ("{% block b %}{{ range(2)|list }}{% endblock %}{% set range = 1 %}", "[0, 1]"),
    ("{% include 'callable' %}{% set range = 1 %}", "True"),
    ("{% set range = 1 %}{% include 'callable' %}{% include 'given' %}", "False1"),
    // What stands beside the blocks of a template that extends another one prints nothing, in loops of all kinds.
    ("{% extends 'p' %}{% for q in [1] recursive %}{{ q }}{{ loop([]) }}{% endfor %}", "P"),
    ("{% extends 'p' %}{% for q in [1] %}{{ q }}{% endfor %}", "P"),
  ]

  @Test(arguments: cases.indices)
  func namesStandForWhatTheyDoInJinja(_ index: Int) throws {
    let (text, expected) = Self.cases[index]
    #expect(try Template(text, dialect: .jinja).render([], options: options()) == expected, "\(text)")
  }

  @Test(arguments: [
    #"{{ "\N" }}"#, #"{{ "\N{EM DASH}" }}"#, "{% macro m(a, a) %}{% endmacro %}",
    "{% call(a, b, a) m() %}{% endcall %}",
    "{% for x in [1] %}{% generation %}{% break %}{% endgeneration %}{% endfor %}",
  ])
  func whatIsNoTemplateIsRefused(_ text: String) throws {
    let error = try error(text, dialect: .chatTemplate)
    #expect(error.kind == .syntax, "\(text)")
    #expect(error.position?.line == 1)
  }

  @Test func aLoopInsideAGenerationMayEnd() throws {
    let text =
      "{% for x in [1, 2] %}{% generation %}{% for y in [1] %}{% break %}{% endfor %}{{ x }}{% endgeneration %}{% break %}{% endfor %}"
    #expect(try Template(text, dialect: .chatTemplate).render([]) == "1")
  }

  @Test func errorsStandWhereTheyArise() throws {
    #expect(
      try error("\n\n{% autoescape x %}a{% endautoescape %}", isStrict: true).position?.line == 3)
    #expect(
      try error("{% extends 'b' %}", files: ["b": "\n\n{% extends 'c' %}", "c": "\n{% extends 'b' %}"])
        .position?
        .line == 2)
    #expect(
      try error("{% if x %}a").message
        == "Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'"
    )
    let limit = try error(
      "a\n{{#l}}\n{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}\n{{/l}}",
      [.init("l", .array((1...100).map { .integer($0) }))], dialect: .mustache)
    #expect(limit.kind == .limit)
    #expect(limit.position?.line == 3)
  }

  @Test func anErrorOfAnArgumentHasTheHintOfTheArgument() throws {
    let given: [JSONValue.Member] = [.init("cfg", ["name": "n", "names": "m"])]
    let found = try error("{{ cfg.name.replace('a', nope.x) }}", given)
    #expect(found.message == "'nope' is undefined")
    #expect(found.hint == nil)
    #expect(try error("{{ cfg.name.replace('a', cfg.nam.x) }}", given).hint == "did you mean “name”?")
    #expect(try error("{{ cfg.nam.replace('a', 'b') }}", given).hint == "did you mean “name”?")
    #expect(try error("{{ cfg.name.replace('a', **nope) }}", given).hint == nil)
  }
}
