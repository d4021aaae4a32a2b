"""The app's own snapshot test, as teams write them: `pytest` in this folder."""

import sessionform.before_cdktf  # isort: skip  # noqa: F401 - before cdktf: it chooses the Node

import json

import cdktf

from main import build


def test_the_stream_is_audited_and_every_table_has_an_owner() -> None:
    sessions, _ = build(cdktf.Testing.app())
    made = cdktf.Testing.synth(sessions)
    assert cdktf.Testing.to_have_resource_with_properties(
        made, "aws_dynamodb_table", {"hash_key": "userId", "stream_enabled": True}
    )
    assert cdktf.Testing.to_have_resource(made, "aws_lambda_event_source_mapping")
    table = json.loads(made)["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["tags"]["Owner"] == "identity"


def test_the_application_may_not_scan() -> None:
    _, web = build(cdktf.Testing.app())
    policy = json.loads(cdktf.Testing.synth(web))["resource"]["aws_iam_policy"]["sessions"]["policy"]
    assert "dynamodb:GetItem" in policy
    assert "Scan" not in policy
