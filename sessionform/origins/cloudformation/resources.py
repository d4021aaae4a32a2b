"""The resources of one template with their functions resolved, and what each is called in AWS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sessionform.errors import UsageError
from sessionform.origins.cloudformation.functions import Resolver, Unresolved
from sessionform.origins.cloudformation.known_properties import known_properties
from sessionform.origins.cloudformation.references import named_in
from sessionform.origins.cloudformation.stack import Stack
from sessionform.origins.values import Values, values

TABLES = ("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable", "AWS::Serverless::SimpleTable")

_NAMES = {
    **dict.fromkeys(TABLES, "TableName"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": "PolicyName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::Kinesis::Stream": "Name",
    "AWS::SNS::Topic": "TopicName",
}
"""The property that gives a resource its name."""

_ARNS = {
    **dict.fromkeys(TABLES, "dynamodb:{region}:{account}:table/{name}"),
    "AWS::CloudWatch::Alarm": "cloudwatch:{region}:{account}:alarm:{name}",
    "AWS::Kinesis::Stream": "kinesis:{region}:{account}:stream/{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
    "AWS::KMS::Key": "kms:{region}:{account}:key/{name}",
}

_KEYED_BY_ARN = (*TABLES, "AWS::CloudWatch::Alarm")
"""Types that are identified by their ARN, also where it lacks an account that nobody said."""

_LISTS = ("CommaDelimitedList", "List<Number>", "List<String>")


@dataclass(frozen=True, slots=True)
class TemplateResource:
    """A resource of a template. `unclear` says what of its properties is not known."""

    logical: str
    type: str
    properties: Values
    retained: bool
    unclear: tuple[str, ...]


class Template:
    """A template, resolved as far as its parameters and the stack allow."""

    def __init__(
        self, document: dict[str, Any], file: str, stack: Stack, given: Mapping[str, str], region: str
    ) -> None:
        self.file, self.stack, self.region = file, stack, region
        self._body = values(document, f"`{file}`")
        if not isinstance(document.get("Resources"), dict):
            raise UsageError(f"`{file}` is not a template: it has no `Resources`", "name a CloudFormation template")
        self._raw: dict[str, Any] = document["Resources"]
        self.account = given.get("AWS::AccountId") or stack.account
        self._names: dict[str, Any] = {}
        sections = {name: self._section(name) for name in ("Mappings", "Conditions")}
        parameters = {**self._pseudo(), **dict(self._parameters(given))}
        self._resolve = Resolver(parameters, sections["Mappings"], sections["Conditions"], self._resource, set())

    def _section(self, name: str) -> dict[str, Any]:
        found = self._body.inner.get(name) or {}
        return values(found, f"`{self.file}`: `{name}`").inner

    def _pseudo(self) -> dict[str, Any]:
        china = self.region.startswith("cn-")
        partition = "aws-cn" if china else "aws-us-gov" if self.region.startswith("us-gov-") else "aws"
        stack = self.stack
        unknown = Unresolved("the name of the stack")
        return {
            "AWS::Region": self.region or Unresolved("the region; say `--region`"),
            "AWS::AccountId": self.account or Unresolved("the account; say `--parameter AWS::AccountId=…`"),
            "AWS::StackName": stack.name or unknown,
            "AWS::StackId": stack.id or unknown,
            "AWS::Partition": partition,
            "AWS::URLSuffix": "amazonaws.com.cn" if china else "amazonaws.com",
            "AWS::NotificationARNs": [],
        }

    def _parameters(self, given: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        declared = self._section("Parameters")
        yield from ((name, value) for name, value in given.items() if name not in declared)
        for name, body in declared.items():
            parameter = values(body, f"`{self.file}`: the parameter `{name}`")
            type_ = parameter.text("Type") or "String"
            value: Any = given.get(name, self.stack.parameters.get(name))
            if value is None and not type_.startswith("AWS::SSM::"):
                value = parameter.inner.get("Default")
            if value is None:
                value = Unresolved(f"the parameter `{name}`; say `--parameter {name}=…`")
            elif type_ in _LISTS or type_.startswith("List<"):
                value = [item.strip() for item in str(value).split(",")]
            yield name, value

    def resources(self) -> Iterator[tuple[str, str]]:
        """Logical ids and types of what the template makes. Raises UsageError where one cannot be told."""
        for logical, body in self._raw.items():
            if logical.startswith("Fn::"):
                hint = "give the deployed form: `aws cloudformation get-template --template-stage Processed`"
                raise UsageError(f"`{self.file}`: `{logical[:60]}` is a loop, which only AWS resolves", hint)
            resource = values(body, f"`{self.file}`: `{logical}`")
            condition = resource.text("Condition")
            holds = True if condition is None else self._resolve.condition(condition)
            if isinstance(holds, Unresolved) and resource.text("Type") in TABLES:
                raise UsageError(f"{resource.where}: whether it is made takes {holds.reason}", "nothing was written")
            if holds is True:
                yield logical, resource.needed("Type")

    def resource(self, logical: str) -> TemplateResource:
        """A resource with its properties resolved. Raises UsageError where one that is needed cannot be."""
        body = values(self._raw[logical], f"`{self.file}`: `{logical}`")
        unclear: list[str] = []
        resolved = self._resolve(body.inner.get("Properties") or {})
        if isinstance(resolved, Unresolved):
            raise UsageError(f"{body.where} needs {resolved.reason}", "nothing was written")
        properties = known_properties(resolved, body.where, unclear)
        retained = (body.text("DeletionPolicy") or "Delete").startswith("Retain")
        return TemplateResource(logical, body.needed("Type"), values(properties, body.where), retained, tuple(unclear))

    def name(self, logical: str) -> str | Unresolved:
        """What a resource is called in AWS: as the stack says, else as the template does."""
        physical = self.stack.physical(logical)
        if physical is not None:
            return physical
        if logical not in self._names:
            body = values(self._raw.get(logical), f"`{self.file}`: `{logical}`")
            properties = body.inner.get("Properties")
            key = _NAMES.get(body.text("Type") or "", "")
            found = self._resolve(properties.get(key)) if isinstance(properties, dict) and key in properties else None
            self._names[logical] = found if isinstance(found, str | Unresolved) else _unnamed(logical)
        name: str | Unresolved = self._names[logical]
        return name

    def _resource(self, logical: str, attribute: str) -> Any:
        """What `Ref`, or `Fn::GetAtt` with an attribute, of a resource comes to."""
        body = self._raw.get(logical)
        if not isinstance(body, dict):
            return Unresolved(f"`{logical[:60]}`, which the template does not have")
        type_ = body.get("Type")
        if type_ == "AWS::ApplicationAutoScaling::ScalableTarget" and not attribute:
            return self._target(body)
        name = self.name(logical)
        if isinstance(name, Unresolved):
            return name
        by_arn = attribute == "Arn" or (attribute in ("TopicArn", "") and type_ == "AWS::SNS::Topic")
        if by_arn and type_ in _ARNS:
            return name if name.startswith("arn:") else self.arn(type_, name)
        if not attribute:
            return name
        return Unresolved(f"`{logical}.{attribute[:60]}`, which only AWS knows")

    def _target(self, body: dict[str, Any]) -> Any:
        """A scalable target's own id: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html."""
        properties = body.get("Properties") or {}
        parts = [self._resolve(properties.get(key)) for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")]
        missing = next((part for part in parts if isinstance(part, Unresolved)), None)
        return missing or "|".join(map(str, parts))

    def arn(self, type_: str, name: str) -> str | Unresolved:
        """The ARN of a resource of this name."""
        if not self.account and type_ not in _KEYED_BY_ARN:
            return Unresolved("the account; say `--parameter AWS::AccountId=…`")
        partition = self._pseudo()["AWS::Partition"]
        return f"arn:{partition}:{_ARNS[type_].format(region=self.region, account=self.account, name=name)}"

    def references(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Of each resource and output the logical ids that it names."""
        for logical, body in self._raw.items():
            yield logical, tuple(sorted(named_in(body) & self._raw.keys()))
        for output, body in self._section("Outputs").items():
            yield f"the output `{output}`", tuple(sorted(named_in(body) & self._raw.keys()))

    def globals_of_simple_tables(self) -> dict[str, Any]:
        """What SAM's `Globals` say of simple tables."""
        found = self._section("Globals").get("SimpleTable") or {}
        return values(found, f"`{self.file}`: `Globals`: `SimpleTable`").inner

    def cdk_path(self, logical: str) -> str | None:
        """The construct that CDK wrote it for."""
        metadata = self._raw[logical].get("Metadata")
        path = metadata.get("aws:cdk:path") if isinstance(metadata, dict) else None
        return path if isinstance(path, str) else None


def _unnamed(logical: str) -> Unresolved:
    return Unresolved(f"what `{logical}` is called, which the template does not tell")
