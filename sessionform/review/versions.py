"""The version constraints of an environment's stack, as the back end writes them."""

from __future__ import annotations

from sessionform.model import Environment
from sessionform.review.effects.versions import Providers
from sessionform.terraform.floors import provider_constraint, terraform_constraint


def providers_of(environment: Environment) -> Providers:
    """The constraints on the AWS provider and on Terraform that the stack of the environment carries."""
    return Providers(provider_constraint(environment), terraform_constraint(environment))
