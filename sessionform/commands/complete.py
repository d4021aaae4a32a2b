"""What a shell offers as values: read quickly from the declaration, and silent where it cannot be read.

Nothing is judged here: a key that stands in the file is offered. What is slow is not imported.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sessionform.errors import CommandError
from sessionform.files import DECLARATION

Completer = Callable[..., Iterable[str]]

_KEY = re.compile(r"^( *)[\"']?([A-Za-z0-9_.-]+)[\"']?\s*:(.*)$")
_FLOW_KEY = re.compile(r"[{,]\s*[\"']?([A-Za-z0-9_.-]+)[\"']?\s*:\s*[{]")
_MOST = 4 * 2**20


def complete_tables(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """The keys under `tables`, in the declaration and in what it includes."""
    return [key for text in _texts(parsed_args) for key in _keys(text, "tables")]


def complete_environments(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """The keys under `environments`."""
    return [key for text in _texts(parsed_args) for key in _keys(text, "environments")]


def complete_libraries(**_: object) -> list[str]:
    """The session libraries."""
    folder = Path(__file__).parents[1] / "consumers/libraries"
    return sorted(path.stem for path in folder.glob("*.toml"))


def complete_rules_and_kinds(**_: object) -> list[str]:
    """The checks, by the names of their files, and the kinds of change."""
    from sessionform.facts.change_kinds import CHANGE_KINDS

    folder = Path(__file__).parents[1] / "rules"
    rules = (path for path in folder.glob("*/*.py") if "\nRULE = " in path.read_text(encoding="utf-8"))
    return [*sorted(path.stem.replace("_", "-") for path in rules), *CHANGE_KINDS]


def complete_revisions(parsed_args: argparse.Namespace, **_: object) -> list[str]:
    """The branches and tags of the repository around the working folder."""
    from sessionform.files import named_path
    from sessionform.review.base.repository import Repository

    try:
        named = named_path(getattr(parsed_args, "file", DECLARATION))
        repository = Repository.at(named.root) if named.in_repository else None
        return [] if repository is None else repository.names()
    except (CommandError, OSError):
        return []


def set_completer(action: argparse.Action, completer: Completer) -> None:
    """Have shells ask `completer` for the values of an argument."""
    action.completer = completer  # type: ignore[attr-defined]  # argcomplete looks for it


def _texts(arguments: argparse.Namespace) -> Iterator[str]:
    from sessionform.commands.find import find_declaration
    from sessionform.files import read_named
    from sessionform.folder_on_disk import FolderOnDisk
    from sessionform.source.include import Finder

    asked = argparse.Namespace(**{"command": "", **vars(arguments), "quiet": True})
    asked.file = getattr(arguments, "file", None) or DECLARATION
    try:
        find_declaration(asked)
        text = read_named(asked.file, _MOST).decode("utf-8", "replace")
        yield text
        folder = FolderOnDisk(asked.file)
        for written in _included(text):
            paths = Finder(folder).named(written)
            yield from (data.decode("utf-8", "replace") for data in folder.contents(paths, _MOST))
    except (CommandError, OSError):
        return


def _included(text: str) -> list[str]:
    block = re.search(r"^include:(.*(?:\n(?: +|- ).*)*)", text, re.MULTILINE)
    return re.findall(r"[^\s\[\],\"'-][^\s\[\],\"']*", block[1]) if block else []


def _keys(text: str, holder: str) -> Iterator[str]:
    """The keys one level below a key of the top level, in block or in flow style."""
    inside, indent = False, 0
    for line in text.splitlines():
        match = _KEY.match(line)
        if match is None:
            continue
        spaces, key, rest = match.groups()
        if not spaces:
            inside, indent = key == holder, 0
            if inside and rest.strip().startswith("{"):
                yield from _FLOW_KEY.findall(rest)
        elif inside and len(spaces) == (indent or len(spaces)):
            indent = len(spaces)
            yield key
