"""What the constructs of a stack say of their arguments: which are blocks. JSON does not show it."""

from __future__ import annotations

from typing import Any

from sessionform.terraform.hcl import Blocks


def blocks_in(stack: Any) -> Blocks:
    """Which arguments of the constructs in a stack are blocks, as `hcl.render` wants to know it."""
    from .resources import SessionResource

    found: dict[str, dict[str, bool]] = {}
    for construct in stack.node.find_all():
        kind = _kind_of(construct)
        if kind is not None and not isinstance(construct, SessionResource):  # ours has its blocks in lists
            body = construct.to_hcl_terraform().get(kind) or {}
            for type_, instances in body.items():
                for arguments in instances.values():
                    _note_blocks(arguments, found.setdefault(f"{kind}.{type_}", {}))
    return found


def _kind_of(construct: Any) -> str | None:
    """Whether a construct is a resource or a data source of CDKTF or of cdktn: bindings of either may be used."""
    if not hasattr(construct, "to_hcl_terraform") or not hasattr(construct, "terraform_resource_type"):
        return None
    names = {base.__name__ for base in type(construct).__mro__}
    return "resource" if "TerraformResource" in names else "data" if "TerraformDataSource" in names else None


def _note_blocks(arguments: object, known: dict[str, bool]) -> None:
    """CDKTF describes an argument of a generated class as `{value, isBlock, …}`, its insides likewise."""
    if isinstance(arguments, list):
        for item in arguments:
            _note_blocks(item, known)
    elif isinstance(arguments, dict):
        for name, described in arguments.items():
            if isinstance(described, dict) and "isBlock" in described:
                known[name] = bool(described["isBlock"])
                _note_blocks(described.get("value"), known)
