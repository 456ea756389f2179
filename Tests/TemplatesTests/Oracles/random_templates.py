"""Makes random templates and holds a program that renders them against jinja2.

    python3 random_templates.py COUNT SEED PROGRAM [ARGUMENT...]
    python3 random_templates.py --record COUNT SEED > results.jsonl

The program reads cases and writes results as JSON lines, as jinja_oracle.py does. What differs by nature is passed
over: addresses in memory, whole numbers beyond 64 bits, limits.
"""

import json
import random
import subprocess
import sys
import warnings

import jinja_cases
import jinja_oracle

warnings.simplefilter("ignore")
NAMES = ["name", "s", "text", "n", "neg", "f", "t", "no", "nil", "xs", "words", "empty", "d", "people", "html", "lines",
         "mixed", "emoji", "missing", "x", "y", "item", "loop", "ns", "m"]
FILTERS = ["upper", "lower", "title", "capitalize", "trim", "length", "first", "last", "list", "sort", "reverse", "join",
           "join(', ')", "default('D')", "default('D', true)", "int", "float", "string", "abs", "round", "round(1)", "sum",
           "unique", "max", "min", "tojson", "tojson(2)", "e", "safe", "replace('a', 'b')", "truncate(7)", "indent(2)",
           "wordcount", "dictsort", "items", "map('upper')", "map('string')", "map(attribute='name')", "select", "reject",
           "select('defined')", "selectattr('age')", "selectattr('age', 'gt', 30)", "rejectattr('active')", "batch(2)",
           "slice(2)", "groupby('age')", "urlencode", "center(9)", "format(1)", "filesizeformat", "striptags", "xmlattr",
           "wordwrap(9)", "attr('name')", "pprint", "forceescape", "count", "d", "sort(reverse=true)", "sort(attribute='age')",
           "map('length')", "sum(attribute='age')", "join('-', attribute='name')", "urlize", "max(attribute='age')",
           "unique(true)", "replace('a', 'b', 1)", "truncate(9, true)", "batch(2, 'f')", "first|upper", "int(5)", "round(1, 'floor')"]
TESTS = ["defined", "undefined", "none", "string", "number", "integer", "float", "mapping", "sequence", "iterable", "odd", "even",
         "boolean", "true", "false", "upper", "lower", "callable", "escaped", "eq 7", "in xs", "divisibleby 3", "gt(2)", "sameas(none)",
         "ne 'a'", "lt 5", "filter", "test"]
