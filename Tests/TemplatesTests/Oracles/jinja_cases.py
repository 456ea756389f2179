"""The snippets and whole templates that are held against jinja2: prints them as JSON lines for jinja_oracle.py."""

import json

PEOPLE = [
    {"name": "Ada", "age": 36, "tags": ["math", "code"], "active": True},
    {"name": "bob", "age": 25, "tags": [], "active": False},
    {"name": "Cyd", "age": 36, "tags": ["art"], "active": True},
]
V = {
    "name": "Ada", "s": "héllo wörld", "text": "  one two\tthree \n", "n": 7, "neg": -7, "f": 2.5, "big": 1e20,
    "small": 1e-7, "t": True, "no": False, "nil": None, "xs": [3, 1, 2], "words": ["b", "A", "c"], "empty": [],
    "d": {"b": 1, "a": 2, "c": {"x": [1, 2]}}, "people": PEOPLE, "html": "<a href='x'>\"&\"</a>",
    "lines": "a\nb\n\nc", "mixed": [1, "a", None, True, 2.0, [1], {"k": "v'"}], "emoji": "a👍b",
}
G = []


def add(*templates, **extra):
    for template in templates:
        G.append({"t": template, "v": "common", **extra})


# Printing
add("{{ name }}", "{{ n }} {{ neg }} {{ f }} {{ big }} {{ small }}", "{{ t }} {{ no }} {{ nil }}", "{{ mixed }}", "{{ d }}",
    "{{ [1.0, 1e16, 1e15, 123456789.125, 0.0001, 0.00001, 1e100, 5e-324] }}", "{{ -0.0 }} {{ 0.1 + 0.2 }} {{ 1e22 }} {{ 1.5e300 * 1e10 }}",
    "{{ 'it\\'s' }} {{ ['it\\'s', 'a\"b', '\\'\"'] }}", "{{ ['\\n\\t\\r\\\\'] }}", "{{ ['\\x00\\x1f\\x7f\\x80\\xad', 'é', '👍', '\\u200b'] }}",
    "{{ (1,) }} {{ () }} {{ (1, 2) }} {{ 1, 2 }}", "{{ {} }} {{ {'a': {'b': ()}} }}", "{{ {1: 'a', None: 2, True: 3, 2.5: 4} }}",
    "{{ missing }}|{{ d.missing }}|{{ [missing] }}", "{{ range(5) }} {{ range(1, 10, 2) }}", "{{ xs.__len__ }}", "{{ 'a' 'b' \"c\" }}",
    "{{ 1_000 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_0.5_0 }} {{ 2e3 }} {{ 1E-2 }}", "{{ d.items() }} {{ d.keys() }} {{ d.values() }}",
    "{{ 'tab\\tq\\x41\\u00e9\\U0001F44D\\101\\q' }}", "{{ s }} {{ s|length }} {{ emoji|length }} {{ emoji[1] }}", "{{ nil.foo }}", "{{ 007 }}",
    "{{ True }} {{ true }} {{ None }} {{ none }} {{ False }} {{ false }}", "{{ name|upper ~ n ~ nil ~ t }}")
# Access
add("{{ d.a }} {{ d['a'] }} {{ d.c.x[0] }} {{ d['c']['x'][-1] }}", "{{ xs[0] }} {{ xs[-1] }} {{ xs[10] }}|", "{{ xs.0 }} {{ xs.2 }}",
    "{{ people[0].name }} {{ people.0.tags.1 }}", "{{ name[0] }} {{ name[-1] }} {{ name[9] }}|", "{{ d.items }}"[:0] + "{{ d.get('a') }} {{ d.get('z') }} {{ d.get('z', 5) }}",
    "{{ xs[1:] }} {{ xs[:2] }} {{ xs[::-1] }} {{ xs[::2] }} {{ xs[-2:] }} {{ xs[5:1] }}", "{{ s[1:5] }} {{ s[::-1] }} {{ s[-3:] }} {{ s[::3] }}",
    "{{ xs[1:2:1] }} {{ xs[None:None] }} {{ xs[n:] }} {{ xs[-100:100] }}", "{{ (1,2,3)[1:] }} {{ range(10)[2:8:3] }} {{ range(10)[-1] }}",
    "{{ d['zz'] }}|{{ d.zz is defined }}", "{{ nil.x }}", "{{ missing.x }}", "{{ missing['x'] }}", "{{ missing.x.y }}", "{{ d.zz.y }}", "{{ d[missing] }}|",
    "{{ xs['a'] }}|{{ xs.append }}"[:12] + "|", "{{ xs[1.0] }}|", "{{ xs[true] }}", "{{ d[xs] }}|", "{{ name.nope }}|", "{{ name.nope() }}", "{{ 5.x }}",
    "{{ xs[::0] }}", "{{ nil[0:1] }}", "{{ d[0:1] }}", "{{ missing[0:1] }}", "{{ 5[0] }}|", "{{ name['upper']() }}", "{{ d['items']()|list }}",
    "{{ {'items': 5}.items }}"[:0] + "{{ {'items': 5}['items'] }}", "{{ ''[0] }}|", "{{ name.__class__ }}|", "{{ name.__class__.__mro__ }}", "{{ d.__foo__ }}|{{ d._x }}|",
    "{{ {'_x': 1}._x }} {{ {'__y__': 1}.__y__ }}", "{{ xs[(1)] }} {{ d[('a')] }}", "{{ {(1,2): 'q'}[1, 2] }}")
# Arithmetic and comparison
add("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }}", "{{ 7 / 2 }} {{ 6 / 2 }} {{ 1 / 3 }}", "{{ 2 ** 10 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ -2 ** 2 }}",
    "{{ 2 ** 3 ** 2 }}", "{{ 7.5 // 2 }} {{ -7.5 // 2 }} {{ 7.5 % 2 }} {{ -7.5 % 2 }} {{ 5.5 % -2 }}", "{{ 1 + 2 * 3 - 4 }} {{ (1 + 2) * 3 }}", "{{ 'a' + 'b' }} {{ [1] + [2] }} {{ (1,) + (2,) }}",
    "{{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ [0] * 3 }} {{ (1,2) * 2 }} {{ 'a' * -1 }}|", "{{ 1 + 'a' }}", "{{ 'a' + 1 }}", "{{ [1] + 'a' }}", "{{ nil + 1 }}", "{{ missing + 1 }}", "{{ 1 + missing }}", "{{ 1 / 0 }}", "{{ 1 // 0 }}",
    "{{ 1 % 0 }}", "{{ 1.0 / 0 }}", "{{ 0 ** -1 }}", "{{ true + true }} {{ true * 3 }} {{ -true }}", "{{ +5 }} {{ -f }} {{ - -5 }}", "{{ -'a' }}", "{{ -missing }}", "{{ 1 < 2 < 3 }} {{ 1 < 2 > 5 }} {{ 1 == 1.0 == true }}",
    "{{ 'a' < 'b' }} {{ 'B' < 'a' }} {{ [1,2] < [1,3] }} {{ (1,) < (1, 0) }}", "{{ 1 < 'a' }}", "{{ nil < 1 }}", "{{ missing < 1 }}", "{{ missing == 1 }} {{ missing == missing }} {{ missing != 1 }}",
    "{{ 1 in xs }} {{ 9 not in xs }} {{ 'a' in d }} {{ 'ell' in s }} {{ 'x' in 'abc' }}", "{{ 1 in 'abc' }}", "{{ 1 in 5 }}", "{{ 1 in nil }}", "{{ 'a' in missing }}", "{{ 1 in range(3) }} {{ 2.0 in range(3) }} {{ 'a' in range(3) }}",
    "{{ xs == [3,1,2] }} {{ xs == (3,1,2) }} {{ d == {'a':2,'b':1,'c':{'x':[1,2]}} }}", "{{ 1 == true }} {{ 0 == false }} {{ '' == false }} {{ nil == false }}", "{{ not t }} {{ not '' }} {{ not not xs }}",
    "{{ t and n }} {{ no or 'x' }} {{ '' or 0 or [] }} {{ 1 and 2 and 3 }}", "{{ nil or 'd' }} {{ missing or 'd' }}", "{{ 'a' ~ 1 ~ 2.0 ~ none ~ [1] }}", "{{ 1 ~ 2 + 3 }}", "{{ 'y' if t else 'n' }} {{ 'y' if no else 'n' }} {{ 'y' if no }}|",
    "{{ 'a' if no else 'b' if no else 'c' }}", "{{ ('y' if no).x }}", "{{ 10 - 2 - 3 }} {{ 2 * 3 % 4 }} {{ 100 // 7 // 2 }}", "{{ 1 if 2 > 1 and 3 != 4 or false else 0 }}", "{{ not 1 == 2 }}", "{{ -2 ** 2 }} {{ (-2) ** 2 }}",
    "{{ 1e400 }} {{ -1e400 }} {{ 1e400 - 1e400 }}", "{{ n is odd and n > 3 }} {{ n % 2 == 1 }}", "{{ 2 > 1 == true }}", "{{ [1, 'a'] < [1, 2] }}", "{{ 5 is divisibleby 5 and not 5 is divisibleby 2 }}", "{{ (n % 2 == 0) != (name == 'Ada') }}",
    "{{ 'abc' < 'abd' <= 'abd' }}", "{{ 2 ** 62 }} {{ 9223372036854775807 }} {{ -9223372036854775807 - 1 }}", "{{ 3 * (1,) }}", "{{ 'x' in ['x', 'y'] and 'z' not in ['x'] }}", "{{ 5 - -3 }}", "{{ 1.5 + 1 }} {{ 3.0 * 2 }} {{ 7.0 // 2 }}")
