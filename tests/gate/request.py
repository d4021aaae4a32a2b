"""One request to AWS, as the gate judges and logs it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from moto.iam.models import get_account_id_from

Body = dict[str, Any]

ACCOUNT = "123456789012"
"""The account of whoever has taken no role."""

READING = re.compile(r"^(Describe|List|Get|BatchGet|Query|Scan)")
OF_A_TABLE = re.compile(r"(?:^|:)table/([^/]+)")
"""In an ARN, and in a resource id of Application Auto Scaling."""


@dataclass(frozen=True)
class Request:
    service: str
    action: str
    region: str
    body: Body = field(hash=False)
    account: str = ACCOUNT

    @property
    def reads(self) -> bool:
        return READING.match(self.action) is not None

    @property
    def table(self) -> str:
        """The name of the table that the request is about, or nothing."""
        named = self.body.get("TableName", "")
        for value in (named, *(self.body.get(key, "") for key in ("ResourceId", "ResourceArn", "ResourceARN"))):
            found = OF_A_TABLE.search(value)
            if found:
                return found[1]
        alarm = self.body.get("AlarmName") or self.body.get("AlarmNames.member.1", "")
        return str(named or alarm.partition("/")[0])


def read_request(environ: Body, body: bytes) -> Request:
    """A request of AWS's JSON or query protocol. The service and region are those that it was signed for."""
    scope = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    key, region, service = scope.groups() if scope else ("", "", "")
    account = get_account_id_from(key) if key else ACCOUNT
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        return Request(service, target.rpartition(".")[2], region, json.loads(body or b"{}"), account)
    form = dict(parse_qsl(body.decode("utf-8", "replace"))) if body[:1] != b"{" else {}
    return Request(service, form.pop("Action", environ.get("PATH_INFO", "")), region, form, account)
