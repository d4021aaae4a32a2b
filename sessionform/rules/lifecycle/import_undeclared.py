"""A companion to import is declared for its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import WARNING, Problem, TableRule
from sessionform.rules.lifecycle.sources import IMPORT_BLOCK
from sessionform.rules.view.table_view import TableView
from sessionform.terraform.companions import companions
from sessionform.terraform.imports import SETTING_OF


def _import_undeclared(table: Table, view: TableView) -> Iterator[Problem]:
    if table.import_existing is None:
        return
    wanted = table.import_existing.companions
    declared = {SETTING_OF.get(type_) for type_ in companions(table)}
    for name in wanted:
        if name not in declared:
            what = "no capacity is autoscaled" if name == "capacity" else f"no `{name}` is declared"
            yield Problem(
                ("import_existing", "companions"),
                f"`{name}` of `{table.key}` is to be adopted, but {what}: nothing is adopted, and what AWS has stays unmanaged",
                f"declare it as it is in AWS, or remove `{name}` from the list",
                fixes=(_without(wanted, name),),
            )


def _without(wanted: Sequence[str], name: str) -> Fix:
    others = [other for other in wanted if other != name]
    return set_to(("import_existing",), True) if not others else set_to(("import_existing", "companions"), others)


RULE = TableRule(
    id="import-undeclared",
    severity=WARNING,
    summary="A companion to import is declared for its table",
    why=(
        "An import links a resource of the stack to one of AWS. Without such a resource in the declaration there is "
        "nothing to import to, and what AWS has stays as it is, unmanaged."
    ),
    source=IMPORT_BLOCK,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    import_existing: {companions: [alarms]}
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    deletion_protection: true
    alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}
    import_existing: {companions: [alarms]}
""",
    edges=(
        fails(
            import_existing={"companions": ["capacity"]}, billing_mode="PROVISIONED", capacity={"read": 5, "write": 5}
        ),
        passes(
            import_existing={"companions": ["capacity"]},
            billing_mode="PROVISIONED",
            capacity={"read": {"min": 5, "max": 50}, "write": 5},
        ),
    ),
    check=_import_undeclared,
)
