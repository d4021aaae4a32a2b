"""Rules about the Terraform state, and the versions of Terraform and its provider."""

from __future__ import annotations

from sessionform.rules.state import (
    protected_with_local_state,
    state_key_slash,
    state_lock_table,
    state_shared,
    state_without_lock,
    version_constraint,
    version_excluded,
    version_faulty,
    version_shows_changes,
    version_too_old,
    version_untested,
)

RULES = (
    protected_with_local_state.RULE,
    state_shared.RULE,
    state_key_slash.RULE,
    state_without_lock.RULE,
    state_lock_table.RULE,
    version_constraint.RULE,
    version_excluded.RULE,
    version_too_old.RULE,
    version_untested.RULE,
    version_faulty.RULE,
    version_shows_changes.RULE,
)
