"""Rules about TTL: which attribute, and what is in it."""

from __future__ import annotations

from sessionform.rules.expiry import (
    ttl_attribute_duration,
    ttl_attribute_index_partition,
    ttl_attribute_nested,
    ttl_attribute_past,
    ttl_attribute_primary_key,
    ttl_attribute_type,
    ttl_attribute_unit,
    ttl_disabled,
    ttl_missing,
    writes_attribute,
    writes_form,
)

RULES = (
    ttl_missing.RULE,
    ttl_disabled.RULE,
    ttl_attribute_type.RULE,
    ttl_attribute_nested.RULE,
    ttl_attribute_primary_key.RULE,
    ttl_attribute_index_partition.RULE,
    ttl_attribute_unit.RULE,
    ttl_attribute_past.RULE,
    ttl_attribute_duration.RULE,
    writes_attribute.RULE,
    writes_form.RULE,
)
