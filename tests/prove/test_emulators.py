"""One declaration of everything, proven on three emulators that know different parts of DynamoDB."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.moto_support import MotoServer
from tests.prove.support import HERE, Run, declare, prove

EVERYTHING = HERE / "everything.yaml"
SESSIONS = ("--sessions", "50", "-e", "us")

FETCHING = {"recent", "recent_now", "seen_after", "seen_between", "by_agent"}
"""The patterns for which a local index has to fetch from the table, which moto does not."""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def embedded() -> Run:
    return prove(EVERYTHING, *SESSIONS)


def test_the_embedded_emulator(embedded: Run) -> None:
    run = embedded
    assert (run.code, run.errors, run.broken()) == (0, "", {})
    assert run.statuses("not shown") == {
        **dict.fromkeys(FETCHING, "this emulator does not fetch from the table what a local index lacks"),
        "table_class": "not reported by this emulator",
        "max_throughput": "not reported by this emulator",
        "replica us-west-2": "this emulator makes none",
        "replica ap-south-1": "this emulator makes none",
        "autoscaling": "not made: a resource beside the table",
        "contributor_insights": "not made: a resource beside the table",
        "item_size": "149 bytes: keys, indexes and patterns speak of so much",
    }
    assert _units(run, "userSessions") == {"counted"}


@pytest.mark.long
def test_an_emulator_with_replicas_table_classes_and_caps(moto: MotoServer) -> None:
    run = prove(EVERYTHING, *SESSIONS, "--endpoint-url", moto.url)
    assert (run.code, run.errors, run.broken()) == (0, "", {})
    assert run.statuses("not shown").keys() == FETCHING | {
        "deletion_protection",
        "autoscaling",
        "contributor_insights",
        "item_size",
    }
    checks = {item["subject"]: item for item in run.table("tiny")["checks"]}
    assert checks["replica us-west-2"]["found"] == "key AWS_OWNED, point_in_time_recovery on"
    assert checks["replica ap-south-1"]["found"] == "key AWS_OWNED, point_in_time_recovery off"
    for region in ("us-east-1", "us-west-2", "ap-south-1"):
        assert moto.client("dynamodb", region).list_tables()["TableNames"] == []


@pytest.mark.long
@pytest.mark.node
def test_an_emulator_that_fetches_and_counts_but_knows_no_ttl(dynalite: str) -> None:
    run = prove(EVERYTHING, *SESSIONS, "--endpoint-url", dynalite)
    assert (run.code, run.errors, run.broken()) == (0, "", {})
    assert run.statuses("not shown") == {
        "ttl": "not to be had from this emulator",
        "point_in_time_recovery": "not to be had from this emulator",
        "stream": "not reported by this emulator",
        "stream record": "this emulator has no streams",
        "deletion_protection": "left off, so that clean-up cannot fail",
        "server_side_encryption": "not reported by this emulator",
        "table_class": "not reported by this emulator",
        "max_throughput": "not reported by this emulator",
        "tags": "not reported by this emulator",
        "replica us-west-2": "this emulator makes none",
        "replica ap-south-1": "this emulator makes none",
        "autoscaling": "not made: a resource beside the table",
        "contributor_insights": "not made: a resource beside the table",
        "item_size": "149 bytes: keys, indexes and patterns speak of so much",
    }
    units = {item["name"]: item["units"] for item in run.table("userSessions")["patterns"]}
    assert {name for name, kind in units.items() if kind == "counted"} == FETCHING | {
        "log_in",
        "touch",
        "see",
        "save",
        "move",
        "log_out",
    }
    assert _tables_of(dynalite) == []


@pytest.mark.long
@pytest.mark.node
def test_tables_of_the_same_name_follow_each_other_where_deleting_takes_time(dynalite: str, tmp_path: Path) -> None:
    file = declare(
        tmp_path,
        "  sessions: {partition_key: id, ttl: expires, table_name: the-same}\n",
        environments="  one: {region: us-east-1}\n  two: {region: us-east-1}\n",
    )
    run = prove(file, "--sessions", "3", "--endpoint-url", dynalite)
    assert (run.code, [table["name"] for table in run.proof["tables"]]) == (0, ["the-same", "the-same"])


def test_every_pattern_does_what_was_promised_of_it(embedded: Run) -> None:
    run = embedded
    rows = {item["name"]: item for item in run.table("userSessions")["patterns"]}
    shown = {
        name: (item["operation"], item["target"], item["items"], item["estimated_units"], item["consumed_units"])
        for name, item in rows.items()
        if name not in FETCHING
    }
    assert shown == {
        "read": ("GetItem", "table", 10, 0.5, 0.5),
        "read_now": ("GetItem", "table", 10, 1.0, 1.0),
        "all": ("Query", "table", 50, 1.5, 1.5),
        "all_backwards": ("Query", "table", 20, 0.5, 0.5),
        "recent_keys": ("Query", "by_seen", 50, 0.5, 0.5),
        "agents": ("Query", "by_agent", 10, 0.5, 0.5),
        "by_id": ("Query", "by_session", 10, 0.5, 0.5),
        "by_id_named": ("Query", "by_session", 10, 0.5, 0.5),
        "of_device": ("Query", "by_device", 50, 0.5, 0.5),
        "of_device_until": ("Query", "by_device", 10, 0.5, 0.5),
        "expiring": ("Query", "by_expiry", shown["expiring"][2], 0.5, 0.5),
        "from_expiry": ("Query", "by_expiry", shown["from_expiry"][2], 0.5, 0.5),
        "starting": ("Query", "table", 10, 0.5, 0.5),
        "exactly": ("Query", "table", 10, 0.5, 0.5),
        "log_in": ("PutItem", "table", 4, 8.0, 8.0),
        "touch": ("UpdateItem", "table", 4, 6.0, 6.0),
        "see": ("UpdateItem", "table", 4, 8.0, 8.0),
        "save": ("UpdateItem", "table", 4, 5.0, 5.0),
        "move": ("UpdateItem", "table", 4, 7.0, 7.0),
        "log_out": ("DeleteItem", "table", 4, 8.0, 8.0),
    }
    assert all(rows[name]["expired"] == 5 for name in ("read", "exactly", "by_id"))


def test_keys_of_several_attributes(tmp_path: Path) -> None:
    """On the embedded emulator; dynalite refuses them, as DynamoDB did until November 2025."""
    file = declare(
        tmp_path,
        """\
  sessions:
    partition_key: id
    ttl: expires
    global_secondary_indexes:
      by_place: {partition_key: [shop, area], sort_key: [agent, {name: lastSeen, type: N}]}
    access_patterns:
      of_place: {query: [area, shop], sorted_by: agent, descending: true}
      from_agent: {query: [shop, area], where: {agent: GE}, limit: 3}
      of_agent: {query: [shop, area, agent], sorted_by: lastSeen}
      exactly: {query: [shop, area, agent, lastSeen]}
      move: {update: id, attributes: [agent]}
