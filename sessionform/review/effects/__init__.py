"""What each kind of change does: one module a subject, a room for what is about more than one setting, and here the explicit lists of kinds and of handlers."""

from __future__ import annotations

from sessionform.review.effects import (
    alarms,
    application,
    autoscaling,
    beside,
    billing_mode,
    capacity,
    consistency,
    consumer,
    global_indexes,
    grants,
    insights,
    keys,
    kinesis,
    local_indexes,
    naming,
    policies,
    protection,
    refactoring,
    replicas,
    schedules,
    storage,
    stream,
    tags,
    throughput,
    ttl,
)
from sessionform.review.effects.effect import ChangeKind, Handler
from sessionform.review.effects.environments import (
    connection,
    home_region,
    lost_to_a_move,
    relocation,
    states,
    versions,
    whole_environment,
)
from sessionform.review.effects.lifecycle import adoption, leaving, names_in_use
from sessionform.review.effects.meeting import combination, hidden_indexes, refused_deletion, whole_stack

TOPICS: tuple[tuple[str, tuple[ChangeKind, ...]], ...] = (
    ("Keys", keys.KINDS),
    ("Names", (*naming.KINDS, *names_in_use.KINDS)),
    ("Tables that come and go", (*leaving.KINDS, *adoption.KINDS)),
    ("Moved and removed blocks", refactoring.KINDS),
    ("Local secondary indexes", local_indexes.KINDS),
    ("Global secondary indexes", global_indexes.KINDS),
    ("Time to live", ttl.KINDS),
    ("Streams", stream.KINDS),
    ("Capacity", (*billing_mode.KINDS, *capacity.KINDS, *autoscaling.KINDS, *schedules.KINDS)),
    ("Caps and warm throughput", throughput.KINDS),
    ("Recovery, encryption, table class", storage.KINDS),
    ("Protection", protection.KINDS),
    ("Replicas", replicas.KINDS),
    ("Made once", consistency.KINDS),
    ("Beside the table", (*insights.KINDS, *kinesis.KINDS, *policies.KINDS, *alarms.KINDS, *beside.KINDS)),
    ("Grants", grants.KINDS),
    ("Tags", tags.KINDS),
    ("The application, and people", (*consumer.KINDS, *application.KINDS)),
    ("Environments", whole_environment.KINDS),
    ("Where an environment is", (*relocation.KINDS, *home_region.KINDS, *lost_to_a_move.KINDS)),
    ("State", states.KINDS),
    ("Accounts and credentials", connection.KINDS),
    ("Versions", versions.KINDS),
    (
        "Changes that meet in one deploy",
        (*refused_deletion.KINDS, *combination.KINDS, *hidden_indexes.KINDS, *whole_stack.KINDS),
    ),
)
"""Every kind of change, by subject, in the order of the documentation."""

KINDS: tuple[ChangeKind, ...] = tuple(kind for _, kinds in TOPICS for kind in kinds)

BY_ID = {kind.id: kind for kind in KINDS}

HANDLERS: dict[str, Handler] = {
    **keys.HANDLERS,
    **naming.HANDLERS,
    **refactoring.HANDLERS,
    **local_indexes.HANDLERS,
    **global_indexes.HANDLERS,
    **ttl.HANDLERS,
    **stream.HANDLERS,
    **capacity.HANDLERS,
    **throughput.HANDLERS,
    **storage.HANDLERS,
    **protection.HANDLERS,
    **replicas.HANDLERS,
    **consistency.HANDLERS,
    **insights.HANDLERS,
    **kinesis.HANDLERS,
    **policies.HANDLERS,
    **alarms.HANDLERS,
    **grants.HANDLERS,
    **tags.HANDLERS,
    **consumer.HANDLERS,
    **application.HANDLERS,
}
"""Who reports a changed table setting; a test insists that every setting of the schema is here."""

IN_ORDER = tuple(dict.fromkeys(HANDLERS.values()))
"""The handlers, each once."""
