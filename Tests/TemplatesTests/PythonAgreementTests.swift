import Documents
import Templates
import Testing

/// Corners of Python that templates meet. What is expected was made with jinja2 3.1.6, Python 3.11.
struct PythonAgreementTests {
  @Test(arguments: [
    ("{{ range(9007199254740993, 9007199254740999).index(9007199254740993) }}", "0"),
    ("{% for x in [1, 2] %}{{ loop|reverse }}{% endfor %}", "[(2, <LoopContext 2/2>)]"),
    ("{{ range(5).index(2.0) }} {{ range(5).count(true) }} {{ range(0, 10, 3).index(9) }}", "2 1 3"),
    (
      "{{ 1234567890123456785|round(-1) }} {{ 15|round(-1) }} {{ 25|round(-1) }} {{ -15|round(-1) }}",
      "1234567890123456780 20 20 -20"
    ),
    (
      "{{ -26|round(-1) }} {{ 5|round(-1) }} {{ 6|round(-1) }} {{ 7|round(-2) }} {{ 4611686018427387904|round(-18) }}",
      "-30 0 10 0 5000000000000000000"
    ),
    ("{{ 44|round(-19) }} {{ 7|round(-30) }} {{ true|round(-1) }} {{ 7|round(1) }}", "0 0 0 7"),
    (
      "{{ -8.66089204087025e+18|round(-2) }} {{ 12345.678|round(-2) }} {{ 15.0|round(-1) }} {{ 25.0|round(-1) }}",
      "-8.66089204087025e+18 12300.0 20.0 20.0"
    ),
    (
      "{{ 1e22|round(-1) }} {{ 0.4|round(-1) }} {{ -0.4|round(-1) }} {{ 5.0|round(-1) }} {{ 5.000001|round(-1) }}",
      "1e+22 0.0 -0.0 0.0 10.0"
    ),
    (
      "{{ 1e308|round(-308) }} {{ 0.001|round(-2) }} {{ 99.9|round(-2) }} {{ 2.675|round(2) }} {{ 3.0|round(-400) }}",
      "1e+308 0.0 100.0 2.67 0.0"
    ),
    ("{{ range(0, 199999, 2)|length }} {{ range(100000)|length }}", "100000 100000"),
    (
      "{{ '{:05,}'.format(1) }} {{ '{:06,}'.format(1) }} {{ '{:07,}'.format(-1) }} {{ '{:08,}'.format(1234567) }}",
      "0,001 00,001 -00,001 1,234,567"
    ),
    (
      "{{ '{:012,}'.format(1234567) }} {{ '{:09_b}'.format(5) }} {{ '{:010_x}'.format(5) }} {{ '{:01,}'.format(1) }}",
      "0,001,234,567 0000_0101 0_0000_0005 1"
    ),
    (
      "{{ '{:010,.2f}'.format(1.5) }} {{ '{:011,.2f}'.format(1.5) }} {{ '{:012,.2f}'.format(1.5) }}",
      "000,001.50 0,000,001.50 0,000,001.50"
    ),
    ("{{ '%.*d' % (4, 5) }} {{ '%.*x' % (4, 255) }} {{ '%-*d|' % (4, 5) }}", "0005 00ff 5   |"),
    (
      "{{ {4611686018427387905: 1, 4611686018427387904: 2, 4611686018427387904.0: 3} }}",
      "{4611686018427387905: 1, 4611686018427387904: 3}"
    ),
    (
      "{% set d = {(1, (2, 'a')): 1} %}{{ d[(1, (2, 'a'))] }} {{ (1.0, (2, 'a')) in d }} {{ d[(1, [2])] }}|",
      "1 True |"
    ),
    (
      "{{ '((http://a.com/x(y)))'|urlize }}",
      "((<a href=\"http://a.com/x(y)\" rel=\"noopener\">http://a.com/x(y)</a>))"
    ),
    (
      "{{ '(http://a.com/(b(c).)>)'|urlize }}",
      "(<a href=\"http://a.com/(b(c).)\" rel=\"noopener\">http://a.com/(b(c).)</a>&gt;)"
    ),
    (
      "{{ ('<http://a.com/<b<c>,>.)'|safe)|urlize }}",
      "<<a href=\"http://a.com/<b<c>,>\" rel=\"noopener\">http://a.com/<b<c>,></a>.)"
    ),
    (
      "{{ 'abcabca'.rsplit('a', 2) }} {{ 'aaa'.rfind('aa') }} {{ 'aaa'.rsplit('aa') }} {{ 'éaé'.rfind('é') }}",
      "['abc', 'bc', ''] 1 ['a', ''] 2"
    ),
    (
      "{{ 'a b'.split(sep=' ', maxsplit=1) }} {{ 'a\\nb'.splitlines(keepends=true) }} {{ 'a\\tb'.expandtabs(tabsize=2) }}",
      "['a', 'b'] ['a\\n', 'b'] a b"
    ),
    ("{% set d = {'a': 1} %}{% for k in d %}{% set _ = d.update(a=2) %}{% endfor %}{{ d }}", "{'a': 2}"),
    (
      "{% set d = {'a': 1} %}{% for k, v in d|dictsort %}{% set _ = d.update(b=2) %}{% endfor %}{{ d }}",
      "{'a': 1, 'b': 2}"
    ),
    (
      "{% set d = {'a': 1, 'b': 2} %}{% for k in d.keys()|list %}{{ loop.index }}{% set _ = d.pop('b', none) %}{% endfor %}{{ d }}",
      "12{'a': 1}"
    ),
    ("{% set l = [3, 1] %}{{ l.sort(reverse=true) }}{{ l }}", "None[3, 1]"),
  ])
  func templatesPrintWhatPythonPrints(_ text: String, _ output: String) throws {
    #expect(try Template(text, dialect: .jinja).render([]) == output, "\(text)")
  }

