"""What makes of a file that git stores another one in the working tree, as `.gitattributes` says it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sessionform.review.base.git import ask
from sessionform.review.base.repository import Repository, entries_of

_UNTOUCHED = ("unspecified", "unset")


def conversion(repository: Repository, path: str, data: bytes, commit: str | None = None) -> str:
    """What makes of a file's stored bytes others in the working tree, as `.gitattributes` says it, now or in a commit;
    empty where nothing does but the ends of lines.
    """
    return conversions(repository, {path: data}, commit).get(path, "")


def conversions(repository: Repository, files: Mapping[str, bytes], commit: str | None = None) -> dict[str, str]:
    """The same of several files at once, where something does."""
    names = ("working-tree-encoding", "filter", "ident")
    question, given = ("check-attr", "-z", "--stdin"), "".join(f"{path}\0" for path in files)
    if commit is None:
        answer = ask(repository.root, *question, *names, given=os.fsencode(given))
    else:
        with _attributes(repository, commit, files) as index:
            variables = {"GIT_INDEX_FILE": index}
            answer = ask(repository.root, *question, "--cached", *names, given=os.fsencode(given), variables=variables)
    found: dict[str, dict[str, str]] = {path: {} for path in files}
    words = answer.text.split("\0")
    for path, name, value in zip(words[::3], words[1::3], words[2::3], strict=False):
        found[path][name] = value
    return {path: said for path, values in found.items() if (said := _conversion(values, files[path]))}


@contextmanager
def _attributes(repository: Repository, commit: str, paths: Iterable[str]) -> Iterator[str]:
    """A scratch index, outside of the repository, with nothing but the attributes that a commit has for these paths."""
    folders = {folder for path in paths for folder in _folders(path)}
    places = sorted(f"{folder}/.gitattributes" if folder else ".gitattributes" for folder in folders)
    listed = repository.stored("ls-tree", "--full-tree", "-z", commit, "--", *places)
    # git takes what a link of this name says for attributes, too, when it checks out
    files = [entry for entry in entries_of(listed.text, "") if entry.kind in ("file", "link")]
    repository.sizes(files)  # git itself passes over what a partial clone lacks
    lines = "".join(f"100644 {entry.object}\t{entry.path}\0" for entry in files)
    with tempfile.TemporaryDirectory(prefix="sessionform-") as folder:
        index = str(Path(folder) / "index")
        options, variables = ("-z", "--index-info"), {"GIT_INDEX_FILE": index}
        ask(repository.root, "update-index", *options, given=os.fsencode(lines), variables=variables)
        yield index


def _folders(path: str) -> list[str]:
    """The folders that a path is in, the root being the empty one."""
    *folders, _ = path.split("/")
    return ["/".join(folders[:depth]) for depth in range(len(folders) + 1)]


def _conversion(values: dict[str, str], data: bytes) -> str:
    if b"$Id" not in data:
        del values["ident"]
    if values["working-tree-encoding"].lower() in ("utf-8", "utf8"):
        del values["working-tree-encoding"]
    touched = ((name, value) for name, value in values.items() if value not in _UNTOUCHED)
    return ", ".join(name if value == "set" else f"{name}={value}" for name, value in touched)
