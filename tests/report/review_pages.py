"""Reviews that between them have everything that the review's page must show."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from sessionform.compile import compile_text
from sessionform.diagnostics import Diagnostic, Finding, Location, Severity
from sessionform.model import Acceptance
from sessionform.review.model import Change, PlanRemark, Review, ReviewSeverity, TableVerdict
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.review import review

TODAY = date(2026, 12, 1)

ENVIRONMENTS = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
"""

BEFORE = f"""\
{ENVIRONMENTS}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    point_in_time_recovery: true
    global_secondary_indexes:
      by_session: {{partition_key: sessionId, projection: KEYS_ONLY}}
      by_device: {{partition_key: deviceId, sort_key: lastSeen}}
    replicas: {{eu-west-1: {{}}}}
    tags: {{Team: identity}}
  deviceSessions:
    partition_key: deviceId
    ttl: expiresAt
"""

AFTER = f"""\
{ENVIRONMENTS}
accept:
  - {{change: replica-removed, environment: development, reason: nobody works in Dublin}}
  - {{change: index-removed, table: deviceSessions, reason: was taken out last week}}

tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: KEYS_ONLY
    point_in_time_recovery: true
    global_secondary_indexes:
      by_session: {{partition_key: sessionId, projection: {{include: [userId, ipAddress]}}}}
      by_last_seen: {{partition_key: userId, sort_key: lastSeen}}
    tags: {{Team: accounts}}
    environments:
      production:
        partition_key: accountId
  deviceSessions:
    partition_key: {{name: deviceId, type: N}}
    ttl: expiresAt
"""


def compared(before: str, after: str) -> Review:
    """The review of two declarations."""
    sides = compile_text(before, "main:sessions.yaml", TODAY), compile_text(after, "sessions.yaml", TODAY)
    return review(*sides, TODAY, base="main")


def dangerous() -> Review:
    """One table that every user is logged out of, one whose change Terraform does not see, and some harmless things."""
    remarks = (
        PlanRemark(
            "production",
            "deviceSessions",
            "aws_dynamodb_table.deviceSessions",
            "hidden",
            Terraform.NO_OP,
            "Terraform says no change; in fact: the key `deviceId` of `deviceSessions` changes from type S to N",
        ),
        PlanRemark(
            "production",
            "userSessions",
            "aws_dynamodb_table.userSessions",
            "confirmed",
            Terraform.REPLACE,
            "the plan shows a replacement of `userSessions`, as expected",
        ),
    )
    return replace(compared(BEFORE, AFTER), plan=remarks)


def _at(what: str, *, before: bool = False) -> Location:
    """Where `what` stands in AFTER, or in BEFORE."""
    text, file = (BEFORE, "main:sessions.yaml") if before else (AFTER, "sessions.yaml")
    line, column = text[: text.index(what)].count("\n") + 1, text.index(what) - text.rfind("\n", 0, text.index(what))
    return Location(file, line, column, line, column + len(what))


