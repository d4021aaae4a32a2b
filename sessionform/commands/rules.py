"""`sessionform rules`: lists the checks, or explains one with an example that fails and the same example passing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sessionform.commands.arguments import Subparsers, add_format, command_parser
from sessionform.commands.common import print_report
from sessionform.commands.complete import complete_rules_and_kinds, set_completer
from sessionform.errors import UsageError
from sessionform.report.formats.renderer import CATALOGUE, ENTRY
from sessionform.suggestions import nearest, suggest

if TYPE_CHECKING:
    from sessionform.documentation import Check
    from sessionform.review.effects.effect import ChangeKind


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "rules",
        description=(
            "List what `check` looks at, or explain one rule: why, an example that fails, the same one passing. A kind "
            "of change that `review` reports is explained too."
        ),
    )
    rule = parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="the id that a report shows, as in `warning[ttl-missing]`"
    )
    set_completer(rule, complete_rules_and_kinds)
    add_format(parser, CATALOGUE)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from sessionform.rules.catalogue import CHECKS

    if arguments.rule is None:
        print_report(CATALOGUE, CHECKS, arguments)
    else:
        print_report(ENTRY, _entry(arguments.rule, CHECKS), arguments)
    return 0


def _entry(name: str, checks: Sequence[Check]) -> Check | ChangeKind:
    """A check, or what reports name besides: a kind of change."""
    found = next((check for check in checks if check.id == name), None)
    if found is not None:
        return found
    from sessionform.review.effects import BY_ID

    if name not in BY_ID:
        known = [*(check.id for check in checks), *BY_ID]
        hint = suggest(name, known) if nearest(name, known) else "`sessionform rules` lists them"
        raise UsageError(f"there is no rule `{name}`", hint)
    return BY_ID[name]
