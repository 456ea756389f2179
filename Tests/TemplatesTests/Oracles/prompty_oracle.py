"""Renders prompty files with the prompty packages and records the messages.

    python3 prompty_oracle.py < cases.jsonl > results.jsonl      (with prompty 0.1.50: cases of the first generation)
    python3 prompty_oracle.py < cases.jsonl > results.jsonl      (with prompty 2.1.0 and openai: of the second)

A case has g (the generation), p (the file), i (the inputs), env and files. The result adds messages, or failed; for
the second generation also what goes into a request: options, tools, response_format. Cases of the other generation
are passed over.
"""

import asyncio
import importlib.metadata
import json
import os
import sys
import tempfile

import prompty

GENERATION = "prompty" if importlib.metadata.version("prompty").startswith("0.") else "prompty-v2"


def first(path, inputs):
    loaded = prompty.load(path)
    content = prompty.prepare(loaded, inputs)
    if isinstance(content, str):
        return {"messages": [], "text": content}
    return {"messages": content}


def part(value):
    kind = value.kind
    if kind == "text":
        return {"type": "text", "text": value.value}
    if kind == "image":
        return {"type": "image_url", "image_url": {"url": value.source}}
    if kind == "file":
        return {"type": "file", "file": {"url": value.source}}
    return {"type": "input_audio", "input_audio": {"data": value.source, "format": "wav"}}


def second(path, inputs):
    from prompty.core.pipeline import prepare

    agent = prompty.load(path)
    result = {"messages": []}
    for message in prepare(agent, inputs):
        parts = [part(p) for p in message.parts]
        content = parts[0]["text"] if len(parts) == 1 and parts[0]["type"] == "text" else parts
        result["messages"].append({"role": message.role, "content": content, **(message.metadata or {})})
    try:
        from prompty.providers.openai import executor
    except ImportError:
        return result
    parameters = executor._build_options(agent) if agent.model is not None else {}
    tools = executor._tools_to_wire(agent)
    if tools:
        parameters["tools"] = tools
    form = executor._output_schema_to_wire(agent)
    if form:
        parameters["response_format"] = form
    result["parameters"] = parameters
    return result


for line in sys.stdin:
    case = json.loads(line)
    if case["g"] != GENERATION:
        continue
    for key in ("messages", "text", "failed", "parameters"):
        case.pop(key, None)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {**case.get("files", {}), "case.prompty": case["p"]}.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(text)
        os.environ.update(case.get("env", {}))
        try:
            case.update((first if GENERATION == "prompty" else second)(os.path.join(folder, "case.prompty"), case["i"]))
        except Exception as error:
            case["failed"] = f"{type(error).__name__}: {error}".replace(folder, "")[:160]
        for name in case.get("env", {}):
            del os.environ[name]
    print(json.dumps(case, ensure_ascii=False), flush=True)
