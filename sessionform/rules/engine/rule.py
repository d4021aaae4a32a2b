"""What a rule is: its documentation and its check, declared together. Rules yield problems, `run` findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionform.diagnostics import Path, Severity
from sessionform.documentation import Check
from sessionform.edits import Fix
from sessionform.model import Declaration, Environment, Table

if TYPE_CHECKING:
    from sessionform.rules.view.table_view import TableView

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule objects to.

    `setting` is a path below the rule's subject: a table's or an environment's setting such as `("ttl", "attribute")`,
    for a declaration rule a document path. It is resolved to the line that set the value. `related` are further
    settings of the same subject, each with a label. `on_key` marks the key instead of the value.

    What a rule has to say of something beyond its subject stands in document paths: `place` instead of `setting`,
    `related_places` beside `related`.

    Each of the `fixes` alone would end the problem, the best first. The paths of their edits are settings of the subject, in
    the form that stands alone (`("ttl",)` with a whole value, since `("ttl", "attribute")` is not written in the short form);
    those of `place_fixes` are document paths.
    """

    setting: Path
    message: str
    hint: str = ""
    related: tuple[tuple[Path, str], ...] = ()
    on_key: bool = False
    place: Path | None = None
    related_places: tuple[tuple[Path, str], ...] = ()
    fixes: tuple[Fix, ...] = ()
    place_fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Check):
    """A check that runs over the model. Its warnings and notes can be waived."""

    @property
    def waivable(self) -> bool:
        """Whether a team may live with it: errors are what DynamoDB or Terraform will refuse."""
        return self.severity is not ERROR


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRule(Rule):
    """Looks at one table in one environment; the view holds the environment, and what several rules ask of the table."""

    check: Callable[[Table, TableView], Iterable[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentRule(Rule):
    """Looks at one environment with all its tables."""

    check: Callable[[Environment], Iterable[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationRule(Rule):
    """Looks at the whole declaration; its problems carry document paths."""

    check: Callable[[Declaration], Iterable[Problem]]
