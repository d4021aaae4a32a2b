"""Every check whose finding can show up in a report, with its documentation: rules, waivers, acceptances, reading."""

from __future__ import annotations

from sessionform.rules import TOPICS as RULE_TOPICS
from sessionform.rules import language, reading
from sessionform.rules.engine import acceptances, waivers
from sessionform.rules.engine.rule import Documented

TOPICS: tuple[tuple[str, tuple[Documented, ...]], ...] = (
    *RULE_TOPICS,
    ("Waivers", waivers.CHECKS),
    ("Acceptances", acceptances.CHECKS),
    ("The language", language.CHECKS),
    ("Reading the file", reading.CHECKS),
)
"""Every check, grouped as in the documentation."""

CHECKS: tuple[Documented, ...] = tuple(check for _, checks in TOPICS for check in checks)