# Percent format and str.format
add("{{ '%s %d %5.2f|%-5s|%5s|%05d|%x|%X|%o|%e|%g' % (1, 2, 3.14159, 'a', 'b', 42, 255, 255, 8, 12345.678, 0.0001) }}", "{{ '%(a)s-%(b)03d' % {'a': 1, 'b': 2} }}", "{{ '%s' % 'x' }} {{ '%s' % [1] }} {{ '%%' % () }} {{ '%r' % 'a' }}",
    "{{ '%d' % 'x' }}", "{{ '%s %s' % 'x' }}", "{{ '%s' % (1, 2) }}", "{{ '%y' % 1 }}", "{{ '%c%c' % (65, 'b') }} {{ '%+d % d %#x' % (5, 5, 255) }}", "{{ '%*d|%-*d|' % (5, 42, 5, 42) }}", "{{ '%.3s|%10.3s|' % ('abcdef', 'abcdef') }}", "{{ '%s' % missing }}|",
    "{{ '%d' % 3.9 }} {{ '%i' % true }}", "{{ '%.0f %.1f %.2f' % (0.5, 0.25, 1.005) }}", "{{ '%g %g %g %G' % (1e10, 1e-5, 123456789.0, 1e-10) }}", "{{ '%s and %(x)s' % {'x': 1} }}", "{{ '%5%|' % () }}", "{{ '%' % 1 }}",
    "{{ '{} {}'.format(1, 'a') }} {{ '{1} {0}'.format('a', 'b') }} {{ '{x}'.format(x=5) }}", "{{ '{:>5}|{:<5}|{:^5}|{:*^7}|'.format('a', 'b', 'c', 'd') }}", "{{ '{:05d} {:,} {:.2f} {:e} {:%} {:x} {:#b}'.format(42, 1234567, 3.14159, 12345.678, 0.5, 255, 5) }}",
    "{{ '{0[a]} {0[c][x][1]} {1.real}'.format(d, 5) }}"[:0] + "{{ '{0[a]} {0[c]}'.format(d) }}", "{{ '{!r} {!s}'.format('a', 'b') }}", "{{ '{{}} {}'.format(1) }}", "{{ '{} {}'.format(1) }}", "{{ '{x}'.format() }}", "{{ '{:>{}}|'.format('a', 5) }}", "{{ '{'.format() }}", "{{ '}'.format() }}",
    "{{ '{:d}'.format('a') }}", "{{ '{:s}'.format(5) }}", "{{ '{:+.1f} {: d} {:_}'.format(2.25, 5, 1234567) }}", "{{ '{:08.3f}|{:>8.3f}|{:<8}|'.format(3.14159, 3.14159, 2.5) }}", "{{ '{0} {}'.format(1, 2) }}", "{{ '{:.3}|{:.3}|{:g}'.format('abcdef', 3.14159, 1e7) }}",
    "{{ '{a.b}'.format(a={'b': 3}) }}", "{{ '{:=+6d}|{:06.1f}'.format(42, -2.5) }}", "{{ '{:c}'.format(65) }} {{ '{:n}'.format(1234) }}", "{{ '%s|%s' | format('a', 5) }} {{ '%(x)s' | format(x=1) }}", "{{ '{0.__class__}'.format(5) }}", "{{ '%s %s'|format(1) }}", "{{ '%s'|format(1, x=2) }}",
    "{{ '{}'.format(none) }} {{ '{}'.format([1,'a']) }} {{ '{:>6}'.format(true) }}", "{{ '{:5}'.format([1]) }}", "{{ '{:.2f}'.format(1) }} {{ '{:.0f} {:.0f}'.format(0.5, 1.5) }}", "{{ '{:,.2f} {:10,d}|'.format(1234567.891, 1234567) }}")
# String methods
add("{{ 'aXb'.upper() }} {{ 'aXb'.lower() }} {{ 'aXb'.swapcase() }} {{ \"they're bill's\".title() }} {{ 'hELLO wORLD'.capitalize() }} {{ 'ß'.casefold() }} {{ 'ß'.upper() }}", "{{ '  a '.strip() }}|{{ '  a '.lstrip() }}|{{ '  a '.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'abcba'.strip('ab') }}",
    "{{ 'a,b,,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ ' a  b '.split() }} {{ 'a b c d'.split(none, 2) }} {{ 'a b c'.rsplit(' ', 1) }} {{ ''.split() }} {{ ''.split(',') }}", "{{ 'a'.split('') }}", "{{ lines.splitlines() }} {{ lines.splitlines(true) }}",
    "{{ 'abcabc'.find('c') }} {{ 'abcabc'.rfind('c') }} {{ 'abc'.find('z') }} {{ 'abcabc'.index('b') }} {{ 'abcabc'.count('bc') }} {{ 'aaa'.count('aa') }} {{ 'abc'.count('') }}", "{{ 'abc'.index('z') }}", "{{ 'abcabc'.find('a', 1) }} {{ 'abcabc'.find('a', 1, 3) }} {{ 'héé'.find('é', 2) }}",
    "{{ 'abc'.startswith('a') }} {{ 'abc'.endswith('bc') }} {{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.startswith('b', 1) }}", "{{ 'aaa'.replace('a', 'b') }} {{ 'aaa'.replace('a', 'b', 2) }} {{ 'abc'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }}", "{{ 'abc'.center(9) }}|{{ 'abc'.center(8, '*') }}|{{ 'ab'.center(5, '*') }}|{{ 'abc'.ljust(5) }}|{{ 'abc'.rjust(5, '.') }}|{{ '-42'.zfill(6) }}|{{ '42'.zfill(1) }}",
    "{{ ','.join(['a', 'b']) }} {{ ''.join([]) }}|", "{{ ','.join([1]) }}", "{{ 'abc'.isalpha() }} {{ '123'.isdigit() }} {{ 'a1'.isalnum() }} {{ ' '.isspace() }} {{ 'ab'.islower() }} {{ 'AB'.isupper() }} {{ 'Ab Cd'.istitle() }} {{ ''.isalpha() }} {{ '½'.isnumeric() }} {{ '²'.isdigit() }} {{ '²'.isdecimal() }}",
    "{{ 'a.b.c'.partition('.') }} {{ 'a.b.c'.rpartition('.') }} {{ 'abc'.partition('.') }} {{ 'abc'.rpartition('.') }}", "{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ 'abc'.removesuffix('') }}", "{{ 'a\\tb'.expandtabs() }}|{{ 'a\\tb'.expandtabs(4) }}|{{ '\\t\\ta'.expandtabs(2) }}",
    "{{ 'abc'.isidentifier() }} {{ '1a'.isidentifier() }} {{ 'abc'.isascii() }} {{ 'é'.isascii() }} {{ 'a\\n'.isprintable() }}", "{{ 'abc'.nope() }}", "{{ 'abc'.upper(1) }}", "{{ 'abc'.strip(1) }}", "{{ 'abc'.replace('a') }}", "{{ 'ΑΣ'.lower() }} {{ 'ΑΣΑ'.lower() }} {{ 'ǆ'.title() }} {{ 'ﬁ'.upper() }}", "{{ 'é'.upper() }} {{ 'É' == 'E\\u0301' }} {{ 'é'|length }} {{ 'e\\u0301'|length }}",
    "{{ 'abc'.startswith(1) }}", "{{ 'a-b'.split('-')[1].upper() }}", "{{ '%s'.format }}"[:0] + "{{ 'x'.encode }}"[:0] + "{{ 'x y'.split(sep=' ') }} {{ 'a,b,c'.split(',', maxsplit=1) }}", "{{ 'a\\r\\nb\\rc\\x0bd\\x85e'.splitlines() }}", "{{ 'abcde'.rindex('c') }} {{ 'abcde'[1:].find('c') }}", "{{ '\\u00a0x\\u2003'.strip() }}|")
