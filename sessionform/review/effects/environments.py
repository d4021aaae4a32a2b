"""A whole environment: where its tables are, where its state is, and what runs it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.facts.version_constraints import parse_constraint
from sessionform.model import Backend, CloudBackend, Environment, S3Backend, state_of
from sessionform.review.effects.effect import (
    CRITICAL,
    EMPTIED,
    HIGH,
    LOW,
    MEDIUM,
    NONE,
    TERRAFORM,
    ChangeKind,
    Effect,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.terraform.floors import PROVIDER_CEILING

_PROVIDER_DOC = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
_REGION_DOC = f"{_PROVIDER_DOC}/guides/enhanced-region-support"
_INIT = f"{TERRAFORM}/cli/commands/init#backend-initialization"
_ELSEWHERE = (
    "Terraform looks for the tables in the new place, does not find them, and plans to create them there, empty. The "
    "old tables stay where they are, with their sessions and their costs, and no state knows them. An AWS provider of 6.x "
    "remembers the region of a resource and plans to replace it instead: then the old table is deleted."
)

environment_added = ChangeKind(
    id="environment-added",
    summary="An environment is new",
    severity=NONE,
    terraform=Terraform.CREATE,
    outcome=Outcome.CREATE,
    facts="A new stack with a state of its own; Terraform creates all of its tables.",
    source=f"{TERRAFORM}/language/state",
)
environment_removed = ChangeKind(
    id="environment-removed",
    summary="An environment leaves the file",
    severity=HIGH,
    terraform=Terraform.NO_OP,
    outcome=Outcome.KEPT,
    facts=(
        "Its stack is no longer compiled, so Terraform does not run for it: the tables stay in AWS and in the state, with "
        "their costs, and nothing here looks after them."
    ),
    source=f"{TERRAFORM}/cli/commands/destroy",
)
environment_renamed = ChangeKind(
    id="environment-renamed",
    summary="An environment has another name and the same state",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts=(
        "Two environments whose backends name the same state are one. The name itself is nothing to AWS, but names of "
        "tables may be made from it."
    ),
    source=f"{TERRAFORM}/language/state",
)
state_taken_over = ChangeKind(
    id="state-taken-over",
    summary="An environment takes over the state of another",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    facts=(
        "What is in a state and not in the configuration is deleted, so the tables in it become those of the environment "
        "that applies it next: replaced where their names differ, deleted where it has none of that key. A state that was "
        "migrated to another place still lies in the old one."
    ),
    source=f"{TERRAFORM}/language/state/purpose",
)
region_changed = ChangeKind(
    id="region-changed",
    summary="An environment moves to another region",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    facts=_ELSEWHERE,
    source=_REGION_DOC,
    of_environment=True,
)
account_changed = ChangeKind(
    id="account-changed",
    summary="An environment moves to another account",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    facts=_ELSEWHERE,
    source=f"{_PROVIDER_DOC}#allowed_account_ids",
    of_environment=True,
)
endpoint_changed = ChangeKind(
    id="endpoint-changed",
    summary="An environment moves between AWS and an emulator, or to another one",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.DATA_LOSS,
    facts=_ELSEWHERE,
    source=f"{_PROVIDER_DOC}/guides/custom-service-endpoints",
    of_environment=True,
)
account_guard_changed = ChangeKind(
    id="account-guard-changed",
    summary="The account is, or is no longer, declared",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts=(
        "`account_id` makes the provider refuse every other account. It changes nothing in AWS, yet without it credentials "
        "of another account make a second set of empty tables there."
    ),
    source=f"{_PROVIDER_DOC}#allowed_account_ids",
)
credentials_changed = ChangeKind(
    id="credentials-changed",
    summary="Another role or profile applies the stack",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts=(
        "Nothing changes in AWS as long as it is the same account. In another one Terraform finds no tables and creates "
        "them anew, empty; only `account_id` guards against that."
    ),
    source=f"{_PROVIDER_DOC}#authentication-and-configuration",
)
backend_changed = ChangeKind(
    id="backend-changed",
    summary="An environment keeps its state elsewhere",
    severity=HIGH,
    terraform=Terraform.NO_OP,
    outcome=Outcome.FAILS_AT_APPLY,
    facts=(
        "A new backend starts with an empty state. Once `terraform init -migrate-state` has run, Terraform finds every table "
        "there, and what else changes is planned as ever: so it is judged here. Where nobody runs it, a fresh checkout in CI "
        "for instance, Terraform plans to create every table, and AWS refuses because they exist."
    ),
    source=_INIT,
    of_environment=True,
)
backend_settings_changed = ChangeKind(
    id="backend-settings-changed",
    summary="The state stays where it is, and is reached or kept in another way",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts=(
        "No resource changes. Where the stack has been initialized before, Terraform stops with *Backend configuration "
        "changed* until `terraform init -reconfigure` has run. A wrong `region`, role or endpoint means that the state is "
        "not found or may not be read. Without `use_lockfile` two deploys at the same time overwrite each other's state."
    ),
    source=f"{TERRAFORM}/language/backend/s3",
)
provider_constraint_changed = ChangeKind(
    id="provider-constraint-changed",
    summary="Another version of the AWS provider is asked for",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts=(
        "`terraform init -upgrade` installs another provider. A new major version rewrites the state on the first apply, "
        "and an older provider cannot read it any more. A setting that only a later provider knows raises the lowest version."
    ),
    source=f"{_PROVIDER_DOC}/guides/version-6-upgrade",
)
terraform_constraint_changed = ChangeKind(
    id="terraform-constraint-changed",
    summary="Another version of Terraform is asked for",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    facts="Whoever runs an older Terraform is refused; whoever runs a newer one writes a state that older ones refuse.",
    source=f"{TERRAFORM}/language/terraform#terraform-required_version",
)

KINDS = (
    environment_added,
    environment_removed,
    environment_renamed,
    state_taken_over,
    region_changed,
    account_changed,
    endpoint_changed,
    account_guard_changed,
    credentials_changed,
    backend_changed,
    backend_settings_changed,
    provider_constraint_changed,
    terraform_constraint_changed,
)

REMEMBERS_REGION = 6
"""The first major version of the AWS provider that keeps a resource's region in the state, and replaces the resource when it changes."""

