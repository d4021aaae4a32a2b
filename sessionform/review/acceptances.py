"""`accept`: changes that the team has decided on in the declaration, until their day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sessionform.diagnostics import Finding
from sessionform.edits import remove
from sessionform.model import Acceptance
from sessionform.review.model import Change
from sessionform.rules.engine.acceptances import acceptance_expired, acceptance_unused, expired_message


def accept(changes: Iterable[Change], acceptances: Sequence[Acceptance], today: date) -> list[Change]:
    """The changes, each with the first acceptance that covers it and still holds on `today`."""
    live: dict[_About, tuple[int, Acceptance]] = {}
    for position, item in enumerate(acceptances):
        if not item.expired(today):
            live.setdefault((item.change, item.table, item.environment), (position, item))
    return [replace(change, accepted=_first(change, live)) for change in changes]


_About = tuple[str, str | None, str | None]
"""What an acceptance is about: a kind of change, and the table and environment where it names them."""


def _first(change: Change, live: dict[_About, tuple[int, Acceptance]]) -> Acceptance | None:
    found = [live[about] for about in _abouts(change) if about in live and not change.refused]
    return min(found, key=lambda item: item[0])[1] if found else None


def _abouts(change: Change) -> list[_About]:
    """Everything that an acceptance which covers the change can be about."""
    return [
        (change.rule, table, environment)
        for table in (change.table, None)
        for environment in (change.environment, None)
    ]


def standing(changes: Iterable[Change], earlier: Sequence[Acceptance]) -> Iterator[str]:
    """A sentence for each acceptance of a change that the base has already: nobody decides on it in this diff."""
    known = {replace(item, path=()) for item in earlier}
    used = (change.accepted for change in changes if change.accepted is not None)
    for kind in dict.fromkeys(item.change for item in used if replace(item, path=()) in known):
        yield f"what `accept` says of `{kind}` is already in the base, so this diff does not show who decided on it"


def complaints(
    changes: Sequence[Change], acceptances: Sequence[Acceptance], today: date, environments: Collection[str] = ()
) -> Iterator[Finding]:
    """What is wrong with the acceptances themselves: a day that is past, no such change.

    `environments`, where given, are the only ones looked at: what an acceptance is for may be in another.
    """
    covered = {about for change in changes for about in _abouts(change)}
    acceptable = {about for change in changes if not change.refused for about in _abouts(change)}
    for item in acceptances:
        used = (item.change, item.table, item.environment) in covered
        looked_at = not environments or item.environment in environments
        what = f"the acceptance of `{item.change}`"
        if not used and not looked_at:
            continue
        elif item.expired(today):
            message = expired_message(item) + ("; it no longer accepts this change" if used else "")
            hint = "decide again and write a later date, or remove it" if used else "remove it"
            place, gone = (*item.path, "expires"), remove(item.path, safe=not used)
            yield acceptance_expired.finding(message, hint, place, gone)
        elif used and (item.change, item.table, item.environment) not in acceptable:
            message = f"{what} accepts nothing: AWS or Terraform refuses that change, so the deploy fails all the same"
            yield acceptance_unused.finding(message, "make the change in the steps that its hint gives", item.path)
        elif not used:
            message = f"{what} matches no change of this review"
            hint = "remove it once the change is applied; if it is still to come, look at `table` and `environment`"
            yield acceptance_unused.finding(message, hint, item.path, remove(item.path))
