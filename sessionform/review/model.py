"""What a review says, as frozen data: the changes, a verdict for each table, and what a plan adds. No rendering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

from sessionform.diagnostics import Diagnostic, Location, Path, Severity
from sessionform.facts.confidence import Confidence
from sessionform.model import Acceptance, Table
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.predict.model import Call, Later
from sessionform.setting_path import NO_SETTING, SettingPath


class ReviewSeverity(IntEnum):
    """How bad a change is for the sessions; `CRITICAL` fails a review unless the declaration accepts it."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the base and the head, in one table of one environment.

    `table` is empty for a change of the environment itself, and `address` where no resource is concerned.
    `rule` is the id of the kind of change. `before` and `after` are plain values, None where there is none.
    `path` and `location` are the head's, or the base's where `gone`: the head has no line for what is no more.
    `nearest` is a place of the head in any case: what annotates files can name no other.
    `hint` may have several lines: the numbered steps of the safe way.
    `accepted` is what the declaration says about it, where that holds today; what is `refused` nobody can accept.
    `setting` is what it is about: of which table, or of which environment, and the layer of the file that wrote it.
    `later` is what plans show of it once the deploy has gone through, where that is anything.
    `calls` are the calls of AWS that carry it, in order; `provider` is the version, or the versions, spoken of.
    """

    environment: str
    table: str
    address: str
    rule: str
    severity: ReviewSeverity
    path: Path
    before: Any
    after: Any
    terraform: Terraform
    outcome: Outcome
    message: str
    hint: str
    location: Location
    nearest: Location
    gone: bool = False
    accepted: Acceptance | None = None
    refused: bool = False
    later: Later | None = None
    setting: SettingPath = NO_SETTING
    calls: tuple[Call, ...] = ()
    provider: str = ""
    confidence: Confidence = "run"


@dataclass(frozen=True, slots=True)
class TableVerdict:
    """What becomes of one table, all of its changes together. Only tables with a change have one.

    `severity` is the worst of its changes, accepted or not. `refused` says that AWS or Terraform refuses a part of it, also
    where the outcome tells of what is lost before that. `before` and `after` are the table on either side,
    None where it is not there; after a rename `before.key` is the old name.
    """

    environment: str
    table: str
    terraform: Terraform
    outcome: Outcome
    severity: ReviewSeverity
    before: Table | None = field(repr=False)
    after: Table | None = field(repr=False)
    refused: bool = False

    @property
    def happens(self) -> str:
        """What really happens, and that not all of it does: what is lost first can be lost by a deploy that fails."""
        return f"{self.outcome}, refused" if self.refused and not self.outcome.refused else str(self.outcome)


PlanJudgement = Literal["confirmed", "hidden", "drift", "differs", "missing"]
"""`confirmed`: the plan shows what the review said. `hidden`: so it does, but more happens than it shows.
`drift`: the plan shows a change that the declarations do not explain. `differs`: the plan shows another action.
`missing`: the plan does not mention a resource that the review expects in it.
"""


@dataclass(frozen=True, slots=True)
class PlanRemark:
    """How the plan of one environment compares with the review, for one resource."""

    environment: str
    table: str
    address: str
    judgement: PlanJudgement
    terraform: Terraform
    message: str

    @property
    def loss(self) -> bool:
        """Whether the plan takes a table away, with its sessions, that the declarations would leave."""
        unexplained = self.judgement in ("differs", "drift") and self.terraform.destroys
        return unexplained and "aws_dynamodb_table." in self.address


GAP_HINT = "this fails the review; where the declaration is meant to have no earlier one, `--new` says so"
"""What follows the gaps of a review."""


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review. `verdict` is the worst severity among the changes that are not accepted, and `CRITICAL` where the
    plan takes a table away that the declarations would leave, or where there is a gap.

    `file` is the head's file and `base` says what it was compared with. Changes come worst first, the accepted last among their like;
    `tables` in the order of the environments and tables of the head. `statements` are sentences about the comparison
    itself (no base, a base that does not compile); `diagnostics` are about the acceptances in the declaration.
    `lines` are the source lines by file, for excerpts. `compared` is False where the base, or a part of it, could not
    be compared: what is not said then may still change. `gaps` say why, where nothing says that it is meant: a review
    with a gap is not a pass. `commits` are the base's and the one that the working folder stands on, where git knows them.
    """

    file: str
    base: str
    verdict: ReviewSeverity
    changes: tuple[Change, ...]
    tables: tuple[TableVerdict, ...]
    gaps: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    plan: tuple[PlanRemark, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    compared: bool = True
    commits: tuple[str, ...] = ()

    @property
    def losses(self) -> tuple[PlanRemark, ...]:
        """The tables that only the plan takes away: no change explains it, and nobody can have accepted it."""
        return tuple(remark for remark in self.plan if remark.loss)

    def fails(self, fail_on: ReviewSeverity) -> bool:
        """Whether a change of at least this severity is not accepted, there are gaps or losses, or an acceptance is an error."""
        return (
            bool(self.gaps)
            or (self.verdict >= fail_on and bool(self.changes))
            or bool(self.losses)
            or any(item.finding.severity is Severity.ERROR for item in self.diagnostics)
        )