RELOCATIONS = (region_changed, account_changed, endpoint_changed)
"""Kinds after which Terraform no longer finds the tables: they concern each table, not the environment alone."""


@dataclass(frozen=True, slots=True)
class Providers:
    """Version constraints of one environment's stack, as the back end will write them."""

    aws: str
    terraform: str


def relocation(old: Environment, new: Environment, providers: Providers) -> Effect | None:
    """The change after which Terraform may not find the tables of this environment, the weightiest first."""
    moves = (
        (region_changed, "region", old.region, new.region),
        (endpoint_changed, "endpoint_url", old.endpoint_url, new.endpoint_url),
        (account_changed, *_accounts(old, new)),
    )
    for kind, setting, before, after in moves:
        if before != after:
            return _elsewhere(kind, setting, before, after, old, providers)
    if state_of(old.backend) != state_of(new.backend):
        return _elsewhere_kept(old, new)
    return None


def _elsewhere_kept(old: Environment, new: Environment) -> Effect:
    message = (
        f"the state of `{new.name}` moves from {_where(old.backend)} to {_where(new.backend)}, which is empty: unless it "
        "is migrated, Terraform wants to create tables that exist, and the apply fails"
    )
    way = steps(
        "deploy the change of `backend` by itself, and whatever else changes after it",
        f"before anything is applied, run `terraform init -migrate-state` once in the stack of `{new.name}`, where the "
        "old state is configured",
        "see that `terraform plan` shows no changes",
        "keep the old state file until then",
    )
    return backend_changed.effect(("backend",), _plain(old.backend), _plain(new.backend), message, way)


def _elsewhere(
    kind: ChangeKind, setting: str, before: Any, after: Any, old: Environment, providers: Providers
) -> Effect:
    places = {"endpoint_url": "to the endpoint", "region": "to the region"}
    what = f"`{old.name}` moves {places.get(setting, 'to the account')} {after or 'of AWS itself'}"
    if old.is_local:
        message = f"{what}: its tables are created there, empty; the old ones stay behind in the emulator"
        return kind.effect((setting,), before, after, message, severity=LOW, outcome=Outcome.CREATE)
    way = steps(
        f"leave `{old.name}` as it is and declare a second environment for the new place, and deploy it",
        "let the application write to both, and read the new one first",
        "wait until the longest session has ended",
        f"destroy the old environment: `sessionform destroy -e {old.name}`",
    )
    majors = _majors(providers.aws) if kind is region_changed else []
    if majors and majors[0] >= REMEMBERS_REGION:
        return kind.effect((setting,), before, after, what, way, terraform=Terraform.REPLACE, consequence=EMPTIED)
    deleted = ", or are deleted by an AWS provider of 6.x" if majors and majors[-1] >= REMEMBERS_REGION else ""
    message = (
        f"{what}: its tables are created there, empty, so every user is logged out; the old ones stay behind, "
        f"unmanaged and charged for{deleted}"
    )
    return kind.effect((setting,), before, after, message, way)


