"""What AWS accepts in one call, and what must be there before: DynamoDB's refusals as data."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from typing import Literal

from sessionform.facts.between import Between
from sessionform.facts.confidence import Source, measured
from sessionform.facts.pages import API, GUIDE


class Part(Enum):
    """What one `UpdateTable` can hold. The value is how messages call it."""

    ENCRYPTION = "encryption"
    TABLE_CLASS = "the table class"
    PROTECTION = "deletion protection"
    WARM = "warm throughput"
    CAPS = "on-demand caps"
    TO_PROVISIONED = "the switch to provisioned capacity"
    TO_ON_DEMAND = "the switch to on-demand"
    CAPACITY = "capacity"
    STREAM = "the stream"
    INDEX_CAPACITY = "capacity of an index"
    INDEX_CAPS = "on-demand caps of an index"
    INDEX_CREATION = "a new index"
    INDEX_DELETION = "the deletion of an index"
    REPLICA = "a replica"
    KEYS = "the keys of the table and its replicas"
    NOTHING = "nothing"
    OTHER = "another setting"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call, or a plan, does not go through. `text` is the error; where not `certain`, nobody has tried it.

    `alone` says that the same change is accepted in a call, or a deploy, of its own. `retried` says that the provider then
    tries it by another call of the same operation, which is refused too. `between` is what the setting can be for one
    deploy, after which AWS accepts the call.
    """

    by: Literal["AWS", "Terraform"]
    text: str
    source: Source
    certain: bool = True
    alone: bool = False
    retried: bool = False
    between: Between | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """What one `UpdateTable` may not hold at once: `part` with any of `others`, or with anything at all where None."""

    part: Part
    others: frozenset[Part] | None
    text: str
    source: Source
    certain: bool = True


_ALONE = "ValidationException: {name} modification must be the only operation in the request"
_ONLY = measured("DDB-TABLE-382, -433, -174, -224")
_CAPACITIES = frozenset({Part.CAPACITY, Part.TO_PROVISIONED})
_UNTRIED = "nobody has tried whether AWS accepts {part} with {others} in one UpdateTable"

TOGETHER: tuple[Together, ...] = (
    Together(Part.ENCRYPTION, None, _ALONE.format(name="SSE"), _ONLY),
    Together(Part.TABLE_CLASS, None, _ALONE.format(name="TableClass"), _ONLY),
    Together(Part.PROTECTION, None, _ALONE.format(name="DeletionProtection"), _ONLY),
    Together(Part.WARM, None, _ALONE.format(name="WarmThroughput"), _ONLY),
    Together(
        Part.REPLICA,
        None,
        "ValidationException: ReplicaUpdates must be the only operation in the request",
        measured("DDB-TABLE-265, -224"),
    ),
    Together(
        Part.STREAM,
        _CAPACITIES,
        "ValidationException: You cannot modify stream status while updating table IOPS",
        measured("DDB-TABLE-382, -156; hashicorp/terraform-provider-aws#35673"),
    ),
    Together(
        Part.CAPS,
        frozenset({Part.STREAM, Part.CAPACITY}),
        "ValidationException: OnDemandThroughput can only be combined with BillingMode in an UpdateTable request",
        measured("DDB-TABLE-433"),
    ),
    Together(
        Part.CAPS,
        frozenset({Part.INDEX_CAPS, Part.INDEX_CAPACITY}),
        _UNTRIED.format(part=Part.CAPS.value, others=Part.INDEX_CAPS.value),
        measured("DDB-TABLE-433"),
        certain=False,
    ),
    Together(
        Part.STREAM,
        frozenset({Part.INDEX_CAPS, Part.INDEX_CAPACITY}),
        _UNTRIED.format(part=Part.STREAM.value, others="caps or capacity of an index"),
        measured("DDB-TABLE-382, -433"),
        certain=False,
    ),
)
"""What is not here is accepted: on-demand with the stream or with caps, billing mode with the capacities of the table and
its indexes, several indexes' capacities (DDB-TABLE-382, -433, -159, -160).
"""

CAPS_WITH_STREAM_AND_BILLING = Refusal(
    "AWS",
    "nobody has tried whether AWS accepts the switch to on-demand with caps and the stream in one UpdateTable",
    measured("DDB-TABLE-433"),
    certain=False,
    alone=True,
)


def refused_together(parts: AbstractSet[Part]) -> Refusal | None:
    """Why AWS refuses an `UpdateTable` that holds these parts at once, whatever the table; the first that it names."""
    if parts == {Part.TO_ON_DEMAND, Part.CAPS, Part.STREAM}:
        return CAPS_WITH_STREAM_AND_BILLING
    for rule in sorted(TOGETHER, key=lambda rule: not rule.certain):
        others = parts - {rule.part}
        if rule.part in parts and (others if rule.others is None else others & rule.others):
            return Refusal("AWS", rule.text, rule.source, certain=rule.certain, alone=True)
    return None


