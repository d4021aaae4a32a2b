"""`make fuzz`: whatever a declaration says, compiling, reporting, reviewing and synthesizing it ends well, and soon.

`python -m tests.fuzz.declarations --cases 1000000 --seconds 3600` goes on until one of the two is reached. What fails is
written beside the count, and belongs into tests/fuzz/corpus once it is fixed.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from sessionform.compile import Compiled, compile_bytes
from sessionform.report.findings.github import render_github
from sessionform.report.findings.json import render_json
from sessionform.report.findings.sarif import render_sarif
from sessionform.report.findings.text import render_text
from sessionform.report.review.github import render_review_github
from sessionform.report.review.html import render_review_html
from sessionform.report.review.json import render_review_json
from sessionform.report.review.markdown import render_review_markdown
from sessionform.report.review.sarif import render_review_sarif
from sessionform.report.review.text import render_review_text
from sessionform.review.review import review
from sessionform.terraform.environment import environment_config
from sessionform.terraform.hcl import render
from sessionform.terraform.json_text import json_text
from tests.fuzz.generate import case, corpus

TODAY = date(2026, 12, 1)
MOST_SECONDS = 2.0
MOST_BYTES = 300 * 2**20
"""What a declaration of 64 KiB may cost: processor time, and memory of the whole process."""


class Violated(AssertionError):
    """What is promised of every declaration does not hold for this one."""


def judge(data: bytes, before: Compiled | None) -> Compiled:
    """Do everything with a declaration that needs no other program. `before` is one to review it against."""
    compiled = compile_bytes(data, "sessions.yaml", TODAY)
    _placed(compiled)
    render_text(compiled.diagnostics, compiled.lines)
    render_github(compiled.diagnostics)
    for log in (render_json(compiled.diagnostics), render_sarif(compiled.diagnostics)):
        json.loads(log)
    if compiled.failed:
        if not compiled.problems:
            raise Violated("it fails, and nothing says why")
        return compiled
    for environment in compiled.valid().environments.values():
        config = environment_config(environment, "../../..")
        if json.loads(json_text(config)) != config:
            raise Violated("JSON that reads back as something else")
        render(config)
    _reviewed(before, compiled)
    return compiled


def _placed(compiled: Compiled) -> None:
    last = max(len(compiled.lines), 1)
    for item in compiled.diagnostics:
        place = item.location
        start, end = (place.line, place.column), (place.end_line, place.end_column)
        width = len(compiled.lines[place.line - 1]) if place.line <= len(compiled.lines) else 0
        if not (1 <= place.line <= place.end_line <= last and 1 <= place.column <= width + 1 and start <= end):
            raise Violated(f"{item.finding.rule} stands nowhere: {place}")
        if not item.finding.message:
            raise Violated(f"{item.finding.rule} says nothing")


def _reviewed(before: Compiled | None, after: Compiled) -> None:
    result = review(before, after, TODAY)
    itself = review(after, after, TODAY)
    if itself.changes:
        raise Violated(f"compared with itself: {itself.changes[0].rule}")
    render_review_text(result)
    render_review_markdown(result)
    render_review_html(result)
    render_review_github(result)
    json.loads(render_review_json(result))
    json.loads(render_review_sarif(result))


def failures(seed: int, cases: int, seconds: float, counts: Counter[str]) -> Iterator[tuple[bytes, str]]:
    """Inputs that fail, each with what failed, one of a kind; `counts` is kept up."""
    random, seeds, end = Random(seed), corpus(), time.monotonic() + seconds
    before: Compiled | None = None
    known: set[str] = set()
    while counts["cases"] < cases and time.monotonic() < end:
        data = case(random, seeds).encode("utf-8", "surrogatepass")
        counts["cases"] += 1
        start = time.process_time()
        try:
            compiled = judge(data, before)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was not to be
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
            counts["failures"] += 1
            kind = f"{type(error).__name__} {place.filename}:{place.lineno}"
            if kind not in known:
                known.add(kind)
                yield data, f"{what}\n{''.join(traceback.format_exception(error))}"
            continue
        spent = time.process_time() - start
        counts["slowest, ms"] = max(counts["slowest, ms"], round(spent * 1000))
        if spent > MOST_SECONDS:
            yield data, f"took {spent:.1f} s"
        counts["valid"] += not compiled.failed
        if not compiled.failed:
            before = compiled
    counts["memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    print(f"seed {arguments.seed}", flush=True)
    shown = 0
    for data, what in _reporting(arguments, counts):
        if data is not None:
            shown += 1
            arguments.failures.mkdir(parents=True, exist_ok=True)
            (arguments.failures / f"{arguments.seed}-{shown}.yaml").write_bytes(data)
            print(f"case {counts['cases']}: {what}", flush=True)
    print(dict(counts), flush=True)
    return 1 if shown else 0


def _reporting(arguments: argparse.Namespace, counts: Counter[str]) -> Iterator[tuple[bytes | None, str]]:
    """The failures; in between, every minute or so, how far it has come."""
    end = time.monotonic() + arguments.seconds
    while counts["cases"] < arguments.cases and time.monotonic() < end:
        until = min(arguments.cases, counts["cases"] + 10_000)
        yield from failures(arguments.seed + counts["cases"], until, end - time.monotonic(), counts)
        print(dict(counts), flush=True)
        yield None, ""


if __name__ == "__main__":
    sys.exit(main())
