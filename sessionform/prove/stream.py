"""What a change of a session looks like in the table's stream."""

from __future__ import annotations

import time
from typing import Any

from sessionform.model import Table
from sessionform.prove.result import Check, Status, compared
from sessionform.prove.sessions import Item

_IMAGES = {
    "KEYS_ONLY": set[str](),
    "NEW_IMAGE": {"NewImage"},
    "OLD_IMAGE": {"OldImage"},
    "NEW_AND_OLD_IMAGES": {"NewImage", "OldImage"},
}
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html"""

_PATIENCE = 30.0
"""Seconds within which a change must be in the stream: on AWS it takes less than one."""


def stream_check(client: Any, streams: Any, table: Table, name: str, session: Item) -> Check:
    """Change a session and read its record: the view must carry the images that it is named for, as they were."""
    view = table.stream or ""
    subject, promise = "stream record", f"a change comes with {_words(_IMAGES[view])}"
    changed = session | {"touched": {"S": "once"}}
    arn = client.describe_table(TableName=name)["Table"].get("LatestStreamArn")
    if arn is None:
        return Check(subject, promise, "this emulator has no streams", Status.NOT_SHOWN)
    try:
        iterators = _ends(streams, arn)
        client.put_item(TableName=name, Item=changed)
        record = _next_change(streams, iterators)
        client.put_item(TableName=name, Item=session)
    except client.exceptions.ClientError as error:
        return Check(subject, promise, f"not to be read here: {error.response['Error']['Code']}", Status.NOT_SHOWN)
    return compared(subject, promise, _found(record, session, changed))


def _ends(streams: Any, arn: str) -> list[str]:
    """Where each shard of the stream ends now."""
    shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    return [
        streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="LATEST")["ShardIterator"]
        for shard in shards
    ]


def _next_change(streams: Any, iterators: list[str]) -> dict[str, Any] | None:
    """The record of the first modification after the iterators."""
    deadline = time.monotonic() + _PATIENCE
    while iterators and time.monotonic() < deadline:
        answers = [streams.get_records(ShardIterator=iterator) for iterator in iterators]
        for record in (record for answer in answers for record in answer["Records"]):
            if record["eventName"] == "MODIFY":
                found: dict[str, Any] = record["dynamodb"]
                return found
        iterators = [answer["NextShardIterator"] for answer in answers if answer.get("NextShardIterator")]
        time.sleep(0.2)
    return None


def _found(record: dict[str, Any] | None, old: Item, new: Item) -> str:
    if record is None:
        return "no record of the change arrived"
    images = record.keys() & {"NewImage", "OldImage"}
    for image, state in (("OldImage", old), ("NewImage", new)):
        if image in images and record[image] != state:
            return f"{_words({image})} is not the session as it was written"
    return f"a change comes with {_words(images)}"


def _words(images: set[str]) -> str:
    names = [word for image, word in (("OldImage", "the old image"), ("NewImage", "the new image")) if image in images]
    return " and ".join(names) or "its keys only"
