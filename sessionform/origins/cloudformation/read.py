"""What templates, and what is known of their stack, say of tables: read into the resources of the AWS provider."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.origins.cloudformation.reading import Reading, short_name
from sessionform.origins.cloudformation.resources import TABLES, Template
from sessionform.origins.cloudformation.stack import Stack, lists_resources, stack_in
from sessionform.origins.cloudformation.template import read_template
from sessionform.origins.grouping import grouped
from sessionform.origins.groups import Resource
from sessionform.origins.origin import Origin, OriginTable, Part
from sessionform.words import names_in_quotes


def read_templates(files: Sequence[str], given: Mapping[str, str], region: str | None) -> Origin:
    """What the files say: templates of one stack, and the output of `describe-stack-resources`."""
    documents = [(file, read_template(file)) for file in files]
    stacks = [stack_in(found, file) for file, found in documents if lists_resources(found)]
    if len(stacks) > 1:
        raise UsageError("several files list the resources of a stack", "adopt one stack at a time")
    stack = stacks[0] if stacks else Stack()
    templates = [(file, found) for file, found in documents if not lists_resources(found)]
    return read(templates, stack, given, region)


def read(
    documents: Sequence[tuple[str, dict[str, Any]]], stack: Stack, given: Mapping[str, str], region: str | None
) -> Origin:
    """What the templates of a stack say; without any, the names that the stack has. Raises UsageError where there is no table."""
    if region is not None and stack.region not in ("", region):
        raise UsageError(f"the stack is in {stack.region}, not in {region}", "name an environment of that region")
    where = region or stack.region
    if not documents:
        return _names_alone(stack)
    resources: list[Resource] = []
    notes: list[str] = []
    uses: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    for file, found in documents:
        template = Template(found, file, stack, given, where or _only_region(found))
        reading = Reading(template, notes)
        resources += reading.resources()
        others += reading.others
        uses |= dict(template.references())
    origin = grouped(resources, notes)
    if not origin.tables:
        files = names_in_quotes(file for file, _ in documents)
        nested = " " + " ".join(f"{note}." for note in notes) if notes else ""
        raise UsageError(f"{files}: no DynamoDB table is in it.{nested}", "name the template that has the tables")
    return Origin(origin.tables, (*origin.others, *others), origin.notes, uses)


def _only_region(document: dict[str, Any]) -> str:
    """The region of global tables that are in one alone, where it is written out; empty where there is no such."""
    found = {
        str(each.get("Region"))
        for body in _mappings(document.get("Resources"))
        if body.get("Type") == TABLES[1] and isinstance(body.get("Properties"), dict)
        for each in _mappings(body["Properties"].get("Replicas"))
    }
    only = found.pop() if len(found) == 1 else ""
    return only if re.fullmatch(r"[a-z0-9-]+", only) else ""


def _mappings(value: Any) -> list[dict[str, Any]]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, dict)]


def _names_alone(stack: Stack) -> Origin:
    tables = [
        OriginTable(
            label=each.logical,
            short=short_name(each.logical, None),
            long=each.logical,
            name=each.physical,
            region=stack.region,
            account=stack.account or None,
            found=None,
            parts=(Part(each.logical, TABLE),),
        )
        for each in stack.resources.values()
        if each.type in TABLES
    ]
    if not tables:
        raise UsageError("the stack has no DynamoDB table", "is it the right one?")
    others = [each.logical for each in stack.resources.values() if each.type not in TABLES]
    return Origin(tuple(tables), tuple(others))
