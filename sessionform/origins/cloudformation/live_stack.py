"""A stack as CloudFormation has it: its template as it was deployed, its parameters, and the names of its resources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sessionform.errors import OutsideError
from sessionform.live.connection import Connection
from sessionform.live.trouble import explaining, unanswered_is_fatal
from sessionform.origins.cloudformation.read import read
from sessionform.origins.cloudformation.resources import TABLES
from sessionform.origins.cloudformation.stack import Stack, StackResource, stack_in
from sessionform.origins.cloudformation.template import parsed, template_in
from sessionform.origins.origin import Origin, OriginTable

ACTIONS = ("cloudformation:DescribeStackResources", "cloudformation:DescribeStacks", "cloudformation:GetTemplate")
"""What reading a stack takes besides reading its tables."""

_NAME = re.compile(
    r"[A-Za-z][A-Za-z0-9-]{0,127}|arn:aws[a-z-]*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z0-9/-]+"
)
_NESTED = "AWS::CloudFormation::Stack"
_MOST_LEVELS = 10


def is_stack_name(text: str) -> bool:
    """Whether a stack may be called so."""
    return _NAME.fullmatch(text) is not None


def read_stack(connection: Connection, name: str, given: Mapping[str, str]) -> Origin:
    """What the stack and the stacks within it hold. Raises OutsideError where there is none of that name."""
    found = list(_stacks(connection, name, "", 0))
    holding = [each for each in found if any(one.type in TABLES for one in each[0].resources.values())]
    if not holding:
        raise OutsideError(f"the stack `{name}` has no DynamoDB table", "is it the right one?")
    origins = [_labelled(read([(name, template)], stack, given, None), prefix) for stack, template, prefix in holding]
    return Origin(
        tuple(table for origin in origins for table in origin.tables),
        tuple(other for origin in origins for other in origin.others),
        tuple(note for origin in origins for note in origin.notes),
        {label: used for origin in origins for label, used in origin.uses.items()},
    )


def _stacks(connection: Connection, name: str, prefix: str, level: int) -> Iterator[tuple[Stack, dict[str, Any], str]]:
    """The stack with its template, then those within it; `prefix` is the way to it."""
    client = connection.client("cloudformation")
    with unanswered_is_fatal(), explaining("cloudformation", connection.region):
        try:
            described = client.describe_stacks(StackName=name)["Stacks"][0]
        except client.exceptions.ClientError as error:
            if error.response.get("Error", {}).get("Code") != "ValidationError":
                raise
            message = f"there is no stack `{name}` in {connection.region} of account {connection.account}, nor a file"
            raise OutsideError(message, "is the name right, and the region?") from None
        resources = client.describe_stack_resources(StackName=name)
        body = client.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
    listed = {key: resources[key] for key in ("StackResources",)}
    pairs = {
        item["ParameterKey"]: item.get("ResolvedValue", item.get("ParameterValue"))
        for item in described.get("Parameters", [])
    }
    parameters = {key: value for key, value in pairs.items() if value is not None and set(value) != {"*"}}
    stack = replace(stack_in(listed, name), name=str(described["StackName"]), parameters=parameters)
    stack = replace(stack, region=stack.region or connection.region, account=stack.account or connection.account)
    template = template_in(parsed(body, name) if isinstance(body, str) else body, name)
    yield stack, template, prefix
    for each in _nested(stack) if level < _MOST_LEVELS else ():
        yield from _stacks(connection, each.physical, f"{prefix}{each.logical}/", level + 1)


def _nested(stack: Stack) -> list[StackResource]:
    return [each for each in stack.resources.values() if each.type == _NESTED]


def _labelled(origin: Origin, prefix: str) -> Origin:
    """The origin with the way to its stack before each label."""
    if not prefix:
        return origin

    def moved(table: OriginTable) -> OriginTable:
        parts = tuple(replace(part, label=prefix + part.label) for part in table.parts)
        return replace(table, label=prefix + table.label, long=prefix + table.long, parts=parts)

    uses = {prefix + label: tuple(prefix + each for each in used) for label, used in origin.uses.items()}
    return Origin(tuple(map(moved, origin.tables)), tuple(prefix + each for each in origin.others), origin.notes, uses)
