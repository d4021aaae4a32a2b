"""Rules about access patterns: each must be a GetItem or a Query, never a Scan."""

from __future__ import annotations

from sessionform.rules.patterns import (
    pattern_changes_key,
    pattern_condition,
    pattern_consistency,
    pattern_idle_setting,
    pattern_key_of_index,
    pattern_needs_scan,
    pattern_not_the_key,
    pattern_order,
    pattern_projection,
    pattern_unknown_index,
)

RULES = (
    pattern_needs_scan.RULE,
    pattern_not_the_key.RULE,
    pattern_key_of_index.RULE,
    pattern_changes_key.RULE,
    pattern_idle_setting.RULE,
    pattern_unknown_index.RULE,
    pattern_order.RULE,
    pattern_condition.RULE,
    pattern_consistency.RULE,
    pattern_projection.RULE,
)
