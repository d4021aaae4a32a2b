"""A table that is to be created under a name that AWS still has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sessionform.diagnostics import Path
from sessionform.facts.resource_types import TABLE
from sessionform.model import Backend, Environment, Table
from sessionform.review.effects.effect import CRITICAL, GUIDE, HIGH, ChangeKind, Effect, steps
from sessionform.review.effects.environments.connection import account_doubt
from sessionform.review.effects.environments.relocation import RELOCATIONS
from sessionform.review.effects.environments.states import where
from sessionform.review.effects.lifecycle.leaving import LEAVING
from sessionform.review.effects.lifecycle.leaving_hints import earlier_keys
from sessionform.review.effects.meeting.prevented import REFUSED_BY_TERRAFORM
from sessionform.review.effects.meeting.refused_deletion import is_deletion_refused, refused_deletion
from sessionform.review.outcome import Outcome, Terraform

table_name_in_use = ChangeKind(
    id="table-name-in-use",
    summary="A table is to be created under a name that is still in use in AWS",
    severity=CRITICAL,
    terraform=Terraform.CREATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "AWS keeps the names of tables unique within an account and a region, replicas included. Terraform knows only the "
        "tables of one stack, so it plans to create the table, and AWS answers ResourceInUseException. Where the same "
        "stack deletes the table of that name, it does so at the same time, and AWS refuses that too."
    ),
    source=f"{GUIDE}/HowItWorks.NamingRulesDataTypes.html",
)

KINDS = (table_name_in_use,)


Holding = Literal["managed", "unmanaged", "released"]
"""What becomes of a name: its stack keeps it, nobody manages it any more, or a deploy of this change deletes its table."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The table of the base that has the name. `certain` says that the account is the same,
    `removed` that the head does not have the table, and `left` that it has it in other regions, under the same name.

    `holding` is what this change does to it, by the deploy of the head's environment `deploy`, empty where there is none.
    `kept` is what to write so that this deploy forgets the table, and leaves it in AWS.
    """

    environment: str
    table: Table
    holding: Holding
    deploy: str
    certain: bool
    removed: bool
    left: bool
    backend: Backend
    kept: str

    @property
    def words(self) -> str:
        return f"`{self.table.key}` of `{self.environment}`"

    @property
    def doubt(self) -> str:
        """What a sentence about it ends with, where the account may be another."""
        return account_doubt(self.environment, self.certain)


def name_in_use(
    environment: str, table: Table, region: str, setting: Path, holder: Holder, action: Terraform, *, mutual: bool
) -> Effect:
    """AWS refuses the name; `mutual` says that the holder's deploy waits for a name of this environment, too."""
    ordered = holder.holding == "released" and holder.deploy != environment and not mutual
    replica = bool(setting)
    what = f"the replica of `{table.key}` in {region}" if replica else f"`{table.key}` in `{environment}`"
    message = (
        f"AWS refuses to create {what}, because the name `{table.name}` is in use in {region} (ResourceInUseException)"
    )
    return table_name_in_use.effect(
        setting or ("table_name",),
        None,
        table.name,
        message + holder.doubt,
        _beside_it(table, region) if replica else _way(environment, table, holder),
        severity=HIGH if ordered or not holder.certain else CRITICAL,
        terraform=Terraform.UPDATE if replica and action not in (Terraform.CREATE, Terraform.REPLACE) else action,
        consequence=_reason(environment, holder, mutual=mutual),
    )


def found_elsewhere(effect: Effect, after: Environment, table: Table, holder: Holder) -> Effect:
    """A table of an environment that moves to where AWS has one of its name: Terraform takes that one for its own, and
    replaces it where its key is another.
    """
    if effect.resource != TABLE or effect.terraform is not Terraform.CREATE:
        return effect
    action = Terraform.UPDATE if holder.table.key_names == table.key_names else Terraform.REPLACE
    if effect.kind not in RELOCATIONS:
        return replace(effect, terraform=action)
    found = replace(
        effect,
        terraform=action,
        message=f"`{after.name}` moves to {after.region}, where AWS already has a table `{table.name}`, {holder.words}"
        f"{holder.doubt}: Terraform treats that one as `{table.key}`, with the sessions in it, and the old table stays behind, "
        "unmanaged and still charged for; AWS provider 6.x deletes it",
        hint=f"give `{table.key}` another `table_name` in `{after.name}`, or leave the environment where it is",
    )
    return found if action is Terraform.UPDATE else _replaced_elsewhere(found, table, holder)


def _replaced_elsewhere(found: Effect, table: Table, holder: Holder) -> Effect:
    outcome, consequence = (
        Outcome.DATA_LOSS,
        f"{holder.words} is deleted with every session in it, because its key is different",
    )
    if table.prevent_destroy:
        outcome, consequence = Outcome.FAILS_AT_APPLY, REFUSED_BY_TERRAFORM
    elif is_deletion_refused(holder.table):
        consequence, outcome = refused_deletion(holder.table)
    return replace(found, outcome=outcome, consequence=consequence, rejected=is_deletion_refused(holder.table))


