"""`sessionform rules`: lists the checks, or explains one with an example that fails and the same example passing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sessionform.commands.common import Subparsers, command_parser
from sessionform.commands.complete import rules_and_kinds, set_completer
from sessionform.errors import UsageError
from sessionform.suggestions import nearest, suggest

if TYPE_CHECKING:
    from sessionform.report.layout.terminal import Painter

_Entry = TypeVar("_Entry")


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "rules",
        "list the rules, or explain one",
        description=(
            "List what `check` looks at, or explain one rule: why, an example that fails, the same one passing. A kind "
            "of change that `review` reports is explained too."
        ),
    )
    rule = parser.add_argument(
        "rule", nargs="?", metavar="RULE", help="the id that a report shows, as in `warning[ttl-missing]`"
    )
    set_completer(rule, rules_and_kinds)
    parser.add_argument("--format", choices=("human", "json"), default="human", help="how to print (default: human)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.rule is None:
        _list(arguments)
    else:
        _explain(arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    from sessionform.report.findings.text import STYLES
    from sessionform.report.layout.table import Layout
    from sessionform.report.layout.terminal import Charset, Painter, encoding_of, use_color, width_of
    from sessionform.report.reference.rules import render_list, rule_json
    from sessionform.rules.catalogue import CHECKS

    if arguments.format == "json":
        _print_json([rule_json(check) for check in CHECKS])
    else:
        paint = Painter(use_color(arguments.color, sys.stdout))
        charset = Charset.of(encoding_of(sys.stdout))
        severities = {str(severity): style for severity, style in STYLES.items()}
        print(render_list(Layout(width_of(sys.stdout), charset, paint, flexible=2, words=severities)))


def _explain(arguments: argparse.Namespace) -> None:
    from sessionform.report.reference.rules import render_rule, rule_json
    from sessionform.rules.catalogue import CHECKS

    checks = {check.id: check for check in CHECKS}
    if arguments.rule not in checks:
        _explain_change(arguments, list(checks))
    elif arguments.format == "json":
        _print_json([rule_json(checks[arguments.rule])])
    else:
        _print_text(render_rule, checks[arguments.rule], arguments)


def _explain_change(arguments: argparse.Namespace, checks: list[str]) -> None:
    """What reports name besides rules: a kind of change, from the review."""
    from sessionform.report.reference.kinds import kind_json, render_kind
    from sessionform.review.effects import BY_ID

    kind = BY_ID.get(arguments.rule)
    if kind is None:
        known = [*checks, *BY_ID]
        hint = suggest(arguments.rule, known) if nearest(arguments.rule, known) else "`sessionform rules` lists them"
        raise UsageError(f"there is no rule `{arguments.rule}`", hint)
    if arguments.format == "json":
        _print_json([kind_json(kind)])
    else:
        _print_text(render_kind, kind, arguments)


def _print_text(render: Callable[[_Entry, Painter, int], str], entry: _Entry, arguments: argparse.Namespace) -> None:
    from sessionform.report.layout.folding import for_reading
    from sessionform.report.layout.terminal import Painter, use_color, width_of

    text = render(entry, Painter(use_color(arguments.color, sys.stdout)), width_of(sys.stdout))
    print(for_reading(text, sys.stdout))


def _print_json(rules: list[dict[str, str]]) -> None:
    from sessionform.report.findings.json import to_json

    sys.stdout.write(to_json({"version": 1, "rules": rules}))
