"""`sessionform check --comment`: fixes as suggested changes on the lines of the pull request that the job runs for."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sessionform.commands.lines import say
from sessionform.errors import OutsideError, UsageError
from sessionform.files import named_path

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.pull_request.threads import LineComment


def add_comment(parser: argparse.ArgumentParser) -> None:
    """`--comment`."""
    parser.add_argument(
        "--comment",
        action="store_true",
        help="in a job of GitHub Actions: suggest the safe fixes, and with --unsafe the others, on the lines of the pull "
        "request, for readers to accept; later runs keep them up to date",
    )


def refuse_comment(arguments: argparse.Namespace, files: Sequence[str]) -> None:
    """Raise UsageError where `--comment` does not go with the rest."""
    if not arguments.comment:
        return
    if arguments.fix or arguments.diff:
        raise UsageError("`--comment` suggests what `--fix` and `--diff` do themselves", "leave one of them out")
    if "-" in files:
        hint = "name a file with `--file`"
        raise UsageError("`--comment` is about files of a pull request, and standard input is none", hint)


def suggest_fixes(arguments: argparse.Namespace, found: Sequence[Compiled]) -> None:
    """Suggest the fixes, and say on standard error what was done, or why not: what was found is printed in any case.

    Raises UsageError outside of continuous integration.
    """
    from sessionform.pull_request.suggested import Suggested, place_for_suggestions, publish_suggestions
    from sessionform.review.base.same_in_commit import unlike_commit

    host = place_for_suggestions(os.environ)
    if isinstance(host, str):
        say(host)
        return
    suggested = []
    for compiled in found:
        why = unlike_commit(compiled.sources, host.pull_request.commit)
        if why:
            say(f"no suggestions for {compiled.file}: {why}")
            continue
        comments = tuple(_comments(compiled, unsafe=arguments.unsafe))
        about = named_path(compiled.file).name
        suggested.append(Suggested(about, comments, whole=compiled.declaration is not None))
    if suggested:
        try:
            say(publish_suggestions(host, suggested))
        except OutsideError as error:
            say(f"no suggestions: {error.message}")


def _comments(compiled: Compiled, *, unsafe: bool) -> Iterator[LineComment]:
    """The first fix of each finding that changes lines in one place."""
    from sessionform.fixing.replacements import suggestions
    from sessionform.pull_request.threads import LineComment
    from sessionform.report.findings.suggested_change import suggested_change

    suggest = suggestions([compiled])
    for item in compiled.diagnostics:
        usable = (made for made in suggest(item) if (made.safe or unsafe) and len(made.replacements) == 1)
        for made in list(usable)[:1]:
            [change] = made.replacements
            body = suggested_change(item, change.text, safe=made.safe)
            yield LineComment(named_path(change.file).name, change.line, change.last, body)
