"""What an AWS says was made of a table and of what stands beside it, in the words of the declaration."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sessionform.model import Alarms, Autoscaled, Environment, Provisioned, Table
from sessionform.prove.result import Status
from sessionform.prove.settings import SettingsReader
from tests.moto_support import MotoServer

Facts = dict[str, Any]

OPERATIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")


@dataclass(frozen=True)
class Live:
    """One table of an environment, on a server that has it."""

    server: MotoServer
    environment: Environment
    table: Table

    def differences(self) -> list[str]:
        """Everything in which the live table is not what is declared."""
        reader = SettingsReader(self._client("dynamodb"), self.table, self.table.name)
        wrong = [f"{check}" for check in reader.checks() if check.status is not Status.KEPT]
        for name in ("tags", "replicas", "scaling", "alarms", "policy", "kinesis", "insights"):
            declared, found = getattr(self, f"_declared_{name}")(), getattr(self, f"_live_{name}")()
            if declared != found:
                wrong.append(f"{self.table.key}: {name} should be {declared}, and are {found}")
        return wrong

    def _client(self, service: str, region: str | None = None) -> Any:
        return self.server.client(service, region or self.environment.region)

    def _describe(self, region: str | None = None) -> Facts:
        described: Facts = self._client("dynamodb", region).describe_table(TableName=self.table.name)["Table"]
        return described

    def _tags(self, region: str | None = None) -> dict[str, str]:
        arn = self._describe(region)["TableArn"]
        tags = self._client("dynamodb", region).list_tags_of_resource(ResourceArn=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in tags}

    def _declared_tags(self) -> Facts:
        return self.environment.tags_of(self.table)

    def _live_tags(self) -> Facts:
        return self._tags()

    def _declared_replicas(self) -> Facts:
        return {
            replica.region: (replica.kms_key_arn, "ENABLED" if replica.point_in_time_recovery else "DISABLED")
            for replica in self.table.replicas
        }

    def _live_replicas(self) -> Facts:
        return {
            item["RegionName"]: (item.get("KMSMasterKeyId"), self._recovery(item["RegionName"]))
            for item in self._describe().get("Replicas", [])
        }

    def _recovery(self, region: str) -> str:
        told = self._client("dynamodb", region).describe_continuous_backups(TableName=self.table.name)
        status: str = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"][
            "PointInTimeRecoveryStatus"
        ]
        return status

    def _declared_scaling(self) -> Facts:
        owners = [("", "table", self.table.billing)]
        owners += [(f"/index/{index.name}", "index", index.billing) for index in self.table.global_secondary_indexes]
        return {
            (path, f"dynamodb:{kind}:{word}CapacityUnits"): (
                (capacity.min, capacity.max),
                f"DynamoDB{word}CapacityUtilization",
                capacity.target_utilization,
                # AWS's default for DynamoDB is 0, and the provider says so
                (capacity.scale_in_cooldown or 0, capacity.scale_out_cooldown or 0),
            )
            for path, kind, billing in owners
            if isinstance(billing, Provisioned)
            for word, capacity in (("Read", billing.read), ("Write", billing.write))
            if isinstance(capacity, Autoscaled)
        }

    def _live_scaling(self) -> Facts:
        client = self._client("application-autoscaling")
        policies = {
            (policy["ResourceId"], policy["ScalableDimension"]): policy["TargetTrackingScalingPolicyConfiguration"]
            for policy in client.describe_scaling_policies(ServiceNamespace="dynamodb")["ScalingPolicies"]
        }
        own, found = f"table/{self.table.name}", {}
        for target in client.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"]:
            place, dimension = target["ResourceId"], target["ScalableDimension"]
            if place == own or place.startswith(f"{own}/"):
                policy = policies[place, dimension]
                found[place.removeprefix(own), dimension] = (
                    (target["MinCapacity"], target["MaxCapacity"]),
                    policy["PredefinedMetricSpecification"]["PredefinedMetricType"],
                    policy["TargetValue"],
                    (policy["ScaleInCooldown"], policy["ScaleOutCooldown"]),
                )
        return found

    def _declared_alarms(self) -> Facts:
        alarms = self.table.alarms
        return {} if alarms is None else {**self._throttling(alarms), **self._errors(alarms), **self._stalled(alarms)}

    def _throttling(self, alarms: Alarms) -> Facts:
        own = {"TableName": self.table.name}
        places = {"": own} | {
            f"index/{index.name}/": {**own, "GlobalSecondaryIndexName": index.name}
            for index in self.table.global_secondary_indexes
        }
        return {
            f"{prefix}{word.lower()}_throttled": (f"{word}ThrottleEvents", dimensions, ">", 5, 60, "notBreaching")
            for prefix, dimensions in places.items()
            for word in ("Read", "Write")
            if alarms.throttled_requests
        }

    def _errors(self, alarms: Alarms) -> Facts:
        return {
            f"system_errors/{operation}": (
                "SystemErrors",
                {"TableName": self.table.name, "Operation": operation},
                *(">", 5, 60, "notBreaching"),
            )
            for operation in OPERATIONS
            if alarms.system_errors
        }

    def _stalled(self, alarms: Alarms) -> Facts:
        if alarms.ttl_stalled_hours is None:
            return {}
        metric, own = "TimeToLiveDeletedItemCount", {"TableName": self.table.name}
        return {"ttl_stalled": (metric, own, "<=", alarms.ttl_stalled_hours, 3600, "breaching")}

    def _live_alarms(self) -> Facts:
        signs = {"GreaterThanThreshold": ">", "LessThanOrEqualToThreshold": "<="}
        prefix, found = f"{self.table.name}/", {}
        for alarm in self._client("cloudwatch").describe_alarms(AlarmNamePrefix=prefix)["MetricAlarms"]:
            told = (alarm["Namespace"], alarm["Statistic"], alarm["Threshold"])
            assert told == ("AWS/DynamoDB", "Sum", 0.0)
            assert self.table.alarms is not None
            assert alarm["AlarmActions"] == alarm["OKActions"] == sorted(self.table.alarms.actions)
            found[alarm["AlarmName"].removeprefix(prefix)] = (
                alarm["MetricName"],
                {item["Name"]: item["Value"] for item in alarm["Dimensions"]},
                signs[alarm["ComparisonOperator"]],
                alarm["EvaluationPeriods"],
                alarm["Period"],
                alarm["TreatMissingData"],
            )
        return found

    def _declared_policy(self) -> Facts | None:
        policy = self.table.resource_policy
        return None if policy is None else dict(policy)

    def _live_policy(self) -> Facts | None:
        client = self._client("dynamodb")
        try:
            policy: Facts = json.loads(client.get_resource_policy(ResourceArn=self._describe()["TableArn"])["Policy"])
        except client.exceptions.PolicyNotFoundException:
            return None
        return policy

    def _declared_kinesis(self) -> list[tuple[str, str]]:
        stream = self.table.kinesis_stream
        if stream is None:
            return []
        return [(stream.stream_arn, stream.approximate_creation_date_time_precision or "MILLISECOND")]

    def _live_kinesis(self) -> list[tuple[str, str]]:
        told = self._client("dynamodb").describe_kinesis_streaming_destination(TableName=self.table.name)
        return [
            (item["StreamArn"], item["ApproximateCreationDateTimePrecision"])
            for item in told["KinesisDataStreamDestinations"]
            if item["DestinationStatus"] == "ACTIVE"
        ]

    def _declared_insights(self) -> set[str]:
        indexes = {index.name for index in self.table.global_secondary_indexes}
        return {"", *indexes} if self.table.contributor_insights else set()

    def _live_insights(self) -> set[str]:
        client, found = self._client("dynamodb"), set()
        for index in ("", *(index.name for index in self.table.global_secondary_indexes)):
            which = {"IndexName": index} if index else {}
            told = client.describe_contributor_insights(TableName=self.table.name, **which)
            if told["ContributorInsightsStatus"] == "ENABLED":
                found.add(index)
        return found
