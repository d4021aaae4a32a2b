"""What a declaration is compared with: a file, or the same file in the commit that a git revision leads to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sessionform.errors import UsageError
from sessionform.files import NamedPath, named_path, read_named
from sessionform.folder_on_disk import FolderOnDisk
from sessionform.model import Declaration, LocalBackend
from sessionform.review.base.conversion import conversion
from sessionform.review.base.earlier_declarations import declared_elsewhere, taken_from_others
from sessionform.review.base.folder_in_commit import FolderInCommit
from sessionform.review.base.refusals import (
    refuse_conversions,
    refuse_other_meaning,
    refuse_other_names,
    refuse_passed_over,
)
from sessionform.review.base.repository import SHORT, Entry, Repository
from sessionform.source.declaration_file import read_declaration
from sessionform.source.include import Files
from sessionform.source.read import MAX_BYTES
from sessionform.suggestions import nearest, suggest
from sessionform.words import names_in_quotes

_FETCH = "`git fetch --unshallow` fetches the history; in a workflow, `fetch-depth: 0` of actions/checkout does"
_ENDINGS = (".yaml", ".yml", ".json")
"""What a file that is meant for the base is called, where no path says that it is a file."""

_NULL_COMMIT = "the base is git's null commit, which a branch's first push has: every table counts as new"


@dataclass(frozen=True, slots=True)
class Base:
    """The base's text as it is stored, None where there is no such file: then everything counts as new.

    `file` is the name that messages and places give it, `title` what people read in the heading of a review,
    `statement` what is to be said about it, if anything is. `gap` says why there is nothing to compare with, where there
    should be something.
    """

    data: bytes | None
    file: str
    title: str
    statement: str = ""
    gap: str = ""
    commits: tuple[str, ...] = ()
    """The commit that is compared with, and the one that the working folder stands on; none without git."""
    beside: Callable[[str], str | None] = lambda _: None
    """The text of a file that the base has beside its own, by its way from there; None where it has none."""
    files: Files | None = None
    """The folder that the base is in, for what it includes; None where there is no base."""
    taken_over: Callable[[Declaration, Declaration], list[tuple[str, str]]] = lambda _head, _earlier: []
    """What environments take that another declaration of the base has, and what is to be said of it."""


def read_base(
    base: str,
    file: str,
    head: Declaration | None = None,
    included: Sequence[str] = (),
    passed_over: Sequence[str] = (),
) -> Base:
    """What `base`, a git revision or a file, holds for the declaration in `file`, which is `head` and includes some files.

    Raises UsageError where it is neither or both, where the clone lacks the history that it takes, and where it has a
    declaration in a place that was `passed_over` when this one was found.
    """
    if not base:
        raise UsageError(
            "`--base` is empty", "name a git revision or a file; on a push, GitHub has no `github.base_ref`"
        )
    if base.startswith("-"):
        raise UsageError(f"`{base}` is not a revision", f"for a file of that name, write `./{base}`")
    is_file = os.path.exists(base) and not os.path.isdir(base)  # noqa: PTH110, PTH112  # false for what is not a path at all
    if is_file and base.startswith(("/", "./", "../")):
        return _file(base)
    named = named_path(file)
    repository = Repository.at(named.root) if named.in_repository else None
    if is_file:
        if repository is not None and repository.commit(base) is not None:
            raise UsageError(f"`{base}` is a file and a git revision", f"write `./{base}` or `heads/{base}`")
        if repository is not None and not base.endswith(_ENDINGS):
            # A pull request may bring a file with the name of a revision that the clone lacks
            raise UsageError(f"`{base}` is a file, not a git revision", f"write `./{base}` to compare with the file")
        return _file(base)
    if set(base) == {"0"} and len(base) in (40, 64):
        return Base(None, file, "no commit", gap=_NULL_COMMIT)
    if repository is None:
        where = f"`{named.path.parent}` is not in a git repository, in which it could be a revision"
        raise UsageError(f"there is no file `{base}`, and {where}", "give an earlier declaration as the base")
    refuse_conversions(repository, [file, *included])
    return _revision(base, file, repository, named, head, passed_over)


def _file(base: str) -> Base:
    return Base(read_declaration(base), base, base, beside=partial(_beside_file, base), files=FolderOnDisk(base))


def _revision(
    base: str,
    file: str,
    repository: Repository,
    named: NamedPath,
    head: Declaration | None,
    passed_over: Sequence[str],
) -> Base:
    tip = repository.commit(base)
    if tip is None:
        raise _unknown(base, repository)
    refuse_other_meaning(base, tip, repository)
    bases, statement = repository.merge_bases(tip), ""
    if (not bases and repository.is_shallow()) or any(repository.is_cut_off(tip, item) for item in bases):
        raise UsageError(f"the clone is too shallow to know where HEAD left `{base}`", _FETCH)
    commit = bases[0] if len(bases) == 1 else tip
    if not bases:
        statement = f"HEAD and `{base}` share no history; the review compares with `{base}` itself"
    elif len(bases) > 1:
        statement = (
            f"HEAD and `{base}` have {len(bases)} merge bases; the review compares with `{base}` itself, so what it has gained since counts too, "
            f"until HEAD merges `{base}`"
        )
    label = base if commit == tip else commit[:SHORT]
    refuse_other_names(label, commit, repository, named)
    refuse_passed_over(label, commit, repository, file, passed_over)
    entry = repository.entry(commit, named.name)
    gap = ""
    if entry is None or entry.kind == "folder":
        entry = _renamed(repository, commit, named.name)
        if entry is None:
            elsewhere = declared_elsewhere(repository, commit, named.name, head)
            fact = f"`{label}` has no `{named.name}`: every table counts as new"
            gap = elsewhere and f"{fact}, but in `{label}` {elsewhere}"
        else:
            fact = f"`{file}` was `{entry.path}` in `{label}`, and is compared with that{_left_behind(entry.path, named.name, head)}"
        statement = f"{statement}; {fact}" if statement else fact
    elif entry.kind != "file":
        gap = f"in `{label}`, `{entry.path}` is a {entry.kind}, which is not followed: every table counts as new"
        entry = None
    name = f"{label}:{named.name if entry is None else entry.path}"
    data = None if entry is None else _contents(repository, commit, entry, name, file)
    title = name if commit == tip else f"{name} (the merge base with {base})"
    folder = (named.name if entry is None else entry.path).rpartition("/")[0]
    beside = partial(_beside, repository, commit, f"{folder}/" if folder else "")
    commits = (commit, repository.commit("HEAD") or "")
    files = None if entry is None else FolderInCommit(repository, commit, entry.path, label)
    taken_over = partial(taken_from_others, repository, commit, named.name, label)
    return Base(data, name, title, "" if gap else statement, gap, commits, beside, files, taken_over)


def _beside(repository: Repository, commit: str, folder: str, path: str) -> str | None:
    entry = repository.entry(commit, f"{folder}{path}")
    if entry is None or entry.kind != "file" or repository.size(entry) > MAX_BYTES:
        return None
    return repository.read(entry).decode("utf-8", errors="replace")


def _beside_file(base: str, path: str) -> str | None:
    try:
        return read_named(os.path.join(os.path.dirname(base), path), MAX_BYTES).decode("utf-8", errors="replace")  # noqa: PTH118, PTH120  # as the base is written
    except OSError:
        return None


def _left_behind(earlier: str, path: str, head: Declaration | None) -> str:
    """What is to be said of states in files, which are beside the declaration, where it has moved to another folder."""
    environments = {} if head is None else head.environments
    backends = {name: item.backend for name, item in environments.items()}
    local = [
        name for name, item in backends.items() if isinstance(item, LocalBackend) and not item.path.startswith("/")
    ]
    if not local or earlier.rpartition("/")[0] == path.rpartition("/")[0]:
        return ""
    return (
        f"; the states of {names_in_quotes(local)} are files beside the declaration: unless they are moved with it, Terraform plans to create "
        "tables that already exist"
    )


def _renamed(repository: Repository, commit: str, path: str) -> Entry | None:
    """The file that git takes for renamed since, or the one whose name has other upper and lower case."""
    earlier = repository.earlier_path(commit, path)
    entry = repository.entry(commit, path, any_case=True) if earlier is None else repository.entry(commit, earlier)
    return entry if entry is not None and entry.kind == "file" else None


def _contents(repository: Repository, commit: str, entry: Entry, name: str, file: str) -> bytes:
    """The file of the base. Raises UsageError where it is too large, or where its bytes are not those that are deployed."""
    if repository.size(entry) > MAX_BYTES:
        raise UsageError(f"`{name}` is larger than {MAX_BYTES // 2**20} MiB", "compare with another revision")
    data = repository.read(entry)
    written = conversion(repository, entry.path, data, commit)
    if written:
        hint = "compare with a file that has what was deployed: `--base ./FILE`"
        raise UsageError(f"`{name}` is not what is deployed: `.gitattributes` makes git convert it ({written})", hint)
    return data


def _unknown(base: str, repository: Repository) -> UsageError:
    remote = repository.names_like(base)
    if remote:
        return UsageError(f"there is no file or git revision `{base}`", suggest(remote[0], remote[:1]))
    if repository.is_shallow():
        return UsageError(f"there is no file `{base}`, and this shallow clone has no such revision", _FETCH)
    known = repository.names()
    hint = "`git fetch` fetches the branches of others; for a base that is a file, give its path"
    return UsageError(
        f"there is no file or git revision `{base}`", suggest(base, known) if nearest(base, known) else hint
    )
