"""Complaints about keys, in the user's words: one that the language does not have, one that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.diagnostics import Finding, Path
from sessionform.edits import Fix, remove, rename, set_to
from sessionform.resources import schema
from sessionform.setting_path import Layer, setting_path
from sessionform.source.checks import language
from sessionform.source.flow import flow
from sessionform.source.schema_fit import fit_check
from sessionform.source.words import LONGEST_EXAMPLE, called, shown
from sessionform.suggestions import certain, fold, nearest, suggest

SchemaError = Any
"""jsonschema's ValidationError; its types leave open whether its fields are set, which they always are here."""

_ELSEWHERE = {
    "partition_key": "hash_key hash_key_name HashKey",
    "sort_key": "range_key range_key_name RangeKey",
    "table_name": "name",
    "ttl": "ttl_attribute time_to_live TimeToLiveSpecification ttl_specification expires",
    "stream": "stream_view_type stream_enabled StreamSpecification streams",
    "global_secondary_indexes": "gsi gsis global_secondary_index indexes",
    "local_secondary_indexes": "lsi lsis local_secondary_index",
    "deletion_protection": "deletion_protection_enabled termination_protection",
    "point_in_time_recovery": "pitr PointInTimeRecoverySpecification continuous_backups backups",
    "server_side_encryption": "SSESpecification encryption sse",
    "kms_key_arn": "kms_key_id kms_master_key_id KMSMasterKeyId kms_key",
    "replicas": "replica replica_regions global_table regions",
    "capacity": "ProvisionedThroughput autoscaling autoscaling_read autoscaling_write",
    "capacity: {read: ...}": "read_capacity read_capacity_units",
    "capacity: {write: ...}": "write_capacity write_capacity_units",
    "max_throughput": "on_demand_throughput",
    "read": "max_read_request_units read_units_per_second",
    "write": "max_write_request_units write_units_per_second",
    "projection": "projection_type",
    "projection: {include: [...]}": "non_key_attributes",
    "resource_policy": "policy",
    "kinesis_stream": "kinesis_streaming_destination KinesisStreamSpecification",
    "contributor_insights": "ContributorInsightsSpecification",
    "only_in": "only environments_only",
    "account_id": "account aws_account allowed_account_ids",
    "assume_role_arn": "role role_arn assume_role",
    "tags": "default_tags",
    "query": "scan",
}
_CALLED_HERE = {fold(word): name for name, words in _ELSEWHERE.items() for word in words.split()}
"""What Terraform, CloudFormation and Pulumi call it."""

_KEYS_HERE = {word: name.split(":")[0] for word, name in _CALLED_HERE.items()}
"""The same, for what belongs inside of a key that key alone."""

_NEEDLESS = {"attribute", "attributes", "attributedefinitions", "attributedefinition", "keyschema"}
"""Where other tools want every key's type; here a key says it."""


def unknown_key(error: SchemaError, path: Path, key: str) -> Finding:
    """A key that does not exist here, with the one that was probably meant."""
    known = list(error.schema["properties"])
    if not key:
        message = f"{called(path[:-1])} has an empty key"
        return language.unknown_key.finding(message, "remove it", path, remove(path), on_key=True)
    message = f"{called(path[:-1])} has no key `{shown(key)}`"
    hint = _what_was_meant(key, known, path[:-1])
    return language.unknown_key.finding(message, hint, path, *_renamed(error, path, key, known), on_key=True)


def _renamed(error: SchemaError, path: Path, key: str, known: list[str]) -> Iterator[Fix]:
    """The key under the name that was meant, where the hint speaks of one and nothing has it yet; one that is only alike has to
    take the value.
    """
    if _elsewhere(key, known, path[:-1]):
        return
    word = fold(key)
    inside = _CALLED_HERE.get(word) != _KEYS_HERE.get(word)
    name = None if inside else meant(key, known)
    if name is None or name in error.instance or (word in _NEEDLESS and "partition_key" in known):
        return
    safe = name == _KEYS_HERE.get(word) or certain(key, known) == name
    if safe or fit_check(error.schema["properties"][name])(error.instance[key]):
        yield rename(path, name, safe=safe)


def meant(key: str, known: list[str]) -> str | None:
    """The one of the known keys that was probably meant."""
    here = _KEYS_HERE.get(fold(key))
    if here in known:
        return here
    return next(iter(nearest(key, known)), None)


def missing_key(error: SchemaError, path: Path, key: str) -> Finding:
    """A key without which its mapping says nothing."""
    wanted = error.schema.get("properties", {}).get(key, {"title": "without which it says nothing"})
    examples = [wanted["const"]] if "const" in wanted else wanted.get("examples", [])
    line = f"{key}: {flow(examples[0])}" if examples else ""
    hint = f"add `{line}`" if examples and len(line) <= LONGEST_EXAMPLE else f"add `{key}:`, {wanted['title']}"
    # What has no environments may be a part of a declaration, where a `version` would be wrong
    certain = "const" in wanted and "environments" in error.instance
    fixes = [set_to((*path, key), examples[0], safe=certain)] if examples else []
    return language.missing_key.finding(f"{called(path)} needs `{key}`", hint, path, *fixes, on_key=True)


