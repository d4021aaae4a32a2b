"""Every setting of the language has somebody who says what changing it does, and every kind is documented."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

from sessionform.facts.change_kinds import CHANGE_KINDS
from sessionform.resources import schema_text
from sessionform.review.effects import HANDLERS, KINDS
from sessionform.rules import RULES

WHOLE_TABLES = {"only_in", "environments"}
"""Table keys that say where settings hold; `review/changes.py` compares the tables that come of them."""


def test_every_setting_of_the_schema_has_an_effect_handler() -> None:
    definitions = json.loads(schema_text())["$defs"]
    known = {*definitions["settings"]["properties"], *definitions["table"]["properties"]}
    missing = sorted(known - set(HANDLERS) - WHOLE_TABLES)
    assert not missing, f"stage `review`: no handler in sessionform/review/effects reports a change of {missing}"


def test_no_handler_is_left_over() -> None:
    definitions = json.loads(schema_text())["$defs"]
    known = {*definitions["settings"]["properties"], *definitions["table"]["properties"]}
    assert set(HANDLERS) - known == set()


def test_kinds_have_ids_of_their_own() -> None:
    ids = [kind.id for kind in KINDS]
    assert len(ids) == len(set(ids))
    assert not {rule.id for rule in RULES} & set(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", id_) for id_ in ids)


def test_kinds_say_what_why_and_who_says_so() -> None:
    for kind in KINDS:
        assert kind.summary, kind.id
        assert not kind.summary.endswith("."), kind.id
        assert kind.why.endswith("."), kind.id
        assert kind.source.startswith("https://"), kind.id
    summaries = [kind.summary for kind in KINDS]
    assert len(summaries) == len(set(summaries))


def test_an_acceptance_may_name_each_kind_and_nothing_else() -> None:
    assert tuple(sorted(kind.id for kind in KINDS)) == CHANGE_KINDS


def test_no_handler_of_a_setting_decides_what_terraform_shows_or_what_really_happens() -> None:
    """That follows from the arguments: an effect says what it means for the sessions."""
    deciding = []
    for module in {handler.__module__ for handler in HANDLERS.values()}:
        tree = ast.parse(Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "effect":
                named = {keyword.arg for keyword in call.keywords}
                deciding += [f"{module}:{call.lineno}"] if named & {"terraform", "outcome"} else []
    assert not deciding
