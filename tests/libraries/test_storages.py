"""Session storages that frameworks call: Auth.js, Shopify and Remix, in tables that `init --consumer` declares."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sessionform.consumers.iam import iam_statement
from sessionform.consumers.registry import library
from tests.libraries.conftest import Deploy, Deployed, Preset
from tests.libraries.recorder import granted
from tests.libraries.support import Storage, StorageError, environment, storage, storage_as_printed
from tests.moto_support import MotoServer

pytestmark = [pytest.mark.slow, pytest.mark.node, pytest.mark.usefixtures("npm_peers")]

AUTH_JS, SHOPIFY, REMIX = "auth-js", "shopify-session-storage-dynamodb", "remix-architect"
ARCHITECT = [REMIX, "react-router-architect"]
"""One storage under its old name and its new one."""


def in_the_future(**delta: float) -> dict[str, str]:
    """A Date for the library, not on a whole second."""
    return {"$date": (datetime.now(UTC).replace(microsecond=123_000) + timedelta(**delta)).isoformat()}


def remix_options(deployed: Deployed) -> dict[str, Any]:
    return deployed.options | {"table": {"TableName": deployed.table.name}, "cookie": {"maxAge": 3600}}


def sign_in(auth: Storage, token: str = "token", **delta: float) -> str:
    """Makes a user with a session; gives the user's id."""
    user: str = auth("createUser", {"email": "ann@example.org", "name": "Ann", "emailVerified": None})["id"]
    auth("createSession", {"sessionToken": token, "userId": user, "expires": in_the_future(**(delta or {"hours": 1}))})
    return user


def offline_session(**more: Any) -> dict[str, Any]:
    session = {"id": "offline_a.myshopify.com", "shop": "a.myshopify.com", "state": "", "isOnline": False}
    return session | {"accessToken": "token"} | more


