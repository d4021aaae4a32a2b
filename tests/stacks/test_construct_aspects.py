"""Aspects reach the tables as they reach any resource."""

from __future__ import annotations

from typing import Any

import pytest

from sessionform.stacks import SessionTables, TableResource
from tests.stacks.constructs import ROOT, written

pytestmark = pytest.mark.slow


def test_an_aspect_tags_tables_as_it_tags_everything(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf
    import jsii

    @jsii.implements(cdktf.IAspect)
    class Tags:
        def visit(self, node: Any) -> None:
            if hasattr(node, "tags") and hasattr(node, "tags_input"):
                node.tags = {**(node.tags_input or {}), "Owner": "identity"}

    cdktf.Aspects.of(stack).add(Tags())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["tags"] == {"Application": "user-session-management", "Owner": "identity"}


def test_an_aspect_reads_and_changes_arguments(app: Any, stack: Any, tables: SessionTables) -> None:
    import cdktf
    import jsii

    seen: list[Any] = []

    @jsii.implements(cdktf.IAspect)
    class Harden:
        def visit(self, node: Any) -> None:
            if isinstance(node, TableResource):
                seen.append((node.hash_key_input, node.arguments["ttl"]))
                node.deletion_protection_enabled = False
                node.lifecycle = cdktf.TerraformResourceLifecycle(create_before_destroy=True, ignore_changes=["tags"])

    cdktf.Aspects.of(stack).add(Harden())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert seen == [("userId", {"attribute_name": "ttl", "enabled": True})]
    assert table["deletion_protection_enabled"] is False
    assert table["lifecycle"] == {"prevent_destroy": True, "create_before_destroy": True, "ignore_changes": ["tags"]}


def test_an_aspect_protects_what_the_declaration_does_not(app: Any, stack: Any) -> None:
    import cdktf
    import jsii

    SessionTables(stack, "sessions", declaration=ROOT / "sessions.yaml", environment="development")

    @jsii.implements(cdktf.IAspect)
    class Protect:
        def visit(self, node: Any) -> None:
            if isinstance(node, TableResource):
                node.add_override("lifecycle.prevent_destroy", True)
                node.add_override("tags.Owner", "identity")

    cdktf.Aspects.of(stack).add(Protect())
    table = written(app, "web")["resource"]["aws_dynamodb_table"]["userSessions"]
    assert table["lifecycle"]["prevent_destroy"] is True
    assert table["tags"]["Owner"] == "identity"
