"""What a check and a review of each heavy declaration cost, each in a process of its own: one line of JSON for each."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import date
from typing import Any

from sessionform.compile import Compiled, compile_bytes
from sessionform.report.findings.text import render_text
from sessionform.report.review.markdown import render_review_markdown
from sessionform.review.review import review
from tests.fuzz.heavy import HEADER, declarations, tables

TODAY = date(2026, 12, 1)

QUIET = 0.1
"""Processor seconds of the reference on a quiet core."""


def measured(name: str, data: bytes) -> dict[str, Any]:
    """What a check and a review of a declaration cost: processor seconds, and megabytes of a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, json.dumps({"name": name, **_cost(data)}).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else {"name": name, "failed": True}


def _cost(data: bytes) -> dict[str, float]:
    start = time.process_time()
    compiled = compile_bytes(data, "sessions.yaml", TODAY)
    render_text(compiled.problems, compiled.lines)
    check = time.process_time()
    if not compiled.failed:
        render_review_markdown(review(_base(), compiled, TODAY))
    end = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"check": check - start, "review": end - start, "memory": memory}


def _base() -> Compiled:
    return compile_bytes(f"{HEADER}{tables(1)}".encode(), "base.yaml", TODAY)


def slowness() -> float:
    """How much slower this machine is, at this moment, than the one that the bounds were measured on when it was quiet."""
    return max(1.0, min(_reference() for _ in range(3)) / QUIET)


def _reference() -> float:
    start, values = time.process_time(), {}
    for number in range(400_000):
        values[number % 1000] = number, str(number)
    return time.process_time() - start


if __name__ == "__main__":
    _base()  # so that everything is imported before it is measured
    for name_, data_ in declarations().items():
        if not sys.argv[1:] or name_ in sys.argv[1:]:
            print(json.dumps(measured(name_, data_)), flush=True)
