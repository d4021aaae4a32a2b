"""`sessionform init`: what a repository needs to start from. Never overwrites a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from sessionform.commands.common import Subparsers, command_parser
from sessionform.errors import OutsideError, UsageError
from sessionform.resources import template_text
from sessionform.suggestions import suggest

_FILES = {
    "sessions.yaml": "sessions.yaml",
    "main.py": "main.py",
    "cdktf.json": "cdktf.json",
    ".github/workflows/sessions.yml": "workflow.yml",
}
"""What is written, by the template that it is made from."""


def add_parser(subparsers: Subparsers) -> None:
    parser = command_parser(
        subparsers,
        "init",
        "write a declaration to start from, and what runs it",
        description="Write a starting sessions.yaml, main.py, cdktf.json and the pull-request workflow into a folder. "
        "Files that are there already are left as they are.",
    )
    parser.add_argument("folder", nargs="?", default=".", metavar="DIR", help="the folder (default: this one)")
    parser.add_argument("--consumer", metavar="NAME", help="declare a table that fits this session library")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    texts = dict(_texts(arguments.consumer))
    for name, text in texts.items():
        path = Path(arguments.folder) / name
        done = _write(path, text)
        if not arguments.quiet:
            print(f"{'wrote' if done else 'kept '} {path}")
    if not arguments.quiet:
        print("\nNext: `sessionform check`, then `sessionform synth`, or `sessionform prove` to try it without AWS.")
    return 0


def _texts(consumer: str | None) -> Iterator[tuple[str, str]]:
    for name, template in _FILES.items():
        yield name, template_text(template)
    if consumer is not None:
        yield "sessions.yaml", _declaration(consumer)


def _declaration(consumer: str) -> str:
    from sessionform.consumers.declare import declaration_for
    from sessionform.consumers.registry import library_ids

    if consumer not in library_ids():
        raise UsageError(f"sessionform knows no session library `{consumer}`", suggest(consumer, library_ids()))
    return declaration_for(consumer)


def _write(path: Path, text: str) -> bool:
    """Whether the file was written; one that exists is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        if not path.is_file():
            raise OutsideError(f"`{path}` is in the way, and is no file") from None
        return False
    except OSError as error:
        raise OutsideError(f"`{path}` cannot be written: {error.strerror}") from None
    return True
