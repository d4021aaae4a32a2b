"""The least that the application's role must be allowed: the library's own calls, on this table and its indexes."""

from __future__ import annotations

from typing import Any

from sessionform.arns import parse_arn, table_arn
from sessionform.consumers.library import Grant, Library
from sessionform.consumers.options import declared_options
from sessionform.consumers.registry import library as entry
from sessionform.consumers.values import index_of, option_values
from sessionform.model import Environment, Table


def iam_statement(table: Table, environment: Environment) -> dict[str, Any]:
    """An IAM policy document for the application; KeyError where the table's `consumer` is unknown or absent.

    It goes with the settings of `settings_for`: with other options a library may call more. Under a customer's key
    DynamoDB decrypts the table's key in the caller's name, so the role must be allowed that too (`key_statement`). An
    account that nothing names is any, which inside a role's policy is the role's own.
    """
    library = entry(table.consumer.library if table.consumer else "")
    arn = table_arn(environment.region, environment.account.number or "*", table.name)
    index = index_of(library, table, declared_options(library, table.consumer.options if table.consumer else {}))
    resources = {"table": arn, "index": f"{arn}/index/{index.name if index else '*'}"}
    resources |= {more.name: f"{arn}/index/{more.name}" for more in library.more_indexes}
    granted = needed_grants(library, table)
    statements = []
    for place, resource in resources.items():
        actions = sorted({f"dynamodb:{action}" for grant in granted if grant.on == place for action in grant.actions})
        if actions:
            statements.append({"Effect": "Allow", "Action": actions, "Resource": resource})
    if table.encryption.kms_key_arn:
        statements.append(key_statement(table.encryption.kms_key_arn))
    return {"Version": "2012-10-17", "Statement": statements}


def needed_grants(library: Library, table: Table) -> list[Grant]:
    """The library's calls with the options that `settings_for` writes."""
    values = option_values(library, table)
    return [
        grant
        for grant in library.grants
        if (grant.when is None or values[grant.when])
        and not (grant.unless and all(values[name] for name in grant.unless))
    ]


def key_statement(key_arn: str) -> dict[str, Any]:
    """The table's key is decrypted for each caller, also to write and to delete; and only through DynamoDB here, in the
    key's region, which is the table's.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html and
    https://github.com/aws/aws-cdk/issues/10010. In China the service's name ends in `.amazonaws.com.cn`.
    """
    arn = parse_arn(key_arn)
    via = {"kms:ViaService": f"dynamodb.{arn.region if arn is not None else '*'}.amazonaws.com*"}
    return {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": key_arn, "Condition": {"StringLike": via}}
