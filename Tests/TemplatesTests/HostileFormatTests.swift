import Documents
import Templates
import Testing

/// Formats and methods that ask for more than there is, or that a long text makes slow.
struct HostileFormatTests {
  private func rendered(_ text: String, _ dialect: TemplateDialect = .jinja) throws(TemplateError) -> String {
    var options = RenderOptions()
    options.limits.steps = 2_000_000
    options.limits.textBytes = 1 << 20
    options.limits.totalBytes = 8 << 20
    options.now = { TemplateDate(year: 2027, month: 1, day: 2, hour: 3, minute: 4, second: 5) }
    return try Template(text, dialect: dialect).render([], options: options)
  }

  @Test(
    arguments: [
      ("{{ '%.*d' % (9223372036854775807, 5) }}", .jinja), ("{{ '%.9000000d' % 5 }}", .jinja),
      ("{{ '{:0100000000000,}'.format(1) }}", .jinja), ("{{ '{:02000000_x}'.format(1) }}", .jinja),
      ("{{ '{:#.2000000}'.format(1.5) }}", .jinja),
      ("{{ ('a' * 2000).translate({97: 'x' * 2000}) }}", .jinja),
      ("{{ {}.fromkeys(range(100000)).fromkeys('x' * 1000000) }}", .jinja),
      ("{{ 'ab'.repeat(10**12) }}", .nunjucks),
      (
        "{% set d = {} %}{% set e = {} %}{% set _ = d.update(a=d.items()) %}{% set _ = e.update(a=e.items()) %}{{ d.items() == e.items() }}",
        .jinja
      ),
      ("{{ 'a'.padStart(10**12) }}", .nunjucks), ("{{ 'a'.padEnd(10**15, 'é') }}", .nunjucks),
      ("{{ '😀'.repeat(100000).slice(1).repeat(100) }}", .nunjucks),
    ] as [(String, TemplateDialect)])
  func whatTakesTooMuchIsStopped(_ text: String, _ dialect: TemplateDialect) {
    do throws(TemplateError) {
      let output = try rendered(text, dialect)
      Issue.record("\(text) made \(output.utf8.count) bytes")
    } catch {
      #expect(error.kind == .limit, "\(text): \(error.description)")
    }
  }

  @Test(
    arguments: [
      ("{{ '{:0400000,}'.format(1)|length }}", "400001"), ("{{ '{:0400001,}'.format(1)|length }}", "400001"),
      ("{{ '{:0400002_b}'.format(5)|length }}", "400002"),
      ("{{ '{:0>400000,}'.format(1)|length }}", "400000"),
      ("{{ ('&a' * 100000)|striptags|length }}", "200000"),
      ("{{ ('<!--' * 100000)|striptags|length }}", "400000"),
      ("{{ ('<!<!-- -->-- -->' * 10000)|striptags|length }}", "0"),
      ("{{ ('http://a.' * 20000)|urlize|length }}", "180000"),
      ("{{ ('a.' * 100000)|urlize|length }}", "200000"), ("{{ ('a@' * 100000)|urlize|length }}", "200000"),
      ("{{ ('1_' * 100000)|int(7) }}", "7"), ("{{ ('1' * 100000)|float }}", "inf"),
    ])
  func longTextsAreWorkedThroughOnce(_ text: String, _ output: String) throws {
    #expect(try rendered(text) == output, "\(text)")
  }

  @Test func aDateIsNoLongerThanPythonLetsItBe() throws {
    #expect(try rendered("{{ strftime_now('%999999999d') }}", .chatTemplate) == "")
    #expect(try rendered("{{ strftime_now('%900d' * 100)|length }}", .chatTemplate) == "90000")
    #expect(try rendered("{{ strftime_now('%3000d' * 100)|length }}", .chatTemplate) == "0")
    #expect(try rendered("{{ strftime_now('%1000d')|length }}", .chatTemplate) == "1000")
    #expect(try rendered("{{ strftime_now('%G-W%V-%u %g %U %W') }}", .chatTemplate) == "2026-W53-6 26 00 00")
  }
}
