"""Tables in a Terraform state, as `terraform show -json` writes it: https://developer.hashicorp.com/terraform/internals/json-format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.origins.documents import MOST_LEVELS, json_document, read_document
from sessionform.origins.grouping import grouped
from sessionform.origins.groups import Resource
from sessionform.origins.origin import Origin
from sessionform.origins.values import Values, values

SHOW = "`terraform show -json > state.json` in the folder of that configuration writes it"

_AWS = ("aws", "provider.aws")
"""Ends of the provider's name: the registry before it is Terraform's, OpenTofu's or a mirror."""

_MODULE = re.compile(r'module\.([^.\[]+)(?:\[(?:([0-9]+)|"((?:[^"\\]|\\.)*)")\])?')

_GENERIC = frozenset(
    "this default main table tables autoscaled autoscaled_gsi_ignore each dynamodb dynamodb_table".split()
)
"""Names that say nothing of the table: those that public modules give."""


def read_state(file: str) -> Origin:
    """What the state holds. Raises UsageError where the file is not one."""
    state = json_document(read_document(file), file, SHOW)
    root = _root(state, file)
    notes: list[str] = []
    found = [each for each in _resources(root, file, 0) if each.managed]
    kept = []
    for each in found:
        if each.values.inner.get("deposed_key") is not None:
            notes.append(f"`{each.address}` is a deposed object, which the next apply destroys: left out")
        else:
            kept.append(each)
    keys = {each.attributes.text("arn") for each in kept if each.type == "aws_kms_key"}
    origin = grouped([_resource(each, keys, notes) for each in kept if each.of_aws], notes)
    foreign = tuple(each.address for each in kept if not each.of_aws)
    if not origin.tables:
        raise UsageError(f"`{file}` holds no DynamoDB table", "is it the state of the right configuration?")
    return Origin(origin.tables, (*origin.others, *foreign), origin.notes)


def _root(state: Any, file: str) -> Any:
    """The root module. What else Terraform writes in JSON is recognised by its keys."""
    if not isinstance(state, dict):
        raise UsageError(f"`{file}` is not a Terraform state", SHOW)
    if "format_version" not in state:
        if "version" in state and ("resources" in state or "modules" in state):  # the latter up to version 3
            version = state["version"]
            message = f"`{file}` is the state file itself (version {version}), whose form is Terraform's own business"
            raise UsageError(message, f"`terraform show -json {file} > state.json` writes it for others")
        raise UsageError(f"`{file}` is not a Terraform state", SHOW)
    if "planned_values" in state or "resource_changes" in state:
        raise UsageError(f"`{file}` is a plan, not a state", f"{SHOW}, without the plan's name")
    version = str(state["format_version"])
    if version.partition(".")[0] not in ("0", "1"):
        raise UsageError(f"`{file}` is of format version {version[:20]}; 1 is known", "update sessionform")
    if "values" not in state:
        raise UsageError(f"`{file}` is the state of nothing: it has no resources", SHOW)
    return values(state["values"], f"`{file}`: `values`").inner.get("root_module") or {}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A resource of the state; `modules` are names and keys of the modules that it is in, the outermost first."""

    values: Values
    modules: tuple[str, ...]
    managed: bool
    address: str
    type: str
    of_aws: bool
    attributes: Values


def _resources(module: Any, file: str, level: int, modules: tuple[str, ...] = ()) -> Iterator[_Shown]:
    if level > MOST_LEVELS:
        raise UsageError(f"`{file}`: modules are nested more than {MOST_LEVELS} levels deep")
    here = values(module, f"`{file}`: a module")
    for item in here.blocks("resources"):
        address = item.needed("address")
        provider = item.text("provider_name") or ""
        yield _Shown(
            values=item,
            modules=modules,
            managed=item.text("mode") in (None, "managed"),
            address=address,
            type=item.needed("type"),
            of_aws=provider.rpartition("/")[2] in _AWS,
            attributes=values(item.inner.get("values") or {}, f"`{file}`: `{address}`"),
        )
    for child in here.blocks("child_modules"):
        yield from _resources(child.inner, file, level + 1, _module_words(child.text("address") or ""))


def _module_words(address: str) -> tuple[str, ...]:
    """`module.a["x"].module.b[0].module.c[1]` as `a`, `x`, `b`, `c_1`: an index of 0 says nothing."""
    found = _MODULE.findall(address)
    words = [(f"{name}_{number}" if number.strip("0") else name, key) for name, number, key in found]
    return tuple(word for pair in words for word in pair if word)


def _resource(shown: _Shown, keys: set[str | None], notes: list[str]) -> Resource:
    if shown.type == TABLE and shown.values.flag("tainted"):
        notes.append(f"`{shown.address}` is tainted: the old configuration would replace it at its next apply")
    name, index = shown.values.text("name") or shown.type, shown.values.inner.get("index")
    words = [*shown.modules, name, *([str(index)] if index not in (None, 0) else [])]
    encryption = shown.attributes.block("server_side_encryption") if shown.type == TABLE else None
    key = encryption.text("kms_key_arn") if encryption is not None else None
    return Resource(
        type=shown.type,
        label=shown.address,
        short=_short(shown.modules, name, index),
        long="_".join(words),
        values=shown.attributes,
        own_key=True if key in keys else None,
    )


def _short(modules: tuple[str, ...], name: str, index: Any) -> str:
    """What people call the table: its key of a `for_each`, else the innermost name that is not a usual one."""
    if isinstance(index, str):
        return index
    number = f"_{index}" if isinstance(index, int) and index else ""
    said = next((word for word in (name, *reversed(modules)) if word not in _GENERIC), name)
    return f"{said}{number}"