def _accounts(old: Environment, new: Environment) -> tuple[str, str | None, str | None]:
    """The setting that names the head's account, and what it is on both sides; equal where one side does not say."""
    setting, before, after = "account_id" if new.account_id else "assume_role_arn", _account(old), _account(new)
    return (setting, before, after) if before and after else (setting, None, None)


def _account(environment: Environment) -> str | None:
    """The account that the environment is in, as far as it says: the provider refuses any but `account_id`."""
    return environment.account_id or _role_account(environment.assume_role_arn)


def _role_account(arn: str | None) -> str | None:
    parts = (arn or "").split(":")
    return parts[4] if len(parts) > 5 else None


def settings(old: Environment, new: Environment) -> Iterator[Effect]:
    """What else is different about an environment that stays where it is; no resource changes by it."""
    _, before, after = _accounts(old, new)
    if before != after:
        return  # a move to another account, which `relocation` reports
    if (old.account_id is None) != (new.account_id is None):
        yield _guard(old, new)
    yield from _credentials(old, new, before is not None)


def backend_settings(old: Environment, new: Environment) -> Iterator[Effect]:
    """Other arguments of the backend that keeps the same state."""
    if state_of(old.backend) != state_of(new.backend):
        return
    before, after = _arguments(old.backend), _arguments(new.backend)
    names = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if not names:
        return
    listed = ", ".join(f"`{name}`" for name in names)
    message = f"the state of `{new.name}` stays where it is, and its backend has another {listed}"
    unlocked = before.get("use_lockfile") is True and after.get("use_lockfile") is False
    if unlocked and "dynamodb_table" not in after:
        message += ": nothing locks it any more, and two deploys at the same time overwrite each other's state"
    yield backend_settings_changed.effect(
        ("backend",),
        {name: before.get(name) for name in names},
        {name: after.get(name) for name in names},
        message,
        f"run `terraform init -reconfigure` in the stack of `{new.name}`, and see that `terraform plan` shows no changes",
        severity=MEDIUM if unlocked or {"region", "endpoints"} & set(names) else LOW,
        resource="",
    )


def _arguments(backend: Backend) -> dict[str, Any]:
    """The arguments of a backend that do not say which state it keeps."""
    if isinstance(backend, S3Backend):
        return {name: value for name, value in backend.config.items() if name not in ("bucket", "key")}
    return {}


def _credentials(old: Environment, new: Environment, same_account: bool) -> Iterator[Effect]:
    for setting in ("assume_role_arn", "profile"):
        before, after = getattr(old, setting), getattr(new, setting)
        if before == after:
            continue
        message = f"`{new.name}` is applied with other credentials (`{setting}`)"
        if same_account:
            yield credentials_changed.effect((setting,), before, after, message, severity=LOW, resource="")
        else:
            message += ": in another account Terraform finds no tables and makes empty ones"
            hint = "declare `account_id`, so that the provider refuses any other account"
            yield credentials_changed.effect((setting,), before, after, message, hint, resource="")


def _guard(old: Environment, new: Environment) -> Effect:
    setting, values = ("account_id",), (old.account_id, new.account_id)
    if new.account_id is not None:
        message = f"the provider refuses any account but {new.account_id} for `{new.name}` from now on"
        return account_guard_changed.effect(setting, *values, message, severity=LOW, resource="")
    if _account(new) is not None:
        message = f"only the role ties `{new.name}` to the account {old.account_id} now"
        return account_guard_changed.effect(setting, *values, message, severity=LOW, resource="")
    message = (
        f"nothing ties `{new.name}` to the account {old.account_id} any more: with credentials of another one, "
        "Terraform "
        "makes empty tables there"
    )
    return account_guard_changed.effect(setting, *values, message, "keep `account_id`", resource="")


def providers(old: Providers, new: Providers, environment: Environment) -> Iterator[Effect]:
    """Other version constraints, whoever asked for them."""
    for kind, setting, before, after, what in (
        (provider_constraint_changed, "aws_provider", old.aws, new.aws, "the AWS provider"),
        (terraform_constraint_changed, "required_version", old.terraform, new.terraform, "Terraform"),
    ):
        if before != after:
            message = f"the stack of `{environment.name}` asks for {what} {after} instead of {before}"
            hint, severity = "", kind.severity
            if kind is provider_constraint_changed:
                hint = "run `terraform init -upgrade`, and commit the lock file"
                message += _across_majors(before, after)
                severity = LOW if set(_majors(before)) < set(_majors(after)) else severity
            yield kind.effect(("terraform", setting), before, after, message, hint, severity=severity, resource="")