# Lists and dicts
add("{% set l = [1] %}{% set _ = l.append(2) %}{{ l }}{{ l.extend([3,4]) }}{{ l }}{{ l.pop() }}{{ l.pop(0) }}{{ l }}{{ l.insert(0, 'x') }}{{ l }}{{ l.remove('x') }}{{ l.reverse() }}{{ l }}{{ l.index(2) }}{{ l.count(2) }}{{ l.clear() }}{{ l }}", "{{ [3,1,2].sort() }} {% set l = [3,1,2] %}{{ l.sort(reverse=true) }}{{ l }} {{ l.copy() }}",
    "{% set d2 = {'a': 1} %}{{ d2.update({'b': 2}) }}{{ d2.update(c=3) }}{{ d2 }}{{ d2.pop('a') }}{{ d2.pop('z', 'no') }}{{ d2.setdefault('q', 9) }}{{ d2.setdefault('b', 9) }}{{ d2 }}{{ d2.popitem() }}{{ d2.copy() }}{{ d2.clear() }}{{ d2 }}", "{{ {}.pop('a') }}", "{{ [].pop() }}", "{{ [1].index(5) }}", "{{ [1].remove(5) }}", "{{ [1].append() }}",
    "{% set l = [1] %}{% do l.append(2) %}", "{% set l = [] %}{{ l.append(l) }}{{ l }}", "{{ {'a': 1, 'a': 2} }} {{ {1: 'a', 1.0: 'b', true: 'c'} }}", "{{ {[1]: 2} }}", "{{ {(1, 2): 3} }}", "{% for k in d %}{{ k }}{% endfor %} {% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}", "{{ (1,2,2).count(2) }} {{ (1,2).index(2) }}", "{{ (1,2).append(3) }}",
    "{{ xs.append(5) }}{{ xs }}", "{{ d.update({'z': 1}) }}{{ d }}", "{% for x in l2 %}{{ x }}{% endfor %}", "{{ d.items()|first }} {{ d.keys()|list }} {{ d.values()|first }}", "{{ 'a' in d.keys() }} {{ 1 in d.values() }} {{ ('b', 1) in d.items() }}", "{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict({'q': 1}, r=2) }} {{ dict() }}", "{{ dict(1) }}", "{{ dict([1]) }}")
add("{{ xs.append(5) }}", "{{ d.update({'z': 1}) }}", "{{ d.get('a') }} {{ xs.index(1) }} {{ xs.count(3) }}", "{{ d.pop('a') }}", d="hf-chat")
# Filters
add("{{ -5|abs }} {{ (-5)|abs }} {{ f|abs }}", "{{ 'a'|abs }}", "{{ missing|abs }}", "{{ xs|batch(2)|list }} {{ xs|batch(2, 'x')|list }} {{ range(7)|batch(3)|map('list')|list }}", "{{ 'hELLO'|capitalize }} {{ 'foo bar'|title }} {{ \"foo-bar (baz) it's\"|title }} {{ 'x'|center(5) }}|{{ 'ab'|center(7) }}|",
    "{{ xs|count }} {{ xs|length }} {{ d|length }} {{ s|length }} {{ missing|length }}", "{{ 5|length }}", "{{ missing|d('x') }} {{ ''|default('x') }} {{ ''|default('x', true) }} {{ nil|default('x') }} {{ nil|default('x', boolean=true) }} {{ missing|default }}|", "{{ d|dictsort }} {{ d|dictsort(reverse=true) }} {{ {'b': 1, 'A': 2}|dictsort }} {{ {'b': 1, 'A': 2}|dictsort(true) }} {{ {'b': 1, 'A': 2}|dictsort(false, 'value') }}",
    "{{ d|dictsort(by='x') }}", "{{ 5|dictsort }}", "{{ html|e }} {{ html|escape|e }} {{ html|forceescape }} {{ (html|e)|forceescape }}", "{{ 100|filesizeformat }} {{ 1|filesizeformat }} {{ 1000|filesizeformat }} {{ 1234567|filesizeformat }} {{ 1234567|filesizeformat(true) }} {{ 1e30|filesizeformat }} {{ '2048'|filesizeformat }} {{ 0|filesizeformat }}", "{{ xs|first }} {{ xs|last }} {{ []|first }}| {{ 'abc'|first }} {{ 'abc'|last }} {{ d|first }} {{ d|last }}",
    "{{ 5|first }}", "{{ xs|map('string')|last }}", "{{ '3.5'|float }} {{ 'x'|float }} {{ 'x'|float(1.5) }} {{ 3|float }} {{ nil|float }} {{ '1e3'|float }} {{ ' 2 '|float }} {{ 'inf'|float }} {{ '1_0'|float }}", "{{ '42'|int }} {{ '3.9'|int }} {{ 'x'|int }} {{ 'x'|int(5) }} {{ '0x1F'|int(base=16) }} {{ 'ff'|int(0, 16) }} {{ 3.9|int }} {{ nil|int }} {{ true|int }} {{ ' 42 '|int }} {{ '-7'|int }} {{ '1_000'|int }} {{ '0b11'|int(0, 0) }}", "{{ missing|int }}", "{{ missing|float }}",
    "{{ people|groupby('age') }}", "{% for g in people|groupby('age') %}{{ g.grouper }}:{{ g.list|map(attribute='name')|join(',') }} {% endfor %}", "{% for k, l in people|groupby('name') %}{{ k }}={{ l|length }} {% endfor %}", "{{ people|groupby('nope')|list|length }}", "{{ [{'a': 'B'}, {'a': 'b'}, {}]|groupby('a', default='z') }}", "{{ [{'a': 'B'}, {'a': 'b'}]|groupby('a', case_sensitive=true)|length }}",
    "{{ lines|indent }}|{{ lines|indent(2, true) }}|{{ lines|indent(2, blank=true) }}|{{ lines|indent('> ') }}|{{ ''|indent }}|{{ 'a\\n'|indent(first=true) }}|", "{{ 5|indent }}", "{{ d|items|list }} {{ missing|items|list }}", "{{ xs|items|list }}", "{{ xs|join }} {{ xs|join(', ') }} {{ people|join(', ', attribute='name') }} {{ 'abc'|join('-') }} {{ []|join(',') }}| {{ xs|join(1) }}", "{{ 5|join }}", "{{ nil|join }}", "{{ missing|join(',') }}|",
    "{{ 'abc'|list }} {{ d|list }} {{ range(3)|list }} {{ missing|list }} {{ (1,2)|list }}", "{{ 5|list }}", "{{ 'ABC'|lower }} {{ 5|lower }} {{ nil|upper }} {{ 'straße'|upper }}", "{{ people|map(attribute='name')|list }} {{ people|map(attribute='tags.0')|list }} {{ people|map(attribute='tags.0', default='-')|list }} {{ words|map('upper')|list }} {{ xs|map('string')|join }} {{ words|map('replace', 'b', 'x')|list }}", "{{ xs|map('nope')|list }}", "{{ xs|map(nope)|list }}", "{{ xs|map|list }}", "{{ xs|map(attribute='a', x=1)|list }}",
    "{{ people|map(attribute='zip', default=0)|sum }} {{ [1,2]|map('multiply')|first if false else 'ok' }}", "{{ xs|min }} {{ xs|max }} {{ words|min }} {{ words|max }} {{ words|max(case_sensitive=true) }} {{ people|max(attribute='age') }} {{ []|max }}| {{ people|min(attribute='age')|attr('name') }}|", "{{ [1,'a']|max }}", "{{ mixed|pprint }}", "{{ d|pprint }} {{ 'x'|pprint }} {{ ('word ' * 30)|pprint }}", "{{ people|pprint }}", "{{ {'z': [1]*40, 'a': ('x'*50, 'y'*50)}|pprint }}",
    "{{ xs|reject('odd')|list }} {{ xs|select('odd')|list }} {{ mixed|select|list }} {{ xs|select('greaterthan', 1)|list }} {{ xs|reject('in', [1,2])|list }} {{ missing|select|list }}", "{{ people|selectattr('active')|map(attribute='name')|list }} {{ people|rejectattr('active')|map(attribute='name')|list }} {{ people|selectattr('age', 'equalto', 36)|map(attribute='name')|join }} {{ people|selectattr('nope', 'defined')|list }} {{ people|selectattr('age', '>', 30)|list|length }}", "{{ xs|select('nope')|list }}", "{{ people|selectattr|list }}", "{{ 5|select|list }}",
    "{{ 'aXaX'|replace('X', 'y') }} {{ 'aaa'|replace('a', 'b', 2) }} {{ 5|replace(5, 6) }} {{ 'a.b'|replace('.', '') }}", "{{ 'a'|replace('a') }}", "{{ 'abc'|reverse }} {{ xs|reverse|list }} {{ range(3)|reverse|list }} {{ d|reverse|list }}", "{{ 5|reverse }}", "{{ 42.55|round }} {{ 42.55|round(1) }} {{ 42.55|round(1, 'floor') }} {{ 42.51|round(1, 'ceil') }} {{ 2.5|round }} {{ 3.5|round }} {{ 7|round }} {{ 1234|round(-2) }} {{ 2.675|round(2) }} {{ -2.5|round }} {{ 42|round(1,'ceil') }}", "{{ 1|round(0, 'x') }}", "{{ 'a'|round }}", "{{ missing|round }}",
    "{{ '<b>'|safe }} {{ '<b>'|safe|e }} {{ '<b>'|e|safe }} {{ ('<'|e) + '<' }} {{ '<' + ('>'|e) }} {{ '<'|safe ~ '<' }} {{ ('a'|safe) * 2 }} {{ ['<'|safe] }} {{ ('%s'|safe) % '<' }}", "{{ xs|slice(2)|list }} {{ range(7)|slice(3)|list }} {{ range(7)|slice(3, 'x')|list }}", "{{ xs|slice(0)|list }}", "{{ xs|sort }} {{ xs|sort(reverse=true) }} {{ words|sort }} {{ words|sort(case_sensitive=true) }} {{ people|sort(attribute='age')|map(attribute='name')|list }} {{ people|sort(attribute='age,name')|map(attribute='name')|list }} {{ people|sort(true, attribute='name')|map(attribute='name')|list }} {{ 'cab'|sort }}", "{{ [1,'a']|sort }}", "{{ mixed|sort }}", "{{ people|sort(attribute='nope')|list|length }}", "{{ [none, 1]|sort }}",
    "{{ 5|string + 'a' }} {{ nil|string }} {{ [1]|string|length }}", "{{ '<p>a  <b>b</b>\\n c<!-- x --></p> &lt;'|striptags }}", "{{ xs|sum }} {{ xs|sum(start=10) }} {{ people|sum(attribute='age') }} {{ [[1],[2]]|sum(start=[]) }} {{ []|sum }} {{ [1.5, 2]|sum }}", "{{ ['a']|sum }}", "{{ ['a']|sum(start='') }}", "{{ '  x '|trim }}|{{ 'xax'|trim('x') }}|{{ 5|trim }}|", "{{ 'foo bar baz qux'|truncate(9) }}|{{ 'foo bar baz qux'|truncate(9, true) }}|{{ 'foo bar baz qux'|truncate(11) }}|{{ 'foo bar baz qux'|truncate(9, false, '..', 0) }}|{{ 'foobarbaz'|truncate(5, leeway=0) }}|", "{{ 'abc'|truncate(1) }}", "{{ 5|truncate }}",
    "{{ [1,2,1,'a','A',1.0,true]|unique|list }} {{ words|unique|list }} {{ people|unique(attribute='age')|map(attribute='name')|list }} {{ ['a','A']|unique(true)|list }}", "{{ [[1]]|unique|list }}", "{{ 'a b/c?d=é&x'|urlencode }} {{ {'a': 1, 'b c': 'é/'}|urlencode }} {{ [('x', 'y z')]|urlencode }} {{ 5|urlencode }}", "{{ 'see http://example.com/a?b=1, www.x.org and (https://y.de) or me@x.com.'|urlize }} {{ 'http://example.com/very/long'|urlize(10) }} {{ 'www.a.com'|urlize(nofollow=true, target='_blank', rel='x') }}", "{{ 'foo bar, baz_qux 12'|wordcount }} {{ ''|wordcount }}", "{{ 'the quick brown fox jumps over the lazy dog'|wordwrap(12) }}|{{ 'averyveryverylongword and co-operation well-known'|wordwrap(8) }}|{{ 'averyverylongword x'|wordwrap(6, false) }}|{{ lines|wordwrap(3, wrapstring='/') }}|{{ 'a well-known--thing here'|wordwrap(7, break_on_hyphens=false) }}",
    "<p{{ {'class': 'a', 'id': none, 'x': '<\"'}|xmlattr }}>{{ {'a': 1}|xmlattr(false) }}", "{{ {'a b': 1}|xmlattr }}", "{{ d|tojson }} {{ mixed|tojson }} {{ html|tojson }} {{ s|tojson }} {{ f|tojson }} {{ d|tojson(2) }} {{ d|tojson(indent=4) }} {{ []|tojson(2) }} {{ emoji|tojson }}", "{{ missing|tojson }}", "{{ {1: 'a', none: 2, true: 3, 2.5: 1}|tojson if false else 1 }}", "{{ {'a': xs}|tojson(indent='--') }}", "{{ people|attr('x') }}|{{ 'a'|attr('upper') is callable }}", "{{ name|nope }}", "{{ name|upper|nope(1) }}", "{% if no %}{{ name|nope }}{% endif %}ok", "{% if t %}{{ name|nope }}{% endif %}", "{{ xs|length(1) }}", "{{ name|upper(1) }}", "{{ 'a'|center(width=3) }}|", "{{ 'a'|center(x=3) }}", "{{ [1,2,3]|random in [1,2,3] }}", "{{ (1,2)|sum }} {{ range(5)|sum }} {{ d|sum(start='') if false else 0 }}", "{{ [3,1]|sort|first }} {{ {'b':1,'a':2}|sort }}", "{{ '&lt;<'|e }}", "{{ people|map('attr', 'x')|list|length }}", "{{ ['a','b']|map('indent', 2, true)|join('|') }}", "{{ [[1,2],[3]]|map('sum')|list }} {{ [[1,2],[3]]|sum(start=[])|join }}", "{{ name|list|join('.')|upper|replace('.', '') }}")
