"""Sessions of real web applications, kept by real libraries in tables that `init --consumer` declares."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from http.client import HTTPException

import pytest

from sessionform.consumers.fit import fit
from sessionform.consumers.iam import iam_statement
from sessionform.consumers.registry import library
from tests.libraries.conftest import Deploy, Deployed, Preset
from tests.libraries.recorder import granted
from tests.libraries.support import TIMEOUT, Browser
from tests.libraries.web import EXPRESS, FOR_TESTS, LIBRARIES, app_as_printed, web_app

pytestmark = pytest.mark.slow

HOUR = 3600
LIFETIMES = {
    "dynamodb-session-flask": 2 * HOUR,
    "flask-session": 31 * 24 * HOUR,
    "pyramid-dynamodb-sessions": HOUR // 3,
}
"""Seconds that a session lives in the small applications, where it is not an hour."""


@pytest.mark.long
@pytest.mark.parametrize("library_id", LIBRARIES)
def test_people_log_in_are_recognised_by_every_process_and_log_out(preset: Preset, library_id: str) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(library_id, **FOR_TESTS.get(library_id, {}))
    policy, recorder = iam_statement(deployed.table, deployed.environment), deployed.recorder
    recorder.policy = policy
    browser, thief = Browser(), Browser()
    with app_as_printed(library_id, deployed.settings, recorder.url) as app:
        assert browser.get(app, "/me").user is None
        assert browser.get(app, "/login/ann").user == "ann"
        assert browser.get(app, "/me").user == "ann"
        with app_as_printed(library_id, deployed.settings, recorder.url) as second:
            assert browser.get(second, "/me").user == "ann"
        for cookie in browser.cookies:
            thief.cookies.set_cookie(cookie)
        assert browser.get(app, "/logout").status == 200
        assert browser.get(app, "/me").user is None
        assert thief.get(app, "/me").user is None
    assert recorder.used() == granted(policy)


@pytest.mark.long
@pytest.mark.parametrize("library_id", LIBRARIES)
def test_the_expiry_is_what_the_registry_says(preset: Preset, library_id: str) -> None:
    """The attribute, its type, whole or not, that TTL is on it, and that using a session moves it."""
    deployed, expiry = preset(library_id), library(library_id).expiry
    with web_app(library_id, deployed.options, deployed.recorder.url) as app:
        for user in ("ann", "bob", "eve"):
            browser = Browser()
            browser.get(app, f"/login/{user}")
        items = deployed.items()
        ttl = deployed.client.describe_time_to_live(TableName=deployed.table.name)["TimeToLiveDescription"]
        if not expiry.usable:
            assert ttl == {"TimeToLiveStatus": "DISABLED"}
            assert {key for item in items for key in item} <= {"session_key", "data", "created"}
            return
        assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": expiry.attribute}
        values = [Decimal(item[str(expiry.attribute)]["N"]) for item in items]
        lifetime = LIFETIMES.get(library_id, HOUR)
        assert all(abs(int(value) - time.time() - lifetime) < 60 for value in values)
        fractional = any(value % 1 for value in values)
        assert fractional == (expiry.writes == "fractional-seconds")
        deployed.set_expiry(expiry.attribute, seconds=20)
        assert browser.get(app, "/me").user == "eve"
        assert max(float(item[str(expiry.attribute)]["N"]) for item in deployed.items()) > time.time() + 60


@pytest.mark.long
@pytest.mark.parametrize("library_id", LIBRARIES)
def test_an_expired_session_that_is_still_in_the_table(preset: Preset, library_id: str) -> None:
    """Until DynamoDB deletes it, only the library can refuse it; some do not."""
    deployed, expiry = preset(library_id), library(library_id).expiry
    with web_app(library_id, deployed.options, deployed.recorder.url) as app:
        browser = Browser()
        browser.get(app, "/login/ann")
        deployed.set_expiry(expiry.attribute or "created", seconds=-60)
        assert browser.get(app, "/me").user == (None if expiry.checks_itself else "ann")


@pytest.mark.long
@pytest.mark.parametrize("library_id", LIBRARIES)
def test_the_guides_own_table_fits_none(guide: Callable[[str], Deployed], library_id: str) -> None:
    deployed = guide(library_id)
    with web_app(library_id, deployed.as_shipped, deployed.recorder.url) as app:
        browser = Browser()
        login = browser.get(app, "/login/ann")
        assert deployed.items() == []
        if library_id in EXPRESS:
            assert login.user == "ann"
            assert browser.get(app, "/me").status == 500
        else:
            assert login.status == 500
            assert browser.get(app, "/me").user is None


WRONG_TTL = """\
version: 1
environments:
  production: {{region: us-east-1}}
tables:
  sessions:
    partition_key: {{name: {key.name}, type: {key.type}}}
    ttl: lastSeen
    consumer: {library}
