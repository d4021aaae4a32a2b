"""Every check that can show up in a report, with its documentation: reading, schema, rules, waivers, acceptances."""

from __future__ import annotations

from sessionform.rules import RULES, acceptances, waivers
from sessionform.rules.rule import Documented

CHECKS: tuple[Documented, ...] = (*RULES, *waivers.CHECKS, *acceptances.CHECKS)