def deleted_elsewhere(effect: Effect, after: Environment, table: Table, holder: Holder, kept: str) -> Effect:
    """A table that leaves an environment as it moves to where AWS has one of its name: Terraform deletes that one.

    `kept` is what to write so that it forgets the table instead.
    """
    if effect.kind not in LEAVING:
        return effect
    deleted = (
        f"it is deleted with every session in it{holder.doubt}; AWS provider 6.x deletes the old one",
        Outcome.DATA_LOSS,
    )
    consequence, outcome = refused_deletion(holder.table) if is_deletion_refused(holder.table) else deleted
    return replace(
        effect,
        severity=CRITICAL,
        terraform=Terraform.DELETE,
        outcome=outcome,
        rejected=is_deletion_refused(holder.table),
        message=f"`{table.key}` is removed from the file while `{after.name}` moves to {after.region}, where AWS already has "
        f"a table `{table.name}`, {holder.words}, and Terraform treats that one as `{table.key}`",
        consequence=consequence,
        hint=f"remove `{table.key}` in a separate deploy, before `{after.name}` moves; "
        f"or, to have Terraform forget the table, {kept}",
    )


def _reason(environment: str, holder: Holder, *, mutual: bool) -> str:
    name = holder.words
    if holder.holding == "managed":
        return f"it belongs to {name}"
    if holder.holding == "unmanaged":
        return f"{name} stays in AWS"
    if holder.deploy == environment:
        return f"the same deploy deletes {name}, and Terraform does both at the same time"
    if mutual:
        return f"it belongs to {name} until `{holder.deploy}` is deployed, which in turn waits for a name of `{environment}`"
    return f"it belongs to {name} until `{holder.deploy}` is deployed"


def _beside_it(table: Table, region: str) -> str:
    return f"leave {region} out of `replicas` until no table there has the name, or give `{table.key}` another `table_name`"


def _way(environment: str, table: Table, holder: Holder) -> str:
    if holder.holding == "unmanaged":
        return _takeover(environment, table, holder)
    if holder.holding == "managed":
        another = f"give `{table.key}` another `table_name`"
        if holder.removed and holder.table.key_attributes == table.key_attributes:
            if holder.deploy == environment:
                return f"if it is the same table, write `renamed_from: {holder.table.key}` in `{table.key}`; if not, {another}"
            return f"{_handed_over(table, holder)}; if it is another table, {another}"
        if holder.certain:
            return another
        return f"if they are two accounts, declare the `account_id` of both environments; if not, {another}"
    if holder.left:
        return steps(
            f"deploy `{holder.deploy}` first, which deletes that replica; to keep its sessions instead, end the replication and "
            f"write `import_existing: true` in `{table.key}`",
            _gone(table),
            f"deploy `{table.key}` in `{environment}`",
        )
    if not holder.removed:
        return (
            f"leave the names of `{holder.table.key}` and `{table.key}` as they are: DynamoDB cannot rename a table, so one "
            "that gets another name is deleted, with the sessions in it"
        )
    way = _apart(environment, table, holder)
    if holder.table.key_attributes != table.key_attributes:
        return way
    if holder.deploy == environment:
        return f"if it is the same table, write `renamed_from: {earlier_keys(holder.table, (table,))}` in `{table.key}`; if not:\n{way}"
    return f"{_handed_over(table, holder)}; for an empty table:\n{way}"


def _handed_over(table: Table, holder: Holder) -> str:
    return (
        f"to keep its sessions, {holder.kept}, write `import_existing: true` in `{table.key}`, and deploy "
        f"`{holder.deploy}` first"
    )


def _apart(environment: str, table: Table, holder: Holder) -> str:
    return steps(
        f"make sure that no session in `{holder.table.name}` is needed, and deploy its removal from `{holder.deploy}` first",
        _gone(table),
        f"deploy `{table.key}` in `{environment}`",
    )


def _gone(table: Table) -> str:
    return f"wait until it is gone: `aws dynamodb describe-table --table-name {table.name}` finds nothing"


def _takeover(environment: str, table: Table, holder: Holder) -> str:
    another = f"give `{table.key}` another `table_name`"
    if holder.table.key_attributes != table.key_attributes:
        return f"{another}: its key differs from that of the table in AWS"
    adopt = f"write `import_existing: true` in `{table.key}`"
    if not holder.deploy:
        return (
            f"if `{environment}` is `{holder.environment}` under another name, declare the `backend` that it had, "
            f"{where(holder.backend)}; or {adopt} to take that table over"
        )
    if holder.deploy == environment:
        return f"{adopt} to take that table over; for an empty table, {another}"
    return f"{another}; or, to take that table over:\n" + steps(
        f"deploy `{holder.deploy}`, whose state then forgets the table", f"{adopt}, and deploy `{environment}`"
    )
