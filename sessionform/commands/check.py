"""`sessionform check`: YAML, JSON Schema and rules. Imports neither cdktf nor boto3, so that it is quick."""

from __future__ import annotations

import argparse
import sys

from sessionform.commands.common import Subparsers, add_file, command_parser, count, errors_in, load
from sessionform.compile import Compiled

FORMATS = ("human", "json", "sarif", "github")


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "check",
        "validate the declaration",
        description="Validate the declaration: YAML, JSON Schema and rules. Needs neither Terraform nor AWS.",
    )
    add_file(parser)
    parser.add_argument("--format", choices=FORMATS, default="human", help="how to print what was found (default: human)")
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    compiled = load(arguments)
    text = _render(compiled, arguments)
    if text:
        print(text)
    return 1 if errors_in(compiled.diagnostics, strict=arguments.strict) else 0


def _render(compiled: Compiled, arguments: argparse.Namespace) -> str:
    if arguments.format == "json":
        from sessionform.report.json import render_json

        return render_json(compiled.diagnostics)
    if arguments.format == "sarif":
        from sessionform.report.sarif import render_sarif
        from sessionform.rules.catalogue import CHECKS

        return render_sarif(compiled.diagnostics, CHECKS)
    if arguments.format == "github":
        from sessionform.report.github import render_github

        return render_github(compiled.diagnostics)
    if compiled.diagnostics:
        from sessionform.report.color import use_color
        from sessionform.report.text import render_text

        lines = compiled.document.lines if compiled.document else ()
        return render_text(compiled.diagnostics, lines, color=use_color(arguments.color, sys.stdout))
    return "" if arguments.quiet else _all_well(compiled)


def _all_well(compiled: Compiled) -> str:
    declaration = compiled.valid()
    environments = count(len(declaration.environments), "environment")
    tables = count(len(declaration.table_keys), "table")
    return f"{compiled.file}: {tables} in {environments}, no problems found"
