"""Waivers: a warning that a team lives with, on purpose and until a day. Never an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sessionform.diagnostics import Finding, Path, Severity
from sessionform.model import Declaration, Table, Waiver
from sessionform.rules import RULES
from sessionform.rules.engine.rule import ERROR, WARNING, Documented
from sessionform.suggestions import nearest, suggest

_DOCS = "docs/rules.md#waivers"

waiver_expired = Documented(
    id="waiver-expired",
    severity=WARNING,
    summary="A waiver is past its day",
    why="An expired waiver silences nothing any more: the warning is back, and the waiver is noise.",
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    waivers: [{rule: ttl-missing, reason: sessions are ended by a job, expires: 2020-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

waiver_unused = Documented(
    id="waiver-unused",
    severity=WARNING,
    summary="A waiver that silences nothing",
    why="A waiver for a warning that is not there would hide the day on which the warning comes.",
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    waivers: [{rule: ttl-missing, reason: sessions are ended by a job, expires: 2099-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
)

waiver_impossible = Documented(
    id="waiver-impossible",
    severity=ERROR,
    summary="A waiver for an error, or for a rule that does not exist",
    why="Errors are what DynamoDB or Terraform will refuse, so there is nothing to live with; only warnings can wait.",
    source=_DOCS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    waivers: [{rule: ttl-mising, reason: sessions are ended by a job, expires: 2099-01-31}]
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    waivers: [{rule: ttl-missing, reason: sessions are ended by a job, expires: 2099-01-31}]
""",
)

CHECKS = (waiver_expired, waiver_unused, waiver_impossible)


class Waivers:
    """Silences findings, and remembers which waivers were of use."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._used: set[Path] = set()

    def silence(self, tables: Iterable[Table], findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings about these tables that no waiver in force silences: the table's own, or one of an environment's.

        A finding about several tables together is silenced by the waiver of any of them.
        """
        waivers = {waiver.rule: waiver for table in tables for waiver in table.waivers if self._in_force(waiver)}
        for finding in findings:
            waiver = waivers.get(finding.rule)
            if waiver is None or finding.severity is Severity.ERROR:
                yield finding
            else:
                self._used.add(waiver.path)

    def complaints(self, declaration: Declaration) -> Iterator[Finding]:
        """What is wrong with the waivers themselves, each once whatever the number of tables it reaches."""
        waivers = {waiver.path: waiver for _, table in declaration.tables() for waiver in table.waivers}
        rules = {rule.id: rule for rule in RULES} if waivers else {}
        for path, waiver in waivers.items():
            rule = rules.get(waiver.rule)
            if rule is None or rule.severity is Severity.ERROR:
                yield _impossible(waiver, rules)
            elif not self._in_force(waiver):
                message = f"the waiver of `{waiver.rule}` expired on {waiver.expires}"
                yield _finding(waiver_expired, message, "mend the warning, or decide on a new day", path)
            elif path not in self._used:
                message = f"the waiver of `{waiver.rule}` silences nothing"
                yield _finding(waiver_unused, message, "remove it", path)

    def _in_force(self, waiver: Waiver) -> bool:
        return waiver.expires is None or waiver.expires >= self._today


def _impossible(waiver: Waiver, rules: Mapping[str, Documented]) -> Finding:
    from sessionform.rules.catalogue import CHECKS  # which has the documentation of this very check

    check = next((check for check in CHECKS if check.id == waiver.rule), None)
    if check is None:
        hint = suggest(waiver.rule, rules) if nearest(waiver.rule, rules) else "`sessionform rules` lists them"
        return _finding(waiver_impossible, f"there is no rule `{waiver.rule}`", hint, waiver.path)
    what = "an error, and an error" if check.severity is Severity.ERROR else "about the file itself, and that"
    hint = "mend what it complains about, and remove the waiver"
    return _finding(waiver_impossible, f"`{waiver.rule}` is {what} cannot be waived", hint, waiver.path)


def _finding(check: Documented, message: str, hint: str, path: Path) -> Finding:
    return Finding(check.id, check.severity, message, path, hint)
