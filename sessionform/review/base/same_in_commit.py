"""Whether files that were read are the same in a commit, line for line, as where a comment is put on its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sessionform.errors import CommandError
from sessionform.files import NamedPath, named_path
from sessionform.review.base.repository import OBJECT, SHORT, Repository
from sessionform.source.read import decode


def unlike_commit(sources: Mapping[str, Sequence[str]], commit: str) -> str:
    """Why these files, by their names and with their lines, are not those of the commit; empty where they are."""
    try:
        return next((why for file, lines in sources.items() if (why := _unlike(file, lines, commit))), "")
    except CommandError as error:
        return error.message


def _unlike(file: str, lines: Sequence[str], commit: str) -> str:
    named = named_path(file)
    repository = Repository.at(named.root) if named.in_repository else None
    if repository is None:
        return f"`{file}` is not in a git repository"
    if OBJECT.fullmatch(commit) is None or repository.commit(commit) is None:
        return f"the checkout lacks commit {commit[:SHORT]}, which `fetch-depth: 2` fetches"
    if _lines(repository, named, commit) != list(lines):
        return f"`{file}` differs from what commit {commit[:SHORT]} has"
    return ""


def _lines(repository: Repository, named: NamedPath, commit: str) -> list[str] | None:
    """The lines as git and its hosts count them: only a line feed ends one."""
    entry = repository.entry(commit, named.name)
    if entry is None or entry.kind != "file" or entry.path != named.name:
        return None
    text, _ = decode(repository.read(entry), named.name)
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").split("\n")
    return lines if lines[-1] else lines[:-1]
