import Documents
import Glibc
import Templates
import Testing

/// Templates that mean harm by how they are written: by what it takes to read them, and by what stands in them
/// uncounted.
struct HostileLanguageTests {
  private func render(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    limits: TemplateLimits = TemplateLimits(), files: [String: String] = [:]
  ) throws(TemplateError) -> String {
    var options = RenderOptions()
    options.limits = limits
    options.load = { files[$0] }
    return try Template(text, dialect: dialect).render(variables, options: options)
  }

  /// Limits so small that what passes them by is seen at once.
  private var small: TemplateLimits {
    var limits = TemplateLimits()
    limits.steps = 300_000
    limits.textBytes = 1 << 20
    limits.totalBytes = 16 << 20
    return limits
  }

  private func expectLimit(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    files: [String: String] = [:]
  ) {
    do throws(TemplateError) {
      let output = try render(text, variables, dialect: dialect, limits: small, files: files)
      Issue.record("\(text.prefix(200)) renders as \(output.utf8.count) bytes: \(output.prefix(80))")
    } catch {
      #expect(error.kind == .limit, "\(text.prefix(200)): \(error.description)")
      #expect(error.position != nil, "\(text.prefix(200))")
    }
  }

  /// The time that this thread takes for something, whatever runs beside it.
  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    try body()
    return now() - start
  }

  private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }

  /// A sum that is wide rather than deep.
  private static func tree(_ levels: Int) -> String {
    levels == 0 ? "1" : "(" + tree(levels - 1) + " + " + tree(levels - 1) + ")"
  }

  // MARK: Reading

  @Test(arguments: [
    "{% filter upper" + times(20_000, "|upper") + " %}x{% endfilter %}",
    "{% set x" + times(200_000, "|upper") + " %}x{% endset %}", "{{ a" + times(200_000, " if a") + " }}",
  ])
  func chainsThatAreTooLongAreRefusedWhileTheyAreRead(_ text: String) {
    expectLimit(text)
    let preview = TemplatePreview(text, dialect: .jinja)
    #expect(preview.problems.contains { $0.message.contains("more than 200 parts") })
  }

  @Test func casesWithoutBodiesAreNotNested() throws {
    let text = "{% switch x %}" + Self.times(20_000, "{% case 1 %}") + "y{% endswitch %}"
    #expect(try render(text, [.init("x", 1)], dialect: .nunjucks) == "y")
    #expect(try render(text, [.init("x", 2)], dialect: .nunjucks) == "")
    #expect(TemplatePreview(text, dialect: .nunjucks).problems.isEmpty)
  }

  @Test func readingTakesTimeByTheLengthOfTheText() throws {
    let names = (0..<3000).map { "{% set v\($0) = 1 %}" }.joined()
    let texts = [
      names + Self.times(3000, "{% include x %}"),
      names + Self.times(3000, "{% with a = 1 %}{% include x %}{% endwith %}"),
      names
        + (0..<1000).map { "{% macro m() %}{% block b\($0) scoped %}{% endblock %}{% endmacro %}" }.joined(),
      "{{ f(" + (0..<40_000).map { "k\($0)=1" }.joined(separator: ", ") + ") }}",
      "{% if a %}" + Self.times(16_000, "{{ a|zz }}") + "{% endif %}",
    ]
    for text in texts {
      let taken = seconds { _ = try? Template(text, dialect: .jinja) }
      #expect(taken < 8, "\(text.suffix(40))")
    }
  }

  @Test func previewsTakeTimeByTheLengthOfTheText() {
    let names = 0..<4000
    let texts = [
      Self.times(8000, "{{a|zz}}"), Self.times(8000, "{% break %}"),
      "{% if a %}" + Self.times(8000, "{{a|zz}}") + "{% endif %}",
      names.map { "{{ a.f\($0) }}{{ a.g\($0) }}{{ a.h\($0) }}" }.joined(),
      names.map { "{% set v\($0) = a %}" }.joined()
        + names.map { "{% with w\($0) = b %}{{ w\($0) }}{% endwith %}" }.joined(),
    ]
    for text in texts {
      var preview: TemplatePreview?
      let taken = seconds { preview = TemplatePreview(text, dialect: .chatTemplate) }
      #expect(taken < 8, "\(text.prefix(40))")
      #expect((preview?.problems.count ?? 0) <= 40)
    }
  }

  // MARK: Steps

  @Test(arguments: [
    "{% for i in range(10000) %}" + times(10_000, "{{a}}") + "{% endfor %}",
    "{% for i in range(10000) %}" + times(10_000, "{% if a %}{% endif %}") + "{% endfor %}",
    "{% for i in range(10000) %}{% if 0 %}" + (0..<10_000).map { "{% set v\($0) = 1 %}" }.joined()
      + "{% endif %}{% endfor %}",
    "{% for i in range(10000) %}{% if 0 %}" + times(10_000, "{% elif 0 %}") + "{% endif %}{% endfor %}",
    "{% for i in range(10000) %}{{ a" + times(10_000, " ~ a") + " }}{% endfor %}",
    "{% for i in range(10000) %}{{ 1" + times(10_000, " == 1") + " }}{% endfor %}",
    "{% for i in range(10000) if 1" + times(10_000, " == 1") + " %}{% endfor %}",
    "{% for i in range(10000) %}{{ dict(**d) and dict(a" + times(10_000, ", a") + ") }}{% endfor %}",
    "{% macro m() %}{% if 0 %}" + (0..<10_000).map { "{% set v\($0) = 1 %}" }.joined()
      + "{% endif %}{% endmacro %}{% for i in range(10000) %}{{ m() }}{% endfor %}",
    "{% macro m(" + (0..<5_000).map { "v\($0)=1" }.joined(separator: ", ")
      + ") %}{% endmacro %}{% for i in range(10000) %}{{ m() }}{% endfor %}",
    "{% for i in range(10000) %}{{ " + tree(12) + " }}{% endfor %}",
    "{% for i in range(100000) %}{% filter upper %}" + times(1_000, "{% if a %}{% endif %}")
      + "{% endfilter %}{% endfor %}",
    "{% for i in range(100000) %}{% set x %}" + times(1_000, "{% if a %}{% endif %}")
      + "{% endset %}{% endfor %}",
  ])
  func whatStandsInABodyIsCounted(_ text: String) { expectLimit(text, [.init("a", ""), .init("d", [:])]) }

  @Test func theBodiesOfCasesAreCounted() {
    expectLimit(
      "{% for i in range(10000) %}{% switch i %}" + Self.times(10_000, "{% case x %}") + "y{% endswitch %}"
        + "{% endfor %}", dialect: .nunjucks)
  }

  @Test func placesOfLimitsAreThoseOfTheStatement() throws {
    func position(_ text: String, _ files: [String: String] = [:]) -> SourcePosition? {
      do throws(TemplateError) {
        _ = try render(text, limits: small, files: files)
        return nil
      } catch {
        return error.position
      }
    }
    #expect(
      position("\n\n\n\n{% for i in range(100000) %}" + Self.times(1000, "x") + "{% endfor %}")
        == SourcePosition(line: 5, column: 29))
    #expect(
      position(
        "\n\n{% for i in range(100000) %}" + Self.times(1000, "{% if i %}{% endif %}") + "{% endfor %}")?
        .line == 3)
    #expect(
      position("\n\n{% extends 'b' %}", ["b": "\n{% extends 'c' %}", "c": "\n\n\n{% extends 'b' %}"])?.line
        ?? 1 > 1)
  }

  // MARK: Memory

  @Test func whatIsIncludedIsCountedEachTime() {
    let part = Self.times(100_000, "x")
    expectLimit(
      "{% set ns = namespace(l=[]) %}{% for i in range(1000) %}{% set y %}{% include 'a' without context %}"
        + "{% endset %}{% set ns.l = ns.l + [y] %}{% endfor %}", files: ["a": part])
  }

  @Test func namesThatAreHandedOnAreCounted() {
    let names = (0..<300).map { "{% set v\($0) = 1 %}" }.joined()
    let loop = "{% for i in range(100000) %}"
    expectLimit(names + loop + "{% include 'a' %}{% endfor %}", files: ["a": ""])
    expectLimit(names + loop + "{% block b scoped %}{% endblock %}{% endfor %}")
    expectLimit(names + loop + "{% import 'a' as a with context %}{% endfor %}", files: ["a": ""])
  }

  @Test func variablesThatAreKeptAreCounted() {
    let names = (0..<900).map { "{% set v\($0) = 1 %}" }.joined()
    expectLimit(
      "{% macro m() %}{% if 0 %}" + names + "{% endif %}{% macro n() %}{% endmacro %}{% endmacro %}"
        + "{% for i in range(100000) %}{{ m() }}{% endfor %}")
    expectLimit(
      "{% for i in range(100000) %}{% for j in [] recursive %}" + names + "{% endfor %}{% endfor %}")
    // Calls inside each other have them all at once.
    let many = (0..<20_000).map { "{% set v\($0) = 1 %}" }.joined()
    expectLimit("{% macro m() %}{% if 0 %}" + many + "{% endif %}{{ m() }}{% endmacro %}{{ m() }}")
  }

  @Test func loopsThatHoldLoopsEnd() {
    let start = "{% set ns = namespace(v=1) %}{% for i in range(20000) %}{% for x in [ns.v] %}"
    for value in ["loop", "loop.cycle", "loop.changed"] {
      expectLimit(start + "{% set ns.v = \(value) %}{% endfor %}{% endfor %}")
    }
    expectLimit(start + "{% if loop.changed(ns.v) %}{% set ns.v = loop %}{% endif %}{% endfor %}{% endfor %}")
  }

  @Test func manyIncludesTakeNoMemoryThatStays() throws {
    var limits = TemplateLimits()
    limits.totalBytes = 8 << 20
    let text = "{% for i in range(20000) %}{% include 'a' %}{% endfor %}"
    #expect(try render(text, limits: limits, files: ["a": ""]) == "")
  }

  // MARK: Names that are given

  @Test func manyNamesAreFoundAtOnce() throws {
    let inputs = (0..<20_000).map { JSONValue.Member("v\($0)", .integer($0)) }
    let text = "{% macro m() %}{{ v5 }}{% endmacro %}{% for i in range(5000) %}{{ m() }}{% endfor %}"
    var output = ""
    let taken = try seconds { output = try render(text, inputs) }
    #expect(output == Self.times(5000, "5"))
    #expect(taken < 8)
    // Of a name that is given twice the last value counts.
    #expect(try render("{{ v5 }}", inputs + [.init("v5", "again")]) == "again")
  }

  @Test func manyKeywordsAreHandedOnAtOnce() throws {
    let keys = JSONValue.object((0..<20_000).map { JSONValue.Member("v\($0)", .integer($0)) })
    var output = ""
    let taken = try seconds { output = try render("{{ dict(**d)|length }}", [.init("d", keys)]) }
    #expect(output == "20000")
    #expect(taken < 8)
  }

  // MARK: Mustache

  @Test func partialsOfMustacheAreReadOnceAndCounted() throws {
    let list = JSONValue.array((1...2000).map { .integer($0) })
    let part = Self.times(100, "x") + "\n"
    var output = ""
    let taken = try seconds {
      output = try render("{{#l}}{{>p}}{{/l}}", [.init("l", list)], dialect: .mustache, files: ["p": part])
    }
    #expect(output.utf8.count == 2000 * 101)
    #expect(taken < 8)
    let comment = "{{! " + Self.times(100_000, "c") + " }}"
    let again = try seconds {
      output = try render(
        "{{#l}}{{>p}}{{/l}}", [.init("l", list)], dialect: .mustache, files: ["p": Self.times(10, comment)])
    }
    #expect(output == "")
    #expect(again < 8)
  }

  @Test func whatMustachePrintsIsCounted() {
    let list = JSONValue.array((1...1000).map { .integer($0) })
    let text = JSONValue.string(Self.times(500, "x\n"))
    let inputs: [JSONValue.Member] = [.init("l", list), .init("t", text)]
    let nested = "{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}"
    expectLimit(nested, inputs, dialect: .mustache)
    expectLimit("{{#l}}\n{{#l}}{{t}}{{/l}}{{/l}}", inputs, dialect: .mustache)
    expectLimit(
      "a" + Self.times(5000, " ") + "\n" + Self.times(5000, " ") + "{{>p}}", inputs, dialect: .mustache,
      files: ["p": Self.times(20_000, "x\n")])
    expectLimit("{{>p}}", dialect: .mustache, files: ["p": "{{>p}}"])
  }
}
