"""What `explain` tells of the consumer: for people, and for scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sessionform.cli import main
from sessionform.consumers.declare import declaration_for
from sessionform.consumers.registry import library, library_ids
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"


Explain = Callable[..., str]


@pytest.fixture
def explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    """What `explain` prints of a declaration in production."""
    monkeypatch.chdir(tmp_path)

    def run(text: str, *more: str) -> str:
        Path("sessions.yaml").write_text(text)
        assert main(["explain", "sessions", "-e", "production", *more]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("library_id", ["connect-dynamodb", "flask-session"])
def test_the_section(library_id: str, explain: Explain) -> None:
    """One library that refuses an expired session and one that does not."""
    output = explain(declaration_for(library_id))
    section = output[output.index("Consumer: ") :]
    assert_golden(section, GOLDEN / library_id / "section.txt")
    assert max(map(len, section.splitlines())) <= 120


@pytest.mark.parametrize("library_id", library_ids())
def test_the_section_as_json(library_id: str, explain: Explain) -> None:
    entry, output = library(library_id), explain(declaration_for(library_id), "--format", "json")
    consumer = json.loads(output)["consumer"]
    assert consumer["library"] == library_id
    assert consumer["version"] == entry.package.version
    assert "sessions-production" in consumer["settings"]
    assert consumer["iam_statement"]["Statement"][0]["Resource"].endswith(":table/sessions-production")
    assert [trap["source"] for trap in consumer["traps"]] == [trap.source for trap in entry.traps]


def test_a_table_without_a_consumer_has_no_such_section(explain: Explain) -> None:
    text = re.sub(r"^    consumer: .*\n", "", declaration_for("laravel"), flags=re.MULTILINE)
    assert "consumer" not in json.loads(explain(text, "--format", "json"))
    assert "Consumer" not in explain(text)
