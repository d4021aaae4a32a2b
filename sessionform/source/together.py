"""A declaration with the files that it includes, as one document in which every setting knows its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sessionform.diagnostics import Finding, Location, Path, Related
from sessionform.errors import UsageError
from sessionform.source.checks import language, plain_yaml, whole_file
from sessionform.source.document import Document
from sessionform.source.include import MAX_FILES, Files, Finder, IncludeRefusedError
from sessionform.source.read import MAX_BYTES, decode, read
from sessionform.source.tree import Marks
from sessionform.source.words import called
from sessionform.suggestions import nearest, suggest

HELD = {"tables": dict, "removed": dict, "accept": list}
"""What an included file may hold."""

_HOLDS = "an included file holds `tables`, `removed` and `accept`, and nothing else"
_WORDS: dict[type, str] = {dict: "a mapping", list: "a list"}


@dataclass(frozen=True, slots=True)
class Together:
    """The document of all files, and what is wrong with how they are put together.

    `whole` is False where a file could not be read: what the declaration means is not known then.
    """

    document: Document
    findings: list[Finding]
    whole: bool


def put_together(main: Document, files: Files) -> Together:
    """The declaration with what its `include` names. Raises OutsideError where a file cannot be read."""
    entries = main.value.get("include") if isinstance(main.value, dict) else None
    written = enumerate(entries) if isinstance(entries, list) else ()
    named = [(at, text) for at, text in written if isinstance(text, str) and text]
    if not named:
        return Together(main, [], whole=True)
    builder = _Builder(main)
    paths, findings = _named(named, files)
    if findings:
        return Together(main, findings, whole=False)
    whole = builder.add_all(paths, files)
    return Together(builder.document(), builder.findings, whole)


def _named(entries: list[tuple[int, str]], files: Files) -> tuple[dict[str, int], list[Finding]]:
    """Which files are included, each with the entry that names it first."""
    finder = Finder(files)
    paths: dict[str, int] = {}
    findings: list[Finding] = []
    for at, text in entries:
        try:
            for path in finder.named(text):
                paths.setdefault(path, at)
        except IncludeRefusedError as refused:
            findings.append(_refused(refused, at))
        if len(paths) > MAX_FILES:
            hint = "put the tables of several into one"
            return {}, [_refused(UsageError(f"more than {MAX_FILES:,} files are included", hint), at)]
    return paths, findings


def _refused(error: UsageError, at: int) -> Finding:
    return whole_file.include_refused.finding(error.message, error.hint, ("include", at))


@dataclass(slots=True)
class _Builder:
    """The document while files are added to it. What a file holds a second time is left out, and said."""

    main: Document
    findings: list[Finding] = field(default_factory=list)
    included: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    owners: dict[Path, tuple[str, Path]] = field(default_factory=dict)
    value: dict[str, Any] = field(init=False)
    marks: dict[str | int, tuple[Any, Marks]] = field(init=False)
    own: set[str] = field(default_factory=set)
    values: int = field(init=False)

    def __post_init__(self) -> None:
        self.value, self.values = dict(self.main.value), self.main.values
        self.marks = dict((self.main.marks.children if self.main.marks else None) or {})

    def document(self) -> Document:
        marks = replace(self.main.marks, children=self.marks) if self.main.marks else None
        return replace(
            self.main,
            value=self.value,
            marks=marks,
            values=self.values,
            included=self.included,
            owners=self.owners,
            ways=self.ways,
        )

    def add_all(self, paths: dict[str, int], files: Files) -> bool:
        """Whether all could be read."""
        room = MAX_BYTES - sum(map(len, self.main.lines))
        contents, whole = files.contents(list(paths), MAX_BYTES), True
        for path, at in paths.items():
            try:
                data = next(contents)
            except UsageError as error:
                self.findings.append(_refused(error, at))
                return False
            room -= len(data)
            if room < 0:
                message = f"the declaration and what it includes are larger than {MAX_BYTES // 2**20} MiB"
                self.findings.append(_refused(UsageError(message, "split it into several declarations"), at))
                return False
            self.ways[files.name(path)] = path
            whole = self._add(files.name(path), data) and whole
        return whole

    def _add(self, name: str, data: bytes) -> bool:
        text, findings = decode(data, name)
        if text is None:
            self.included[name] = tuple(data.decode("utf-8", "replace").splitlines())
            self.findings += findings
            return False
        self.included[name] = tuple(text.splitlines())
        part, findings = read(text, name, before=self.values)
        self.findings += map(_of_a_part, findings)
        if part is None:
            return False
        self.values += part.values
        if not isinstance(part.value, dict):
            self.findings.append(_wrong(part, (), f"`{name}` is not a mapping", _HOLDS))
            return False
        for key in part.value:
            self._take(part, key)
        return True

    def _take(self, part: Document, key: str) -> None:
        if key not in HELD:
            self.findings.append(_strange_key(part, key, self.main.file))
            return
        value, kind = part.value[key], HELD[key]
        if value is None:
            return
        if not isinstance(value, kind):
            message = f"`{key}` in `{part.file}` is not {_WORDS[kind]}"
            self.findings.append(_wrong(part, (key,), message, f"write {_WORDS[kind]}, as in the declaration itself"))
            return
        if self.value.get(key) is not None and not isinstance(self.value[key], kind):
            return  # which the schema says of the declaration
        self._merge(part, key, kind)

    def _merge(self, part: Document, key: str, kind: type) -> None:
        event, marks = (part.marks.children or {})[key] if part.marks else (None, None)
        if marks is None or marks.children is None:
            return
        if self.value.get(key) is None:
            self.value[key] = kind()
            self.marks[key] = (event, replace(marks, children={}))
            self.owners[(key,)] = (part.file, (key,))
            self.own.add(key)
        elif key not in self.own:
            self.own.add(key)
            self.value[key] = kind(self.value[key])
            first, own = self.marks[key]
            self.marks[key] = (first, replace(own, children=dict(own.children or {})))
        into, children = self.value[key], self.marks[key][1].children
        for name, item, place in _items(part.value[key], len(into)):
            if kind is dict and name in into:
                self.findings.append(self._twice(part, (key, name)))
                continue
            if kind is dict:
                into[name] = item
            else:
                into.append(item)
            if children is not None:
                children[name] = marks.children[place]
            self.owners[(key, name)] = (part.file, (key, place))

    def _twice(self, part: Document, path: Path) -> Finding:
        first, _ = self.document().within(path)
        return plain_yaml.duplicate_key.finding(
            f"the {called(path)} is in `{part.file}`, and in `{first}` too",
            "keep one of the two",
            path,
            location=part.locate(path, on_key=True),
            related=(Related(path, "it is here already"),),
        )


def _items(value: Any, before: int) -> Iterator[tuple[str | int, Any, str | int]]:
    """Each item with its key in the whole document and in its file."""
    if isinstance(value, dict):
        yield from ((name, item, name) for name, item in value.items())
    else:
        yield from ((before + at, item, at) for at, item in enumerate(value))


def _of_a_part(finding: Finding) -> Finding:
    if finding.rule != whole_file.empty_file.id:
        return finding
    return replace(finding, hint="declare `tables` in it, or remove it from `include`")


def _strange_key(part: Document, key: str, main: str) -> Finding:
    if key == "include":
        message = f"`{part.file}` is an included file, which cannot include others"
        return _wrong(part, (key,), message, f"list these files in `{main}`")
    message = f"`{part.file}` is an included file, which cannot have the key `{key}`: {_HOLDS}"
    hint = "remove it: only the declaration has a `version`" if key == "version" else f"put it into `{main}`"
    return _wrong(part, (key,), message, suggest(key, HELD) if nearest(key, HELD) else hint)


def _wrong(part: Document, path: Path, message: str, hint: str) -> Finding:
    check = language.unknown_key if path and path[0] not in HELD else language.wrong_type
    location: Location = part.locate(path, on_key=True)
    return check.finding(message, hint, path, location=location)