  /// Keys keep their order, and are found, whatever was taken out before.
  @Test func dictsKeepTheirOrderWhenKeysAreTakenOut() throws {
    let text =
      "{% set d = {} %}{% for i in range(20) %}{% set _ = d.update({i: i * i}) %}{% endfor %}"
      + "{% for i in [0, 19, 7, 8, 3] %}{{ d.pop(i) }} {% endfor %}{% set _ = d.update({7: 'x', 100: 'y'}) %}{{ d }} "
      + "{{ d[10] }} {{ d[7] }} {{ d[100] }} {{ d.get(19) }} {{ d.popitem() }} {{ d.popitem() }} {{ d.popitem() }} "
      + "{% for i in [1, 2, 4, 5, 6, 9, 10] %}{{ d.pop(i) }} {% endfor %}{{ d }} {{ d[11] }}"
      + "{% set _ = d.update({0: 0}) %} {{ d[0] }} {{ d.keys()|list }}"
    #expect(
      try Template(text, dialect: .jinja).render([])
        == "0 361 49 64 9 {1: 1, 2: 4, 4: 16, 5: 25, 6: 36, 9: 81, 10: 100, 11: 121, 12: 144, 13: 169, 14: 196, "
        + "15: 225, 16: 256, 17: 289, 18: 324, 7: 'x', 100: 'y'} 100 x y None (100, 'y') (7, 'x') (18, 324) "
        + "1 4 16 25 36 81 100 {11: 121, 12: 144, 13: 169, 14: 196, 15: 225, 16: 256, 17: 289} 121 0 "
        + "[11, 12, 13, 14, 15, 16, 17, 0]")
  }

  @Test(arguments: [
    ("{{ 'aa'.replace('a', 'b', count=1) }}", "type"), ("{{ 'aa'.find(sub='a') }}", "type"),
    ("{{ 'aa'.index('a', start=1) }}", "type"), ("{{ 'aa'.startswith(prefix='a') }}", "type"),
    ("{{ 'aa'.zfill(width=5) }}", "type"), ("{{ [1].pop(index=0) }}", "type"),
    ("{{ [1].index(value=1) }}", "type"),
    ("{{ {'a': 1}.get(key='a') }}", "type"), ("{{ {'a': 1}.pop('b', default=2) }}", "type"),
    ("{{ {'a': 1}.setdefault('b', default=2) }}", "type"), ("{{ {}.popitem(1) }}", "type"),
    ("{{ [].clear(1) }}", "type"), ("{{ {}.copy(1) }}", "type"), ("{{ [1].copy(1) }}", "type"),
    ("{{ 5.bit_length(1) }}", "type"), ("{{ 'x'.isascii(1) }}", "type"), ("{{ 'x'.upper(1) }}", "type"),
    ("{{ cycler(1).reset(1) }}", "type"), ("{{ 5|abs(1) }}", "type"), ("{{ 'x'|string(1) }}", "type"),
    ("{{ 'x'|wordcount(1) }}", "type"), ("{{ 'x'|pprint(1) }}", "type"), ("{{ 'x'|urlencode(1) }}", "type"),
    ("{{ 'x'|forceescape(1) }}", "type"), ("{{ 'x'|safe(1) }}", "type"), ("{{ 'x'|striptags(1) }}", "type"),
    ("{{ 'x'|first(1) }}", "type"), ("{{ 'x'|last(1) }}", "type"), ("{{ 'x'|random(1) }}", "type"),
    ("{{ 'x'|reverse(1) }}", "type"), ("{{ {}|items(1) }}", "type"), ("{{ 'x'|list(1) }}", "type"),
    ("{{ 'x'|e(1) }}", "type"), ("{{ (1, [2]) in {} }}", "type"),
    ("{{ {'a': 1}|dictsort(false, 3) }}", "value"),
    ("{% set d = {'a': 1} %}{% for k in d %}{% set _ = d.update(b=2) %}{% endfor %}", "value"),
    ("{% set d = {'a': 1} %}{% for k, v in d.items() %}{% set _ = d.update(b=2) %}{% endfor %}", "value"),
    ("{% set d = {'a': 1} %}{% for k, v in d|items %}{% set _ = d.update(b=2) %}{% endfor %}", "value"),
    (
      "{% set d = {'a': 1, 'b': 2} %}{% for k in d.keys() %}{{ loop.index }}{% set _ = d.pop('b', none) %}{% endfor %}",
      "value"
    ),
    ("{{ 1.7976931348623157e308|round(-308) }}", "arithmetic"),
    ("{{ range(0, 200001, 2)|length }}", "arithmetic"),
    ("{{ range(100001)|length }}", "arithmetic"),
  ])
  func templatesFailWhereTheyFailInPython(_ text: String, _ kind: String) {
    do throws(TemplateError) {
      let output = try Template(text, dialect: .jinja).render([])
      Issue.record("\(text) renders as \(output)")
    } catch {
      #expect(error.kind.rawValue == kind, "\(text): \(error.description)")
    }
  }
}
