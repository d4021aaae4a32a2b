"""`make bench`: what the commands cost, beside what they are promised to cost. Never a test: machines vary."""

from __future__ import annotations

import compileall
import sys
import tempfile
from pathlib import Path

from benchmarks.declarations import declaration
from benchmarks.measure import Command, measure

ROOT = Path(__file__).parent.parent
SESSIONFORM = [sys.executable, "-m", "sessionform"]
LARGE = 1000


def main() -> None:
    """Print one line a measurement: what, how much, the promise, and whether it was kept."""
    for package in ("sessionform", "stacks"):
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, text in {
            "one": declaration(1),
            "one-edited": declaration(1, stream="KEYS_ONLY"),
            "large": declaration(LARGE),
            "large-edited": declaration(LARGE, stream="KEYS_ONLY"),
        }.items():
            (folder / f"{name}.yaml").write_text(text)
        _check(folder)
        _synth(folder)
        _review(folder)


def _check(folder: Path) -> None:
    one, imports = measure(
        Command([*SESSIONFORM, "check", "-f", "one.yaml"], folder),
        Command([sys.executable, "-c", "import yaml, jsonschema"], folder),
        runs=15,
    )
    report("check, 1 table", one.seconds, 2 * imports.seconds, "s", "twice `import yaml, jsonschema`")
    (large,) = measure(Command([*SESSIONFORM, "check", "-f", "large.yaml"], folder))
    report(f"check, {LARGE:,} tables", large.seconds, 1, "s")
    report(f"check, {LARGE:,} tables: memory", large.megabytes, 150, "MB")


def _synth(folder: Path) -> None:
    (one,) = measure(Command([*SESSIONFORM, "synth", "-f", "one.yaml", "--out", "one"], folder))
    report("synth, 1 table", one.seconds, None, "s", "`make bench-peers` compares")
    (large,) = measure(Command([*SESSIONFORM, "synth", "-f", "large.yaml", "--out", "large"], folder), runs=3)
    report(f"synth, {LARGE:,} tables x 2", large.seconds, None, "s", "`make bench-peers` compares")
    report(f"synth, {LARGE:,} tables x 2: memory", large.megabytes, 150, "MB")
    plans = [*SESSIONFORM, "synth", "-f", "large.yaml", "--rendered", "plans"]
    measure(Command(plans, folder), runs=1)
    (checked,) = measure(Command([*plans, "--check"], folder), runs=3)
    report(f"synth --check, {LARGE:,} tables x 2", checked.seconds, None, "s")


def _review(folder: Path) -> None:
    review = [*SESSIONFORM, "review", "--fail-on", "critical", "--base"]
    one, large = measure(
        Command([*review, "one.yaml", "-f", "one-edited.yaml"], folder),
        Command([*review, "large.yaml", "-f", "large-edited.yaml"], folder),
    )
    report("review, 1 table", one.seconds, 0.2, "s")
    report(f"review, {LARGE:,} tables x 2", large.seconds, 1.5, "s")
    report(f"review, {LARGE:,} tables x 2: memory", large.megabytes, 150, "MB")


def report(what: str, value: float, promise: float | None, unit: str, remark: str = "") -> None:
    """Print one line."""
    promised = "" if promise is None else f"at most {promise:.3g} {unit}"
    verdict = "" if promise is None else ("kept" if value <= promise else "BROKEN")
    print(f"{what:36} {value:8.3f} {unit:3} {promised:20} {verdict:7} {remark}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
