"""The folder that a declaration is in in a commit, for the files that it included then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from sessionform.errors import UsageError
from sessionform.review.base.conversion import conversions
from sessionform.review.base.repository import Entry, Repository
from sessionform.source.include import Kind


class FolderInCommit:
    """A folder by its path from the repository's root, empty or ending with `/`. `label` is what people call the commit."""

    def __init__(self, repository: Repository, commit: str, declaration: str, label: str) -> None:
        folder, slash, self.own = declaration.rpartition("/")
        self._repository, self._commit, self._label = repository, commit, label
        self._folder = folder + slash
        self._found: dict[str, Entry] = {}
        self._listed = cache(self._list)

    def name(self, path: str) -> str:
        return f"{self._label}:{self._folder}{path}"

    def entries(self, folder: str) -> Mapping[str, Kind]:
        return self._listed(folder)

    def contents(self, paths: Sequence[str], most: int) -> Iterator[bytes]:
        """Raises UsageError where their bytes are not those that were deployed."""
        entries = [self._found[path] for path in paths]
        if sum(self._repository.sizes(entries)) > most:
            raise UsageError(
                f"what `{self._label}:{self._folder}{self.own}` includes is larger than {most // 2**20} MiB",
                "compare with another revision",
            )
        data = self._repository.read_all(entries)
        stored = {entry.path: each for entry, each in zip(entries, data, strict=True)}
        for path, written in conversions(self._repository, stored, self._commit).items():
            hint = "compare with a file that has what was deployed: `--base ./FILE`"
            message = (
                f"`{self._label}:{path}` is not what is deployed: `.gitattributes` makes git convert it ({written})"
            )
            raise UsageError(message, hint)
        yield from data

    def _list(self, folder: str) -> dict[str, Kind]:
        place = (self._folder + folder).rstrip("/")
        start = f"{folder}/" if folder else ""
        known = self._found.get(folder)  # then git need not be asked for each folder on the way again
        listed = self._repository.entries(self._commit, place) if known is None else self._repository.within(known)
        found = {entry.path.rpartition("/")[2]: entry for entry in listed}
        self._found |= {f"{start}{name}": entry for name, entry in found.items()}
        return {name: entry.kind for name, entry in found.items()}
