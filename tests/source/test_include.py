"""Which files `include` names, and the one document that they make with the declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from sessionform.compile import Compiled, compile_text
from sessionform.errors import UsageError
from sessionform.source.include import MAX_DEPTH, MAX_FILES, MAX_NAMES, Finder, IncludeRefusedError, Kind

HEAD = "version: 1\nenvironments: {staging: {region: us-east-1}}\n"
TABLE = "{partition_key: userId, ttl: expiresAt}"


@dataclass
class Folder:
    """A folder that is in no file system: the text of each file by its path, `@link` and the like for what is none.

    A byte that is not UTF-8 stands in a text as Python's surrogate of it.
    """

    files: Mapping[str, str]
    own: str = "sessions.yaml"
    asked: list[str] = field(default_factory=list)

    def name(self, path: str) -> str:
        return f"app/{path}"

    def entries(self, folder: str) -> Mapping[str, Kind]:
        start, found = f"{folder}/" if folder else "", dict[str, Kind]()
        for path, text in self.files.items():
            if path.startswith(start):
                first, slash, _ = path.removeprefix(start).partition("/")
                kind = text.removeprefix("@") if text.startswith("@") else "file"
                found[first] = "folder" if slash else kind  # type: ignore[assignment]
        return found

    def contents(self, paths: Sequence[str], most: int) -> Iterator[bytes]:
        for path in paths:
            if self.files[path] == "unreadable":
                raise UsageError(f"`{path}` is a link")
            self.asked.append(path)
            yield self.files[path].encode(errors="surrogateescape")[: most + 1]


def named(written: str, *paths: str, **others: str) -> list[str]:
    return Finder(Folder(dict.fromkeys(paths, "") | others)).named(written)


def refused(written: str, *paths: str, **others: str) -> str:
    with pytest.raises(IncludeRefusedError) as caught:
        named(written, *paths, **others)
    return f"{caught.value.message}; {caught.value.hint}"


def compiled(include: str, own: str = "", **files: str) -> Compiled:
    folder = Folder({path.replace("__", "/") + ".yaml": text for path, text in files.items()})
    return compile_text(f"{HEAD}include: {include}\n{own}", "app/sessions.yaml", files=folder)


def errors(result: Compiled) -> list[str]:
    return [f"{item.location}: {item.finding.message}" for item in result.diagnostics if item.finding.severity > 1]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("a.yaml", ["a.yaml"]),
        ("./services/web/s.yaml", ["services/web/s.yaml"]),
        ("services/*/s.yaml", ["services/api/s.yaml", "services/web/s.yaml"]),
        ("services/[w]*/?.yaml", ["services/web/s.yaml"]),
        ("**/s.yaml", ["services/api/s.yaml", "services/web/deep/s.yaml", "services/web/s.yaml"]),
        ("services/**/**/s.yaml", ["services/api/s.yaml", "services/web/deep/s.yaml", "services/web/s.yaml"]),
        ("services/web/**", ["services/web/deep/s.yaml", "services/web/s.yaml"]),
        ("*.yaml", ["a.yaml"]),
        ("services/.hidden/s.yaml", ["services/.hidden/s.yaml"]),
    ],
)
def test_paths_and_globs_name_files_in_name_order(written: str, found: list[str]) -> None:
    paths = ("services/web/s.yaml", "services/web/deep/s.yaml", "services/api/s.yaml", "services/.hidden/s.yaml")
    assert named(written, *paths, "sessions.yaml", "a.yaml", ".git/s.yaml") == found


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (
            "/etc/passwd",
            "`/etc/passwd` is not a relative path; write it relative to the declaration's folder, with `/`",
        ),
        ("C:/a.yaml", "`C:/a.yaml` is not a relative path; write it relative"),
        ("c:a.yaml", "`c:a.yaml` is not a relative path; write it relative"),
        ("a\\b.yaml", "`a\\b.yaml` is not a relative path; write it relative"),
        (
            "../a.yaml",
            "`../a.yaml` leads out of the declaration's folder; put the file into the declaration's folder, or",
        ),
        ("a/../../b.yaml", "leads out of the declaration's folder; put the file into"),
        (
            "gone.yaml",
            "`gone.yaml` is not there; correct it or remove it; paths are relative to the declaration's folder",
        ),
        ("gone/*.yaml", "`gone/*.yaml` matches no file; correct it or remove it; paths are relative"),
        (".git/s.yaml", "is not there"),
        ("services", "`app/services` is a folder; name the files in it: `services/*.yaml`"),
        ("services/", "`services/` is a folder; name the files in it: `services/*.yaml`"),
        (".", "`.` is a folder; name the files in it: `*.yaml`"),
        ("sessions.yaml", "`sessions.yaml` is the declaration itself; remove it from `include`"),
    ],
)
def test_what_is_no_file_in_the_folder_is_refused(written: str, message: str) -> None:
    assert message in refused(written, "services/web/s.yaml", "sessions.yaml", ".git/s.yaml")


@pytest.mark.parametrize(
    ("written", "kind", "message"),
    [
        ("a.yaml", "@link", "`app/a.yaml` is a link, which is not followed; name what it leads to"),
        ("*.yaml", "@link", "`app/a.yaml` is a link, which is not followed"),
        ("a.yaml/*.yaml", "@link", "`app/a.yaml` is a link, which is not followed"),
        (
            "a.yaml/b.yaml",
            "@submodule",
            "`app/a.yaml` is a submodule, which is not followed; a declaration and its included files are in one repository",
        ),
        ("a.yaml", "@other", "`app/a.yaml` is neither a file nor a folder; put a file in its place"),
    ],
)
def test_links_submodules_and_pipes_are_refused(written: str, kind: str, message: str) -> None:
    assert message in refused(written, **{"a.yaml": kind})


def test_any_depth_passes_over_links_as_a_shell_does() -> None:
    assert named("**/s.yaml", "a/s.yaml", loop="@link") == ["a/s.yaml"]


def test_how_many_names_are_compared_is_bounded() -> None:
    names = [f"n{number}" for number in range(MAX_NAMES)]
    assert "matches no file" in refused("x*", *names)
    expected = "more than 100,000 names would have to be compared; name the folders that they are in"
    assert refused("x*", *names, "one-more") == expected


def test_how_deep_folders_are_looked_into_is_bounded() -> None:
    deep = "/".join(f"d{number}" for number in range(MAX_DEPTH))
    assert named("**/s.yaml", f"{deep}/s.yaml") == [f"{deep}/s.yaml"]
    expected = "there are folders more than 100 deep in one another; name the folders that they are in"
    assert refused("**/s.yaml", f"{deep}/more/s.yaml") == expected


def test_every_entry_that_is_refused_is_an_error_at_its_place() -> None:
    result = compiled("[gone.yaml, a.yaml, ../b.yaml]", f"tables: {{own: {TABLE}}}\n", a=f"tables: {{one: {TABLE}}}")
    assert result.declaration is None
    assert [(item.finding.rule, item.finding.path, bool(item.finding.hint)) for item in result.diagnostics] == [
        ("include-refused", ("include", 0), True),
        ("include-refused", ("include", 2), True),
    ]
    assert errors(result) == [
        "app/sessions.yaml:3:11: `gone.yaml` is not there",
        "app/sessions.yaml:3:30: `../b.yaml` leads out of the declaration's folder",
    ]


def test_how_many_files_are_included_is_bounded() -> None:
    files = {f"f{number:04}.yaml": "accept: []" for number in range(MAX_FILES)} | {
        "web.yaml": f"tables: {{a: {TABLE}}}"
    }
    folder = Folder(files)
    text = f"{HEAD}include: ['f*.yaml']\ntables: {{a: {TABLE}}}\n"
    assert not errors(compile_text(text, "app/sessions.yaml", files=folder))
    more = compile_text(text.replace("'f*.yaml'", "'*.yaml'"), "app/sessions.yaml", files=folder)
    assert errors(more) == ["app/sessions.yaml:3:11: more than 1,000 files are included"]
    assert more.diagnostics[0].finding.hint == "put the tables of several into one"


def test_the_declarations_own_tables_come_first_then_file_by_file() -> None:
    result = compiled(
        "[b.yaml, '*.yaml']",
        f"tables: {{own: {TABLE}}}\n",
        a=f"tables: {{one: {TABLE}, two: {TABLE}}}",
        b=f"removed: {{old: {{keep: true}}}}\ntables: {{three: {TABLE}}}",
    )
    declaration = result.valid()
    assert declaration.table_keys == ("own", "three", "one", "two")
    assert [item.table for item in declaration.environments["staging"].removed] == ["old"]


def test_everything_is_placed_in_its_own_file() -> None:
    result = compiled(
        "[a.yaml, b.yaml]",
        a=f"tables:\n  one: {TABLE}\n",
        b="# a remark\n\ntables:\n  two:\n    partition_key: userId\n    ttl: userId\naccept:\n- {change: x, reason: y}\n",
    )
    places = {(item.location.file, item.location.line) for item in result.diagnostics}
    assert places == {("app/b.yaml", 6), ("app/b.yaml", 8)}
    document = result.document
    assert document is not None
    assert str(document.locate(("tables",))) == "app/a.yaml:1:1"
    assert str(document.locate(("tables", "two", "nothing"))) == "app/b.yaml:4:3"
    assert document.within(("tables", "two", "ttl")) == ("app/b.yaml", ("tables", "two", "ttl"))
    assert document.within(("accept", 0, "reason")) == ("app/b.yaml", ("accept", 0, "reason"))
    assert document.within(("environments", "staging")) == ("app/sessions.yaml", ("environments", "staging"))
    assert result.sources["app/b.yaml"][3] == "  two:"


def test_acceptances_are_one_list() -> None:
    result = compiled(
        "[a.yaml]",
        f"tables: {{own: {TABLE}}}\naccept: [{{change: stream-enabled, reason: wanted}}]\n",
        a="accept:\n  - {change: ttl-switched-on, reason: wanted}\n",
    )
    assert [item.change for item in result.valid().accept] == ["stream-enabled", "ttl-switched-on"]
    document = result.document
    assert document is not None
    assert document.within(("accept", 1)) == ("app/a.yaml", ("accept", 0))


def test_a_table_in_two_files_is_an_error_with_both_places() -> None:
    result = compiled("[a.yaml, b.yaml]", a=f"tables:\n  one: {TABLE}\n", b=f"tables:\n\n  one: {TABLE}\n")
    (twice,) = result.problems
    assert twice.finding.message == "the table `one` is in `app/b.yaml`, and in `app/a.yaml` too"
    assert [str(twice.location), str(twice.related[0][0])] == ["app/b.yaml:3:3", "app/a.yaml:2:3"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "environments: {}",
            "app/a.yaml:1:1: `app/a.yaml` is an included file, which cannot have the key `environments`",
        ),
        ("version: 1", "app/a.yaml:1:1: `app/a.yaml` is an included file, which cannot have the key `version`"),
        ("include: [b.yaml]", "app/a.yaml:1:1: `app/a.yaml` is an included file, which cannot include others"),
        ("tables: [1]", "app/a.yaml:1:1: `tables` in `app/a.yaml` is not a mapping"),
        ("accept: {a: 1}", "app/a.yaml:1:1: `accept` in `app/a.yaml` is not a list"),
        ("- one", "app/a.yaml:1:1: `app/a.yaml` is not a mapping"),
        ("", "app/a.yaml:1:1: the file declares nothing"),
        ("a: 1\n  b: 2", "app/a.yaml:2:4: "),
        ("tables: # \u202e", "app/a.yaml:1:11: U+202E (RIGHT-TO-LEFT OVERRIDE) is a bidirectional control character"),
        ("tables:\n\ta: 1", "app/a.yaml:2:1: tabs are not allowed here"),
    ],
)
def test_an_included_file_holds_tables_and_what_belongs_to_them(text: str, message: str) -> None:
    result = compiled("[a.yaml]", f"tables: {{own: {TABLE}}}\n", a=text)
    assert any(error.startswith(message) for error in errors(result)), errors(result)


def test_a_file_that_cannot_be_read_leaves_nothing_to_compile() -> None:
    result = compiled("[a.yaml]", f"tables: {{own: {TABLE}}}\n", a="unreadable")
    assert result.declaration is None
    assert errors(result) == ["app/sessions.yaml:3:11: `a.yaml` is a link"]


def test_a_file_in_another_encoding_is_refused_at_its_byte_and_shown() -> None:
    result = compiled("[a.yaml]", f"tables: {{own: {TABLE}}}\n", a="# a remark\ntables: {caf\udce9: {}}\n")
    assert result.declaration is None
    assert errors(result) == ["app/a.yaml:2:13: the byte 0xe9 here is not UTF-8"]
    assert result.sources["app/a.yaml"] == ("# a remark", "tables: {caf\N{REPLACEMENT CHARACTER}: {}}")


def test_a_misspelled_setting_of_an_included_table_is_recovered_there() -> None:
    result = compiled("[a.yaml]", a="tables:\n  one:\n    partition_key: userId\n    tttl: userId\n")
    assert [item.split(":")[:2] for item in errors(result)] == [["app/a.yaml", "4"]] * 2


def test_without_any_table_the_declaration_says_so() -> None:
    result = compiled("[a.yaml]", a="accept: []")
    assert errors(result) == ["app/sessions.yaml:1:1: the declaration needs `tables`"]


def test_what_all_files_hold_together_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionform.source.tree.MAX_NODES", 40)
    one = f"tables: {{one: {TABLE}}}"
    assert not errors(compiled("[a.yaml]", a=one))
    many = compiled("['*.yaml']", a=one, b=one.replace("one", "two"), c=f"accept: [{'1,' * 30}]")
    assert errors(many) == ["app/c.yaml:1:52: with this file the declaration holds more than 40 values"]


def test_the_bytes_of_all_files_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionform.source.together.MAX_BYTES", 2_000)
    one = f"tables: {{one: {TABLE}}}\n"
    assert not errors(compiled("[a.yaml]", a=one + "#" * 1_500))
    (error,) = errors(compiled("['*.yaml']", a=one + "#" * 1_500, b="#" * 500))
    assert error == "app/sessions.yaml:3:11: the declaration and what it includes are larger than 0 MiB"
