import Documents
import Templates
import Testing

/// Templates that were made to take the machine down: each ends soon, with an error of the kind `limit`, in whatever
/// way it tries.
struct HostileTemplateTests {
  private static func render(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    limits: TemplateLimits = TemplateLimits(), files: [String: String] = [:]
  ) throws(TemplateError) -> String {
    var options = RenderOptions()
    options.limits = limits
    options.load = { files[$0] }
    return try Template(text, dialect: dialect).render(variables, options: options)
  }

  /// Limits so small that what passes them by is seen at once.
  private static var small: TemplateLimits {
    var limits = TemplateLimits()
    limits.steps = 300_000
    limits.textBytes = 1 << 20
    limits.totalBytes = 16 << 20
    return limits
  }

  private func expectLimit(
    _ text: String, _ variables: [JSONValue.Member] = [], dialect: TemplateDialect = .jinja,
    limits: TemplateLimits = Self.small, files: [String: String] = [:]
  ) {
    do throws(TemplateError) {
      let output = try Self.render(text, variables, dialect: dialect, limits: limits, files: files)
      Issue.record("\(text) renders as \(output.utf8.count) bytes: \(output.prefix(80))")
    } catch {
      #expect(error.kind == .limit, "\(text): \(error.description)")
      #expect(error.position != nil, "\(text)")
    }
  }

  /// So many turns of a loop that put `ns.v` into something, from which it is taken anew.
  private static func chain(
    _ start: String, _ turn: String, turns: Int = 100_000, _ end: String = ""
  ) -> String {
    "{% set ns = namespace(v=\(start)) %}{% for i in range(\(turns)) %}\(turn)"
      + "{% endfor %}\(end)"
  }

  @Test(arguments: [
    chain("[1]", "{% set ns.v = ns.v|map('string') %}", "{{ ns.v|list }}"),
    chain("[1]", "{% set ns.v = ns.v|select %}", "{{ ns.v|list }}"),
    chain("[1]", "{% set ns.v = ns.v|rejectattr('x') %}", "{{ ns.v|list }}"),
    chain("[1]", "{% set ns.v = ns.v|unique %}", "{{ ns.v|list }}"),
    chain("[1]", "{% set ns.v = ns.v|batch(1) %}"), chain("[1]", "{% set ns.v = ns.v|slice(1) %}"),
    chain("[1]", "{% set ns.v = [1]|map('default', ns.v) %}"),
    chain("[1]", "{% set ns.v = cycler(ns.v) %}"), chain("[1]", "{% set ns.v = cycler(ns.v).next %}"),
    chain("[1]", "{% set ns.v = joiner(ns.v) %}"), chain("[1]", "{% set ns.v = [ns.v].count %}"),
    chain("[1]", "{% set ns.v = {'a': ns.v}.items() %}"),
    chain("[1]", "{% set ns.v = {'a': ns.v}.items() %}", turns: 20_000, "{{ ns.v }}"),
    chain("[1]", "{% set ns.v = {'a': ns.v}.values()|reverse %}"),
    chain("[1]", "{% for x in [ns.v] %}{% set ns.v = loop %}{% endfor %}"),
    chain("[1]", "{% for x in [1] %}{{ loop.changed(ns.v) }}{% set ns.v = loop %}{% endfor %}"),
    chain("[1]", "{% for x in [ns.v] %}{% set ns.v = loop.cycle %}{% endfor %}"),
    chain("[1]", "{% set ns.v = [[ns.v]|groupby(0)] %}"),
    "{% set ns = namespace() %}{% macro m() %}{% set ns.v = kwargs %}{% endmacro %}"
      + "{% for i in range(10000) %}{{ m(a=ns.v) }}{% endfor %}",
    "{% set ns = namespace() %}{% macro m() %}{% set ns.v = varargs %}{% endmacro %}"
      + "{% for i in range(10000) %}{{ m(ns.v) }}{% endfor %}",
  ])
  func valuesThatHoldEachOtherTooDeepAreRefused(_ text: String) {
    expectLimit(text)
    expectLimit(text, dialect: .chatTemplate)
  }

