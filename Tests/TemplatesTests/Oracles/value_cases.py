"""How values are formatted, converted and asked: prints templates as JSON lines for jinja_oracle.py."""

import json

G = []


def case(template, dialect="jinja", **values):
    G.append({"t": template, "v": values, "d": dialect})


def show(*expressions, dialect="jinja", **values):
    for expression in expressions:
        case("{{ " + expression + " }}", dialect, **values)


# str.format: floats without a type, zeros and signs, the point that stays, what is refused.
NUMBERS = [0.0, -0.0, 0.00001, 1e16, 1e15, 12.0, 100.0, -0.01, 1234567.891, 1e22, 123456789.0, 5.0, 0.5, -3.7]
for spec in (":>12", ":,", ":.3", ":.1", ":.0", ":_", ":+", ": ", ":#", ":#.3", ":012", ":012,", ":<+012", ":=+012", ":.10", ":z.1f", ":z", ":z.0f", ":+z.1f",
             ":#.0f", ":#.0e", ":#g", ":#.0%", ":.2%", ":+012_.0g", ":,.1e", ":012,.3g", ":n", ":E", ":F", ":#.1", ":*^14.2f", ":014,.2f"):
    for number in NUMBERS:
        show("'{" + spec + "}'.format(x)", x=number)
for spec in (":<+05", ":=+020d", ":^05", ":05", ":x<05", ":05,", ":06,", ":07,", ":08,", ":09_", ":012_x", ":#010x", ":#010X", ":#o", ":#b", ":_b", ":_X", ":,x", ":,b", ":,n", ":_n",
             ":c", ":5c", ":<5c", ":05c", ":,c", ":+c", ":#c", ":.1c", ":z", ":zd", ":,d", ":d", ":.2d", ":,.1f", ":e", ":g", ":%", ":s", ":+", ": ", ":#", ":#d", ":,_", ":_,", ":2.", ":q", ":dd"):
    for number in (5, -5, 0, 65, 1234567):
        show("'{" + spec + "}'.format(x)", x=number)
show("'{:c}'.format(-1)", "'{:c}'.format(1114112)", "'{:c}'.format(128512)", "'{:5}'.format(true)", "'{:05}'.format(true)", "'{}'.format(true)")
for spec in (":5", ":<5", ":^5", ":05", ":<05", ":=5", ":,", ":_", ":#", ":+", ": ", ":-", ":z", ":n", ":d", ":.2", ":*^7.1s", ":s"):
    show("'{" + spec + "}|'.format('abc')")
    show("('{" + spec + "}|'|safe).format('<&c')")
for spec in ("%05f", "%.3f", "%+08.2f", "% f", "%5g", "%-7f|", "%F", "%E", "%#g", "%+f"):
    for number in ("nan", "inf", "-inf"):
        show(f"'{spec}' % (x|float)", x=number)
for spec in (":05", ":f", ":,", ":+010.2f", ":<010", ":n", ":%", ":F", ":x=10", ":#", ":.3"):
    for number in ("nan", "inf", "-inf"):
        show("'{" + spec + "}'.format(x|float)", x=number)
for spec in ("%#.0e", "%#.0f", "%#5g", "%#g", "%#.1g", "%#x", "%#o", "%#.0E", "%#d", "%05.1f", "%+05d", "%-05d|", "%x", "%.3d", "%05.3d", "%c"):
    for number in (1, -12, 12, 100000):
        show(f"'{spec}' % x", x=number)
# What is safe stays so, and what is put in is escaped.
for expression in ("('{}'|safe).format('<b>')", "('{} {x}'|safe).format('<b>', x='&')", "('{:>5}|'|safe).format('<')", "('{!r}'|safe).format('<')", "('{!s}'|safe).format('<b>'|safe)",
                   "('{}'|safe).format('<b>'|safe)", "('{:5}'|safe).format('<b>'|safe)", "('{:{w}}|'|safe).format('<', w=4)", "('{x}'|safe).format_map({'x': '<'})", "('{0[a]}'|safe).format({'a': '<'})",
                   "('{}'|safe).format(5)", "('{}'|safe).format(['<'])", "('{}'|safe).format(none)", "('{}'|safe).format(missing)", "'{}'.format('<b>'|safe)", "'{x}'.format_map({'x': '<'})",
                   "('abc def ghi jkl'|safe)|truncate(9, end='<', leeway=0)", "('abc def ghi jkl'|safe)|truncate(9, end='<'|safe, leeway=0)", "'abc def ghi jkl'|truncate(9, end='<', leeway=0)",
                   "('a &amp; b'|safe).unescape()", "('<b>a</b>  &lt;b&gt;'|safe).striptags()", "'a'.striptags()", "('a'|safe).unescape() is escaped", "('a'|safe).striptags() is escaped"):
    show(expression)
