"""A grant as an IAM policy document, with whichever ARNs the caller has: Terraform's tokens, or those that can be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sessionform.arns import table_arn
from sessionform.consumers.iam import key_statement
from sessionform.facts.policies import CURRENT_VERSION
from sessionform.grants.allowed import ANYWHERE, STREAM, Allowed, allowed
from sessionform.model import Environment, Grant, Table
from sessionform.policies import policy_text

ANY_ACCOUNT = ANY_LABEL = "*"

SOME_ACCOUNT, SOME_LABEL = "000000000000", "2026-11-28T12:00:00.000"
"""As long as what AWS will put there, to count with."""


@dataclass(frozen=True, slots=True)
class Arns:
    """The ARNs of a table: in its own region first and then in each replica's, and of its stream."""

    tables: tuple[str, ...]
    stream: str


def policy_document(table: Table, grant: Grant, arns: Arns) -> dict[str, Any]:
    """The policy: one statement for what the same actions are allowed on."""
    places: dict[str, set[str]] = {}
    for one in sorted(allowed(table, grant)):
        places.setdefault(one.place, set()).add(one.action)
    alike: dict[tuple[str, ...], list[str]] = {}
    for place in sorted(places, key=_place_order):
        alike.setdefault(tuple(sorted(places[place])), []).append(place)
    statements = [
        {
            "Effect": "Allow",
            "Action": [f"dynamodb:{action}" for action in actions],
            "Resource": _one_or_all([arn for place in together for arn in _resources(place, arns)]),
        }
        for actions, together in alike.items()
    ]
    keys = (
        [key_statement(key) for key in kms_keys_of(table, at_home=places.keys() <= {STREAM, ANYWHERE})]
        if places
        else []
    )
    return {"Version": CURRENT_VERSION, "Statement": [*statements, *keys]}


def _place_order(place: str) -> tuple[bool, bool, bool, str]:
    """The table, its indexes, its stream, and what has no resource."""
    return place == ANYWHERE, place == STREAM, place.startswith("index/"), place


def _resources(place: str, arns: Arns) -> tuple[str, ...]:
    if place == ANYWHERE:
        return (ANYWHERE,)
    if place == STREAM:
        return (arns.stream,)
    return tuple(f"{arn}/{place}" if place.startswith("index/") else arn for arn in arns.tables)


def _one_or_all(resources: list[str]) -> str | list[str]:
    return resources[0] if len(resources) == 1 else resources


def kms_keys_of(table: Table, *, at_home: bool = False) -> tuple[str, ...]:
    """The customer's keys that the table is encrypted with, `at_home` or in every replica's region too, each once."""
    replicas = () if at_home else table.replicas
    keys = (table.encryption.kms_key_arn, *(replica.kms_key_arn for replica in replicas))
    return tuple(dict.fromkeys(key for key in keys if key)) if table.encryption.kms_key_arn else ()


def known_arns(table: Table, environment: Environment, *, account: str = ANY_ACCOUNT, label: str = ANY_LABEL) -> Arns:
    """The ARNs as far as the declaration says them: `account` where it names none, and `label` for the stream's."""
    own = environment.account.number or account
    regions = (environment.region, *(replica.region for replica in table.replicas))
    tables = tuple(table_arn(region, own, table.name) for region in regions)
    return Arns(tables, f"{tables[0]}/stream/{label}")


def known_policies(table: Table, environment: Environment) -> dict[str, dict[str, Any]]:
    """The policy of each grant as `explain` shows it."""
    arns = known_arns(table, environment)
    return {grant.name: policy_document(table, grant, arns) for grant in table.grants}


def policy_characters(table: Table, environment: Environment, grant: Grant) -> int:
    """How long the policy is in AWS, which does not count spaces; there are none."""
    arns = known_arns(table, environment, account=SOME_ACCOUNT, label=SOME_LABEL)
    return len(policy_text(policy_document(table, grant, arns)))


def granted(table: Table) -> Mapping[str, frozenset[Allowed]]:
    """What each grant of the table allows, by its name."""
    return {grant.name: allowed(table, grant) for grant in table.grants}


def described(rights: frozenset[Allowed]) -> Iterator[str]:
    """The rights in words, place by place: `GetItem, Query`, `Query on the index by_user`."""
    for place in sorted({one.place for one in rights}, key=_place_order):
        actions = ", ".join(sorted(one.action for one in rights if one.place == place))
        where = {"table": "", STREAM: " on the stream", ANYWHERE: ""}.get(place)
        yield f"{actions}{where}" if where is not None else f"{actions} on the index `{place.removeprefix('index/')}`"
