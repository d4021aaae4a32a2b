"""`sessionform review`: what the change since the base does to the tables and the sessions in them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.atomic_files import remove_leftovers, replace_file
from sessionform.commands.arguments import (
    SEVERITIES,
    Subparsers,
    add_base,
    add_environments,
    add_file,
    add_format,
    command_parser,
)
from sessionform.commands.common import chosen_environments, load_valid, print_report
from sessionform.commands.comparison import Comparison
from sessionform.commands.lines import say
from sessionform.commands.progress import said_while_waiting
from sessionform.compile import Compiled, no_collection
from sessionform.errors import OutsideError, UsageError
from sessionform.files import refuse_links_out
from sessionform.report.formats import render
from sessionform.report.formats.renderer import REVIEW, View
from sessionform.report.layout.characters import shown

if TYPE_CHECKING:
    from sessionform.model import Declaration
    from sessionform.review.model import Review


_COMMENT_COLUMNS = 100
"""The width of a review in a comment that is plain text."""

_MOST_OF_A_PLAN = 256 * 2**20
"""Bytes: a plan says everything about each table some four times."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "review",
        description=(
            "Compare the declaration with an earlier one, and say what the change does to the tables and to the "
            "sessions in them. Needs no state, no credentials and no network."
        ),
    )
    add_file(parser)
    add_environments(parser)
    add_base(parser)
    add_format(parser, REVIEW)
    parser.add_argument(
        "--plan",
        action="append",
        default=[],
        metavar="PLAN.json",
        help="join what Terraform planned, from `terraform show -json` (repeatable)",
    )
    parser.add_argument(
        "--fail-on",
        choices=SEVERITIES,
        default="critical",
        help="exit with 1 from this severity on, unless the declaration accepts the change (default: critical)",
    )
    parser.add_argument(
        "--new",
        action="store_true",
        help="the declaration is meant to be the first: do not fail where the base has none to compare it with",
    )
    parser.add_argument("--output", metavar="FILE", help="write the review there instead of to standard output")
    parser.add_argument(
        "--comment",
        action="store_true",
        help="in a job of GitHub Actions, GitLab CI, Bitbucket Pipelines or Azure Pipelines: put the review under the pull "
        "request, too, as one comment that later runs update",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from sessionform.report.layout.paths import source_root
    from sessionform.review.model import ReviewSeverity

    _refuse_to_overwrite(arguments)
    waiting = said_while_waiting(f"comparing with {shown(arguments.base)}", quiet=arguments.quiet)
    with no_collection():
        with waiting:
            review = _with_plans(arguments)
        if arguments.output is None:
            print_report(REVIEW, review, arguments)
        else:
            view = View(color=arguments.color == "always", root=source_root())
            _write(arguments.output, render(REVIEW, arguments.format, review, view))
    if arguments.comment:
        _comment(review)
    return 1 if review.fails(ReviewSeverity[arguments.fail_on.upper()]) else 0


def reviewed(
    arguments: argparse.Namespace, names: list[str], *, new: bool = False
) -> tuple[Review, Declaration, Declaration | None]:
    """The review of the environments of these names, or of all, and the two declarations; the base may be none.

    With `new` the head is meant to have no base.
    """
    compiled, head = load_valid(arguments)
    passed_over = getattr(arguments, "passed_over", ())
    result, earlier = reviewed_against(compiled, arguments.base, names, new=new, passed_over=passed_over)
    return result, head, earlier


def reviewed_against(
    compiled: Compiled, revision: str, names: list[str], *, new: bool = False, passed_over: Sequence[str] = ()
) -> tuple[Review, Declaration | None]:
    """The same of a declaration that is compiled and valid, against a git revision or a file; and the base's declaration.

    `passed_over` are the nearer places where none was found; see `commands.find`.
    """
    comparison = Comparison.of(compiled, revision, passed_over)
    head, earlier = compiled.valid(), comparison.earlier
    known = {*head.environments, *(() if earlier is None else earlier.environments)}
    if not known.issuperset(names):
        chosen_environments(head, names)
    return comparison.review(compiled, names, new=new), earlier


def _refuse_to_overwrite(arguments: argparse.Namespace) -> None:
    """Raise UsageError where the review would be written over what it is about."""
    if arguments.output is None:
        return
    for read in (arguments.file, arguments.base, *arguments.plan):
        if Path(read).exists() and Path(arguments.output).exists() and Path(read).samefile(arguments.output):
            raise UsageError(f"the review would be written over `{read}`, which it reads", "name another `--output`")


def _with_plans(arguments: argparse.Namespace) -> Review:
    names = list(dict.fromkeys(arguments.environments))
    if len(arguments.plan) > 1 and len(names) == 1:
        raise UsageError("one environment has one plan", "give `--plan` once, or leave `-e` out")
    result, head, earlier = reviewed(arguments, names, new=arguments.new)
    if arguments.plan:
        from sessionform.review.join import environment_of, join
        from sessionform.review.plan import read_plan

        planned: dict[str, str] = {}
        for file in arguments.plan:
            plan = read_plan(_read(file), file)
            environment = environment_of(plan, earlier, head, names[0] if len(names) == 1 else None)
            if environment in planned:
                raise UsageError(f"`{planned[environment]}` and `{file}` are both plans of `{environment}`")
            planned[environment] = file
            result = join(result, plan, environment)
    return result


def _comment(review: Review) -> None:
    from sessionform.pull_request.comment import Report, publish
    from sessionform.report.layout.paths import from_root, source_root
    from sessionform.report.review.markdown import NAME, render_review_markdown, title_of
    from sessionform.report.review.text import render_review_text

    # Most pull requests of a repository are about something else, and need no comment that says so.
    silent = review.compared and not (review.changes or review.gaps or review.statements or review.diagnostics)
    report = Report(
        NAME,
        from_root(review.file, source_root()),
        render_review_markdown(review),
        title_of(review),
        render_review_text(review, columns=_COMMENT_COLUMNS),
    )
    done = publish(report, os.environ, update_only=silent)
    say(done)


def _read(file: str) -> str:
    from sessionform.origins.documents import read_document

    hint = "name what `terraform show -json PLANFILE` prints, not the plan file itself"
    try:
        return read_document(file, _MOST_OF_A_PLAN, "`terraform show -json PLANFILE > plan.json` writes it").decode(
            "utf-8"
        )
    except UnicodeDecodeError:
        raise UsageError(f"`{file}` is not UTF-8 text", hint) from None


def _write(file: str, text: str) -> None:
    refuse_links_out(file)
    try:
        remove_leftovers(Path(file).parent, Path(file).name)
        replace_file(Path(file), text)
    except OSError as error:
        raise OutsideError(f"`{file}` cannot be written: {error.strerror}") from None