def bad_key(error: SchemaError, path: Path) -> Finding:
    """A name of the user's own that cannot be one."""
    key = error.instance
    if not key:
        return language.bad_format.finding(f"{called(path[:-1])} has an empty key", "give it a name", path, on_key=True)
    title = error.schema["title"]
    if title == "a region":
        return wrong_region(key, path, on_key=True)
    hint = "use letters, digits, `_` and `-`, no digit first"
    if "environment" in title:
        hint = "use letters, digits, `_`, `-` and `.`, a letter or digit first"
    return language.bad_format.finding(f"`{shown(key)}` cannot be {title}", hint, path, on_key=True)


def wrong_region(value: str, path: Path, *, on_key: bool = False) -> Finding:
    """A region that AWS does not have, with those that resemble it."""
    from sessionform.facts.regions import REGIONS  # only a wrong region pays for the list

    message = f"`{shown(value)}` is not an AWS region"
    hint = suggest(value, REGIONS) if nearest(value, REGIONS) else "write it like `us-east-1`"
    near = nearest(value, REGIONS)[:1]
    safe = certain(value, REGIONS) is not None
    fixes = tuple(rename(path, name, safe=safe) if on_key else set_to(path, name, safe=safe) for name in near)
    return language.bad_format.finding(message, hint, path, *fixes, on_key=on_key)


_SECRETS = {
    "http": {
        "username": "TF_HTTP_USERNAME",
        "password": "TF_HTTP_PASSWORD",
        "client_certificate_pem": "TF_HTTP_CLIENT_CERTIFICATE_PEM",
        "client_private_key_pem": "TF_HTTP_CLIENT_PRIVATE_KEY_PEM",
        "client_ca_certificate_pem": "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM",
    },
    "gcs": {
        "credentials": "GOOGLE_CREDENTIALS",
        "access_token": "GOOGLE_OAUTH_ACCESS_TOKEN",
        "encryption_key": "GOOGLE_ENCRYPTION_KEY",
    },
    "azurerm": {
        "access_key": "ARM_ACCESS_KEY",
        "sas_token": "ARM_SAS_TOKEN",
        "client_secret": "ARM_CLIENT_SECRET",
        "client_certificate_password": "ARM_CLIENT_CERTIFICATE_PASSWORD",
        "oidc_token": "ARM_OIDC_TOKEN",
    },
    "s3": {
        "access_key": "AWS_ACCESS_KEY_ID",
        "secret_key": "AWS_SECRET_ACCESS_KEY",
        "token": "AWS_SESSION_TOKEN",
        "sse_customer_key": "AWS_SSE_CUSTOMER_KEY",
    },
}
"""Arguments of backends that are secrets, with the variables from which Terraform reads them."""

_WAITED_FOR = {
    "vectorindexes": "vector indexes are reserved: they come when `aws_dynamodb_vector_index` is in a release of the AWS "
    "provider (it is in none up to 6.69)",
}


def _what_was_meant(key: str, known: list[str], holder: Path) -> str:
    elsewhere = _elsewhere(key, known, holder)
    if elsewhere:
        return elsewhere
    if _KEYS_HERE.get(fold(key)) in known:
        return f"here it is called `{_CALLED_HERE[fold(key)]}`"
    if fold(key) in _NEEDLESS and "partition_key" in known:
        return "only keys have types, which are declared with them: `partition_key: {name: userId, type: N}`"
    return suggest(key, known)


def _elsewhere(key: str, known: list[str], holder: Path) -> str:
    """What to do with a key that no other name here would be right for."""
    place = setting_path(holder)
    in_backend = place.layer is Layer.ENVIRONMENT and place.setting[:1] == ("backend",)
    if in_backend and key in _SECRETS.get(str(holder[-1]), {}):
        return f"do not write a secret into the file: Terraform reads it from {_SECRETS[str(holder[-1])][key]}"
    if fold(key) in _WAITED_FOR and "partition_key" in known:
        return _WAITED_FOR[fold(key)]
    if key == "<<":
        return "YAML's merge key is not part of this language: use `defaults` for what tables share"
    if fold(key) == "scan" and "query" in known:
        return (
            "a Scan reads the whole table: name the attribute that it looks for with `query`, and add an index for it"
        )
    needless = fold(key) in _NEEDLESS and "partition_key" in known
    return "" if _KEYS_HERE.get(fold(key)) in known or needless else _home(key, holder)


def _home(key: str, holder: Path) -> str:
    """Where the language has this very key, when the user has put it somewhere else."""
    language_schema = schema()
    settings, tables = (language_schema["$defs"][name]["properties"] for name in ("settings", "table"))
    place = setting_path(holder)
    in_environment = place.layer is Layer.ENVIRONMENT and not place.setting
    if key in settings and in_environment:
        return f"table settings of an environment go into its `defaults`: `defaults: {{{key}: ...}}`"
    if key in settings and len(holder) < 2:
        return "it is a table's setting: put it below the table, or into `defaults` for all of them"
    if key in tables and key not in settings:
        return "it belongs to the table itself, for all environments"
    if key in language_schema["$defs"]["environment"]["properties"] and not in_environment:
        return "it belongs to an environment, below `environments`"
    if key in language_schema["properties"] and holder:
        return "it belongs at the top of the file"
    return ""
