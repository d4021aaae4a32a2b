"""Rules about secondary indexes and what they hold."""

from __future__ import annotations

from sessionform.rules.indexes import (
    global_index_count,
    index_key_missing,
    index_name_pattern,
    index_name_taken,
    index_repeats_key,
    local_index_count,
    local_index_item_size,
    local_index_permanent,
    local_index_without_sort_key,
    projection_attribute_count,
    projection_attribute_total,
    projection_names_key,
    projection_without_expiry,
    projection_write_cost,
)

RULES = (
    global_index_count.RULE,
    index_name_pattern.RULE,
    index_name_taken.RULE,
    index_key_missing.RULE,
    index_repeats_key.RULE,
    local_index_count.RULE,
    local_index_without_sort_key.RULE,
    local_index_permanent.RULE,
    local_index_item_size.RULE,
    projection_attribute_count.RULE,
    projection_attribute_total.RULE,
    projection_names_key.RULE,
    projection_write_cost.RULE,
    projection_without_expiry.RULE,
)
