"""Renders small prompts and whole chat templates with sandboxed jinja2 and with a program, parsed once and rendered
many times, and prints microseconds of both.

    python3 jinja_speed.py PROGRAM [ARGUMENT...]

The program reads {"name", "t", "d", "v", "n"} and writes {"name", "us"}, microseconds of processor time for one of n
renderings, as JSON lines, each flushed at once. The best of three rounds counts.
"""

import json
import subprocess
import sys
import time

import jinja_cases
import jinja_oracle

SMALL = {"name": "Ada", "question": "What is a vector index?", "contexts": ["one passage", "another passage"], "items": [{"n": "a", "v": 1}, {"n": "b", "v": 2}]}
JOBS = [
    ("one variable", "Hello {{ name }}!", "promptflow", SMALL, 100000),
    ("a small prompt", "system:\nYou are helpful.\n\nuser:\n{% for c in contexts %}\n- {{ c }}\n{% endfor %}\n\nQuestion: {{ question | trim }}\n", "promptflow", SMALL, 50000),
    ("a prompt with branches", "{% if contexts %}Use these:\n{% for i in items %}{{ loop.index }}. {{ i.n }} = {{ i['v'] + 1 }}{% if not loop.last %}, {% endif %}{% endfor %}\n{% else %}Nothing{% endif %}\n{{ question | upper | default('none') }} {{ contexts | join('; ') }}", "promptflow", SMALL, 50000),
]
CHAT = dict(jinja_cases.CHAT)
CHAT["messages"] = [m for m in CHAT["messages"] if isinstance(m["content"], str)] * 4
for number, template in enumerate(jinja_cases.WHOLE):
    values = CHAT
    if number in (1, 4):
        values = dict(jinja_cases.PLAIN, messages=jinja_cases.PLAIN["messages"][:2] * 12)
    if number == 6:
        values = dict(CHAT)
    JOBS.append((f"chat template {number + 1}", template, "hf-chat", values, 3000))


def main():
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    for name, text, dialect, values, count in JOBS:
        template = jinja_oracle.environment(dialect, {}, False).from_string(text)
        template.render(**values)
        best = None
        ours = None
        for _ in range(3):
            start = time.process_time()
            for _ in range(max(1, count // 10)):
                template.render(**values)
            took = (time.process_time() - start) / max(1, count // 10) * 1e6
            best = took if best is None else min(best, took)
            process.stdin.write(json.dumps({"name": name, "t": text, "d": dialect, "v": values, "n": count}) + "\n")
            process.stdin.flush()
            got = json.loads(process.stdout.readline())["us"]
            ours = got if ours is None else min(ours, got)
        print(f"{name:28} jinja2 {best:9.2f} µs   program {ours:9.2f} µs   {best / ours:6.1f} times")


if __name__ == "__main__":
    main()
