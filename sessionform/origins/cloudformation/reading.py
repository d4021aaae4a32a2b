"""Reads the resources of one template as those of the AWS provider."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sessionform.errors import UsageError
from sessionform.facts.resource_types import ALARM, SCALING_POLICY, TABLE, TARGET
from sessionform.origins.cloudformation.functions import Unresolved
from sessionform.origins.cloudformation.global_tables import Autoscaling, from_global_table, replica_regions
from sessionform.origins.cloudformation.resources import TABLES, Template, TemplateResource
from sessionform.origins.cloudformation.tables import from_simple_table, has_own_kms_key, table_attributes, tags_of
from sessionform.origins.cloudformation.within import inner_companions, scaling_of, tracking_attributes
from sessionform.origins.groups import Resource
from sessionform.origins.values import Values
from sessionform.words import snake_case

_HASH = re.compile(r"(.+?)[0-9A-F]{8}")
"""CDK ends the ids that it writes with eight digits of a hash, which is the same in every stack of an app."""


_TARGET_PARTS = 3
"""What `Ref` of a scalable target comes to: resource, dimension and service, with bars between them."""


def short_name(logical: str, path: str | None) -> str:
    """What people call the table: the construct's id in CDK, else the logical id without a hash."""
    if path is not None:
        words = [word for word in path.split("/") if word not in ("Resource", "Default")]
        return words[-1] if words else logical
    match = _HASH.fullmatch(logical)
    return match[1] if match else logical


