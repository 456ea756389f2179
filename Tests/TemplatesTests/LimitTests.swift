import Documents
import FoundationEssentials
import Templates
import Testing

/// Templates that mean harm end with a clear error, soon and without taking much.
struct LimitTests {
  private func error(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    steps: Int = 300_000
  ) -> TemplateError? {
    var options = RenderOptions()
    options.limits.steps = steps
    options.load = { name in
      switch name {
      case "self": "{% include 'self' %}"
      case "a": "{% extends 'b' %}"
      case "b": "{% extends 'a' %}"
      case "import": "{% import 'import' as i %}"
      default: nil
      }
    }
    do throws(TemplateError) {
      _ = try Template(text, dialect: dialect).render(variables, options: options)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "{{ 'x' * 10**9 }}", "{{ 'x' * 10**18 }}", "{{ [0] * 10**9 }}", "{{ (1, 2) * 10**12 }}",
    "{{ 'ab'.ljust(10**10) }}",
    "{{ 'a'.center(10**18) }}", "{{ 'a'|center(10**12) }}", "{{ '%999999999999d' % 1 }}",
    "{{ '%.999999999f' % 1.5 }}",
    "{{ '{:999999999999}'.format(1) }}", "{{ '{:.999999999f}'.format(1.5) }}", "{{ 'a'.zfill(10**11) }}",
    "{{ 'a\\tb'.expandtabs(10**12) }}", "{{ 'x'|indent(10**12, true) }}",
    "{{ ('a' * 10**6).replace('a', 'b' * 10**6) }}",
    "{{ ('a' * 10**6).replace('', 'b' * 100) }}", "{{ [1]|batch(10**12, 0)|list }}",
    "{{ [1]|slice(10**12)|list }}",
    "{{ (['a' * 10**6] * 1000)|join }}", "{{ ('a' * 10**6).join(['b'] * 1000) }}",
    "{{ [[[1] * 100] * 100] * 1000 }}",
    "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
    "{% for a in range(1000) %}{% for b in range(1000) %}{{ 'x' * 1000 }}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{{ m(n) ~ m(n) }}{% endmacro %}{{ m(1) }}",
    "{% macro m() %}{{ caller }}{% call m() %}{% endcall %}{% endmacro %}{{ m() }}",
    "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "{% include 'self' %}", "{% extends 'a' %}",
    "{% import 'import' as i %}", "{% block b %}{{ self.b() }}{% endblock %}",
    "{% set l = [1] %}{% for x in l %}{% set _ = l.append(1) %}{% endfor %}",
    "{% set ns = namespace(x=[]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{% endfor %}",
    "{% set ns = namespace(x={}) %}{% for i in range(1000) %}{% set ns.x = {'k': ns.x} %}{% endfor %}{{ ns.x }}",
    "{% set ns = namespace(s='x') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
    "{% set ns = namespace(s=[1]) %}{% for i in range(100) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
    "{{ lipsum(n=10**9) }}", "{{ 2 ** 1000 }}", "{{ 10 ** 30 }}", "{{ 9223372036854775807 + 1 }}",
    "{{ 99999999999999999999 }}",
    "{{ ('1' * 30) | int }}", "{{ 1e300 | int }}", "{{ ('9' * 30) | int }}", "{{ [1]|tojson(indent=10**9) }}",
    "{{ ('a ' * 10**6)|wordwrap(1, wrapstring='x' * 10**4) }}", "{{ dict.fromkeys }}{{ 'x' * 99999999 }}",
  ])
  func whatTakesTooMuchIsStopped(_ text: String) {
    let found = error(text)
    #expect(found?.kind == .limit, "\(text): \(found?.description ?? "rendered")")
    #expect(found?.position != nil, "\(text)")
  }

