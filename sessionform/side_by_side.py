"""What is wrong with declarations that are fine each by itself: one state, or one table, that two of them have."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from sessionform.compile import Compiled
from sessionform.diagnostics import Diagnostic, Finding, Path
from sessionform.model import Environment, state_in
from sessionform.rules.naming import table_name_shared, table_name_taken
from sessionform.rules.state import state_shared

Place = tuple[Compiled, Environment, Path]


def clashes(found: Sequence[Compiled]) -> list[Diagnostic]:
    """Terraform states and physical tables that several of these declarations have, each said once."""
    states: dict[tuple[str, ...], Place] = {}
    names: dict[tuple[str, str], list[Place]] = {}
    clashing: list[Diagnostic] = []
    for compiled in found:
        if compiled.failed or compiled.declaration is None:
            continue
        folder = os.path.dirname(compiled.file)  # noqa: PTH120  # as it is written
        for environment in compiled.declaration.environments.values():
            place = (compiled, environment, environment.origins.of(("backend",)))
            first = states.setdefault(state_in(environment.backend, folder), place)
            if first[0] is not compiled:
                clashing.append(_shared_state(first, place))
            else:
                clashing += _shared_names(compiled, environment, names)
    return clashing


def _shared_state(first: Place, second: Place) -> Diagnostic:
    (compiled, environment, _), (_, there, _) = second, first
    message = (
        f"`{environment.name}` keeps its state where `{there.name}` of `{first[0].file}` does, so deploying one destroys the "
        "tables of the other"
    )
    hint = "give each declaration a state of its own"
    rule = state_shared.RULE
    return _diagnostic(rule.finding(message, hint, second[2]), compiled, first)


def _shared_names(
    compiled: Compiled, environment: Environment, names: dict[tuple[str, str], list[Place]]
) -> Iterator[Diagnostic]:
    for table in environment.tables.values():
        place: Place = (compiled, environment, table.origins.of(("table_name",)))
        earlier = names.setdefault((environment.region, table.name), [])
        for first in earlier:
            if first[0] is compiled or not environment.account.may_be(first[1].account):
                continue
            certain = environment.account.same_as(first[1].account)
            rule = table_name_taken.RULE if certain else table_name_shared.RULE
            may = "are" if certain else "may be"
            message = f"`{table.key}` in `{environment.name}` and a table of `{first[0].file}` {may} one table, `{table.name}`"
            hint = "give one of them another name" + ("" if certain else ", or both environments their `account_id`")
            finding = Finding(rule.id, rule.severity, message, place[2], hint, environments=(environment.name,))
            yield _diagnostic(finding, compiled, first)
            break
        earlier.append(place)


def _diagnostic(finding: Finding, compiled: Compiled, first: Place) -> Diagnostic:
    there, _, path = first
    if compiled.document is None or there.document is None:
        raise ValueError("a declaration that compiled has a document")
    location = compiled.document.locate(finding.path)
    return Diagnostic(finding, location, ((there.document.locate(path), "the other one"),))
