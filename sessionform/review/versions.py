"""The version constraints of an environment's stack, computed as the back end computes them."""

from __future__ import annotations

from sessionform.model import Environment
from sessionform.review.effects.environments import Providers


def providers_of(environment: Environment) -> Providers:
    """The constraints on the AWS provider and on Terraform that the stack of the environment will carry."""
    return Providers(environment.aws_provider or "", environment.required_version or "")
