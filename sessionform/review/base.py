"""What a declaration is compared with: a file, or the same file in the commit that a git revision leads to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sessionform.compile import read_bytes
from sessionform.errors import OutsideError, UsageError
from sessionform.review.git import Repository, repository_of
from sessionform.suggestions import nearest, suggest

_FETCH = "`git fetch --unshallow` brings the history; in a workflow, `fetch-depth: 0` of actions/checkout does"
_SHORT = 10


@dataclass(frozen=True, slots=True)
class Base:
    """The base's text as it is stored, None where there is no such file: then everything counts as new.

    `file` is the name that messages and places give it, `title` what people read in the heading of a review,
    `statement` what is to be said about it, if anything is.
    """

    data: bytes | None
    file: str
    title: str
    statement: str = ""


def read_base(base: str, file: str) -> Base:
    """What `base`, a git revision or a file, holds for the declaration in `file`.

    Raises UsageError where it is neither or both, or where the clone lacks the history that it takes.
    """
    if not base:
        raise UsageError(
            "`--base` is empty", "name a git revision or a file; on a push, GitHub has no `github.base_ref`"
        )
    if base.startswith("-"):
        raise UsageError(f"`{base}` is no revision", f"a file of that name is given as `./{base}`")
    if os.path.exists(base) and not os.path.isdir(base):  # noqa: PTH110, PTH112  # false for what is no path at all
        return _file(base, Path(file))
    if set(base) == {"0"} and len(base) in (40, 64):
        statement = "the base is git's null commit, which a branch's first push has: every table counts as new"
        return Base(None, file, "no commit", statement)
    real = Path(os.path.realpath(file))
    repository = repository_of(real.parent)
    if repository is None:
        where = f"`{real.parent}` is in no git repository in which it could be a revision"
        raise UsageError(f"there is no file `{base}`, and {where}", "give an earlier declaration as the base")
    return _revision(base, file, repository, repository.prefix + real.name)


def _file(base: str, head: Path) -> Base:
    if _is_revision(base, head.parent):
        raise UsageError(f"`{base}` is a file and a git revision", f"write `./{base}` or `heads/{base}`")
    return Base(read_bytes(base), base, base)


def _is_revision(base: str, folder: Path) -> bool:
    try:
        repository = repository_of(folder)
    except OutsideError:
        return False  # where git cannot be asked, the file is what was meant
    return repository is not None and repository.commit(base) is not None


def _revision(base: str, file: str, repository: Repository, path: str) -> Base:
    named = repository.commit(base)
    if named is None:
        raise _unknown(base, repository)
    commit, statement = repository.merge_base(named), ""
    if commit is None and repository.is_shallow():
        raise UsageError(f"the clone is too shallow to know where HEAD left `{base}`", _FETCH)
    if commit is None:
        commit, statement = named, f"HEAD and `{base}` share no history; compared is `{base}` itself"
    label = base if commit == named else commit[:_SHORT]
    data = repository.read(commit, path)
    if data is None:
        earlier = repository.earlier_path(commit, path)
        data = None if earlier is None else repository.read(commit, earlier)
        fact = (
            f"`{label}` has no `{path}`: every table counts as new"
            if earlier is None or data is None
            else f"`{file}` was `{earlier}` in `{label}`, and is compared with that"
        )
        statement = f"{statement}; {fact}" if statement else fact
        path = earlier or path
    name = f"{label}:{path}"
    return Base(data, name, name if commit == named else f"{name} (the merge base with {base})", statement)


def _unknown(base: str, repository: Repository) -> UsageError:
    remote = repository.names_like(base)
    if remote:
        return UsageError(f"there is no file or git revision `{base}`", suggest(remote[0], remote[:1]))
    if repository.is_shallow():
        return UsageError(f"there is no file `{base}`, and this shallow clone has no such revision", _FETCH)
    known = repository.names()
    hint = "`git fetch` brings the branches of others; a base that is a file is given by its path"
    return UsageError(
        f"there is no file or git revision `{base}`", suggest(base, known) if nearest(base, known) else hint
    )
