"""Another session library, or the same one with other options: what becomes of the sessions that the old one wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sessionform.json_value import Json
from sessionform.model import Consumer, Table
from sessionform.review.effects.effect import HIGH, LOW, MEDIUM, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

if TYPE_CHECKING:
    from sessionform.consumers.library import Library, Writes

consumer_changed = ChangeKind(
    id="consumer-changed",
    summary="The session library of the table changes, or its options do",
    severity=MEDIUM,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why=(
        "No resource changes. A library does not read what another one wrote: unless both write the same items, every user "
        "is logged out when the new one is released. Existing sessions do not change either: where the expiry moves to "
        "another attribute, or the library writes none, TTL acts only on the old ones or only on the new ones."
    ),
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html",
)

KINDS = (consumer_changed,)

_WAY = (
    "test whether a release build of the new one reads sessions that the old one wrote, before everybody gets it; if it does "
    "not, give it a table of its own"
)
_FORMS: dict[Writes, str] = {
    "seconds": "whole epoch seconds",
    "fractional-seconds": "epoch seconds with a fraction",
    "string": "a string, which TTL does not read",
    "nothing": "nothing",
}
_KEYS = ("partition_key", "sort_key", "index_partition_key", "index_sort_key")


def consumer(pair: Pair) -> Iterator[Effect]:
    """A library that comes, goes, makes way for another, or gets other options."""
    before, after = (table.consumer for table in pair.tables)
    if before == after:
        return
    values = _plain(before), _plain(after)
    if before is None or after is None:
        yield consumer_changed.effect(
            ("consumer",),
            *values,
            _one_side(pair.key, before, after),
            "" if after is None else _WAY,
            severity=LOW if after is None else MEDIUM,
            resource="",
        )
        return
    old, new = _library(before), _library(after)
    if before.library == after.library and not _changed(before, after, new):
        return
    severity = HIGH if before.library != after.library else MEDIUM
    message = (
        _other_library(pair.key, before, after, old, new)
        if severity is HIGH
        else _options(pair.key, before, after, new)
    )
    elsewhere = [name for name in _changed(before, after, new) if _in_key(name, new)] if severity is MEDIUM else []
    if elsewhere:
        severity = HIGH
        message += f"; `{elsewhere[0]}` is part of each key, so no existing session is found: every user is logged out"
    was, now = (
        _expiry(side, known, table) for side, known, table in zip((before, after), (old, new), pair.tables, strict=True)
    )
    if was != now and was is not None and now is not None:
        message += f"; {_other_expiry(was, now)}"
        severity = max(severity, HIGH)
    yield consumer_changed.effect(("consumer",), *values, message, _WAY, severity=severity, resource="")


def _one_side(key: str, before: Consumer | None, after: Consumer | None) -> str:
    if after is not None:
        return f"`{key}` is now for `{after.library}`, which may not find sessions that something else wrote"
    library = before.library if before is not None else ""
    return f"`{key}` is no longer for `{library}`: the check compares it with no library any more, and its sessions stay as they are"


def _other_library(key: str, before: Consumer, after: Consumer, old: Library | None, new: Library | None) -> str:
    message = f"`{key}` is now for `{after.library}`, which does not find what `{before.library}` wrote"
    if old is None or new is None or old.key_holds == new.key_holds:
        return f"{message}: every user is logged out when it is released"
    return f"{message}: every user is logged out when it is released (the key holds {new.key_holds}, and held {old.key_holds})"


def _options(key: str, before: Consumer, after: Consumer, library: Library | None) -> str:
    texts = []
    for name in _changed(before, after, library):
        option = None if library is None else library.options.get(name)
        was, now = (json.dumps(_value(name, side, library)) for side in (before, after))
        about = f" ({option.about})" if option is not None else ""
        moved = option is not None and option.names in _KEYS
        texts.append(
            f"`{name}`{about} changes from {was} to {now}"
            + (", and existing sessions stay under the old one" if moved else "")
        )
    return f"`{after.library}` of `{key}` gets other options, and may not find sessions that it wrote before: {'; '.join(texts)}"


def _changed(before: Consumer, after: Consumer, library: Library | None) -> list[str]:
    """The options that have another value; to write a library's own default out changes nothing."""
    names = dict.fromkeys([*before.options, *after.options])
    return [name for name in names if _value(name, before, library) != _value(name, after, library)]


def _value(option: str, consumer: Consumer, library: Library | None) -> object:
    """What an option is; of a library that nothing is known of, what is declared."""
    return consumer.options.get(option) if library is None else library.option_value(option, consumer.options)


def _in_key(option: str, library: Library | None) -> bool:
    """Whether what the library writes into the key comes of this option too, as the registry says of it."""
    return library is not None and f"option `{option}`" in library.key_holds


def _expiry(consumer: Consumer, library: Library | None, table: Table) -> tuple[str | None, Writes] | None:
    """The attribute that the library puts the expiry into, and the form; None of a library that nothing is known of."""
    if library is None:
        return None
    option = library.option_naming("ttl")
    named = None if option is None else library.option_value(option.name, consumer.options)
    declared = table.ttl.attribute if table.ttl is not None and library.expiry.any_name else None
    attribute = declared or named or library.expiry.attribute
    return (str(attribute) if attribute else None), library.expiry.writes


def _other_expiry(was: tuple[str | None, Writes], now: tuple[str | None, Writes]) -> str:
    """What differs in how the sessions end."""
    if now[0] is None or now[1] == "nothing":
        return "it writes no expiry, so its sessions never expire"
    if was[0] != now[0]:
        held = "none" if was[0] is None else f"theirs in `{was[0]}`"
        return (
            f"it writes the expiry into `{now[0]}`, and existing sessions have {held}: TTL acts on only one of the two"
        )
    return f"it writes {_FORMS[now[1]]} into `{now[0]}`, where existing sessions have {_FORMS[was[1]]}"


def _library(consumer: Consumer) -> Library | None:
    from sessionform.consumers.registry import library, library_ids

    return library(consumer.library) if consumer.library in library_ids() else None


def _plain(consumer: Consumer | None) -> Json:
    if consumer is None:
        return None
    return {"library": consumer.library, "options": dict(consumer.options)} if consumer.options else consumer.library


HANDLERS = {"consumer": consumer}
