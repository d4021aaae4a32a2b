"""Whether sessions that a library writes end on a table: its TTL, and what the library says of an expiry."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.consumers import yaml
from sessionform.consumers.library import Library
from sessionform.consumers.mismatch import Mismatch, consumer_with
from sessionform.consumers.options import Expected
from sessionform.model import Table


def ttl_fit(table: Table, library: Library, names: Expected) -> Iterator[Mismatch]:
    """What is wrong with the table's TTL, or with its having none."""
    expiry, option = library.expiry, library.option_naming("ttl")
    declared = table.ttl.attribute if table.ttl else None
    if declared is None:
        if expiry.usable and not expiry.checks_itself:
            yield Mismatch(
                "ttl",
                ("ttl",),
                f"{library.title} leaves it to DynamoDB's TTL to end a session, and `{table.key}` has no `ttl`: "
                "a session would stay good for ever",
                yaml.setting("ttl", names.ttl or expiry.attribute),
                "",
            )
        return
    if not (table.ttl and table.ttl.enabled):
        return
    if expiry.usable and (names.ttl == declared or (names.ttl is None and expiry.any_name)):
        return
    if not expiry.usable:
        message = f"{library.title} writes {_useless(library)}, so TTL on `{declared}` would never delete a session"
        change = "ttl: false"
    elif names.ttl is None:
        message = f"{library.title} writes no expiry unless it is told where, so TTL on `{declared}` would never act"
        change = "ttl: false"
    else:
        message = f"TTL is on `{declared}`, and {library.title} writes the expiry into `{names.ttl}`: " + (
            "no session would ever be deleted"
            if expiry.checks_itself
            else "no session would ever end, because nothing else looks at its age"
        )
        change = yaml.setting("ttl", names.ttl)
    yield Mismatch("ttl", ("ttl", "attribute"), message, change, consumer_with(table, option, declared))


def _useless(library: Library) -> str:
    """What the library writes as an expiry, where TTL does nothing with it."""
    match library.expiry.writes:
        case "milliseconds":
            return f"`{library.expiry.attribute}` in milliseconds, which TTL reads as seconds"
        case "string":
            return f"`{library.expiry.attribute}` as a String"
        case _:
            return "no expiry"


def required_option(table: Table, library: Library, options: dict[str, object]) -> Iterator[Mismatch]:
    """An option that is not set and without which the library writes what TTL does not act on."""
    required = library.expiry.required
    if required is None or required[0] in options or not (table.ttl and table.ttl.enabled):
        return
    option = library.options[required[0]]
    yield Mismatch(
        "ttl",
        ("consumer",),
        f"{library.title} needs its option `{option.name}` on a table with TTL: {required[1]}",
        "",
        consumer_with(table, option, option.recommended),
    )
