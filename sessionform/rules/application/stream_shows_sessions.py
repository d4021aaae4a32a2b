"""A stream of full images copies the sessions."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.documentation import fails, passes
from sessionform.edits import set_to
from sessionform.model import Table
from sessionform.rules.engine.rule import NOTE, Problem, TableRule
from sessionform.rules.view.table_view import TableView

STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"


def _stream_shows_sessions(table: Table, view: TableView) -> Iterator[Problem]:
    feeds_replicas = bool(table.replicas) and not table.is_strong
    if table.stream not in (None, "KEYS_ONLY") and not feeds_replicas:
        yield Problem(
            ("stream",),
            f"the stream of `{table.key}` carries whole sessions: whoever reads it sees what is in them, and their ids",
            "use `stream: KEYS_ONLY` if consumers need to know only that a session was added or removed; otherwise "
            "let few roles read the stream",
            fixes=(set_to(("stream",), "KEYS_ONLY"),),
        )
    if table.kinesis_stream is not None:
        yield Problem(
            ("kinesis_stream",),
            f"the Kinesis stream of `{table.key}` receives whole sessions before and after each change, and keeps "
            "them for its own retention period",
            "encrypt it, let few roles read it, and keep its retention short",
        )


RULE = TableRule(
    id="stream-shows-sessions",
    severity=NOTE,
    summary="A stream of full images copies the sessions",
    why=(
        "With any view but `KEYS_ONLY` every change puts the session's contents into the stream for 24 hours, ended "
        "and expired sessions included. Auditing often needs exactly that, so this is a note; whoever may "
        "read the stream may then read sessions. Replicas need the images, so replicated tables are exempt, "
        "other than strongly consistent ones, which are replicated without the stream."
    ),
    source=STREAMS,
    failing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
""",
    passing="""\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    stream: KEYS_ONLY
""",
    edges=(
        passes(stream="KEYS_ONLY"),
        fails(stream="NEW_IMAGE"),
        passes(stream="NEW_AND_OLD_IMAGES", replicas={"eu-west-1": {}}),
        fails(
            ttl=False,
            stream="NEW_AND_OLD_IMAGES",
            replicas={"us-east-2": {}, "us-west-2": {}},
            multi_region_consistency="STRONG",
        ),
        fails(
            stream="KEYS_ONLY", kinesis_stream={"stream_arn": "arn:aws:kinesis:us-east-1:111122223333:stream/sessions"}
        ),
    ),
    check=_stream_shows_sessions,
)
