"""Where the versions of the provider that may run differ, the review says what each of them does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sessionform.compile import compile_text
from sessionform.facts.provider import BEHAVIOURS, NEWEST_READ, RUN_WITH, admitted, eras
from sessionform.review.judge.by_version import Predictions, predicted
from sessionform.review.model import Change
from sessionform.review.pair import Pair, Side
from sessionform.review.review import review
from tests.review.case import CASES, TODAY, Case

BASE = """\
terraform: {aws_provider: "%s"}
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
"""
ONE = "    global_secondary_indexes: {by_device: {partition_key: %s, projection: ALL}}\n"


def told(constraint: str, before: str, after: str, rule: str) -> Change:
    texts = (BASE % constraint + side for side in (before, after))
    old, new = (compile_text(text, f"{name}.yaml", TODAY) for text, name in zip(texts, "ab", strict=True))
    return next(change for change in review(old, new, TODAY).changes if change.rule == rule)


@pytest.mark.parametrize(
    ("constraint", "terraform", "outcome", "both"),
    [
        ("~> 5.100", "update", "in-place", False),
        ("~> 6.40.0", "update", "in-place", False),
        ("~> 6.41.0", "no-op", "silently-ignored", False),
        (">= 5.100.0, < 7.0.0", "update", "in-place", True),
    ],
)
def test_the_last_index_goes_or_is_not_seen_to_go(constraint: str, terraform: str, outcome: str, both: bool) -> None:
    change = told(constraint, ONE % "deviceId", "", "index-removed")
    assert (change.terraform, change.outcome) == (terraform, outcome)
    assert ("6.41.0 and later" in change.message) == both
    assert ("no-op, silently-ignored" in change.message) == both


def test_an_index_that_is_not_the_last_is_the_same_everywhere() -> None:
    two = ONE.replace("}}", "}, by_login: {partition_key: loginId, projection: ALL}}")
    change = told(">= 5.100.0, < 7.0.0", two % "deviceId", ONE % "deviceId", "index-removed")
    assert "AWS provider" not in change.message


@pytest.mark.parametrize(
    ("constraint", "terraform", "outcome"),
    [("~> 6.56.0", "replace", "data-loss"), ("~> 6.57.0", "update", "fails-at-apply")],
)
def test_lower_warm_throughput_replaces_the_table_or_is_refused(constraint: str, terraform: str, outcome: str) -> None:
    warm = "    warm_throughput: {read: 15000, write: %s}\n"
    change = told(constraint, warm % 8000, warm % 5000, "warm-throughput-lowered")
    assert (change.terraform, change.outcome) == (terraform, outcome)


def test_a_loss_in_one_of_the_versions_is_a_loss() -> None:
    warm = "    warm_throughput: {read: 15000, write: %s}\n"
    change = told(">= 6.13.0, < 7.0.0", warm % 8000, warm % 5000, "warm-throughput-lowered")
    assert change.outcome == "data-loss"
    assert change.confidence == "read"
    assert "before 6.57.0: replace, data-loss; 6.57.0 and later" in change.message


def test_the_type_of_a_key_of_an_index_is_seen_by_later_versions() -> None:
    typed = "{name: deviceId, type: %s}"
    change = told(">= 5.100.0, < 7.0.0", ONE % (typed % "S"), ONE % (typed % "N"), "index-key-type-changed")
    assert (change.terraform, change.outcome) == ("no-op", "silently-ignored")
    assert "6.47.0 and later" in change.message


def test_a_constraint_admits_the_stretches_that_it_lets_in() -> None:
    assert admitted("= 5.100.0") == (RUN_WITH,)
    assert admitted(">= 5.100.0, < 7.0.0") == eras()
    assert admitted("~> 6.57") == ((6, 57, 0),)
    assert admitted("nonsense") == (RUN_WITH,)


def test_what_is_not_run_is_marked_so() -> None:
    for behaviour in BEHAVIOURS:
        assert behaviour.holds(RUN_WITH) or behaviour.source.confidence != "run", behaviour.id
        assert behaviour.since <= NEWEST_READ
    assert len({behaviour.id for behaviour in BEHAVIOURS}) == len(BEHAVIOURS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_same_is_predicted_of_a_table_by_any_name(case: Case) -> None:
    """What is predicted once for all tables of the same settings."""
    before, after = (side.valid() for side in case.compiled())
    for name in before.environments.keys() & after.environments.keys():
        sides = before.environments[name], after.environments[name]
        known = Predictions(eras())
        for key in sides[0].tables.keys() & sides[1].tables.keys():
            pair = Pair(*(Side(environment.tables[key], environment) for environment in sides))
            assert known.of(pair) == predicted(_renamed(pair), eras())


def _renamed(pair: Pair) -> Pair:
    """The pair as it would be under another name and another key, which change where they did."""
    sides = (
        replace(side, table=replace(side.table, key=f"x_{side.table.key}", name=f"y-{side.table.name}"))
        for side in (pair.before, pair.after)
    )
    return Pair(*sides)


def test_an_index_rebuilt_for_its_type_beside_several_that_are_built() -> None:
    """The count of indexes is a change of all of them, and no key of it has another type."""
    index = "    global_secondary_indexes:\n      by_device: {partition_key: {name: deviceId, type: %s}}\n"
    others = "".join(f"      by_{name}: {{partition_key: {name}}}\n" for name in ("owner", "agent"))
    sides = ("~> 6.69.0", index % "S", index % "N" + others)
    assert told(*sides, "several-indexes-built").path[-1] == "global_secondary_indexes"
    rebuilt = told(*sides, "index-key-type-changed")
    assert (rebuilt.terraform, rebuilt.outcome) == ("update", "index-rebuild")


TWO = """\
    global_secondary_indexes:
      by_device: {partition_key: {name: deviceId, type: %s}}
      by_tenant: {partition_key: tenant, sort_key: {name: deviceId, type: %s}}
