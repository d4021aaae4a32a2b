"""The versions of an environment's stack, as the back end writes them and as its lock file has them."""

from __future__ import annotations

from collections.abc import Mapping

from sessionform.facts.version_constraints import Version, parse_constraint, version_text
from sessionform.model import Environment
from sessionform.review.effects.environments.versions import Providers
from sessionform.terraform.faults import meetings
from sessionform.terraform.floors import provider_constraint, provider_demands, terraform_constraint


def providers_of(environment: Environment, locks: Mapping[str, Version] | None = None) -> Providers:
    """The constraints on the AWS provider and on Terraform that the stack of the environment carries.

    A locked version runs as long as the constraint admits it: Terraform takes another one only when it is told to.
    """
    aws, locked = provider_constraint(environment), (locks or {}).get(environment.name)
    terraform = terraform_constraint(environment)
    constraint = parse_constraint(aws)
    if locked is None or constraint is None:
        return Providers(aws, terraform)
    lock = version_text(locked)
    if not constraint.admits(locked):
        return Providers(aws, terraform, unfit=f"{lock}, but the stack requires {aws}")
    return Providers(aws, terraform, lock, unfit=_unfit(environment, locked))


def _unfit(environment: Environment, locked: Version) -> str:
    """Why nothing can be planned with a locked version that the constraint admits; empty where it can."""
    lock = version_text(locked)
    unknown = next((demand for demand in provider_demands(environment) if locked < demand.version), None)
    if unknown is not None:
        return f"{lock}, which does not support {unknown.demand}: that came with {version_text(unknown.version)}"
    for fault in (meeting.fault for meeting in meetings(environment)):
        if fault.stops and fault.since <= locked and (fault.until is None or locked < fault.until):
            return f"{lock}, one of those that {fault.text}"
    return ""