  @Test func deepNestingIsRefusedWhileItIsRead() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{'a': ", "}"), ("-", ""), ("not ", ""), ("f(", ")")] {
      let text =
        "{{ " + String(repeating: open, count: 5_000) + "1" + String(repeating: close, count: 5_000) + " }}"
      #expect(error(text)?.kind == .limit, "\(open)")
    }
    let blocks = String(repeating: "{% if true %}", count: 5_000)
    #expect(error(blocks)?.kind == .limit)
    #expect(error("{{ " + String(repeating: "1 + ", count: 20_000) + "1 }}")?.kind == .limit)
    #expect(error("{{ a" + String(repeating: ".a", count: 20_000) + " }}")?.kind == .limit)
    #expect(error("{{ a" + String(repeating: "|upper", count: 20_000) + " }}")?.kind == .limit)
    #expect(error("{{ 1" + String(repeating: " if 1 else 1", count: 20_000) + " }}")?.kind == .limit)
  }

  @Test func valuesThatHoldThemselvesArePrintedAndLetGo() throws {
    let template = try Template(
      "{% set l = [] %}{% set _ = l.append(l) %}{{ l }}{{ l == l }}", dialect: .jinja)
    #expect(try template.render([]) == "[[...]]True")
    #expect(error("{% set l = [] %}{% set _ = l.append(l) %}{{ l|tojson }}")?.kind == .value)
    #expect(
      error("{% set l = [] %}{% set m = [] %}{% set _ = l.append(l) %}{% set _ = m.append(m) %}{{ l == m }}")?
        .kind == .limit)
  }

  @Test func aSourceThatIsTooLargeIsRefused() {
    #expect(error(String(repeating: "x", count: TemplateLimits.sourceBytes + 1))?.kind == .limit)
  }

  @Test(arguments: ["../x", "/etc/passwd", "a/../../b", "a\\b", ""])
  func templatesOutsideOfTheFolderAreNotAskedFor(_ name: String) {
    var options = RenderOptions()
    options.load = { name in
      Issue.record("\(name) was asked for")
      return ""
    }
    do throws(TemplateError) {
      _ = try Template("{% include name %}", dialect: .jinja).render(
        [.init("name", .string(name))], options: options)
      Issue.record("rendered")
    } catch {
      #expect(error.kind == .missingTemplate)
    }
  }

  /// Pages of this process that lie in memory.
  private func residentBytes() throws -> Int {
    let data = try #require(FileManager.default.contents(atPath: "/proc/self/statm"))
    let pages = String(decoding: data, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap {
      Int($0)
    }
    return try #require(pages) * 4096
  }

  @Test(arguments: [
    "{% set x = 'x' * 4000000 %}{{ 'set' if x }}",
    "{% set x = 'x' * 4000000 %}{% macro m() %}{{ 'set' if x }}{% endmacro %}{{ m() }}{% set ns = namespace(m=m) %}{% set ns.n = ns %}",
    "{% for a in [1] recursive %}{% set x = 'x' * 4000000 %}{{ 'set' if x }}{{ loop([]) if false }}{% endfor %}",
    "{% set xs = [] %}{% set x = 'x' * 4000000 %}{{ xs.append(x) or xs.append(xs) or '' }}{% block b %}{{ 'set' if x }}{% endblock %}",
    "{% set x = 'x' * 4000000 %}{% from 'part' import f with context %}{{ f() }}",
    "{% set x = 'x' * 4000000 %}{% set g = [1]|map('upper') %}{{ 'set' if x }}",
    "{% set x = 'x' * 4000000 %}{% set g = [1]|batch(2) %}{{ 'set' if x }}",
    "{% set x = 'x' * 4000000 %}{% set g = [1]|slice(2) %}{{ 'set' if x }}",
    "{% set x = 'x' * 4000000 %}{% set g = [1]|unique|reverse %}{% set h = {}|items %}{{ 'set' if x }}",
    "{% set x = 'x' * 4000000 %}{% set g = [[1]|select('odd')] %}{% macro m() %}{% set y = x ~ 'y' %}{% set h = [1]|map('abs') %}{{ 'set' if y }}{% endmacro %}{{ m() }}",
    "{% set x = 'x' * 4000000 %}{% set s = self %}{% set t = self.b %}{% block b scoped %}{% set u = self %}{{ 'set' if x }}{% endblock %}",
    "{% for i in [1] if i %}{% set x = 'x' * 4000000 %}{% set l = [loop] %}{% set c = loop.cycle %}{{ 'set' if x }}{% endfor %}",
    "{% set x = 'x' * 4000000 %}{% include 'part' %}{% import 'part' as p %}{% set q = p %}{{ 'set' if x }}",
  ])
  func aRenderingLeavesNothingBehind(_ text: String) throws {
    let template = try Template(text, dialect: .jinja)
    var options = RenderOptions()
    options.load = { _ in "{% set y = 'y' * 4000000 %}{% macro f() %}{{ 'set' if y }}{% endmacro %}" }
    #expect(try template.render([], options: options).contains("set"))
    let before = try residentBytes()
    for _ in 0..<150 { _ = try template.render([], options: options) }
    // 150 of them would be 600 MB; what runs beside takes some too.
    #expect(try residentBytes() - before < 300 << 20)
  }
}
