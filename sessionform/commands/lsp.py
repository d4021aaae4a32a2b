"""`sessionform lsp`: a language server on standard input and output, for editors to start."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys

from sessionform.commands.arguments import Subparsers, command_parser
from sessionform.errors import OutsideError


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "lsp",
        description="Speak the Language Server Protocol on standard input and output: findings while one types, fixes, "
        "completion, what a setting comes to, and the review. Editors start it; docs/editors.md says how.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        from sessionform.lsp.server import make_server
    except ModuleNotFoundError as error:
        message = f"the language server needs `{error.name}`, which is not installed"
        raise OutsideError(message, "pip install 'sessionform[lsp]'") from None
    # Copies of the streams: what anything prints goes to the log then, and not between two messages
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with requests, answers, contextlib.redirect_stdout(sys.stderr):
        make_server().start_io(requests, answers)
    return 0
