"""Everything that the gate refuses."""

from __future__ import annotations

from tests.gate.refusals_beside import BESIDE
from tests.gate.refusals_create import CREATE_TABLE, DELETE_TABLE
from tests.gate.refusals_how_often import HOW_OFTEN
from tests.gate.refusals_replicas import REPLICAS
from tests.gate.refusals_update import UPDATE_TABLE

REFUSALS = (*CREATE_TABLE, *DELETE_TABLE, *UPDATE_TABLE, *HOW_OFTEN, *REPLICAS, *BESIDE)
"""By action, in the order in which AWS judges. Written from the facts, and from nothing of the product."""
