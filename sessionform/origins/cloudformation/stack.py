"""What is known of a stack besides its template: where it is, and what its resources are called in AWS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sessionform.arns import region_and_account
from sessionform.errors import UsageError
from sessionform.origins.values import Values, values

_LISTS = ("StackResources", "StackResourceSummaries")
_POLICY_NAME = re.compile(r":policyName/(.+)$")


@dataclass(frozen=True, slots=True)
class StackResource:
    """One resource of a stack, by its logical and its physical id."""

    logical: str
    physical: str
    type: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack as far as it is known. Region and account are empty where they are not."""

    name: str = ""
    region: str = ""
    account: str = ""
    id: str = ""
    resources: Mapping[str, StackResource] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    def physical(self, logical: str) -> str | None:
        """What the resource is called in AWS; of a scaling policy the name within its ARN."""
        resource = self.resources.get(logical)
        if resource is None:
            return None
        policy = _POLICY_NAME.search(resource.physical)
        return policy[1] if policy else resource.physical


def lists_resources(document: Mapping[str, Any]) -> bool:
    """Whether it is what AWS prints of a stack's resources."""
    return any(name in document for name in _LISTS)


def stack_in(document: Any, file: str) -> Stack:
    """The stack in the output of `describe-stack-resources` or `list-stack-resources`."""
    outer = values(document, f"`{file}`")
    found = [item for name in _LISTS for item in outer.blocks(name)]
    resources = {each.logical: each for each in _resources(found)}
    ids = sorted({item.text("StackId") or "" for item in found} - {""})
    if len(ids) > 1:
        raise UsageError(f"`{file}` has resources of several stacks", "give one stack at a time")
    region, account = region_and_account(ids[0]) if ids else ("", None)
    names = {item.text("StackName") or "" for item in found}
    return Stack(max(names, default=""), region, account or "", ids[0] if ids else "", resources)


def _resources(found: list[Values]) -> Iterator[StackResource]:
    for item in found:
        physical, status = item.text("PhysicalResourceId"), item.text("ResourceStatus") or ""
        if physical is not None and status != "DELETE_COMPLETE":
            yield StackResource(item.needed("LogicalResourceId"), physical, item.needed("ResourceType"))
