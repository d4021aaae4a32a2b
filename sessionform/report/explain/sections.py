"""What `explain` tells of a table beyond its settings: what serves its access patterns, and what its library needs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from sessionform.consumers.iam import iam_statement
from sessionform.consumers.library import LANGUAGES, Library
from sessionform.consumers.registry import library
from sessionform.consumers.settings import settings_for
from sessionform.grants.beyond import beyond
from sessionform.grants.policy import known_policies
from sessionform.json_value import JsonObject, json_text
from sessionform.model import Environment, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served
from sessionform.report.explain.settings import Grid, Section, Text
from sessionform.report.layout.terminal import PROSE_WIDTH
from sessionform.terraform.grants import policy_name

_HEADER = ("Pattern", "Call", "On", "Consistency", "Units", "Past their TTL")


def sections_of(table: Table, environment: Environment) -> list[Section]:
    """The sections that this table has something to say in."""
    sections = []
    if table.access_patterns:
        sections.append(_patterns(table))
    if table.consumer is not None:
        sections.append(_consumer(table, environment))
    if table.grants:
        sections.append(_grants(table, environment))
    return sections


def _patterns(table: Table) -> Section:
    served = [item for item in (judge(table, pattern) for pattern in table.access_patterns) if isinstance(item, Served)]
    note = (
        f"Units are per call, for items of {table.item_size:,} bytes; a query is counted for its `limit`, or one item."
    )
    if table.replicas:
        note += f" A write costs as much again in each of {len(table.replicas)} replicas."
    return Section(
        "access_patterns",
        "Access patterns",
        [Grid(_HEADER, [_row(item) for item in served]), Text(note)],
        [_data(item) for item in served],
    )


def _row(item: Served) -> tuple[str, ...]:
    reads = item.operation in ("GetItem", "Query")
    consistency = ("strong or eventual" if item.strong else "eventual only") if reads else "-"
    units = f"{item.read_units:g} read" if reads else f"{item.write_units} written"
    return item.pattern.name, item.operation, item.target, consistency, units, "can come back" if item.expired else "-"


def _data(item: Served) -> JsonObject:
    return {
        "pattern": item.pattern.name,
        "operation": item.operation,
        "target": item.target,
        "strongly_consistent": item.strong,
        "items": item.items,
        "read_units": item.read_units,
        "write_units": item.write_units,
        "expired_items": item.expired,
    }


def _consumer(table: Table, environment: Environment) -> Section:
    entry = library(table.consumer.library if table.consumer else "")
    settings, statement = settings_for(table, environment), iam_statement(table, environment)
    texts = [
        Text(
            _wrapped(
                f"{entry.about[0].upper()}{entry.about[1:]}; known here as of version {entry.package.version}. {_ends(entry)}"
            )
        ),
        Text(f"The application's settings ({LANGUAGES[entry.settings_language]}):"),
        Text(settings.rstrip()),
        Text("The least that its IAM role must be allowed:"),
        Text(json_text(statement).rstrip()),
        Text(f"Known traps, with their sources in docs/consumers.md#{entry.id}:"),
        Text("\n".join(_wrapped(f"- {trap.text}", "  ") for trap in entry.traps)),
    ]
    data: JsonObject = {
        "library": entry.id,
        "version": entry.package.version,
        "settings": settings,
        "iam_statement": statement,
        "traps": [{"text": trap.text, "source": trap.source} for trap in entry.traps],
    }
    return Section("consumer", f"Consumer: {entry.title}", texts, data)


class _Granted(NamedTuple):
    """A grant as it is explained: its policy, whom that is attached to, and what it allows beyond the grant's patterns."""

    grant: str
    name: str
    role: str | None
    policy: JsonObject
    beyond: list[str]


def _granted(table: Table, environment: Environment) -> Iterator[_Granted]:
    policies = known_policies(table, environment)
    for grant in table.grants:
        name = policy_name(grant.name, table.name)
        yield _Granted(grant.name, name, grant.role, policies[grant.name], list(beyond(table, grant)))


def _grants(table: Table, environment: Environment) -> Section:
    texts: list[Grid | Text] = []
    for item in _granted(table, environment):
        role = f", attached to the role `{item.role}`" if item.role else ""
        texts.append(Text(_wrapped(f"{item.grant}: the policy `{item.name}`{role}")))
        texts.append(Text(json_text(item.policy).rstrip()))
        if item.beyond:
            texts.append(Text("It allows more than the patterns ask:"))
            texts.append(Text("\n".join(_wrapped(f"- {text}", "  ") for text in item.beyond)))
    return Section("grants", "Grants", texts, grants_of(table, environment))


def grants_of(table: Table, environment: Environment) -> JsonObject:
    """Each grant of the table: its policy, whom it is attached to, and what it allows beyond its patterns."""
    return {
        item.grant: {"name": item.name, "role": item.role, "policy": item.policy, "beyond": item.beyond}
        for item in _granted(table, environment)
    }


def _ends(entry: Library) -> str:
    """How a session ends, which is what people get wrong most often."""
    if entry.expiry.checks_itself:
        return "A session past its expiry is refused, also before DynamoDB deletes it."
    return "It does not look at the age of a session: one past its expiry stays good until something deletes it."


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, PROSE_WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
