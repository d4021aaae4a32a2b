"""Tables that would meet under one name in one AWS account and region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.model import Account, Declaration, Environment, Table
from sessionform.rules.engine.rule import Problem


class _Holder(NamedTuple):
    environment: Environment
    table: Table


class _Meeting(NamedTuple):
    earlier: _Holder
    later: _Holder
    region: str
    certain: bool


def meetings(declaration: Declaration) -> Iterator[_Meeting]:
    """Every table that has the name of an earlier one in a region that both are in, replicas included."""
    places: dict[tuple[str, str], dict[Account, _Holder]] = {}
    for environment, table in declaration.tables():
        holder, account = _Holder(environment, table), environment.account
        for region in {environment.region: 0, **{replica.region: 0 for replica in table.replicas}}:
            holders = places.setdefault((table.name, region), {})
            same = [
                earlier
                for other, earlier in holders.items()
                if other.same_as(account) or earlier.environment is environment
            ]
            possible = same or [earlier for other, earlier in holders.items() if other.may_be(account)]
            if possible:
                yield _Meeting(possible[0], holder, region, certain=bool(same))
            holders.setdefault(account, holder)


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
        f"{who} in {meeting.region}"
        + ("" if meeting.certain else ", unless their accounts differ, which nothing says"),
        hint,
        related=((earlier.table.origins.owner, f"`{earlier.table.key}` is here"),),
    )