# Tests
add("{{ n is odd }} {{ n is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }}", "{{ missing is defined }} {{ missing is undefined }} {{ name is defined }} {{ d.x is defined }}", "{{ nil is none }} {{ t is boolean }} {{ t is true }} {{ no is false }} {{ 1 is true }} {{ n is integer }} {{ t is integer }} {{ f is float }} {{ n is number }} {{ t is number }} {{ 'a' is string }} {{ d is mapping }} {{ xs is sequence }} {{ d is sequence }} {{ 'a' is sequence }} {{ n is sequence }} {{ xs is iterable }} {{ n is iterable }} {{ missing is iterable }}", "{{ 'abc' is lower }} {{ 'ABC' is upper }} {{ 1 is lower }} {{ 'a' is in 'abc' }} {{ 1 is in xs }} {{ 'upper' is filter }} {{ 'nope' is filter }} {{ 'odd' is test }} {{ range is callable }} {{ n is callable }} {{ missing is callable }}", "{{ 1 is eq 1 }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 1 is le 1 }} {{ 2 is gt 1 }} {{ 2 is ge 3 }} {{ 1 is equalto 1 }} {{ 1 is sameas 1 }} {{ t is sameas true }} {{ xs is sameas xs }} {{ 'a' is not none }} {{ 1 is not odd }}", "{{ 'x' is odd }}", "{{ n is nope }}", "{{ n is odd is even }}", "{{ ('<'|e) is escaped }} {{ '<' is escaped }}", "{{ n is divisibleby 0 }}", "{{ n is divisibleby }}", "{{ n is in }}", "{{ n is not defined or t }} {{ not n is defined }}", "{{ n is eq(7) and f is gt 2 }}", "{% if people is iterable and people is not mapping %}y{% endif %}", "{{ xs is in [[3,1,2]] }} {{ 'a' is in d }}", "{{ d.items() is iterable }} {{ d.items() is sequence }} {{ range(3) is sequence }} {{ xs|map('abs') is iterable }}")
# Loops
add("{% for x in xs %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }}/{{ loop.depth }}/{{ loop.depth0 }}:{{ x }} {% endfor %}", "{% for x in xs %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }};{% endfor %}", "{% for x in xs %}{{ loop.cycle('a', 'b') }}{% endfor %} {% for x in [1,1,2,2,1] %}{{ loop.changed(x) }} {% endfor %}", "{% for x in [] %}{{ x }}{% else %}empty{% endfor %} {% for x in xs %}{{ x }}{% else %}no{% endfor %}", "{% for x in xs if x > 1 %}{{ loop.index }}{{ x }}{{ loop.last }} {% else %}none{% endfor %} {% for x in xs if x > 9 %}{{ x }}{% else %}none{% endfor %}",
    "{% for k, v in d.items() %}{{ k }}={{ v }}{% if not loop.last %}, {% endif %}{% endfor %}", "{% for a, (b, c) in [(1, (2, 3)), (4, (5, 6))] %}{{ a }}{{ b }}{{ c }};{% endfor %}", "{% for a, b in [(1, 2, 3)] %}{% endfor %}", "{% for a, b in [1] %}{% endfor %}", "{% for a, b in [(1,)] %}{% endfor %}", "{% for x in 5 %}{% endfor %}", "{% for x in nil %}{% endfor %}", "{% for x in missing %}{{ x }}{% else %}e{% endfor %}", "{% for c in 'abc' %}{{ c }}-{% endfor %}", "{% for x in range(3) %}{% for y in range(2) %}{{ loop.index }}{{ x }}{{ y }} {% endfor %}{{ loop.index }}{% endfor %}", "{% for x in xs|map('string') %}{{ loop.length }}{{ loop.revindex }}{{ x }} {% endfor %}", "{% for x in xs|select %}{{ loop.last }}{{ x }} {% endfor %}",
    "{% for i in [{'n': 1, 'c': [{'n': 2, 'c': [{'n': 3}]}]}, {'n': 4}] recursive %}[{{ i.n }}@{{ loop.depth }}{{ loop(i.c) if i.c }}]{% endfor %}", "{% for i in [[1, [2]], [3]] recursive %}{% if i is iterable %}({{ loop(i) }}){% else %}{{ i }}{{ loop.first }}{% endif %}{% else %}E{% endfor %}", "{% for x in xs %}{{ loop(xs) }}{% endfor %}", "{% for x in xs %}{% set y = x %}{% endfor %}{{ y }}|", "{% set y = 0 %}{% for x in xs %}{{ y }}{% set y = x %}{{ y }} {% endfor %}{{ y }}", "{% set ns = namespace(total=0, items=[]) %}{% for x in xs %}{% set ns.total = ns.total + x %}{% endfor %}{{ ns.total }} {{ ns.nope }}|", "{% for x in xs %}{% if loop.first %}{% set q = 1 %}{% endif %}{{ q }}|{% endfor %}", "{{ loop }}|{% for x in xs %}{% for y in xs %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}", "{% for loop in xs %}{% endfor %}", "{% for x in xs %}{% set loop = 1 %}{% endfor %}", "{% for x in xs %}{{ x }}{% endfor %}{{ x }}|", "{% for x in xs %}{% set outer = loop %}{% for y in [1] %}{{ outer.index }}{% endfor %}{% endfor %}", "{% for x in xs -%}  {{ x }}  {%- endfor %}", "{% for x in xs %}{{ loop.nope }}{% endfor %}|", "{% for x, y in people[0].items() if y is string %}{{ x }}{{ y }}{% endfor %}", "{% for p in people recursive %}{{ p.name }}{% endfor %}", "{% for p in people if p.active and loop is undefined %}{{ p.name }}{% endfor %}", "{% for x in xs %}{{ loop.cycle() }}{% endfor %}", "{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.next() }}{{ c.reset() }}{{ c.current }}", "{% set j = joiner(', ') %}{% for x in xs %}{{ j() }}{{ x }}{% endfor %} {% set k = joiner() %}{{ k() }}{{ k() }}", "{{ cycler() }}", "{% for x in range(100001) %}{% endfor %}", "{{ range(1, 2, 0) }}", "{{ range('a') }}", "{{ range() }}", "{% for i in range(10, 0, -3) %}{{ i }} {% endfor %}", "{% for x in [1,2,3] %}{% for y in [x] if y > 1 %}{{ x }}{{ y }}{% else %}-{% endfor %}{% endfor %}", "{% for x in d|dictsort %}{{ x[0] }}{{ loop.previtem[0] if loop.previtem is defined }}{% endfor %}", "{% for a in xs %}{{ loop|length }}{% endfor %}")
