"""Every check whose finding can show up in a report, with its documentation: rules, waivers, acceptances, reading."""

from __future__ import annotations

from sessionform.documentation import Check
from sessionform.rules import TOPICS as RULE_TOPICS
from sessionform.rules.engine import acceptances, waivers
from sessionform.source.checks import language, reading

TOPICS: tuple[tuple[str, tuple[Check, ...]], ...] = (
    *RULE_TOPICS,
    ("Waivers", waivers.CHECKS),
    ("Acceptances", acceptances.CHECKS),
    ("The language", language.CHECKS),
    ("Reading the file", reading.CHECKS),
)
"""Every check, grouped as in the documentation."""

CHECKS: tuple[Check, ...] = tuple(check for _, checks in TOPICS for check in checks)
