"""`sessionform schema`: the JSON Schema of the language, for editors."""

from __future__ import annotations

import argparse
import sys

from sessionform.commands.arguments import Subparsers, command_parser


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "schema",
        description="Print the JSON Schema (2020-12) of sessions.yaml, for editors.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from sessionform.editor_schema import editor_schema_text

    sys.stdout.write(editor_schema_text())
    return 0