add("{% for x in [1,2,3,4] %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}", "{% for x in [1] %}{% break %}{% else %}else{% endfor %}", "{% for x in [1,2] %}{% continue %}{% else %}else{% endfor %}", "{% for x in [1,2] %}{{ x }}{% if x == 2 %}{% break %}{% endif %}{% else %}else{% endfor %}", "{% for x in [1,2] %}{% for y in [1,2] %}{% if y == 2 %}{% break %}{% endif %}{{ x }}{{ y }}{% endfor %}{% endfor %}", "{% for x in [1,2,3] %}{% set y %}{% if x == 2 %}{% continue %}{% endif %}a{{ x }}{% endset %}{{ y }}{% endfor %}" if False else "x", d="hf-chat")
# Macros, calls, scopes
add("{% macro m(a, b=2, *c) %}{% endmacro %}", "{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(b=5, a=4) }} {{ m() }}|", "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(x=2) }}", "{% macro m(a, b=a) %}{{ b }}{% endmacro %}{{ m(1) }}", "{% macro m(a=b, b=1) %}{{ a }}{% endmacro %}{{ m() }}|", "{% macro m(x) %}{{ x }}{{ n }}{% endmacro %}{{ m('q') }}", "{% set z = 1 %}{% macro m() %}{{ z }}{% endmacro %}{% set z = 2 %}{{ m() }}", "{% macro m() %}{{ late }}{% endmacro %}{% set late = 5 %}{{ m() }}", "{% macro outer(x) %}{% macro inner() %}[{{ x }}]{% endmacro %}{{ inner() }}{% endmacro %}{{ outer(1) }}{{ outer(2) }}", "{% macro f(n) %}{{ n if n < 2 else f(n-1)|int + f(n-2)|int }}{% endmacro %}{{ f(10) }}", "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}body{{ n }}{% endcall %}", "{% macro m(xs) %}{% for x in xs %}{{ caller(x, loop.index) }}{% endfor %}{% endmacro %}{% call(a, b) m(xs) %}<{{ a }}{{ b }}>{% endcall %}", "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}", "{% macro m() %}{% if caller %}{{ caller() }}{% else %}none{% endif %}{% endmacro %}{{ m() }}", "{% macro m(caller=none) %}{{ caller() if caller else 'n' }}{% endmacro %}{{ m() }}{% call m() %}c{% endcall %}", "{% macro m(caller) %}{{ caller() }}{% endmacro %}", "{% macro m() %}x{% endmacro %}{% call m() %}c{% endcall %}", "{% call 5 %}{% endcall %}", "{{ m }}|{% macro m() %}{% endmacro %}{{ m }} {{ m.name }} {{ m.arguments }}", "{% macro m(a, b) %}{{ a }}{{ b }}{% endmacro %}{{ m(*[1, 2]) }} {{ m(**{'a': 3, 'b': 4}) }} {{ m(1, *[2]) }} {{ m(1, **{'b': 9}) }}", "{% macro m(a, a2=1, b) %}{% endmacro %}", "{{ nope() }}", "{{ n() }}", "{{ d.a() }}", "{% macro m(a, b='x' ~ n) %}{{ a ~ b }}{% endmacro %}{{ m(1)|upper }}", "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}", "{% if t %}{% macro m() %}1{% endmacro %}{% else %}{% macro m() %}2{% endmacro %}{% endif %}{{ m() }}", "{% for i in [1,2] %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}", "{% macro m(x) %}{% set x = x + 1 %}{{ x }}{% endmacro %}{{ m(1) }}", "{% macro m(x, y=missing) %}{{ y is defined }}{% endmacro %}{{ m(1) }}", "{% macro m(x) %}{{ x is defined }}{% endmacro %}{{ m() }}", "{{ m() }}{% macro m() %}{% endmacro %}")
add("{% with %}{% set a = 1 %}{{ a }}{% endwith %}{{ a }}|", "{% with a=1, b=2 %}{{ a + b }}{% endwith %}", "{% set a = 5 %}{% with a=1, b=a %}{{ a }}{{ b }}{% endwith %}{{ a }}", "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set a, (b, c) = 1, (2, 3) %}{{ a }}{{ b }}{{ c }}", "{% set a, b = [1] %}", "{% set a = 1, 2 %}{{ a }}", "{% set x %}a{{ n }}b{% endset %}{{ x }} {{ x|length }}", "{% set x | upper | replace('A', 'z') %}a{{ n }}b{% endset %}{{ x }}", "{% set x.y = 1 %}", "{% set d.y = 1 %}", "{% set ns = namespace() %}{% set ns.a = 1 %}{% set ns.b, ns.c = 2, 3 %}{{ ns.a }}{{ ns.b }}{{ ns.c }}", "{% set ns = namespace({'x': 1}, y=2) %}{{ ns.x }}{{ ns.y }}{{ ns['x'] }}|", "{% set 'a' = 1 %}", "{% set true = 1 %}", "{% if t %}{% set q = 1 %}{% else %}{% set q = 2 %}{% endif %}{{ q }}", "{% if no %}{% set name = 1 %}{% endif %}{{ name }}", "{{ name }}{% set name = 'B' %}{{ name }}", "{% set n = n + 1 %}{{ n }}", "{% filter upper %}a{{ n }}b{% endfilter %}", "{% filter replace('a', 'b')|upper %}aab{% endfilter %}", "{% filter nope %}{% endfilter %}", "{% filter indent(2, true) %}x\ny{% endfilter %}", "{% if missing %}a{% elif n == 7 %}b{% else %}c{% endif %}", "{% if 0 %}{% elif '' %}{% elif [] %}{% elif {} %}{% elif none %}{% elif 0.0 %}{% else %}all false{% endif %}", "{% print n, name %}|{% print 1 %}", "{% autoescape true %}{{ html }}{{ '<b>'|safe }}{{ html|upper }}{% endautoescape %}{{ html }}", "{% autoescape true %}{{ ['<', '>'|safe]|join('&') }} {{ '<' ~ '>' }} {{ html|safe ~ '>' }} {{ html|replace('a', '<') }} {% set x %}<i>{{ '<' }}{% endset %}{{ x }}{% endautoescape %}", "{% autoescape no %}{{ html }}{% endautoescape %}", "{% set x = 1 if t else 2 %}{{ x }}", "{% with x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endwith %}", "{% set ns = namespace(a=[]) %}{% for i in xs %}{% set ns.a = ns.a + [i * 2] %}{% endfor %}{{ ns.a }}", "{% set x = 1 %}{% if t %}{% set x = 2 %}{% for i in [1] %}{% set x = 3 %}{{ x }}{% endfor %}{{ x }}{% endif %}{{ x }}", "{% set a = b = 1 %}")
# White space, comments, raw
for dialect in ("jinja", "promptflow", "hf-chat"):
    add("a\n{% if t %}\nb\n{% endif %}\nc\n", "a\n  {% if t %}  \n  b\n  {% endif %}\nc\n\n", "  {%- if t -%}  x  {%- endif -%}  y", "{% if t +%}\nx{% endif %}\n  {%+ if t %}y{% endif %}", "a {#- c -#} b {# d #}\n{# e #}\nf", "{% raw %}{{ x }}{% if %}{% endraw %}", "a\n{% raw -%}\n  x {{ y }}\n{%- endraw %}\nb", "  {% raw %}\n {{ 1 }}\n  {% endraw %}\n", "{{- n -}}  x {{ n -}}\n y", "{% for x in xs %}\n  - {{ x }}\n{% endfor %}\nend\n", "{% for x in xs -%}\n  {{ x }}\n{%- endfor %}\n", "\n\n{% set a = 1 %}\n\n{{ a }}\n\n", "a\r\nb\rc\n{{ 'x\r\ny' }}\r\n", "\t{% if t %}\tx\t{% endif %}\n", "x {% if t %}\n{% endif %}y", "{% if t %}{# c #}  {% endif %}\n   {{ n }}\n", "{#\n multi\n line #}  {{ n }}", "text only\n", "", "\n", "  {#+ c +#}\nx", "{%- raw %} {{ a }} {% endraw -%} b", "x{# {{ y }} {% z %} #}y", "{% if t %}a{%- else -%}b{% endif -%}\n\n c", " \u00a0{%- if t %}x{% endif %}", "   {% set x = 1 %}   \n{{ x }}", "{{ '{{' }} {{ '%}' }} { { } } {%- set q = '#}' %}{{ q }}", "{{ n }}\n", "{{\n n\n }}\n{%\nif t\n%}x{%\nendif\n%}", d=dialect)