# Numbers in texts.
for text in ("1_000", "1__0", "_1", "1_", "1_e5", "1e_5", "1_0e1_0", "in_f", "na_n", ".e5", "e5", ".", ".5", "5.", "5.e3", "-.5e-3", "+1", "+-1", "1 2", " 12\n", "٣", "٣.٥", "१२", "1e5", "0x1F", "0b1", "infinity", "-inf", "nan", "1.5.2", "1e", "1e+", "०x1", "0_0", "00", "07", "\u00a012\u2003"):
    show("x|float", "x|float(7)", "x|int", "x|int(7)", x=text)
for text, base in (("12", 99), ("12", 1), ("12", -1), ("zz", 36), ("ZZ", 36), ("0x1F", 16), ("0x1F", 0), ("0b11", 0), ("0o17", 0), ("0b11", 16), ("1_e5", 16), ("a_b", 16), ("a__b", 16), ("0x_1f", 16), ("0_x1f", 16), ("12.7", 0), ("012", 0), ("0", 0), ("00", 0), ("9", 8), ("x", 99), ("१२", 8)):
    show(f"x|int(7, {base})", x=text)
# Entities, cases.
for text in ("&aacute;&#128;&lt b", "&lt;b&gt;", "&ltb", "&notit;", "&notin;", "&nosuch;", "&amp", "&ampx;", "&#x41;&#65&#X42;", "&#0;&#13;&#55296;&#1114112;&#99999999999999999999;", "&#1;&#127;&#64976;&#65534;x", "&#xZ;", "&;", "& b", "&NotEqualTilde;&bne;", "&frac12;&rarr;&Auml;", "&CounterClockwiseContourIntegral;",
             "a <b\n>c</b> <!-- <i> --> d", "<a <b> c", "a > b < c", "<!-- open <b>", "&lt;!-- x --&gt;", "<p>a&nbsp;b</p>"):
    show("x|striptags", x=text)
for text in ("ﬀ ſ µ", "Straße ẞ", "ΣΑΣ ς", "İI", "ŉ ΐ", "ǰ Ǆ", "ᾳ ᾼ", "Ꭰ ꭰ", "ϐ ϑ ϕ ϖ", "K Å", "ﬓ", "ͅ", "AbC"):
    show("x.casefold()", "x.lower()", "x.casefold() == x.upper().casefold()", x=text)
for expression in ("({'a': 1}.keys()) == ({'a': 2}.keys())", "({'a': 1}.items()) == ({'a': 1}.items())", "({'a': 1}.items()) == ({'a': 2}.items())", "({'a': 1, 'b': 2}.keys()) == ({'b': 1, 'a': 2}.keys())", "({'a': 1}.keys()) == ['a']", "({'a': 1}.values()) == ({'a': 1}.values())", "({'a': [1]}.items()) == ({'a': [1]}.items())",
                   "({'a': 1}.keys()) != ({'b': 1}.keys())", "({'a': 1}.keys()) == ({'a': 1, 'b': 2}.keys())", "({1: 1}.keys()) == ({true: 1}.keys())", "x.keys() == x.keys()", "({'a': ('b', 1)}.keys()) == ({'a': ('b', 1)}.items())", "({('a', 1): 0}.keys()) == ({'a': 1}.items())"):
    show(expression, x={"k": 1})
