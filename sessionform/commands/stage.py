"""`sessionform stage`: the declarations between a base and this one, where one deploy is not enough."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.arguments import Subparsers, add_base, add_file, add_format, command_parser
from sessionform.commands.common import load_valid, print_report
from sessionform.commands.comparison import Comparison
from sessionform.commands.declaration_file import Stored
from sessionform.commands.lines import say
from sessionform.commands.progress import said_while_waiting
from sessionform.errors import DeclarationError, UsageError
from sessionform.report.formats.renderer import STAGES
from sessionform.report.layout.characters import shown

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.model import Environment
    from sessionform.review.model import Review
    from sessionform.staging.stages import Stages

KEPT = ".stages"
"""The folder beside the declaration in which `--next` keeps the steps. It is hidden, so that no glob includes what is in it."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "stage",
        description="Where a change needs several deploys: find the declarations in between, in order, each reviewed against "
        "the one before, with what to wait for after each. The last one is the declaration as it is. Exit code 1 where a part "
        "cannot be staged.",
    )
    add_file(parser)
    add_base(parser)
    parser.add_argument(
        "--out", metavar="DIR", help="write the declarations into this folder, with a runbook (Markdown)"
    )
    parser.add_argument(
        "--next",
        action="store_true",
        help=f"write the next step into the declaration itself; all steps are kept in DIR (default: {KEPT} beside it)",
    )
    add_format(parser, STAGES)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.file == "-":
        raise UsageError("`stage` writes declarations, and standard input is none", "name a file with `--file`")
    compiled, _ = load_valid(arguments)
    comparison = _comparison(compiled, arguments)
    if arguments.next:
        return _next(arguments, compiled, comparison)
    found = _found(arguments, compiled, comparison)
    if arguments.out is not None and found.steps:
        found = _written(found, arguments.out, arguments)
    print_report(STAGES, found, arguments)
    return 1 if found.stuck else 0


def _comparison(compiled: Compiled, arguments: argparse.Namespace) -> Comparison:
    comparison = Comparison.of(compiled, arguments.base, getattr(arguments, "passed_over", ()))
    if comparison.earlier is None:
        what = comparison.base.gap or comparison.base.statement or f"{comparison.base.title} is not a declaration"
        raise UsageError(f"there is nothing to stage from: {what}", "name what is deployed with `--base`")
    review = comparison.review(compiled)
    if review.gaps:
        raise DeclarationError(f"this cannot be staged: {review.gaps[0]}", "name a base that can be compared with")
    _refuse_locked(review)
    return comparison


def _refuse_locked(review: Review) -> None:
    """Raise DeclarationError where the lock file has a provider that plans nothing: every step would wait for another."""
    from sessionform.review.effects.environments.versions import provider_lock_refused

    locked = next((change for change in review.changes if change.rule == provider_lock_refused.id), None)
    if locked is not None:
        raise DeclarationError(f"this cannot be staged yet: {locked.message}", f"{locked.hint}; then stage again")


def _found(arguments: argparse.Namespace, compiled: Compiled, comparison: Comparison) -> Stages:
    from sessionform.review.review import review
    from sessionform.review.versions import providers_of
    from sessionform.staging.stages import stages

    def review_of(before: Compiled, after: Compiled) -> Review:
        locks = comparison.locks
        earlier = comparison.earlier_locks if before is comparison.before else locks
        return review(before, after, date.today(), locks=locks, earlier_locks=earlier)

    def running(environment: Environment) -> str:
        return providers_of(environment, comparison.locks).running

    if comparison.before is None:
        raise ValueError("there is no base")
    texts = Stored.of(compiled.sources).texts
    with said_while_waiting(f"staging from {shown(arguments.base)}", quiet=arguments.quiet):
        return stages(comparison.before, compiled, texts, review_of, running, base=comparison.base.title)


def _written(found: Stages, out: str, arguments: argparse.Namespace) -> Stages:
    """The steps in a folder of their own, which nobody else has."""
    from sessionform.commands.stage_folder import write_steps
    from sessionform.report.formats import render
    from sessionform.report.formats.renderer import View

    found = replace(found, folder=Path(out).as_posix())
    write_steps(found, render(STAGES, "markdown", found, View()))
    if not arguments.quiet:
        say(f"{out}: the steps and `RUNBOOK.md`")
    return found


def _next(arguments: argparse.Namespace, compiled: Compiled, comparison: Comparison) -> int:
    from sessionform.commands.stage_folder import read_steps

    out = arguments.out or os.path.join(os.path.dirname(arguments.file), KEPT)  # noqa: PTH118, PTH120  # as it is written
    stored = Stored.of(compiled.sources)
    kept = read_steps(out, stored.texts, compiled.file)
    if kept is None:
        found = _found(arguments, compiled, comparison)
        if len(found.steps) > 1:
            found = _written(found, out, arguments)
            stored.write(found.steps[0].texts)
            _say(arguments, f"{found.file} is step 1 of {len(found.steps)} now; the last one is kept in {out}")
        print_report(STAGES, found, arguments)
        return 1 if found.stuck else 0
    number = _position(kept, compiled, comparison) + 1
    if number > len(kept):
        _say(arguments, f"{comparison.base.title} is the last step: nothing is left to stage, and {out} can go")
        return 0
    _refuse_unready(kept[number - 1], compiled, comparison, number)
    stored.write(kept[number - 1])
    _say(arguments, f"{compiled.file} is step {number} of {len(kept)} now; what to wait for says {out}/RUNBOOK.md")
    return 0


def _position(kept: list[dict[str, str]], compiled: Compiled, comparison: Comparison) -> int:
    """Which step the base is, the last of those that mean the same; 0 where it is none of them."""
    from sessionform.fixing.texts import compile_texts

    same = 0
    for number, texts in enumerate(kept, start=1):
        review = comparison.review(compile_texts(texts, compiled.file))
        if not review.changes:
            same = number
    return same


def _refuse_unready(texts: dict[str, str], compiled: Compiled, comparison: Comparison, number: int) -> None:
    """Raise DeclarationError where the step cannot follow on the base."""
    from sessionform.fixing.texts import compile_texts
    from sessionform.staging.judge import refused_changes

    after = compile_texts(texts, compiled.file)
    refused = [] if after.failed else list(refused_changes(comparison.review(after)))
    if after.failed or refused:
        why = f"step {number} fails the check" if after.failed else refused[0].message
        hint = "deploy the step before, and name that as the base; or delete the folder of the steps, and stage again"
        raise DeclarationError(f"step {number} cannot follow on {comparison.base.title}: {why}", hint)


def _say(arguments: argparse.Namespace, text: str) -> None:
    if not arguments.quiet:
        say(text)
