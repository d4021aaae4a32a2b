"""A prediction as frozen data: what differs, what Terraform plans for it, the calls in order, and who refuses which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sessionform.diagnostics import Path
from sessionform.facts.aws import Part, Refusal
from sessionform.facts.how_often import Budget
from sessionform.facts.provider import Behaviour
from sessionform.facts.provider_calls import UpdateStage
from sessionform.facts.version_constraints import Version
from sessionform.review.outcome import Terraform


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a call that a difference makes necessary. `about` is the index, region or turn that has a call of its own.

    `budget` is how often AWS takes such a change.
    """

    stage: UpdateStage
    part: Part
    about: str = ""
    operation: str = ""
    refusal: Refusal | None = None
    budget: Budget | None = None


class Later(StrEnum):
    """What plans show of a change once its deploy has gone through. Of several the last of these counts."""

    NEXT_DEPLOY = "next-deploy"
    EVERY_PLAN = "every-plan"


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting whose arguments differ, what Terraform plans for it, and why, where that is not plain.

    An update without steps is planned, and nothing is sent for it. `later` is what is left of it: the next deploy applies
    the rest, or every plan shows it again.
    """

    setting: Path
    action: Terraform
    steps: tuple[Step, ...] = ()
    why: Behaviour | None = None
    later: Later | None = None

    def concerns(self, setting: Path) -> bool:
        """Whether this is the difference of a setting, of a part of it, or of what it is a part of."""
        shorter = min(len(self.setting), len(setting))
        return self.setting[:shorter] == setting[:shorter]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of AWS, with the settings that it carries, and how often AWS takes what is in it."""

    operation: str
    carries: tuple[Path, ...]
    parts: frozenset[Part] = frozenset()
    about: str = ""
    refusal: Refusal | None = None
    budgets: tuple[Budget, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether it certainly is."""
        return self.refusal is not None and self.refusal.certain

    def carries_setting(self, setting: Path) -> bool:
        return any(own[: len(setting)] == setting or setting[: len(own)] == own for own in self.carries)


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What Terraform does with a resource, or an instance of one, beside the table.

    `arguments` are those that differ; `after_table` says whether it waits for the table's resource.
    """

    type: str
    instance: str
    action: Terraform
    arguments: tuple[str, ...]
    calls: tuple[Call, ...]
    after_table: bool


@dataclass(frozen=True, slots=True)
class Prediction:
    """What becomes of a table and of its companions, with one version of the provider."""

    version: Version
    action: Terraform
    differences: tuple[Difference, ...]
    calls: tuple[Call, ...]
    beside: tuple[ResourceChange, ...]
    refused_at_plan: Refusal | None = None

    def of(self, setting: Path) -> list[Difference]:
        return [difference for difference in self.differences if difference.concerns(setting)]

    @property
    def refused(self) -> Call | None:
        """The first call that AWS certainly refuses. What comes before it is done, what comes after it is not."""
        return next((call for call in self.calls if call.refused), None)

    @property
    def uncertain(self) -> Iterator[Call]:
        """The calls of which nobody knows whether AWS accepts them."""
        return (call for call in self.calls if call.refusal is not None and not call.refusal.certain)

    @property
    def done(self) -> tuple[Call, ...]:
        """The calls that go through."""
        refused = self.refused
        return self.calls if refused is None else self.calls[: self.calls.index(refused)]

    @property
    def undone(self) -> tuple[Call, ...]:
        """The calls that are not made, because an earlier one is refused."""
        refused = self.refused
        return () if refused is None else self.calls[self.calls.index(refused) + 1 :]