""",
    )
    run = prove(file, "--sessions", "50")
    assert (run.code, run.errors, run.broken()) == (0, "", {})
    shown = {item["name"]: (item["target"], item["items"]) for item in run.table("sessions")["patterns"]}
    reads = {name: found for name, found in shown.items() if name != "move"}
    assert reads == {
        "of_place": ("by_place", 50),
        "from_agent": ("by_place", shown["from_agent"][1]),
        "of_agent": ("by_place", shown["of_agent"][1]),
        "exactly": ("by_place", 10),
    }
    assert 10 < shown["of_agent"][1] < 50


def test_environments_in_several_regions(moto: MotoServer, tmp_path: Path) -> None:
    file = tmp_path / "sessions.yaml"
    file.write_text(
        "version: 1\n"
        "table_name: the-same\n"
        "environments:\n  us: {region: us-east-1}\n  eu: {region: eu-west-1}\n  again: {region: eu-west-1}\n"
        "tables:\n  sessions: {partition_key: id, ttl: expires, deletion_protection: true}\n"
    )
    run = prove(file, "--sessions", "3")
    assert [(table["environment"], table["name"]) for table in run.proof["tables"]] == [
        ("us", "the-same"),
        ("eu", "the-same"),
        ("again", "the-same"),
    ]
    assert run.broken() == {}


def _units(run: Run, table: str) -> set[str]:
    return {item["units"] for item in run.table(table)["patterns"]}


def _tables_of(url: str) -> list[str]:
    """The tables that are there, and not on their way out."""
    client = MotoServer(url).client("dynamodb")
    names: list[str] = client.list_tables()["TableNames"]
    for name in names:
        client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 10})
    left: list[str] = client.list_tables()["TableNames"]
    return left
