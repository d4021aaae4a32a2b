"""Rules about protection from deletion."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.model import Environment, Table
from sessionform.rules.rule import NOTE, WARNING, Problem, TableRule

DELETION_PROTECTION = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"
    "#WorkingWithTables.Basics.DeletionProtection"
)
LIFECYCLE = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"

SAFE_STATE = """\
version: 1
environments:
  production:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: production/sessions.tfstate, region: us-east-1}}
"""
"""The head of examples with protected tables, which want a shared state."""


def _prevent_destroy_alone(table: Table, environment: Environment) -> Iterator[Problem]:
    if table.prevent_destroy and not table.deletion_protection and not environment.is_local:
        yield Problem(
            ("prevent_destroy",),
            f"`prevent_destroy` does not protect `{table.key}` once its entry is gone from this file: Terraform then "
            "destroys the table",
            "have AWS refuse it as well: `deletion_protection: true`",
        )


prevent_destroy_alone = TableRule(
    id="prevent-destroy-alone",
    severity=WARNING,
    summary="`prevent_destroy` without `deletion_protection`",
    why=(
        "Terraform reads `prevent_destroy` from the resource block. When the block leaves the configuration, the "
        "setting leaves with it and the plan is a plain deletion. Deletion protection is kept by AWS itself, so it "
        "also stops the console and every other tool."
    ),
    source=LIFECYCLE,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    prevent_destroy: true
""",
    mended=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    prevent_destroy: true
    deletion_protection: true
""",
    check=_prevent_destroy_alone,
)


def _replica_unprotected(table: Table, environment: Environment) -> Iterator[Problem]:
    if not table.deletion_protection or environment.is_local:
        return
    for replica in table.replicas:
        if not replica.deletion_protection:
            yield Problem(
                ("replicas", replica.region),
                f"`{table.key}` has deletion protection, but its replica in {replica.region} has none",
                f"protect it too: `{replica.region}: {{deletion_protection: true}}` (AWS provider 6.9.0 or later)",
                related=((("deletion_protection",), "on for the table here"),),
            )


replica_unprotected = TableRule(
    id="replica-unprotected",
    severity=WARNING,
    summary="Deletion protection of the table does not reach its replicas",
    why=(
        "Deletion protection is set for each replica apart and is never synchronised, so anyone can delete the copy "
        "that another region's users depend on."
    ),
    source=DELETION_PROTECTION,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    deletion_protection: true
    replicas: {eu-west-1: {}}
""",
    mended=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    deletion_protection: true
    replicas: {eu-west-1: {deletion_protection: true}}
""",
    check=_replica_unprotected,
)


def _import_unprotected(table: Table, environment: Environment) -> Iterator[Problem]:
    declared = not table.origins.is_default(("deletion_protection",))
    if table.import_existing and not table.deletion_protection and not declared and not environment.is_local:
        yield Problem(
            ("import_existing",),
            f"adopting `{table.name}` turns its deletion protection off if it is on in AWS: `{table.key}` does not "
            "declare it, and the default is off",
            "declare what shall hold: `deletion_protection: true`, or `false` to mean it",
        )


import_unprotected = TableRule(
    id="import-unprotected",
    severity=WARNING,
    summary="A table with live data is adopted without a word on its deletion protection",
    why=(
        "Every setting of an adopted table is brought to what the declaration says, built-in defaults included. "
        "Protection that somebody switched on by hand would be gone after the first apply."
    ),
    source=DELETION_PROTECTION,
    failing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    import_existing: true
""",
    mended=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    import_existing: true
    deletion_protection: true
""",
    check=_import_unprotected,
)


def _local_protected(table: Table, environment: Environment) -> Iterator[Problem]:
    if not environment.is_local:
        return
    for setting, protected in (
        ("prevent_destroy", table.prevent_destroy),
        ("deletion_protection", table.deletion_protection),
    ):
        if protected:
            yield Problem(
                (setting,),
                f"`{setting}` keeps `{table.key}` in the emulator of `{environment.name}`, so `destroy` fails there",
                f"leave it to the real environments: `environments: {{{environment.name}: {{{setting}: false}}}}`",
                related_places=((environment.origins.of(("endpoint_url",)), f"`{environment.name}` is an emulator"),),
            )


local_table_protected = TableRule(
    id="local-table-protected",
    severity=NOTE,
    summary="Protection from deletion in an emulator",
    why=(
        "An environment with an `endpoint_url` is there to be made and thrown away. Protection holds there too: "
        "Terraform or the emulator refuses to destroy the table."
    ),
    source=LIFECYCLE,
    failing="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
""",
    mended="""\
version: 1
environments:
  local: {region: us-east-1, endpoint_url: "http://localhost:8000"}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    environments: {local: {deletion_protection: false}}
""",
    check=_local_protected,
)

RULES = (prevent_destroy_alone, replica_unprotected, import_unprotected, local_table_protected)
