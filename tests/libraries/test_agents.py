"""Libraries that keep the state of conversations with agents, in tables that `init --consumer` declares."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from sessionform.consumers.fit import fit
from sessionform.consumers.iam import iam_statement
from tests.libraries.conftest import Deployed, Preset
from tests.libraries.recorder import granted
from tests.libraries.support import StorageError, agent, environment, storage, storage_as_printed

pytestmark = pytest.mark.slow

LANGGRAPH, MASTRA = "langgraph-checkpoint-aws", "mastra-dynamodb"
MONTH = 30 * 24 * 3600


def test_langgraph_goes_on_with_a_conversation_in_another_process_and_ends_it(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(LANGGRAPH)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    with agent(LANGGRAPH, deployed.settings, recorder.url) as first:
        assert first("say", "ann", "hello") == ["hello", "heard hello"]
    with agent(LANGGRAPH, deployed.settings, recorder.url) as second:
        assert second("state", "ann") == ["hello", "heard hello"]
        assert second("say", "ann", "bye") == ["hello", "heard hello", "bye", "heard bye"]
        assert second("history", "ann")[-1] == []
        assert second("state", "bob") == []
        second("end", "ann")
        assert second("state", "ann") == []
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


@pytest.mark.long
def test_langgraph_writes_an_expiry_into_every_item_and_does_not_look_at_it(preset: Preset) -> None:
    deployed = preset(LANGGRAPH)
    with agent(LANGGRAPH, deployed.settings, deployed.recorder.url) as running:
        running("say", "ann", "hello")
        items = deployed.items()
        assert len(items) > 2 * len(running("history", "ann"))
        assert all(abs(int(item["ttl"]["N"]) - time.time() - MONTH) < 60 for item in items)
        deployed.set_expiry("ttl", seconds=-60)
        assert running("state", "ann") == ["hello", "heard hello"]


@pytest.mark.long
def test_langgraph_without_its_option_writes_no_expiry(preset: Preset) -> None:
    deployed = preset(LANGGRAPH)
    settings = "".join(line for line in deployed.settings.splitlines(keepends=True) if "ttl_seconds" not in line)
    with agent(LANGGRAPH, settings, deployed.recorder.url) as running:
        running("say", "ann", "hello")
    assert not any("ttl" in item for item in deployed.items())


@pytest.mark.long
def test_the_guides_own_table_does_not_fit_langgraph(guide: Callable[[str], Deployed]) -> None:
    deployed = guide(LANGGRAPH)
    assert {mismatch.kind for mismatch in fit(deployed.table)} == {"keys", "ttl"}
    with (
        agent(LANGGRAPH, deployed.settings, deployed.recorder.url) as running,
        pytest.raises(StorageError, match="ValidationException"),
    ):
        running("say", "ann", "hello")


@pytest.mark.node
@pytest.mark.usefixtures("npm_peers")
def test_mastra_keeps_threads_messages_and_workflows_and_ends_them(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(MASTRA)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with storage_as_printed(MASTRA, settings, env) as first, storage_as_printed(MASTRA, settings, env) as second:
        first("start", "thread-1", "ann")
        first("say", "thread-1", "message-1", "hello")
        first("say", "thread-1", "message-2", "bye")
        assert second("thread", "thread-1") == "thread-1"
        assert second("threads", "ann") == ["thread-1"]
        assert second("threads", "bob") == []
        assert second("messages", "thread-1") == ["hello", "bye"]
        first("persist", "checkout", "run-1")
        assert second("run", "run-1") == "checkout"
        second("finish", "checkout", "run-1")
        second("end", "thread-1")
        assert first("thread", "thread-1") is None
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


@pytest.mark.long
@pytest.mark.node
@pytest.mark.usefixtures("npm_peers")
def test_mastra_writes_an_expiry_that_it_does_not_look_at_and_a_message_does_not_move(preset: Preset) -> None:
    deployed = preset(MASTRA)
    with storage(MASTRA, deployed.options, environment(deployed.recorder.url)) as store:
        store("start", "thread-1", "ann")
        assert abs(int(deployed.item()["ttl"]["N"]) - time.time() - MONTH) < 60
        deployed.set_expiry("ttl", seconds=-60)
        store("say", "thread-1", "message-1", "hello")
        expiries = {item["entity"]["S"]: int(item["ttl"]["N"]) - time.time() for item in deployed.items()}
        assert expiries["thread"] < 0 < expiries["message"]
        assert store("thread", "thread-1") == "thread-1"


@pytest.mark.long
@pytest.mark.node
@pytest.mark.usefixtures("npm_peers")
def test_mastra_without_its_option_writes_no_expiry_and_the_guides_own_table_does_not_fit(
    preset: Preset, guide: Callable[[str], Deployed]
) -> None:
    deployed = preset(MASTRA)
    options = {name: value for name, value in deployed.options.items() if name != "ttl"}
    with storage(MASTRA, options, environment(deployed.recorder.url)) as store:
        store("start", "thread-1", "ann")
    assert "ttl" not in deployed.item()
    other = guide(MASTRA)
    assert {mismatch.kind for mismatch in fit(other.table)} == {"keys", "ttl", "index"}
    with (
        storage(MASTRA, other.options, environment(other.recorder.url)) as store,
        pytest.raises(StorageError, match="key element does not match"),
    ):
        store("start", "thread-1", "ann")
