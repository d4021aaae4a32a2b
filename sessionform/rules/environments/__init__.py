"""Rules about environments, their identities, and settings that merging left incomplete."""

from __future__ import annotations

from sessionform.rules.environments import (
    arn_in_other_partition,
    environment_name_length,
    environment_names_alike,
    environment_without_tables,
    local_environment_credentials,
    profile_without_account,
    region_malformed,
    region_unknown,
    role_in_other_account,
    setting_incomplete,
)

RULES = (
    region_malformed.RULE,
    region_unknown.RULE,
    environment_without_tables.RULE,
    environment_names_alike.RULE,
    role_in_other_account.RULE,
    arn_in_other_partition.RULE,
    local_environment_credentials.RULE,
    profile_without_account.RULE,
    setting_incomplete.RULE,
    environment_name_length.RULE,
)
