"""Other versions of Terraform and of the AWS provider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sessionform.facts.pages import PROVIDER_DOCS
from sessionform.facts.provider import majors_of
from sessionform.facts.provider_faults import FAULTS
from sessionform.model import Environment
from sessionform.review.effects.effect import CRITICAL, LOW, MEDIUM, TERRAFORM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.words import names_in_quotes

provider_constraint_changed = ChangeKind(
    id="provider-constraint-changed",
    summary="The required version of the AWS provider changes",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "`terraform init -upgrade` installs another version. A new major version rewrites the state on the first apply, "
        "and an older provider cannot read it any more. A setting that only a later provider supports raises the minimum version."
    ),
    source=f"{PROVIDER_DOCS}/guides/version-6-upgrade",
)

terraform_constraint_changed = ChangeKind(
    id="terraform-constraint-changed",
    summary="The required version of Terraform changes",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why="An older Terraform refuses to run; a newer one writes a state that older ones refuse to read.",
    source=f"{TERRAFORM}/language/terraform#terraform-required_version",
)

provider_lock_refused = ChangeKind(
    id="provider-lock-refused",
    summary="The lock file pins an AWS provider that cannot plan the stack",
    severity=CRITICAL,
    terraform=Terraform.NO_OP,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "Terraform runs the provider of the lock file until `terraform init -upgrade`. Where the constraint does not allow it, "
        "`init` ends in an error; where it does not support a setting of the stack, the plan does. Nothing is deployed."
    ),
    source=f"{TERRAFORM}/language/files/dependency-lock",
)

KINDS = (
    provider_constraint_changed,
    provider_lock_refused,
    terraform_constraint_changed,
)

REMEMBERS_REGION = 6
"""The first major version of the AWS provider that keeps a resource's region in the state, and replaces the resource when it changes."""


@dataclass(frozen=True, slots=True)
class Providers:
    """Version constraints of one environment's stack, as the back end will write them.

    `locked` is the version of the lock file, where the constraint admits it, and `unfit` says which version that file has
    and why nothing can be planned with it.
    """

    aws: str
    terraform: str
    locked: str = ""
    unfit: str = ""

    @property
    def running(self) -> str:
        """What the AWS provider that runs meets: its very version, where a lock file names it."""
        return f"= {self.locked}" if self.locked else self.aws


def providers(old: Providers, new: Providers, environment: Environment) -> Iterator[Effect]:
    """Other version constraints, whoever asked for them."""
    for kind, setting, before, after, what in (
        (provider_constraint_changed, "aws_provider", old.aws, new.aws, "the AWS provider"),
        (terraform_constraint_changed, "required_version", old.terraform, new.terraform, "Terraform"),
    ):
        if _chosen(before) != _chosen(after):
            message = f"the stack of `{environment.name}` requires {what} {after} instead of {before}"
            hint, severity = "", kind.severity
            if kind is provider_constraint_changed:
                hint = "run `terraform init -upgrade`, and commit the lock file"
                message += _across_majors(before, after)
                severity = LOW if set(majors_of(before)) < set(majors_of(after)) else severity
            yield kind.effect(("terraform", setting), before, after, message, hint, severity=severity, resource="")


def lock_refused(new: Providers, environment: Environment, before: str | None = None) -> Effect:
    """A lock file with a provider that nothing can be planned with; `before` is what ran, where there was anything."""
    return provider_lock_refused.effect(
        ("terraform", "aws_provider"),
        before,
        new.aws,
        f"the lock file of `{environment.name}` pins the AWS provider {new.unfit}",
        f"run `sessionform plan --upgrade -e {environment.name}`, or `terraform init -upgrade`, and commit the lock file in the "
        "same change",
        consequence="nothing is deployed until the lock file has another version",
        resource="",
    )


def locked(old: Providers, new: Providers, environment: Environment, otherwise: Sequence[str] = ()) -> Iterator[Effect]:
    """Another version in the lock file, the first one, or none any more, whatever the constraints say.

    `otherwise` are the tables for which the newest provider that the stack admits plans something else than the locked one.
    """
    if new.unfit or old.locked == new.locked:
        return
    before, after = old.running, new.running
    message = f"`{environment.name}` runs the AWS provider {new.locked} instead of {old.locked}"
    hint = "plan it before you apply it: `sessionform plan`"
    severity = MEDIUM if majors_of(before) != majors_of(after) else LOW
    if not new.locked:
        message = f"no lock file pins the AWS provider of `{environment.name}` any more: it ran {old.locked}, and now {new.aws} may run"
        hint = f"keep the lock file of `{environment.name}`, and commit it"
    elif not old.locked:
        message = f"the lock file of `{environment.name}` pins the AWS provider {new.locked}, "
        message += (
            f"in place of one that `terraform init` refused ({old.unfit})"
            if old.unfit
            else f"where any version that {old.aws} allows could run before"
        )
        severity = MEDIUM if _goes_back(before, after) else LOW
    message += _across_majors(before, after)
    if otherwise:
        message += f"; the newest one that the stack allows plans something else for {names_in_quotes(otherwise)}"
    yield provider_constraint_changed.effect(
        ("terraform", "aws_provider"), before, after, message, hint, severity=severity, resource=""
    )


def _goes_back(before: str, after: str) -> bool:
    """Whether a later major version may have run than runs now."""
    old, new = majors_of(before), majors_of(after)
    return bool(old and new) and old[-1] > new[-1]


def _chosen(constraint: str) -> list[str]:
    """The clauses of a constraint without those that leave out one faulty version: nobody runs that one."""
    left_out = {fault.exclusion for fault in FAULTS if fault.is_one_version}
    return [clause for clause in map(str.strip, constraint.split(",")) if clause not in left_out]


def _across_majors(before: str, after: str) -> str:
    """What follows where a major version that was admitted no longer is: states are not read by earlier majors."""
    old, new = majors_of(before), majors_of(after)
    if old and new and old[0] < new[0]:
        return (
            f": whoever still runs {old[0]}.x gets {new[0]}.x, which rewrites the state at its first apply, and "
            f"{old[0]}.x cannot read it any more"
        )
    if _goes_back(before, after):
        return (
            f": where {old[-1]}.x has applied it already, {new[-1]}.x cannot read the state, and nothing can be planned"
        )
    return ""
