"""Declarations of a commit under other names: where there are some, a declaration that is new may be none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sessionform.compile import compile_bytes
from sessionform.diagnostics import Severity
from sessionform.model import Declaration, state_of
from sessionform.review.base.folder_in_commit import FolderInCommit
from sessionform.review.base.repository import Repository
from sessionform.source.read import MAX_BYTES
from sessionform.words import names_in_quotes

_WORDS = ("version", "environments"), ("tables", "include")
"""What no declaration is without: the first of these, and one of the others."""

_MOST_FILES = 200
_MOST_NAMED = 3


def declared_elsewhere(repository: Repository, commit: str, path: str, head: Declaration | None) -> str:
    """Where a commit has tables, as the end of a sentence; empty where it has none at all."""
    found: list[str] = []
    states: list[str] = []
    words, ways = _WORDS
    candidates = list(dict.fromkeys(name for way in ways for name in repository.files_with(commit, *words, way)))
    candidates.sort(key=lambda name: (_name(name) != _name(path), name.count("/"), name))
    for name, declaration in _declarations(repository, commit, candidates[:_MOST_FILES]):
        found.append(name)
        states += _shared_states(declaration, head)
        if len(found) > _MOST_NAMED:
            break
    if not found and len(candidates) > _MOST_FILES:
        return f"{len(candidates)} files may be declarations, which is too many to read"
    if not found:
        return ""
    names = names_in_quotes(found[:_MOST_NAMED]) + (" and others" if len(found) > _MOST_NAMED else "")
    same = list(dict.fromkeys(states))
    shared = ", some of them in the same state: " + names_in_quotes(same[:_MOST_NAMED]) if same else ""
    return f"there are tables in {names}, which are not compared{shared}"


def _declarations(repository: Repository, commit: str, candidates: Sequence[str]) -> Iterator[tuple[str, Declaration]]:
    for name in candidates:
        entry = repository.entry(commit, name)
        if entry is None or repository.size(entry) > MAX_BYTES:
            continue
        files = FolderInCommit(repository, commit, name, commit)
        declaration = compile_bytes(repository.read(entry), name, files=files, least=Severity.ERROR).declaration
        if declaration is not None and declaration.table_keys:
            yield name, declaration


def _shared_states(earlier: Declaration, head: Declaration | None) -> Iterator[str]:
    """The environments of the head whose state is that of one of the earlier declaration."""
    states = [state_of(environment.backend) for environment in earlier.environments.values()]
    for name, environment in {}.items() if head is None else head.environments.items():
        if state_of(environment.backend) in states:
            yield name


def _name(path: str) -> str:
    return path.rpartition("/")[2]
