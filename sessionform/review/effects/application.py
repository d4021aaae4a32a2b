"""What the application will ask, and what only people read: no resource changes, yet a reviewer wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.review.effects.effect import LOW, NONE, ChangeKind, Effect, Handler
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_ACCESS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-modeling-nosql.html"
_TERRAFORM = "https://developer.hashicorp.com/terraform/language/import"


def _unseen(id_: str, summary: str, why: str, source: str = _ACCESS, severity: ReviewSeverity = NONE) -> ChangeKind:
    return ChangeKind(
        id=id_,
        summary=summary,
        severity=severity,
        terraform=Terraform.NO_OP,
        outcome=Outcome.NONE,
        why=why,
        source=source,
    )


access_pattern_added = _unseen(
    "access-pattern-added",
    "An access pattern is added",
    "No resource changes. The check has proven that the table or an index serves it; an index that is added in the "
    "same deploy serves it only once it is built.",
)
access_pattern_removed = _unseen(
    "access-pattern-removed",
    "An access pattern is removed",
    "No resource changes. An index that only this pattern needed can be removed later.",
    severity=LOW,
)
access_pattern_changed = _unseen(
    "access-pattern-changed",
    "An access pattern changes",
    "No resource changes. The check has proven that the table or an index serves it.",
)
item_size_changed = _unseen(
    "item-size-changed",
    "The assumed size of sessions changes",
    "Only estimates of the units that access patterns consume change.",
)
writes_changed = _unseen(
    "writes-changed",
    "The application writes the expiry in another form",
    "No resource changes. DynamoDB deletes only by a Number of epoch seconds in the attribute of `ttl`.",
    severity=LOW,
)
description_changed = _unseen("description-changed", "The description changes", "Only people read it.")
waivers_changed = _unseen(
    "waivers-changed",
    "The silenced warnings change",
    "No resource changes. The check does not show a warning that is silenced here.",
    severity=LOW,
)
import_existing_changed = _unseen(
    "import-existing-changed",
    "`import_existing` changes for a table that is already in the state",
    "Terraform's `import` block does nothing for a table that is already in its state.",
    _TERRAFORM,
)

KINDS = (
    access_pattern_added,
    access_pattern_removed,
    access_pattern_changed,
    item_size_changed,
    writes_changed,
    description_changed,
    waivers_changed,
    import_existing_changed,
)


def patterns(pair: Pair) -> Iterator[Effect]:
    """Access patterns that come, go, or ask otherwise."""
    before, after = (table.settings.get("access_patterns") or {} for table in pair.tables)
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is None:
            kind, what = access_pattern_added, "is new"
        elif new is None:
            kind, what = access_pattern_removed, "is removed; an index that only it needed can be removed later"
        else:
            kind, what = access_pattern_changed, "changes"
        message = f"the access pattern `{name}` of `{pair.key}` {what}"
        yield kind.effect(("access_patterns", name), old, new, message, resource="")


def _plainly(setting: str, kind: ChangeKind, message: str) -> Handler:
    """A handler that reports another value of a setting that no resource knows."""

    def report(pair: Pair) -> Iterator[Effect]:
        before, after = (table.settings.get(setting) for table in pair.tables)
        if before != after:
            yield kind.effect((setting,), before, after, message.format(key=pair.key), resource="")

    return report


HANDLERS: dict[str, Callable[[Pair], Iterator[Effect]]] = {
    "access_patterns": patterns,
    "writes": _plainly(
        "writes",
        writes_changed,
        "the application writes the expiry of `{key}` in another form: existing sessions keep theirs",
    ),
    "item_size": _plainly("item_size", item_size_changed, "the assumed size of sessions in `{key}` changes"),
    "description": _plainly("description", description_changed, "the description of `{key}` changes"),
    "waivers": _plainly("waivers", waivers_changed, "the silenced warnings about `{key}` change"),
    "import_existing": _plainly(
        "import_existing", import_existing_changed, "`{key}` is already in the state; `import_existing` does nothing"
    ),
}
