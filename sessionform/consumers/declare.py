"""A declaration that fits a library, as `init --consumer` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.consumers import yaml
from sessionform.consumers.library import Library
from sessionform.consumers.registry import library as entry
from sessionform.resources import template_text


def declaration_for(library_id: str) -> str:
    """A whole `sessions.yaml` whose table the library can use as it ships; KeyError for an unknown library.

    The environments, and what production adds to the table, are those of the declaration that `init` writes.
    """
    library = entry(library_id)
    template = template_text("sessions.yaml")
    environments = template.partition("tables:\n")[0]
    production = template[template.index("    environments:\n") :]
    table = "".join(f"    {line}\n" for line in table_lines(library))
    return f"{environments}tables:\n  sessions:\n{table}{production}"


def table_lines(library: Library) -> Iterator[str]:
    """The settings of a fitting table, one line each, not indented."""
    yield yaml.key("partition_key", library.partition_key.name, library.partition_key.type)
    if library.sort_key:
        yield yaml.key("sort_key", library.sort_key.name, library.sort_key.type)
    yield from _ttl_lines(library)
    if library.indexes:
        yield "global_secondary_indexes:"
    for index in library.indexes:
        yield f"  {index.name}:"
        yield f"    partition_key: {index.partition_key.name}"
        if index.sort_key:
            yield f"    sort_key: {index.sort_key.name}"
        yield f"    projection: {'KEYS_ONLY' if index.attributes else 'ALL'}"
    yield from _consumer_lines(library)
    yield "access_patterns:"
    for name, pattern in library.access_patterns.items():
        yield f"  {name}: {pattern}"


def preset_ttl(library: Library) -> str | None:
    """The TTL attribute of a fitting table; None where the library writes nothing that TTL acts on."""
    if not library.expiry.usable:
        return None
    return library.expiry.attribute or "expiresAt"


def _ttl_lines(library: Library) -> Iterator[str]:
    attribute = preset_ttl(library)
    if attribute is None:
        reason = f"{library.title} writes no expiry that TTL acts on: something else has to delete old sessions"
        yield "ttl: false"
        yield yaml.setting("waivers", [{"rule": "ttl-missing", "reason": reason}])
    else:
        yield yaml.setting("ttl", attribute)


def _consumer_lines(library: Library) -> Iterator[str]:
    needed: dict[str, object] = {}
    ttl_option = library.option_naming("ttl")
    if ttl_option and library.expiry.attribute is None:
        needed[ttl_option.name] = preset_ttl(library)
    if library.expiry.required:
        name = library.expiry.required[0]
        needed[name] = library.options[name].recommended
    if not needed:
        yield f"consumer: {library.id}"
        return
    yield "consumer:"
    yield f"  library: {library.id}"
    yield f"  {yaml.setting('options', needed)}"
