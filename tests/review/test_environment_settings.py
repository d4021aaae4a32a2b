"""What an environment says of its account and its state: where the change stands, and what it was and is."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.compile import compile_text
from sessionform.review.model import Change
from sessionform.review.review import review
from sessionform.source.flow import flow
from tests.review.case import TODAY

ONE, OTHER = "111111111111", "222222222222"
S3 = {"bucket": "states", "key": "live.tfstate", "region": "us-east-1"}
CLOUD = {"organization": "acme", "workspace": "live"}

BACKENDS: dict[str, tuple[dict[str, Any], str]] = {
    "s3": (S3, "`s3://states/live.tfstate`"),
    "cloud": (CLOUD, "the workspace `acme/live`"),
    "http": ({"address": "https://git.example.com/live"}, "`http: https://git.example.com/live`"),
    "gcs": ({"bucket": "states", "prefix": "live"}, "`gcs: states/live`"),
    "azurerm": (
        {"storage_account_name": "acme", "container_name": "states", "key": "live"},
        "`azurerm: acme/states/live`",
    ),
    "local": ({"path": "live.tfstate"}, "the file `live.tfstate`"),
}


def changed(rule: str, before: dict[str, Any], after: dict[str, Any]) -> Change:
    """The one change of this kind between two environments with these settings."""
    base, head = (
        compile_text(
            flow(
                {
                    "version": 1,
                    "environments": {"live": {"region": "us-east-1", **settings}},
                    "tables": {"userSessions": {"partition_key": "id", "ttl": "expiresAt"}},
                }
            ),
            "sessions.yaml",
            TODAY,
        )
        for settings in (before, after)
    )
    assert not base.failed, base.diagnostics
    assert not head.failed, head.diagnostics
    (change,) = (item for item in review(base, head, TODAY).changes if item.rule == rule)
    return change


@pytest.mark.parametrize("kind", BACKENDS)
def test_a_state_that_moves_is_named_by_what_tells_it_from_others(kind: str) -> None:
    arguments, place = BACKENDS[kind]
    change = changed("backend-changed", {}, {"backend": {kind: arguments}})
    assert change.path == ("environments", "live", "backend")
    assert (change.before, change.after) == ({"local": {"path": "terraform.live.tfstate"}}, {kind: arguments})
    assert change.message.startswith(f"the state of `live` moves from the file `terraform.live.tfstate` to {place}, ")


@pytest.mark.parametrize(
    ("kind", "arguments", "more", "place"),
    [
        (
            "s3",
            S3,
            {"endpoints": {"s3": "https://minio.example.com"}},
            "`s3://states/live.tfstate` at `https://minio.example.com`",
        ),
        ("cloud", CLOUD, {"hostname": "tfe.example.com"}, "the workspace `acme/live` at `tfe.example.com`"),
    ],
)
def test_a_state_that_moves_to_another_host_is_named_with_it(
    kind: str, arguments: dict[str, Any], more: dict[str, Any], place: str
) -> None:
    there, here = {kind: {**arguments, **more}}, {kind: arguments}
    change = changed("backend-changed", {"backend": there}, {"backend": here})
    assert (change.before, change.after) == (there, here)
    assert change.message.startswith(f"the state of `live` moves from {place} to {BACKENDS[kind][1]}, ")


def role(account: str) -> str:
    return f"arn:aws:iam::{account}:role/deploy"


@pytest.mark.parametrize("before", [{"account_id": ONE}, {"assume_role_arn": role(ONE)}])
@pytest.mark.parametrize(
    ("setting", "after"),
    [
        ("account_id", {"account_id": OTHER}),
        ("account_id", {"account_id": OTHER, "assume_role_arn": role(OTHER)}),
        ("assume_role_arn", {"assume_role_arn": role(OTHER)}),
    ],
)
def test_another_account_stands_where_the_environment_says_it(
    before: dict[str, str], setting: str, after: dict[str, str]
) -> None:
    change = changed("account-changed", before, after)
    assert change.path == ("environments", "live", setting)
    assert (change.before, change.after) == (ONE, OTHER)
