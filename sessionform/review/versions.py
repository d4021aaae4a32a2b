"""The versions of an environment's stack, as the back end writes them and as its lock file has them."""

from __future__ import annotations

from collections.abc import Mapping

from sessionform.facts.version_constraints import Version, parse_constraint, version_text
from sessionform.model import Environment
from sessionform.review.effects.versions import Providers
from sessionform.terraform.floors import provider_constraint, terraform_constraint


def providers_of(environment: Environment, locks: Mapping[str, Version] | None = None) -> Providers:
    """The constraints on the AWS provider and on Terraform that the stack of the environment carries.

    A locked version runs as long as the constraint admits it: Terraform takes another one only when it is told to.
    """
    aws, locked = provider_constraint(environment), (locks or {}).get(environment.name)
    constraint = parse_constraint(aws)
    runs = locked is not None and constraint is not None and constraint.admits(locked)
    return Providers(aws, terraform_constraint(environment), version_text(locked) if locked and runs else "")
