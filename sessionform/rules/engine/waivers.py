"""Waivers: a warning that a team lives with, on purpose and until a day. Never an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sessionform.diagnostics import Finding, Path, Severity
from sessionform.documentation import Check
from sessionform.edits import remove, set_to
from sessionform.model import Declaration, Table, Waiver
from sessionform.rules.engine.rule import ERROR, WARNING
from sessionform.suggestions import certain, nearest, suggest

_DOCS = "docs/rules.md#waivers"

waiver_expired = Check(
    id="waiver-expired",
    severity=WARNING,
    summary="A waiver has expired",
    why="An expired waiver no longer silences anything: the warning is back, and the waiver is noise.",
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

waiver_unused = Check(
    id="waiver-unused",
    severity=WARNING,
    summary="A waiver silences nothing",
    why="A waiver without a warning would hide the warning when it comes.",
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

waiver_impossible = Check(
    id="waiver-impossible",
    severity=ERROR,
    summary="A waiver names an error, or a rule that does not exist",
    why="Errors are what DynamoDB or Terraform will reject, so they cannot wait; only warnings can.",
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
        waivers = {
            waiver.rule: waiver for table in tables for waiver in table.waivers if not waiver.expired(self._today)
        }
        for finding in findings:
            waiver = waivers.get(finding.rule)
            if waiver is None or finding.severity is Severity.ERROR:
                yield finding
            else:
                self._used.add(waiver.path)

    def complaints(self, declaration: Declaration, checks: Iterable[Check], least: Severity) -> Iterator[Finding]:
        """What is wrong with the waivers themselves, each once whatever the number of tables it reaches.

        `checks` are all that can be reported; what is not a rule's, and every error, cannot be waived. Checks below
        `least` were not made, and nobody knows whether their waivers are of use.
        """
        waivers = {waiver.path: waiver for _, table in declaration.tables() for waiver in table.waivers}
        known = {check.id: check for check in checks} if waivers else {}
        for path, waiver in waivers.items():
            check, gone = known.get(waiver.rule), remove(path, safe=True)
            if check is None or not check.waivable:
                yield _impossible(waiver, known)
            elif waiver.expired(self._today):
                message = f"the waiver of `{waiver.rule}` expired on {waiver.expires}"
                yield waiver_expired.finding(message, "correct what it warns of, or set a new day", path, gone)
            elif path not in self._used and check.severity >= least:
                message = f"the waiver of `{waiver.rule}` silences nothing"
                yield waiver_unused.finding(message, "remove it", path, gone)


def _impossible(waiver: Waiver, known: Mapping[str, Check]) -> Finding:
    check = known.get(waiver.rule)
    if check is None:
        rules = [name for name, other in known.items() if other.waivable]
        hint = suggest(waiver.rule, rules) if nearest(waiver.rule, rules) else "`sessionform rules` lists them"
        safe = certain(waiver.rule, rules) is not None
        fixes = [set_to((*waiver.path, "rule"), name, safe=safe) for name in nearest(waiver.rule, rules)[:1]]
        return waiver_impossible.finding(f"there is no rule `{waiver.rule}`", hint, waiver.path, *fixes)
    what = "an error, and an error" if check.severity is Severity.ERROR else "about the file itself, and that"
    hint = "correct what it complains about, and remove the waiver"
    message, gone = f"`{waiver.rule}` is {what} cannot be waived", remove(waiver.path, safe=True)
    return waiver_impossible.finding(message, hint, waiver.path, gone)
