"""What a change of a session looks like in the table's stream."""

from __future__ import annotations

from typing import Any

from sessionform.model import Table
from sessionform.prove.result import Check, Status
from sessionform.prove.sessions import Item

_IMAGES = {
    "KEYS_ONLY": set[str](),
    "NEW_IMAGE": {"NewImage"},
    "OLD_IMAGE": {"OldImage"},
    "NEW_AND_OLD_IMAGES": {"NewImage", "OldImage"},
}
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html"""


def stream_check(client: Any, streams: Any, table: Table, name: str, session: Item) -> Check:
    """Change a session and read its record: the view must carry the images that it is named for."""
    view = table.stream or ""
    promise = f"a change comes with {_words(_IMAGES[view])}"
    try:
        client.put_item(TableName=name, Item=session | {"touched": {"S": "once"}})
        client.put_item(TableName=name, Item=session)
        record = _last_change(streams, client.describe_table(TableName=name)["Table"]["LatestStreamArn"])
    except client.exceptions.ClientError as error:
        return Check("stream", promise, f"not to be read here: {error.response['Error']['Code']}", Status.NOT_SHOWN)
    if record is None:
        return Check("stream", promise, "no record of the change arrived", Status.BROKEN)
    images = record.keys() & {"NewImage", "OldImage"}
    status = Status.KEPT if images == _IMAGES[view] else Status.BROKEN
    return Check("stream", promise, f"a change comes with {_words(images)}", status)


def _last_change(streams: Any, arn: str) -> dict[str, Any] | None:
    """The record of the newest modification: the last of all shards."""
    found = None
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        empty = 0
        while iterator and empty < 2:
            answer = streams.get_records(ShardIterator=iterator)
            empty = 0 if answer["Records"] else empty + 1
            for record in answer["Records"]:
                if record["eventName"] == "MODIFY":
                    found = record["dynamodb"]
            iterator = answer.get("NextShardIterator")
    return found


def _words(images: set[str]) -> str:
    names = [word for image, word in (("OldImage", "the old image"), ("NewImage", "the new image")) if image in images]
    return " and ".join(names) or "its keys only"
