"""A table key must not collide with another table's stream output."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import Fix, Rename, Set
from sessionform.model import Environment
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem

OUTPUTS = "https://developer.hashicorp.com/terraform/language/values/outputs"


_STREAM = "_stream"
"""What a table's key is followed by in the output `KEY_stream_arn`, and in `KEY_stream`'s own `KEY_stream_arn`."""


def _output_name_taken(environment: Environment) -> Iterator[Problem]:
    for key, table in environment.tables.items():
        twin = environment.tables.get(key + _STREAM)
        if twin is not None and table.stream is not None:
            yield Problem(
                (),
                f"the outputs of `{twin.key}` and of `{key}`, which has a stream, are both named `{twin.key}_arn`",
                f"rename one of them, e.g. `{twin.key}s` with `renamed_from: {twin.key}`",
                on_key=True,
                place=("tables", twin.key),
                place_fixes=(_renamed(twin.key),),
                related_places=((table.origins.of(("stream",)), "the stream"),),
            )


def _renamed(key: str) -> Fix:
    return Fix((Rename(("tables", key), f"{key}s"), Set(("tables", f"{key}s", "renamed_from"), key)))


RULE = EnvironmentRule(
    id="output-name-taken",
    severity=ERROR,
    summary="A table key must not collide with another table's stream output",
    why=(
        "Each table has the outputs `KEY_name`, `KEY_arn` and, with a stream, `KEY_stream_arn`. The table `a_stream` "
        "would have an output `a_stream_arn` too, and a stack has each output once."
    ),
    source=OUTPUTS,
    failing="""\
tables:
  sessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: KEYS_ONLY
  sessions_stream:
    partition_key: consumer
    ttl: expiresAt
""",
    passing="""\
tables:
  sessions:
    partition_key: sessionId
    ttl: expiresAt
    stream: KEYS_ONLY
  sessions_positions:
    partition_key: consumer
    ttl: expiresAt
""",
    edges=(
        passes({"tables": {"userSessions_stream": {"partition_key": "id", "ttl": "expiresAt"}}}),
        passes({"tables": {"userSessions_streams": {"partition_key": "id", "ttl": "expiresAt"}}}, stream="KEYS_ONLY"),
        fails({"tables": {"userSessions_stream": {"partition_key": "id", "ttl": "expiresAt"}}}, stream="NEW_IMAGE"),
    ),
    check=_output_name_taken,
)
