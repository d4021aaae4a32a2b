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
    "The application asks something new",
    "No resource changes. The check has proven that the table or an index answers it; one that is added in the same "
    "deploy answers only when it is built.",
)
access_pattern_removed = _unseen(
    "access-pattern-removed",
    "The application no longer asks something",
    "No resource changes. An index that only this pattern needed can go later.",
    severity=LOW,
)
access_pattern_changed = _unseen(
    "access-pattern-changed",
    "The application asks something in another way",
    "No resource changes. The check has proven that the table or an index answers it.",
)
item_size_changed = _unseen(
    "item-size-changed",
    "Sessions are taken to have another size",
    "Only estimates of the units that access patterns consume change.",
)
writes_changed = _unseen(
    "writes-changed",
    "The application writes another form of expiry",
    "No resource changes. What DynamoDB deletes is a Number of epoch seconds in the attribute of `ttl`, and nothing else.",
    severity=LOW,
)
description_changed = _unseen("description-changed", "The description says something else", "Only people read it.")
waivers_changed = _unseen(
    "waivers-changed",
    "Other warnings are silenced",
    "No resource changes. A warning that is silenced here is one that the check does not show.",
    severity=LOW,
)
import_existing_changed = _unseen(
    "import-existing-changed",
    "A table that is in the state is, or is no longer, declared as one to adopt",
    "Terraform's `import` block does nothing for a table that is in its state already.",
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
            kind, what = access_pattern_added, "is a new question of the application"
        elif new is None:
            kind, what = access_pattern_removed, "is no longer asked; an index that only it needed can go later"
        else:
            kind, what = access_pattern_changed, "asks in another way"
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
        "the application writes the expiry of `{key}` in another way: sessions that are there keep theirs",
    ),
    "item_size": _plainly("item_size", item_size_changed, "sessions in `{key}` are taken to have another size"),
    "description": _plainly("description", description_changed, "the description of `{key}` says something else"),
    "waivers": _plainly("waivers", waivers_changed, "other warnings about `{key}` are silenced"),
    "import_existing": _plainly(
        "import_existing", import_existing_changed, "`{key}` is in the state already; `import_existing` does nothing"
    ),
}
