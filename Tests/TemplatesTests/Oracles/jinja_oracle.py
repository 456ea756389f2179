"""Renders template cases with jinja2 and records what came of it.

    python3 jinja_oracle.py < cases.jsonl > results.jsonl

A case is a JSON object: t (the template), d (the dialect: jinja, promptflow, prompty, prompty-v2, hf-chat), v (its
variables, or the name of a set of them), f (other templates by name, likewise), s (strict). A line with set gives a
name to a set of values, v. The result is the case with o (the output), or with e (the kind
of error, as TemplateError.Kind names it), l (its line) and m (the message), and with u (the variables that
jinja2.meta.find_undeclared_variables finds) when it can be read. Made with jinja2 3.1.6, Python 3.11.
"""

import json
import sys

import jinja2
import jinja2.ext
import jinja2.meta
import jinja2.sandbox
from jinja2 import exceptions as errors
from jinja2.filters import FILTERS

KINDS = [
    (errors.UndefinedError, "undefined"), (errors.SecurityError, "security"),
    (errors.FilterArgumentError, "value"), (errors.TemplatesNotFound, "missingTemplate"),
    (errors.TemplateNotFound, "missingTemplate"), (errors.TemplateSyntaxError, "syntax"),
    (errors.TemplateRuntimeError, "runtime"), (RecursionError, "limit"), (MemoryError, "limit"),
    (TypeError, "type"), (AttributeError, "type"), (ValueError, "value"), (LookupError, "value"),
    (AssertionError, "value"), (ArithmeticError, "arithmetic"), (RuntimeError, "value"), (SyntaxError, "syntax"),
]


class Generation(jinja2.ext.Extension):
    """The `generation` tag of transformers' chat templates: its body as it is."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def plain_json(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def raise_exception(message):
    raise errors.TemplateError(message)


def strftime_now(form):
    import datetime

    return datetime.datetime(2026, 11, 29, 14, 5, 9).strftime(form)


def environment(dialect, files, strict):
    settings = {"loader": jinja2.DictLoader(files)}
    if strict:
        settings["undefined"] = jinja2.StrictUndefined
    if dialect == "promptflow":
        return jinja2.sandbox.SandboxedEnvironment(trim_blocks=True, keep_trailing_newline=True, **settings)
    if dialect == "prompty-v2":
        return jinja2.sandbox.ImmutableSandboxedEnvironment(keep_trailing_newline=True, **settings)
    if dialect == "hf-chat":
        env = jinja2.sandbox.ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols], **settings)
        env.filters["tojson"] = plain_json
        env.globals["raise_exception"] = raise_exception
        env.globals["strftime_now"] = strftime_now
        return env
    return jinja2.sandbox.SandboxedEnvironment(**settings)


def kind(error):
    if type(error) is errors.TemplateError:
        return "runtime"
    for cls, name in KINDS:
        if isinstance(error, cls):
            return name
    return type(error).__name__


def line(error):
    if isinstance(error, errors.TemplateSyntaxError):
        return error.lineno
    found = None
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == "<template>" or trace.tb_frame.f_globals.get("__jinja_template__") is not None:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def render(case, sets={}):
    result = dict(case)
    for key in ("o", "e", "l", "m", "u"):
        result.pop(key, None)
    try:
        # Copies, for a template may change what it is given.
        values, files = (json.loads(json.dumps(sets.get(x, x) if isinstance(x, str) else x))
                         for x in (case.get("v", {}), case.get("f", {})))
        env = environment(case.get("d", "jinja"), files, case.get("s", False))
        result["o"] = env.from_string(case["t"]).render(**values)
    except Exception as error:
        result["e"] = kind(error)
        result["l"] = line(error)
        result["m"] = str(error)[:200]
    try:
        result["u"] = sorted(jinja2.meta.find_undeclared_variables(env.parse(case["t"])))
    except Exception:
        pass
    return result


if __name__ == "__main__":
    sets = {}
    for text in sys.stdin:
        case = json.loads(text)
        if "set" in case:
            sets[case["set"]] = case["v"]
        else:
            case = render(case, sets)
        print(json.dumps(case, ensure_ascii=False), flush=True)