  /// What lists take in later is let go of with the run, one by one; going over it is a matter of its own.
  @Test func generatorsInListsThatChangedAreGoneOverNoDeeperThanCalls() throws {
    let turn = "{% set l = [] %}{% set _ = l.append(ns.v) %}{% set ns.v = l|map('list') %}"
    expectLimit(Self.chain("[1]", turn, turns: 10_000, "{{ ns.v|list }}"))
    #expect(try Self.render(Self.chain("[1]", turn, turns: 20_000)) == "")
    #expect(try Self.render(Self.chain("[1]", turn, turns: 20, "{{ ns.v|list|length }}")) == "1")
  }

  @Test func modulesThatHoldEachOtherAreLetGoOf() throws {
    let text =
      "{% set ns = namespace(v=none) %}{% for i in range(5000) %}"
      + "{% import 'part' as part with context %}{% set ns.v = part %}{% endfor %}"
    #expect(try Self.render(text, files: ["part": "{% set before = ns.v %}"]) == "")
  }

  /// Each expectation is what jinja2 prints.
  @Test(arguments: [
    (
      "{% set d = {} %}{% set _ = d.update(a=d.items()) %}{{ d }} {{ d.items() }}",
      "{'a': dict_items([('a', ...)])} dict_items([('a', dict_items([('a', ...)]))])"
    ),
    (
      "{% set d = {} %}{% set _ = d.update(a=d.values(), b=d.keys()) %}{{ d }}",
      "{'a': dict_values([..., dict_keys(['a', 'b'])]), 'b': dict_keys(['a', 'b'])}"
    ),
    (
      "{% set ns = namespace() %}{% set ns.v = {'a': ns}.items() %}{{ ns }}",
      "<Namespace {'v': dict_items([('a', <Namespace {...}>)])}>"
    ),
  ])
  func viewsOfDictsThatHoldThemselvesArePrinted(_ text: String, _ output: String) throws {
    #expect(try Self.render(text) == output, "\(text)")
  }

  @Test(arguments: [
    "{{ '%.*d' % (9223372036854775807, 5) }}", "{{ '%.*x' % (20000000, 5) }}", "{{ '%.*f' % (20000000, 5) }}",
    chain("[1]", "{% set ns.v = [ns.v] %}", turns: 190, "{{ ns.v|tojson(indent='x' * 1000000) }}"),
    "{% set x = 'x' * 100000 %}{{ ([x] * 100)|string|length }}",
    "{% set x = 'x' * 100000 %}{{ ([[x] * 10] * 10)|string|length }}",
    "{% set x = 'x' * 100000 %}{{ {1: x, 2: x, 3: x, 4: x, 5: [x] * 9}|string|length }}",
    "{% set x = 'x' * 100000 %}{{ {1: [x] * 20}.values()|string|length }}",
    "{% set x = 'x' * 100000 %}{{ namespace(x=[x] * 20)|string|length }}",
    "{% set x = 'x' * 100000 %}{{ ('%r' % ([x] * 20))|length }}", "{{ '{!r}'.format(['x' * 100000] * 20) }}",
    "{{ ('é' * 400000)|urlencode|length }}", "{{ {1: 'é' * 100000, 2: 'é' * 100000}|urlencode|length }}",
    "{{ ('&' * 50000)|forceescape|forceescape|forceescape|forceescape|forceescape|forceescape|length }}",
    "{{ ('&' * 300000)|e|length }}", "{{ {'a' * 100000: '&' * 200000}|xmlattr|length }}",
    "{{ {'k' * 20000: ['a' * 100] * 1000}|pprint|length }}",
    chain("[1]", "{% set ns.v = [ns.v, ns.v] %}", turns: 40, "{{ ns.v|pprint|length }}"),
    chain("[1]", "{% set ns.v = [ns.v, ns.v] %}", turns: 40, "{{ ns.v|string|length }}"),
    chain("[1]", "{% set ns.v = [ns.v, ns.v] %}", turns: 40, "{{ ns.v|tojson|length }}"),
    "{{ ('ab.com ' * 1000)|urlize(rel='x' * 10000)|length }}",
    "{{ ('a ' * 10000)|wordwrap(1, true, 'x' * 1000) }}",
    "{{ ('\\n' * 1000000).splitlines()|length }}", "{{ ('a ' * 500000).split()|length }}",
    "{{ ('a' * 1000000).split('a')|length }}", "{{ ('a' * 1000000).rsplit('a')|length }}",
  ])
  func textsThatAreTooLongAreRefusedBeforeTheyTakeTheMemory(_ text: String) {
    expectLimit(text)
  }

