"""Rules about KMS keys and resource policies."""

from __future__ import annotations

from sessionform.rules.access import (
    kms_key_account,
    kms_key_region,
    kms_key_shared,
    policy_cross_account_key,
    policy_incomplete,
    policy_locks_out,
    policy_malformed,
    policy_may_lock_out,
    policy_other_table,
    policy_public,
    policy_size,
    policy_unknown_action,
    policy_version,
)

RULES = (
    kms_key_region.RULE,
    kms_key_account.RULE,
    kms_key_shared.RULE,
    policy_size.RULE,
    policy_malformed.RULE,
    policy_incomplete.RULE,
    policy_unknown_action.RULE,
    policy_version.RULE,
    policy_public.RULE,
    policy_locks_out.RULE,
    policy_may_lock_out.RULE,
    policy_other_table.RULE,
    policy_cross_account_key.RULE,
)
