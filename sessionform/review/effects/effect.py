"""What a kind of change and one effect of it are. Kinds are documentation as data; effects speak in settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from sessionform.diagnostics import Path
from sessionform.documentation import Documented
from sessionform.facts import pages
from sessionform.facts.confidence import Confidence
from sessionform.facts.resource_types import TABLE
from sessionform.json_value import Json
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair
from sessionform.review.predict.model import Call, Later
from sessionform.words import numbered

NONE, LOW, MEDIUM = ReviewSeverity.NONE, ReviewSeverity.LOW, ReviewSeverity.MEDIUM
HIGH, CRITICAL = ReviewSeverity.HIGH, ReviewSeverity.CRITICAL

EMPTIED = "the table is deleted and an empty one takes its place, so every user is logged out"
"""What a replacement means for the sessions."""

DOCUMENTATION = "docs/review.md"

GUIDE, API = pages.GUIDE, pages.API
PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs"
PROVIDER_SOURCE = "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/dynamodb/table.go"
TERRAFORM = "https://developer.hashicorp.com/terraform"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeKind(Documented):
    """A kind of change as its page shows it; severity, terraform and outcome are what it usually has.

    `why` says what Terraform plans and what AWS does. The settings of kinds
    `of_environment` are the environment's, not the table's. Where the outcome is not `certain`, people decide it beside
    the deploy.
    """

    PAGES: ClassVar[str] = "docs/changes"

    severity: ReviewSeverity
    terraform: Terraform
    outcome: Outcome
    of_environment: bool = False
    certain: bool = True

    def effect(
        self,
        setting: Path,
        before: Json,
        after: Json,
        message: str,
        hint: str = "",
        *,
        severity: ReviewSeverity | None = None,
        terraform: Terraform | None = None,
        outcome: Outcome | None = None,
        resource: str = TABLE,
        consequence: str = "",
        former: Path = (),
    ) -> Effect:
        """One such change; what is not given is as usual for the kind."""
        return Effect(
            kind=self,
            setting=setting,
            before=before,
            after=after,
            message=message,
            hint=hint,
            severity=self.severity if severity is None else severity,
            terraform=terraform or self.terraform,
            outcome=outcome or self.outcome,
            resource=resource,
            consequence=consequence,
            former=former,
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What one difference does. `setting` is the table's (or environment's) setting that differs.

    `resource` is the type of the Terraform resource concerned, with the instance key where the table has several
    (`aws_appautoscaling_target["read"]`), and empty where none is. `consequence` ends the message of an effect that
    other changes of the same deploy can prevent: what follows if they do not. `former` is the setting in the base where
    it stands under another name. `calls` are the calls of AWS that carry it, and `provider` the versions spoken of.
    `rejected` says that AWS rejects it in the end where the outcome tells of what is lost before, and `later` is what plans
    show of it once the deploy has gone through.
    """

    kind: ChangeKind
    setting: Path
    before: Json
    after: Json
    message: str
    hint: str
    severity: ReviewSeverity
    terraform: Terraform
    outcome: Outcome
    resource: str
    consequence: str = ""
    former: Path = ()
    calls: tuple[Call, ...] = ()
    confidence: Confidence = "run"
    provider: str = ""
    rejected: bool = False
    later: Later | None = None

    @property
    def refused(self) -> bool:
        """Whether Terraform or AWS refuses it, whatever else is done before that."""
        return (self.outcome.refused or self.rejected) and self.kind.certain

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.message}: {self.consequence}" if self.consequence else self.message


Handler = Callable[[Pair], Iterator[Effect]]
"""What finds the effects of a changed setting; one handler may look at several settings."""


def steps(*lines: str) -> str:
    """The safe way in several deploys, numbered."""
    return numbered(lines)


STAGED = "`sessionform stage` writes the declarations in between, and what to wait for"
"""What ends the steps of a change that several deploys are needed for."""


def deploys(*lines: str) -> str:
    """The same, where each of some steps is a deploy of a declaration of its own."""
    return f"{steps(*lines)}\n{STAGED}"


def named(paths: Iterable[Path]) -> str:
    """Settings as people write them, each once: `` `stream`, `max_throughput` ``."""
    names = (path[: 2 if path[0] in ("global_secondary_indexes", "replicas", "environment") else 1] for path in paths)
    return ", ".join(dict.fromkeys(f"`{'.'.join(map(str, name))}`" for name in names))
