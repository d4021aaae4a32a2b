"""A whole environment as Terraform's JSON, without CDKTF: versions, provider, resources, outputs, moves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from sessionform.facts.resource_types import TABLE
from sessionform.model import Backend, CloudBackend, Environment, LocalBackend, RemoteBackend, S3Backend, Table
from sessionform.terraform.addresses import Address
from sessionform.terraform.companions import COMPANIONS, companion_address, companions
from sessionform.terraform.expressions import literal, reference
from sessionform.terraform.floors import provider_constraint, terraform_constraint
from sessionform.terraform.grants import policy_arn
from sessionform.terraform.imports import imports_of
from sessionform.terraform.table import Arguments, table_arguments

AWS_SOURCE = "hashicorp/aws"

_LOCAL_SERVICES = ("appautoscaling", "cloudwatch", "dynamodb", "iam", "kinesis", "kms", "sns", "sts")
"""The services that the resources of a stack, and the provider for itself, talk to."""


def environment_config(environment: Environment, to_declaration: str = ".") -> dict[str, Any]:
    """The configuration of the environment's stack.

    `to_declaration` is the way from the folder that Terraform runs in to that of the declaration: what the declaration
    calls relative, such as the path of a local state, is relative to the latter.
    """
    config: dict[str, Any] = {
        "terraform": {
            "required_version": terraform_constraint(environment),
            "required_providers": {"aws": {"source": AWS_SOURCE, "version": provider_constraint(environment)}},
            **backend(environment.backend, to_declaration),
        },
        "provider": {"aws": [provider_arguments(environment)]},
    }
    # Terraform refuses empty blocks of these kinds, so only what there is stands here.
    return config | {name: body for name, body in body_of(environment).items() if body}


def body_of(environment: Environment) -> dict[str, Any]:
    """Everything of a stack but its versions, backend and provider."""
    resources: dict[str, dict[str, Arguments]] = {}
    for type_, key, arguments in resources_of(environment):
        resources.setdefault(type_, {})[key] = arguments
    return {
        "resource": resources,
        "output": outputs_of(environment),
        **refactoring_blocks(environment),
    }


def resources_of(environment: Environment) -> Iterator[tuple[str, str, Arguments]]:
    """Type, name and arguments of each resource: a table, then its companions."""
    for table in _sorted(environment):
        yield TABLE, table.key, table_arguments(table)
        for resource, arguments in companions(table).items():
            type_, _, name = companion_address(resource, table.key).partition(".")
            yield type_, name, arguments


def refactoring_blocks(environment: Environment) -> dict[str, list[dict[str, Any]]]:
    """The `moved`, `removed` and `import` blocks, empty lists where there are none."""
    tables = _sorted(environment)
    removed = sorted(environment.removed, key=lambda removed: removed.table)
    return {
        "moved": [block for table in tables for block in _moved(table)],
        "removed": [block for gone in removed if gone.keep for block in _kept(gone.table)],
        "import": [
            {"to": to, "id": literal(id_)} for table in tables for to, id_ in imports_of(table, environment).items()
        ],
    }


def provider_arguments(environment: Environment) -> Arguments:
    """The AWS provider's configuration. An emulator gets made-up credentials and is asked about no account."""
    arguments: Arguments = {"region": environment.region}
    if environment.account_id is not None:
        arguments["allowed_account_ids"] = [environment.account_id]
    if environment.assume_role_arn is not None:
        arguments["assume_role"] = [{"role_arn": environment.assume_role_arn}]
    if environment.profile is not None:
        arguments["profile"] = environment.profile
    if environment.tags:
        arguments["default_tags"] = [{"tags": dict(environment.tags)}]
    if environment.endpoint_url is not None:
        arguments |= {
            "access_key": "test",
            "secret_key": "test",
            "skip_credentials_validation": True,
            "skip_metadata_api_check": "true",
            "skip_requesting_account_id": environment.account_id is None,
            "endpoints": [dict.fromkeys(_LOCAL_SERVICES, environment.endpoint_url)],
        }
    escaped: Arguments = literal(arguments)
    return escaped


def backend(declared: Backend, to_declaration: str) -> Arguments:
    """The backend or cloud block. Its strings are not templates, so they are not escaped."""
    if isinstance(declared, S3Backend):
        return {"backend": {"s3": dict(declared.config)}}
    if isinstance(declared, CloudBackend):
        host = {"hostname": declared.hostname} if declared.hostname is not None else {}
        return {"cloud": {"organization": declared.organization, "workspaces": {"name": declared.workspace}, **host}}
    if isinstance(declared, RemoteBackend):
        return {"backend": {declared.kind: dict(declared.config)}}
    return {"backend": {"local": {"path": local_state(declared, to_declaration)}}}


def local_state(declared: LocalBackend, to_declaration: str) -> str:
    """The path of a state file as Terraform, running in the stack's folder, has to be told it."""
    if to_declaration == "." or PurePosixPath(declared.path).is_absolute():
        return declared.path
    return f"{to_declaration}/{declared.path}"


_OUTPUTS = {
    "name": "Name of the table {}",
    "arn": "ARN of the table {}",
    "stream_arn": "ARN of the stream of the table {}",
}
"""What of each table is an output, with the description that `terraform output` and `cdktf deploy` show."""


def outputs_of(environment: Environment) -> dict[str, Arguments]:
    """The outputs of every table and of its grants, by name."""
    return {
        f"{table.key}_{name}": {
            "description": description.format(table.key),
            "value": str(reference(Address(TABLE, table.key), name)),
        }
        for table in _sorted(environment)
        for name, description in _OUTPUTS.items()
        if name != "stream_arn" or table.stream is not None
    } | {
        f"{table.key}_{grant.name}_policy_arn": {
            "description": f"ARN of the IAM policy of {grant.name} for the table {table.key}",
            "value": policy_arn(table, grant),
        }
        for table in _sorted(environment)
        for grant in table.grants
    }


def _sorted(environment: Environment) -> list[Table]:
    """The order of tables in the declaration is for people, and changes nothing in a stack."""
    return sorted(environment.tables.values(), key=lambda table: table.key)


def _moved(table: Table) -> list[dict[str, str]]:
    """From each earlier key to the next and at last to the present one; a block whose source is gone is harmless."""
    if not table.renamed_from:
        return []
    steps = (*table.renamed_from, table.key)
    resources = (TABLE, *companions(table))
    return [
        {"from": companion_address(resource, old), "to": companion_address(resource, new)}
        for old, new in pairwise(steps)
        for resource in resources
    ]


def _kept(key: str) -> list[dict[str, Any]]:
    """Terraform forgets the table and whatever stood beside it, and destroys nothing."""
    keep = {"destroy": False}
    return [{"from": companion_address(resource, key), "lifecycle": keep} for resource in (TABLE, *COMPANIONS)]