def written() -> Review:
    """A review with a little of everything that says the same whatever the effects say: its words stand here."""
    before, after = (compile_text(text, "sessions.yaml", TODAY).valid() for text in (BEFORE, AFTER))
    lines = {"sessions.yaml": tuple(AFTER.splitlines()), "main:sessions.yaml": tuple(BEFORE.splitlines())}
    accepted = Acceptance(
        "stream-view-changed", None, None, "nobody reads the stream", date(2027, 1, 31), ("accept", 0)
    )
    key = Change(
        environment="production",
        table="userSessions",
        address="aws_dynamodb_table.userSessions",
        rule="partition-key-changed",
        severity=ReviewSeverity.CRITICAL,
        path=("tables", "userSessions", "environments", "production", "partition_key"),
        before="userId",
        after="accountId",
        terraform=Terraform.REPLACE,
        outcome=Outcome.DATA_LOSS,
        message="the partition key of `userSessions` changes: every user is logged out",
        hint="do it side by side:\n1. declare a second table\n2. wait\n3. take `userSessions` out",
        location=_at("partition_key: accountId"),
        nearest=_at("partition_key: accountId"),
    )
    replica = replace(
        key,
        rule="replica-removed",
        path=("tables", "userSessions", "replicas", "eu-west-1"),
        before="eu-west-1",
        after=None,
        terraform=Terraform.UPDATE,
        message="the replica of `userSessions` in eu-west-1 is deleted",
        hint="lead the traffic away first",
        location=_at("replicas: {eu-west-1: {}}", before=True),
        gone=True,
    )
    stream = replace(
        replica,
        rule="stream-view-changed",
        severity=ReviewSeverity.HIGH,
        path=("tables", "userSessions", "stream"),
        before="NEW_AND_OLD_IMAGES",
        after="KEYS_ONLY",
        outcome=Outcome.NEW_STREAM,
        message="the stream of `userSessions` is replaced",
        hint="",
        location=_at("stream: KEYS_ONLY"),
        gone=False,
        accepted=accepted,
    )
    tags = replace(
        stream,
        rule="tags-changed",
        severity=ReviewSeverity.LOW,
        path=("tables", "userSessions", "tags"),
        before={"Team": "identity"},
        after={"Team": "accounts"},
        outcome=Outcome.IN_PLACE,
        message="the tag `Team` of `userSessions` changes",
        location=_at("tags: {Team: accounts}"),
        accepted=None,
    )
    region = replace(
        tags,
        table="",
        address="",
        rule="credentials-changed",
        severity=ReviewSeverity.MEDIUM,
        path=("environments", "production", "profile"),
        before=None,
        after="second",
        terraform=Terraform.NO_OP,
        outcome=Outcome.NONE,
        message="`production` is applied with different credentials",
        location=_at("production: {region: us-east-1}"),
    )
    finding = Finding("acceptance-unused", Severity.WARNING, "`accept` matches no change", ("accept", 1), "remove it")
    plan = PlanRemark(
        "production", "userSessions", key.address, "hidden", Terraform.NO_OP, "Terraform says no change; in fact …"
    )
    sides = (item.environments["production"].tables["userSessions"] for item in (before, after))
    changes = (key, replica, stream, region, tags, replace(tags, environment="development"))
    return Review(
        file="sessions.yaml",
        base="main",
        verdict=ReviewSeverity.CRITICAL,
        changes=changes,
        tables=(
            TableVerdict(
                "production", "userSessions", Terraform.REPLACE, Outcome.DATA_LOSS, ReviewSeverity.CRITICAL, *sides
            ),
        ),
        statements=("in main:sessions.yaml, `old` cannot be understood and is not compared",),
        diagnostics=(Diagnostic(finding, _at("{change: index-removed")),),
        plan=(plan,),
        lines=lines,
        compared=False,
    )


def nothing() -> Review:
    """Two declarations that mean the same."""
    return compared(BEFORE, BEFORE)


def many_indexes() -> Review:
    """A table with twelve indexes, with every kind of mark, long names and wide ones."""
    lines = [f"      by_attribute_{number}: {{partition_key: attribute{number}}}" for number in range(1, 10)]
    table = f"""\
{ENVIRONMENTS}
tables:
  userSessions:
    description: Sitzungen aller Nutzer
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    local_secondary_indexes:
      by_login: {{sort_key: loginAt}}
    global_secondary_indexes:
"""
    before = "\n".join([table + lines[0], *lines[1:], "      by_device: {partition_key: deviceId}", ""])
    long = "by_the_fingerprint_of_the_device_that_somebody_has_logged_in_from_for_the_first_time_and_nowhere_else"
    after = "\n".join(
        [
            table.replace("loginAt}", "loginAt, projection: KEYS_ONLY}") + lines[0],
            *lines[1:8],
            "      by_attribute_9: {partition_key: attribute9, sort_key: 会话标识符和设备指纹以及最后一次登录的时间戳记录}",
            f"      {long}: {{partition_key: {long}, projection: {{include: [{', '.join(f'name{n}' for n in range(20))}]}}}}",
            "      by_emoji: {partition_key: 🙂🙂, sort_key: {name: Grüße, type: N}}",
            "",
        ]
    )
    return compared(before, after)


def many_tables(count: int) -> Review:
    """So many tables, all of them changed, and each otherwise: no two can be told together."""
    sides = [
        ENVIRONMENTS
        + "tables:\n"
        + "".join(
            f"  sessions{number}: {{partition_key: {key}{number}, ttl: expires{key}{number % 7}, "
            f"global_secondary_indexes: {{by_{number}: {{partition_key: k{number}}}}}}}\n"
            for number in range(count)
        )
        for key in ("user", "account")
    ]
    return compared(*sides)


def poisoned(value: Any, poison: str) -> Any:
    """The value with `poison` in every text that somebody could have written into a declaration, at every depth."""
    if isinstance(value, str):
        return poison + value
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(poisoned(item, poison) for item in value)
    if isinstance(value, list):
        return [poisoned(item, poison) for item in value]
    if isinstance(value, dict):
        return {poisoned(key, poison): poisoned(item, poison) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: poisoned(getattr(value, field.name), poison)
            for field in fields(value)
            if field.name not in _WORDS
        }
        return replace(value, **changed)
    return value


_WORDS = frozenset("terraform outcome judgement severity type mode table_class origins".split())
"""Fields with words of our own, and what no report reads."""
