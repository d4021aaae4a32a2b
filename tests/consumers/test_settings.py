"""The application's settings: real names in the application's own language, and what it parses as."""

from __future__ import annotations

import ast
import json
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from sessionform.consumers.library import Library, Option
from sessionform.consumers.registry import library, library_ids
from sessionform.consumers.settings import fill, literal, setting_placeholders, settings_for
from tests.consumers.declared import declared, preset, with_options
from tests.golden import assert_golden
from tests.node_support import node

GOLDEN = Path(__file__).parent / "golden"

UNSHOWN = {"remix-architect": {"table"}, "react-router-architect": {"table"}}
"""Options that the settings leave out: both are given an object with the real table in it."""

EXAMPLES: dict[str, Any] = {
    "string": 'it\'s "a" <name>',
    "number": 7,
    "boolean": True,
    "list": ["a", True],
    "mapping": {"size": 25},
}


def everything(entry: Library) -> dict[str, Any]:
    """The preset with every option declared that does not name something of the table, none of them by its default."""
    options = {option.name: _other(option) for option in entry.options.values() if not option.names}
    return with_options(preset(entry.id), options)


def _other(option: Option) -> Any:
    return not option.default if option.type == "boolean" else EXAMPLES[option.type]


def parses(text: str, language: str) -> None:
    if language == "python":
        ast.parse(text)
    elif language == "xml":
        ET.fromstring(text)
    elif language in ("js", "ts"):
        done = subprocess.run(
            [node(), "--check", "--input-type=module", "-"], input=text, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("library_id", library_ids())
def test_the_settings_for_the_preset(library_id: str) -> None:
    text = settings_for(*declared(preset(library_id)))
    assert_golden(text, GOLDEN / library_id / "settings.txt")
    parses(text, library(library_id).settings_language)


@pytest.mark.parametrize("library_id", library_ids())
def test_every_option_that_is_declared_is_among_the_settings(library_id: str) -> None:
    entry = library(library_id)
    text = settings_for(*declared(everything(entry)))
    assert_golden(text, GOLDEN / library_id / "every-option.txt")
    parses(text, entry.settings_language)
    names = setting_placeholders(entry.settings)
    assert set(entry.options) - names == UNSHOWN.get(library_id, set())
    assert names <= {*entry.options, "region", "table_name"}


@pytest.mark.parametrize("library_id", library_ids())
def test_the_settings_hold_the_real_names(library_id: str) -> None:
    settings = {**preset(library_id), "table_name": "web.sessions_7"}
    text = settings_for(*declared(settings, region="eu-west-1"))
    assert "web.sessions_7" in text
    assert "eu-west-1" in text
    assert "{{" not in text


def test_the_settings_follow_the_table() -> None:
    settings = {**preset("aws-sdk-php"), "partition_key": "sid", "ttl": "endsAt"}
    text = settings_for(*declared(settings))
    assert "'hash_key' => 'sid'" in text
    assert "'session_lifetime_attribute' => 'endsAt'" in text


@pytest.mark.parametrize("ttl", [False, {"attribute": "endsAt", "enabled": False}])
def test_what_the_table_does_not_have_is_left_out(ttl: Any) -> None:
    text = settings_for(*declared({**preset("aws-sdk-php"), "ttl": ttl}))
    assert "lifetime_attribute" not in text


def test_the_librarys_own_default_is_not_repeated_but_what_is_declared_is() -> None:
    settings = preset("connect-dynamodb")
    assert "prefix" not in settings_for(*declared(settings))
    assert 'prefix: "sess:",' in settings_for(*declared(with_options(settings, {"prefix": "sess:"})))


def test_a_line_that_is_recommended_can_be_declared_otherwise() -> None:
    settings = preset("connect-dynamodb")
    assert "initialized: true" in settings_for(*declared(settings))
    assert "initialized: false" in settings_for(*declared(with_options(settings, {"initialized": False})))


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        ("a", "js", '"a"'),
        ("it's", "php", r"'it\'s'"),
        (r"a\b", "ruby", r"'a\\b'"),
        ('a"b', "xml", '"a&quot;b"'),
        ("<&>", "xml", '"&lt;&amp;&gt;"'),
        (True, "xml", '"true"'),
        (5, "xml", '"5"'),
        (True, "python", "True"),
        (True, "csharp", "true"),
        (False, "php", "false"),
        (5, "java", "5"),
        ([True, "it's"], "python", '[True, "it\'s"]'),
        ([], "js", "[]"),
        ({"size": 5, "it's": ["a"]}, "php", r"['size' => 5, 'it\'s' => ['a']]"),
    ],
)
def test_a_value_is_a_literal_of_the_language(value: Any, language: str, text: str) -> None:
    assert literal(value, language) == text


def test_a_python_literal_is_the_value() -> None:
    for value in ('it\'s "x" \\ \n ü 🍪', True, False, 5, 1.5, ["a", False]):
        assert ast.literal_eval(literal(value, "python")) == value


def test_a_placeholder_without_a_value_is_a_mistake_in_the_entry() -> None:
    with pytest.raises(KeyError, match="colour"):
        fill("colour = {{colour}}", "python", {}, ())


def test_the_lines_of_a_template_stay_as_they_are() -> None:
    assert fill("a {{x}} {{x}}\n\n{ {y} }", "js", {"x": 1}, ()) == "a 1 1\n\n{ {y} }\n"
    assert json.loads(fill("{{x}}", "js", {"x": "ü"}, ())) == "ü"
