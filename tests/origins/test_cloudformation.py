"""Tables in CloudFormation templates: those of the real CDK, of SAM and of people."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessionform.cli import main
from sessionform.live.description import TableDescription
from sessionform.origins.cloudformation.read import read_templates
from tests.golden import assert_golden
from tests.moto_support import MotoServer
from tests.origins.recreate import recreate
from tests.origins.support import FIXTURES, GOLDEN, Adopt, adopt, arguments_of, environment, write_json

__all__ = ["adopt"]

V1, V2, OLD = (FIXTURES / f"cdk-{name}.template.json" for name in ("v1", "v2", "old"))
"""Made by aws-cdk-lib 2.276.0: `make_cdk_templates.js`."""

RESOURCES = FIXTURES / "cdk-v1.resources.json"
BY_HAND = FIXTURES / "template.yaml"

CASES: dict[str, list[str | Path]] = {
    "cdk-v1": ["--cloudformation", V1, "--cloudformation", RESOURCES],
    "cdk-v2": ["--cloudformation", V2, "--region", "us-east-1", "--parameter", "AWS::AccountId=123456789012"],
    "cdk-old": ["--cloudformation", OLD, "--region", "us-east-1"],
    "by-hand": [
        *("--cloudformation", BY_HAND, "--region", "us-east-1"),
        *("--parameter", "AWS::AccountId=123456789012", "--parameter", "Stage=production"),
    ],
}


def template(
    properties: dict[str, Any] | None = None, *, type_: str = "AWS::DynamoDB::Table", **more: Any
) -> dict[str, Any]:
    """A template with one table."""
    plain = {
        "TableName": "sessions",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    }
    kept = {key: value for key, value in {**plain, **(properties or {})}.items() if value is not None}
    return {"Resources": {"Sessions": {"Type": type_, "Properties": kept}}, **more}


def run(adopt: Adopt, document: Any, *arguments: str) -> tuple[int, str, str]:
    return adopt("-e", "production", "--region", "us-east-1", "--cloudformation", write_json(document), *arguments)


@pytest.mark.parametrize("case", CASES)
def test_real_templates(adopt: Adopt, case: str) -> None:
    code, out, err = adopt("-e", "production", *CASES[case])
    assert code == (1 if "what the declaration does not say" in err else 0)
    said = f"{out}---\n{err}".replace(f"{FIXTURES}/", "")
    assert_golden(Path("sessions.yaml").read_text(encoding="utf-8"), GOLDEN / f"{case}.yaml")
    assert_golden(said, GOLDEN / f"{case}.txt")
    assert main(["check", "-q"]) == 0


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_from_aws(adopt: Adopt, aws_environment: MotoServer, moto: MotoServer, case: str) -> None:
    given = dict(text.split("=") for text in map(str, CASES[case]) if "=" in text)
    files = [str(item) for item in CASES[case] if isinstance(item, Path)]
    for each in read_templates(files, given, "us-east-1").tables:
        assert isinstance(each.found, TableDescription)
        recreate(moto, each.found)
    adopt("-e", "production", *CASES[case], "-f", "offline.yaml", "--offline")
    adopt("-e", "production", "--region", "us-east-1", "--all", "-f", "live.yaml")
    _, _, err = adopt("-e", "production", *CASES[case], "-f", "checked.yaml")
    assert "not compared" not in err
    live = {table["table"]["name"]: table for table in arguments_of(environment("live.yaml")).values()}
    assert live
    for file in ("offline.yaml", "checked.yaml"):
        found = arguments_of(environment(file))
        text = json.dumps({table["table"]["name"]: table for table in found.values()}, sort_keys=True)
        for key, table in found.items():  # the key, which stands in references, is the origin's
            own = next(
                other
                for other, each in arguments_of(environment("live.yaml")).items()
                if each["table"]["name"] == table["table"]["name"]
            )
            text = re.sub(rf"\b{key}\b(?=[.:\[])", own, text)
        assert json.loads(text) == json.loads(json.dumps(live))


@pytest.mark.parametrize("account", [(), ("--parameter", "AWS::AccountId=123456789012")])
def test_tags_of_an_alarm(adopt: Adopt, account: tuple[str, ...]) -> None:
    """A stack gives an alarm the tags of the environment, so those of its own are told. Without any, nothing is known."""
    document = template({"TableName": "sessions"})
    for metric, tags in (
        ("ReadThrottleEvents", None),
        ("WriteThrottleEvents", [{"Key": "Owner", "Value": "identity"}]),
    ):
        alarm: dict[str, Any] = {
            "AlarmName": metric,
            "Namespace": "AWS/DynamoDB",
            "MetricName": metric,
            "Dimensions": [{"Name": "TableName", "Value": {"Ref": "Sessions"}}],
            "ComparisonOperator": "GreaterThanThreshold",
            "Statistic": "Sum",
            "Threshold": 0,
            "Period": 60,
            "EvaluationPeriods": 5,
            "TreatMissingData": "notBreaching",
            "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:alarms"],
            "OKActions": ["arn:aws:sns:us-east-1:123456789012:alarms"],
            **({} if tags is None else {"Tags": tags}),
        }
        document["Resources"][metric] = {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm}
    _, _, err = run(adopt, document, *account)
    said = "the tags of the alarm `WriteThrottleEvents`: `Owner` is not the environment's, and a deploy removes it"
    assert said in " ".join(err.split())
    assert err.count("the tags of") == 1


def test_two_environments_are_told_apart_by_logical_id(adopt: Adopt) -> None:
    for name, region in (("development", "us-east-1"), ("production", "eu-west-1")):
        stack = f"arn:aws:cloudformation:{region}:123456789012:stack/s/1"
        row = {
            "LogicalResourceId": "Sessions",
            "PhysicalResourceId": f"s-Sessions-{region}",
            "ResourceType": "AWS::DynamoDB::Table",
        }
        resources = write_json({"StackResources": [{**row, "StackId": stack}]}, f"{name}.json")
        file = write_json(template({"TableName": None, "DeletionProtectionEnabled": name == "production"}))
        code, _, err = adopt("-e", name, "--cloudformation", file, "--cloudformation", resources)
        assert code == 0, err
    tables = {name: environment(name=name).tables for name in ("development", "production")}
    assert [(table.name, table.deletion_protection) for each in tables.values() for table in each.values()] == [
        ("s-Sessions-us-east-1", False),
        ("s-Sessions-eu-west-1", True),
    ]
    assert [list(each) for each in tables.values()] == [["Sessions"], ["Sessions"]]


def test_the_home_region_of_a_global_table(adopt: Adopt) -> None:
    code, _, err = adopt("-e", "production", "--cloudformation", V2)
    assert (code, "is in eu-west-1, us-east-1" in err, "`--region`" in err) == (2, True, True)
    code, _, err = adopt("-e", "production", "--cloudformation", V2, "--region", "us-west-2")
    assert (code, "is not in us-west-2; its regions are: eu-west-1, us-east-1" in err) == (2, True)
    one = template({"Replicas": [{"Region": "eu-west-1"}]}, type_="AWS::DynamoDB::GlobalTable")
    code, _, err = adopt("-e", "production", "--cloudformation", write_json(one))
    assert (code, environment().region) == (0, "eu-west-1"), err


@pytest.mark.parametrize(
    ("consistency", "stream"), [(None, "NEW_AND_OLD_IMAGES"), ("EVENTUAL", "NEW_AND_OLD_IMAGES"), ("STRONG", None)]
)
def test_the_stream_that_replicas_bring(adopt: Adopt, consistency: str | None, stream: str | None) -> None:
    """AWS switches one on for replicas, but for those of a strongly consistent table, which are not fed by a stream."""
    properties = {
        "MultiRegionConsistency": consistency,
        "Replicas": [{"Region": region} for region in ("us-east-1", "us-east-2", "us-west-2")],
    }
    code, _, err = run(adopt, template(properties, type_="AWS::DynamoDB::GlobalTable"))
    assert (code, environment().tables["Sessions"].stream) == (0, stream), err


def test_a_stack_by_its_name(adopt: Adopt, aws_environment: MotoServer, moto: MotoServer) -> None:
    client = moto.client("cloudformation")
    body = template({"TableName": None, "BillingMode": {"Ref": "Mode"}}, Parameters={"Mode": {"Type": "String"}})
    client.create_stack(
        StackName="web",
        TemplateBody=json.dumps(body),
        Parameters=[{"ParameterKey": "Mode", "ParameterValue": "PAY_PER_REQUEST"}],
    )
    code, out, err = adopt("-e", "production", "--region", "us-east-1", "--cloudformation", "web")
    assert code == 0, err
    name = client.describe_stack_resources(StackName="web")["StackResources"][0]["PhysicalResourceId"]
    assert [(table.key, table.name) for table in environment().tables.values()] == [("Sessions", name)]
    assert "DeletionPolicy: Retain" in out
    for arguments, code, message in (
        (["nothing"], 3, "there is no stack `nothing` in us-east-1"),
        (["web", "--offline"], 2, "a stack cannot be read offline"),
        (["no/such.json"], 2, "there is no file `no/such.json`"),
    ):
        found, _, err = adopt("-e", "other", "--region", "us-east-1", "--cloudformation", *arguments)
        assert (found, message in err) == (code, True), err


def test_names_alone_take_aws(adopt: Adopt, aws_environment: MotoServer, moto: MotoServer) -> None:
    code, _, err = adopt("-e", "production", "--cloudformation", RESOURCES, "--offline")
    assert (code, "nothing but its name is known of `V1-ScaledB39EAB11-1ABCDEFGHIJKL`" in err) == (2, True)
    found = read_templates([str(V1), str(RESOURCES)], {}, None).tables[0].found
    assert found is not None
    recreate(moto, found)
    adopt("-e", "production", "--cloudformation", RESOURCES)
    assert list(environment().tables) == ["Scaled"]


def test_a_deployed_template_around_which_aws_printed_more(adopt: Adopt) -> None:
    wrapped = {"TemplateBody": json.dumps(template()), "StagesAvailable": ["Original", "Processed"]}
    assert run(adopt, wrapped)[0] == 0
    assert list(environment().tables) == ["Sessions"]


FUNCTIONS: dict[str, tuple[Any, str]] = {
    "join": ({"Fn::Join": ["-", ["a", {"Ref": "P"}]]}, "a-web"),
    "sub": ({"Fn::Sub": "${P}-${AWS::Region}-${!P}x"}, "web-us-east-1-${P}x"),
    "sub with variables": ({"Fn::Sub": ["${V}-x", {"V": {"Ref": "P"}}]}, "web-x"),
    "map": ({"Fn::FindInMap": ["M", {"Ref": "P"}, "name"]}, "mapped"),
    "if": ({"Fn::If": ["C", "yes-yes", "no"]}, "yes-yes"),
    "select": ({"Fn::Select": [1, {"Fn::Split": [",", "abc,def"]}]}, "def"),
    "list": ({"Fn::Join": ["", {"Ref": "L"}]}, "onetwo"),
}


@pytest.mark.parametrize("case", FUNCTIONS)
def test_functions(adopt: Adopt, case: str) -> None:
    value, name = FUNCTIONS[case]
    document = template(
        {"TableName": value},
        Parameters={
            "P": {"Type": "String", "Default": "web"},
            "L": {"Type": "CommaDelimitedList", "Default": "one, two"},
        },
        Mappings={"M": {"web": {"name": "mapped"}}},
        Conditions={"C": {"Fn::Or": [{"Fn::Equals": [{"Ref": "P"}, "x"]}, {"Fn::Not": [{"Fn::Equals": [1, "2"]}]}]}},
    )
    found = read_templates([str(write_json(document))], {}, "us-east-1").tables
    assert [table.name for table in found] == [name]


GIVEN = {"Parameters": {"P": {"Type": "String"}, "S": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a"}}}

UNRESOLVED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a parameter": ({"TableName": {"Ref": "P"}}, GIVEN, "the parameter `P`; say `--parameter P=…`"),
    "a parameter of SSM": ({"TableName": {"Ref": "S"}}, GIVEN, "the parameter `S`"),
    "nothing of the name": ({"TableName": {"Ref": "X"}}, {}, "`X`, which the template does not have"),
    "an import": ({"KeySchema": {"Fn::ImportValue": "x"}}, {}, "`KeySchema` needs `Fn::ImportValue`"),
    "a macro": (
        {"GlobalSecondaryIndexes": {"Fn::Transform": {}}},
        {},
        "`GlobalSecondaryIndexes` needs `Fn::Transform`",
    ),
    "a secret": ({"BillingMode": "{{resolve:ssm:mode}}"}, {}, "`BillingMode` needs `{{resolve:ssm:mode}}`"),
    "itself": ({"TableName": {"Fn::Sub": "${Sessions}-x"}}, {}, "depends on itself"),
    "a condition on itself": (
        {"BillingMode": {"Fn::If": ["C", "a", "b"]}},
        {"Conditions": {"C": {"Fn::Not": [{"Condition": "C"}]}}},
        "the condition C, which depends on itself",
    ),
    "odd arguments": ({"TableName": {"Fn::Join": [1]}}, {}, "`Fn::Join` with arguments that it does not take"),
    "no name": ({"TableName": None}, {}, "what `Sessions` is called, which the template does not tell"),
    "a region of a copy": (
        {"Replicas": [{"Region": {"Ref": "P"}}]},
        GIVEN,
        "`Replicas.Region` needs the parameter `P`",
    ),
}


@pytest.mark.parametrize("case", UNRESOLVED)
def test_what_cannot_be_resolved_and_is_needed(adopt: Adopt, case: str) -> None:
    properties, more, message = UNRESOLVED[case]
    code, _, err = run(adopt, template(properties, **more))
    assert (code, message in err, "`Sessions`" in err) == (2, True, True), err
    assert not Path("sessions.yaml").exists()


def test_what_cannot_be_resolved_and_can_be_left_out(adopt: Adopt) -> None:
    properties = {
        "Tags": [{"Key": "Owner", "Value": {"Fn::ImportValue": "x"}}, {"Key": "Team", "Value": "y"}],
        "KinesisStreamSpecification": {"StreamArn": {"Fn::GetAtt": ["Other", "Arn"]}},
        "ResourcePolicy": {"PolicyDocument": {"Statement": [{"Principal": {"AWS": {"Ref": "AWS::AccountId"}}}]}},
        "SSESpecification": {"SSEEnabled": True, "KMSMasterKeyId": "alias/mine"},
        "Sharding": {"On": True},
    }
    code, _, err = run(adopt, template(properties))
    assert code == 1
    for text in (
        "`Tags.Owner`",
        "`KinesisStreamSpecification.StreamArn`",
        "`ResourcePolicy.PolicyDocument`",
        "`alias/mine`",
        "`Sharding`",
    ):
        assert text in err
    assert environment().tables["Sessions"].tags == {"Team": "y"}


BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "nothing": (dict, "has no `Resources`"),
    "a list": (list, "is not a template"),
    "no tables": (lambda: {"Resources": {}}, "no DynamoDB table is in it"),
    "odd resources": (lambda: {"Resources": {"A": 7}}, "`A` is not a mapping"),
    "no type": (lambda: {"Resources": {"A": {}}}, "`A` has no `Type`"),
    "a loop": (lambda: {"Resources": {"Fn::ForEach::Tables": []}}, "`Fn::ForEach::Tables` is a loop"),
    "odd properties": (lambda: template({"Tags": {"a": []}}), "`Tags`: `a` is a list, not text"),
    "no keys": (lambda: template({"KeySchema": []}), "has no `hash_key`"),
    "odd mappings": (lambda: template(Mappings=[]) | {"Mappings": [1]}, "`Mappings` is not a mapping"),
    "an unknown condition": (
        lambda: {"Resources": {"Sessions": {**template()["Resources"]["Sessions"], "Condition": "C"}}},
        "whether it is made takes the condition `C`",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_a_template(adopt: Adopt, case: str) -> None:
    make, message = BAD[case]
    code, _, err = run(adopt, make())
    assert (code, message in err, "hint: " in err) == (2, True, True), err


YAML: dict[str, tuple[str, str]] = {
    "an alias": ("Resources: &a {}\nb: *a\n", "line 2, column 4: CloudFormation takes no aliases"),
    "a strange tag": ("Resources: !Reff a\n", "the tag `!Reff` is unknown"),
    "code": ("Resources: !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
    "not yaml": ("Resources: [\n", "is not a template: line"),
    "text": ("hello\n", "is not a template"),
    "several documents": ("a: 1\n---\nb: 2\n", "is not a template"),
    "a deep one": ("Resources: " + "[" * 2000 + "]" * 2000 + "\n", "levels deep"),
    "control characters": ("Resources: \x07\n", "neither JSON nor YAML"),
}


@pytest.mark.parametrize("case", YAML)
def test_yaml_that_is_not_a_template(adopt: Adopt, case: str) -> None:
    text, message = YAML[case]
    Path("t.yaml").write_text(text, encoding="utf-8")
    code, _, err = adopt("-e", "production", "--region", "us-east-1", "--cloudformation", "t.yaml")
    assert (code, message in err) == (2, True), err


def test_texts_that_double_at_every_step_end(adopt: Adopt) -> None:
    names = {
        f"T{n}": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {"TableName": {"Fn::Sub": f"${{T{n + 1}}}${{T{n + 1}}}"}},
        }
        for n in range(60)
    }
    document = template()
    document["Resources"] |= {**names, "T60": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "abc"}}}
    code, _, err = run(adopt, document)
    assert (code, "a text of more than 10000 characters" in err) == (2, True), err


def test_parameters_are_pairs(adopt: Adopt) -> None:
    code, _, err = run(adopt, template(), "--parameter", "Stage")
    assert (code, "`Stage` is not a parameter" in err) == (2, True)
