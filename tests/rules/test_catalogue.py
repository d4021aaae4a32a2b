"""The catalogue is complete: every check that can be reported is in it, once, and fit to be read."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import sessionform.rules
from sessionform.diagnostics import Severity
from sessionform.documentation import Check
from sessionform.rules import RULES, TOPICS
from sessionform.rules.catalogue import CHECKS
from sessionform.rules.catalogue import TOPICS as ALL_TOPICS
from sessionform.source.checks import language, plain_yaml, reading, whole_file

every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def test_every_rule_of_every_file_is_in_the_list_of_its_room() -> None:
    """A rule that its room does not list would never be asked."""
    listed = set(map(id, RULES))
    missing = [module.__name__ for module in _modules() if hasattr(module, "RULE") and id(module.RULE) not in listed]
    assert missing == []


def test_a_rule_stands_in_a_file_of_its_name() -> None:
    found = {module.__name__.rsplit(".", 1)[-1]: module.RULE.id for module in _modules() if hasattr(module, "RULE")}
    assert {name: name.replace("_", "-") for name in found} == found
    assert sorted(found.values()) == sorted(rule.id for rule in RULES)


def test_every_documented_check_of_every_module_is_listed() -> None:
    """Also one that was declared, and forgotten in the list of its room."""
    listed = set(map(id, CHECKS))
    for module in _modules():
        missing = [value.id for value in vars(module).values() if isinstance(value, Check)]
        assert [name for name in missing if name not in {check.id for check in CHECKS}] == [], module.__name__
        assert all(id(value) in listed for value in vars(module).values() if isinstance(value, Check))


def test_topics_are_named_once_and_hold_something() -> None:
    names = [name for name, _ in ALL_TOPICS]
    assert len(set(names)) == len(names)
    assert all(checks for _, checks in ALL_TOPICS)
    assert ALL_TOPICS[: len(TOPICS)] == TOPICS


@pytest.mark.parametrize("field", ["id", "summary", "why"])
def test_no_two_checks_share_their(field: str) -> None:
    values = [getattr(check, field) for check in CHECKS]
    assert sorted(set(values)) == sorted(values)


@every_check
def test_a_check_is_fit_to_be_read(check: Check) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.id)
    assert not check.summary.endswith("."), "a summary is a heading"
    assert len(check.summary) <= 110
    assert check.why.endswith("."), "the reason is a sentence"
    assert check.failing != check.passing
    assert check.failing.endswith("\n")
    assert check.passing.endswith("\n")


@every_check
def test_the_source_of_a_check_can_be_looked_up(check: Check, root: Path) -> None:
    if check.source.startswith("https://"):
        return
    page, _, anchor = check.source.partition("#")
    assert page.startswith("docs/")
    text = (root / page).read_text(encoding="utf-8")
    assert not anchor or anchor in {_anchor(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def test_an_error_is_an_error_in_the_words_of_its_id() -> None:
    """Notes and warnings can be waived, so nothing that is only advice may stand as an error, and the other way."""
    assert {check.severity for check in (*reading.CHECKS, *language.CHECKS)} == {Severity.ERROR}


@pytest.mark.parametrize("module", [plain_yaml, whole_file, language], ids=["plain_yaml", "whole_file", "language"])
def test_every_check_of_the_source_is_raised_there(root: Path, module: ModuleType) -> None:
    """And nothing else is: `source` names no id, it takes them from these checks."""
    texts = [path.read_text(encoding="utf-8") for path in (root / "sessionform" / "source").glob("*.py")]
    name = module.__name__.rsplit(".", 1)[-1]
    raised = {found for text in texts for found in re.findall(rf"\b{name}\.(\w+)", text)}
    assert raised == {check.id.replace("-", "_") for check in module.CHECKS}


def test_no_finding_has_an_id_of_its_own(root: Path) -> None:
    """It takes that of a rule, or of another documented check."""
    files = (root / "sessionform").rglob("*.py")
    assert [name for path in files for name in _written_ids(path)] == []


def _modules() -> Iterator[object]:
    for module in pkgutil.walk_packages(sessionform.rules.__path__, "sessionform.rules."):
        yield importlib.import_module(module.name)


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def _written_ids(path: Path) -> Iterator[str]:
    """Every id that is written out where a finding is made."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Finding":
            given = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "rule")]
            yield from (str(node.value) for node in given if isinstance(node, ast.Constant))
