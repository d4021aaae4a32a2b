"""Rules about keys, and the attributes that a table names."""

from __future__ import annotations

from sessionform.rules.keys import (
    attribute_characters,
    attribute_name_invisible,
    attribute_name_length,
    attribute_type_conflict,
    key_attribute_twice,
    low_cardinality_key,
    partition_key_missing,
    replication_attribute,
    reserved_word,
)

RULES = (
    partition_key_missing.RULE,
    key_attribute_twice.RULE,
    attribute_type_conflict.RULE,
    low_cardinality_key.RULE,
    attribute_name_length.RULE,
    replication_attribute.RULE,
    reserved_word.RULE,
    attribute_characters.RULE,
    attribute_name_invisible.RULE,
)
