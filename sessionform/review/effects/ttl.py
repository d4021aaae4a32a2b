"""Time to live: on, off, and another attribute, which AWS does not do in one go."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.facts import how_often
from sessionform.model import Table, Ttl
from sessionform.review.effects.effect import (
    API,
    CRITICAL,
    GUIDE,
    HIGH,
    MEDIUM,
    NONE,
    ChangeKind,
    Effect,
    deploys,
    steps,
)
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_UPDATE = f"{API}/API_UpdateTimeToLive.html"

ttl_enabled = ChangeKind(
    id="ttl-switched-on",
    summary="TTL is switched on",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS starts deleting every item whose attribute holds a time in the past (epoch seconds, at most five years old), "
        "usually within two days. Deleted items are gone unless point-in-time recovery is on. AWS accepts "
        f"{how_often.TTL.words}, counted from the creation of a table with TTL too, so switching it back on sooner than "
        "that fails at apply."
    ),
    source=f"{GUIDE}/howitworks-ttl.html",
)
ttl_disabled = ChangeKind(
    id="ttl-switched-off",
    summary="TTL is switched off",
    severity=MEDIUM,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Nothing expires any more, not even items whose time has passed: the table grows, and a stolen session stays in "
        "it until the application refuses it."
    ),
    source=f"{GUIDE}/howitworks-ttl.html",
)
ttl_disabled_without_attribute = ChangeKind(
    id="ttl-switched-off-without-attribute",
    summary="TTL is switched off without naming its attribute",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.FAILS_AT_APPLY,
    why=(
        "AWS requires the name of the attribute that TTL is on for, even to switch it off. Terraform plans the update, the "
        "provider sends an empty name (hashicorp/terraform-provider-aws#44730) or that of another attribute, and AWS "
        "refuses it with a ValidationException."
    ),
    source="https://github.com/hashicorp/terraform-provider-aws/issues/44730",
)
ttl_attribute_changed = ChangeKind(
    id="ttl-attribute-changed",
    summary="TTL is on and moves to another attribute",
    severity=CRITICAL,
    terraform=Terraform.UPDATE,
    outcome=Outcome.NEEDS_SEVERAL_DEPLOYS,
    why=(
        "Terraform plans a clean update. AWS refuses it, because TTL is active on another attribute, and accepts "
        f"{how_often.TTL.words}. So it takes two deploys, at least {how_often.TTL.wait} apart."
    ),
    source=_UPDATE,
)
ttl_attribute_renamed_while_off = ChangeKind(
    id="ttl-attribute-renamed-while-off",
    summary="TTL is off and names another attribute",
    severity=NONE,
    terraform=Terraform.NO_OP,
    outcome=Outcome.NONE,
    why="While TTL is off, its attribute is only a note: Terraform plans nothing and AWS is not called.",
    source=_UPDATE,
)

KINDS = (
    ttl_enabled,
    ttl_disabled,
    ttl_disabled_without_attribute,
    ttl_attribute_changed,
    ttl_attribute_renamed_while_off,
)


def ttl(pair: Pair) -> Iterator[Effect]:
    """Another TTL setting."""
    old, new = pair.tables
    before, after = _attribute(old.ttl), _attribute(new.ttl)
    if before == after:
        was, named = (side.attribute if side else None for side in (old.ttl, new.ttl))
        if before is None and was != named:
            message = f"TTL of `{new.key}` stays off; the attribute that it names is only a note"
            yield ttl_attribute_renamed_while_off.effect(("ttl", "attribute"), was, named, message)
    elif before is None:
        yield _enabled(old, new, after)
    elif after is None:
        yield _disabled(new, before)
    else:
        yield _moved(new, before, after)


def _attribute(setting: Ttl | None) -> str | None:
    """The attribute by which items expire, None where none do."""
    return setting.attribute if setting is not None and setting.enabled else None


def _enabled(old: Table, new: Table, after: str | None) -> Effect:
    lost = "" if new.point_in_time_recovery.enabled else ", for good: the table has no point-in-time recovery"
    way = [
        "make sure that every writer stores epoch seconds (not milliseconds) as a Number",
        "count the items whose time has passed: these will be deleted",
    ]
    if old.ttl is not None:
        way.append(f"wait until {how_often.TTL.wait} has passed since TTL was switched off, or AWS refuses the change")
    way.append("deploy, and keep rejecting expired sessions in the application: deletion can take a few days")
    return ttl_enabled.effect(
        ("ttl",),
        False if old.ttl is not None else None,
        after,
        f"sessions in `{new.key}` will expire by `{after}`: those whose time has passed are deleted, existing ones "
        f"included{lost}",
        steps(*way),
    )


def _disabled(new: Table, before: str) -> Effect:
    if new.ttl is None or new.ttl.attribute is None:
        return ttl_disabled_without_attribute.effect(
            ("ttl",),
            before,
            False,
            f"TTL of `{new.key}` cannot be switched off like this: AWS requires the attribute's name even for that, "
            "so the apply fails and sessions keep expiring",
            f"write `ttl: {{attribute: {before}, enabled: false}}`",
        )
    if new.ttl.attribute != before:
        return ttl_disabled_without_attribute.effect(
            ("ttl",),
            before,
            False,
            f"TTL of `{new.key}` cannot be switched off like this: it is on for `{before}`, and AWS refuses to switch it "
            f"off for `{new.ttl.attribute}`, so the apply fails and sessions keep expiring",
            f"write `ttl: {{attribute: {before}, enabled: false}}`; `{new.ttl.attribute}` can be named in a later deploy",
        )
    message = f"sessions in `{new.key}` no longer expire: expired ones stay in the table, and it grows"
    return ttl_disabled.effect(("ttl",), before, False, message)


def _moved(new: Table, before: str, after: str) -> Effect:
    return ttl_attribute_changed.effect(
        ("ttl", "attribute"),
        before,
        after,
        f"`{new.key}` expires sessions by `{before}`; AWS refuses to move TTL to `{after}` in one deploy, so the apply "
        "fails, though the plan looks clean",
        deploys(
            f"let the application write `{after}` as well, and wait until every live session has it",
            f"deploy `ttl: {{attribute: {before}, enabled: false}}`; after that nothing expires",
            f"wait at least {how_often.TTL.wait}",
            f"deploy `ttl: {after}`",
        ),
    )


HANDLERS = {"ttl": ttl}
