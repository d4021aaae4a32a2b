"""What each kind of change does: one module a subject, and here the explicit lists of kinds and of handlers."""

from __future__ import annotations

from sessionform.review.effects import (
    application,
    billing,
    combination,
    companions,
    environments,
    global_indexes,
    keys,
    leaving,
    local_indexes,
    naming,
    protection,
    replicas,
    storage,
    stream,
    tags,
    throughput,
    ttl,
)
from sessionform.review.effects.effect import ChangeKind, Handler

KINDS: tuple[ChangeKind, ...] = (
    *keys.KINDS,
    *naming.KINDS,
    *leaving.KINDS,
    *local_indexes.KINDS,
    *global_indexes.KINDS,
    *ttl.KINDS,
    *stream.KINDS,
    *billing.KINDS,
    *throughput.KINDS,
    *storage.KINDS,
    *protection.KINDS,
    *replicas.KINDS,
    *companions.KINDS,
    *tags.KINDS,
    *application.KINDS,
    *environments.KINDS,
    *combination.KINDS,
)
"""Every kind of change, in the order of the documentation."""

BY_ID = {kind.id: kind for kind in KINDS}

HANDLERS: dict[str, Handler] = {
    **keys.HANDLERS,
    **naming.HANDLERS,
    **local_indexes.HANDLERS,
    **global_indexes.HANDLERS,
    **ttl.HANDLERS,
    **stream.HANDLERS,
    **billing.HANDLERS,
    **throughput.HANDLERS,
    **storage.HANDLERS,
    **protection.HANDLERS,
    **replicas.HANDLERS,
    **companions.HANDLERS,
    **tags.HANDLERS,
    **application.HANDLERS,
}
"""Who reports a changed table setting; a test insists that every setting of the schema is here."""

IN_ORDER = tuple(dict.fromkeys(HANDLERS.values()))
"""The handlers, each once."""
