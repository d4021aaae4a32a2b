"""Declarations of a commit under other names: where there are some, a declaration that is new may be none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sessionform.compile import compile_bytes
from sessionform.diagnostics import Severity
from sessionform.model import Declaration, Environment, Table, state_in, state_of
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
    candidates = _candidates(repository, commit, path)
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


def taken_from_others(
    repository: Repository, commit: str, path: str, label: str, head: Declaration, earlier: Declaration
) -> list[tuple[str, str]]:
    """Environments that take what another declaration of a commit has, a state or a table, and what is to be said of it.

    `head` is the declaration in `path`, and `earlier` the one of the commit that it is compared with.
    """
    known = {state_of(environment.backend) for environment in earlier.environments.values()}
    states = {
        state_in(item.backend, path.rpartition("/")[0]): name
        for name, item in head.environments.items()
        if state_of(item.backend) not in known
    }
    managed = {(environment.region, table.name) for environment, table in earlier.tables()}
    imports = [
        (environment, table)
        for environment, table in head.tables()
        if table.import_existing and (environment.region, table.name) not in managed
    ]
    if not states and not imports:
        return []
    said: dict[tuple[str, str], str] = {}
    for name, declaration in _declarations(repository, commit, _candidates(repository, commit, path)[:_MOST_FILES]):
        folder = name.rpartition("/")[0]
        for there, environment in declaration.environments.items():
            taking = states.get(state_in(environment.backend, folder))
            if taking is not None:
                message = (
                    f"`{taking}` continues the state of `{there}` in `{label}:{name}`, whose tables are not compared: "
                    f"a deploy of `{taking}` deletes those that it does not declare"
                )
                said.setdefault((taking, ""), message)
        for owner, environment, table in _replaced(imports, declaration):
            message = (
                f"`{table.key}` of `{environment.name}` takes over `{table.name}`, which is `{owner.key}` of `{owner.environment}` in "
                f"`{label}:{name}` and has another key: Terraform plans to replace it, with every session in it"
            )
            said.setdefault((environment.name, table.key), message)
    return [(name, message) for (name, _), message in said.items()]


def _replaced(
    imports: Sequence[tuple[Environment, Table]], declaration: Declaration
) -> Iterator[tuple[Table, Environment, Table]]:
    """The tables of another declaration that are taken over with other names in their keys, which replaces them."""
    owners = {(environment.region, table.name): (environment, table) for environment, table in declaration.tables()}
    for environment, table in imports:
        there, owner = owners.get((environment.region, table.name), (None, None))
        if there is None or owner is None or not there.account.alike(environment.account):
            continue
        if owner.key_names != table.key_names:
            yield owner, environment, table


def _candidates(repository: Repository, commit: str, path: str) -> list[str]:
    """The files that may be declarations, those first that are called as the one in `path`."""
    words, ways = _WORDS
    found = list(dict.fromkeys(name for way in ways for name in repository.files_with(commit, *words, way)))
    return sorted(found, key=lambda name: (_name(name) != _name(path), name.count("/"), name))


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
