"""The words that the name of a TTL attribute is made of."""

from __future__ import annotations

from sessionform.model import Table
from sessionform.rules.engine.rule import Problem
from sessionform.rules.view.attributes import words


def words_of_ttl(table: Table) -> tuple[str, ...]:
    """The words of the TTL attribute's name; none where TTL is off."""
    if table.ttl is None or not table.ttl.enabled or table.ttl.attribute is None:
        return ()
    return words(table.ttl.attribute)


def ttl_name_problem(table: Table, says: str, effect: str, hint: str) -> Problem:
    name = "" if table.ttl is None else table.ttl.attribute
    return Problem(("ttl", "attribute"), f"`{name}` sounds like {says}: {effect}", hint)
