"""What a format's file has to hold, and what of the world it is given: the contract of `report/formats/`."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from sessionform.report.layout.terminal import DEFAULT_WIDTH

if TYPE_CHECKING:
    from sessionform.compile import Compiled
    from sessionform.diagnostics import Diagnostic, Location, Path
    from sessionform.documentation import Check
    from sessionform.live.drift import DriftReport
    from sessionform.model import Environment, Table
    from sessionform.prove.result import Proof
    from sessionform.report.drift.text import Place
    from sessionform.report.explain.settings import Section
    from sessionform.report.remarks.remark import Remark
    from sessionform.review.effects.effect import ChangeKind
    from sessionform.review.model import Review
    from sessionform.source.document import Document
    from sessionform.staging.stages import Stages

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class View:
    """Where a report is read. `root` is the repository's, from which programs name files.

    `encoding` is the output's: for people, what it cannot hold is escaped; `columns` is its width.
    """

    color: bool = False
    encoding: str = "utf-8"
    columns: int = DEFAULT_WIDTH
    verbose: bool = False
    quiet: bool = False
    root: pathlib.Path | None = None


class Renderer(Protocol[T_contra]):
    """One subject in one format: the function of a format's file that has the subject's name. No printing, no files."""

    def __call__(self, value: T_contra, view: View, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Subject(Generic[T]):
    """Something that is reported. `name` is what the functions that render it are called."""

    name: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in each declaration, and `together` what was found between them."""

    found: Sequence[Compiled]
    together: Sequence[Diagnostic] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All of it, in the order of the declarations."""
        return (*(item for compiled in self.found for item in compiled.diagnostics), *self.together)


@dataclass(frozen=True, slots=True)
class ListedTables:
    """The environments whose tables are listed, and the text that they were read from."""

    environments: Sequence[Environment]
    document: Document


@dataclass(frozen=True, slots=True)
class ExplainedTable:
    """A table in one environment, the text that it was read from, and what else there is to tell of it."""

    table: Table
    environment: Environment
    document: Document
    sections: Sequence[Section]


@dataclass(frozen=True, slots=True)
class Drifted:
    """What has drifted in some environments; `place` gives the file and line of a document path, `locate` its columns too."""

    reports: Sequence[DriftReport]
    place: Place
    locate: Callable[[Path], Location]
    file: str
    sources: Mapping[str, tuple[str, ...]]


FINDINGS: Subject[Checked] = Subject("findings")
REVIEW: Subject[Review] = Subject("review")
STAGES: Subject[Stages] = Subject("stages")
DRIFT: Subject[Drifted] = Subject("drift")
PROOF: Subject[Proof] = Subject("proof")
TABLE: Subject[ExplainedTable] = Subject("table")
TABLES: Subject[ListedTables] = Subject("tables")
CATALOGUE: Subject[Sequence[Check]] = Subject("catalogue")
ENTRY: Subject[Check | ChangeKind] = Subject("entry")
"""One check or one kind of change, explained."""


class RenderRemarks(Protocol):
    """The form of a system that knows remarks on lines, and neither our findings nor our changes."""

    def __call__(self, remarks: Iterable[Remark], /) -> str: ...


def of_remarks(render: RenderRemarks) -> tuple[Renderer[Checked], Renderer[Review]]:
    """`findings` and `review` of a format that is made of remarks."""

    def findings(checked: Checked, view: View) -> str:
        from sessionform.fixing.replacements import suggestions
        from sessionform.report.remarks.remark import remarks_of_findings

        return render(remarks_of_findings(checked.diagnostics, view.root, suggestions(checked.found)))

    def review(review: Review, view: View) -> str:
        from sessionform.report.remarks.remark import remarks_of_review

        return render(remarks_of_review(review, view.root))

    return findings, review
