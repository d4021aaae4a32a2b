"""`sessionform` against answers of AWS that are made here, in its own process: what the command itself takes, and no server.

python -m benchmarks.canned_aws 2500 adopt -e production --all
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

from sessionform.cli import main

_STS = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    "<Arn>arn:aws:iam::123456789012:user/u</Arn><UserId>u</UserId><Account>123456789012</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
)
_PAGE = 100


class _Raw(io.BytesIO):
    """A body as botocore reads it."""

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self.getvalue()


def _name(position: int) -> str:
    return f"sessions{position}-production"


def _answer(operation: str, sent: dict[str, Any], number: int) -> dict[str, Any]:
    name = sent.get("TableName") or str(sent.get("ResourceArn", "")).rpartition("/")[2]
    arn = f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}"
    if operation == "ListTables":
        last = sent.get("ExclusiveStartTableName")
        start = 0 if last is None else int(re.sub(r"\D", "", last)) + 1
        names = [_name(position) for position in range(start, min(start + _PAGE, number))]
        return {"TableNames": names, **({"LastEvaluatedTableName": names[-1]} if start + _PAGE < number else {})}
    answers: dict[str, dict[str, Any]] = {
        "DescribeTable": {
            "Table": {
                "TableName": name,
                "TableArn": arn,
                "TableStatus": "ACTIVE",
                "CreationDateTime": 1764345600,
                "KeySchema": [{"AttributeName": "sessionId", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "sessionId", "AttributeType": "S"}],
                "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                "ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
                "TableSizeBytes": 0,
                "ItemCount": 0,
            }
        },
        "DescribeTimeToLive": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expiresAt"}},
        "DescribeContinuousBackups": {"ContinuousBackupsDescription": {"ContinuousBackupsStatus": "ENABLED"}},
        "ListTagsOfResource": {"Tags": [{"Key": "Team", "Value": "identity"}]},
    }
    return answers.get(operation, {})


def _send(number: int) -> Any:
    def send(_: URLLib3Session, request: Any) -> AWSResponse:
        operation = request.headers.get("X-Amz-Target", b"").decode().rpartition(".")[2]
        if not operation:
            return _response(request.url, 200, _STS.encode(), "text/xml")
        if operation in ("GetResourcePolicy", "DescribeKey"):
            kind = "PolicyNotFoundException" if operation == "GetResourcePolicy" else "NotFoundException"
            return _response(request.url, 400, json.dumps({"__type": kind}).encode())
        answer = _answer(operation, json.loads(request.body), number)
        return _response(request.url, 200, json.dumps(answer).encode())

    return send


def _response(url: str, status: int, body: bytes, kind: str = "application/x-amz-json-1.0") -> AWSResponse:
    return AWSResponse(url, status, {"content-type": kind}, _Raw(body))


if __name__ == "__main__":
    URLLib3Session.send = _send(int(sys.argv[1]))  # type: ignore[method-assign]
    sys.exit(main(sys.argv[2:]))