  @Test(arguments: [
    "{{ [[a, a, a, a], [a, a, a, a], [a, a, a, a]] }}",
    "{{ [a, a, a, a, a, a, a, a, a, a, a] | string | length }}",
    "{{ 'x' + [a, a, a, a, a, a, a, a, a, a, a] }}", "{{ a | e | e | e }}",
  ])
  func listsOfNunjucksAreCheckedWhileTheyAreWritten(_ text: String) {
    expectLimit(text, [.init("a", .string(String(repeating: "&", count: 100_000)))], dialect: .nunjucks)
  }

  private static let twins =
    "{% set ns = namespace(a=(1,), b=(1,), c=[1], d=[1]) %}{% for i in range(40) %}"
    + "{% set ns.a = (ns.a, ns.a) %}{% set ns.b = (ns.b, ns.b) %}"
    + "{% set ns.c = [ns.c, ns.c] %}{% set ns.d = [ns.d, ns.d] %}{% endfor %}"

  @Test(arguments: [
    "{{ ns.a == ns.b }}", "{{ ns.c == ns.d }}", "{{ ns.c != ns.d }}", "{{ ns.a < ns.b }}",
    "{{ ns.c >= ns.d }}",
    "{{ {1: ns.c} == {1: ns.d} }}", "{{ ns.c in [ns.d] }}", "{{ [ns.c].index(ns.d) }}",
    "{{ [ns.c].count(ns.d) }}",
    "{{ [ns.c].remove(ns.d) }}", "{{ ns.c is eq(ns.d) }}", "{{ [ns.c, ns.d]|sort }}",
    "{{ [ns.c, ns.d]|max }}",
    "{{ [ns.c, ns.d]|groupby(0) }}", "{{ {ns.a: 1}[ns.b] }}", "{{ {1: 1}[ns.b] }}", "{{ {1: 1}.get(ns.a) }}",
    "{{ ns.a in {1: 1} }}", "{{ [ns.a, ns.b]|unique|list }}", "{{ ns.a is filter }}",
    "{{ dict([[ns.a, 1]]) }}",
    "{% for x in [1] %}{{ loop.changed(ns.c) }}{{ loop.changed(ns.d) }}{% endfor %}",
  ])
  func valuesThatAreSharedAreComparedWithinTheSteps(_ text: String) {
    expectLimit(Self.twins + text)
  }

  /// Work on a whole text counts, however often it is done: each of these takes a thousand steps and more a turn.
  @Test(arguments: [
    "a|length", "a[0]", "a[-1]", "a[1:2]", "a.startswith('x', 1)", "a.endswith(b)", "a.startswith(b)",
    "a|wordcount", "a is lower", "a is upper", "a.islower()", "a.isupper()", "a.istitle()", "a.isascii()",
    "a.isprintable()", "a.isidentifier()", "a.isalpha()", "[a]|string", "a.removeprefix('x')",
    "a.removesuffix('x')", "a.strip('x')", "a|trim", "a.partition('x')", "a.rpartition('x')", "a.find('y')",
    "a.rfind('y')", "a.count('y')", "'y' in a", "a.rjust(1)", "a|center(1)", "a.zfill(1)", "a == b", "a < b",
    "d[a]", "a in d", "d.get(a)", "a|int", "a|float", "a|striptags", "a|urlize", "a|first ~ a|last",
    "a|reverse",
    "[a, b]|sort", "{a: 1}", "a|upper", "a|forceescape", "a|urlencode", "a|truncate(10)",
  ])
  func workOnLongTextsIsCounted(_ expression: String) {
    let long = String(repeating: "x", count: 1 << 16)
    var limits = Self.small
    limits.steps = 10_000
    expectLimit(
      "{% for i in range(200) %}{% if \(expression) %}{% endif %}{% endfor %}",
      [.init("a", .string(long)), .init("b", .string(long)), .init("d", .object([.init(long, 1)]))],
      limits: limits)
  }

