"""Files that nobody means well with: each ends in one sentence, and nothing acts on the terminal or the shell."""

from __future__ import annotations

import copy
import json
import os
import random
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.errors import UsageError
from sessionform.origins import documents
from sessionform.origins.terraform import read_state
from tests.origins.support import FIXTURES, Adopt, adopt, environment, write_json
from tests.origins.test_terraform import resource, shown, table

__all__ = ["adopt"]

ORIGINS = {
    "terraform-state.json": ["--terraform-state"],
    "pulumi-stack.json": ["--pulumi"],
    "cdk-v2.template.json": ["--region", "us-east-1", "--cloudformation"],
    "cdk-v1.template.json": ["--cloudformation", str(FIXTURES / "cdk-v1.resources.json"), "--cloudformation"],
}

WRONG: list[Any] = [
    None,
    7,
    -1,
    1.5,
    True,
    "",
    "x",
    "a" * 300,
    [],
    {},
    [None],
    [7],
    {"a": 1},
    [[]],
    {"Ref": "X"},
    "\0",
    "é\n",
]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything in a document."""
    if path:
        yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from places(value[key], (*path, key))


@pytest.mark.parametrize("file", ORIGINS)
def test_values_of_wrong_kinds_everywhere(adopt: Adopt, file: str) -> None:
    document = json.loads((FIXTURES / file).read_text(encoding="utf-8"))
    every = list(places(document))
    chance = random.Random(file)  # which values are changed is no secret
    for _ in range(25):
        changed = copy.deepcopy(document)
        *way, last = chance.choice(every)
        inner = changed
        for step in way:
            inner = inner[step]
        inner[last] = chance.choice(WRONG)
        Path("sessions.yaml").unlink(missing_ok=True)
        code, _, err = adopt("-e", "production", *ORIGINS[file], write_json(changed))
        assert (code in (0, 1, 2, 3), "Traceback" in err, "is a bug" in err) == (True, False, False), (way, last, err)


def test_what_acts_on_a_terminal_or_a_shell(adopt: Adopt) -> None:
    odd = "\x1b[31m'; rm -rf / #"
    address = f'aws_dynamodb_table.t["{odd}"]'
    item = {**table("aws_dynamodb_table.t", **{"\x1b[32m": 1}), "address": address, "index": odd}
    other = resource('aws_dynamodb_table_replica.t["y"]')
    _, out, err = adopt("-e", "production", "--terraform-state", write_json(shown(item, other)))
    assert "\x1b" not in out + err
    commands = [line.strip() for line in out.splitlines() if line.strip().startswith("terraform state mv")]
    assert [len(shlex.split(command)) for command in commands] == [7]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not JSON: line 1, column 1"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 100_000, "is nested more than 100 levels deep"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "is nested more than 100 levels deep"),
        (b'{"format_version": NaN}', "NaN is not a number"),
        (b'{"format_version": ' + b"9" * 5000 + b"}", "has a number of thousands of digits"),
    ],
)
def test_what_is_hardly_json(adopt: Adopt, data: bytes, message: str) -> None:
    Path("x.json").write_bytes(data)
    code, _, err = adopt("-e", "production", "--terraform-state", "x.json")
    assert (code, message in err) == (2, True), err


def test_powershell_writes_utf_16(adopt: Adopt) -> None:
    Path("x.json").write_bytes(json.dumps(shown(table())).encode("utf-16"))
    assert adopt("-e", "production", "--terraform-state", "x.json")[0] == 0


def test_the_largest_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = write_json(shown(table()), str(tmp_path / "x.json"))
    size = file.stat().st_size
    assert len(documents.read_document(str(file), size)) == size
    with pytest.raises(UsageError, match="is larger than"):
        documents.read_document(str(file), size - 1)


def test_links_pipes_and_folders(adopt: Adopt) -> None:
    Path("inside").mkdir()
    Path("link.json").symlink_to("/etc/hostname")
    os.mkfifo("pipe")
    for name, message in (
        ("inside", "is a folder"),
        ("link.json", "is a link"),
        ("pipe", "is a named pipe"),
        ("none", "there is no file"),
    ):
        for option in ("--terraform-state", "--pulumi", "--cloudformation"):
            if (name, option) != ("none", "--cloudformation"):  # which may be the name of a stack
                code, _, err = adopt("-e", "production", "--region", "us-east-1", option, f"./{name}")
                assert (code, message in err) == (2, True), err


def test_a_great_many_tables(tmp_path: Path) -> None:
    many = 2500
    resources = [table(f"aws_dynamodb_table.t{n}", f"table-{n}") for n in range(many)]
    insights = [resource(f"aws_dynamodb_contributor_insights.t{n}", table_name=f"table-{n}") for n in range(many)]
    origin = read_state(str(write_json(shown(*resources, *insights), str(tmp_path / "many.json"))))
    assert (len(origin.tables), origin.others) == (many, ())
    assert all(len(each.parts) == 2 for each in origin.tables)


def test_what_the_declaration_refuses_is_left_out_and_said(adopt: Adopt) -> None:
    """It keeps no other table out, and the old owner keeps it: nothing of it is handed over."""
    state = shown(table(), table("aws_dynamodb_table.u", "x"))
    code, out, err = adopt("-e", "production", "--terraform-state", write_json(state))
    assert (code, "`x` is not adopted" in err, "the name `x` of `u`" in err) == (1, True, True)
    assert list(environment().tables) == ["t"]
    assert ("from = aws_dynamodb_table.t\n" in out, "table.u" in out, " moved {" in out) == (True, False, False)