def test_auth_js_signs_people_in_and_out(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(AUTH_JS)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with storage_as_printed(AUTH_JS, settings, env) as auth, storage_as_printed(AUTH_JS, settings, env) as second:
        user = sign_in(auth)
        assert auth("getSessionAndUser", "token")["user"]["id"] == user
        assert second("getSessionAndUser", "token")["user"]["name"] == "Ann"
        touched = auth("updateSession", {"sessionToken": "token", "expires": in_the_future(hours=2)})
        assert auth("getSessionAndUser", "token")["session"]["expires"] == touched["expires"]
        auth("deleteSession", "token")
        assert second("getSessionAndUser", "token") is None
        auth("deleteUser", user)
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


def test_auth_js_writes_seconds_with_a_fraction(preset: Preset) -> None:
    deployed = preset(AUTH_JS)
    with storage(AUTH_JS, deployed.options, environment(deployed.recorder.url)) as auth:
        sign_in(auth)
    (session,) = (item for item in deployed.items() if item["type"]["S"] == "SESSION")
    expires = Decimal(session["expires"]["N"])
    assert abs(float(expires) - time.time() - 3600) < 60
    assert expires % 1 == Decimal("0.123")
    assert library(AUTH_JS).expiry.writes == "fractional-seconds"
    ttl = deployed.client.describe_time_to_live(TableName=deployed.table.name)["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_auth_js_returns_an_expired_session_and_leaves_it_to_its_core_to_refuse_it(preset: Preset) -> None:
    deployed = preset(AUTH_JS)
    with storage(AUTH_JS, deployed.options, environment(deployed.recorder.url)) as auth:
        sign_in(auth, hours=-1)
        assert auth("getSessionAndUser", "token")["session"]["expires"]["$date"] < datetime.now(UTC).isoformat()


RENAMED = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  sessions:
    partition_key: PK
    sort_key: SK
    ttl: expires
    global_secondary_indexes:
      GSI1: {partition_key: GSI1PK, sort_key: GSI1SK}
    consumer: {library: auth-js, options: {partitionKey: PK, sortKey: SK}}
"""


def test_auth_js_cannot_delete_a_user_under_renamed_keys(deploy: Deploy) -> None:
    deployed = deploy(RENAMED)
    with storage(AUTH_JS, deployed.options, environment(deployed.recorder.url)) as auth:
        user = sign_in(auth)
        assert auth("getSessionAndUser", "token")["user"]["id"] == user
        with pytest.raises(StorageError):
            auth("deleteUser", user)


def test_auth_js_leaves_sessions_of_a_deleted_user_beyond_25_items(preset: Preset) -> None:
    deployed = preset(AUTH_JS)
    with storage(AUTH_JS, deployed.options, environment(deployed.recorder.url)) as auth:
        user = sign_in(auth)
        for number in range(29):
            session = {"sessionToken": f"token-{number}", "userId": user, "expires": in_the_future(hours=1)}
            auth("createSession", session)
        assert len(deployed.items()) == 31
        auth("deleteUser", user)
    assert len(deployed.items()) == 6


INDEXLESS = """\
version: 1
environments:
  production: {{region: us-east-1}}
tables:
  sessions:
    partition_key: {partition_key}
    sort_key: {sort_key}
    consumer: {library}
"""


def test_nobody_stays_signed_in_with_auth_js_without_its_index(deploy: Deploy) -> None:
    """Signing in works, which is why nobody notices before the second request."""
    deployed = deploy(INDEXLESS.format(partition_key="pk", sort_key="sk", library=AUTH_JS))
    with storage(AUTH_JS, deployed.options, environment(deployed.recorder.url)) as auth:
        sign_in(auth)
        with pytest.raises(StorageError, match="index"):
            auth("getSessionAndUser", "token")


def test_shopify_cannot_find_the_sessions_of_a_shop_without_its_index(deploy: Deploy) -> None:
    deployed = deploy(INDEXLESS.format(partition_key="id", sort_key="null", library=SHOPIFY))
    with storage(SHOPIFY, deployed.options, environment(deployed.recorder.url)) as shopify:
        shopify("storeSession", offline_session())
        with pytest.raises(StorageError, match="index"):
            shopify("findSessionsByShop", "a.myshopify.com")


def test_shopify_stores_finds_and_deletes_sessions(preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(SHOPIFY)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with storage_as_printed(SHOPIFY, settings, env) as shopify, storage_as_printed(SHOPIFY, settings, env) as second:
        shopify("storeSession", offline_session(expires=in_the_future(hours=1)))
        assert second("loadSession", "offline_a.myshopify.com")["accessToken"] == "token"
        shopify("storeSession", offline_session(expires=in_the_future(hours=1), accessToken="another"))
        assert second("findSessionsByShop", "a.myshopify.com")[0]["accessToken"] == "another"
        shopify("deleteSession", "offline_a.myshopify.com")
        assert second("findSessionsByShop", "a.myshopify.com") == []
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


def test_shopify_writes_the_expiry_as_a_string_and_loads_expired_sessions(preset: Preset) -> None:
    deployed = preset(SHOPIFY)
    with storage(SHOPIFY, deployed.options, environment(deployed.recorder.url)) as shopify:
        shopify("storeSession", offline_session(expires=in_the_future(hours=-1)))
        assert shopify("loadSession", "offline_a.myshopify.com")["accessToken"] == "token"
    (written,) = deployed.item()["expires"].items()
    assert written[0] == "S"
    assert written[1].endswith("Z")
    assert library(SHOPIFY).expiry.writes == "string"


@pytest.mark.parametrize("library_id", ARCHITECT)
def test_remix_logs_people_in_and_out(library_id: str, preset: Preset) -> None:
    """With the settings that `explain` prints and no more rights than its IAM statement, each of which is used."""
    deployed = preset(library_id)
    recorder, policy = deployed.recorder, iam_statement(deployed.table, deployed.environment)
    recorder.policy = policy
    env, settings = environment(recorder.url), deployed.settings
    with (
        storage_as_printed(library_id, settings, env) as remix,
        storage_as_printed(library_id, settings, env) as second,
    ):
        cookie = remix("login", "ann", None)
        assert second("me", cookie) == "ann"
        before = int(deployed.item()["_ttl"]["N"])
        assert abs(before - time.time() - 14 * 24 * 3600) < 60
        deployed.set_expiry("_ttl", seconds=20)
        assert second("touch", cookie) == cookie
        assert int(deployed.item()["_ttl"]["N"]) >= before
        deployed.set_expiry("_ttl", seconds=-60)
        assert remix("me", cookie) == "ann"
        remix("logout", cookie)
        assert second("me", cookie) is None
    assert deployed.items() == []
    assert recorder.used() == granted(policy)


@pytest.mark.parametrize("library_id", ARCHITECT)
def test_remix_writes_no_expiry_without_the_option_or_for_a_cookie_without_an_age(
    library_id: str, preset: Preset
) -> None:
    deployed = preset(library_id)
    env, options = environment(deployed.recorder.url), remix_options(deployed)
    for lacking in (options | {"ttl": None}, options | {"cookie": {}}):
        with storage(library_id, lacking, env) as remix:
            remix("login", "ann", None)
    assert [sorted(item) for item in deployed.items()] == [["_idx", "user"]] * 2


@pytest.mark.parametrize("library_id", ARCHITECT)
def test_remix_finds_a_table_by_its_architect_name_in_ssm(library_id: str, preset: Preset, moto: MotoServer) -> None:
    """As it ships, the name of the table is looked up; for a table that Terraform made, somebody must write it there."""
    deployed = preset(library_id)
    parameter = {"Name": "/TheStack/tables/arc-sessions", "Value": deployed.table.name, "Type": "String"}
    moto.client("ssm").put_parameter(**parameter)
    env = environment(deployed.recorder.url, ARC_ENV="production", ARC_STACK_NAME="TheStack")
    with storage(library_id, remix_options(deployed) | {"table": {"architect": "arc-sessions"}}, env) as remix:
        assert remix("me", remix("login", "ann", None)) == "ann"
    assert deployed.item()["user"] == {"S": "ann"}


FIRST_CALLS: dict[str, tuple[Any, ...]] = {
    AUTH_JS: ("createUser", {"email": "ann@example.org"}),
    SHOPIFY: ("storeSession", offline_session()),
    REMIX: ("login", "ann", None),
    ARCHITECT[1]: ("login", "ann", None),
}


@pytest.mark.parametrize("library_id", FIRST_CALLS)
def test_the_guides_own_table_fits_none(guide: Callable[[str], Deployed], library_id: str) -> None:
    deployed = guide(library_id)
    options = remix_options(deployed) if library_id in ARCHITECT else deployed.as_shipped
    with (
        storage(library_id, options, environment(deployed.recorder.url)) as calls,
        pytest.raises(StorageError, match="ValidationException"),
    ):
        calls(*FIRST_CALLS[library_id])
    assert deployed.items() == []
