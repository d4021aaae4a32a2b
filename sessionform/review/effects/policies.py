"""Resource policies of a table, and of its stream."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.resource_types import RESOURCE_POLICY, STREAM_POLICY
from sessionform.policies import same_policy
from sessionform.review.effects.effect import GUIDE, LOW, MEDIUM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_POLICY_PAGE = f"{GUIDE}/access-control-resource-based.html"
policy_added = ChangeKind(
    id="resource-policy-added",
    summary="The table gets a resource policy",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="The first Deny takes effect within seconds. It can open the table to other accounts or close it to its own.",
    source=_POLICY_PAGE,
)
policy_removed = ChangeKind(
    id="resource-policy-removed",
    summary="The table loses its resource policy",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whoever had access only through the policy, another account for instance, is refused about four minutes later.",
    source=_POLICY_PAGE,
)
policy_changed = ChangeKind(
    id="resource-policy-changed",
    summary="The table's resource policy changes",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="It takes effect after about four minutes, for everybody who has access through it.",
    source=_POLICY_PAGE,
)
stream_policy_added = ChangeKind(
    id="stream-policy-added",
    summary="The stream gets a resource policy",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="It can open every change of every session to another account, or close the stream to its own readers.",
    source=_POLICY_PAGE,
)
stream_policy_removed = ChangeKind(
    id="stream-policy-removed",
    summary="The stream loses its resource policy",
    severity=MEDIUM,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whoever read the stream only through the policy, another account for instance, is refused.",
    source=_POLICY_PAGE,
)
stream_policy_changed = ChangeKind(
    id="stream-policy-changed",
    summary="The stream's resource policy changes",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="It decides who may read the changes of the sessions; a later change takes effect after about four minutes.",
    source=_POLICY_PAGE,
)

KINDS = (
    policy_added,
    policy_removed,
    policy_changed,
    stream_policy_added,
    stream_policy_removed,
    stream_policy_changed,
)


def policy(pair: Pair) -> Iterator[Effect]:
    """Another resource policy."""
    before, after = (table.resource_policy for table in pair.tables)
    if before == after:
        return
    setting = ("resource_policy",)
    if before is not None and after is not None and same_policy(before, after):
        message = f"the resource policy of `{pair.key}` is written differently but means the same: whoever had access keeps it"
        yield policy_changed.effect(setting, before, after, message, resource=RESOURCE_POLICY, severity=LOW)
        return
    if after is None:
        message = f"whoever reaches `{pair.key}` only through its resource policy, such as another account, is refused a few minutes later"
        kind = policy_removed
    elif before is None:
        message = f"`{pair.key}` gets a resource policy: who may read and write the sessions changes within seconds"
        kind = policy_added
    else:
        message = f"the resource policy of `{pair.key}` changes: who may read and write the sessions changes about four minutes later"
        kind = policy_changed
    hint = (
        "" if after is None else "try it in another environment first: a Deny in it can lock out the application, too"
    )
    yield kind.effect(setting, before, after, message, hint, resource=RESOURCE_POLICY)


def stream_policy(pair: Pair) -> Iterator[Effect]:
    """Another policy on the stream."""
    before, after = (table.stream_policy for table in pair.tables)
    if before == after:
        return
    if before is not None and after is not None and same_policy(before, after):
        message = f"the policy of the stream of `{pair.key}` is written differently but means the same: whoever reads it can still do so"
        yield stream_policy_changed.effect(
            ("stream_policy",), before, after, message, resource=STREAM_POLICY, severity=LOW
        )
        return
    if after is None:
        kind, message = (
            stream_policy_removed,
            f"whoever reads the stream of `{pair.key}` only through its policy is refused",
        )
    elif before is None:
        kind, message = (
            stream_policy_added,
            f"the stream of `{pair.key}` gets a policy that decides who may read every change",
        )
    else:
        kind, message = (
            stream_policy_changed,
            f"the policy of the stream of `{pair.key}` changes, and with it who may read every change",
        )
    yield kind.effect(("stream_policy",), before, after, message, resource=STREAM_POLICY)


HANDLERS = {"resource_policy": policy, "stream_policy": stream_policy}
