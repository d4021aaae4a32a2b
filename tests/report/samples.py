"""Findings about one declaration that between them have everything a report must show."""

from __future__ import annotations

from sessionform.diagnostics import Diagnostic, Finding, Location, Related, Severity
from sessionform.source.document import Document
from sessionform.source.read import read

FILE = "sessions.yaml"

TEXT = """\
version: 1
environments:
  staging: {region: us-east-1}
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: expires
    sort_key: sessionId

    ttl: expires
    description: "Sitzungen 会话表 🙂 aller Nutzer"
    point_in_time_recovery: true
    tags: {Application: "%s", Team: platform}
""" % ("x" * 180)

FINDINGS = {
    "related": Finding(
        "ttl-attribute-type",
        Severity.ERROR,
        "`ttl` names `expires`, but that is a string key of this table, so nothing would ever expire",
        ("tables", "userSessions", "ttl"),
        "use a Number attribute that is not a key, e.g. `ttl: expiresAt`",
        related=(Related(("tables", "userSessions", "partition_key"), "`expires` is a key of type S here"),),
    ),
    "environments": Finding(
        "point-in-time-recovery-of-sessions",
        Severity.WARNING,
        "backups keep sessions that have expired",
        ("tables", "userSessions", "point_in_time_recovery"),
        environments=("staging", "production"),
    ),
    "pasteable": Finding(
        "access-pattern-not-served",
        Severity.ERROR,
        "no index answers `by_session`: it would be a Scan",
        ("tables", "userSessions", "description"),
        "add this index:\n\nglobal_secondary_indexes:\n  by_session:\n    partition_key: sessionId",
    ),
    "long-line": Finding(
        "tag-value", Severity.NOTE, "the tag `Team` is unusual", ("tables", "userSessions", "tags", "Team")
    ),
    "end-of-file": Finding(
        "yaml-syntax",
        Severity.ERROR,
        "the file ends inside a `[` or `{`",
        hint="close it",
        location=Location(FILE, 14, 1, 14, 2),
    ),
    "control": Finding(
        "unknown-setting",
        Severity.ERROR,
        "`\x1b]0;owned\x07\u202ekey` is not a setting",
        ("tables", "userSessions"),
        "remove `\x1b[31m`",
    ),
}


def document() -> Document:
    """The declaration that the findings are about."""
    parsed, findings = read(TEXT, FILE)
    assert parsed is not None
    assert findings == []
    return parsed


def diagnostics(*names: str) -> list[Diagnostic]:
    """The findings of these names, or all of them, with their places."""
    parsed = document()
    return [parsed.diagnose(FINDINGS[name]) for name in names or FINDINGS]
