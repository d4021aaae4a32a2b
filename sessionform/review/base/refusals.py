"""Bases that would be compared though they are not what was deployed from here: refused, with what to do instead."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sessionform.errors import UsageError
from sessionform.files import NamedPath, named_path, repositories_around
from sessionform.review.base.conversion import conversions
from sessionform.review.base.repository import SHORT, Repository
from sessionform.source.declaration_file import read_declaration
from sessionform.source.read import MAX_BYTES
from sessionform.source.whole import is_whole


def refuse_conversions(repository: Repository, files: Sequence[str]) -> None:
    """Raise UsageError where the bytes in the working tree are others than those that git has."""
    names = {named_path(file).name: file for file in files}
    data = {name: read_declaration(file) if Path(file).is_file() else b"" for name, file in names.items()}
    for name, written in conversions(repository, data).items():
        message = (
            f"git stores `{names[name]}` with other bytes than those that are deployed: `.gitattributes` converts them"
        )
        raise UsageError(
            f"{message} ({written})", "remove the declaration from it, so that a diff shows what is deployed"
        )


def refuse_other_meaning(base: str, tip: str, repository: Repository) -> None:
    """Raise UsageError where the repository around this one knows the revision too, and had something else here.

    A pull request there may have put a submodule in the place of the folder, and chosen all of its history.
    """
    for root in repositories_around(repository.root.parent):
        outer = Repository.at(root)
        if outer is None or outer.shares_history_with(repository):
            continue
        commit = outer.commit(base)
        if commit is None:
            continue
        path = repository.root.relative_to(root).as_posix()
        bases = outer.merge_bases(commit)
        entry = outer.entry(bases[0] if len(bases) == 1 else commit, path)
        if entry is None or (entry.kind == "submodule" and entry.object == tip):
            continue
        was = f"another commit of it ({entry.object[:SHORT]})" if entry.kind == "submodule" else f"a {entry.kind}"
        message = f"`{path}` is a repository of its own, but in `{base}` of the one around it, it is {was}"
        raise UsageError(message, f"to compare with its own `{base}`, name the commit: `--base {tip}`")


def refuse_other_names(label: str, commit: str, repository: Repository, named: NamedPath) -> None:
    """Raise UsageError where a link leads here from what was a declaration of its own in the base.

    The folder that a job runs in is known without the links that led there.
    """
    root = Path(os.path.realpath(repository.root))
    for link in repository.links():
        if not os.path.exists(root / link):  # noqa: PTH110  # nor where it is one of more links than can be followed
            continue
        target = Path(os.path.realpath(root / link))
        if not (root / named.name).is_relative_to(target):
            continue
        name = (Path(link) / (root / named.name).relative_to(target)).as_posix()
        entry = repository.entry(commit, name)
        if entry is not None and entry.path == name and entry.kind == "file":
            message = f"the link `{link}` leads here, but in `{label}`, `{name}` is a separate file"
            raise UsageError(f"{message}, which would not be compared", "put the file back in the place of the link")


def refuse_passed_over(label: str, commit: str, repository: Repository, file: str, passed_over: Sequence[str]) -> None:
    """Raise UsageError where the base has a declaration nearer to the working folder than the one that was found.

    A job that runs there was about that one; with it gone, another would be compared with itself.
    """
    for place in passed_over:
        named = named_path(place)
        refuse_other_names(label, commit, repository, named)
        name = named.name
        entry = repository.entry(commit, name)
        if entry is None or entry.path != name or entry.kind != "file":
            continue
        if repository.size(entry) > MAX_BYTES or is_whole(repository.read(entry)):
            message = f"`{label}` has a declaration `{name}`, which is gone: `{file}` would be compared instead"
            raise UsageError(message, f"if that is what you want, name it: `--file {file}`")
