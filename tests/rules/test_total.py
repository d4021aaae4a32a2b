"""No rule fails on a declaration that the schema accepts, whatever a layer takes away from it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.diagnostics import Path as Place
from tests.rules.examples import TODAY

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    """Every key and every list item below a value."""
    items: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, item in items:
        yield (*path, part)
        yield from places(item, (*path, part))


def declared(example: Path) -> Any:
    """The example as plain values."""
    document = compile_text(example.read_text(encoding="utf-8"), example.name, TODAY).document
    assert document is not None
    return document.value


def without(document: Any, path: Place) -> Any:
    changed = copy.deepcopy(document)
    holder = _holder(changed, path)
    del holder[path[-1]]
    return changed


def emptied(document: Any, path: Place) -> Any:
    """With `null` there, which takes an inherited value away."""
    changed = copy.deepcopy(document)
    _holder(changed, path)[path[-1]] = None
    return changed


def _holder(document: Any, path: Place) -> Any:
    for part in path[:-1]:
        document = document[part]
    return document


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("change", [without, emptied])
def test_an_example_with_any_one_part_gone_is_judged(example: Path, change: Any) -> None:
    document = declared(example)
    judged = 0
    for path in places(document):
        text = json.dumps(change(document, path))  # which is YAML too
        compiled = compile_text(text, "sessions.yaml", TODAY)
        judged += compiled.declaration is not None
        for item in compiled.diagnostics:
            assert item.finding.message, path
            assert "None" not in item.finding.message, (path, item.finding.message)
            assert "``" not in item.finding.message, (path, item.finding.message)
    assert judged > len(list(places(document))) / 2


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_overlay_that_takes_any_one_setting_away_is_judged(example: Path) -> None:
    document = declared(example)
    environment = next(iter(document["environments"]))
    for key, settings in document["tables"].items():
        for path in places({name: body for name, body in settings.items() if name not in ("only_in", "renamed_from")}):
            if any(isinstance(part, int) for part in path):
                continue
            changed = copy.deepcopy(document)
            overlay: Any = None
            for part in reversed(path):
                overlay = {part: overlay}
            changed["tables"][key]["environments"] = {environment: overlay}
            compiled = compile_text(json.dumps(changed), "sessions.yaml", TODAY)
            assert all("``" not in item.finding.message for item in compiled.diagnostics), path
