"""What git knows of a working tree. It is only asked: nothing is checked out, fetched, converted or written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sessionform.errors import OutsideError, UsageError
from sessionform.review.base.git import Answer, ask

EntryKind = Literal["file", "link", "folder", "submodule"]

_KINDS: dict[str, EntryKind] = {"120000": "link", "040000": "folder", "160000": "submodule"}
OBJECT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
"""The name of a commit or of another object in full, by SHA-1 or SHA-256."""

SHORT = 10
"""A commit is shown by so many of its characters."""

_UNBORN = 1
_FATAL = 128
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """What a commit has at a path, or, where that is not a folder, at one on the way to it."""

    path: str
    kind: EntryKind
    object: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A working tree, by its root. Paths are those that git writes, from the root. Git failing is an OutsideError."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Repository | None:
        """The repository whose working tree has this root, None where `.git` is a name there and nothing more.

        Raises OutsideError where git takes another folder for the root.
        """
        answer = ask(root, "rev-parse", "--show-toplevel", codes=(0, _FATAL))
        if answer.code and "not a git repository (or any" in answer.error:
            return None
        if answer.code:
            raise answer.failure
        top = answer.line
        if not os.path.samefile(top, root):  # noqa: PTH121
            raise OutsideError(f"git treats `{top}` as the working tree of `{root}`", "see `git config core.worktree`")
        return cls(root)

    def shares_history_with(self, other: Repository) -> bool:
        """Whether they are working trees of one repository."""
        mine, theirs = (
            ask(item.root, "rev-parse", "--path-format=absolute", "--git-common-dir").line for item in (self, other)
        )
        return os.path.samefile(mine, theirs)  # noqa: PTH121

    def commit(self, revision: str) -> str | None:
        """The commit that a revision names, None where it names none. The revision must not look like an option.

        Raises UsageError where it names several, of which git would take a tag.
        """
        answer = self._resolve(f"{revision}^{{commit}}")
        if answer.code == 0 and re.search("^warning: refname .* is ambiguous", answer.error, re.MULTILINE):
            raise UsageError(
                f"more than one branch or tag is called `{revision}`", "name it in full, as `heads/…` or `tags/…`"
            )
        if answer.code == 0:
            return answer.line if OBJECT.fullmatch(answer.line) else None
        thing = self._resolve(revision).line
        if OBJECT.fullmatch(thing) and thing != revision.lower():  # a name of an object says nothing of its being here
            self._look_into(thing)
        return None

    def merge_bases(self, commit: str) -> list[str]:
        """The commits in which the history of HEAD left that of `commit`: none where they share nothing, and several where
        each has merged the other. Of several, git merges with what they have in common, which no commit has.
        """
        if ask(self.root, "rev-parse", "--verify", "--quiet", "HEAD", codes=(0, _UNBORN)).code == _UNBORN:
            return []
        return ask(self.root, "merge-base", "--all", commit, "HEAD", codes=(0, 1)).text.split()

    def is_cut_off(self, commit: str, merge_base: str) -> bool:
        """Whether this is a shallow clone that lacks a part of what either side has since the merge base: there may be a
        later one in it.
        """
        if not self.is_shallow() or merge_base in (commit, self.commit("HEAD")):
            return False
        since = (commit, "HEAD", "--not", merge_base)
        return ask(self.root, "rev-list", "--max-parents=0", "--max-count=1", *since).line != ""

    def entry(self, commit: str, path: str, *, any_case: bool = False) -> Entry | None:
        """What the commit has at the path, None where it has nothing; links and submodules on the way end it.

        With `any_case` names that only differ in upper and lower case are the same, as many file systems have it.
        """
        tree, found = commit, ""
        parts = path.split("/")
        for part in parts[:-1]:
            entry = self._child(tree, found, part, any_case=any_case)
            if entry is None or entry.kind == "file":
                return None
            if entry.kind != "folder":
                return entry
            tree, found = entry.object, f"{entry.path}/"
        return self._child(tree, found, parts[-1], any_case=any_case)

    def entries(self, commit: str, folder: str) -> list[Entry]:
        """What a folder of a commit holds, the root being the empty path; nothing where there is no such folder."""
        entry = self.entry(commit, folder) if folder else Entry("", "folder", commit)
        return [] if entry is None or entry.path != folder else self.within(entry)

    def within(self, entry: Entry) -> list[Entry]:
        """What a folder holds, and nothing where it is none."""
        folder = f"{entry.path}/" if entry.path else ""
        return list(self._entries(entry.object, folder)) if entry.kind == "folder" else []

    def size(self, entry: Entry) -> int:
        """The length of a file in bytes."""
        return int(self.stored("cat-file", "-s", entry.object).line)

    def read(self, entry: Entry) -> bytes:
        """A file as git stores it."""
        return self.stored("cat-file", "blob", entry.object).output

    def sizes(self, entries: Sequence[Entry]) -> list[int]:
        """The length of each of several files in bytes."""
        if not entries:
            return []
        asked = "".join(f"{entry.object}\n" for entry in entries).encode()
        lines = self.stored("cat-file", "--batch-check=%(objecttype) %(objectsize)", given=asked).text.splitlines()
        for entry, line in zip(entries, lines, strict=True):
            if not line.startswith("blob "):
                raise self._missing(OutsideError(f"git cannot read `{entry.path}`: {line}"))
        return [int(line.removeprefix("blob ")) for line in lines]

    def read_all(self, entries: Sequence[Entry]) -> list[bytes]:
        """Several files as git stores them."""
        asked = "".join(f"{entry.object}\n" for entry in entries).encode()
        output, at, found = self.stored("cat-file", "--batch=%(objectsize)", given=asked).output, 0, []
        for _ in entries:
            end = output.index(b"\n", at) + 1
            size = int(output[at:end])
            found.append(output[end : end + size])
            at = end + size + 1
        return found

    def earlier_path(self, commit: str, path: str) -> str | None:
        """The path that a file had in the commit, if git takes it for renamed since."""
        options = ("--cached", "-z", "-M", "--diff-filter=R", "--name-status", "--no-ext-diff", "--no-textconv")
        listed = self.stored("diff-index", *options, commit).text.split("\0")
        renamed = dict(zip(listed[2::3], listed[1::3], strict=False))  # status, old, new; status, old, new; ...
        return renamed.get(path)

    def files_with(self, commit: str, *words: str) -> list[str]:
        """The paths of the files of a commit that have all of these words somewhere."""
        patterns = [option for word in words for option in ("-e", word)]
        options = ("--text", "--files-with-matches", "--null", "--fixed-strings", "--all-match", "--no-textconv")
        answer = self.stored("grep", *options, *patterns, commit, codes=(0, 1))
        if re.search("^(error|fatal): ", answer.error, re.MULTILINE):
            raise self._missing(answer.failure)
        return [name.removeprefix(f"{commit}:") for name in answer.text.split("\0") if name]

    def links(self) -> list[str]:
        """The links that are committed, or about to be."""
        listed = ask(self.root, "ls-files", "--stage", "-z", "--full-name").text.split("\0")
        return [record.partition("\t")[2] for record in listed if record.startswith("120000 ")]

    def is_shallow(self) -> bool:
        """Whether the clone has only the newest part of the history."""
        return ask(self.root, "rev-parse", "--is-shallow-repository").line == "true"

    def names_like(self, name: str) -> list[str]:
        """The branches of remotes that are called `name`."""
        return self._names(f"refs/remotes/*/{name}")

    def names(self) -> list[str]:
        """Branches and tags, not more than a person could have meant."""
        return self._names("refs/heads", "refs/tags")

    def _names(self, *patterns: str) -> list[str]:
        wanted = (f"--count={_MOST_NAMES}", "--format=%(refname:short)", "--", *patterns)
        return ask(self.root, "for-each-ref", *wanted).text.splitlines()

    def _resolve(self, revision: str) -> Answer:
        return ask(self.root, "rev-parse", "--verify", "--end-of-options", revision, codes=(0, _FATAL))

    def _look_into(self, thing: str) -> None:
        """Raise OutsideError where a commit cannot be had: a tree or a file can, and is none."""
        if self.stored("cat-file", "-t", thing).line == "tag":
            self.stored("cat-file", "-t", f"{thing}^{{}}")

    def _child(self, tree: str, folder: str, name: str, *, any_case: bool) -> Entry | None:
        entries = {os.path.basename(entry.path): entry for entry in self._entries(tree, folder)}  # noqa: PTH119
        if name in entries or not any_case:
            return entries.get(name)
        same = [entry for found, entry in entries.items() if found.casefold() == name.casefold()]
        return same[0] if len(same) == 1 else None

    def _entries(self, tree: str, folder: str) -> Iterator[Entry]:
        return entries_of(self.stored("ls-tree", "--full-tree", "-z", tree).text, folder)

    def stored(self, *words: str, codes: tuple[int, ...] = (0,), given: bytes = b"") -> Answer:
        """What git answers to a question about stored objects. Raises OutsideError, with what brings those that lack."""
        try:
            return ask(self.root, *words, codes=codes, given=given)
        except OutsideError as error:
            raise self._missing(error) from None

    def _missing(self, error: OutsideError) -> OutsideError:
        """The error, with what brings the object that a partial clone lacks: nothing is fetched by itself."""
        settings = r"^(remote\..*\.promisor|extensions\.partialclone)$"
        partial = ask(self.root, "config", "--get-regexp", settings, codes=(0, 1)).line
        hint = (
            "this is a partial clone, and nothing is fetched here: `git fetch --refetch --no-filter` fetches the rest"
        )
        return OutsideError(error.message, hint) if partial else error


def entries_of(listed: str, folder: str) -> Iterator[Entry]:
    """The entries, below a folder, of what `git ls-tree -z` lists."""
    for record in listed.split("\0")[:-1]:
        facts, _, name = record.partition("\t")
        mode, _, found = facts.split(" ")
        yield Entry(folder + name, _KINDS.get(mode, "file"), found)
