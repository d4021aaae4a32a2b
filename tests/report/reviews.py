"""A review that has everything which a report of one must show, and reviews with whatever text may stand in them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from sessionform.compile import compile_text
from sessionform.review.join import join
from sessionform.review.model import Review
from sessionform.review.plan import read_plan
from sessionform.review.review import review
from tests.review.case import CASES

TODAY = date(2026, 12, 1)

BEFORE = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
defaults:
  ttl: expires
tables:
  userSessions:
    partition_key: userId
    stream: NEW_IMAGE
    description: Who is logged in
  deviceSessions: {partition_key: deviceId}
  apiSessions: {partition_key: tokenId}
  oldSessions: {partition_key: sessionId}
"""

AFTER = """\
version: 1
environments:
  development: {region: us-east-1}
  production: {region: us-east-1}
defaults:
  ttl: expiresAt
tables:
  userSessions:
    partition_key: accountId
    description: Who is logged in, and where
  deviceSessions: {partition_key: deviceId}
  apiSessions: {partition_key: tokenId}
accept:
  - change: partition-key-changed
    environment: development
    reason: nobody works there before the switch | see issue#12, @team
    expires: 2027-01-31
  - change: sort-key-changed
    reason: left over
"""


def reviewed(before: str | None = BEFORE, after: str = AFTER) -> Review:
    """The review of two texts, as of a fixed day."""
    base = None if before is None else compile_text(before, "main:sessions.yaml", TODAY)
    return review(base, compile_text(after, "sessions.yaml", TODAY), TODAY)


def everything() -> Review:
    """Changes of every severity, told of one line for several tables, accepted, gone; findings, a plan, a statement."""
    actions = {"userSessions": ["delete", "create"], "deviceSessions": ["update"], "apiSessions": ["no-op"]}
    changes = [
        {
            "address": f"aws_dynamodb_table.{name}",
            "mode": "managed",
            "type": "aws_dynamodb_table",
            "name": name,
            "change": {"actions": action, "before": {}, "after": {}},
        }
        for name, action in actions.items()
    ]
    plan = read_plan(json.dumps({"format_version": "1.2", "resource_changes": changes}), "plan.json")
    result = join(reviewed(), plan, "production")
    return replace(result, statements=("`sessions.yaml` was `old.yaml` in `main`, and is compared with that",))


def review_of(case: str) -> Review:
    """The review of a stored case."""
    return next(item for item in CASES if item.name == case).review()
