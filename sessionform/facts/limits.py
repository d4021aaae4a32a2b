"""DynamoDB's limits, quotas, defaults and waiting times: each once, with its unit and its page.

A page without an address is one of the developer guide:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PAGE.html.
"""

from __future__ import annotations

DEFAULT_RECOVERY_DAYS = 35
"""Days that AWS keeps restore points where nobody says otherwise, and the most that it can:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html.
"""

INSIGHTS_RULES = 100
"""Contributor Insights rules of CloudWatch that an account has in a region by default:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html.
"""

INSIGHTS_RULES_A_KEY, INSIGHTS_RULES_A_KEY_PAIR = 2, 4
"""How many of them DynamoDB makes for a table or a global index, without and with a sort key. Past the quota it answers
200, and the insights are FAILED two seconds later and for good (measured: DDB-TABLE-337, -338).
"""

MIN_NAME, MAX_NAME = 3, 255
"""Characters in the name of a table or an index (TableName and IndexName in the API's model)."""

MAX_ATTRIBUTE_NAME_BYTES = 255
"""UTF-8 bytes in the name of a key, of a projected attribute and of the TTL attribute (Constraints)."""

MAX_ITEM_BYTES = 400 * 1024
"""An item with all of its copies in local indexes (ServiceQuotas)."""

WRITE_UNIT_BYTES = 1024
"""What one write unit writes, of an item as of its copy in an index."""

PARTITION_READ_UNITS, PARTITION_WRITE_UNITS = 3000, 1000
"""What one partition serves at most, per second (bp-partition-key-design)."""

MAX_LOCAL_INDEXES = 5
"""Local secondary indexes of a table; no quota that could be raised (ServiceQuotas)."""

MAX_GLOBAL_INDEXES = 20
"""Global secondary indexes of a table by AWS's default quota, which AWS raises on request (ServiceQuotas)."""

MAX_INDEX_KEY_ATTRIBUTES = 4
"""Attributes that the partition key of a global index has at most, and as many its sort key (KeySchema in the API's model;
GSI.DesignPattern.MultiAttributeKeys).
"""

MAX_INCLUDED = 20
"""Attributes that one index includes (NonKeyAttributes in the API's model)."""

MAX_INCLUDED_IN_TABLE = 100
"""Attributes that all indexes of a table include together; one in two indexes counts twice (ServiceQuotas)."""

TABLE_QUOTA = 40_000
"""Read units per second, and as many write units, that a table or a single index may have by default (ServiceQuotas)."""

ACCOUNT_QUOTA = 80_000
"""Provisioned read units per second, and as many write units, of all tables and indexes of an account in a region
(ServiceQuotas).
"""

MAX_TAGS = 50
"""Tags of a table, default tags included (Tagging.Operations)."""

MAX_TAG_KEY, MAX_TAG_VALUE = 128, 256
"""Characters, not bytes, of a tag's key and of its value (Tagging.Operations)."""

MAX_POLICY_BYTES = 20 * 1024
"""UTF-8 bytes of a resource policy as JSON, spaces included (rbac-considerations)."""

READ_UNIT_BYTES = 4096
"""What one read unit reads of an item, strongly consistent (capacity-mode)."""

NO_CAP = -1
"""How the API says that on-demand throughput has no cap (OnDemandThroughput in the API's model)."""

OWN_WARM_READ, OWN_WARM_WRITE = 12_000, 4_000
"""Read and write units per second of warm throughput that AWS gives every on-demand table (warm-throughput)."""

INDEX_WRITES_PER_UPDATE = 2
"""Writes that one write to a table can cause in one index: an update of an index key deletes one entry and puts another
(GSI).
"""

NUMBER_DIGITS = 38
"""Significant digits of a number; AWS rejects one that has more (Constraints)."""

STRONG_REGIONS = 3
"""Regions of a strongly consistent global table: its own, and two replicas or a replica and a witness
(V2globaltables_HowItWorks).
"""

STREAM_HOURS = 24
"""Hours that the records of a stream can be read, those of a disabled stream too (Streams)."""

REPLICA_SOURCE_HOURS = 24
"""Hours for which AWS refuses to delete a table that replicas were made from (ServiceQuotas)."""

BATCH_WRITES = 25
"""Items that one BatchWriteItem puts or deletes (API_BatchWriteItem in the API's reference)."""

TTL_IGNORES_AFTER_YEARS = 5
"""Years past its expiry from which on TTL leaves an item alone (howitworks-ttl)."""

MAX_MANAGED_POLICY = 6144
"""Characters in a customer managed IAM policy, spaces not counted; no quota that could be raised:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
"""

MAX_POLICY_NAME = 128
"""Characters in the name of an IAM policy (the same page)."""

POLICIES_A_ROLE = 10
"""Managed policies that are attached to a role by AWS's default quota, which AWS raises to 20 on request (the same page)."""

MANAGED_KEY = "alias/aws/dynamodb"
"""The alias of the key that AWS manages for DynamoDB in each account and region (encryption.howitworks)."""

DEFAULT_INSIGHTS_MODE = "ACCESSED_AND_THROTTLED_KEYS"
"""What contributor insights show where no mode is named (API_UpdateContributorInsights)."""

MAX_ALARM_NAME = 255
"""Characters in the name of an alarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html."""

MAX_SCALING_NAME = 256
"""Characters in the name of a scaling policy and of a scheduled action:
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html.
"""
