"""OpenAuth and AdonisJS, whose storages people use without touching DynamoDB, in tables that `init --consumer` declares."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sessionform.consumers.iam import iam_statement
from sessionform.consumers.registry import library
from tests.libraries.conftest import Deployed, Preset
from tests.libraries.recorder import granted
from tests.libraries.support import StorageError, environment, storage, storage_as_printed

pytestmark = [pytest.mark.slow, pytest.mark.node, pytest.mark.usefixtures("npm_peers")]

OPENAUTH, ADONIS = "openauth", "adonisjs-session"

TOKEN = ["oauth:refresh", "user:ann", "token"]


def end(**delta: float) -> dict[str, str]:
    """A Date for the library, not on a whole second."""
    return {"$date": (datetime.now(UTC).replace(microsecond=987_000) + timedelta(**delta)).isoformat()}


def test_openauth_keeps_tokens_and_ends_those_of_a_user(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(OPENAUTH)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with storage_as_printed(OPENAUTH, settings, env) as auth, storage_as_printed(OPENAUTH, settings, env) as second:
        auth("set", TOKEN, {"subject": "ann"}, end(hours=1))
        assert second("get", TOKEN) == {"subject": "ann"}
        assert abs(int(deployed.item()["expiry"]["N"]) - time.time() - 3600) < 60
        assert [value for _, value in second("scan", TOKEN[:2])] == [{"subject": "ann"}]
        auth("remove", TOKEN)
        assert second("get", TOKEN) is None
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


def test_openauth_refuses_what_is_past_its_expiry_and_keeps_for_ever_what_has_none(preset: Preset) -> None:
    deployed = preset(OPENAUTH)
    with storage(OPENAUTH, deployed.options, environment(deployed.recorder.url)) as auth:
        auth("set", TOKEN, "old", end(hours=-1))
        assert auth("get", TOKEN) is None
        assert auth("scan", TOKEN[:2]) == []
        auth("remove", TOKEN)
        auth("set", ["signing:key", "one"], "key", None)
        assert auth("get", ["signing:key", "one"]) == "key"
    assert sorted(deployed.item()) == ["pk", "sk", "value"]


def test_openauth_says_nothing_of_why_dynamodb_refused(guide: Callable[[str], Deployed]) -> None:
    deployed = guide(OPENAUTH)
    with (
        storage(OPENAUTH, deployed.as_shipped, environment(deployed.recorder.url)) as auth,
        pytest.raises(StorageError, match=r"DynamoDB request failed: Bad Request"),
    ):
        auth("set", TOKEN, "new", None)


def test_openauth_takes_its_credentials_from_two_places_only(preset: Preset) -> None:
    deployed = preset(OPENAUTH)
    env = environment(deployed.recorder.url, AWS_PROFILE="team")
    del env["AWS_ACCESS_KEY_ID"]
    with (
        storage(OPENAUTH, deployed.options, env) as auth,
        pytest.raises(StorageError, match="No AWS credentials found"),
    ):
        auth("get", TOKEN)


def test_adonisjs_saves_extends_and_ends_sessions(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(ADONIS)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with storage_as_printed(ADONIS, settings, env) as adonis, storage_as_printed(ADONIS, settings, env) as second:
        adonis("write", "one", {"user": "ann"})
        assert second("read", "one") == {"user": "ann"}
        before = int(deployed.item()["expires_at"]["N"])
        second("touch", "one")
        assert int(deployed.item()["expires_at"]["N"]) >= before
        adonis("destroy", "one")
        assert second("read", "one") is None
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


def test_adonisjs_writes_milliseconds_which_ttl_takes_for_a_day_far_away(preset: Preset) -> None:
    deployed = preset(ADONIS)
    with storage(ADONIS, deployed.options | {"age": "1h"}, environment(deployed.recorder.url)) as adonis:
        adonis("write", "one", {"user": "ann"})
        written = int(deployed.item()["expires_at"]["N"])
        assert abs(written / 1000 - time.time() - 3600) < 60
        assert written > time.time() + 10_000 * 365 * 24 * 3600
        deployed.set_expiry("expires_at", seconds=-60)
        assert adonis("read", "one") is None
    assert library(ADONIS).expiry.writes == "milliseconds"
    assert deployed.table.ttl is None or not deployed.table.ttl.enabled


def test_adonisjs_leaves_an_empty_item_where_a_lost_session_is_touched(preset: Preset) -> None:
    deployed = preset(ADONIS)
    with storage(ADONIS, deployed.options, environment(deployed.recorder.url)) as adonis:
        adonis("touch", "gone")
        assert adonis("read", "gone") is None
    assert sorted(deployed.item()) == ["expires_at", "key"]


def test_the_guides_own_table_fits_adonisjs_no_more(guide: Callable[[str], Deployed]) -> None:
    deployed = guide(ADONIS)
    with (
        storage(ADONIS, deployed.as_shipped, environment(deployed.recorder.url)) as adonis,
        pytest.raises(StorageError, match="ValidationException"),
    ):
        adonis("write", "one", {"user": "ann"})