case("{% set m = 'a'|safe %}{{ m is sameas m }} {{ m is sameas 'a' }} {{ 'a' is sameas m }} {{ m is sameas ('b'|safe) }}")
# Methods and attributes that are asked seldom.
show("'abc'.translate({97: 'X', 98: none, 99: 100})", "'abc'.translate({})", "'abc'.translate({97: 'xyz'})", "'aé😀'.translate({233: 'e', 128512: ':)'})", "'abc'.translate(['x'] * 100)", "'a'.translate({97: []})", "'a'.translate({97: -1})",
     "'abc'.translate('abc'.maketrans('ab', 'xy'))", "'abc'.translate(''.maketrans('ab', 'xy', 'c'))", "''.maketrans({'a': 'b', 99: none})", "''.maketrans('a', 'bc')", "''.maketrans('ab', 'cd', 'e')", "''.maketrans('a')", "''.maketrans({'ab': 'c'})", "('<a>'|safe).translate({97: '&'})",
     "{}.fromkeys('ab')", "{}.fromkeys([1, 2], 0)", "{'x': 1}.fromkeys(['a'])", "{}.fromkeys(5)", "{}.fromkeys([[]])", "dict.fromkeys(['a', 'b'], 3)", "dict.fromkeys('aa')", "{}.fromkeys()",
     "(5).bit_count()", "(-255).bit_count()", "true.bit_count()", "(5).real", "(5).imag", "(5).numerator", "(5).denominator", "true.real", "true.denominator", "(2.5).real", "(2.5).imag", "(5).conjugate()", "(2.5).conjugate()", "(2.5).numerator",
     "(2.5).as_integer_ratio()", "(0.1).as_integer_ratio()", "(5).as_integer_ratio()", "true.as_integer_ratio()", "(-0.75).as_integer_ratio()", "(0.0).as_integer_ratio()", "(1e10).as_integer_ratio()",
     "(2.5).hex()", "(0.1).hex()", "(0.0).hex()", "(-0.0).hex()", "(1e300).hex()", "(5e-324).hex()", "(1.0).hex()", "(-3.7).hex()", "(5).hex()", "(2.5).is_integer()",
     "range(5).start", "range(5).stop", "range(5).step", "range(1, 10, 3).start", "range(1, 10, 3).stop", "range(1, 10, 3).step", "range(5).count(2)", "range(5).nope", "(5).nope")
for number in ("inf", "-inf", "nan"):
    show("(x|float).as_integer_ratio()", "(x|float).hex()", x=number)
# Dates.
for code in "aAbBcCdDeFgGhHIjklmMnNpPrRStTuUVwWxXyYzZ%EOq+":
    for flags in ("", "-", "_", "0", "^", "#"):
        if code == "N":
            continue
        show(f"strftime_now('%{flags}{code}')", dialect="hf-chat")
show("strftime_now('%10Y|%3d|%_5d|%^10a|%010d|%-5m|%Ey|%Od|%')", "strftime_now('%^b %#Z %_H:%-M %0e')", "strftime_now('%-')", "strftime_now('a%%b%')", "strftime_now('')", dialect="hf-chat")
# Links.
for text in ("http://a", "http://foo.123", "http://foo_bar", "http://foo_bar.com", "http://example.com:123456/", "http://example.com:80/", "x.com/path", "x.com", "www.a.b,", "www.a.b", "www.example.com", "((a.com))", "((www.a.com))", "(http://example.com)", "http://example.com/(a)", "(http://example.com/(a))", "http://example.com/a).", "<http://example.com>", "http://example.com>", "http://example.com,",
             "http://localhost", "http://localhost:8080/x", "http://127.0.0.1/x", "http://[::1]/", "http://[::1]:80/", "https://münchen.de/ü", "HTTP://EXAMPLE.COM", "Http://Example.Com/A", "example.org?x=1", "example.org#x", "example.com.", "example.com:80", "a-b.net", "-a.net", "a..com", "example.co.uk", "foo.bar.info", "http://a.b-c.de", "http://a_b.c_d.com", "ftp://x.com", "http://", "https:///x", "http://x.com?y", "http://x.com:/", "http://x.com:12a", "http://x.c", "http://x.co", "http://x.com\u00a0y",
             "a@b.c", "a@b.com", "mailto:a@b.com", "a.b+c@d-e.org", "@b.com", "a@b", "a@@b.com", "a:b@c.com", "www.x@y.com", "a@b.com.", "(a@b.com)", "a@b_c.com", "é@b.com", "a@b.com/x", "mailto:x", "mailto:a@b", "<a@b.com>", "http://user@example.com", "http://example.com/<b>", "\"http://example.com\"", "http://example.com\"", "http://example.com/a_b(c)_(d)", "http://example.com&x=1", "http://xn--a.com", "http://%41.com", "http://a.%41b.com", "example.mil/", "EXAMPLE.COM", "exam ple.gov x.edu", "tel:123", "git:x"):
    show("x|urlize", x=text)
show("'tel:123 git:x http://example.com/aaaaaaaaaa'|urlize(15, extra_schemes=['tel:', 'git:'])", "'http://example.com/a www.example.com a@b.com'|urlize(10, true, '_blank')", "'x http://example.com'|urlize(rel='a b')", "'http://example.com'|urlize(0)", "'((((((((http://example.com))))'|urlize", "'&lt;http://example.com&gt;'|safe|urlize")

if __name__ == "__main__":
    for item in G:
        print(json.dumps(item, ensure_ascii=False))
