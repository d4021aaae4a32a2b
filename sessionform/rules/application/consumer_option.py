"""The consumer's options must be those of the library."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, rename
from sessionform.model import Table
from sessionform.rules.application.sources import CONSUMERS
from sessionform.rules.engine.rule import ERROR, Problem, TableRule
from sessionform.rules.view.table_view import TableView

if TYPE_CHECKING:
    from sessionform.consumers.options import OptionProblem


def _options(table: Table, view: TableView) -> Iterator[Problem]:
    library = view.library
    if table.consumer is None or library is None:
        return
    from sessionform.consumers.options import option_problems

    for problem in option_problems(library, table.consumer.options):
        yield Problem(
            ("consumer", "options", *problem.path), problem.message, problem.hint, on_key=True, fixes=_fixes(problem)
        )


def _fixes(problem: OptionProblem) -> tuple[Fix, ...]:
    """The option under its right name, where it stands in the same group."""
    *group, _ = problem.path
    *other, name = (problem.meant or "").split(".") if group else ["", problem.meant]
    if not name or (group and other != group):
        return ()
    return (rename(("consumer", "options", *problem.path), name, safe=True),)


RULE = TableRule(
    id="consumer-option",
    severity=ERROR,
    summary="The consumer's options must be those of the library",
    why=(
        "`options` mirror what the application gives the library, under the library's own names. A name that the "
        "library does not have changes nothing in the application, and the table would be checked against a setting "
        "that does not exist."
    ),
    source=CONSUMERS,
    failing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
    consumer: {library: connect-dynamodb, options: {hashkey: sessionId}}
""",
    passing="""\
tables:
  userSessions:
    partition_key: sessionId
    ttl: expires
    consumer: {library: connect-dynamodb, options: {hashKey: sessionId}}
""",
    edges=(
        passes(
            partition_key="id", ttl="expires", consumer={"library": "connect-dynamodb", "options": {"hashKey": "id"}}
        ),
        fails(
            partition_key="id",
            ttl="expires",
            consumer={"library": "connect-dynamodb", "options": {"hashKey": 1, "xyzzy": "a"}},
        ),
    ),
    check=_options,
)
