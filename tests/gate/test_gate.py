"""The gate itself: every refusal has a call that meets it, with AWS's error, and the nearest one that is accepted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.gate.gate import Gate
from tests.gate.refusals import REFUSALS

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/sessions"
ON = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
OFF = {"StreamEnabled": False}
ROLE = "arn:aws:iam::123456789012:role/reader"

Body = dict[str, Any]


class Aws:
    """A table on the gate, and the calls that a test makes of it."""

    def __init__(self, gate: Gate, **settings: Any) -> None:
        self.gate = gate
        self.dynamodb = client(gate, "dynamodb")
        self.scaling = client(gate, "application-autoscaling")
        self.create("sessions", **settings)

    def create(self, name: str, **settings: Any) -> None:
        attributes = settings.pop("attributes", ["sid"])
        billing = {} if "ProvisionedThroughput" in settings else {"BillingMode": "PAY_PER_REQUEST"}
        self.dynamodb.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": item, "AttributeType": "S"} for item in attributes],
            **{"KeySchema": [{"AttributeName": "sid", "KeyType": "HASH"}], **billing, **settings},
        )

    @contextmanager
    def invocation(self, name: str) -> Iterator[None]:
        """Every request within is the same one to AWS, tried again."""

        def named(request: Any, **_: Any) -> None:
            request.headers["amz-sdk-invocation-id"] = name

        self.dynamodb.meta.events.register("before-send.dynamodb", named)
        yield
        self.dynamodb.meta.events.unregister("before-send.dynamodb", named)

    def update(self, **settings: Any) -> None:
        self.dynamodb.update_table(TableName="sessions", **settings)

    def add_index(self, name: str, **settings: Any) -> None:
        self.update(
            AttributeDefinitions=[{"AttributeName": item, "AttributeType": "S"} for item in ("sid", "device")],
            GlobalSecondaryIndexUpdates=[{"Create": index(name, **settings)}],
        )

    def change_index(self, name: str, **settings: Any) -> None:
        self.update(GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": name, **settings}}])

    def replicate(self, kind: str = "Create", region: str = "us-west-2", **settings: Any) -> None:
        self.update(ReplicaUpdates=[{kind: {"RegionName": region, **settings}}])

    def ttl(self, attribute: str, *, enabled: bool) -> None:
        specification = {"AttributeName": attribute, "Enabled": enabled}
        self.dynamodb.update_time_to_live(TableName="sessions", TimeToLiveSpecification=specification)

    def recovery(self, **settings: Any) -> None:
        self.dynamodb.update_continuous_backups(TableName="sessions", PointInTimeRecoverySpecification=settings)

    def tag(self, **tags: str) -> None:
        self.tags(tags)

    def tags(self, tags: dict[str, str]) -> None:
        told = [{"Key": key, "Value": value} for key, value in tags.items()]
        self.dynamodb.tag_resource(ResourceArn=arn("sessions"), Tags=told)

    def policy(self, *statements: Body, size: int = 0) -> None:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        self.dynamodb.put_resource_policy(ResourceArn=arn("sessions"), Policy=document.ljust(size))

    def kinesis(self, *, enabled: bool = True) -> None:
        told = {"TableName": "sessions", "StreamArn": STREAM}
        if enabled:
            self.dynamodb.enable_kinesis_streaming_destination(**told)
        else:
            self.dynamodb.disable_kinesis_streaming_destination(**told)

    def insights(self, **settings: Any) -> None:
        self.dynamodb.update_contributor_insights(TableName="sessions", ContributorInsightsAction="ENABLE", **settings)

    def target(self, path: str = "", side: str = "Write", least: int = 5, most: int = 50, **settings: Any) -> None:
        self.scaling.register_scalable_target(**scalable(path, side), MinCapacity=least, MaxCapacity=most, **settings)

    def scaled(self, path: str = "") -> None:
        self.target(path)
        self.scaling.put_scaling_policy(
            **scalable(path, "Write"),
            PolicyName="write",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": 70,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBWriteCapacityUtilization"},
            },
        )


@cache
def client(gate: Gate, service: str, region: str = "us-east-1") -> Any:
    """As boto3 makes it, but once, and it sends what boto3 itself would refuse, as the provider does."""
    return gate.client(service, region, config=Config(parameter_validation=False))


def arn(name: str) -> str:
    return f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}"


def scalable(path: str, side: str) -> Body:
    return {
        "ServiceNamespace": "dynamodb",
        "ResourceId": f"table/sessions{path}",
        "ScalableDimension": f"dynamodb:{'index' if path else 'table'}:{side}CapacityUnits",
    }


def capacity(units: int) -> Body:
    return {"ProvisionedThroughput": {"ReadCapacityUnits": units, "WriteCapacityUnits": units}}


def caps(read: int | None = None, write: int | None = None) -> Body:
    sides = {"MaxReadRequestUnits": read, "MaxWriteRequestUnits": write}
    return {"OnDemandThroughput": {side: units for side, units in sides.items() if units is not None}}


def warm(read: int, write: int) -> Body:
    return {"WarmThroughput": {"ReadUnitsPerSecond": read, "WriteUnitsPerSecond": write}}


def index(name: str, **settings: Any) -> Body:
    keys = [{"AttributeName": "device", "KeyType": "HASH"}]
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}, **settings}


def indexed(*names: str, **settings: Any) -> Body:
    return {"attributes": ["sid", "device"], "GlobalSecondaryIndexes": [index(name, **settings) for name in names]}


def statement(**changed: Any) -> Body:
    made = {"Effect": "Allow", "Principal": {"AWS": ROLE}, "Action": "dynamodb:GetItem", "Resource": "*", **changed}
    return {name: value for name, value in made.items() if value is not None}


def many(count: int) -> list[str]:
    return [f"index{number}" for number in range(count)]


PROVISIONED = {"BillingMode": "PROVISIONED", **capacity(7)}

Step = Callable[[Aws], object]

EXAMPLES: dict[str, tuple[Body, list[Step], Step, Step | None]] = {
    # UpdateTable: the table, what comes first, what is refused, and the nearest that is not
    "UpdateTable table-missing": ({}, [lambda aws: aws.dynamodb.delete_table(TableName="sessions")], lambda aws: aws.update(StreamSpecification=ON), None),
    "UpdateTable nothing-to-update": ({}, [], lambda aws: aws.update(), lambda aws: aws.update(BillingMode="PAY_PER_REQUEST")),
    "UpdateTable replica-alone": ({}, [], lambda aws: aws.update(ReplicaUpdates=[{"Create": {"RegionName": "us-west-2"}}], StreamSpecification=ON), lambda aws: aws.replicate()),
    "UpdateTable encryption-alone": ({}, [], lambda aws: aws.update(SSESpecification={"Enabled": True}, DeletionProtectionEnabled=True), lambda aws: aws.update(SSESpecification={"Enabled": True})),
    "UpdateTable class-alone": ({}, [], lambda aws: aws.update(TableClass="STANDARD_INFREQUENT_ACCESS", DeletionProtectionEnabled=True), lambda aws: aws.update(TableClass="STANDARD_INFREQUENT_ACCESS")),
    "UpdateTable protection-alone": ({}, [], lambda aws: aws.update(DeletionProtectionEnabled=True, StreamSpecification=ON), lambda aws: aws.update(DeletionProtectionEnabled=True)),
    "UpdateTable warm-alone": ({}, [], lambda aws: aws.update(**warm(13000, 5000), StreamSpecification=ON), lambda aws: aws.update(**warm(13000, 5000))),
    "UpdateTable stream-with-capacity": (PROVISIONED, [], lambda aws: aws.update(**capacity(9), StreamSpecification=ON), lambda aws: aws.update(BillingMode="PAY_PER_REQUEST", StreamSpecification=ON)),
    "UpdateTable index-with-capacity": ({**PROVISIONED, **indexed("one", **capacity(7))}, [], lambda aws: aws.update(**capacity(9), GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "one"}}]), lambda aws: aws.update(**capacity(9), GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "one", **capacity(9)}}])),
    "UpdateTable index-with-stream": (indexed("one"), [], lambda aws: aws.update(StreamSpecification=ON, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "one"}}]), None),
    "UpdateTable caps-only-with-billing": ({}, [], lambda aws: aws.update(**caps(100, 100), StreamSpecification=ON), lambda aws: aws.update(**caps(100, 100), BillingMode="PAY_PER_REQUEST")),
    "UpdateTable cap-on-provisioned": (PROVISIONED, [], lambda aws: aws.update(**caps(100)), lambda aws: aws.update(BillingMode="PAY_PER_REQUEST", **caps(100))),
    "UpdateTable cap-out-of-range": ({}, [], lambda aws: aws.update(**caps(0)), lambda aws: aws.update(**caps(-1, 1))),
    "UpdateTable cap-above-quota": ({}, [], lambda aws: aws.update(**caps(40_001)), lambda aws: aws.update(**caps(40_000))),
    "UpdateTable capacity-missing": ({}, [], lambda aws: aws.update(BillingMode="PROVISIONED"), lambda aws: aws.update(**PROVISIONED)),
    "UpdateTable index-missing": (indexed("one"), [], lambda aws: aws.change_index("two", **caps(100)), lambda aws: aws.change_index("one", **caps(100))),
    "UpdateTable index-capacity-missing": (indexed("one"), [], lambda aws: aws.update(**PROVISIONED), lambda aws: aws.update(**PROVISIONED, GlobalSecondaryIndexUpdates=[{"Update": {"IndexName": "one", **capacity(7)}}])),
    "UpdateTable capacity-on-demand": ({}, [], lambda aws: aws.update(**capacity(9)), lambda aws: aws.update(BillingMode="PROVISIONED", **capacity(9))),
    "UpdateTable index-capacity-on-demand": (indexed("one"), [], lambda aws: aws.change_index("one", **capacity(9)), None),
    "UpdateTable same-capacity": (PROVISIONED, [], lambda aws: aws.update(**capacity(7)), lambda aws: aws.update(**capacity(8))),
    "UpdateTable same-index-capacity": ({**PROVISIONED, **indexed("one", **capacity(7))}, [], lambda aws: aws.change_index("one", **capacity(7)), lambda aws: aws.change_index("one", **capacity(8))),
    "UpdateTable several-indexes": (indexed("one", "two"), [], lambda aws: aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "one"}}, {"Delete": {"IndexName": "two"}}]), lambda aws: aws.update(GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "one"}}])),
    "UpdateTable index-exists": (indexed("one"), [], lambda aws: aws.add_index("one"), lambda aws: aws.add_index("two")),
    "UpdateTable too-many-indexes": (indexed(*many(19)), [lambda aws: aws.add_index("twentieth")], lambda aws: aws.add_index("one more"), None),
    "UpdateTable stream-without-view": ({}, [], lambda aws: aws.update(StreamSpecification={"StreamEnabled": True}), lambda aws: aws.update(StreamSpecification=ON)),
    "UpdateTable stream-of-a-replica": ({"StreamSpecification": ON}, [lambda aws: aws.replicate()], lambda aws: aws.update(StreamSpecification=OFF), lambda aws: aws.replicate("Delete")),
    "UpdateTable stream-on-again": ({"StreamSpecification": ON}, [], lambda aws: aws.update(StreamSpecification={**ON, "StreamViewType": "OLD_IMAGE"}), lambda aws: aws.update(StreamSpecification=OFF)),
    "UpdateTable stream-off-again": ({}, [], lambda aws: aws.update(StreamSpecification=OFF), lambda aws: aws.update(StreamSpecification=ON)),
    "UpdateTable class-budget": ({}, [lambda aws: aws.update(TableClass="STANDARD_INFREQUENT_ACCESS"), lambda aws: aws.update(TableClass="STANDARD"), lambda aws: aws.gate.pass_hours(30 * 24 - 1)], lambda aws: aws.update(TableClass="STANDARD_INFREQUENT_ACCESS"), lambda aws: (aws.gate.pass_hours(1), aws.update(TableClass="STANDARD_INFREQUENT_ACCESS"))),
    "UpdateTable encrypted-by-default": ({}, [], lambda aws: aws.update(SSESpecification={"Enabled": False}), lambda aws: aws.update(SSESpecification={"Enabled": True})),
    "UpdateTable same-key": ({}, [lambda aws: aws.update(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY})], lambda aws: aws.update(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}), lambda aws: aws.update(SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": f"{KEY}2"})),
    "UpdateTable decrease-budget": (PROVISIONED, [lambda aws, units=units: aws.update(**capacity(units)) for units in (6, 5, 4, 3)], lambda aws: aws.update(**capacity(2)), lambda aws: (aws.gate.pass_hours(1), aws.update(**capacity(2)))),
    "UpdateTable encryption-budget": ({}, [lambda aws, enabled=enabled: aws.update(SSESpecification={"Enabled": enabled}) for enabled in (True, False, True, False)], lambda aws: aws.update(SSESpecification={"Enabled": True}), lambda aws: (aws.gate.pass_hours(24), aws.update(SSESpecification={"Enabled": True}))),
    "UpdateTable warm-lowered": ({}, [], lambda aws: aws.update(**warm(11_999, 4000)), lambda aws: aws.update(**warm(12_000, 4000))),
    # Replicas
    "UpdateTable several-replicas": ({}, [], lambda aws: aws.update(ReplicaUpdates=[{"Create": {"RegionName": region}} for region in ("us-west-2", "eu-west-1")]), lambda aws: aws.replicate()),
    "UpdateTable replica-table-not-scaled": (PROVISIONED, [lambda aws: aws.target()], lambda aws: aws.replicate(), lambda aws: (aws.scaled(), aws.replicate())),
    "UpdateTable replica-index-not-scaled": ({**PROVISIONED, **indexed("one", **capacity(7))}, [lambda aws: aws.scaled()], lambda aws: aws.replicate(), lambda aws: (aws.scaled("/index/one"), aws.replicate())),
    "UpdateTable index-added-unscaled": ({**PROVISIONED, **indexed("one", **capacity(7))}, [lambda aws: aws.scaled(), lambda aws: aws.scaled("/index/one"), lambda aws: aws.replicate(), lambda aws: aws.scaling.delete_scaling_policy(**scalable("/index/one", "Write"), PolicyName="write")], lambda aws: aws.add_index("two", **capacity(7)), lambda aws: (aws.scaled("/index/one"), aws.add_index("two", **capacity(7)))),
    "UpdateTable replica-key-missing": ({"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY}}, [], lambda aws: aws.replicate(), lambda aws: aws.replicate(KMSMasterKeyId=KEY)),
    "UpdateTable replica-exists": ({}, [lambda aws: aws.replicate(), lambda aws: aws.replicate("Delete")], lambda aws: aws.replicate(), lambda aws: (aws.gate.pass_hours(1), aws.replicate())),
    "UpdateTable replica-missing": ({}, [lambda aws: aws.replicate()], lambda aws: aws.replicate("Delete", "eu-west-1"), lambda aws: aws.replicate("Delete")),
    "UpdateTable replica-protected": ({}, [lambda aws: aws.replicate(), lambda aws: protect_copy(aws, protected=True)], lambda aws: aws.replicate("Delete"), lambda aws: (protect_copy(aws, protected=False), aws.replicate("Delete"))),
    # CreateTable and DeleteTable
    "CreateTable capacity-missing": ({}, [], lambda aws: aws.create("two", BillingMode="PROVISIONED"), lambda aws: aws.create("two", **PROVISIONED)),
    "CreateTable index-capacity-missing": ({}, [], lambda aws: aws.create("two", **PROVISIONED, **indexed("one")), lambda aws: aws.create("two", **PROVISIONED, **indexed("one", **capacity(1)))),
    "CreateTable capacity-on-demand": ({}, [], lambda aws: aws.create("two", **capacity(1), BillingMode="PAY_PER_REQUEST"), lambda aws: aws.create("two", BillingMode="PAY_PER_REQUEST")),
    "CreateTable cap-on-provisioned": ({}, [], lambda aws: aws.create("two", **PROVISIONED, **caps(100)), lambda aws: aws.create("two", **caps(100))),
    "CreateTable cap-out-of-range": ({}, [], lambda aws: aws.create("two", **caps(100, -1)), lambda aws: aws.create("two", **caps(1))),
    "CreateTable warm-too-low": ({}, [], lambda aws: aws.create("two", **warm(12_000, 3_999)), lambda aws: aws.create("two", **warm(12_000, 4_000))),
    "CreateTable too-many-indexes": ({}, [], lambda aws: aws.create("two", **indexed(*many(21))), lambda aws: aws.create("two", **indexed(*many(20)))),
    "CreateTable too-many-local-indexes": ({}, [], lambda aws: aws.create("two", **local(6)), lambda aws: aws.create("two", **local(5))),
    "CreateTable stream-without-view": ({}, [], lambda aws: aws.create("two", StreamSpecification={"StreamEnabled": True}), lambda aws: aws.create("two", StreamSpecification=ON)),
    "CreateTable table-exists": ({}, [], lambda aws: aws.create("sessions"), lambda aws: aws.create("other-sessions")),
    "CreateTable tag-reserved": ({}, [], lambda aws: aws.create("two", Tags=[{"Key": "AWS:x", "Value": ""}]), lambda aws: aws.create("two", Tags=[{"Key": "aws-x", "Value": ""}])),
    "CreateTable tag-key": ({}, [], lambda aws: aws.create("two", Tags=[{"Key": "a#b", "Value": ""}]), lambda aws: aws.create("two", Tags=[{"Key": "a@b", "Value": ""}])),
    "CreateTable tag-value": ({}, [], lambda aws: aws.create("two", Tags=[{"Key": "a", "Value": "#"}]), lambda aws: aws.create("two", Tags=[{"Key": "a", "Value": "@"}])),
    "CreateTable too-many-tags": ({}, [], lambda aws: aws.create("two", Tags=[{"Key": f"k{number}", "Value": ""} for number in range(51)]), lambda aws: aws.create("two", Tags=[{"Key": f"k{number}", "Value": ""} for number in range(50)])),
    "DeleteTable table-missing": ({}, [], lambda aws: aws.dynamodb.delete_table(TableName="two"), lambda aws: aws.dynamodb.delete_table(TableName="sessions")),
    "DeleteTable protected": ({"DeletionProtectionEnabled": True}, [], lambda aws: aws.dynamodb.delete_table(TableName="sessions"), lambda aws: (aws.update(DeletionProtectionEnabled=False), aws.dynamodb.delete_table(TableName="sessions"))),
    # Beside the table
    "UpdateTimeToLive ttl-attribute-empty": ({}, [lambda aws: aws.ttl("expires", enabled=True), lambda aws: aws.gate.pass_hours(1)], lambda aws: aws.ttl("", enabled=False), lambda aws: aws.ttl("expires", enabled=False)),
    "UpdateTimeToLive ttl-other-attribute": ({}, [lambda aws: aws.ttl("expires", enabled=True), lambda aws: aws.gate.pass_hours(1)], lambda aws: aws.ttl("expiresAt", enabled=True), lambda aws: aws.ttl("expires", enabled=False)),
    "UpdateTimeToLive ttl-already-on": ({}, [lambda aws: aws.ttl("expires", enabled=True), lambda aws: aws.gate.pass_hours(1)], lambda aws: aws.ttl("expires", enabled=True), None),
    "UpdateTimeToLive ttl-already-off": ({}, [], lambda aws: aws.ttl("expires", enabled=False), lambda aws: aws.ttl("expires", enabled=True)),
    "UpdateTimeToLive ttl-again": ({}, [lambda aws: aws.ttl("expires", enabled=True), lambda aws: aws.gate.pass_hours(1811 / 3600)], lambda aws: aws.ttl("expires", enabled=False), lambda aws: (aws.gate.pass_hours(61 / 3600), aws.ttl("expires", enabled=False))),
    "UpdateContinuousBackups recovery-days-while-off": ({}, [], lambda aws: aws.recovery(PointInTimeRecoveryEnabled=False, RecoveryPeriodInDays=7), lambda aws: aws.recovery(PointInTimeRecoveryEnabled=True, RecoveryPeriodInDays=7)),
    "TagResource tag-reserved": ({}, [], lambda aws: aws.tags({"aws:x": ""}), lambda aws: aws.tags({"awsx": ""})),
    "TagResource tag-key": ({}, [], lambda aws: aws.tags({"k" * 129: ""}), lambda aws: aws.tags({"k" * 128: ""})),
    "TagResource tag-value": ({}, [], lambda aws: aws.tag(a="v" * 257), lambda aws: aws.tag(a="v" * 256)),
    "TagResource too-many-tags": ({}, [lambda aws: aws.tags({f"k{number}": "" for number in range(50)})], lambda aws: aws.tag(one="more"), lambda aws: aws.tag(k1="changed")),
    "PutResourcePolicy policy-too-long": ({}, [], lambda aws: aws.policy(statement(), size=20_481), lambda aws: aws.policy(statement(), size=20_480)),
    "PutResourcePolicy policy-empty": ({}, [], lambda aws: aws.policy(), lambda aws: aws.policy(statement())),
    "PutResourcePolicy policy-resource": ({}, [], lambda aws: aws.policy(statement(Resource=None)), lambda aws: aws.policy(statement())),
    "PutResourcePolicy policy-sid": ({}, [], lambda aws: aws.policy(statement(Sid="a"), statement(Sid="a")), lambda aws: aws.policy(statement(Sid="a"), statement(Sid="b"))),
    "PutResourcePolicy policy-action": ({}, [], lambda aws: aws.policy(statement(Action=["dynamodb:GetItem", "s3:GetObject"])), lambda aws: aws.policy(statement(Action="dynamodb:Get*"))),
    "PutResourcePolicy policy-principal": ({}, [], lambda aws: aws.policy(statement(Principal="123456789012")), lambda aws: aws.policy(statement(Principal={"AWS": "123456789012"}))),
    "PutResourcePolicy policy-unbounded": ({}, [], lambda aws: aws.policy(statement(Principal="*")), lambda aws: aws.policy(statement(Principal="*", Effect="Deny"))),
    "EnableKinesisStreamingDestination kinesis-on": ({}, [lambda aws: aws.kinesis()], lambda aws: aws.kinesis(), lambda aws: (aws.kinesis(enabled=False), aws.kinesis())),
    "DisableKinesisStreamingDestination kinesis-off": ({}, [], lambda aws: aws.kinesis(enabled=False), lambda aws: (aws.kinesis(), aws.kinesis(enabled=False))),
    "UpdateContributorInsights insights-index-missing": (indexed("one"), [], lambda aws: aws.insights(IndexName="two"), lambda aws: aws.insights(IndexName="one")),
    "RegisterScalableTarget target-exists": ({}, [lambda aws: aws.target(Tags={"a": "b"})], lambda aws: aws.target(Tags={"a": "b"}), lambda aws: aws.target()),
    "RegisterScalableTarget target-min-above-max": ({}, [], lambda aws: aws.target(least=6, most=5), lambda aws: aws.target(least=5, most=5)),
    "RegisterScalableTarget nothing-to-scale": (indexed("one"), [], lambda aws: aws.target("/index/two"), lambda aws: aws.target("/index/one")),
}  # fmt: skip


def local(count: int) -> Body:
    keys = [{"AttributeName": "sid", "KeyType": "HASH"}, {"AttributeName": "device", "KeyType": "RANGE"}]
    indexes = [{"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}} for name in many(count)]
    return {"attributes": ["sid", "device"], "KeySchema": keys, "LocalSecondaryIndexes": indexes}


def protect_copy(aws: Aws, *, protected: bool) -> None:
    copy = client(aws.gate, "dynamodb", "us-west-2")
    copy.update_table(TableName="sessions", DeletionProtectionEnabled=protected)


def test_every_refusal_has_an_example() -> None:
    names = [f"{refusal.action} {refusal.name}" for refusal in REFUSALS]
    assert len(names) == len(set(names))
    assert set(names) == EXAMPLES.keys()


@pytest.mark.long
@pytest.mark.parametrize("name", EXAMPLES)
def test_what_aws_refuses_is_refused_and_the_next_to_it_is_not(gate: Gate, name: str) -> None:
    settings, before, refused, accepted = EXAMPLES[name]
    (refusal,) = (each for each in REFUSALS if f"{each.action} {each.name}" == name)
    aws = Aws(gate, **settings)
    for step in before:
        step(aws)
    with pytest.raises(ClientError) as error:
        refused(aws)
    assert error.value.response["Error"]["Code"] == refusal.error
    assert error.value.response["Error"]["Message"] == gate.log()[-1]["text"]
    assert gate.log()[-1]["refused_by"] == refusal.name
    if accepted is not None:
        accepted(aws)
        assert {"refused_by", "failure"}.isdisjoint(gate.log()[-1])


def test_what_is_refused_is_not_done(gate: Gate) -> None:
    aws = Aws(gate)
    with pytest.raises(ClientError):
        aws.update(DeletionProtectionEnabled=True, StreamSpecification=ON)
    described = aws.dynamodb.describe_table(TableName="sessions")["Table"]
    assert described["DeletionProtectionEnabled"] is False
    assert "StreamSpecification" not in described


def test_what_is_only_noted_is_done(gate: Gate) -> None:
    aws = Aws(gate)
    gate.judge(strictly=False)
    aws.update(DeletionProtectionEnabled=True, StreamSpecification=ON)
    assert gate.log()[-1]["refused_by"] == "protection-alone"
    assert aws.dynamodb.describe_table(TableName="sessions")["Table"]["DeletionProtectionEnabled"] is True


def test_a_cap_that_was_taken_away_is_not_described(gate: Gate) -> None:
    aws = Aws(gate, **caps(100, 200))
    aws.update(**caps(-1))
    described = aws.dynamodb.describe_table(TableName="sessions")["Table"]
    assert described["OnDemandThroughput"] == {"MaxWriteRequestUnits": 200}
    aws.update(**caps(write=-1))
    assert "OnDemandThroughput" not in aws.dynamodb.describe_table(TableName="sessions")["Table"]


def test_who_lost_an_answer_gets_it_again(gate: Gate) -> None:
    """TTL that is on cannot be switched on: the same invocation is told again, and another is refused."""
    aws = Aws(gate)
    with aws.invocation("one"):
        aws.ttl("expires", enabled=True)
        aws.ttl("expires", enabled=True)
    assert [call["action"] for call in gate.log()] == ["CreateTable", "UpdateTimeToLive"]
    with aws.invocation("two"), pytest.raises(ClientError):
        aws.ttl("expires", enabled=True)


def test_a_scalable_target_gets_other_tags(gate: Gate) -> None:
    aws = Aws(gate)
    arn = aws.scaling.register_scalable_target(
        **scalable("", "Write"), MinCapacity=1, MaxCapacity=5, Tags={"Team": "a"}
    )
    aws.scaling.tag_resource(ResourceARN=arn["ScalableTargetARN"], Tags={"Data": "b"})
    aws.scaling.untag_resource(ResourceARN=arn["ScalableTargetARN"], TagKeys=["Team"])
    assert aws.scaling.list_tags_for_resource(ResourceARN=arn["ScalableTargetARN"])["Tags"] == {"Data": "b"}