def _across_majors(before: str, after: str) -> str:
    """What follows where a major version that was admitted no longer is: states are not read by earlier majors."""
    old, new = _majors(before), _majors(after)
    if old and new and old[0] < new[0]:
        return (
            f": whoever still runs {old[0]}.x gets {new[0]}.x, which rewrites the state at its first apply, and "
            f"{old[0]}.x cannot read it any more"
        )
    if old and new and old[-1] > new[-1]:
        return (
            f": where {old[-1]}.x has applied it already, {new[-1]}.x cannot read the state, and nothing can be planned"
        )
    return ""


def _majors(constraint: str) -> list[int]:
    """The major versions of the AWS provider that a constraint admits, as far as there can be any."""
    parsed = parse_constraint(constraint)
    majors = range(PROVIDER_CEILING[0] + 1)
    return [item for item in majors if parsed is not None and parsed.admits_from((item, 0, 0), (item + 1, 0, 0))]


def forgets_region(relocation: Effect, providers: Providers) -> bool:
    """Whether every AWS provider that may be installed looks for the tables of a state in the new place only."""
    return relocation.kind is not region_changed or max(_majors(providers.aws), default=0) < REMEMBERS_REGION


def gone(environment: Environment, newcomers: Collection[str]) -> Effect:
    """An environment that the head does not have. `newcomers` are those that only the head has."""
    way = [
        f"to delete its tables, first run `sessionform destroy -e {environment.name}` with the file as it was",
        "to keep them, keep the environment",
    ]
    if newcomers:
        there = " or ".join(f"`{name}`" for name in newcomers)
        way.append(
            f"if {there} is this one under another name: its tables are made anew, empty; only with the same state (the "
            "same `backend`) and the same names (`table_name`) are they these"
        )
    return environment_removed.effect(
        (),
        environment.name,
        None,
        f"`{environment.name}` leaves the file: its tables stay in AWS with their sessions, and nothing here manages "
        "them",
        "\n".join(way),
    )


def new(environment: Environment) -> Effect:
    """An environment that the base does not have."""
    message = f"`{environment.name}` is a new environment, with a stack and a state of its own"
    return environment_added.effect((), None, environment.name, message, resource="", terraform=Terraform.NO_OP)


def renamed(old: Environment, new: Environment) -> Effect:
    """An environment of the head with the state of one that the head does not have."""
    message = f"`{old.name}` is called `{new.name}` now, with the same state"
    return environment_renamed.effect((), old.name, new.name, message, resource="")


def taken_over(owner: Environment, new: Environment, leaves: Environment | None) -> Effect:
    """An environment with the state of another. `leaves` is its own in the base, where nobody has that state now."""
    message = (
        f"`{new.name}` takes over the state of `{owner.name}` ({_where(new.backend)}): its deploy makes the tables there "
        "its own, so it replaces or deletes every one that is not the same, with the sessions in it"
    )
    if leaves is not None:
        message += f"; the tables that `{new.name}` had stay in AWS, and nothing here manages them"
    hint = f"keep the state of `{new.name}` where none was before, in a `backend` that names a new place"
    if leaves is not None:
        hint = f"leave the `backend` of `{new.name}` as it was, at {_where(leaves.backend)}"
    return state_taken_over.effect(("backend",), owner.name, new.name, message, hint, resource="")


def same_state(one: Environment, other: Environment) -> bool:
    """Whether two environments keep their state in the same place, as far as the declarations can tell."""
    return state_of(one.backend) == state_of(other.backend)


def _where(backend: Backend) -> str:
    if isinstance(backend, S3Backend):
        return f"`s3://{backend.config.get('bucket')}/{backend.config.get('key')}`"
    if isinstance(backend, CloudBackend):
        return f"the workspace `{backend.organization}/{backend.workspace}`"
    return f"the file `{backend.path}`"


def _plain(backend: Backend) -> dict[str, Any]:
    if isinstance(backend, S3Backend):
        return {"s3": {name: backend.config.get(name) for name in ("bucket", "key", "region")}}
    if isinstance(backend, CloudBackend):
        return {"cloud": {"organization": backend.organization, "workspace": backend.workspace}}
    return {"local": {"path": backend.path}}
