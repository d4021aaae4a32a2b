"""What `explain` tells of a table beyond its settings: what serves its access patterns, and what its library needs."""

from __future__ import annotations

import textwrap
from typing import Any

from sessionform.consumers.iam import iam_statement
from sessionform.consumers.library import LANGUAGES, Library
from sessionform.consumers.registry import library
from sessionform.consumers.settings import settings_for
from sessionform.grants.beyond import beyond
from sessionform.grants.policy import known_policies
from sessionform.model import Environment, Table
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Served
from sessionform.report.explain.settings import Grid, Section, Text
from sessionform.report.findings.json import to_json
from sessionform.terraform.grants import policy_name

_PROSE_WIDTH = 88

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


def _data(item: Served) -> dict[str, Any]:
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
        Text(to_json(statement).rstrip()),
        Text(f"Known traps, with their sources in docs/consumers.md#{entry.id}:"),
        Text("\n".join(_wrapped(f"- {trap.text}", "  ") for trap in entry.traps)),
    ]
    data = {
        "library": entry.id,
        "version": entry.package.version,
        "settings": settings,
        "iam_statement": statement,
        "traps": [{"text": trap.text, "source": trap.source} for trap in entry.traps],
    }
    return Section("consumer", f"Consumer: {entry.title}", texts, data)


def _grants(table: Table, environment: Environment) -> Section:
    data = grants_of(table, environment)
    texts: list[Grid | Text] = []
    for name, grant in data.items():
        role = f", attached to the role `{grant['role']}`" if grant["role"] else ""
        texts.append(Text(_wrapped(f"{name}: the policy `{grant['name']}`{role}")))
        texts.append(Text(to_json(grant["policy"]).rstrip()))
        if grant["beyond"]:
            texts.append(Text("It allows more than the patterns ask:"))
            texts.append(Text("\n".join(_wrapped(f"- {text}", "  ") for text in grant["beyond"])))
    return Section("grants", "Grants", texts, data)


def grants_of(table: Table, environment: Environment) -> dict[str, Any]:
    """Each grant of the table: its policy, whom it is attached to, and what it allows beyond its patterns."""
    policies = known_policies(table, environment)
    return {
        grant.name: {
            "name": policy_name(grant.name, table.name),
            "role": grant.role,
            "policy": policies[grant.name],
            "beyond": list(beyond(table, grant)),
        }
        for grant in table.grants
    }


def _ends(entry: Library) -> str:
    """How a session ends, which is what people get wrong most often."""
    if entry.expiry.checks_itself:
        return "A session past its expiry is refused, also before DynamoDB deletes it."
    return "It does not look at the age of a session: one past its expiry stays good until something deletes it."


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, _PROSE_WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)
