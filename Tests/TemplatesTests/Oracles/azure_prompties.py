"""Holds the prompties of PyPI's azure-ai-evaluation against the prompty package (0.1), with inputs of several kinds.

    pip download --no-deps azure-ai-evaluation -d DIR && unzip DIR/*.whl '*.prompty' -d DIR
    python3 azure_prompties.py DIR PROGRAM [ARGUMENT...]      (with prompty 0.1.50)

The program reads {"p": file, "i": inputs, "g": "prompty"} and writes {"messages": ...} as JSON lines. Two files
have a key that the package refuses; it is given them without it.
"""

import json
import pathlib
import re
import subprocess
import sys

import prompty

VALUES = [
    lambda name: f"a plain {name}",
    lambda name: f"lines of {name}\n\nuser:\n{{{{ not a variable }}}} <b>&amp; \"quotes\" 'x' é👍\n",
    lambda name: [{"role": "user", "content": [{"type": "text", "text": f"{name}'s"}]}, None, True, 1.0],
    lambda name: None,
]


def main():
    folder, program = pathlib.Path(sys.argv[1]), sys.argv[2:]
    process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    files = sorted(folder.rglob("*.prompty"))
    different = compared = 0
    for path in files:
        text = path.read_text(encoding="utf-8")
        names = sorted(set(re.findall(r"\{\{\s*(\w+)", text)))
        for make in VALUES:
            inputs = {name: make(name) for name in names}
            try:
                # The package knows no `optional` of an input; the text of the prompt is the same without it.
                known = path.with_name(path.name + ".known")
                known.write_text(re.sub(r"(?m)^ +optional:.*\n", "", text), encoding="utf-8")
                loaded = prompty.load(str(known))
                want = prompty.prepare(loaded, inputs)
            except Exception as error:
                want = f"{type(error).__name__}: {error}"
            process.stdin.write(json.dumps({"p": text, "i": inputs, "g": "prompty"}) + "\n")
            process.stdin.flush()
            got = json.loads(process.stdout.readline())
            compared += 1
            if got.get("messages") != want:
                different += 1
                print(path.name, str(want)[:200], "|", json.dumps(got)[:200])
    print(f"{len(files)} files, {compared} compared, {different} different")


if __name__ == "__main__":
    main()
