from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import event, given, settings

from sessionform.patterns.remedy import remedies
from sessionform.patterns.verdict import Served, Unserved
from tests.patterns.declared import Settings, asked_tables, compiled, judgement, table, unserved


def pasted(declared: Settings, remedy: str) -> Settings:
    """The table after somebody pasted the YAML into it: indexes are merged, patterns replaced."""
    result = copy.deepcopy(declared)
    for setting, entries in yaml.safe_load(remedy).items():
        into = result.setdefault(setting, {})
        for name, body in entries.items():
            into[name] = body if setting == "access_patterns" else {**into.get(name, {}), **body}
    return result


def errors(declared: Settings) -> set[str]:
    return {item.finding.rule for item in compiled(declared).diagnostics if item.finding.severity.name == "ERROR"}


@settings(max_examples=400)
@given(asked_tables())
def test_whatever_is_not_served_is_served_once_any_of_its_remedies_is_pasted(declared: Settings) -> None:
    before = judgement(table(declared))
    event("served" if isinstance(before, Served) else before.rule)
    if isinstance(before, Served):
        return
    offered = remedies(table(declared), before)
    assert offered
    others = {rule for rule in errors(declared) if not rule.startswith("pattern-")}
    for remedy in offered:
        after = pasted(declared, remedy.yaml())
        assert after != declared
        for name in after["access_patterns"]:
            assert isinstance(judgement(table(after), name), Served), remedy.yaml()
        assert errors(after) <= others, remedy.yaml()


USERS: Settings = {"partition_key": "userId", "sort_key": "sessionId", "ttl": "expiresAt"}
BY_SESSION = {"global_secondary_indexes": {"by_session": {"partition_key": "sessionId", "projection": "KEYS_ONLY"}}}


def offered(declared: Settings, **pattern: Any) -> list[str]:
    result = unserved(declared, **pattern)
    assert isinstance(result, Unserved)
    return [remedy.yaml() for remedy in remedies(table({**declared, "access_patterns": {"asked": pattern}}), result)]


@pytest.mark.parametrize(
    ("declared", "pattern", "expected"),
    [
        pytest.param(
            USERS,
            {"query": "sessionId"},
            ["global_secondary_indexes:\n  by_session_id: {partition_key: sessionId}"],
            id="a missing index",
        ),
        pytest.param(
            USERS,
            {"query": ["tenant", "region"]},
            ["global_secondary_indexes:\n  by_tenant_region: {partition_key: tenant, sort_key: region}"],
            id="two attributes, which every provider can do",
        ),
        pytest.param(
            USERS,
            {"query": ["tenant", "region"], "sorted_by": "expiresAt"},
            [
                (
                    "global_secondary_indexes:\n  by_tenant_region_expires_at: {partition_key: [tenant, region], "
                    "sort_key: {name: expiresAt, type: N}}"
                )
            ],
            id="two attributes and an order",
        ),
        pytest.param(
            USERS,
            {"query": [*"abcde"]},
            ["global_secondary_indexes:\n  by_a_b_c_d_e: {partition_key: [a, b, c, d], sort_key: e}"],
            id="as many as a partition key may have",
        ),
        pytest.param(
            USERS,
            {"query": [*"abcdefgh"], "sorted_by": "i"},
            [
                (
                    "global_secondary_indexes:\n  by_a_b_c_d_e_f_g_h: {partition_key: [a, b, c, d], "
                    "sort_key: [e, f, g, h]}\naccess_patterns:\n  asked: {query: [a, b, c, d, e, f, g, h]}"
                )
            ],
            id="more than a key may have",
        ),
        pytest.param(
            USERS,
            {"query": "userId", "sorted_by": "expiresAt", "attributes": ["userId", "agent"]},
            [
                (
                    "global_secondary_indexes:\n  by_user_id_expires_at: {partition_key: userId, "
                    "sort_key: {name: expiresAt, type: N}, projection: {include: [agent]}}"
                )
            ],
            id="an order, by the number that TTL reads, and no more projected than asked for",
        ),
        pytest.param(
            USERS,
            {"query": "userId", "sorted_by": "lastSeen", "consistent": True},
            [
                (
                    "# a local index comes with a new table; adding it to a live one replaces the table\n"
                    "local_secondary_indexes:\n  by_user_id_last_seen: {sort_key: lastSeen}"
                ),
                (
                    "global_secondary_indexes:\n  by_user_id_last_seen: {partition_key: userId, sort_key: lastSeen}\n"
                    "access_patterns:\n  asked: {query: userId, sorted_by: lastSeen}"
                ),
            ],
            id="an order read consistently",
        ),
        pytest.param(
            USERS | BY_SESSION,
            {"query": "sessionId"},
            [
                (
                    "# Terraform rebuilds a live index for this; under another name the old one serves until then\n"
                    "global_secondary_indexes:\n  by_session: {projection: ALL}"
                ),
                (
                    "# what the index holds; the rest is a `get` by the table's key\n"
                    "access_patterns:\n  asked: {query: sessionId, attributes: [sessionId, userId]}"
                ),
            ],
            id="whole sessions from an index of keys",
        ),
        pytest.param(
            USERS | BY_SESSION,
            {"delete": "sessionId"},
            [
                (
                    "access_patterns:\n  find_asked: {query: sessionId, attributes: [userId, sessionId]}\n"
                    "  asked: {delete: [userId, sessionId]}"
                )
            ],
            id="a write by the key of an index",
        ),
        pytest.param(
            USERS,
            {"get": "userId"},
            [
                "access_patterns:\n  asked: {get: [userId, sessionId]}",
                "access_patterns:\n  asked: {query: userId}",
            ],
            id="half the key",
        ),
        pytest.param(
            USERS | BY_SESSION,
            {"query": "sessionId", "attributes": ["userId"], "index": "by_sesion"},
            [
                "access_patterns:\n  asked: {query: sessionId, attributes: [userId], index: by_session}",
                "global_secondary_indexes:\n  by_sesion: {partition_key: sessionId, projection: KEYS_ONLY}",
            ],
            id="a misspelt index",
        ),
        pytest.param(
            {"partition_key": "true", "ttl": "expiresAt"},
            {"query": "a: b"},
            ['global_secondary_indexes:\n  by_a_b: {partition_key: "a: b"}'],
            id="names that YAML reads as something else are quoted",
        ),
        pytest.param(
            USERS | {"global_secondary_indexes": {"by_agent": {"partition_key": "tenantId"}}},
            {"query": "agent"},
            ["global_secondary_indexes:\n  by_agent_2: {partition_key: agent}"],
            id="a name that is taken",
        ),
    ],
)
def test_a_remedy_is_yaml_to_paste(declared: Settings, pattern: dict[str, Any], expected: list[str]) -> None:
    assert offered(declared, **pattern) == expected


def test_the_check_shows_every_remedy() -> None:
    found = compiled({**USERS, "access_patterns": {"asked": {"get": "userId"}}}).diagnostics
    (hint,) = [item.finding.hint for item in found if item.finding.rule == "pattern-not-the-key"]
    assert hint == (
        "access_patterns:\n  asked: {get: [userId, sessionId]}\nor\naccess_patterns:\n  asked: {query: userId}"
    )
