"""What stands beside a table that is taken over: only the table is imported, and its companions are created."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sessionform.facts.resource_types import (
    ALARM,
    INSIGHTS,
    KINESIS,
    RESOURCE_POLICY,
    SCALING_POLICY,
    TARGET,
)
from sessionform.model import Environment, Table
from sessionform.review.effects.effect import HIGH, LOW, MEDIUM, ChangeKind, Effect
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from sessionform.terraform.addresses import Address
from sessionform.terraform.companions import companions

adopted_companion_created = ChangeKind(
    id="adopted-companion-created",
    summary="A resource is created beside a table that is taken over, though AWS may have it already",
    severity=LOW,
    terraform=Terraform.CREATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "`import_existing` imports the table alone. Whatever else is declared for it is created: alarms, scalable targets "
        "without tags and insights are the same again where AWS has them, and a resource policy is replaced as a whole. AWS "
        "refuses a scalable target with tags that exists, a second target tracking policy for the same capacity, and a "
        "Kinesis destination that is active. The table is in the state by then, and the apply ends in an error."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/31839",
    certain=False,
)

KINDS = (adopted_companion_created,)

_LOOK = "see what AWS has before you apply; the plan shows it as new in any case"


def companions_created(table: Table, environment: Environment) -> Iterator[Effect]:
    """The resources that are created beside an adopted table, one effect a type."""
    for type_, arguments in companions(table).items():
        if type_ not in _ABOUT:
            continue
        setting, words, existing, severity = _ABOUT[type_]
        if type_ == TARGET and environment.tags:
            existing, severity = "AWS refuses one that exists, because tags are sent with it, and the apply fails", HIGH
        refused = severity is HIGH
        yield adopted_companion_created.effect(
            (setting,),
            None,
            None,
            f"beside `{table.key}`, which is taken over, {words} created: {existing}",
            _imports(table, type_, arguments) if refused else _LOOK,
            severity=severity,
            outcome=Outcome.FAILS_AT_APPLY if refused else Outcome.IN_PLACE,
            resource=type_,
        )


_ABOUT: dict[str, tuple[str, str, str, ReviewSeverity]] = {
    TARGET: ("capacity", "scalable targets are", "one that exists is registered again, with the declared limits", LOW),
    SCALING_POLICY: (
        "capacity",
        "scaling policies are",
        "where AWS has a target tracking policy of another name for a capacity, it refuses the second one",
        MEDIUM,
    ),
    INSIGHTS: ("contributor_insights", "contributor insights are", "where they are on already, nothing changes", LOW),
    KINESIS: (
        "kinesis_stream",
        "the Kinesis destination is",
        "AWS refuses it where it is active already, and the apply fails",
        HIGH,
    ),
    RESOURCE_POLICY: ("resource_policy", "the resource policy is", "one that AWS has is replaced as a whole", MEDIUM),
    ALARM: ("alarms", "alarms are", "one of the same name is overwritten", LOW),
}
"""By type: the setting, how messages call it, what happens where AWS has it already, and how bad that is."""


def _imports(table: Table, type_: str, arguments: dict[str, Any]) -> str:
    """The commands that take what AWS has into the state, before the table is applied."""
    address = Address(type_, table.key)
    if type_ == KINESIS:
        stream = table.kinesis_stream
        ids = {str(address): f"{table.name},{stream.stream_arn if stream is not None else ''}"}
    else:
        ids = {
            f'{address}["{key}"]': f"dynamodb/table/{table.name}{item['path']}/{item['dimension']}"
            for key, item in arguments["for_each"].items()
        }
    commands = "\n".join(f"`terraform import '{to}' {id_}`" for to, id_ in ids.items())
    return f"where AWS has it already, run in the stack of `{table.environment}` before you apply:\n{commands}"
