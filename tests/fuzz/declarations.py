"""`make fuzz`: whatever a declaration says, compiling, reporting, reviewing and synthesizing it ends well, and soon.

`python -m tests.fuzz.declarations --cases 1000000 --seconds 3600` goes on until one of the two is reached. What fails is
written beside the count, and belongs into tests/fuzz/corpus once it is fixed.
"""

from __future__ import annotations

import argparse
import gc
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
from sessionform.review.review import review
from sessionform.terraform.environment import environment_config
from sessionform.terraform.hcl import render
from sessionform.terraform.json_text import json_text
from tests.fuzz.generate import corpus
from tests.fuzz.reports import report_findings, report_review, report_tables
from tests.fuzz.small import case

TODAY = date(2026, 12, 1)
MOST_SECONDS = 2.0
MOST_BYTES = 300 * 2**20
"""What a declaration of 64 KiB may cost: processor time, and memory of the whole process."""


class Violated(AssertionError):
    """What is promised of every declaration does not hold for this one."""


def judge(data: bytes, before: Compiled | None, turn: int | None = None) -> Compiled:
    """Do everything with a declaration that needs no other program. `before` is one to review it against.

    Of the formats only the one is rendered whose turn it is, which is most of the time; without a turn, all are.
    """
    compiled = compile_bytes(data, "sessions.yaml", TODAY)
    _placed(compiled)
    report_findings(compiled, turn)
    if compiled.failed:
        if not compiled.problems:
            raise Violated("it fails, and nothing says why")
        return compiled
    for environment in compiled.valid().environments.values():
        config = environment_config(environment, "../../..")
        if json.loads(json_text(config)) != config:
            raise Violated("JSON that reads back as something else")
        render(config)
    itself = review(compiled, compiled, TODAY)
    if itself.changes:
        raise Violated(f"compared with itself: {itself.changes[0].rule}")
    report_review(review(before, compiled, TODAY), turn)
    report_tables(compiled, turn)
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


def failures(
    seed: int, cases: int, seconds: float, counts: Counter[str], known: set[str]
) -> Iterator[tuple[bytes, str]]:
    """Inputs that fail, each with what failed, one of a kind; `counts` and the kinds that are `known` are kept up."""
    random, seeds, end = Random(seed), corpus(), time.monotonic() + seconds
    before: Compiled | None = None
    counts.setdefault("memory at first, MB", _peak() >> 20)
    while counts["cases"] < cases and time.monotonic() < end:
        data = case(random, seeds).encode("utf-8", "surrogatepass")
        counts["cases"] += 1
        turn, start = random.randrange(1 << 20), time.perf_counter()
        try:
            compiled = judge(data, before, turn)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was not to be
            place = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
            counts["failures"] += 1
            kind = f"{type(error).__name__} {place.filename}:{place.lineno}"
            if kind not in known:
                known.add(kind)
                yield data, f"{what}\n{''.join(traceback.format_exception(error))}"
            continue
        spent = time.perf_counter() - start
        if spent > MOST_SECONDS / 4:  # so long on the clock: asking for processor time costs as much as a small case
            spent = _processor_time(data, before, turn)
        counts["slowest, ms"] = max(counts["slowest, ms"], round(spent * 1000))
        if spent > MOST_SECONDS:
            yield data, f"took {spent:.1f} s"
        counts["valid"] += not compiled.failed
        if not compiled.failed:
            before = compiled
    memory = _peak() - (counts["memory at first, MB"] << 20)
    if memory > MOST_BYTES > counts["memory, MB"] * 2**20:
        yield data, f"the process has grown by {memory >> 20} MB"
    counts["memory, MB"] = memory >> 20


def _peak() -> int:
    """The most memory that this process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _processor_time(data: bytes, before: Compiled | None, turn: int) -> float:
    start = time.process_time()
    judge(data, before, turn)
    return time.process_time() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--failures", type=Path, default=Path("fuzz-failures"))
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    gc.freeze()  # the modules and the schema: they need not be looked through again for every few cases
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
    known: set[str] = set()
    while counts["cases"] < arguments.cases and time.monotonic() < end:
        until = min(arguments.cases, counts["cases"] + 10_000)
        yield from failures(arguments.seed + counts["cases"], until, end - time.monotonic(), counts, known)
        print(dict(counts), flush=True)
        yield None, ""


if __name__ == "__main__":
    sys.exit(main())
