"""Where the indexes of a table stand in its settings."""

from __future__ import annotations

GLOBAL, LOCAL = "global_secondary_indexes", "local_secondary_indexes"
