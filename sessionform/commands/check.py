"""`sessionform check`: YAML, JSON Schema and rules. Imports neither cdktf nor boto3, so that it is quick."""

from __future__ import annotations

import argparse
import sys

from sessionform.commands.common import CI_FORMATS, Subparsers, add_file, command_parser, count, errors_in, load, show
from sessionform.compile import Compiled, no_collection
from sessionform.diagnostics import Severity

FORMATS = ("human", "json", "sarif", "github", *CI_FORMATS)


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "check",
        "validate the declaration",
        description="Validate the declaration: YAML, JSON Schema and rules. Needs neither Terraform nor AWS.",
    )
    add_file(parser)
    parser.add_argument(
        "--format", choices=FORMATS, default="human", help="how to print what was found (default: human)"
    )
    parser.add_argument("--strict", action="store_true", help="fail on warnings too")
    parser.set_defaults(run=run)


@no_collection()
def run(arguments: argparse.Namespace) -> int:
    compiled = load(arguments)
    if arguments.format == "human":
        _for_people(compiled, arguments)
    else:
        sys.stdout.write(_for_machines(compiled, arguments.format))
    return 1 if errors_in(compiled.diagnostics, strict=arguments.strict) else 0


def _for_people(compiled: Compiled, arguments: argparse.Namespace) -> None:
    show(compiled, arguments, sys.stdout)
    notes = sum(item.finding.severity is Severity.NOTE for item in compiled.diagnostics)
    if notes and not (arguments.verbose or arguments.quiet):
        print(f"{count(notes, 'note')} more, which `sessionform check -v` shows")
    if not compiled.problems and not arguments.quiet:
        declaration = compiled.valid()
        environments = count(len(declaration.environments), "environment")
        tables = count(len(declaration.table_keys), "table")
        print(f"{compiled.file}: {tables} in {environments}, no problems found")


def _for_machines(compiled: Compiled, form: str) -> str:
    if form == "json":
        from sessionform.report.findings.json import render_json

        return render_json(compiled.diagnostics)
    from sessionform.report.layout.paths import source_root

    if form in CI_FORMATS:
        from sessionform.report.remarks.formats import FORMATS as RENDERERS
        from sessionform.report.remarks.remark import remarks_of_findings

        return RENDERERS[form](remarks_of_findings(compiled.diagnostics, source_root()))
    if form == "sarif":
        from sessionform.report.findings.sarif import render_sarif
        from sessionform.rules.catalogue import CHECKS

        return render_sarif(compiled.diagnostics, CHECKS, source_root())
    from sessionform.report.findings.github import render_github

    return render_github(compiled.diagnostics, source_root())