# hf-chat
add("{{ d|tojson }} {{ mixed|tojson }} {{ html|tojson }} {{ s|tojson(ensure_ascii=true) }} {{ d|tojson(indent=2) }} {{ d|tojson(separators=(',', ':')) }} {{ d|tojson(sort_keys=true) }}", "{{ raise_exception('bad role: ' ~ name) }}", "x\n{% if no %}{% else %}\n{{ raise_exception('bad') }}{% endif %}", "{{ strftime_now('%Y-%m-%d %d %b %Y %H:%M:%S %A %j %B %-d %y %I%p') }}", "{% generation %}a{{ n }}\n{% endgeneration %}\nb", "{{ emoji|tojson }} {{ {'a': none, 'b': [true, 1.5, 1e20]}|tojson }}", "{{ missing|tojson }}", d="hf-chat")
# Syntax errors
add("{{ }}", "{% %}", "{{ 1 + }}", "{{ a b }}", "{% if %}{% endif %}", "{% if t %}", "line1\nline2\n{% if t %}\n", "{% endif %}", "{% for x in xs %}{% endif %}", "{% nope %}", "{{ 'abc }}", "{{ [1, 2 }}", "{{ (1, 2] }}", "{{ a.}}", "{{ a. }}", "{{ a| }}", "{{ a is }}", "{{ {'a' 1} }}", "{# never closed", "{{ never closed", "{% raw %} x", "{{ 1 }", "{{ a ? b }}", "{{ a ! b }}", "{{ a & b }}", "{{ $x }}", "{% for x %}{% endfor %}", "{% for 1 in xs %}{% endfor %}", "{% set %}", "{% set x %}", "{% macro %}{% endmacro %}", "{% macro m %}{% endmacro %}", "{% include %}", "{% block %}{% endblock %}", "{% block a-b %}{% endblock %}", "{% block a %}{% endblock %}{% block a %}{% endblock %}", "{% else %}", "{% if t %}{% else %}{% elif n %}{% endif %}", "{{ f(a=1, 2) }}", "{{ f(a=1, a=2) }}", "{{ f(**a, *b) }}", "{{ f(*a, *b) }}", "{{ not }}", "{{ a if }}", "{{ a if b else }}", "{{ (a }}", "ok\n\n{{ a b }}\n", "{{ 1 + 2 * }}", "{{ 'a' 'b' 1 }}", "{{ a[1:2:3:4] }}", "{{ a[] }}", "{{ {} {} }}", "{% if a = b %}{% endif %}", "{{ x|upper|}}", "{{ 'a'.'b' }}", "{{ 1.e5 }}", "{{ 1.x }}", "{{ .5 }}", "{{ '\\x4' }}", "{% from 'a' import _x %}", "{% import 'a' %}", "{% call %}{% endcall %}", "{% filter %}{% endfilter %}", "{% with a %}{% endwith %}", "{% break %}", "{{ a == }}", "{{ == a }}", "{{ a not b }}", "{{ a in }}", "{{ lambda x: x }}", "{{ [x for x in xs] }}", "{{ a := 1 }}", "{% if t %}\n\n{% for x in xs %}\n{% endif %}", "{{ a }} }} {{ b", "{{ ~ }}", "{{ a ~ }}", "{% endfor %}", "{% block x required %}a{% endblock %}", "{{ ''' }}", "{{ \"a\nb\" }}", "{% print %}", "{% extends %}")
# Errors and their lines
add("a\nb\n{{ 1 / 0 }}", "{% for x in xs %}\n{{ x }}\n{{ x + 'a' }}\n{% endfor %}", "{% macro m() %}\n\n{{ missing.x }}\n{% endmacro %}\n{{ m() }}", "\n{% if missing.x %}\n{% endif %}", "\n\n{% set a = missing.b %}", "a\n{% for x in missing.y %}\n{% endfor %}", "\n{{ name|nope }}", "{{ name }}\n{{ name\n|nope }}", "\n{% if t %}\n{{ xs|sum(attribute='a') }}\n{% endif %}")
# Strict
add("{{ missing }}", "{{ missing|default('x') }}", "{{ missing is defined }}", "{% if missing %}{% endif %}", "{% for x in missing %}{% endfor %}", "{{ d.x }}", "{{ d.x|default(1) }}", "{{ missing ~ 'a' }}", "{{ missing == 1 }}", "{{ not missing }}", "{{ [missing] }}", "{{ missing or 1 }}", "{{ 'a' in missing }}", "{{ missing|length }}", "{{ missing|list }}", "{{ 'x' if missing else 'y' }}", "{{ 'x' if no }}|", "{{ missing|upper }}", "{{ {'a': missing}|length }}", "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "{{ missing|join(',') }}", "\n\n{{ d.nope }}", "{{ missing|string }}", "{{ [1]|map(attribute='x')|list|length }}", "{{ missing|d }}", "{{ d[missing] }}", s=True)
# Inheritance and includes
F = {
    "base": "<{% block title %}base{% endblock %}>\n{% block body %}{% endblock %}[{{ self.title() }}]{% block foot scoped %}f{% endblock %}", "inc": "inc:{{ name }}:{{ x }}:{{ loop.index if loop else '-' }}", "mac": "{% macro hi(a, b='!') %}hi {{ a }}{{ b }}{{ name }}{% endmacro %}{% set exported = 42 %}{% set _private = 1 %}body", "mid": "{% extends 'base' %}{% block title %}mid-{{ super() }}{% endblock %}",
    "loopbase": "{% for i in xs %}{% block item scoped %}{{ i }}{% endblock %}{% endfor %}", "unscoped": "{% for i in xs %}{% block item %}[{{ i }}]{% endblock %}{% endfor %}", "bad": "a\n{{ 1 / 0 }}", "badsyntax": "a\n\n{% if %}", "req": "{% block r required %}{% endblock %}", "self": "{% include 'self' %}", "setter": "{% set x = 99 %}{{ x }}", "rec": "{{ n }}{% if n > 0 %}{% set n = n - 1 %}{% include 'rec' %}{% endif %}", "dir/sub": "sub{{ name }}",
}
add("{% extends 'base' %}{% block title %}T{{ n }}{% endblock %}ignored{% block body %}B{{ super() }}{% endblock %}", "{% extends 'mid' %}{% block title %}top-{{ super() }}{% endblock %}", "{% extends 'mid' %}{% block title %}{{ super.super() }}{% endblock %}", "{% extends 'loopbase' %}{% block item %}<{{ i }}>{% endblock %}", "{% extends 'unscoped' %}", "{% extends 'nope' %}", "\n{% extends nope %}", "{% extends 'base' if t else 'x' %}{% block title %}c{% endblock %}", "{% if t %}{% extends 'base' %}{% endif %}{% block title %}d{% endblock %}out", "{% if no %}{% extends 'base' %}{% endif %}{% block title %}d{% endblock %}out", "{% extends 'base' %}{% extends 'base' %}", "{% extends 'base' %}{% set v = 5 %}{% block title %}{{ v }}{% endblock %}", "{% block a %}x{% block b %}y{% endblock %}{% endblock %}{{ self.b() }}", "{% block a %}{{ q }}{% endblock %}{% set q = 1 %}{{ self.a() }}", "{% include 'inc' %}", "{% set x = 5 %}{% include 'inc' %}", "{% for x in xs %}{% include 'inc' %} {% endfor %}", "{% for x in xs %}{{ loop.index }}{% include 'inc' %} {% endfor %}", "{% include 'inc' without context %}", "{% include 'nope' %}", "{% include 'nope' ignore missing %}ok", "{% include ['nope', 'inc'] %}", "{% include ['nope', 'no2'] ignore missing %}ok", "{% include ['nope', 'no2'] %}", "{% include 'bad' %}", "x\n{% include 'badsyntax' %}", "{% set x = 1 %}{% include 'setter' %}{{ x }}", "{% include 'rec' %}", "{% include 'dir/sub' %}", "{% import 'mac' as m %}{{ m.hi('x') }} {{ m.exported }} {{ m._private }}|{{ m.nope }}|{{ m }}", "{% from 'mac' import hi, exported as e %}{{ hi('y', '?') }} {{ e }}", "{% from 'mac' import nope %}{{ nope }}|", "{% from 'mac' import nope %}{{ nope() }}", "{% import 'mac' as m with context %}{{ m.hi('x') }}", "{% from 'mac' import hi with context %}{{ hi('z') }}", "{% import 'nope' as m %}", "{% extends 'req' %}", "{% extends 'req' %}{% block r %}ok{% endblock %}", "{% macro m() %}{% include 'inc' %}{% endmacro %}{{ m() }}", "{% with x = 3 %}{% include 'inc' %}{% endwith %}", "{% block a scoped %}{{ n }}{% endblock %}{% block c %}{{ super() }}{% endblock %}", "{% set a = 1 %}{% block b %}{{ a }}{% set a = 2 %}{{ a }}{% endblock %}{{ a }}", "{% for i in xs %}{% block bb scoped %}{{ i }}{{ loop.index }}{% endblock %}{% endfor %}", "{{ self }}"[:0] + "{% block z %}z{% endblock %}{{ self.nope }}|", "{% import 'mac' as m %}{% for i in [1] %}{{ m.hi(i) }}{% endfor %}", "{% include missing %}", "{% include 5 %}", "{% extends 'base' %}{% macro q() %}Q{% endmacro %}{% block body %}{{ q() }}{% endblock %}", "{% extends 'base' %}{% block body %}{% for x in xs %}{{ x }}{{ loop.last }}{% endfor %}{% set w = 3 %}{{ w }}{% endblock %}", f="templates")

# Whole templates in the ways of chat templates
TOOL = {"type": "function", "function": {"name": "weather", "description": "It's \"weather\"", "parameters": {"type": "object", "properties": {"city": {"type": "string", "description": "a city"}, "days": {"type": "integer", "enum": [1, 3]}}, "required": ["city"]}}}
CHAT = {
    "bos_token": "<s>", "eos_token": "</s>", "add_generation_prompt": True, "tools": [TOOL],
    "messages": [
        {"role": "system", "content": "Be brief.\n"}, {"role": "user", "content": " Weather in Oslo? "},
        {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "weather", "arguments": {"city": "Oslo", "days": 3}}}]},
        {"role": "tool", "name": "weather", "tool_call_id": "c1", "content": "{\"t\": 4}"},
        {"role": "assistant", "content": "<think>\nhm\n</think>\n\nIt is 4 °C."}, {"role": "user", "content": [{"type": "text", "text": "And "}, {"type": "image"}, {"type": "text", "text": "Bergen?"}]},
    ],
}
PLAIN = {"bos_token": "<s>", "eos_token": "</s>", "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": " yo "}, {"role": "user", "content": "more"}]}
WHOLE = [
    """{{ bos_token }}{%- if tools %}
    {{- '<|start|>system\\n' }}
    {%- if messages[0].role == 'system' %}{{- messages[0].content + '\\n\\n' }}{%- endif %}
    {{- "# Tools\\n\\n<tools>" }}
    {%- for tool in tools %}
        {{- "\\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\\n</tools><|end|>\\n" }}
{%- elif messages[0].role == 'system' %}
    {{- '<|start|>system\\n' + messages[0].content + '<|end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi=true, last=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi and message.role == "user" and message.content is string and not(message.content.startswith('<r>') and message.content.endswith('</r>')) %}
        {%- set ns.multi = false %}{%- set ns.last = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}{%- set content = message.content %}{%- else %}{%- set content = '' %}{%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|start|>' + message.role + '\\n' + content + '<|end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning = '' %}
        {%- if message.reasoning_content is defined and message.reasoning_content is not none %}
            {%- set reasoning = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set reasoning = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\\n') %}
        {%- endif %}
        {%- if loop.index0 > ns.last and (loop.last or (not loop.last and reasoning)) %}
            {{- '<|start|>' + message.role + '\\n<think>\\n' + reasoning.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
        {%- else %}
            {{- '<|start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {%- for call in message.tool_calls or [] %}
            {%- if (loop.first and content) or (not loop.first) %}{{- '\\n' }}{%- endif %}
            {%- if call.function %}{%- set call = call.function %}{%- endif %}
            {{- '<call>\\n{"name": "' }}{{- call.name }}{{- '", "arguments": ' }}
            {%- if call.arguments is string %}{{- call.arguments }}{%- else %}{{- call.arguments | tojson }}{%- endif %}
            {{- '}\\n</call>' }}
        {%- endfor %}
        {{- '<|end|>\\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}{{- '<|start|>user' }}{%- endif %}
        {{- '\\n<response>\\n' }}{{- content }}{{- '\\n</response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}{{- '<|end|>\\n' }}{%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start|>assistant\\n' }}{%- endif %}
""",
    """{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}""",
    """{{- bos_token }}
{%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
{%- if not tools_in_user_message is defined %}{%- set tools_in_user_message = true %}{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}{%- set date_string = strftime_now("%d %b %Y") %}{%- else %}{%- set date_string = "26 Jul 2024" %}{%- endif %}
{%- endif %}
{%- if not tools is defined %}{%- set tools = none %}{%- endif %}
{%- if messages[0]['role'] == 'system' %}{%- set system_message = messages[0]['content']|trim %}{%- set messages = messages[1:] %}{%- else %}{%- set system_message = "" %}{%- endif %}
{{- "<|h|>system<|/h|>\\n\\n" }}
{%- if tools is not none %}{{- "Environment: ipython\\n" }}{%- endif %}
{{- "Today Date: " + date_string + "\\n\\n" }}
{%- if tools is not none and not tools_in_user_message %}
    {%- for t in tools %}{{- t | tojson(indent=4) }}{{- "\\n\\n" }}{%- endfor %}
{%- endif %}
{{- system_message }}{{- "<|eot|>" }}
{%- if tools_in_user_message and not tools is none %}
    {%- if messages | length != 0 %}{%- set first_user_message = messages[0]['content']|trim %}{%- set messages = messages[1:] %}{%- else %}{{- raise_exception("Cannot put tools in the first user message when there's no first user message!") }}{%- endif %}
    {{- '<|h|>user<|/h|>\\n\\n' -}}
    {%- for t in tools %}{{- t | tojson(indent=4) }}{{- "\\n\\n" }}{%- endfor %}
    {{- first_user_message + "<|eot|>"}}
{%- endif %}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|h|>' + message['role'] + '<|/h|>\\n\\n' }}
        {%- if message['content'] is string %}{{- message['content'] | trim }}{%- else %}
            {%- for content in message['content'] %}{%- if content['type'] == 'image' %}{{- '<|image|>' }}{%- elif content['type'] == 'text' %}{{- content['text'] | trim }}{%- endif %}{%- endfor %}
        {%- endif %}{{- '<|eot|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}{{- raise_exception("This model only supports single tool-calls at once!") }}{%- endif %}
        {%- set tool_call = message.tool_calls[0].function %}
        {{- '<|h|>assistant<|/h|>\\n\\n' -}}{{- '{"name": "' + tool_call.name + '", ' }}{{- '"parameters": ' }}{{- tool_call.arguments | tojson }}{{- "}" }}{{- "<|eot|>" }}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|h|>ipython<|/h|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable and message.content is not string %}{{- message.content | tojson }}{%- else %}{{- message.content }}{%- endif %}{{- "<|eot|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|h|>assistant<|/h|>\\n\\n' }}{%- endif %}
""",
    """{%- macro json_to_python_type(spec) %}
{%- set basic = {"string": "str", "number": "float", "integer": "int", "boolean": "bool"} %}
{%- if basic[spec.type] is defined %}{{- basic[spec.type] }}
{%- elif spec.type == "array" %}{{- "List[" + json_to_python_type(spec['items']) + "]" }}
{%- elif spec.type == "object" %}
    {%- if spec.additionalProperties is defined %}{{- "Dict[str, " + json_to_python_type(spec.additionalProperties) + ']' }}{%- else %}{{- "Dict" }}{%- endif %}
{%- elif spec.type is iterable %}{{- "Union[" }}{%- for t in spec.type %}{{- json_to_python_type({"type": t}) }}{%- if not loop.last %}{{- "," }}{%- endif %}{%- endfor %}{{- "]" }}
{%- else %}{{- "Any" }}{%- endif %}
{%- endmacro %}
{%- for tool in tools %}
{%- set tool = tool.function if tool.function is defined else tool %}
{{- "def " + tool.name + "(" }}
{%- for name, fields in tool.parameters.properties|items %}{{- name + ": " + json_to_python_type(fields) }}{%- if not loop.last %}{{- ", " }}{%- endif %}{%- endfor %}
{{- ")\\n" }}
{%- for name, fields in tool.parameters.properties|dictsort %}{{- "  " ~ name ~ " (" ~ fields.type ~ ")" }}{%- if name in tool.parameters.required %} required{%- endif %}{{- fields.enum|join('/') if fields.enum }}{{ "\\n" }}{%- endfor %}
{%- endfor %}
{%- for m in messages if m.role != 'system' %}{{ loop.index }}.{{ m.role|title }}{{ '*' if loop.last }}
{% endfor %}""",
    """{{ bos_token }}{% for message in messages %}{% set role = 'model' if message['role'] == 'assistant' else message['role'] %}{% if not loop.first and messages[loop.index0 - 1].role == message.role %}{{ raise_exception("Conversation roles must alternate") }}{% endif %}{{ '<turn>' + role + '\\n' }}{%- if message['content'] is string -%}{{ message['content'] | trim }}{%- elif message['content'] is iterable -%}{%- for item in message['content'] -%}{%- if item['type'] == 'image' -%}{{ '<img>' }}{%- elif item['type'] == 'text' -%}{{ item['text'] | trim }}{%- endif -%}{%- endfor -%}{%- else -%}{{ raise_exception("Invalid content type") }}{%- endif -%}{{ '<end>\\n' }}{% endfor %}{%- if add_generation_prompt -%}{{'<turn>model\\n'}}{%- endif -%}""",
    """{%- if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{%- set ns = namespace(is_first=false, is_tool=false, is_output_first=true, system_prompt='', is_first_sp=true) %}{%- for message in messages %}{%- if message['role'] == 'system' %}{%- if ns.is_first_sp %}{% set ns.system_prompt = ns.system_prompt + message['content'] %}{% set ns.is_first_sp = false %}{%- else %}{% set ns.system_prompt = ns.system_prompt + '\\n\\n' + message['content'] %}{%- endif %}{%- endif %}{%- endfor %}{{ bos_token }}{{ ns.system_prompt }}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false -%}{{'<|User|>' ~ message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and message['tool_calls'] is defined and message['tool_calls'] is not none %}{%- set ns.is_tool = false -%}{%- for tool in message['tool_calls'] %}{%- if not ns.is_first %}{{'<|Assistant|><calls><call>' + tool['type'] + '<sep>' + tool['function']['name'] + '\\n```json\\n' + tool['function']['arguments']|tojson + '\\n```<end>'}}{%- set ns.is_first = true -%}{%- endif %}{%- endfor %}{%- endif %}{%- if message['role'] == 'assistant' and 'tool_calls' not in message %}{%- if ns.is_tool %}{{'<outputs>' + message['content'] + '<eos>'}}{%- set ns.is_tool = false -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<|Assistant|>' + content + '<eos>'}}{%- endif %}{%- endif %}{%- if message['role'] == 'tool' %}{%- set ns.is_tool = true -%}{%- if ns.is_output_first %}{{'<outputs><output>' + message['content'] + '</output>'}}{%- set ns.is_output_first = false %}{%- else %}{{'\\n<output>' + message['content'] + '</output>'}}{%- endif %}{%- endif %}{%- endfor -%}{% if ns.is_tool %}{{'</outputs>'}}{% endif %}{% if add_generation_prompt and not ns.is_tool %}{{'<|Assistant|>'}}{% endif %}""",
    """{% for message in messages %}{% if not loop.first %}{{ '\\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\\n' + (message['content'] if message['content'] is string else message['content']|selectattr('type', 'equalto', 'text')|map(attribute='text')|join(''))}}{% if (loop.last and add_generation_prompt) or not loop.last %}{{ '<|im_end|>' }}{% endif %}{% endfor %}""",
]
for template in WHOLE:
    for variables in ("chat", "plain", {"messages": [], "bos_token": ""}, "chat without tools", "chat with tools first"):
        G.append({"t": template, "v": variables, "d": "hf-chat"})
