"""A table that is created: the calls that create it, and whether AWS takes them."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.aws import CAP_AT_CREATION, NOT_AUTOSCALED, Refusal
from sessionform.facts.resource_types import TABLE
from sessionform.model import Environment, Table
from sessionform.review.effects.effect import CRITICAL, Effect, steps
from sessionform.review.effects.leaving import table_added
from sessionform.review.outcome import Outcome
from sessionform.review.predict.predict import creation_calls
from sessionform.terraform.addresses import Address


def created(table: Table, environment: Environment, effect: Effect) -> Effect:
    """The effect with the calls that it takes, and refused where AWS refuses one of them."""
    if effect.kind is not table_added:
        return effect
    calls = tuple(creation_calls(table, environment.tags))
    refused = next((call for call in calls if call.refused), None)
    if refused is None or refused.refusal is None:
        return replace(effect, calls=calls)
    done = [call.operation for call in calls[: calls.index(refused)]]
    there = f"; {', '.join(done)}: done, and the table is there, empty" if done else ""
    return replace(
        effect,
        calls=calls,
        outcome=Outcome.FAILS_AT_APPLY,
        severity=CRITICAL,
        confidence=refused.refusal.source.confidence,
        message=f"AWS rejects the creation of `{table.key}` as it is declared: “{refused.refusal.text}”{there}",
        hint=_way(table, refused.refusal) if not done else f"{_tainted(table)}\n{_way(table, refused.refusal)}",
    )


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
            f"deploy `{table.key}` without `replicas`, and wait until its autoscaling is there",
            "add the replicas in a second deploy",
        )
    if refusal is CAP_AT_CREATION:
        return "leave out the -1 of `max_throughput`: a new table and a new index have no cap to take away"
    return f"change what AWS rejects of `{table.key}`"
