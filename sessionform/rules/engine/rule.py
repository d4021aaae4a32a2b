"""What a rule is: its documentation and its check, declared together. Rules yield problems, `run` findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Concatenate, Literal, ParamSpec, TypeVar

from sessionform.diagnostics import Path, Severity
from sessionform.model import Declaration, Environment, Table

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

P = ParamSpec("P")
T = TypeVar("T")

DOCUMENTATION = "docs/rules.md"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule objects to.

    `setting` is a path below the rule's subject: a table's or an environment's setting such as `("ttl", "attribute")`,
    for a declaration rule a document path. It is resolved to the line that set the value. `related` are further
    settings of the same subject, each with a label. `on_key` marks the key instead of the value.

    What a rule has to say of something beyond its subject stands in document paths: `place` instead of `setting`,
    `related_places` beside `related`.
    """

    setting: Path
    message: str
    hint: str = ""
    related: tuple[tuple[Path, str], ...] = ()
    on_key: bool = False
    place: Path | None = None
    related_places: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Documented:
    """A check as `sessionform rules` and docs/rules.md show it.

    `failing` and `passing` are declarations, whole or only their `tables`; tests compile both. Where no page can show
    the file they are commands that make and check it, of `form` "sh"; tests run both.
    `source` is the address of the AWS, HashiCorp or project page that justifies the rule.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    source: str
    failing: str
    passing: str
    form: Literal["yaml", "sh"] = field(default="yaml", kw_only=True)

    @property
    def help_address(self) -> str:
        """Where the rule is documented, relative to the repository."""
        return f"{DOCUMENTATION}#{self.id}"


@dataclass(frozen=True, slots=True)
class TableRule(Documented):
    """Looks at one table in one environment."""

    check: Callable[[Table, Environment], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class EnvironmentRule(Documented):
    """Looks at one environment with all its tables."""

    check: Callable[[Environment], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class DeclarationRule(Documented):
    """Looks at the whole declaration; its problems carry document paths."""

    check: Callable[[Declaration], Iterable[Problem]]


def once_a_table(look: Callable[Concatenate[Table, P], T]) -> Callable[Concatenate[Table, P], T]:
    """A look at a table that several rules take: they run in turn on one table, so the latest result is kept.

    What else `look` is given has to follow from the table, as its environment does.
    """
    latest: tuple[Table, T] | None = None

    def looked(table: Table, /, *rest: P.args, **named: P.kwargs) -> T:
        nonlocal latest
        if latest is None or latest[0] is not table:
            latest = table, look(table, *rest, **named)
        return latest[1]

    return looked


EXAMPLE_HEADER = """\
version: 1
environments:
  staging: {region: us-east-1}
"""


def whole_example(example: str) -> str:
    """An example as a complete declaration: one that gives only its `tables` stands in one environment."""
    return EXAMPLE_HEADER + example if example.startswith("tables:") else example