"""


@pytest.mark.long
@pytest.mark.parametrize("library_id", LIBRARIES)
def test_under_a_wrong_ttl_name_no_session_has_anything_that_ttl_could_act_on(deploy: Deploy, library_id: str) -> None:
    deployed = deploy(WRONG_TTL.format(key=library(library_id).partition_key, library=library_id))
    assert [mismatch.kind for mismatch in fit(deployed.table)] == ["ttl"]
    with web_app(library_id, deployed.options, deployed.recorder.url) as app:
        assert Browser().get(app, "/login/ann").user == "ann"
    ttl = deployed.client.describe_time_to_live(TableName=deployed.table.name)["TimeToLiveDescription"]
    assert ttl["AttributeName"] not in deployed.item()


@pytest.mark.long
@pytest.mark.node
@pytest.mark.parametrize("library_id", EXPRESS)
def test_a_store_creates_a_table_of_a_mistyped_name(preset: Preset, library_id: str) -> None:
    """Provisioned and without TTL: unless it is told that the table is there, or may not create one."""
    deployed = preset(library_id)
    mistyped = {"table": "sesions"} if library_id == "connect-dynamodb" else {"table": {"name": "sesions"}}
    with web_app(library_id, mistyped, deployed.recorder.url) as app:
        assert Browser().get(app, "/login/ann").user == "ann"
        # what answers may be ahead of what creates the table
        deployed.client.get_waiter("table_exists").wait(
            TableName="sesions", WaiterConfig={"Delay": 1, "MaxAttempts": TIMEOUT}
        )
    created = deployed.client.describe_table(TableName="sesions")["Table"]
    assert created["ProvisionedThroughput"]["WriteCapacityUnits"] == 5
    ttl = deployed.client.describe_time_to_live(TableName="sesions")["TimeToLiveDescription"]
    assert ttl["TimeToLiveStatus"] == "DISABLED"


@pytest.mark.long
@pytest.mark.node
def test_connect_dynamodb_without_the_right_to_describe_ends_the_process(preset: Preset) -> None:
    deployed = preset("connect-dynamodb")
    deployed.recorder.policy = iam_statement(deployed.table, deployed.environment)
    options = deployed.options | {"initialized": False}
    with web_app("connect-dynamodb", options, deployed.recorder.url) as app:
        with pytest.raises((OSError, HTTPException)):
            Browser().get(app, "/login/ann")
        assert app.process.wait(timeout=TIMEOUT) != 0


@pytest.mark.long
def test_flask_session_leaves_ttl_off_on_a_table_that_it_creates(preset: Preset) -> None:
    deployed = preset("flask-session")
    options = deployed.options | {"SESSION_DYNAMODB_TABLE": "Sessions"}
    with web_app("flask-session", options, deployed.recorder.url):
        ttl = deployed.client.describe_time_to_live(TableName="Sessions")["TimeToLiveDescription"]
        assert ttl["TimeToLiveStatus"] == "DISABLED"


@pytest.mark.long
def test_flask_session_does_not_start_without_the_right_to_create_its_table(preset: Preset) -> None:
    deployed = preset("flask-session")
    policy = iam_statement(deployed.table, deployed.environment)
    policy["Statement"][0]["Action"].remove("dynamodb:CreateTable")
    deployed.recorder.policy = policy
    with (
        pytest.raises(RuntimeError, match=r"AccessDeniedException.*CreateTable"),
        web_app("flask-session", deployed.options, deployed.recorder.url),
    ):
        pass


@pytest.mark.long
def test_flask_sessions_expire_off_by_the_servers_distance_from_utc(preset: Preset) -> None:
    deployed = preset("flask-session")
    with web_app("flask-session", deployed.options, deployed.recorder.url, TZ="Asia/Tokyo") as app:
        Browser().get(app, "/login/ann")
    expiration = float(deployed.item()["expiration"]["N"])
    assert abs(expiration - time.time() - LIFETIMES["flask-session"] + 9 * HOUR) < 60


@pytest.mark.long
def test_dynamodb_session_flask_lives_for_31_days_unless_told_otherwise(preset: Preset) -> None:
    deployed = preset("dynamodb-session-flask")
    assert deployed.options["SESSION_DYNAMODB_ABSOLUTE_TIMEOUT"] == 12 * HOUR
    with web_app("dynamodb-session-flask", deployed.as_shipped, deployed.recorder.url) as app:
        Browser().get(app, "/login/ann")
    assert deployed.item()["absolute_timeout"] == {"N": str(31 * 24 * HOUR)}


@pytest.mark.long
def test_dynamodb_session_flask_writes_twice_in_every_request(preset: Preset) -> None:
    deployed = preset("dynamodb-session-flask")
    with web_app("dynamodb-session-flask", deployed.options, deployed.recorder.url) as app:
        browser = Browser()
        browser.get(app, "/login/ann")
        deployed.recorder.calls.clear()
        browser.get(app, "/me")
    assert [call.operation for call in deployed.recorder.calls] == ["Query", "UpdateItem", "UpdateItem"]


@pytest.mark.long
@pytest.mark.node
def test_dynamodb_store_without_the_right_to_describe_wants_to_create_its_table(preset: Preset) -> None:
    deployed = preset("dynamodb-store")
    policy = iam_statement(deployed.table, deployed.environment)
    policy["Statement"][0]["Action"].remove("dynamodb:DescribeTable")
    deployed.recorder.policy = policy
    with web_app("dynamodb-store", deployed.options, deployed.recorder.url) as app:
        app.process.wait(timeout=TIMEOUT)
    assert [call.operation for call in deployed.recorder.calls] == ["DescribeTable", "CreateTable"]


@pytest.mark.long
def test_pyramid_sessions_keep_their_id_over_a_log_out(preset: Preset) -> None:
    deployed = preset("pyramid-dynamodb-sessions")
    with web_app("pyramid-dynamodb-sessions", deployed.options, deployed.recorder.url) as app:
        browser = Browser()
        browser.get(app, "/login/ann")
        before = deployed.item()["sid"]
        browser.get(app, "/logout")
        browser.get(app, "/login/bob")
        assert deployed.item()["sid"] == before
