"""Environments by the account that they are in, for what an account has once for all of them: its quotas."""

from __future__ import annotations

from sessionform.model import Declaration


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
