"""The account, the role and the profile that an environment is applied with."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.model import Environment
from sessionform.review.effects.effect import LOW, MEDIUM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform

account_guard_changed = ChangeKind(
    id="account-guard-changed",
    summary="`account_id` is declared, or no longer declared",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "`account_id` makes the provider refuse every other account. It changes nothing in AWS, but without it "
        "credentials for another account create a second set of empty tables there."
    ),
    source=f"{PROVIDER_DOCS}#allowed_account_ids",
)

credentials_changed = ChangeKind(
    id="credentials-changed",
    summary="The stack is applied with another role or profile",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "Nothing changes in AWS as long as it is the same account. In another one Terraform finds no tables and creates "
        "them again, empty; only `account_id` guards against that."
    ),
    source=f"{PROVIDER_DOCS}#authentication-and-configuration",
)

KINDS = (
    account_guard_changed,
    credentials_changed,
)


def settings(old: Environment, new: Environment) -> Iterator[Effect]:
    """What else is different about an environment that stays where it is; no resource changes by it."""
    _, before, after = accounts(old, new)
    if before != after:
        return  # a move to another account, which `relocation` reports
    if (old.account_id is None) != (new.account_id is None):
        yield _guard(old, new)
    yield from _credentials(old, new, before is not None)


def _credentials(old: Environment, new: Environment, same_account: bool) -> Iterator[Effect]:
    for setting in ("assume_role_arn", "profile"):
        before, after = getattr(old, setting), getattr(new, setting)
        if before == after:
            continue
        message = f"`{new.name}` is applied with different credentials (`{setting}`)"
        if same_account:
            yield credentials_changed.effect((setting,), before, after, message, severity=LOW, resource="")
        else:
            message += ": in another account Terraform finds no tables and creates empty ones"
            hint = "declare `account_id`, so that the provider refuses any other account"
            yield credentials_changed.effect((setting,), before, after, message, hint, resource="")


def _guard(old: Environment, new: Environment) -> Effect:
    setting, values = ("account_id",), (old.account_id, new.account_id)
    if new.account_id is not None:
        message = f"the provider now refuses any account but {new.account_id} for `{new.name}`"
        return account_guard_changed.effect(setting, *values, message, severity=LOW, resource="")
    if new.account.number is not None:
        message = f"only the role now ties `{new.name}` to the account {old.account_id}"
        return account_guard_changed.effect(setting, *values, message, severity=LOW, resource="")
    message = (
        f"nothing ties `{new.name}` to the account {old.account_id} any more: with credentials for another one, "
        "Terraform creates empty tables there"
    )
    return account_guard_changed.effect(setting, *values, message, "keep `account_id`", resource="")


def account_doubt(environment: str, certain: bool) -> str:
    """The end of a clause that holds only if that environment is in the account that is spoken of; empty where it is `certain`."""
    return "" if certain else f", if `{environment}` is in the same account, which nothing rules out"


def accounts(old: Environment, new: Environment) -> tuple[str, str | None, str | None]:
    """The setting that names the head's account, and what it is on both sides; equal where one side does not say."""
    setting, before, after = (
        "account_id" if new.account_id else "assume_role_arn",
        old.account.number,
        new.account.number,
    )
    return (setting, before, after) if before and after else (setting, None, None)
