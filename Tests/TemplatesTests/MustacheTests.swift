import Documents
import Templates
import Testing

/// Mustache as chevron renders it; each expectation was taken from it.
struct MustacheTests {
  static let cases: [(String, JSONValue, String)] = [
    ("Hi {{name}}!", ["name": "A<b>&\"'"], "Hi A&lt;b&gt;&amp;&quot;'!"),
    ("{{{name}}} {{&name}}", ["name": "<b>"], "<b> <b>"),
    ("{{a.b.c}}|{{a.x}}|{{zz}}", ["a": ["b": ["c": 5]]], "5||"),
    ("{{#xs}}[{{.}}]{{/xs}}", ["xs": [1, 2, 3]], "[1][2][3]"),
    ("{{#xs}}{{n}}{{top}};{{/xs}}", ["xs": [["n": 1], ["n": 2]], "top": "t"], "1t;2t;"),
    ("{{#on}}yes{{/on}}{{^on}}no{{/on}}", ["on": false], "no"),
    ("{{#on}}yes{{/on}}{{^on}}no{{/on}}", ["on": true], "yes"),
    ("{{^xs}}none{{/xs}}", ["xs": []], "none"),
    ("{{#o}}{{k}}{{/o}}", ["o": ["k": "v"]], "v"),
    ("a\n{{#xs}}\n- {{.}}\n{{/xs}}\nb\n", ["xs": ["x", "y"]], "a\n- x\n- y\nb\n"),
    ("{{! a comment }}x{{!b}}", [:], "x"),
    ("{{=<% %>=}}<% name %> {{name}}", ["name": "n"], "n {{name}}"),
    (
      "{{t}} {{f}} {{n}} {{z}} {{d}}", ["t": true, "f": false, "n": .null, "z": 0, "d": 1], "True False  0 1"
    ),
    ("{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", ["a": ["b": ["c": "deep"]]], "deep"),
    ("{{xs}}", ["xs": [1, "a"]], "[1, 'a']"),
    ("{{z.x}}|{{z}}|{{f}}", ["z": false, "f": .number(0)], "|False|0.0"),
    ("{{{a}}|{{{a}}}", ["a": "A"], "|A"), ("{{=<% %>=}}<%{ a %>|<%& a %>", ["a": "A"], "|A"),
    ("{{l. 1}}{{l.0}}{{l.7}}", ["l": [1, 2]], "21"),
    ("\r\n{{! x}}\r\ny", [:], "\r\ny"), ("a\r\n{{#b}}\r\nc\r\n{{/b}}\r\nd", ["b": true], "a\r\nc\r\nd"),
    ("x\n{{! c}}  ", [:], "x\n  "), ("x\n{{! c}}\n  ", [:], "x\n  "),
    ("{{#l}}[{{.}}]{{/l}}", ["l": [0, 1, "", "a", false, [:]]], "[1][a]"),
    ("{{^n}}{{.}}|{{{.}}}|{{#.}}y{{/.}}{{/n}}", ["m": 1], "{'m': 1}|True|y"),
  ]

  @Test(arguments: cases.indices)
  func itRendersAsChevronDoes(_ index: Int) throws {
    let (text, data, expected) = Self.cases[index]
    #expect(try Template(text, dialect: .mustache).render(data.object ?? []) == expected, "\(text)")
  }

  @Test func partialsInListsAreMovedInByWhatStandsInTheItem() throws {
    var options = RenderOptions()
    options.load = { $0 == "p" ? "1\n2\n" : nil }
    for (text, expected) in [(" {{#xs}}{{>p}}{{/xs}}", " 1\n2\n"), ("x{{#xs}} {{>p}}{{/xs}}", "x 1\n 2\n")] {
      let output = try Template(text, dialect: .mustache).render([.init("xs", [1])], options: options)
      #expect(output == expected, "\(text)")
    }
  }

  @Test(arguments: ["{{#a}}x", "{{/a}}", "{{#a}}{{/b}}", "x {{ a"])
  func whatIsNotClosedIsAnError(_ text: String) {
    #expect(throws: TemplateError.self) { try Template(text, dialect: .mustache) }
  }

  @Test func partialsComeFromTheFolderAndAreMovedIn() throws {
    var options = RenderOptions()
    options.load = { $0 == "p" ? "1\n{{x}}\n" : $0 == "self" ? "{{>self}}" : $0 == "q.mustache" ? "q" : nil }
    #expect(try Template("a{{> q}}b", dialect: .mustache).render([], options: options) == "aqb")
    let template = try Template("a\n  {{>p}}\nb{{>none}}\n", dialect: .mustache)
    #expect(try template.render([.init("x", "2")], options: options) == "a\n  1\n  2\nb\n")
    #expect(throws: TemplateError.self) {
      try Template("{{>self}}", dialect: .mustache).render([], options: options)
    }
  }
}
