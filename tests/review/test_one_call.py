"""What one UpdateTable may hold, and the deploys that it is cut into: each pair of its parts."""

from __future__ import annotations

from itertools import combinations

import pytest

from sessionform.compile import compile_text
from sessionform.facts.aws import Part, refused_together
from sessionform.review.effects.meeting.cut import cut_into_deploys
from sessionform.review.model import Change, Review
from sessionform.review.outcome import Outcome
from sessionform.review.review import review
from tests.review.case import TODAY

P, S, C = Part.PROTECTION, Part.STREAM, Part.CAPS
B1, B0, T, G, GC = Part.TO_PROVISIONED, Part.TO_ON_DEMAND, Part.CAPACITY, Part.INDEX_CAPACITY, Part.INDEX_CAPS

ACCEPTED = [{B0, S}, {B0, C}, {B1, T}, {B1, T, G}, {T, G}, {B0, GC}, {P}, {S}, {C}, {T}, {G}, {GC}]
UNKNOWN = [{C, GC}, {S, G}, {S, GC}, {B0, S, C}]
REFUSED = [*({P, other} for other in (S, C, B0, B1, T, G, GC)), {C, S}, {C, T}, {S, T}, {S, B1}, {S, B1, T, G}]


def _names(parts: set[Part]) -> str:
    """In an order of their own: each process of the suite has another order of sets."""
    return "+".join(sorted(part.name.lower() for part in parts))


@pytest.mark.parametrize("parts", ACCEPTED, ids=_names)
def test_what_aws_accepts(parts: set[Part]) -> None:
    assert refused_together(parts) is None


@pytest.mark.parametrize("parts", UNKNOWN, ids=_names)
def test_what_nobody_has_tried_is_certain_neither_way(parts: set[Part]) -> None:
    refusal = refused_together(parts)
    assert refusal is not None
    assert not refusal.certain


@pytest.mark.parametrize("parts", REFUSED, ids=_names)
def test_what_aws_refuses(parts: set[Part]) -> None:
    refusal = refused_together(parts)
    assert refusal is not None
    assert refusal.certain
    assert refusal.text.startswith("ValidationException")


def test_two_that_must_be_alone_are_named_in_the_order_of_aws() -> None:
    refusal = refused_together({Part.PROTECTION, Part.ENCRYPTION})
    assert refusal is not None
    assert "SSE modification" in refusal.text


@pytest.mark.parametrize("parts", [set(pair) for pair in combinations((P, S, C, B0, T, G, GC), 3)], ids=_names)
def test_every_deploy_of_a_cut_is_accepted(parts: set[Part]) -> None:
    groups = cut_into_deploys(frozenset(parts))
    assert set().union(*groups) == parts
    assert sum(len(group) for group in groups) == len(parts)
    assert all(refused_together(group) is None for group in groups)


def test_protection_goes_first_and_the_stream_before_capacity() -> None:
    assert cut_into_deploys(frozenset({P, S, T, G})) == [{P}, {S}, {T, G}]
    assert cut_into_deploys(frozenset({P, S, B0, C})) == [{P}, {S, B0}, {C}]


BASE = """\
version: 1
environments:
  production: {region: us-east-1}
tables:
  userSessions:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
"""


def reviewed(before: str, after: str) -> Review:
    texts = (BASE + before, BASE + after)
    return review(*(compile_text(text, f"{name}.yaml", TODAY) for name, text in zip("ab", texts, strict=True)), TODAY)


def told(result: Review, rule: str) -> Change:
    return next(change for change in result.changes if change.rule == rule)


def test_two_settings_in_one_update_are_refused_with_the_deploys_that_are_not() -> None:
    result = reviewed("", "    deletion_protection: true\n    stream: NEW_IMAGE\n")
    assert [str(table.outcome) for table in result.tables] == ["fails-at-apply"]
    together = told(result, "changes-refused-together")
    assert "must be the only operation" in together.message
    assert together.hint.split("\n")[0].startswith("1. deploy `deletion_protection` alone")
    assert {change.outcome for change in result.changes if change is not together} == {Outcome.NEEDS_SEVERAL_DEPLOYS}
    (call,) = together.calls
    assert call.refused
    assert set(call.carries) == {("deletion_protection",), ("stream",)}


def test_what_comes_after_a_rejected_call_is_not_done_and_what_comes_before_it_is() -> None:
    index = "    global_secondary_indexes: {%s: {partition_key: deviceId, projection: ALL}}\n"
    before = index % "one" + "    stream: NEW_IMAGE\n"
    after = index % "two" + "    deletion_protection: true\n    server_side_encryption: AWS_MANAGED\n"
    result = reviewed(before, after)
    halfway = told(result, "partly-applied")
    assert "deletes `one`" in halfway.message
    renamed = told(result, "index-renamed")
    assert renamed.outcome is Outcome.FAILS_AT_APPLY
    assert str(renamed.severity) == "critical"
    assert "deleted but not created again" in renamed.message
    assert told(result, "encryption-changed").message.startswith("`userSessions` does not get this")


def test_an_encryption_that_comes_before_the_refusal_is_done() -> None:
    result = reviewed("", "    server_side_encryption: AWS_MANAGED\n").changes
    assert [change.outcome for change in result] == [Outcome.IN_PLACE]
    before = BASE.replace("expiresAt", "expires")
    after = BASE + "    server_side_encryption: AWS_MANAGED\n"
    both = review(*(compile_text(text, "s.yaml", TODAY) for text in (before, after)), TODAY)
    assert "`server_side_encryption`" in told(both, "partly-applied").message
    assert told(both, "encryption-changed").outcome is Outcome.IN_PLACE


@pytest.mark.parametrize("rule", ["changes-refused-together", "deletion-protection-enabled", "stream-enabled"])
def test_no_acceptance_makes_green_what_aws_refuses(rule: str) -> None:
    accept = f"accept: [{{change: {rule}, reason: we know, expires: 2027-06-30}}]\n"
    texts = (BASE, accept + BASE + "    deletion_protection: true\n    stream: NEW_IMAGE\n")
    result = review(*(compile_text(text, "s.yaml", TODAY) for text in texts), TODAY)
    assert str(result.verdict) == "critical"
    assert all(change.accepted is None for change in result.changes)
    assert [item.finding.rule for item in result.diagnostics] == ["acceptance-unused"]
    assert "refuses" in result.diagnostics[0].finding.message


def test_the_calls_come_in_the_order_of_the_provider() -> None:
    result = reviewed("", "    tags: {Team: a}\n    table_class: STANDARD_INFREQUENT_ACCESS\n    stream: NEW_IMAGE\n")
    assert all(not change.calls or not change.calls[0].refused for change in result.changes)
    assert all(len(change.calls) == 1 for change in result.changes)