STREAM_FEEDS_REPLICAS = Refusal(
    "AWS",
    "ValidationException: Stream cannot be disabled or modified for a table that has replicas",
    measured("DDB-TABLE-222"),
)
INDEX_WITHOUT_CAPACITY = Refusal(
    "AWS",
    "ValidationException: ProvisionedThroughput must be specified for index",
    measured("DDB-TABLE-056, -152"),
    between=Between.FIXED,
)
TTL_ON_ANOTHER_ATTRIBUTE = Refusal(
    "AWS",
    "ValidationException: TimeToLive is active on a different AttributeName",
    Source(f"{API}/API_UpdateTimeToLive.html", "documented"),
    between=Between.OFF,
)
TTL_WITHOUT_ATTRIBUTE = Refusal(
    "AWS",
    "ValidationException: Member must have length greater than or equal to 1 (timeToLiveSpecification.attributeName)",
    Source("https://github.com/hashicorp/terraform-provider-aws/issues/44730", "reported"),
    between=Between.OFF,
)
PROTECTED = Refusal(
    "AWS",
    "ValidationException: Resource cannot be deleted as it is currently protected against deletion",
    Source(f"{GUIDE}/WorkingWithTables.Basics.html", "documented"),
    between=Between.UNPROTECTED,
)
REPLICA_EXISTS = Refusal(
    "AWS",
    "ValidationException: Failed to create a the new replica of table: table already existed in that region",
    measured("DDB-TABLE-308, -225, -228"),
    retried=True,
    between=Between.ABSENT,
)
"""For 20 to 35 seconds after the copy that was there is no longer listed, which is all that the provider waits for."""
NOT_AUTOSCALED = Refusal(
    "AWS",
    "ValidationException: Table must be Pay-Per-Request or AutoScaled for write capacity",
    measured("DDB-TABLE-188, -249, -288"),
)
NOT_YET_AUTOSCALED = Refusal(
    "AWS",
    "nobody has tried whether AWS accepts the switch of a table with replicas to provisioned capacity before its write "
    "capacity is autoscaled",
    Source(f"{GUIDE}/V2globaltables_reqs_bestpractices.html", "documented"),
    certain=False,
)
"""AWS documents autoscaled writes for every provisioned global table; measured is that no replica is created without
(DDB-TABLE-188). The provider switches the table before any target of it is registered.
"""
NOTHING_TO_UPDATE = Refusal(
    "AWS",
    "ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
    "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required",
    measured("DDB-TABLE-162, -442"),
    between=Between.UNCAPPED,
)
EMPTY_CAPS = Refusal(
    "AWS",
    "InternalServerError (HTTP 500)",
    measured("DDB-TABLE-437, -178"),
    certain=False,
    between=Between.UNCAPPED,
)
STRONG_WHILE_EMPTY = Refusal(
    "AWS",
    "a table becomes strongly consistent between regions only while it is empty",
    Source(f"{GUIDE}/V2globaltables.tutorial.html", "documented"),
)
STRONG_AS_A_WHOLE = Refusal(
    "AWS",
    "the replicas of a strongly consistent table, and its witness, are created and deleted all at once",
    Source(f"{GUIDE}/V2globaltables_HowItWorks.html", "documented"),
)
CAP_AT_CREATION = Refusal(
    "AWS",
    "ValidationException: One or more parameter values were invalid: OnDemandThroughput is outside of valid range",
    measured("DDB-TABLE-039, -128"),
)
NOTHING_TO_SCALE = Refusal(
    "AWS",
    "ValidationException: DynamoDB table or index does not exist",
    measured("DDB-TABLE-291, -322"),
)
NO_SUCH_INDEX = Refusal(
    "AWS",
    "ResourceNotFoundException: Requested resource not found: Table",
    measured("DDB-TABLE-092"),
)
NO_INDEX = {
    "aws_appautoscaling_target": NOTHING_TO_SCALE,
    "aws_appautoscaling_policy": NOTHING_TO_SCALE,
    "aws_appautoscaling_scheduled_action": NOTHING_TO_SCALE,
    "aws_dynamodb_contributor_insights": NO_SUCH_INDEX,
}
"""What AWS answers where these are to be created for an index that it does not have. What scales waits for its target."""
KEY_OF_NEW_REPLICA = Refusal(
    "AWS",
    "ValidationException: Replica specified in the Replica Update or Replica Delete action of the request was not found",
    Source(
        "https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/dynamodb/table.go", "read"
    ),
)
"""The provider sends another key together with those of all declared replicas, before it makes the new ones."""
KEY_WITH_REPLICAS = Refusal(
    "AWS",
    "nobody has tried whether AWS accepts another key for a table and all of its replicas in one UpdateTable",
    measured("DDB-TABLE-309, -295, -313"),
    certain=False,
)