class Reading:
    """Reads one template. `others` are the logical ids of what belongs to no table."""

    def __init__(self, template: Template, notes: list[str]) -> None:
        self._template, self._notes = template, notes
        self.others: list[str] = []
        self._beside: dict[str, Callable[[TemplateResource], Iterator[Resource]]] = {
            "AWS::ApplicationAutoScaling::ScalableTarget": self._target,
            "AWS::ApplicationAutoScaling::ScalingPolicy": self._policy,
            "AWS::CloudWatch::Alarm": self._alarm,
            "Custom::DynamoDBReplica": self._replica,
        }

    def resources(self) -> Iterator[Resource]:
        """What a table is made of, and what may belong to one."""
        for logical, type_ in self._template.resources():
            if type_ in TABLES:
                yield from self._table(self._template.resource(logical))
            elif type_ in self._beside:
                yield from self._beside[type_](self._template.resource(logical))
            else:
                self.others.append(logical)
                if type_ == "AWS::CloudFormation::Stack":
                    self._notes.append(f"`{logical}` is a stack of its own: where it has tables, adopt that stack too")

    def _table(self, found: TemplateResource) -> Iterator[Resource]:
        unclear = list(found.unclear)
        name = self._template.name(found.logical)
        if isinstance(name, Unresolved):
            hint = "add the output of `aws cloudformation describe-stack-resources`, or name the stack instead"
            raise UsageError(f"{found.properties.where} needs {name.reason}", hint)
        arn = str(self._template.arn(TABLES[0], name))
        table, scaling = self._plain(found)
        attributes = table_attributes(table, name, arn, unclear)
        beside = list(inner_companions(table, name, arn, unclear))
        made = list(scaling_of(scaling, name, unclear))
        resource = self._resource(TABLE, found, attributes)
        unnamed = ("capacity",) if made else ()
        yield replace(resource, own_key=has_own_kms_key(table), unclear=tuple(unclear), unnamed=unnamed)
        yield from (self._resource(type_, found, values) for type_, values in [*beside, *made])

    def _plain(self, found: TemplateResource) -> tuple[Values, Sequence[Autoscaling]]:
        """The properties as those of a plain table, with the autoscaling that was in them."""
        properties = found.properties
        if found.type == "AWS::DynamoDB::GlobalTable":
            if not self._template.region:
                there = ", ".join(replica_regions(properties))
                raise UsageError(f"{properties.where} is in {there}", "say which is the stack's: `--region`")
            plain = from_global_table(properties, self._template.region)
            return Values(plain.properties, properties.where), plain.scaling
        if found.type == "AWS::Serverless::SimpleTable":
            simple = from_simple_table(properties, self._template.globals_of_simple_tables())
            return Values(simple, properties.where), ()
        return properties, ()

    def _resource(self, type_: str, found: TemplateResource, attributes: dict[str, Any]) -> Resource:
        path = self._template.cdk_path(found.logical)
        return Resource(
            type=type_,
            label=found.logical,
            short=short_name(found.logical, path),
            long=found.logical,
            values=Values(attributes, found.properties.where),
            protected=found.retained,
        )

    def _target(self, found: TemplateResource) -> Iterator[Resource]:
        properties = found.properties
        scaled = {
            "resource_id": properties.needed("ResourceId"),
            "scalable_dimension": properties.needed("ScalableDimension"),
            "service_namespace": properties.needed("ServiceNamespace"),
        }
        attributes = {
            **scaled,
            "min_capacity": properties.count("MinCapacity"),
            "max_capacity": properties.count("MaxCapacity"),
            "suspended_state": properties.inner.get("SuspendedState"),
        }
        yield self._resource(TARGET, found, attributes)
        for action in properties.blocks("ScheduledActions"):
            bounds = action.block("ScalableTargetAction")
            values = {
                "name": action.needed("ScheduledActionName"),
                "schedule": action.needed("Schedule"),
                "timezone": action.text("Timezone"),
                "scalable_target_action": {snake_case(key): value for key, value in bounds.inner.items()}
                if bounds
                else None,
            }
            yield self._resource("aws_appautoscaling_scheduled_action", found, {**scaled, **values})

    def _policy(self, found: TemplateResource) -> Iterator[Resource]:
        properties = found.properties
        target = (properties.text("ScalingTargetId") or "").split("|")
        resource, dimension, service = target if len(target) == _TARGET_PARTS else (None, None, None)
        name = self._template.name(found.logical)
        tracking = properties.block("TargetTrackingScalingPolicyConfiguration")
        attributes = {
            "name": name if isinstance(name, str) else found.logical,
            "policy_type": properties.text("PolicyType"),
            "resource_id": resource or properties.text("ResourceId"),
            "scalable_dimension": dimension or properties.text("ScalableDimension"),
            "service_namespace": service or properties.text("ServiceNamespace"),
            "target_tracking_scaling_policy_configuration": tracking_attributes(tracking) if tracking else None,
        }
        yield self._resource(SCALING_POLICY, found, attributes)

    def _alarm(self, found: TemplateResource) -> Iterator[Resource]:
        properties, name = found.properties, self._template.name(found.logical)
        attributes = {snake_case(key): value for key, value in properties.inner.items() if key != "Tags"}
        dimensions = [item for item in properties.blocks("Dimensions") if "Value" in item.inner]
        attributes |= {
            "alarm_name": name if isinstance(name, str) else None,
            "ok_actions": properties.inner.get("OKActions"),
            "dimensions": {item.needed("Name"): item.text("Value") for item in dimensions},
        }
        if (
            isinstance(name, str) and "Tags" in properties.inner
        ):  # without them it may have the stack's, which nobody tells
            arn = self._template.arn("AWS::CloudWatch::Alarm", name)
            attributes |= {"arn": str(arn), "tags_all": tags_of(properties)}
        alarm = self._resource(ALARM, found, attributes)
        yield alarm if isinstance(name, str) else replace(alarm, unnamed=("alarms",))

    def _replica(self, found: TemplateResource) -> Iterator[Resource]:
        """A copy that CDK's first tables have: it is deleted when its resource leaves the stack."""
        name, region = found.properties.needed("TableName"), found.properties.needed("Region")
        self._notes.append(
            f"`{found.logical}` deletes the replica in {region} when it leaves the stack: it needs `DeletionPolicy: Retain` too"
        )
        arn = str(self._template.arn(TABLES[0], name))
        there = arn.replace(f":{self._template.region}:", f":{region}:", 1)
        attributes = {"global_table_arn": arn, "arn": there, "region": region}
        yield self._resource("aws_dynamodb_table_replica", found, attributes)
