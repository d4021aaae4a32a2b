"""A whole environment as Terraform's JSON."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from sessionform.terraform.environment import environment_config
from tests.terraform.declarations import environment

REGION = "region: eu-west-1"
RENAMED = """\
current:
  partition_key: id
  ttl: expires
  renamed_from: [oldest, older]
  billing_mode: PROVISIONED
  capacity: {read: {min: 1, max: 5}, write: 5}
"""


def config(settings: str = REGION, *more: str, to_declaration: str = ".") -> dict[str, Any]:
    return environment_config(environment(settings, *more), to_declaration)


def provider(settings: str) -> dict[str, Any]:
    (arguments,) = config(f"{REGION}\n{settings}")["provider"]["aws"]
    return dict(arguments)


def terraform(settings: str, to_declaration: str = ".") -> dict[str, Any]:
    return dict(config(f"{REGION}\n{settings}", to_declaration=to_declaration)["terraform"])


def test_a_small_environment() -> None:
    made = config()
    assert made["terraform"] == {
        "required_version": ">= 1.2.0",
        "required_providers": {"aws": {"source": "hashicorp/aws", "version": ">= 5.100.0, < 7.0.0"}},
        "backend": {"local": {"path": "terraform.production.tfstate"}},
    }
    assert made["provider"] == {"aws": [{"region": "eu-west-1"}]}
    assert made["output"] == {
        "userSessions_name": {
            "description": "Name of the table userSessions",
            "value": "${aws_dynamodb_table.userSessions.name}",
        },
        "userSessions_arn": {
            "description": "ARN of the table userSessions",
            "value": "${aws_dynamodb_table.userSessions.arn}",
        },
    }
    assert made.keys() == {"terraform", "provider", "resource", "output"}, "Terraform refuses empty blocks"


def test_a_stream_is_an_output() -> None:
    made = config(REGION, "userSessions: {partition_key: id, ttl: expires, stream: KEYS_ONLY}")
    assert made["output"]["userSessions_stream_arn"] == {
        "description": "ARN of the stream of the table userSessions",
        "value": "${aws_dynamodb_table.userSessions.stream_arn}",
    }


def test_the_provider_is_held_to_its_account() -> None:
    assert provider(
        "account_id: '012345678901'\nassume_role_arn: arn:aws:iam::012345678901:role/deploy\n"
        "profile: sessions\ntags: {Team: identity}"
    ) == {
        "region": "eu-west-1",
        "allowed_account_ids": ["012345678901"],
        "assume_role": [{"role_arn": "arn:aws:iam::012345678901:role/deploy"}],
        "profile": "sessions",
        "default_tags": [{"tags": {"Team": "identity"}}],
    }


def test_an_emulator_needs_no_credentials_and_knows_no_account() -> None:
    arguments = provider("endpoint_url: http://localhost:8000")
    (endpoints,) = arguments.pop("endpoints")
    assert set(endpoints.values()) == {"http://localhost:8000"}
    assert {"dynamodb", "appautoscaling", "cloudwatch", "sts"} <= endpoints.keys()
    assert arguments == {
        "region": "eu-west-1",
        "access_key": "test",
        "secret_key": "test",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": "true",
        "skip_requesting_account_id": True,
    }


def test_state_in_s3_is_locked_there_and_its_settings_are_no_templates() -> None:
    made = terraform("backend: {s3: {bucket: 'state', key: 'a/${b}.tfstate', region: us-east-1, encrypt: true}}")
    assert made["backend"]["s3"] == {
        "bucket": "state",
        "key": "a/${b}.tfstate",
        "region": "us-east-1",
        "encrypt": True,
        "use_lockfile": True,
    }
    assert made["required_version"] == ">= 1.10.0"
    unlocked = terraform("backend: {s3: {bucket: state, key: a, region: us-east-1, use_lockfile: false}}")
    assert unlocked["required_version"] == ">= 1.2.0"


def test_state_in_hcp_terraform() -> None:
    made = terraform("backend: {cloud: {organization: example, workspace: sessions, hostname: tf.example.com}}")
    assert made["cloud"] == {
        "organization": "example",
        "workspaces": {"name": "sessions"},
        "hostname": "tf.example.com",
    }
    assert "backend" not in made


@pytest.mark.parametrize(
    ("declared", "path"),
    [
        ("", "../../../terraform.production.tfstate"),
        ("backend: {local: {path: state/production.tfstate}}", "../../../state/production.tfstate"),
        ("backend: {local: {path: /var/state.tfstate}}", "/var/state.tfstate"),
    ],
)
def test_a_local_state_lies_beside_the_declaration(declared: str, path: str) -> None:
    assert terraform(declared, "../../..")["backend"]["local"]["path"] == path


def test_a_rename_moves_the_table_and_what_stands_beside_it_through_every_earlier_name() -> None:
    assert config(REGION, RENAMED)["moved"] == [
        {"from": f"{type_}.{old}", "to": f"{type_}.{new}"}
        for old, new in (("oldest", "older"), ("older", "current"))
        for type_ in ("aws_dynamodb_table", "aws_appautoscaling_target", "aws_appautoscaling_policy")
    ]


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("http", "address: https://h/x, lock_method: POST"),
        ("gcs", "bucket: b, prefix: p"),
        ("azurerm", "storage_account_name: s, container_name: c, key: k, use_oidc: true"),
    ],
)
def test_other_backends_have_terraforms_own_arguments(kind: str, arguments: str) -> None:
    made = terraform(f"backend: {{{kind}: {{{arguments}}}}}")
    assert made["backend"] == {kind: yaml.safe_load(f"{{{arguments}}}")}


def test_a_table_that_is_kept_is_forgotten_with_everything_beside_it() -> None:
    made = config(
        REGION, "userSessions: {partition_key: id, ttl: expires}", "removed: {old: {keep: true}, gone: {delete: true}}"
    )
    assert {block["from"] for block in made["removed"]} == {
        "aws_dynamodb_table.old",
        "aws_appautoscaling_target.old",
        "aws_appautoscaling_policy.old",
        "aws_appautoscaling_scheduled_action.old",
        "aws_cloudwatch_metric_alarm.old",
        "aws_iam_policy.old",
        "aws_iam_role_policy_attachment.old",
        "aws_dynamodb_contributor_insights.old",
        "aws_dynamodb_kinesis_streaming_destination.old",
        "aws_dynamodb_resource_policy.old",
        "aws_dynamodb_resource_policy.old_stream",
    }
    assert all(block["lifecycle"] == {"destroy": False} for block in made["removed"])
    assert made["terraform"]["required_version"] == ">= 1.7.0"


def test_an_existing_table_is_imported_by_its_physical_name() -> None:
    made = config(REGION, "sessions: {table_name: legacy, partition_key: id, ttl: expires, import_existing: true}")
    assert made["import"] == [{"to": "aws_dynamodb_table.sessions", "id": "legacy"}]
    assert made["terraform"]["required_version"] == ">= 1.5.0"


def test_what_the_declaration_says_of_versions_counts() -> None:
    made = config(
        REGION, "s: {partition_key: id, ttl: t}", "terraform: {required_version: '~> 1.11', aws_provider: '~> 6.2'}"
    )
    assert made["terraform"]["required_version"] == "~> 1.11"
    assert made["terraform"]["required_providers"]["aws"]["version"] == "~> 6.2"


def test_settings_raise_the_provider_that_they_need() -> None:
    made = config(REGION, "s: {partition_key: id, ttl: t, warm_throughput: {read: 13000, write: 5000}}")
    assert made["terraform"]["required_providers"]["aws"]["version"] == ">= 6.13.0, < 7.0.0"
