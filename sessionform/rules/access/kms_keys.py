"""The KMS keys that a table and its replicas name."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.diagnostics import Path
from sessionform.model import Table

TABLE_KEY = ("server_side_encryption", "kms_key_arn")


def kms_keys(table: Table, region: str) -> Iterator[tuple[Path, str, str, str]]:
    """Every KMS key of a table: its setting, the ARN, the region it has to be in, and whose key it is."""
    if table.encryption.kms_key_arn:
        yield TABLE_KEY, table.encryption.kms_key_arn, region, f"`{table.key}`"
    for replica in table.replicas:
        if replica.kms_key_arn:
            setting = ("replicas", replica.region, "kms_key_arn")
            yield setting, replica.kms_key_arn, replica.region, f"the replica of `{table.key}` in {replica.region}"
