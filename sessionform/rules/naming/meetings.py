"""Tables that would meet under one name in one AWS account and region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.arns import parse_arn
from sessionform.model import Declaration, Environment, Table
from sessionform.rules.engine.rule import Problem

Owner = tuple[str, str] | None
"""Whose tables an environment makes: an emulator, an account or a profile; None where the declaration says nothing."""


class _Holder(NamedTuple):
    environment: Environment
    table: Table


class _Meeting(NamedTuple):
    earlier: _Holder
    later: _Holder
    region: str
    certain: bool


def owner_of(environment: Environment) -> Owner:
    """Whose tables the environment makes, as far as the declaration says."""
    if environment.endpoint_url is not None:
        return "endpoint", environment.endpoint_url
    role = parse_arn(environment.assume_role_arn or "")
    account = environment.account_id or (role.account if role is not None else "")
    if account:
        return "account", account
    return None if environment.profile is None else ("profile", environment.profile)


def meetings(declaration: Declaration) -> Iterator[_Meeting]:
    """Every table that has the name of an earlier one in a region that both are in, replicas included."""
    places: dict[tuple[str, str], dict[Owner, _Holder]] = {}
    for environment, table in declaration.tables():
        holder, owner = _Holder(environment, table), owner_of(environment)
        for region in {environment.region: 0, **{replica.region: 0 for replica in table.replicas}}:
            holders = places.setdefault((table.name, region), {})
            if owner in holders:
                certain = owner is not None or holders[owner].environment is environment
                yield _Meeting(holders[owner], holder, region, certain)
            else:
                earlier = next((holders[other] for other in holders if may_be(owner, other)), None)
                if earlier is not None:
                    yield _Meeting(earlier, holder, region, certain=False)
            holders.setdefault(owner, holder)


def may_be(one: Owner, other: Owner) -> bool:
    """Whether an environment that names no account may be in the account that the other names."""
    known = one or other
    return None in (one, other) and known is not None and known[0] == "account"


def meeting_problem(meeting: _Meeting, hint: str) -> Problem:
    earlier, later = meeting.earlier, meeting.later
    if earlier.environment is later.environment:
        who = f"`{earlier.table.key}` and `{later.table.key}` are both named `{later.table.name}`"
    else:
        other = "that" if later.table.key == earlier.table.key else f"`{later.table.key}`"
        who = (
            f"`{earlier.table.key}` of {earlier.environment.name} and {other} of {later.environment.name} are both "
            f"named `{later.table.name}`"
        )
    return Problem(
        later.table.origins.of(("table_name",)),
        f"{who} in {meeting.region}" + ("" if meeting.certain else ", and nothing says that the accounts differ"),
        hint,
        related=((earlier.table.origins.owner, f"`{earlier.table.key}` is here"),),
    )
