"""Rules about resource-based policies, as far as a policy can be judged without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Environment, Table
from sessionform.policies import policy_text
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule

CONSIDERATIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html"
ELEMENTS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"

MAX_BYTES = 20 * 1024
CURRENT_VERSION = "2012-10-17"

_POLICY = ("resource_policy",)


class Statement(NamedTuple):
    """One statement of a resource policy: its setting, what messages call it, and what it says."""

    setting: Path
    name: str
    body: Mapping[str, Any]


def statements_of(table: Table) -> Iterator[Statement]:
    """The statements of a table's policy, which may be one or a list of them."""
    found = (table.resource_policy or {}).get("Statement")
    setting: Path = (*_POLICY, "Statement")
    listed = [((*setting, number), item) for number, item in enumerate(found)] if isinstance(found, list) else []
    for number, (place, body) in enumerate(listed or [(setting, found)], start=1):
        if isinstance(body, Mapping):
            name = f"statement `{body['Sid']}`" if body.get("Sid") else f"statement {number}"
            yield Statement(place, f"{name} in the resource policy of `{table.key}`", body)


def texts(value: Any) -> list[str]:
    """A value that IAM lets be one string or a list of them."""
    return [str(item) for item in (value if isinstance(value, list) else [value]) if item is not None]


_READER = 'Effect: Allow, Action: dynamodb:GetItem, Resource: "*", Principal: {AWS: "arn:aws:iam::111122223333:root"}'


def _size(table: Table, _: Environment) -> Iterator[Problem]:
    if table.resource_policy is None:
        return
    size = len(policy_text(table.resource_policy).encode())
    if size > MAX_BYTES:
        yield Problem(
            _POLICY,
            f"the resource policy of `{table.key}` has {size:,} bytes as JSON; DynamoDB takes {MAX_BYTES:,}",
            "give roles the permission by their own policies, or join statements",
        )


policy_size = TableRule(
    id="policy-size",
    severity=ERROR,
    summary="A resource policy has at most 20 KB",
    why="DynamoDB refuses longer policies, spaces included, when the table is already made; the plan does not count.",
    source=CONSIDERATIONS,
    failing=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [&reader {{{_READER}}}, {", ".join(["*reader"] * 200)}]
""",
    mended=f"""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{{{_READER}}}]
""",
    check=_size,
)


def _incomplete(table: Table, _: Environment) -> Iterator[Problem]:
    if table.resource_policy is None:
        return
    statements = list(statements_of(table))
    if not statements:
        yield Problem(_POLICY, f"the resource policy of `{table.key}` has no `Statement`", "write one, or remove it")
    for setting, name, body in statements:
        lacking = [f"`{part}`" for part in ("Effect", "Principal", "Action") if not {part, f"Not{part}"} & body.keys()]
        if lacking:
            yield Problem(
                setting,
                f"{name} has no {' and no '.join(lacking)}",
                "say `Effect`, `Principal`, `Action` and `Resource` in each statement",
            )


policy_incomplete = TableRule(
    id="policy-incomplete",
    severity=ERROR,
    summary="A statement of a resource policy says who may do what: Effect, Principal, Action",
    why=(
        "Unlike a role's policy, a resource's has to name the principals that it is about. The provider checks that "
        "the policy is JSON, nothing more, so AWS refuses it during the apply."
    ),
    source=ELEMENTS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Allow, Action: dynamodb:GetItem, Resource: "*"}]
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    check=_incomplete,
)


def _version(table: Table, _: Environment) -> Iterator[Problem]:
    if table.resource_policy is not None and table.resource_policy.get("Version") != CURRENT_VERSION:
        now = table.resource_policy.get("Version")
        said = f"says `Version: {now}`" if now is not None else "says no `Version`, which means 2008-10-17"
        yield Problem(
            (*_POLICY, "Version") if now is not None else _POLICY,
            f"the resource policy of `{table.key}` {said}",
            f'write `Version: "{CURRENT_VERSION}"`',
        )


policy_version = TableRule(
    id="policy-version",
    severity=WARNING,
    summary="A resource policy without the current version of the policy language",
    why=(
        "A policy without `Version` is read as one of 2008, where variables such as `${aws:username}` are plain text: "
        "conditions that use them never match."
    ),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    mended="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    resource_policy:
      Version: "2012-10-17"
      Statement:
        - Effect: Allow
          Principal: {AWS: "arn:aws:iam::111122223333:role/web"}
          Action: dynamodb:GetItem
          Resource: "*"
""",
    check=_version,
)

RULES = (policy_size, policy_incomplete, policy_version)
