"""A call that was predicted and one that was sent, in a form in which they can be compared."""

from __future__ import annotations

from typing import Any

from sessionform.facts.aws import Part
from sessionform.review.predict.model import Call

MEMBERS: dict[Part, set[str]] = {
    Part.ENCRYPTION: {"SSESpecification"},
    Part.TABLE_CLASS: {"TableClass"},
    Part.PROTECTION: {"DeletionProtectionEnabled"},
    Part.WARM: {"WarmThroughput"},
    Part.CAPS: {"OnDemandThroughput"},
    Part.TO_PROVISIONED: {"BillingMode", "ProvisionedThroughput"},
    Part.TO_ON_DEMAND: {"BillingMode"},
    Part.CAPACITY: {"BillingMode", "ProvisionedThroughput"},
    Part.STREAM: {"StreamSpecification"},
    Part.INDEX_CAPACITY: {"Index Update"},
    Part.INDEX_CAPS: {"Index Update"},
    Part.INDEX_CREATION: {"Index Create"},
    Part.INDEX_DELETION: {"Index Delete"},
    Part.REPLICA: {"ReplicaUpdates"},
    Part.KEYS: {"ReplicaUpdates"},
    Part.NOTHING: set(),
    Part.OTHER: set(),
}

Sent = tuple[str, frozenset[str]]


def sent(call: Call) -> Sent:
    return call.operation, frozenset(member for part in call.parts for member in MEMBERS[part])


def seen(call: dict[str, Any]) -> Sent:
    members = {name for name in call if name not in ("action", "in", "refused_by", "failure", "AttributeDefinitions")}
    if "GlobalSecondaryIndexUpdates" in members:
        kinds = {f"Index {kind}" for update in call["GlobalSecondaryIndexUpdates"] for kind in update}
        members = members - {"GlobalSecondaryIndexUpdates"} | kinds
    return call["action"], frozenset(members) if call["action"] == "UpdateTable" else frozenset()
