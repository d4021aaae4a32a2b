"""Rules about protection from deletion, and point-in-time recovery."""

from __future__ import annotations

from sessionform.rules.protection import (
    import_unprotected,
    local_table_protected,
    prevent_destroy_alone,
    production_unprotected,
    protected_without_recovery,
    protection_uneven,
    replica_unprotected,
    replica_without_recovery,
)

RULES = (
    prevent_destroy_alone.RULE,
    replica_unprotected.RULE,
    import_unprotected.RULE,
    local_table_protected.RULE,
    protection_uneven.RULE,
    production_unprotected.RULE,
    protected_without_recovery.RULE,
    replica_without_recovery.RULE,
)
