"""`make bench`: what the commands cost, beside what they are promised to cost. Never a test: machines vary."""

from __future__ import annotations

import compileall
import sys
import tempfile
from pathlib import Path

from benchmarks.declarations import declaration
from benchmarks.measure import Command, Measurement, measure

ROOT = Path(__file__).parent.parent
SESSIONFORM = [sys.executable, "-m", "sessionform"]
LARGE = 1000
CONSTRUCTS = 50
"""Tables as constructs: as many as the promise of 0.3 s speaks of."""
MEMORY = 150


def main() -> None:
    """Print one line a measurement: what, how much, the promise, and whether it was kept."""
    for package in ("sessionform", "stacks"):
        compileall.compile_dir(ROOT / package, quiet=1)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, text in {
            "one": declaration(1),
            "one-edited": declaration(1, stream="KEYS_ONLY"),
            "fifty": declaration(CONSTRUCTS),
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
    times("check, 1 table", one, 2 * imports.seconds, "twice `import yaml, jsonschema`")
    (large,) = measure(Command([*SESSIONFORM, "check", "-f", "large.yaml"], folder))
    times(f"check, {LARGE:,} tables", large, 1)
    memory(f"check, {LARGE:,} tables", large)


def _synth(folder: Path) -> None:
    (one,) = measure(Command([*SESSIONFORM, "synth", "-f", "one.yaml", "--out", "one"], folder))
    times("synth, 1 table", one, None, "`make bench-peers` compares")
    (large,) = measure(Command([*SESSIONFORM, "synth", "-f", "large.yaml", "--out", "large"], folder), runs=3)
    times(f"synth, {LARGE:,} tables x 2", large, None, "`make bench-peers` compares")
    memory(f"synth, {LARGE:,} tables x 2", large)
    app = "import sys; from sessionform.compile import compile_file; from sessionform.stacks import synthesize;"
    app += "from pathlib import Path; synthesize(compile_file('fifty.yaml').valid(), Path(sys.argv[1]), extend={})"
    plain, constructs = measure(
        Command([sys.executable, "-c", app.format("None"), "plain"], folder),
        Command([sys.executable, "-c", app.format("lambda stack: None"), "constructs"], folder),
    )
    times(f"synth, {CONSTRUCTS} tables x 2", plain, None)
    times("the same as constructs", constructs, plain.seconds + 2 * 0.3, "0.3 s more for 50 tables")
    plans = [*SESSIONFORM, "synth", "-f", "large.yaml", "--rendered", "plans"]
    measure(Command(plans, folder), runs=1)
    (checked,) = measure(Command([*plans, "--check"], folder), runs=3)
    times(f"synth --check, {LARGE:,} tables x 2", checked, None)


def _review(folder: Path) -> None:
    review = [*SESSIONFORM, "review", "--fail-on", "critical", "--base"]
    one, large = measure(
        Command([*review, "one.yaml", "-f", "one-edited.yaml"], folder),
        Command([*review, "large.yaml", "-f", "large-edited.yaml"], folder),
    )
    times("review, 1 table", one, 0.2)
    times(f"review, {LARGE:,} tables x 2", large, 1.5)
    memory(f"review, {LARGE:,} tables x 2", large)


def times(what: str, measured: Measurement, promise: float | None, remark: str = "") -> None:
    """Print one line: the seconds, those of CPU, what was promised, and whether it was kept."""
    promised = "" if promise is None else f"at most {promise:.3g} s"
    verdict = "" if promise is None else ("kept" if measured.seconds <= promise else "BROKEN")
    cpu = f"({measured.cpu:.3f} s of CPU)"
    print(f"{what:32} {measured.seconds:8.3f} s  {cpu:19} {promised:16} {verdict:7} {remark}".rstrip(), flush=True)


def memory(what: str, measured: Measurement) -> None:
    """Print one line: the memory, and whether it stays below the limit that all commands have."""
    verdict = "kept" if measured.megabytes <= MEMORY else "BROKEN"
    print(f"{what:32} {measured.megabytes:8.0f} MB {'':19} at most {MEMORY} MB   {verdict}", flush=True)


if __name__ == "__main__":
    main()
