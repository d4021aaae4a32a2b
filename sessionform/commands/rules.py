"""`sessionform rules`: lists the checks, or explains one with an example that fails and the same example mended."""

from __future__ import annotations

import argparse
import sys

from sessionform.commands.common import Subparsers, command_parser
from sessionform.errors import UsageError
from sessionform.suggestions import suggest


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "rules",
        "list the rules, or explain one",
        description="List what `check` looks at, or explain one rule: why, an example that fails, the same one mended.",
    )
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the id of a rule, as in `warning[ttl-missing]`")
    parser.add_argument("--format", choices=("human", "json"), default="human", help="how to print (default: human)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from sessionform.report.rules import render_list, render_rule, rule_json
    from sessionform.report.table import Layout
    from sessionform.report.terminal import Charset, Painter, encoding_of, use_color, width_of
    from sessionform.rules.catalogue import CHECKS

    checks = {check.id: check for check in CHECKS}
    if arguments.rule is not None and arguments.rule not in checks:
        raise UsageError(
            f"there is no rule `{arguments.rule}`", suggest(arguments.rule, checks) or "`sessionform rules` lists them"
        )
    chosen = [checks[arguments.rule]] if arguments.rule is not None else CHECKS
    if arguments.format == "json":
        from sessionform.report.json import to_json

        sys.stdout.write(to_json({"version": 1, "rules": [rule_json(check) for check in chosen]}))
        return 0
    paint = Painter(use_color(arguments.color, sys.stdout))
    if arguments.rule is not None:
        print(render_rule(checks[arguments.rule], paint))
    else:
        charset = Charset.of(encoding_of(sys.stdout))
        print(render_list(Layout(width_of(sys.stdout), charset, paint, flexible=2)))
    return 0