FLOW = {"chat_history": [{"inputs": {"question": "q1"}, "outputs": {"answer": "a1"}}, {"inputs": {"question": "q2"}, "outputs": {"answer": "a2"}}], "question": "What?", "contexts": ["c1", "c2"]}
for template in (
    "system:\nYou are helpful.\n\n{% for item in chat_history %}\nuser:\n{{item.inputs.question}}\nassistant:\n{{item.outputs.answer}}\n{% endfor %}\n\nuser:\n{{question}}\n",
    "# system:\n{% if contexts %}\nUse:\n{% for c in contexts %}\n- {{ c }}{% if not loop.last %};{% endif %}\n\n{% endfor %}\n{% else %}\nnothing\n{% endif %}\n# user:\n{{ question | trim | default('none', true) }}\n",
    "{% set history = chat_history[-1:] %}\n{% for h in history %}\n{{ loop.index }}) {{ h.inputs.question }} -> {{ h['outputs']['answer'] }}\n{% endfor %}\n{{ contexts }}\n{{ chat_history | length }}",
    "{%- macro turn(role, text) -%}\n{{ role }}:\n{{ text }}\n{%- endmacro -%}\n{{ turn('user', question) }}\n\n{{ turn('assistant', contexts|join('\\n')) }}\n",
):
    for dialect in ("promptflow", "prompty", "prompty-v2"):
        G.append({"t": template, "v": "flow", "d": dialect})
        G.append({"t": template, "v": {}, "d": dialect})

SETS = {
    "common": V, "chat": CHAT, "plain": PLAIN, "flow": FLOW,
    "chat without tools": dict(CHAT, tools=None, add_generation_prompt=False),
    "chat with tools first": dict(CHAT, tools_in_user_message=False), "templates": F,
}

if __name__ == "__main__":
    for name, values in SETS.items():
        print(json.dumps({"set": name, "v": values}, ensure_ascii=False))
    for case in G:
        print(json.dumps(case, ensure_ascii=False))