  /// What a template itself compares with, or looks for, counts where it is long.
  @Test(arguments: [
    "a == '_'", "a != '_'", "d['_']", "'_' in d", "d.get('_')", "'_' in a", "a.startswith('_')",
  ])
  func workOnLongTextsOfTheTemplateIsCounted(_ expression: String) {
    let long = String(repeating: "x", count: 1 << 16)
    var limits = Self.small
    limits.steps = 10_000
    expectLimit(
      "{% for i in range(200) %}{% if \(expression.replacing("_", with: long)) %}{% endif %}{% endfor %}",
      [.init("a", .string(long)), .init("d", .object([.init(long, 1)]))], limits: limits)
  }

  @Test func textsUpToTheLimitAreReplaced() throws {
    #expect(
      try Self.render("{{ ('a' * 900000).replace('aaa', 'bbb')|length }}", limits: Self.small) == "900000")
  }

  /// Going through a whole list or dict counts as well.
  @Test(arguments: [
    "l|reverse|first", "l|last ~ l[::-1]", "cycler(*l)", "dict(**d)", "d.items()|list|first",
    "d|dictsort|first",
    "d|items|list|first", "d|xmlattr", "d|urlencode", "''.join(l)", "l|join", "l == m", "d == e", "l < m",
    "l|list",
    "l.copy()", "d.copy()", "l.count('b')", "'b' in l", "'b' in d.values()", "l|string",
    "d|pprint",
    "l|tojson", "d.update(e)", "l.extend(m)", "dict(d)", "namespace(d)", "l + m", "l|unique|list",
    "l|sort|first",
    "l|max", "l|map('upper')|list", "l|batch(9)|list", "l|slice(3)|list", "l|groupby(0)",
    "'{zz}'.format(zz=1, **d)",
    "l.insert(0, 1)", "'%s' % d",
  ])
  func workOnLargeListsAndDictsIsCounted(_ expression: String) {
    let items = JSONValue.array(Array(repeating: "a", count: 20_000))
    let members = JSONValue.object((0..<20_000).map { .init("k\($0)", "a") })
    var limits = Self.small
    limits.steps = 30_000
    expectLimit(
      "{% for i in range(3000) %}{% if \(expression) %}{% endif %}{% endfor %}",
      [.init("l", items), .init("m", items), .init("d", members), .init("e", members)], limits: limits)
  }

  /// What is asked of the first of many takes no more work than of few: a limit this low would not allow it.
  @Test func theFirstOfManyIsHadWithoutTheRest() throws {
    let members = JSONValue.object((0..<20_000).map { .init("k\($0)", .integer($0)) })
    var limits = TemplateLimits()
    limits.steps = 2_000
    let text =
      "{% for i in range(100) %}{{ (d.items()|first)[1] }}{{ d.keys()|first }}{{ d|first }}{% endfor %}"
    #expect(
      try Self.render(text, [.init("d", members)], limits: limits) == String(repeating: "0k0k0", count: 100))
  }

  @Test(arguments: [
    "a.length", "a | length", "a.includes('y')", "a.indexOf('y')", "a.endsWith(b)", "a.startsWith(b)",
    "a.trim()",
    "a.toUpperCase()", "a.slice(1, 2)", "a.substring(1, 2)", "a == b", "a < b", "a | reverse",
    "a | truncate(1)",
  ])
  func workOnLongTextsIsCountedInNunjucks(_ expression: String) {
    let long = String(repeating: "x", count: 1 << 16)
    var limits = Self.small
    limits.steps = 10_000
    expectLimit(
      "{% for i in range(200) %}{% if \(expression) %}{% endif %}{% endfor %}",
      [.init("a", .string(long)), .init("b", .string(long))], dialect: .nunjucks, limits: limits)
  }

  /// What took the square of the size: these sizes would take hours. Each expectation is what jinja2 prints.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("{{ (a ~ 'b') in (a ~ a) }}", "False"), ("{{ (a ~ a).find(a ~ 'b') }}", "-1"),
      ("{{ (a ~ a).rfind('b' ~ a) }}", "-1"), ("{{ (a ~ a).count(a) }}", "2"),
      ("{{ (a ~ a).split(a ~ 'b')|length }} {{ (a ~ a).rsplit('b' ~ a)|length }}", "1 1"),
      ("{{ (a ~ a).replace(a ~ 'b', '')|length }}", "1000000"),
      ("{{ (a ~ 'b' ~ a).partition(a ~ 'b')[0]|length }}", "0"),
      ("{{ (a ~ 'b' ~ a).rpartition('b' ~ a)[0]|length }}", "500000"),
      ("{{ '{:01000000,}'.format(1)|length }} {{ '{:0999999_b}'.format(1)|length }}", "1000001 999999"),
      ("{{ ('(' * 500000)|urlize|length }} {{ (')' * 500000)|urlize|length }}", "500000 500000"),
      ("{{ ('(' * 200000 ~ 'a' ~ ')' * 200000)|urlize|length }}", "400001"),
      (
        "{% set d = {} %}{% for i in range(30000) %}{% set _ = d.update({i: i}) %}{% endfor %}"
          + "{% for i in range(29990) %}{% set _ = d.popitem() %}{% endfor %}{{ d }}",
        "{0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9}"
      ),
      (
        "{% set d = {} %}{% for i in range(30000) %}{% set _ = d.update({i: i}) %}{% endfor %}"
          + "{% for i in range(29995) %}{% set _ = d.pop(i) %}{% endfor %}{{ d }}",
        "{29995: 29995, 29996: 29996, 29997: 29997, 29998: 29998, 29999: 29999}"
      ),
    ])
  func whatGrowsWithTheSizeGrowsNoFaster(_ text: String, _ output: String) throws {
    let long = String(repeating: "a", count: 500_000)
    #expect(try Self.render(text, [.init("a", .string(long))]) == output, "\(text)")
  }

  @Test(.timeLimit(.minutes(10)))
  func membersOfALargeObjectAreFoundWithoutGoingThroughAllOfThem() throws {
    let members = (0..<100_000).map { JSONValue.Member("k\($0)", .integer($0)) }
    let keys = JSONValue.array(members.map { .string($0.key) })
    let text =
      "{% set ns = namespace(n=0) %}{% for k in ks %}{% set ns.n = ns.n + d[k] %}{% endfor %}{{ ns.n }}"
    #expect(try Self.render(text, [.init("d", .object(members)), .init("ks", keys)]) == "4999950000")
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      String(repeating: "\n", count: 300_000) + "x", String(repeating: "#\n", count: 300_000) + "x",
      String(repeating: "![", count: 100_000) + "]", String(repeating: "![](", count: 100_000),
      String(repeating: "user\n", count: 100_000) + "x",
    ])
  func textsThatInputsBringIntoAPromptAreCutIntoMessagesOnce(_ text: String) throws {
    let file = "---\nname: a\ninputs: {text: {type: string}}\n---\nuser:\nSee {{text}}\n"
    let prompty = try Prompty(
      reading: file, generation: .first, surroundings: PromptSurroundings(), requiresReferences: true)
    let rendered = try prompty.rendered(
      [.init("text", .string(text))], surroundings: PromptSurroundings())
    #expect(rendered.messages.count == 1)
  }

  /// Each expectation is what prompty's own expression makes of it.
  @Test(arguments: [
    ("#\n\n#\nuser:\nhi\n", ["system": "#", "user": "hi"]),
    ("\n\n \n user:\nhi\n", ["user": "hi"]), ("# #\n#\n\nuser:\nhi", ["system": "# #", "user": "hi"]),
    ("a\n\n\n#\n\n\nuser\n\n:\n\nhi", ["system": "a", "user": "hi"]),
  ])
  func rolesBehindBlankLinesAreFound(_ body: String, _ messages: [String: String]) throws {
    let prompty = try Prompty(
      reading: "---\nname: a\n---\n" + body, generation: .first, surroundings: PromptSurroundings(),
      requiresReferences: true)
    let rendered = try prompty.rendered([], surroundings: PromptSurroundings())
    #expect(rendered.messages.map(\.role) == messages.keys.sorted())
    for message in rendered.messages {
      #expect(message.parts == [.text(messages[message.role] ?? "")], "\(body)")
    }
  }
}
