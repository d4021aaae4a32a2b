"""Grants whose policies would meet under one name in one account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.model import Declaration, Environment, Grant, Table
from sessionform.rules.engine.rule import Problem
from sessionform.terraform.grants import policy_name


class _Holder(NamedTuple):
    environment: Environment
    table: Table
    grant: Grant


def meetings(declaration: Declaration, *, certain: bool) -> Iterator[Problem]:
    """Every grant whose policy has the name of an earlier one's; IAM does not tell capitals from small letters.

    Tables that have one name in one region meet already, and are reported as such.
    """
    held: dict[str, list[_Holder]] = {}
    for environment, table in declaration.tables():
        for grant in table.grants:
            holder = _Holder(environment, table, grant)
            earlier = held.setdefault(policy_name(grant.name, table.name).lower(), [])
            met = next((other for other in earlier if _meet(other, holder, certain=certain)), None)
            if met is not None:
                yield _problem(met, holder, certain=certain)
            earlier.append(holder)


def _meet(one: _Holder, other: _Holder, *, certain: bool) -> bool:
    regions = one.environment.region, other.environment.region
    if one.table is not other.table and one.table.name == other.table.name and regions[0] == regions[1]:
        return False
    accounts = one.environment.account, other.environment.account
    same = one.environment is other.environment or accounts[0].same_as(accounts[1])
    return same if certain else not same and accounts[0].may_be(accounts[1])


def _problem(earlier: _Holder, later: _Holder, *, certain: bool) -> Problem:
    name = policy_name(later.grant.name, later.table.name)
    if earlier.table is later.table:
        who = f"the grants `{earlier.grant.name}` and `{later.grant.name}` of `{later.table.key}`"
    else:
        of = f"`{earlier.table.key}` of {earlier.environment.name}", f"`{later.table.key}` of {later.environment.name}"
        who = f"the grants `{earlier.grant.name}` of {of[0]} and `{later.grant.name}` of {of[1]}"
    unsaid = "" if certain else ", unless their accounts differ, which nothing says"
    return Problem(
        later.table.origins.of(("grants", later.grant.name)),
        f"{who} would both be the policy `{name}`{unsaid}",
        "rename one of them" if certain else "give each environment its `account_id`, or rename one of them",
        on_key=True,
        related=((earlier.table.origins.of(("grants", earlier.grant.name)), f"`{earlier.grant.name}` is here"),),
    )
