"""The words that this project does not use: identifiers, messages and documentation call a thing by the field's own name.

Messages are read on call, at night, in a second language. What stands here was a private word once; its list says what to
write instead. The rest of the wording is pinned by the stored reports.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

NAMES = {
    "mend": "correct, pass",
    "mended": "passing, corrected",
    "told": "reported, described",
    "untold": "unreported",
    "fate": "removal, outcome, holding",
    "fates": "removals, outcomes",
    "heir": "claimant",
    "heirs": "claimants",
    "newcomer": "added",
    "newcomers": "added tables",
    "moot": "superseded",
    "suppose": "recover",
    "supposed": "recovered",
    "supposition": "candidate",
    "suppositions": "candidates",
    "filling": "candidate",
    "fillings": "candidates",
    "doubtful": "invalid, uncertain",
    "anew": "again, replaced, rebuilt",
    "dear": "expensive",
}
"""Parts of identifiers, with what to write instead."""

TEXT = {
    r"mend(s|ed|ing)?": "correct, pass",
    r"fates?": "removal, outcome",
    r"heirs?": "claimant",
    r"newcomers?": "added table",
    r"moot": "superseded",
    r"suppos(e[sd]?|ing|itions?)": "recover, expect",
    r"doubtful": "invalid, uncertain",
    r"anew": "again; replaced, rebuilt",
    r"dear": "expensive",
    r"let go": "released",
    r"told (once|together)": "reported, merged",
    r"nobody is told": "no notification is sent",
    r"goes on planning": "every later plan shows",
    r"taken away": "deleted, removed",
    r"tells? somebody else": "notify other targets",
    r"made again": "created again",
    r"lets go": "releases",
    r"stands? beside": "companion; is beside",
    r"cop(y|ies) (of `[^`]*` )?in \\{": "replica",
    r"(?<!here )\bis no (?!longer|more|less|later|other|one|verdict|way)[`A-Za-z]": "is not a",
    r"(?<!here )\bare no (?!longer|more|less|later|other|way)[`A-Za-z]": "are not",
}
"""Phrases of messages, comments and pages, as patterns, with what to write instead."""

GLANCED_AT = ("sessionform", "stacks", "schema", "docs", "tools", "README.md", "CONTRIBUTING.md", "CHANGELOG.md")


def files(root: Path, *endings: str) -> Iterator[Path]:
    for name in GLANCED_AT:
        place = root / name
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (path for path in found if path.suffix in endings)


def names_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What is named: modules' functions, classes, arguments, variables and attributes, with the line."""
    for node in ast.walk(tree):
        name = getattr(node, "id", None) or getattr(node, "name", None) or getattr(node, "arg", None)
        name = name or getattr(node, "attr", None)
        if isinstance(name, str):
            yield name, getattr(node, "lineno", 0)


def parts(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_no_identifier_has_a_private_word(root: Path) -> None:
    hits = [
        f"{path.relative_to(root)}:{line}: {name}: {', '.join(NAMES[part] for part in parts(name) & NAMES.keys())}"
        for path in files(root, ".py")
        for name, line in [(path.stem, 1), *names_in(ast.parse(path.read_text(encoding="utf-8")))]
        if parts(name) & NAMES.keys()
    ]
    assert hits == []


@pytest.mark.parametrize("phrase", TEXT)
def test_no_text_has_a_private_phrase(phrase: str, root: Path) -> None:
    pattern = re.compile(phrase if phrase.startswith("(") else rf"\b{phrase}\b", re.IGNORECASE)
    hits = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:120]}: {TEXT[phrase]}"
        for path in files(root, ".py", ".md", ".json", ".toml", ".yaml", ".css")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert hits == []


def test_the_lists_find_what_they_are_for() -> None:
    assert parts("_UNTOLD_onceMended") == {"untold", "once", "mended"}
    pattern = next(phrase for phrase in TEXT if "bis no " in phrase)
    assert re.search(pattern, "`x` is no text in UTF-8")
    assert not re.search(pattern, "sessionform knows no region `x`")
    assert not re.search(pattern, "the waiver is no longer of use")
