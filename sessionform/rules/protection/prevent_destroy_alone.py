"""`prevent_destroy` without `deletion_protection`."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.protection.safe_state import SAFE_STATE
from sessionform.rules.protection.sources import LIFECYCLE
from sessionform.rules.view.table_view import TableView


def _prevent_destroy_alone(table: Table, view: TableView) -> Iterator[Problem]:
    if table.prevent_destroy and not table.deletion_protection and not view.environment.is_local:
        yield Problem(
            ("prevent_destroy",),
            f"`prevent_destroy` no longer protects `{table.key}` once its entry leaves this file: Terraform then "
            "destroys the table",
            "let AWS refuse it too: `deletion_protection: true`",
            place_fixes=(set_to((*table.origins.of(("prevent_destroy",))[:-1], "deletion_protection"), True),),
        )


RULE = TableRule(
    id="prevent-destroy-alone",
    severity=WARNING,
    summary="`prevent_destroy` without `deletion_protection`",
    why=(
        "Terraform reads `prevent_destroy` from the resource block. When the block leaves the configuration, the "
        "setting leaves with it and the plan is a plain deletion. AWS itself enforces deletion protection, also "
        "against the console and every other tool."
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
    passing=SAFE_STATE
    + """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    prevent_destroy: true
    deletion_protection: true
""",
    edges=(
        fails(prevent_destroy=True),
        passes(prevent_destroy=True, deletion_protection=True),
        passes(
            {"environments": {"staging": {"region": "us-east-1", "endpoint_url": "http://localhost:8000"}}},
            prevent_destroy=True,
        ),
    ),
    check=_prevent_destroy_alone,
)
