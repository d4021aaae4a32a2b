"""A session as the table's library writes it: written, read, touched and ended by the key that the library uses."""

from __future__ import annotations

import time
from typing import Any

from sessionform.consumers.library import Library
from sessionform.consumers.registry import library as entry
from sessionform.facts.call_errors import code_of
from sessionform.model import Table
from sessionform.prove.result import Check, Status
from sessionform.prove.sessions import LIFETIME, Item
from sessionform.prove.trouble import NO_ANSWER

_CONTENT: dict[str, Any] = {"S": "x", "N": "1", "B": b"x", "M": {"x": {"S": "x"}}, "BOOL": True}
"""Of each type that the libraries write, a value."""


def consumer_check(client: Any, table: Table, name: str) -> Check:
    """Go through the life of one session of the library that the table names; the check has found that it fits."""
    library = entry(table.consumer.library if table.consumer else "")
    subject, promise = f"consumer {library.id}", "writes, reads, touches and ends a session"
    key, session = _key(library, table), _session(library, table)
    try:
        found = _life(client, name, key, session)
    except client.exceptions.ClientError as error:
        if code_of(error) in NO_ANSWER:
            raise
        found = f"DynamoDB refused it: {error.response['Error']['Message']}"
    return Check(subject, promise, found or promise, Status.BROKEN if found else Status.KEPT)


def _life(client: Any, name: str, key: Item, session: Item) -> str:
    """What went wrong, or nothing."""
    client.put_item(TableName=name, Item=session)
    if client.get_item(TableName=name, Key=key, ConsistentRead=True).get("Item") != session:
        return "the session did not come back as it was written"
    client.update_item(
        TableName=name,
        Key=key,
        UpdateExpression="SET #t = :t",
        ExpressionAttributeNames={"#t": "touched"},
        ExpressionAttributeValues={":t": {"S": "once"}},
    )
    client.delete_item(TableName=name, Key=key)
    if "Item" in client.get_item(TableName=name, Key=key, ConsistentRead=True):
        return "the session was still there after it was ended"
    return ""


def _key(library: Library, table: Table) -> Item:
    """The key of the session, in the library's shape: without a sort key where the library knows none."""
    key = {table.partition_key.name: _value(library.partition_key.type)}
    if library.sort_key is not None and table.sort_key is not None:
        key[table.sort_key.name] = _value(library.sort_key.type)
    return key


def _session(library: Library, table: Table) -> Item:
    session = {name: _value(_type(about)) for name, about in library.attributes.items()}
    session |= _key(library, table)
    for index in table.global_secondary_indexes:
        for attribute in index.key_attributes:
            if attribute.name not in session:
                session[attribute.name] = _value(attribute.type)
    if table.ttl is not None and table.ttl.attribute is not None and library.expiry.usable:
        fraction = ".25" if library.expiry.writes == "fractional-seconds" else ""
        session[table.ttl.attribute] = {"N": f"{int(time.time()) + LIFETIME}{fraction}"}
    return session


def _value(type_: str) -> dict[str, Any]:
    return {type_: _CONTENT[type_]}


def _type(about: str) -> str:
    """The type that the description of an attribute begins with."""
    word = about.partition(":")[0].partition(" ")[0]
    return word if word in _CONTENT else "S"