METHODS = ["upper()", "lower()", "strip()", "split()", "split(',')", "split('a', 1)", "replace('a', 'o')", "startswith('A')",
           "endswith('a')", "title()", "items()", "keys()", "values()", "get('a')", "get('zz', 3)", "count('a')", "find('d')", "index(1)",
           "join(words)", "format(1, x=2)", "capitalize()", "isdigit()", "rstrip('a')", "lstrip()", "splitlines()", "zfill(6)",
           "center(7, '*')", "rsplit(' ', 1)", "partition('d')", "append(1)", "pop()", "copy()", "update(q=1)", "next()", "casefold()",
           "removeprefix('A')", "isupper()", "encode"[:0] + "swapcase()", "ljust(6)", "expandtabs(2)", "rfind('a')", "a", "b", "c.x", "name", "age", "nope"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or", "+", "~", "=="]
DATA = ["a", " ", "\n", "  \n", "\n\n", "text", " - ", "\t", "é", ": ", "<b>", "x\n  ", "\r\n", "{", "}", "%", "#", "end\n"]


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def pick(self, items):
        return self.r.choice(items)

    def constant(self):
        return self.pick(["0", "1", "2", "-1", "3", "7", "10", "2.5", "0.1", "1.0", "''", "'a'", "'abc'", "\"it's\"", "'a,b'", "'%s'", "'{}'",
                          "true", "false", "none", "[]", "{}", "()", "[1, 2, 3]", "['a', 'B']", "{'a': 1}", "(1, 'x')", "(1,)", "'é👍'", "'  p '",
                          "range(3)", "1e3", "[[1, 2], [3]]", "{'name': 'N', 'age': 3}", "'<i>'", "'x\\ny'", "dict(a=1)", "[none, true]"])

    def expr(self, depth=0):
        r = self.r.random()
        if depth > 3 or r < 0.22:
            return self.pick(NAMES)
        if r < 0.38:
            return self.constant()
        e = lambda: self.expr(depth + 1)
        if r < 0.50:
            return f"{e()}|{self.pick(FILTERS)}"
        if r < 0.62:
            return f"{e()} {self.pick(BINARY)} {e()}"
        if r < 0.68:
            return f"({e()}).{self.pick(METHODS)}"
        if r < 0.73:
            return f"{self.pick(NAMES)}.{self.pick(METHODS)}"
        if r < 0.78:
            return f"{self.pick(NAMES)}[{self.pick(['0', '-1', '1', 'n', chr(39) + 'a' + chr(39), '1:', ':2', '::-1', '-2:', '::2', e()])}]"
        if r < 0.84:
            return f"{e()} is {self.pick(['', '', 'not '])}{self.pick(TESTS)}"
        if r < 0.87:
            return f"({e()} if {e()} else {e()})"
        if r < 0.88:
            return f"({e()} if {e()})"
        if r < 0.90:
            return f"not {e()}"
        if r < 0.91:
            return f"-{e()}"
        if r < 0.93:
            return f"[{e()}, {e()}]"
        if r < 0.94:
            return f"{{'k': {e()}, 1: {e()}}}"
        if r < 0.97:
            return f"({e()})"
        return self.pick(["loop.index", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.previtem", "loop.nextitem", "loop.cycle(1, 2)",
                          "loop.changed(x)", "loop.depth", "ns.a", "m(1)", "m(x, y)", "m(b=2)", "namespace(a=1)", "cycler(1, 2).next()", "caller()", "varargs", "kwargs"])

    def sign(self):
        return self.pick(["", "", "", "", "-", "-", "+"])

    def tag(self, inside):
        return f"{{%{self.sign()} {inside} {self.sign()}%}}"

    def target(self):
        return self.pick(["x", "y", "item", "x", "y", "a, b", "k, v", "(a, b), c"[:9], "name"])

    def block(self, depth):
        r = self.r.random()
        body = lambda: self.body(depth + 1)
        if r < 0.30:
            tag = self.tag(f"for {self.target()} in {self.expr(2)}{self.pick(['', '', '', ' if ' + self.expr(2), ' recursive'])}")
            other = self.tag("else") + body() if self.r.random() < 0.3 else ""
            return tag + body() + other + self.tag("endfor")
        if r < 0.55:
            other = self.tag("elif " + self.expr(2)) + body() if self.r.random() < 0.2 else ""
            other += self.tag("else") + body() if self.r.random() < 0.4 else ""
            return self.tag("if " + self.expr(1)) + body() + other + self.tag("endif")
        if r < 0.72:
            return self.tag(f"set {self.pick(['x', 'y', 'item', 'x', 'ns.a', 'x, y', 'name'])} = {self.expr(1)}")
        if r < 0.76:
            return self.tag(f"set {self.pick(['x', 'y'])}{self.pick(['', '', '|upper', '|trim|length'])}") + body() + self.tag("endset")
        if r < 0.82:
            args = self.pick(["", "x", "x, y=1", "a, b='q'", "x=n", "a, b=a"])
            return self.tag(f"macro m({args})") + body() + self.tag("endmacro") + (f"{{{{ m({self.pick(['', '1', 'x', 'x=2', '1, 2', 'n, y=2'])}) }}}}" if self.r.random() < 0.7 else "")
        if r < 0.86:
            return self.tag(f"call{self.pick(['', '(x)', '(a, b=1)'])} m({self.pick(['', '1', 'x'])})") + body() + self.tag("endcall")
        if r < 0.90:
            return self.tag(f"filter {self.pick(FILTERS)}") + body() + self.tag("endfilter")
        if r < 0.94:
            return self.tag(f"with x = {self.expr(2)}, y = {self.expr(2)}") + body() + self.tag("endwith")
        if r < 0.96:
            return self.tag("set ns = namespace(a=" + self.expr(2) + ")") + body()
        if r < 0.97:
            return self.tag("raw") + self.pick(DATA) + "{{ x }}" + self.tag("endraw")
        if r < 0.98:
            return "{#" + self.sign() + " c " + self.sign() + "#}"
        if r < 0.99:
            return self.tag(f"autoescape {self.pick(['true', 'false'])}") + body() + self.tag("endautoescape")
        return self.tag(self.pick(["include 'inc'", "include 'mac'", "import 'mac' as m", "from 'mac' import hi as m", "block b", "break", "endif", "else", "nope"]))

    def body(self, depth=0):
        parts = []
        for _ in range(self.r.randint(1, 3 if depth else 4)):
            r = self.r.random()
            if r < 0.45:
                parts.append(self.pick(DATA))
            elif r < 0.75 or depth > 3:
                parts.append(f"{{{{{self.pick(['', '', '', '-'])} {self.expr()} {self.pick(['', '', '', '-'])}}}}}")
            else:
                parts.append(self.block(depth))
        return "".join(parts)

    def template(self):
        text = self.body()
        if self.r.random() < 0.03:
            place = self.r.randrange(len(text) + 1)
            text = text[:place] + self.pick(["{{", "}}", "{%", "%}", "'", "(", "]", "|", ".", "is", "{#", "not"]) + text[place + self.r.randint(0, 2):]
        return text


def differs(case, want, got):
    if "o" in want:
        if got.get("e") == "limit" or " at 0x" in want["o"].lower() or "method" in want["o"] or "of None>" in want["o"] or "<Cycler" in want["o"]:
            return False
        return got.get("o") != want["o"]
    if got.get("e") == "limit" or want["e"] == "limit":
        return False
    # What a block prints that is no text Jinja notices only when everything is put together.
    if "sequence item" in (got.get("m") or ""):
        return False
    if got.get("e") != want["e"]:
        return True
    # Python knows no line of its own for the values of `with` and for namespaces: it names the one before.
    return want["l"] is not None and got.get("l") != want["l"] and not (
        want["l"] < got.get("l") and ("with" in case["t"] or "non-namespace" in want["m"]))


def record(count, seed):
    """Prints cases with what jinja2 made of them, without those that differ by nature."""
    maker = Maker(seed)
    for name, values in jinja_cases.SETS.items():
        if name in ("common", "templates"):
            print(json.dumps({"set": name, "v": values}, ensure_ascii=False))
    left = count
    while left:
        case = {"t": maker.template(), "v": "common", "f": "templates", "d": maker.pick(["jinja", "promptflow", "hf-chat"]),
                "s": maker.r.random() < 0.1}
        want = jinja_oracle.render(case, jinja_cases.SETS)
        text = (want.get("o", "") + want.get("m", "")).lower()
        if " at 0x" in text or "object" in want.get("o", "") or "sequence item" in text or len(want.get("o", "")) > 2000:
            continue
        if want.get("e") in ("limit", "runtime") or "random" in case["t"]:
            continue
        if "e" in want and any(tag in case["t"] for tag in ("with ", " filter ", " call")):
            continue
        want.pop("m", None)
        print(json.dumps(want, ensure_ascii=False))
        left -= 1


def main():
    if sys.argv[1] == "--record":
        return record(int(sys.argv[2]), int(sys.argv[3]))
    count, seed, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    maker = Maker(seed)
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    sets = jinja_cases.SETS
    for name, values in sets.items():
        process.stdin.write(json.dumps({"set": name, "v": values}) + "\n")
        process.stdin.flush()
        process.stdout.readline()
    different = outputs = 0
    for number in range(count):
        case = {"t": maker.template(), "v": "common", "f": "templates", "d": maker.pick(["jinja", "jinja", "promptflow", "hf-chat"]),
                "s": maker.r.random() < 0.1}
        want = jinja_oracle.render(case, sets)
        process.stdin.write(json.dumps(case) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        got = json.loads(line) if line else {"e": "died"}
        outputs += "o" in want
        if differs(case, want, got):
            different += 1
            print(json.dumps({"case": {k: v for k, v in case.items() if k in "tds"}, "want": want.get("o", [want.get("e"), want.get("l"), want.get("m")]),
                              "got": got.get("o", [got.get("e"), got.get("l"), got.get("m")])}, ensure_ascii=False), flush=True)
        if not line:
            break
    print(f"{number + 1} templates, {outputs} with output, {different} different", file=sys.stderr)


if __name__ == "__main__":
    main()
