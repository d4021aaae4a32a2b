"""What a plan of Terraform alone says that would take sessions away, and whether the declaration accepts that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sessionform.facts.resource_types import TABLE
from sessionform.model import Declaration
from sessionform.review.effects import BY_ID
from sessionform.review.outcome import Terraform
from sessionform.review.plan import Plan


def losses(plan: Plan, environment: str, declaration: Declaration, today: date) -> Iterator[str]:
    """A sentence for each table that the plan of this environment deletes or replaces, and that nothing accepts.

    Any accepted kind of change that deletes or replaces a table counts: which kind it is, only a base could tell. A table
    that is `removed` with `delete: true` is deleted as declared.
    """
    meant = {gone.table for gone in declaration.environments[environment].removed if not gone.keep}
    for item in plan.resources:
        if item.type != TABLE or not item.action.destroys:
            continue
        accepted = (item.action is Terraform.DELETE and item.name in meant) or any(
            BY_ID[found.change].terraform.destroys and found.covers(item.name, environment) and not found.expired(today)
            for found in declaration.accept
            if found.change in BY_ID
        )
        if not accepted:
            yield f"the plan {item.action}s `{item.name}` in `{environment}`, with every session in it"
