import Documents
import Templates
import Testing

/// What is shown while a template is written.
struct TemplatePreviewTests {
  typealias Kind = TemplatePreview.Variable.Kind

  private func preview(_ text: String, _ dialect: TemplateDialect = .jinja) -> TemplatePreview {
    TemplatePreview(text, dialect: dialect)
  }

  @Test func theVariablesAreThoseThatJinja2Finds() throws {
    var count = 0
    for file in ["jinja.jsonl", "random.jsonl"] {
      for item in try OracleTests.cases(file) {
        guard let undeclared = item.undeclared else { continue }
        let preview = TemplatePreview(item.template, dialect: item.dialect)
        let names = preview.variables.map(\.name)
        #expect(names.sorted() == undeclared, "\(file):\(item.number) \(item.template)")
        // Keywords given twice are found by Python only, when the template was compiled.
        #expect(
          item.errorKind == "syntax" || preview.problems.allSatisfy { $0.isWarning },
          "\(file):\(item.number) \(preview.problems)")
        count += 1
      }
    }
    #expect(count >= 1500)
  }

  @Test func whatCannotBeReadHasAProblem() throws {
    var count = 0
    for file in ["jinja.jsonl", "random.jsonl", "fuzz.jsonl"] {
      for item in try OracleTests.cases(file) {
        let preview = TemplatePreview(item.template, dialect: item.dialect)
        do throws(TemplateError) {
          _ = try Template(item.template, dialect: item.dialect)
          #expect(preview.template != nil, "\(file):\(item.number) \(preview.problems)")
        } catch {
          count += 1
          #expect(preview.template == nil)
          let first = preview.problems.first { !$0.isWarning }
          #expect(
            preview.problems.contains { $0.message == error.message && $0.position == error.position },
            "\(file):\(item.number) \(item.template) \(preview.problems) \(error)")
          #expect(first != nil)
        }
      }
    }
    #expect(count > 100)
  }

  @Test(
    arguments: [
      ("{% for m in xs %}{{ m.role }}{{ m['content'] }}{% endfor %}", Kind.list, ["role", "content"]),
      ("{{ v[0].role }}", .list, ["role"]), ("{{ v | join(', ') }}", .list, []),
      ("{{ v | selectattr('a') | list }}", .list, []),
      ("{{ v.a }}{{ v['b'] }}{{ v.a }}", .mapping, ["a", "b"]),
      ("{% for k, x in v.items() %}{{ k }}{% endfor %}", .mapping, []), ("{{ v.get('a') }}", .mapping, ["a"]),
      ("{% if v == 'yes' %}x{% endif %}", .text, []), ("{{ v.strip() }}", .text, []),
      ("{{ v | upper }}", .text, []), ("{{ 'a' + v }}", .text, []),
      ("{% if v in ['a', 'b'] %}{% endif %}", .text, []),
      ("{{ v - 1 }}", .number, []), ("{% if v > 3 %}{% endif %}", .number, []),
      ("{% for i in range(v) %}{% endfor %}", .number, []),
      ("{% if v %}x{% endif %}", .flag, []), ("{{ 'a' if not v else 'b' }}", .flag, []),
      ("{% if v == true %}{% endif %}", .flag, []),
      ("{{ v }}", nil, []), ("{% if v %}{{ v }}{% endif %}", nil, []), ("{{ v ~ 'x' }}", nil, []),
      ("{% set all = v[1:] %}{% for m in all %}{{ m.x }}{% endfor %}", .list, ["x"]),
      ("{% for m in v if m.ok %}{{ m }}{% endfor %}", .list, ["ok"]),
      ("{% for v in v %}{{ v.x }}{% endfor %}", .list, ["x"]),
      ("{% set m = 1 %}{% for x in v %}{% set x = m %}{{ x.y }}{% endfor %}", .list, []),
    ] as [(String, Kind?, [String])])
  func theUseOfAVariableTellsItsKind(_ text: String, _ kind: Kind?, _ fields: [String]) throws {
    let variable = try #require(preview(text).variables.first, "\(text)")
    #expect(variable.kind == kind, "\(text)")
    #expect(variable.fields == fields, "\(text)")
  }

  @Test func theFirstUseIsTheOneFromOutside() {
    let text = "é{% for x in xs %}{{ x }}{% endfor %}\n {{ b.x }}{{ x }}{% set y = 1 %}{{ y }}{{ b }}"
    let variables = preview(text).variables
    #expect(variables.map(\.name) == ["xs", "b", "x"])
    #expect(
      variables.map(\.position) == [
        SourcePosition(line: 1, column: 14), SourcePosition(line: 2, column: 5),
        SourcePosition(line: 2, column: 14),
      ])
  }

  @Test(arguments: [
    ("{{ a | default('x') }}", true), ("{% if a is defined %}{{ a }}{% endif %}", true),
    ("{{ a or 'x' }}", true), ("{% if a is none %}x{% endif %}", true), ("{{ a }}", false),
    ("{% if a or b %}x{% endif %}", false),
  ])
  func whatMayBeLeftOutIsKnown(_ text: String, _ isOptional: Bool) {
    #expect(preview(text).variables.first?.isOptional == isOptional, "\(text)")
  }

  // MARK: Problems

  @Test(
    arguments: [
      ("{{ a b }}{{ c }}", [(1, 6)], ["a", "c"]),
      ("{{ a | uper }} {{ b | lowr }} {{ c is strng }}", [(1, 8), (1, 23), (1, 39)], ["a", "b", "c"]),
      ("{% fro x in y %}\n{{ x }}\n{% endfro %}{{ z }", [(1, 4), (3, 4), (3, 18)], ["x", "z"]),
      ("{% for x y %}\n{{ a }}\n{% else %}{{ b }}{% endfor %}{{ c }}", [(1, 10)], ["a", "b", "c"]),
      ("{% if a %}{{ b }}\n{% for c in d %}{{ c }}", [(2, 22)], ["a", "b", "d"]),
      ("{% if a %}{% for c in d %}{% endif %}\n{{ e }}", [(1, 30)], ["a", "d", "e"]),
      ("{{ 'abc }}\n{{ d }}", [(1, 4)], ["d"]), ("{{ a\nDon't {{ b }}", [(2, 1)], ["a", "b"]),
      ("{{ a }}{# never", [(1, 8)], ["a"]), ("{{ ( }} {{ a }}", [(1, 6)], ["a"]),
      ("{% set x = %}{{ x }}", [(1, 12)], ["x"]), ("{% if %}{{ a }}{% endif %}", [(1, 7)], ["a"]),
      ("{% block a %}{% endblock %}{% block a %}{% endblock %}{{ b | nope }}", [(1, 31), (1, 62)], ["b"]),
    ] as [(String, [(Int, Int)], [String])])
  func readingGoesOnAfterAnError(_ text: String, _ places: [(Int, Int)], _ names: [String]) {
    let preview = preview(text)
    #expect(preview.template == nil)
    #expect(
      preview.problems.map(\.position) == places.map { SourcePosition(line: $0.0, column: $0.1) },
      "\(text) \(preview.problems)")
    #expect(preview.variables.map(\.name) == names, "\(text)")
  }

  @Test func aWrongFilterInABranchIsAWarning() {
    let preview = preview("{% if a %}{{ b | uper }}{% endif %}")
    #expect(preview.template != nil)
    #expect(preview.problems.map(\.isWarning) == [true])
    #expect(preview.problems.first?.hint == "did you mean “upper”?")
  }

  @Test func manyErrorsEndSoon() {
    let text = String(repeating: "{% for a b %}{% if %}{{ x y }}{% else z %}\n", count: 5000)
    #expect((1...20).contains(preview(text).problems.count))
    let deep = String(repeating: "{% if a %}{% else b %}", count: 60)
    #expect((1...20).contains(preview(deep).problems.count))
    #expect(preview(String(repeating: "{% if a %}", count: 500)).problems.count == 1)
    #expect(preview(String(repeating: "x", count: 9 << 20)).problems.count == 1)
  }

  // MARK: Prompt files

  @Test func aPromptyTellsWhatItDeclares() throws {
    let text = """
      ---
      name: a
      model: {id: m}
      inputs:
        question: {kind: string, required: true, description: what}
        count: {kind: integer, default: 3, example: 5}
        history: {kind: thread}
        spare: {kind: string}
      ---

        {{ question }} {{ topic }}
      {{ count + 1 }}
      """
    let preview = TemplatePreview(text, fileName: "a.prompty")
    #expect(preview.dialect == .promptyV2)
    #expect(preview.variables.map(\.name) == ["question", "topic", "count", "history", "spare"])
    #expect(preview.variables.map(\.isUsed) == [true, true, true, false, false])
    #expect(preview.variables[0].position == SourcePosition(line: 11, column: 6))
    #expect(preview.variables[0].declared?.isRequired == true)
    #expect(preview.variables[2].position == SourcePosition(line: 12, column: 4))
    #expect(preview.variables[2].standard == 3 && preview.variables[2].sample == 5)
    #expect(preview.variables[2].kind == .number)
    #expect(
      preview.problems.map(\.message) == [
        "“topic” is no input of the prompt", "the input “spare” is not used in the text",
      ])
    #expect(preview.problems.allSatisfy { $0.isWarning } && preview.template != nil)
    #expect(TemplatePreview(text).dialect == .promptyV2)
  }

  @Test func theSampleOfTheFirstGenerationIsItsStandard() throws {
    let text = "---\nmodel: {api: chat}\nsample: {q: why}\ninputs: {q: {type: string}}\n---\nuser:\n{{ q }}"
    let variable = try #require(TemplatePreview(text).variables.first)
    #expect(variable.standard == "why" && variable.sample == "why" && variable.declared?.kind == "string")
  }

  @Test func aBrokenFrontMatterLeavesTheBodyReadable() {
    let preview = TemplatePreview("---\nname: @\n---\nuser:\n{{ q }}\n{{ r s }}", fileName: "a.prompty")
    #expect(preview.prompty == nil && preview.template == nil)
    #expect(preview.problems.map(\.position?.line) == [2, 6])
    #expect(preview.variables.map(\.name) == ["q", "r"])
    let open = TemplatePreview("---\nname: a\n", fileName: "a.prompty")
    #expect(open.problems.map(\.position?.line) == [1])
  }

  @Test func referencesAreLeftAloneUnlessTheyCanBeFollowed() {
    let text = "---\nname: ${env:NAME}\ndescription: ${file:gone.txt}\n---\n{{ q }}"
    #expect(TemplatePreview(text).prompty?.name == "${env:NAME}")
    let found = TemplatePreview(
      text,
      surroundings: PromptSurroundings(environment: { _ in "n" }, text: { _ in "\"told\"" }))
    #expect(found.prompty?.name == "n")
  }

  @Test func mustacheTellsHowItsNamesAreUsed() {
    let text = "{{ a.b }}{{#xs}}{{n}}{{/xs}}\n{{^c}}{{d}}{{/c}}{{{ e }}}{{#on}}x{{/on}}"
    let variables = preview(text, .mustache).variables
    #expect(variables.map(\.name) == ["a", "xs", "n", "c", "d", "e", "on"])
    #expect(variables.map(\.kind) == [.mapping, .list, nil, .flag, nil, nil, .flag])
    #expect(variables.map(\.isOptional) == [false, false, true, false, false, false, false])
    #expect(variables[1].fields == ["n"])
    #expect(variables.map(\.position?.column) == [4, 13, 19, 4, 9, 22, 30])
    #expect(preview("{{#a}}x", .mustache).problems.first?.position == SourcePosition(line: 1, column: 1))
  }

  @Test func namesInSectionsOfMustacheAreThoseOfItemsOrFurtherOut() throws {
    let text = "{{^a}}{{b}}{{/a}}{{#show}}Hello {{name}}{{/show}}"
    #expect(preview(text, .mustache).variables.map(\.name) == ["a", "b", "show", "name"])
    #expect(try Template(text, dialect: .mustache).variables == ["a", "b", "show", "name"])
    // A prompt that has values to try it with tells which it is.
    let prompt = """
      ---
      name: n
      template: mustache
      sample:
        show: true
        xs:
          - k: 1
      ---
      user:
      {{#show}}{{name}}{{/show}}{{#xs}}{{k}}{{top}}{{/xs}}{{#ys}}{{j}}{{/ys}}
      """
    let found = TemplatePreview(prompt, fileName: "a.prompty")
    #expect(found.variables.map(\.name) == ["show", "name", "xs", "top", "ys"])
    #expect(found.variables.first { $0.name == "xs" }?.fields == ["k"])
    #expect(found.variables.first { $0.name == "ys" }?.fields == ["j"])
  }
}
