"""Rules about tables that are renamed, adopted or released."""

from __future__ import annotations

from sessionform.rules.lifecycle import (
    import_and_renamed,
    import_id_unknown,
    import_undeclared,
    removed_and_renamed,
    removed_still_declared,
    renamed_from_declared,
    renamed_from_itself,
    renamed_from_shared,
    restore_and_import,
    restore_incomplete,
)

RULES = (
    renamed_from_itself.RULE,
    renamed_from_declared.RULE,
    renamed_from_shared.RULE,
    removed_still_declared.RULE,
    removed_and_renamed.RULE,
    import_and_renamed.RULE,
    import_id_unknown.RULE,
    import_undeclared.RULE,
    restore_and_import.RULE,
    restore_incomplete.RULE,
)
