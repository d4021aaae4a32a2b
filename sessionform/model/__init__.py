"""What a declaration means: one frozen value per environment and table, and nothing about YAML or Terraform.

Every model object that a user can influence carries `settings` (the effective settings after merging, in long form,
built-in defaults included, under the language's own names) and `origins` (which document path set each of them).
Typed fields are what back ends and rules read; `settings` is what is compared and explained.
"""

from __future__ import annotations

from sessionform.model.account import Account
from sessionform.model.application import AccessPattern, Comparison, Consumer, Grant, Operation, Writes
from sessionform.model.backends import (
    REMOTE_STATES,
    Backend,
    CloudBackend,
    LocalBackend,
    RemoteBackend,
    S3Backend,
    state_of,
)
from sessionform.model.capacity import (
    Autoscaled,
    Billing,
    Capacity,
    Fixed,
    OnDemand,
    Provisioned,
    Schedule,
    Side,
    Throughput,
    is_autoscaled,
)
from sessionform.model.declaration import Acceptance, Declaration, Environment, Removed
from sessionform.model.settings import (
    Alarms,
    Attribute,
    Companion,
    Encryption,
    GlobalIndex,
    Import,
    Insights,
    KeyType,
    KinesisStream,
    LocalIndex,
    MultiRegionConsistency,
    Projection,
    Recovery,
    Replica,
    RestoreFrom,
    StreamView,
    TableClass,
    Timeouts,
    Ttl,
)
from sessionform.model.table import DEFAULT_ITEM_SIZE, Table, Waiver

__all__ = [
    "DEFAULT_ITEM_SIZE",
    "REMOTE_STATES",
    "Acceptance",
    "AccessPattern",
    "Account",
    "Alarms",
    "Attribute",
    "Autoscaled",
    "Backend",
    "Billing",
    "Capacity",
    "CloudBackend",
    "Companion",
    "Comparison",
    "Consumer",
    "Declaration",
    "Encryption",
    "Environment",
    "Fixed",
    "GlobalIndex",
    "Grant",
    "Import",
    "Insights",
    "KeyType",
    "KinesisStream",
    "LocalBackend",
    "LocalIndex",
    "MultiRegionConsistency",
    "OnDemand",
    "Operation",
    "Projection",
    "Provisioned",
    "Recovery",
    "RemoteBackend",
    "Removed",
    "Replica",
    "RestoreFrom",
    "S3Backend",
    "Schedule",
    "Side",
    "StreamView",
    "Table",
    "TableClass",
    "Throughput",
    "Timeouts",
    "Ttl",
    "Waiver",
    "Writes",
    "is_autoscaled",
    "state_of",
]
