"""Rules about grants: what applications may do with a table."""

from __future__ import annotations

from sessionform.rules.grants import (
    grant_empty,
    grant_name_length,
    grant_name_shared,
    grant_name_taken,
    grant_output_taken,
    grant_policy_size,
    grant_role_full,
    grant_stream,
    grant_unknown_pattern,
)

RULES = (
    grant_unknown_pattern.RULE,
    grant_empty.RULE,
    grant_stream.RULE,
    grant_policy_size.RULE,
    grant_name_length.RULE,
    grant_name_taken.RULE,
    grant_name_shared.RULE,
    grant_output_taken.RULE,
    grant_role_full.RULE,
)
