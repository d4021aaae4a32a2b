"""Everything that is reported of a declaration, in every format that the registry has: each must read back as what it is."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Any

from sessionform.compile import Compiled
from sessionform.report.explain.sections import sections_of
from sessionform.report.formats import names, render
from sessionform.report.formats.renderer import (
    FINDINGS,
    REVIEW,
    TABLE,
    TABLES,
    Checked,
    ExplainedTable,
    ListedTables,
    Subject,
    View,
)
from sessionform.review.model import Review

READ_BY: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("json", "sarif", "gitlab", "rdjson"), json.loads),
    "junit": ET.fromstring,
    "html": lambda page: HTMLParser().feed(page),
}
"""The formats that programs read, and with what; all others are lines of text."""

_VIEWS = (View(), View(color=True, encoding="ascii", columns=40, verbose=True), View(quiet=True))


def report(subject: Subject[Any], value: object, turn: int | None = None) -> None:
    """Render it in every format, or in the one whose turn it is; raises where a program could not read one."""
    found = names(subject)
    for at, name in enumerate(found) if turn is None else [(turn, found[turn % len(found)])]:
        text = render(subject, name, value, _VIEWS[at // len(found) % len(_VIEWS)])
        READ_BY.get(name, str.encode)(text)


def report_findings(compiled: Compiled, turn: int | None = None) -> None:
    """What `check` prints."""
    report(FINDINGS, Checked([compiled]), turn)


def report_review(review: Review, turn: int | None = None) -> None:
    """What `review` prints."""
    report(REVIEW, review, turn)


def report_tables(compiled: Compiled, turn: int | None = None) -> None:
    """What `explain` prints: the list, and one table of each environment."""
    document = compiled.document
    if document is None:
        raise ValueError("a declaration that compiled has a document")
    environments = list(compiled.valid().environments.values())
    report(TABLES, ListedTables(environments, document), turn)
    for environment in environments:
        for table in list(environment.tables.values())[:1]:
            explained = ExplainedTable(table, environment, document, sections_of(table, environment))
            report(TABLE, explained, turn)
