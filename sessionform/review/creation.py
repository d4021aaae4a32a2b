"""A table that is created: the calls that create it, and whether AWS takes them."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.aws import CAP_AT_CREATION, NOT_AUTOSCALED, Refusal
from sessionform.facts.confidence import weakest
from sessionform.facts.provider import STRONG_PROTECTION
from sessionform.facts.resource_types import TABLE
from sessionform.model import Environment, Table
from sessionform.review.effects.effect import CRITICAL, MEDIUM, Effect, steps
from sessionform.review.effects.lifecycle.leaving import table_added
from sessionform.review.outcome import Outcome
from sessionform.review.predict.model import Later
from sessionform.review.predict.predict import creation_calls
from sessionform.terraform.addresses import Address


def created(table: Table, environment: Environment, effect: Effect) -> Effect:
    """The effect with the calls that it takes, and refused where AWS refuses one of them."""
    if effect.kind is not table_added:
        return effect
    calls = tuple(creation_calls(table, environment.tags))
    refused = next((call for call in calls if call.refused), None)
    if refused is None or refused.refusal is None:
        return with_late_protection(replace(effect, calls=calls), table)
    done = [call.operation for call in calls[: calls.index(refused)]]
    there = f"; {', '.join(done)}: done, and the table exists, empty" if done else ""
    return replace(
        effect,
        calls=calls,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        confidence=refused.refusal.source.confidence,
        message=f"AWS rejects the creation of `{table.key}` as it is declared: “{refused.refusal.text}”{there}",
        hint=_way(table, refused.refusal) if not done else f"{_tainted(table)}\n{_way(table, refused.refusal)}",
    )


def with_late_protection(effect: Effect, table: Table) -> Effect:
    """What creates a table, and what its replicas do not get by that: they can be deleted until the next deploy."""
    regions = unprotected_replicas(table)
    if not regions:
        return effect
    late = _protected_late(effect, f"{effect.message}; ", regions)
    return replace(late, hint="\n".join(item for item in (effect.hint, late.hint) if item))


def protected_later(effect: Effect, table: Table) -> Effect:
    """Protection of a replica of a table that is replaced: the new one does not have it from its first moment."""
    region = str(effect.setting[1]) if effect.setting[:1] == ("replicas",) else ""
    concerned = effect.setting[2:] in ((), ("deletion_protection",)) and effect.outcome is Outcome.CREATE
    if not concerned or region not in unprotected_replicas(table):
        return effect
    return _protected_late(effect, f"because `{table.key}` is replaced, ", [region])


def _protected_late(effect: Effect, since: str, regions: list[str]) -> Effect:
    """The effect for replicas whose protection comes with the next deploy; `since` begins its message."""
    replicas = f"the replica{'' if len(regions) == 1 else 's'} in {' and '.join(regions)}"
    return replace(
        effect,
        message=f"{since}{replicas} can be deleted until the next deploy, which sets `deletion_protection`",
        hint=f"deploy once more as soon as the table exists: that protects {replicas}",
        severity=max(effect.severity, MEDIUM),
        later=Later.NEXT_DEPLOY,
        confidence=weakest(effect.confidence, STRONG_PROTECTION.source.confidence),
    )


def unprotected_replicas(table: Table) -> list[str]:
    """The regions of strongly consistent replicas that are to be protected, which the provider does not do at their creation."""
    return [replica.region for replica in table.replicas if table.is_strong and replica.deletion_protection]


def _tainted(table: Table) -> str:
    """What Terraform does with a resource whose creation failed after it was there."""
    address = Address(TABLE, table.key)
    return (
        f"Terraform marks what it could not finish as tainted: the next apply deletes `{table.name}`, with whatever was "
        f"written to it by then, and creates it again; `terraform untaint {address}` keeps it"
    )


def _way(table: Table, refusal: Refusal) -> str:
    if refusal is NOT_AUTOSCALED:
        return steps(
            f"deploy `{table.key}` without `replicas`, and wait until its autoscaling is in place",
            "add the replicas in a second deploy",
        )
    if refusal is CAP_AT_CREATION:
        return "leave out the -1 of `max_throughput`: a new table and a new index have no cap to remove"
    return f"change what AWS rejects in `{table.key}`"
