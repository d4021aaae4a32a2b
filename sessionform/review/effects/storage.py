"""How the items are kept: recovery, encryption, table class."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts import how_often
from sessionform.facts.limits import DEFAULT_RECOVERY_DAYS
from sessionform.model import Encryption, Recovery
from sessionform.review.effects.effect import (
    API,
    CRITICAL,
    GUIDE,
    HIGH,
    LOW,
    MEDIUM,
    NONE,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_PITR = f"{GUIDE}/Point-in-time-recovery.html"
_SSE = f"{GUIDE}/EncryptionAtRest.html"

recovery_enabled = ChangeKind(
    id="recovery-enabled",
    summary="Point-in-time recovery is switched on",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Every point in time from now on can be restored, into a new table, which keeps indexes, billing mode and encryption, "
        "but has no stream, TTL, recovery, tags, resource policy or deletion protection until they are set again. Recovery "
        "is charged by the size of the table."
    ),
    source=_PITR,
)
recovery_disabled = ChangeKind(
    id="recovery-disabled",
    summary="Point-in-time recovery is switched off",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Every restore point is gone at once. Switching it on again starts a new window with nothing in it.",
    source=_PITR,
)
recovery_window_shortened = ChangeKind(
    id="recovery-window-shortened",
    summary="The recovery window is shorter",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="Restore points older than the new window are gone. The price stays the same: it does not depend on the window.",
    source=_PITR,
)
recovery_window_lengthened = ChangeKind(
    id="recovery-window-lengthened",
    summary="The recovery window is longer",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="From now on restore points are kept for longer; those that are gone do not come back.",
    source=_PITR,
)
recovery_window_dropped = ChangeKind(
    id="recovery-window-dropped",
    summary="The recovery window is no longer declared",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=f"The setting is computed where it is absent: Terraform keeps what AWS has, not AWS's default of {DEFAULT_RECOVERY_DAYS} days.",
    source=f"{API}/API_PointInTimeRecoverySpecification.html",
)
recovery_window_named = ChangeKind(
    id="recovery-window-named",
    summary="The recovery window is set to what AWS has by default",
    severity=NONE,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=f"By default AWS keeps restore points for {DEFAULT_RECOVERY_DAYS} days. Saying so changes nothing.",
    source=f"{API}/API_PointInTimeRecoverySpecification.html",
)
encryption_changed = ChangeKind(
    id="encryption-changed",
    summary="The table is encrypted with another kind of key, or another customer managed key",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The table is encrypted with the other key while it stays online. The application's role, and whoever restores a backup, "
        "needs kms:Decrypt and more for a customer managed key, or every read and write is refused. AWS accepts "
        f"{how_often.ENCRYPTION.words}; the same key under another of its names counts as one. A customer managed key that "
        "is disabled stops reads and writes after a few minutes, and the table takes up to an hour to come back after "
        "the key is enabled again. In a table with replicas the provider sends the keys of all regions at once, and whether AWS accepts "
        "that is untested."
    ),
    source=_SSE,
)
encryption_kept_customer_key = ChangeKind(
    id="encryption-kept-customer-key",
    summary="From a customer managed key to the AWS-managed one",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "`kms_key_arn` is computed where it is absent: Terraform sees no change and the table stays on the customer managed "
        "key. Disabling that key then makes every session unreadable."
    ),
    source=PROVIDER_SOURCE,
)
table_class_changed = ChangeKind(
    id="table-class-changed",
    summary="The table class changes",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The table and its indexes change their class in the background, in the region of every replica too. AWS accepts "
        f"{how_often.TABLE_CLASS.words}: where one has none left, AWS refuses the whole change. "
        "Infrequent access costs about a quarter more per request, which rarely suits sessions."
    ),
    source=f"{GUIDE}/WorkingWithTables.tableclasses.html",
)

KINDS = (
    recovery_enabled,
    recovery_disabled,
    recovery_window_shortened,
    recovery_window_lengthened,
    recovery_window_dropped,
    recovery_window_named,
    encryption_changed,
    encryption_kept_customer_key,
    table_class_changed,
)


def recovery(pair: Pair) -> Iterator[Effect]:
    """Point-in-time recovery on or off, or another window."""
    before, after = (table.point_in_time_recovery for table in pair.tables)
    setting = ("point_in_time_recovery",)
    if after.enabled and not before.enabled:
        message = f"from now on `{pair.key}` can be restored to any second of the last {_days(after)} days"
        yield recovery_enabled.effect(setting, False, True, message)
    elif before.enabled and not after.enabled:
        message = f"the restore points of `{pair.key}` are gone at once: sessions deleted by mistake cannot come back"
        hint = "leave it on while changes are ahead that can lose sessions; an on-demand backup keeps only one point in time"
        yield recovery_disabled.effect(setting, True, False, message, hint)
    elif before.enabled and before.days != after.days:
        yield _window(pair, before, after)


def _window(pair: Pair, before: Recovery, after: Recovery) -> Effect:
    setting = ("point_in_time_recovery", "recovery_period_in_days")
    if after.days is None:
        message = f"the recovery window of `{pair.key}` is no longer declared: AWS keeps {before.days} days"
        hint = f"write `recovery_period_in_days: {DEFAULT_RECOVERY_DAYS}` for AWS's default"
        return recovery_window_dropped.effect(setting, before.days, None, message, hint)
    if _days(after) == _days(before):
        message = f"`{pair.key}` can be restored for {after.days} days, as before: that is AWS's default"
        return recovery_window_named.effect(setting, before.days, after.days, message)
    if _days(after) < _days(before):
        message = f"`{pair.key}` can be restored for only {after.days} days (before: {_days(before)}); older restore points are lost"
        hint = "the price does not depend on the window"
        return recovery_window_shortened.effect(setting, before.days, after.days, message, hint)
    message = f"`{pair.key}` can be restored for {after.days} days (before: {_days(before)})"
    return recovery_window_lengthened.effect(setting, before.days, after.days, message)


def _days(setting: Recovery) -> int:
    return DEFAULT_RECOVERY_DAYS if setting.days is None else setting.days


def encryption(pair: Pair) -> Iterator[Effect]:
    """Another key."""
    before, after = (table.encryption for table in pair.tables)
    if before == after:
        return
    setting, values = ("server_side_encryption",), (before.as_written, after.as_written)
    if (before.mode, after.mode) == ("CUSTOMER", "AWS_MANAGED"):
        yield encryption_kept_customer_key.effect(
            setting,
            *values,
            f"`{pair.key}` is to move from its customer managed key to the AWS-managed one, but Terraform sees no change: "
            "it stays on the customer managed key, and without that key no session can be read",
            "name the AWS-managed key by its ARN (`aws kms describe-key --key-id alias/aws/dynamodb`), or go through "
            "`AWS_OWNED` in a separate deploy; keep the old key until `aws dynamodb describe-table` shows the new "
            "one",
        )
        return
    hint = ""
    if before.mode == "CUSTOMER":
        hint = "keep the old key: backups need it, and a table whose key is disabled is archived after 7 days"
    if after.mode == "CUSTOMER":
        use = "allow the application's role to use the new key before the deploy (kms:Decrypt, kms:DescribeKey, …)"
        hint = f"{use}; {hint}" if hint else use
    message = f"`{pair.key}` is encrypted with {_words(after)} instead of {_words(before)} while it stays online"
    if after.mode == "CUSTOMER":
        message += "; a role without access to that key finds no session any more"
    replicas = pair.after.table.replicas
    if replicas and after.mode == before.mode == "CUSTOMER":
        message += "; with replicas this is untested, and AWS may reject it"
        hint += "; try it on a table without sessions first, with a key for every region"
        yield encryption_changed.effect(setting, *values, message, hint, severity=HIGH)
        return
    yield encryption_changed.effect(setting, *values, message, hint)


def _words(encryption: Encryption) -> str:
    names = {"AWS_OWNED": "AWS's own key", "AWS_MANAGED": "the account's `alias/aws/dynamodb`"}
    return names.get(encryption.mode, f"the customer managed key {encryption.kms_key_arn}")


def table_class(pair: Pair) -> Iterator[Effect]:
    """Another table class."""
    before, after = (table.table_class for table in pair.tables)
    if before != after:
        message = f"`{pair.key}` changes from {before} to {after} in the background; sessions are not affected"
        hints = []
        if there := pair.before.table.replicas:  # the class comes before the replicas of the same deploy
            regions = ", ".join(replica.region for replica in there)
            hints.append(
                f"it counts as a change of {regions} too: where one has no change left, the whole change is refused"
            )
        if after == "STANDARD_INFREQUENT_ACCESS":
            hints.append("each request costs about 25 % more, which rarely pays for sessions")
        yield table_class_changed.effect(("table_class",), before, after, message, "; ".join(hints))


HANDLERS = {
    "point_in_time_recovery": recovery,
    "server_side_encryption": encryption,
    "table_class": table_class,
}
