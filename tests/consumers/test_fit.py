"""Whether a library can use a table, and what would make the two fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sessionform.consumers.fit import fit
from sessionform.consumers.mismatch import Mismatch
from sessionform.consumers.registry import library, library_ids
from tests.consumers.declared import GUIDE, preset, table_of, with_options
from tests.golden import assert_golden

GOLDEN = Path(__file__).parent / "golden"

CONNECT = {"partition_key": "id", "ttl": "expires", "consumer": "connect-dynamodb"}
PHP = {"partition_key": "id", "ttl": "expires", "consumer": "aws-sdk-php"}
SHOPIFY = preset("shopify-session-storage-dynamodb")
AUTH = preset("auth-js")


def only(settings: dict[str, Any]) -> Mismatch:
    (mismatch,) = fit(table_of(settings))
    return mismatch


def hint(settings: dict[str, Any]) -> str:
    consumer = settings["consumer"]
    return only(settings).hint(library(consumer if isinstance(consumer, str) else consumer["library"]))


@pytest.mark.parametrize("library_id", library_ids())
def test_the_declared_preset_fits(library_id: str) -> None:
    assert fit(table_of(preset(library_id))) == []


@pytest.mark.parametrize("library_id", library_ids())
def test_the_guides_own_table_fits_none(library_id: str) -> None:
    """The wrong key, a sort key too many or an index too few: with every library something breaks."""
    mismatches = fit(table_of({**GUIDE, "consumer": library_id}))
    assert {"keys", "index"} & {mismatch.kind for mismatch in mismatches}
    text = "".join(f"{'.'.join(m.setting)}: {m.message}\n  = {m.hint(library(library_id))}\n" for m in mismatches)
    assert_golden(text, GOLDEN / library_id / "guide.txt")


MISFITS: dict[str, dict[str, Any]] = {
    "guide": GUIDE,
    "numeric key": {"partition_key": {"name": "id", "type": "N"}, "ttl": "expires"},
    "keys alone": {"partition_key": "pk", "sort_key": "sk"},
    "binary keys": {
        "partition_key": {"name": "PK", "type": "B"},
        "sort_key": {"name": "SK", "type": "N"},
        "ttl": "endsAt",
    },
    "an index of another shape": {
        "partition_key": "id",
        "ttl": "expiry",
        "global_secondary_indexes": {
            "GSI1": {"partition_key": "GSI1PK", "projection": "KEYS_ONLY"},
            "shop_index": {"partition_key": "shop", "sort_key": "createdAt", "projection": "KEYS_ONLY"},
        },
    },
    "an index of another name": {
        "partition_key": "id",
        "global_secondary_indexes": {
            "byToken": {"partition_key": "GSI1PK", "sort_key": "GSI1SK"},
            "byShop": {"partition_key": "shop", "projection": "KEYS_ONLY"},
        },
    },
    "ttl switched off": {"partition_key": "id", "ttl": {"attribute": "expires", "enabled": False}},
}


@pytest.mark.parametrize("library_id", library_ids())
@pytest.mark.parametrize("name", MISFITS)
def test_either_way_out_is_a_way_out(name: str, library_id: str) -> None:
    """What a hint says is pasted, one mismatch after the other, until nothing is left to say."""
    misfit = {**MISFITS[name], "consumer": library_id}
    for prefer in ("change_table", "change_application"):
        settings = misfit
        for _ in range(10):
            mismatches = fit(table_of(settings))
            if not mismatches:
                break
            first = mismatches[0]
            way = getattr(first, prefer) or first.change_table or first.change_application
            settings = {**settings, **yaml.safe_load(way)}
            assert first not in fit(table_of(settings)), f"`{way}` does not mend: {first.message}"
        assert fit(table_of(settings)) == []


def test_a_table_without_a_library_or_with_an_unknown_one_is_not_judged() -> None:
    assert fit(table_of(GUIDE)) == []
    assert fit(table_of({**GUIDE, "consumer": "home-grown"})) == []


def test_a_key_of_another_name_has_both_ways_out() -> None:
    assert only({**CONNECT, "partition_key": "userId"}).message == (
        "connect-dynamodb uses the partition key `id`, and `sessions` has `userId`: with this table it "
        f"{library('connect-dynamodb').key_mismatch}"
    )
    assert hint({**CONNECT, "partition_key": "userId"}) == (
        "change the table: `partition_key: id`; or set connect-dynamodb's own option, here and in the "
        "application: `consumer: {library: connect-dynamodb, options: {hashKey: userId}}`"
    )


def test_an_option_that_renames_a_key_makes_it_fit() -> None:
    settings = {**CONNECT, "partition_key": "userId"}
    assert fit(table_of(with_options(settings, {"hashKey": "userId"}))) == []
    assert only(with_options(CONNECT, {"hashKey": "userId"})).change_table == "partition_key: userId"


def test_a_nested_option_may_be_written_with_a_dot() -> None:
    settings = {"partition_key": "id", "ttl": "expires", "consumer": "dynamodb-store"}
    assert only(settings).change_application == ("consumer: {library: dynamodb-store, options: {table: {hashKey: id}}}")
    for options in ({"table": {"hashKey": "id"}}, {"table.hashKey": "id"}):
        assert fit(table_of(with_options(settings, options))) == []


def test_an_option_of_the_wrong_type_does_not_count() -> None:
    """`option_problems` says so; the library is judged as it ships."""
    assert fit(table_of(with_options(CONNECT, {"hashKey": 5}))) == []


def test_a_sort_key_too_many_can_only_be_taken_away() -> None:
    assert hint({**CONNECT, "sort_key": "createdAt"}) == (
        "change the table: `sort_key: null` (no option of connect-dynamodb changes what it does)"
    )


def test_a_key_of_another_type_is_a_mismatch_even_where_any_name_will_do() -> None:
    settings = {**preset("aws-dotnet-distributed-cache"), "partition_key": {"name": "anything", "type": "N"}}
    assert only(settings).message.startswith(
        "AWS.AspNetCore.DistributedCacheProvider writes the partition key as a String, and `anything` is a Number here"
    )
    assert fit(table_of({**settings, "partition_key": "anything"})) == []


def test_a_library_may_want_a_key_that_is_not_a_string() -> None:
    assert only({"partition_key": "sid", "ttl": "exp", "consumer": "pyramid-dynamodb-sessions"}).change_table == (
        "partition_key: {name: sid, type: B}"
    )


def test_a_sort_key_that_a_library_needs() -> None:
    mismatch = only({name: value for name, value in AUTH.items() if name != "sort_key"})
    assert mismatch.setting == ("sort_key",)
    assert mismatch.change_table == "sort_key: sk"


def test_ttl_on_a_name_that_the_library_never_writes() -> None:
    assert only({**CONNECT, "ttl": "ttl"}).message == (
        "TTL is on `ttl`, and connect-dynamodb writes the expiry into `expires`: no session would ever be deleted"
    )
    assert hint({**CONNECT, "ttl": "ttl"}).endswith("(no option of connect-dynamodb changes what it does)")
    assert hint({**PHP, "ttl": "ttl"}).endswith("options: {session_lifetime_attribute: ttl}}`")


def test_where_nothing_but_ttl_ends_a_session_a_wrong_name_means_that_none_ends() -> None:
    settings = {"partition_key": "id", "ttl": "ttl", "consumer": "flask-session"}
    assert only(settings).message.endswith("no session would ever end, because nothing else looks at its age")


@pytest.mark.parametrize("ttl", [None, False, {"attribute": "expires", "enabled": False}])
@pytest.mark.parametrize("library_id", library_ids())
def test_a_table_without_ttl_matters_where_the_library_leaves_it_all_to_dynamodb(library_id: str, ttl: Any) -> None:
    expiry = library(library_id).expiry
    mismatches = fit(table_of({**preset(library_id), "ttl": ttl}))
    expected = ["ttl"] if expiry.usable and not expiry.checks_itself and ttl in (None, False) else []
    assert [mismatch.kind for mismatch in mismatches] == expected


@pytest.mark.parametrize(
    ("library_id", "written"),
    [
        ("shopify-session-storage-dynamodb", "writes `expires` as a String, so TTL on `expires`"),
        ("django-dynamodb-sessions", "writes no expiry, so TTL on `expires`"),
        ("aws-dynamodb-session-tomcat", "writes no expiry, so TTL on `expires`"),
        ("aws-sessionprovider-net", "writes no expiry unless it is told where, so TTL on `expires`"),
    ],
)
def test_ttl_cannot_act_on_what_is_no_number_of_seconds(library_id: str, written: str) -> None:
    consumer = {"library": library_id}
    mismatch = only({**preset(library_id), "ttl": "expires", "consumer": consumer})
    assert written in mismatch.message
    assert mismatch.change_table == "ttl: false"


def test_an_option_without_which_the_library_writes_nonsense_is_needed_with_ttl_only() -> None:
    settings = {**preset("aws-sessionstore-dynamodb"), "consumer": "aws-sessionstore-dynamodb"}
    mismatch = only(settings)
    assert (mismatch.setting, mismatch.change_application) == (
        ("consumer",),
        "consumer: {library: aws-sessionstore-dynamodb, options: {max_stale: 86400}}",
    )
    assert [m.change_application for m in fit(table_of({**settings, "ttl": False}))] == [""]


def test_an_index_that_is_not_there() -> None:
    mismatch = only({**SHOPIFY, "global_secondary_indexes": None})
    assert mismatch.setting == ("global_secondary_indexes",)
    assert mismatch.change_table == (
        "global_secondary_indexes: {shop_index: {partition_key: shop, projection: KEYS_ONLY}}"
    )
    assert mismatch.change_application == ""


def test_an_index_of_another_name_can_be_named_to_the_library() -> None:
    mismatch = only({**SHOPIFY, "global_secondary_indexes": {"byShop": {"partition_key": "shop"}}})
    assert mismatch.change_application == (
        "consumer: {library: shopify-session-storage-dynamodb, options: {shopIndexName: byShop}}"
    )


def test_an_index_of_other_keys() -> None:
    mismatch = only({**SHOPIFY, "global_secondary_indexes": {"shop_index": {"partition_key": "domain"}}})
    assert "by `shop`, and here its keys are others" in mismatch.message
    assert mismatch.setting == ("global_secondary_indexes", "shop_index")


@pytest.mark.parametrize("projection", ["KEYS_ONLY", {"include": ["expires"]}])
def test_an_index_that_leaves_out_what_the_library_reads(projection: Any) -> None:
    index = {"GSI1": {"partition_key": "GSI1PK", "sort_key": "GSI1SK", "projection": projection}}
    mismatch = only({**AUTH, "global_secondary_indexes": index})
    assert "reads whole items from the index `GSI1`" in mismatch.message
    assert mismatch.setting == ("global_secondary_indexes", "GSI1", "projection")


def test_the_keys_of_the_table_are_in_every_index() -> None:
    index = {"shop_index": {"partition_key": "shop", "projection": "KEYS_ONLY"}}
    assert fit(table_of({**SHOPIFY, "global_secondary_indexes": index})) == []


def test_a_table_name_among_the_options_must_be_the_tables() -> None:
    settings = with_options(CONNECT, {"table": "sessions"})
    assert only(settings).kind == "table-name"
    assert only(settings).setting == ("consumer", "options", "table")
    assert hint(settings) == (
        "change the table: `table_name: sessions`; or set connect-dynamodb's own option, here and in the "
        "application: `consumer: {library: connect-dynamodb, options: {table: sessions-production}}`"
    )
    assert fit(table_of({**settings, "table_name": "sessions"})) == []
