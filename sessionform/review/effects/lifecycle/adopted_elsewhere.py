"""A table that is taken over while another environment has it: that deletes it, or goes on managing it."""

from __future__ import annotations

from dataclasses import replace

from sessionform.model import Table
from sessionform.review.effects.effect import CRITICAL, HIGH, Effect
from sessionform.review.effects.environments.connection import account_doubt
from sessionform.review.effects.lifecycle.leaving import state_rm, table_adopted
from sessionform.review.effects.lifecycle.names_in_use import Holder
from sessionform.review.effects.replicas import disassociation
from sessionform.review.outcome import Outcome, Terraform


def adopted_and_deleted(effect: Effect, region: str, table: Table, holder: Holder) -> Effect:
    """A table that is taken over while this same change deletes it where it was, or would, were it not protected."""
    if effect.kind is not table_adopted:
        return effect
    taken = f"`{table.key}` takes over the table `{table.name}`, which is {holder.words}"
    hint = f"{holder.kept}, and deploy `{holder.deploy}` first"
    if holder.holding == "managed":
        message = f"{taken}, and every deploy of `{holder.deploy}` tries to delete it: only its deletion protection prevents that{holder.doubt}"
        return replace(effect, severity=HIGH, message=message, hint=hint)
    message = f"{taken}, and the deploy of `{holder.deploy}` deletes that table, with every session in it{holder.doubt}"
    if holder.left:
        message = (
            f"`{table.key}` takes over a replica of {holder.words}, and the deploy of `{holder.deploy}` deletes that replica, with "
            f"every session in it{holder.doubt}"
        )
        hint = (
            "before this is deployed, end the replication, so that the replica becomes a separate table: "
            f"{disassociation(region)}"
        )
    elif not holder.removed:
        hint = f"before this is deployed, remove it from the state of `{holder.deploy}`:\n{state_rm(holder.table)}"
    return replace(effect, severity=CRITICAL, outcome=Outcome.DATA_LOSS, message=message, hint=hint)


def adopted_and_managed(effect: Effect, environment: str, table: Table, holder: Holder) -> Effect:
    """A table that is taken over while the stack of another environment goes on managing it. Nothing says whether the
    accounts are the same: where they are for certain, the check refuses it.
    """
    if effect.kind is not table_adopted:
        return effect
    taken = f"`{table.key}` takes over the table `{table.name}`, which `{holder.deploy}` keeps managing as `{holder.table.key}`"
    doubt = account_doubt(holder.deploy, certain=False)
    hint = (
        f"if they are two accounts, declare the `account_id` of both; if not, give `{table.key}` another `table_name`"
    )
    if holder.table.key_attributes == table.key_attributes:
        message = f"{taken}: each deploy undoes what the other one sets{doubt}"
        return replace(effect, severity=HIGH, outcome=Outcome.IN_PLACE, message=message, hint=hint)
    message = (
        f"{taken}, with a different key: the deploy of `{environment}` deletes it, with every session in it{doubt}"
    )
    outcome = Outcome.DATA_LOSS
    if holder.table.deletion_protection:
        message = f"{taken}, with a different key: only its deletion protection keeps the deploy of `{environment}` from deleting it{doubt}"
        outcome = Outcome.FAILS_AT_APPLY
    return replace(effect, severity=CRITICAL, terraform=Terraform.REPLACE, outcome=outcome, message=message, hint=hint)
