"""Which arguments of our resources are blocks: JSON does not show it, and Terraform takes one block as a mapping too."""

from __future__ import annotations

from typing import Any

from sessionform.terraform.table import Arguments

SINGLE_BLOCKS = frozenset(
    """
    lifecycle on_demand_throughput point_in_time_recovery predefined_metric_specification server_side_encryption
    target_tracking_scaling_policy_configuration timeouts ttl warm_throughput
    """.split()
)
"""Blocks of which a resource has one at most. A list of one in our arguments."""


_VALUES = frozenset({"for_each", "tags"})
"""Arguments whose keys are a user's, and no arguments."""


def as_mappings(value: Any) -> Any:
    """The arguments with every single block as a mapping, as CDKTF's generated classes write them."""
    if isinstance(value, dict):
        return {
            name: item if name in _VALUES else as_mappings(_only(item) if name in SINGLE_BLOCKS else item)
            for name, item in value.items()
        }
    return [as_mappings(item) for item in value] if isinstance(value, list) else value


def as_lists(value: Any) -> Any:
    """The arguments with every single block as a list of one, as a stack of ours has them."""
    if isinstance(value, dict):
        return {
            name: item if name in _VALUES else _listed(as_lists(item)) if name in SINGLE_BLOCKS else as_lists(item)
            for name, item in value.items()
        }
    return [as_lists(item) for item in value] if isinstance(value, list) else value


def _only(block: Any) -> Any:
    return block[0] if isinstance(block, list) and len(block) == 1 else block


def _listed(block: Any) -> Any:
    return [block] if isinstance(block, dict) else block


def first_block(arguments: Arguments, name: str) -> Arguments:
    """A block that stands once, empty where it is not there."""
    blocks: list[Arguments] = arguments.get(name) or [{}]
    return blocks[0]
