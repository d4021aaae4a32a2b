"""What is said of a change below its message, the same whatever the format: each format writes these parts in its own form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.report.layout.numbers import first_names
from sessionform.report.review.groups import ChangeGroup
from sessionform.review.effects.effect import ChangeKind


@dataclass(frozen=True, slots=True)
class Details:
    """The parts; empty where there is nothing to say.

    `tables` names all of several, `before` is the place in the base of what the head has no place for, `reason` and `until`
    are those of the acceptance, and `page` is the address that explains the kind of change.
    """

    where: str
    tables: str
    terraform: str
    outcome: str
    before: str
    reason: str
    until: str
    hint: str
    page: str

    @property
    def accepted(self) -> str:
        """For which reason it is accepted, and until when."""
        return f"{self.reason} (until {self.until})" if self.until else self.reason

    def lines(self) -> Iterator[str]:
        """All of it but the page, for formats that know only text; a hint has several lines in one."""
        yield f"in {self.where}: Terraform shows {self.terraform}; really happens: {self.outcome}"
        if self.tables:
            yield f"tables: {self.tables}"
        if self.reason:
            yield f"accepted: {self.accepted}"
        if self.before:
            yield f"before: {self.before}"
        if self.hint:
            yield f"hint: {self.hint}"


def details(group: ChangeGroup) -> Details:
    """The parts of a change that was merged with those that say the same."""
    change, acceptance = group.change, group.change.accepted
    return Details(
        where=", ".join(group.where),
        tables=first_names(group.tables) if len(group.tables) > 1 else "",
        terraform=str(change.terraform),
        outcome=str(change.outcome),
        before=str(change.location) if change.gone else "",
        reason=acceptance.reason if acceptance is not None else "",
        until=str(acceptance.expires) if acceptance is not None and acceptance.expires is not None else "",
        hint=change.hint,
        page=ChangeKind.web_page(change.rule),
    )
