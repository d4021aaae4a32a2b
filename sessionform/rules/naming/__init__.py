"""Rules about names: of tables in AWS, and of their keys in the file."""

from __future__ import annotations

from sessionform.rules.naming import (
    application_missing,
    output_name_taken,
    region_in_name,
    table_name_pattern,
    table_name_shared,
    table_name_taken,
    unknown_placeholder,
)

RULES = (
    table_name_pattern.RULE,
    unknown_placeholder.RULE,
    application_missing.RULE,
    region_in_name.RULE,
    table_name_taken.RULE,
    table_name_shared.RULE,
    output_name_taken.RULE,
)
