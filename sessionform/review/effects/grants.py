"""What applications may do with the table, before and after: compared is what is allowed, whatever setting changed it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.resource_types import IAM_POLICY, POLICY_ATTACHMENT
from sessionform.grants.allowed import Allowed
from sessionform.grants.policy import described, granted
from sessionform.json_value import Json
from sessionform.model import Grant, Table
from sessionform.review.effects.effect import HIGH, MEDIUM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_POLICIES = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html"
_CONSISTENCY = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html"

grant_added = ChangeKind(
    id="grant-added",
    summary="An application gets a policy for the table",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="Whoever has the policy, or the role that it is attached to, can read or write sessions from then on.",
    source=_POLICIES,
)
grant_removed = ChangeKind(
    id="grant-removed",
    summary="An application loses its policy for the table",
    severity=HIGH,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why=(
        "The policy is deleted, and every call of the application that no other policy allows is refused seconds later. A policy "
        "that is attached to something outside of this stack cannot be deleted: then the apply fails there."
    ),
    source=_POLICIES,
)
grant_narrowed = ChangeKind(
    id="grant-narrowed",
    summary="An application loses permissions on the table",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="A new version of the policy becomes the default, and calls that it no longer allows are refused seconds later.",
    source=_CONSISTENCY,
)
grant_widened = ChangeKind(
    id="grant-widened",
    summary="An application gets more permissions on the table",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why="A new version of the policy becomes the default: the application has the new permissions within seconds.",
    source=_CONSISTENCY + "#troubleshoot_general_eventual-consistency",
)
grant_attached = ChangeKind(
    id="grant-attached",
    summary="A role gets the policy of a grant",
    severity=MEDIUM,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why="Whatever runs as the role can do what the grant allows. The role has to exist: Terraform does not create it.",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
)
grant_detached = ChangeKind(
    id="grant-detached",
    summary="A role loses the policy of a grant",
    severity=HIGH,
    terraform=Terraform.DELETE,
    outcome=Outcome.IN_PLACE,
    why="Whatever runs as the role is refused seconds later, unless another policy allows the same.",
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html",
)
KINDS = (grant_added, grant_removed, grant_narrowed, grant_widened, grant_attached, grant_detached)

_KEEP = (
    "grant the application what it still needs first, and deploy this when no release of it makes these calls any more"
)


def grants(pair: Pair) -> Iterator[Effect]:
    """Grants that come, go, or allow something else; roles that get or lose them."""
    old, new = (_by_name(table) for table in pair.tables)
    before, after = (granted(table) for table in pair.tables)
    for name in dict.fromkeys([*new, *old]):
        resource = f'{IAM_POLICY}["{name}"]'
        setting = ("grants", name)
        was, becomes = (_written(table, name) for table in pair.tables)
        if name not in old:
            message = f"the application `{name}` gets permissions on `{pair.key}`: {_words(after[name])}"
            yield grant_added.effect(setting, was, becomes, message, resource=resource)
        elif name not in new:
            message = f"the application `{name}` loses its permissions on `{pair.key}`: {_words(before[name])}"
            yield grant_removed.effect(setting, was, becomes, message, _KEEP, resource=resource)
        else:
            yield from _changed(pair, name, (before[name], after[name]), resource)
        yield from _roles(pair, name, old.get(name), new.get(name))


def _changed(
    pair: Pair, name: str, rights: tuple[frozenset[Allowed], frozenset[Allowed]], resource: str
) -> Iterator[Effect]:
    old, new = rights
    was, becomes = (list(described(each)) for each in rights)
    setting = ("grants", name)
    if new - old:
        message = f"the application `{name}` gets more permissions on `{pair.key}`: {_words(new - old)}"
        yield grant_widened.effect(setting, was, becomes, message, resource=resource)
    lost = _words(old - new)
    gone = _gone_regions(pair) if new or old else ""
    if lost or gone:
        message = f"the application `{name}` loses permissions on `{pair.key}`: {lost or gone}"
        yield grant_narrowed.effect(setting, was, becomes, message, _KEEP, resource=resource)


def _gone_regions(pair: Pair) -> str:
    """Where the table had a replica; what the application may do ends there with it."""
    before, after = ({replica.region for replica in table.replicas} for table in pair.tables)
    gone = sorted(before - after - {pair.after.environment.region})
    return f"everything in {', '.join(gone)}" if gone else ""


def _roles(pair: Pair, name: str, old: Grant | None, new: Grant | None) -> Iterator[Effect]:
    before, after = (None if grant is None else grant.role for grant in (old, new))
    resource, setting = f'{POLICY_ATTACHMENT}["{name}"]', ("grants", name, "role")
    if before == after:
        return
    if before is not None and new is not None:
        message = f"the role `{before}` loses the permissions of `{name}` on `{pair.key}`"
        hint = "make sure that nothing runs as this role any more"
        yield grant_detached.effect(setting, before, after, message, hint, resource=resource)
    if after is not None:
        message = f"the role `{after}` gets the permissions of `{name}` on `{pair.key}`"
        yield grant_attached.effect(setting, before, after, message, resource=resource)


def _words(rights: frozenset[Allowed]) -> str:
    return "; ".join(described(rights))


def _written(table: Table, name: str) -> Json:
    return (table.settings.get("grants") or {}).get(name)


def _by_name(table: Table) -> dict[str, Grant]:
    return {grant.name: grant for grant in table.grants}


HANDLERS = {"grants": grants}
