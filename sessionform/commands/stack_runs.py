"""The stacks of the chosen environments, and what Terraform is run for in them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.program import Program
from sessionform.commands.progress import write_whole
from sessionform.compile import Compiled
from sessionform.lock_files import FOLDER, write_lock

if TYPE_CHECKING:
    from sessionform.model import Declaration
    from sessionform.review.plan import Plan


@dataclass(frozen=True, slots=True)
class Stacks:
    """The environments `names` of a valid declaration, their stacks in `out`, and the program that is run on them."""

    compiled: Compiled
    names: list[str]
    out: Path
    program: Program
    arguments: argparse.Namespace

    @property
    def declaration(self) -> Declaration:
        """What the stacks are made of."""
        return self.compiled.valid()

    @property
    def folder(self) -> Path:
        """Where the stacks are, one folder each."""
        return self.out / "stacks"

    def synthesize(self) -> None:
        """Write the stacks."""
        from sessionform.stacks import synthesize

        synthesize(self.declaration, self.out)

    def init(self, name: str, *, keeps_lock: bool = False) -> None:
        """Prepare a stack. With `keeps_lock` the provider that Terraform has chosen is kept beside the declaration."""
        upgrade = ["-upgrade"] if getattr(self.arguments, "upgrade", False) else []
        self.say(f"{name}: {self.program.name} init")
        self.program.run(name, self.folder / name, ["init", "-input=false", *upgrade], quiet=True)
        environment = self.declaration.environments[name]
        if keeps_lock and environment.lock and self.declaration.file != "<stdin>":
            path = write_lock(Path(self.declaration.file).absolute().parent, name, self.folder / name)
            if path is not None:
                self.say(f"{name}: commit {FOLDER}/{path.name}, which says which provider runs")

    def plan(self, name: str, kept: Path | None, more: Sequence[str] = ()) -> Path | None:
        """Show what would change; the plan's file in the folder `kept`, where there is one."""
        file = None if kept is None else kept.absolute() / f"{name}.tfplan"
        out = [] if file is None else [f"-out={file}"]
        self.run(name, ["plan", "-input=false", *out, *more])
        return file

    def show(self, name: str, plan: Path) -> Plan:
        """What a plan's file says."""
        from sessionform.review.plan import read_plan

        text = self.program.run(name, self.folder / name, ["show", "-json", str(plan)], quiet=True)
        return read_plan(text, f"the plan of {name}")

    def apply(self, name: str, plan: Path) -> None:
        """Do what the plan says."""
        self.run(name, ["apply", "-input=false", str(plan)])

    def run(self, name: str, words: Sequence[str]) -> None:
        """One run on the user's terminal, announced; where stacks run at once, what it prints stands together."""
        self.say(f"{name}: {self.program.name} {words[0]}")
        printed = self.program.run(name, self.folder / name, words)
        if printed:
            write_whole(printed, sys.stdout)

    def say(self, text: str) -> None:
        """A line about the progress."""
        if not self.arguments.quiet:
            write_whole(f"{text}\n", sys.stderr)

    def each(self, work: Callable[[str], None], at_once: int) -> None:
        """Do the work for each environment, so many at once. The first failure ends it: those that run go on to their end,
        and no other begins.
        """
        if at_once == 1:
            for name in self.names:
                work(name)
            return
        with ThreadPoolExecutor(at_once) as pool:
            runs = [pool.submit(work, name) for name in self.names]
            try:
                wait(runs, return_when=FIRST_EXCEPTION)
            except KeyboardInterrupt:
                write_whole(self.program.awaited, sys.stderr)
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        _raise_first(runs)


def _raise_first(runs: Sequence[Future[None]]) -> None:
    for run in runs:
        if not run.cancelled():
            run.result()