"""


def test_every_index_with_a_key_of_another_type_is_rebuilt() -> None:
    """AWS knows one type for an attribute: an index that kept the old one would stand in the way of the others."""
    rebuilt = told("~> 6.69.0", TWO % ("S", "S"), TWO % ("N", "N"), "index-key-type-changed")
    assert (rebuilt.terraform, rebuilt.outcome) == ("update", "index-rebuild")
    assert [call.about for call in rebuilt.calls] == ["by_device", "by_tenant"] * 2
    assert "the indexes `by_device`, `by_tenant` of `userSessions`" in rebuilt.message
    unseen = told("~> 5.100", TWO % ("S", "S"), TWO % ("N", "N"), "index-key-type-changed")
    assert (unseen.terraform, unseen.outcome) == ("no-op", "silently-ignored")
    assert "the indexes `by_device`, `by_tenant` of `userSessions`" in unseen.message


def test_a_new_index_with_a_key_of_another_type_is_not_deleted_first() -> None:
    more = "      by_login: {partition_key: {name: deviceId, type: N}}\n"
    index = "    global_secondary_indexes:\n%s      by_device: {partition_key: {name: deviceId, type: %s}}\n"
    beside = told("~> 6.69.0", index % ("", "S"), index % (more, "N"), "index-key-type-changed")
    assert [call.about for call in beside.calls] == ["by_device", "by_device", "by_login"]
    assert "the index `by_device` of" in beside.message
    instead = told("~> 6.69.0", index % ("", "S"), index[: index.index("%s")] + more, "index-key-type-changed")
    assert [call.about for call in instead.calls] == ["by_login"]
    assert "`by_login` of `userSessions` changes from type S to N: it is built with that type" in instead.message


def test_the_type_of_a_key_that_a_local_index_has_too_stays() -> None:
    local = "    sort_key: id\n    local_secondary_indexes: {own: {sort_key: {name: deviceId, type: %s}}}\n"
    sides = [local % kind + ONE % f"{{name: deviceId, type: {kind}}}" for kind in "SN"]
    change = told("~> 6.69.0", sides[0], sides[1], "index-key-type-changed")
    assert (change.terraform, change.outcome) == ("no-op", "silently-ignored")
