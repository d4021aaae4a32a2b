"""Terraform's JSON as formatted HCL: a fixpoint of `terraform fmt`, in which nested blocks are blocks.

CDKTF's own HCL passes over what a stack overrides, and so over everything of ours; this renders any stack's JSON.
JSON does not say which of its lists and mappings are blocks: where it matters, the caller does (`Blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sessionform.terraform.addresses import identifier
from sessionform.terraform.expressions import literal
from sessionform.terraform.hcl_text import Lines, aligned, indented_hcl, quoted, value

Blocks = Mapping[str, Mapping[str, bool]]
"""Whether an argument is a block, by its name and what it is an argument of: `resource.aws_lambda_function`."""

_LABELS = {"resource": 2, "data": 2, "provider": 0, "output": 1, "variable": 1, "module": 1, "check": 1}
_LISTED = ("moved", "removed", "import")
_BLOCKS = {
    *("lifecycle", "timeouts", "cloud", "required_providers", "workspaces", "connection"),
    *("postcondition", "precondition", "validation", "assert", "content"),
}
"""What is a block everywhere. Of the rest, a list of mappings is taken for blocks and a mapping for a value."""

_NO_BLOCKS = {"locals", "module", "required_providers"}
"""Where everything is a value."""

_VALUES = {"output": {"value"}, "variable": {"default", "type"}}
"""Arguments, by the block they stand in, that are values whatever they look like."""

_LITERAL = {"terraform"}
"""Blocks whose strings are not templates in JSON, but are in HCL, where Terraform then refuses what it would evaluate."""

_LABELLED = {"backend", "dynamic", "provisioner"}
"""Nested blocks with a label, which JSON writes as one more mapping."""

_REFERENCES = {
    "moved": {"from", "to"},
    "removed": {"from"},
    "import": {"to"},
    "lifecycle": {"ignore_changes", "replace_triggered_by"},
    "resource": {"depends_on", "provider"},
    "data": {"depends_on", "provider"},
    "module": {"depends_on"},
    "output": {"depends_on"},
    "variable": {"type"},
}
"""Arguments, by the block they stand in, whose strings are references and not text."""

_FIRST = {"for_each", "count"}
"""Arguments that say how many there are, and so stand before all others."""

_ORDER = ("terraform", "provider", "variable", "locals", "data", "resource", "module", "moved", "removed", "import")


def render(config: dict[str, Any], blocks: Blocks | None = None) -> str:
    """The whole configuration; what stands under `//` is left out, as it is not a configuration."""
    kinds = sorted(config.keys() - {"//"}, key=lambda kind: (_ORDER.index(kind) if kind in _ORDER else 99, kind))
    sections = ["\n".join(block) for kind in kinds for block in _top(identifier(kind), config[kind], blocks or {})]
    return "\n\n".join(sections) + "\n"


def _top(kind: str, body: Any, blocks: Blocks) -> Iterator[list[str]]:
    """The blocks of one kind at the top of the file."""
    if kind in _LISTED:
        for item in body:
            yield list(_block(kind, item, {}))
    elif kind == "provider":
        for name in sorted(body):
            configurations = body[name] if isinstance(body[name], list) else [body[name]]
            for item in configurations:
                yield list(_block(f'provider "{identifier(name)}"', item, blocks.get(f"provider.{name}", {})))
    elif kind in _LABELS:
        for labels, item in _labelled((), body, _LABELS[kind]):
            header = " ".join([kind, *(quoted(identifier(label)) for label in labels)])
            yield list(_block(header, item, blocks.get(f"{kind}.{labels[0]}", {})))
    else:
        yield list(_block(kind, literal(body) if kind in _LITERAL else body, {}))


def _labelled(labels: tuple[str, ...], body: dict[str, Any], more: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    if more == 0:
        yield labels, body
        return
    for name in sorted(body):
        yield from _labelled((*labels, name), body[name], more - 1)


def _block(header: str, body: dict[str, Any], known: Mapping[str, bool]) -> Lines:
    """A block: short arguments aligned first, then long ones, then nested blocks, with air between the kinds."""
    kind = header.split(maxsplit=1)[0]
    arguments, blocks = _parts(kind, body, known)
    if not arguments and not blocks:
        yield f"{header} {{}}"
        return
    yield f"{header} {{"
    first = True
    for section in [*_arguments(arguments, _REFERENCES.get(kind, set())), *blocks]:
        if not first:
            yield ""
        first = False
        yield from indented_hcl(section)
    yield "}"


def _parts(kind: str, body: dict[str, Any], known: Mapping[str, bool]) -> tuple[dict[str, Any], list[list[str]]]:
    arguments: dict[str, Any] = {}
    blocks: list[list[str]] = []
    for name in sorted(body.keys() - {"//"}):
        item = body[identifier(name)]
        if item is None:
            continue
        if kind not in _NO_BLOCKS and name in _LABELLED and _mappings(item):
            for labels in _mappings(item):
                blocks += [
                    list(_block(f"{name} {quoted(identifier(label))}", labels[label], known))
                    for label in sorted(labels)
                ]
        elif _is_block(kind, name, item, known):
            blocks += [list(_block(name, one, known)) for one in _mappings(item)]
        else:
            arguments[name] = item
    return arguments, blocks


def _is_block(kind: str, name: str, item: Any, known: Mapping[str, bool]) -> bool:
    if kind in _NO_BLOCKS or name in _VALUES.get(kind, ()) or not _mappings(item):
        return False
    return name in _BLOCKS or known.get(name, isinstance(item, list))


def _mappings(item: Any) -> list[dict[str, Any]]:
    """The mapping, or the mappings of a list that holds nothing else; none where it is something else."""
    items = item if isinstance(item, list) else [item]
    return items if all(isinstance(one, dict) for one in items) else []


def _arguments(arguments: dict[str, Any], references: set[str]) -> Iterator[list[str]]:
    """The arguments as sections: those of one line together, each longer one by itself."""
    rendered = {name: list(value(item, bare=name in references)) for name, item in arguments.items()}
    for name in sorted(_FIRST & rendered.keys()):
        lines = rendered.pop(name)
        yield [f"{name} = {lines[0]}", *lines[1:]]
    short = {name: lines[0] for name, lines in rendered.items() if len(lines) == 1}
    if short:
        yield aligned(short)
    for name, lines in rendered.items():
        if len(lines) > 1:
            yield [f"{name} = {lines[0]}", *lines[1:]]
