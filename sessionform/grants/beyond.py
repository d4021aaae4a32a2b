"""What a grant allows beyond what its patterns ask, in words: what IAM cannot express of a pattern, or is not told.

IAM can compare keys and attributes with something that it knows of the caller, and a session's user is not that:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html.
"""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.grants.allowed import STREAM, TABLE, Allowed, allowed, library_of, served_patterns
from sessionform.grants.policy import kms_keys_of
from sessionform.model import Grant, Table
from sessionform.patterns.verdict import Served
from sessionform.words import names_in_quotes

_ON_ITEMS = {
    "GetItem": "GetItem reads any session, and all of its attributes",
    "Query": "Query reads the sessions under any key, as many as there are, and all attributes that are held there",
    "PutItem": "PutItem writes any session, with any attributes, over one that is there too",
    "UpdateItem": "UpdateItem changes any attribute of any session, and makes an item where there is none",
    "DeleteItem": "DeleteItem deletes any session",
    "Scan": "Scan reads every session",
}

_IMAGES = {
    "KEYS_ONLY": "the keys of every session that changes",
    "NEW_IMAGE": "every session that changes, as it then is",
    "OLD_IMAGE": "every session that changes, as it was",
    "NEW_AND_OLD_IMAGES": "every session that changes, as it was and as it then is",
}


def beyond(table: Table, grant: Grant) -> Iterator[str]:
    """One sentence for each thing that is allowed and that no pattern asks."""
    rights = allowed(table, grant)
    for action, sentence in _ON_ITEMS.items():
        places = sorted(one.place for one in rights if one.action == action and one.place != STREAM)
        if places:
            yield f"{sentence}{_where(action, places)}"
    for served in () if library_of(table, grant) else served_patterns(table, grant):
        yield from _of_pattern(served)
    if grant.stream:
        yield f"the stream shows {_IMAGES[table.stream] if table.stream else 'every session that changes'}"
        yield "ListStreams, for which IAM knows no resource, shows the names of all streams of the account"
    if rights and table.replicas and rights != frozenset(_of_the_stream(rights)):
        regions = ", ".join(replica.region for replica in table.replicas)
        yield f"the same in the replicas' regions: {regions}"
    for key in kms_keys_of(table) if rights else ():
        yield f"kms:Decrypt, by way of DynamoDB alone, opens every table that is encrypted with {key}"


def _of_the_stream(rights: frozenset[Allowed]) -> Iterator[Allowed]:
    return (one for one in rights if one.place != TABLE and not one.place.startswith("index/"))


def _where(action: str, places: list[str]) -> str:
    indexes = [place.removeprefix("index/") for place in places if place != TABLE]
    if action != "Query" or not indexes:
        return ""
    on = ["the table"] if TABLE in places else []
    return f" ({', '.join([*on, *(f'the index `{name}`' for name in indexes)])})"


def _of_pattern(served: Served) -> Iterator[str]:
    """What a pattern says that IAM is not told."""
    pattern = served.pattern
    said = [name for name in ("limit", "where", "sorted_by", "descending") if getattr(pattern, name)]
    if pattern.attributes and served.operation in ("GetItem", "Query", "UpdateItem"):
        yield f"`{pattern.name}` needs {names_in_quotes(pattern.attributes)}; {served.operation} is not held to them"
    if said:
        yield f"`{pattern.name}` says {names_in_quotes(said)}; Query is not held to {'it' if len(said) == 1 else 'them'}"
