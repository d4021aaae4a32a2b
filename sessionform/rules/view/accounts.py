"""The accounts that environments are in, as rules speak of them: what they share its quotas with, and where a number stands."""

from __future__ import annotations

from sessionform.diagnostics import Path
from sessionform.model import Declaration, Environment


def accounts_of(declaration: Declaration) -> dict[str, str]:
    """Each environment's account, by the environment's name, as a message calls it. Emulators are left out: they have no quotas.

    One that is not certain to be in the account of another has an account of its own, called what the environment is called.
    """
    accounts = {item.name: item.account for item in declaration.environments.values() if not item.is_local}
    numbers = {item.profile: item.number for item in accounts.values() if item.profile and item.number}
    called = {}
    for environment, (number, profile, _) in accounts.items():
        known = number or numbers.get(profile or "")
        if known:
            called[environment] = f"account {known}"
        else:
            called[environment] = f"the profile `{profile}`" if profile else f"`{environment}`"
    return called


def account_place(environment: Environment) -> tuple[Path, str]:
    """Where the number of the environment's account stands, `account_id` or its role, as a place beside a finding."""
    setting = "assume_role_arn" if environment.account_id is None else "account_id"
    return environment.origins.of((setting,)), f"the account of `{environment.name}`"
