import Documents
import Templates
import Testing

/// Variables and operators as nunjucks has them; each expectation was taken from nunjucks 3.2.3.
struct NunjucksLanguageTests {
  static let cases: [(String, [JSONValue.Member], String)] = [
    // What a loop stores stays in it, unless it was stored further out before.
    ("{% for i in [1] %}{% set y=2 %}{% endfor %}{{ y }}", [], ""),
    ("{% for i in [1] %}{% set x=2 %}{% endfor %}{{ x }}", [.init("x", 7)], "7"),
    ("{% for i in [1,2] %}{% for j in [1] %}{% set y=i %}{% endfor %}{{ y }}{% endfor %}", [], ""),
    (
      "{% set y=0 %}{% for i in [1,2] %}{% for j in [1] %}{% set y=i %}{% endfor %}{{ y }}{% endfor %}", [],
      "12"
    ),
    ("{% for i in [1] %}{% set y=2 %}{% endfor %}{{ y }}{% set y=3 %}{{ y }}", [], "3"),
    ("{% for i in [1] %}{{ y }}{% set y=2 %}{{ y }}{% endfor %}{{ y }}", [.init("y", 7)], "727"),
    // All turns of a loop have the same variables.
    ("{% for i in [1,2,3] %}{{ y }}{% set y=i %}{% endfor %}", [], "12"),
    ("{% for i in [1,2] %}{% if i == 1 %}{% set y=5 %}{% endif %}{{ y }}{% endfor %}|{{ y }}", [], "55|"),
    (
      "{% for i in [1,2] %}{% for j in [1] %}{% set y=i %}{% endfor %}{{ y }}{% set y=5 %}{% endfor %}", [],
      "2"
    ),
    ("{% for x in [1,2] %}{% set x=5 %}{{ x }}{% endfor %}{{ x }}", [.init("x", 7)], "557"),
    ("{% set y=1 %}{% for i in [] %}{% else %}{% set y=2 %}{% endfor %}{{ y }}", [], "2"),
    ("{% for i in [] %}{% else %}{% set y=2 %}{{ y }}{% endfor %}{{ y }}", [], "2"),
    ("{% if true %}{% set y=2 %}{% endif %}{{ y }}", [], "2"),
    // The bodies of `set` and `filter` have none of their own.
    ("{% set x %}{% set w=3 %}{% endset %}{{ w }}", [], "3"),
    ("{% filter upper %}{% set w='a' %}{{ w }}{% endfilter %}{{ w }}", [], "Aa"),
    ("{% for i in [1] %}{% set x %}{% set w=3 %}{% endset %}{{ w }}{% endfor %}{{ w }}", [], "3"),
    // A name that was stored as nothing goes over one that was given.
    ("{% set x=u %}[{{ x }}]", [.init("x", 7)], "[]"),
    ("{% set range=[1] %}{{ range }}", [], "1"),
    ("{{ range(2)|join }}{% set range=1 %}{{ range }}", [], "011"),
    ("{% for x in [] %}{% else %}[{{ x }}]{% endfor %}{{ x }}", [.init("x", 7)], "[]7"),
    // `switch` compares as `===` does, and looks at its value once.
    ("{% switch \"1\" %}{% case 1 %}a{% default %}b{% endswitch %}", [], "b"),
    ("{% switch 1 %}{% case 1 %}{% case 2 %}a{% case 3 %}c{% default %}b{% endswitch %}", [], "a"),
    ("{% switch 3 %}{% case 1 %}a{% case 3 %}{% default %}b{% endswitch %}", [], "b"),
    (
      "{% set c=cycler(1, 2) %}{% switch c.next() %}{% case 2 %}a{% case 1 %}b{% endswitch %}{{ c.next() }}",
      [], "b2"
    ),
    // Strings have three escapes.
    (#"{{ "\x41\d" }}"#, [], "x41d"), ("{{ \"a\\\nb\" }}", [], "a\nb"),
    (#"{{ "\n\t\r|\\\"\'" }}"#, [], "\n\t\r|\\\"'"),
    (#"{{ "\é\u00e9\N{x}" }}"#, [], "éu00e9N{x}"),
    // Operators are written into JavaScript as they stand.
    ("{{ 3 > 2 > 1 }} {{ 3 > 2 == true }} {{ 1 == 2 > 1 }} {{ 1 < 2 < 3 }}", [], "false true true true"),
    ("{{ not 1 == 2 }} {{ not (1 == 2) }} {{ not 0 + 1 }} {{ not not 1 == true }}", [], "false true 2 true"),
    (
      "{{ not 5 in [1] }} {{ not x is defined }} {{ 5 not in [1] }} {{ not 2 > 1 and true }}", [],
      "true true true false"
    ),
    (
      "{{ 2*3//4 }} {{ 7//2*2 }} {{ 8/7//2 }} {{ 9//2%3 }} {{ 9%4//2 }} {{ 7*5%4 }}", [],
      "0 6 2.6666666666666665 1 0 3"
    ),
    ("{{ 1 ~ 2 + 3 }} {{ 1 + 2 ~ 3 }} {{ 1 ~ 2 * 3 }} {{ 1 ~ 2 - 1 }}", [], "123 33 16 11"),
    ("{{ 2 ** 3 * 2 }} {{ -2 ** 2 }} {{ 2 * 3 ** 2 }} {{ -\"5\" }} {{ +\"5\" }}", [], "16 4 18 -5 5"),
    ("{{ 1 + 2 is odd }} {{ (1, 2) }} {{ 0777 }} {{ 010 + 1 }}", [], "true 2 777 11"),
    (
      "{% asyncEach i in [1,2] %}{{ i }}{% endeach %}{% asyncAll i in [1,2] %}{{ i }}{% endall %}", [], "1212"
    ),
  ]

  @Test(arguments: cases.indices)
  func itRendersAsNunjucksDoes(_ index: Int) throws {
    let (text, data, expected) = Self.cases[index]
    #expect(try Template(text, dialect: .nunjucks).render(data) == expected, "\(text)")
  }
}
