"""The grammar of IAM's policy documents, as far as DynamoDB's resource policies go, and DynamoDB's actions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html.
"""

from __future__ import annotations

CURRENT_VERSION, OLD_VERSION = "2012-10-17", "2008-10-17"
VERSIONS = (CURRENT_VERSION, OLD_VERSION)

DOCUMENT = frozenset({"Version", "Id", "Statement"})
STATEMENT = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)
EFFECTS = ("Allow", "Deny")
PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})

_COMPARED = """
    StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike
    NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals
    DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals
    Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike
""".split()
CONDITIONS = frozenset({*_COMPARED, *(f"{operator}IfExists" for operator in _COMPARED), "Null"})
"""Condition operators; `ForAllValues:` or `ForAnyValue:` may stand before each."""

QUANTIFIERS = ("ForAllValues:", "ForAnyValue:")

_ACTIONS = """
    AssociateTableReplica BatchGetItem BatchWriteItem CancelBulkOperation ConditionCheckItem CreateBackup CreateGlobalTable
    CreateGlobalTableWitness CreateTable CreateTableReplica DeleteBackup DeleteGlobalTableWitness DeleteItem
    DeleteResourcePolicy DeleteTable DeleteTableReplica DescribeBackup DescribeBulkOperation DescribeContinuousBackups
    DescribeContributorInsights DescribeEndpoints DescribeExport DescribeGlobalTable DescribeGlobalTableSettings
    DescribeImport DescribeKinesisStreamingDestination DescribeLimits DescribeReservedCapacity
    DescribeReservedCapacityOfferings DescribeStream DescribeTable DescribeTableReplicaAutoScaling DescribeTimeToLive
    DisableKinesisStreamingDestination DisassociateTableReplica EnableKinesisStreamingDestination
    ExportTableToPointInTime GetAbacStatus GetItem GetRecords GetResourcePolicy GetShardIterator ImportTable InjectError
    ListBackups ListBulkOperations ListContributorInsights ListExports ListGlobalTables ListImports ListStreams
    ListTables ListTagsOfResource PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate
    PurchaseReservedCapacityOfferings PutItem PutResourcePolicy Query ReadDataForReplication ReplicateSettings
    RestoreTableFromAwsBackup RestoreTableFromBackup RestoreTableToPointInTime Scan SearchVectors StartAwsBackupJob
    StartBulkPutItems TagResource UntagResource UpdateAbacStatus UpdateContinuousBackups UpdateContributorInsights
    UpdateGlobalTable UpdateGlobalTableSettings UpdateGlobalTableVersion UpdateItem UpdateKinesisStreamingDestination
    UpdateTable UpdateTableReplicaAutoScaling UpdateTimeToLive WriteDataForReplication
""".split()
ACTIONS = {action.lower(): action for action in _ACTIONS}
"""DynamoDB's actions by their names in small letters: IAM does not look at capitals there."""

DEPLOYED_WITH = {
    "DescribeTable": "every plan fails",
    "DescribeTimeToLive": "every plan fails",
    "DescribeContinuousBackups": "every plan fails",
    "ListTagsOfResource": "every plan fails",
    "GetResourcePolicy": "every plan fails",
    "DescribeContributorInsights": "every plan fails",
    "DescribeKinesisStreamingDestination": "every plan fails",
    "PutResourcePolicy": "the policy cannot be changed or deleted",
    "UpdateTable": "nothing of the table can be changed",
    "DeleteTable": "the table cannot be deleted",
}
"""What Terraform calls, and what follows where the caller may not. Of insights and Kinesis only where the table has them."""

CHANGED_WITH = {
    "DeleteResourcePolicy": "the policy cannot be deleted",
    "UpdateTimeToLive": "TTL cannot be changed",
    "UpdateContinuousBackups": "point-in-time recovery cannot be changed",
    "TagResource": "tags cannot be changed",
    "UntagResource": "tags cannot be removed",
}
"""What else Terraform calls where these change, which a team may well deny to everybody: that of `DeleteResourcePolicy` is
accepted, and binds (measured: DDB-TABLE-432).
"""

OF_A_POLICY = frozenset({"GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy"})
"""What of all this is asked of a stream too: Terraform only puts its policy there."""

NARROWS = frozenset(
    f"aws:{key}".lower()
    for key in """
        Ec2InstanceSourceVpc PrincipalAccount PrincipalArn PrincipalIsAWSService PrincipalOrgID PrincipalOrgPaths
        PrincipalServiceName PrincipalServiceNamesList SourceAccount SourceArn SourceOrgID SourceOrgPaths SourceVpc
        SourceVpce UserId
    """.split()
)
"""The condition keys, in small letters, by which Block Public Access takes a statement about everybody for one that is not:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html. `aws:SourceIp` is not among them.
"""

EFFECTIVE_SECONDS, CHANGED_SECONDS = 4, 240
"""A first Deny works within seconds, and a later change of a policy about four minutes after it is made (measured:
DDB-TABLE-324, -431, -432).
"""
