"""An environment that is in another region, account or emulator: there Terraform may not find its tables."""

from __future__ import annotations

from dataclasses import replace

from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.facts.provider import majors_of
from sessionform.json_value import Json
from sessionform.model import Environment, Table, state_of
from sessionform.review.effects.effect import CRITICAL, EMPTIED, LOW, ChangeKind, Effect, steps
from sessionform.review.effects.environments.connection import accounts
from sessionform.review.effects.environments.home_region import home_region_exchanged
from sessionform.review.effects.environments.states import state_moves
from sessionform.review.effects.environments.versions import REMEMBERS_REGION, Providers
from sessionform.review.effects.meeting.refused_deletion import refused_replacement
from sessionform.review.outcome import Outcome, Terraform

_REGION_DOC = f"{PROVIDER_DOCS}/guides/enhanced-region-support"
_ELSEWHERE = (
    "Terraform looks for the tables in the new place, does not find them, and plans to create them there, empty. The "
    "old tables stay where they are, with their sessions and their costs, and are in no state. AWS provider 6.x "
    "remembers the region of a resource and plans to replace it instead: then the old table is deleted."
)
_DELETED_LATER = ", or are deleted by AWS provider 6.x"


region_changed = ChangeKind(
    id="region-changed",
    summary="An environment moves to another region",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    why=_ELSEWHERE,
    source=_REGION_DOC,
    of_environment=True,
)

account_changed = ChangeKind(
    id="account-changed",
    summary="An environment moves to another account",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    why=_ELSEWHERE,
    source=f"{PROVIDER_DOCS}#allowed_account_ids",
    of_environment=True,
)

endpoint_changed = ChangeKind(
    id="endpoint-changed",
    summary="An environment moves between AWS and an emulator, or to another emulator",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    why=_ELSEWHERE,
    source=f"{PROVIDER_DOCS}/guides/custom-service-endpoints",
    of_environment=True,
)

KINDS = (
    region_changed,
    account_changed,
    endpoint_changed,
)

RELOCATIONS = (region_changed, account_changed, endpoint_changed, home_region_exchanged)
"""Kinds after which Terraform looks for the tables elsewhere: they concern each table, not the environment alone."""


def relocation_of(old: Environment, new: Environment, providers: Providers) -> Effect | None:
    """The change after which Terraform may not find the tables of this environment, the weightiest first.

    In another account, or an emulator, nothing is found whatever the region: it leads where both change.
    """
    moves = [
        (kind, setting, before, after)
        for kind, setting, before, after in (
            (endpoint_changed, "endpoint_url", old.endpoint_url, new.endpoint_url),
            (account_changed, *accounts(old, new)),
            (region_changed, "region", old.region, new.region),
        )
        if before != after
    ]
    if moves:
        kind, setting, before, after = moves[0]
        places = " and ".join(_place(move, there) for _, move, _, there in moves)
        return _elsewhere(kind, setting, before, after, f"`{old.name}` moves {places}", old, providers)
    if state_of(old.backend) != state_of(new.backend):
        return state_moves(old, new)
    return None


def _place(setting: str, there: Json) -> str:
    places = {"endpoint_url": "to the endpoint", "region": "to the region"}
    return f"{places.get(setting, 'to the account')} {there or 'of AWS itself'}"


def _elsewhere(
    kind: ChangeKind, setting: str, before: Json, after: Json, what: str, old: Environment, providers: Providers
) -> Effect:
    if old.is_local:
        message = f"{what}: its tables are created there, empty; the old ones stay behind in the emulator"
        return kind.effect((setting,), before, after, message, severity=LOW, outcome=Outcome.CREATE)
    way = steps(
        f"leave `{old.name}` as it is and declare a second environment for the new place, and deploy it",
        "let the application write to both, and read the new one first",
        "wait until the longest-lived session has expired",
        f"destroy the old environment: `sessionform destroy -e {old.name}`",
    )
    majors = majors_of(providers.running) if kind is region_changed else []
    if majors and majors[0] >= REMEMBERS_REGION:
        return kind.effect((setting,), before, after, what, way, terraform=Terraform.REPLACE, consequence=EMPTIED)
    deleted = _DELETED_LATER if majors and majors[-1] >= REMEMBERS_REGION else ""
    message = (
        f"{what}: its tables are created there, empty, so every user is logged out; the old ones stay behind, "
        f"unmanaged and still charged for{deleted}"
    )
    return kind.effect((setting,), before, after, message, way)


def of_table(relocation: Effect, before: Table, after: Table) -> Effect:
    """The move as it is for one of the tables, which a provider that remembers the region may not be able to delete."""
    stopped = refused_replacement(before, after)
    if not stopped:
        return relocation
    instead = f"; AWS provider 6.x plans to replace them{stopped}"
    return replace(relocation, message=relocation.message.replace(_DELETED_LATER, instead))


def without_tables(relocation: Effect, old: Environment, new: Environment) -> Effect:
    """The move of an environment that takes no table with it: what leaves it, and what is new in it, is reported by table."""
    if relocation.kind not in RELOCATIONS or not (old.tables or new.tables):
        return replace(relocation, resource="")
    return relocation.kind.effect(
        relocation.setting,
        relocation.before,
        relocation.after,
        f"`{new.name}` moves elsewhere (`{relocation.setting[0]}`), and takes no table with it",
        severity=LOW,
        terraform=Terraform.NO_OP,
        outcome=Outcome.NONE,
        resource="",
    )


def forgets_region(relocation: Effect, providers: Providers) -> bool:
    """Whether every AWS provider that may be installed looks for the tables of a state in the new place only."""
    return relocation.kind is not region_changed or max(majors_of(providers.running), default=0) < REMEMBERS_REGION
