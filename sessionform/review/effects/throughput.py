"""On-demand caps and warm throughput, of a table and of its indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.diagnostics import Path
from sessionform.model import GlobalIndex, OnDemand, Table, Throughput
from sessionform.review.effects.effect import GUIDE, HIGH, LOW, PROVIDER_SOURCE, ChangeKind, Effect
from sessionform.review.effects.index_definition import rebuilt
from sessionform.review.effects.warm_throughput import KINDS as WARM_KINDS
from sessionform.review.effects.warm_throughput import warm_throughput
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

_CAPS = f"{GUIDE}/on-demand-capacity-mode-max-throughput.html"

_CAP_FACTS = (
    "AWS throttles every request above the cap, however much capacity the table has. The cap takes effect at once."
)

max_throughput_added = ChangeKind(
    id="max-throughput-added",
    summary="An on-demand cap is set",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=_CAP_FACTS,
    source=_CAPS,
)
max_throughput_lowered = ChangeKind(
    id="max-throughput-lowered",
    summary="An on-demand cap is lowered",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=_CAP_FACTS,
    source=_CAPS,
)
max_throughput_raised = ChangeKind(
    id="max-throughput-raised",
    summary="An on-demand cap is raised",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=_CAP_FACTS,
    source=_CAPS,
)
max_throughput_removed = ChangeKind(
    id="max-throughput-removed",
    summary="An on-demand cap is no longer declared",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.SILENTLY_IGNORED,
    why=(
        "AWS removes a cap only when it is sent -1. For a cap that is left out the provider sends none: where both sides "
        "are left out, its UpdateTable is empty and AWS rejects it, and with other changes in it the cap stays in force. "
        "Where both sides are left out, and where one of an index is, every later plan shows it again."
    ),
    source=PROVIDER_SOURCE,
)

KINDS = (
    max_throughput_added,
    max_throughput_lowered,
    max_throughput_raised,
    max_throughput_removed,
    *WARM_KINDS,
)


_UNCAPPED = {"read": -1, "write": -1}


@dataclass(frozen=True, slots=True)
class _Holder:
    """The table itself or one of its indexes: where its settings stand and how messages call it."""

    setting: Path
    what: str
    billing: OnDemand | None
    warm: Throughput
    index: GlobalIndex | None

    @property
    def caps(self) -> Throughput:
        """The caps; no side has one where there are none."""
        return (self.billing and self.billing.max_throughput) or Throughput()

    @property
    def says_caps(self) -> bool:
        """Whether Terraform has a block for them."""
        return self.caps != Throughput() or bool(self.billing and self.billing.cleared)

    def rebuilt_from(self, old: _Holder) -> bool:
        """Whether it is an index that is built again, without the caps that it had."""
        return old.index is not None and self.index is not None and rebuilt(old.index, self.index)


def throughput(pair: Pair) -> Iterator[Effect]:
    """Other caps or other warm throughput, of the table itself and of indexes that stay."""
    old, new = pair.tables
    earlier = {holder.setting: holder for holder in _holders(old)}
    for holder in _holders(new):
        before = earlier.get(holder.setting)
        if before is None:
            continue
        if before.billing is not None and holder.billing is not None:
            yield from _no_caps(before, holder)
        for direction in ("read", "write"):
            if holder.billing is not None:
                yield from _cap(before, holder, direction)
            units = getattr(before.warm, direction), getattr(holder.warm, direction)
            yield from warm_throughput(old, holder.setting, holder.what, units, direction)


def _holders(table: Table) -> Iterator[_Holder]:
    yield _holder((), f"`{table.key}`", table, None)
    for index in table.global_secondary_indexes:
        yield _holder(
            ("global_secondary_indexes", index.name), f"the index `{index.name}` of `{table.key}`", index, index
        )


def _holder(setting: Path, what: str, holder: Table | GlobalIndex, index: GlobalIndex | None) -> _Holder:
    billing = holder.billing if isinstance(holder.billing, OnDemand) else None
    return _Holder(setting, what, billing, holder.warm_throughput or Throughput(), index)


def _no_caps(old: _Holder, new: _Holder) -> Iterator[Effect]:
    """-1 where there is no cap: Terraform shows it in each plan, as AWS never describes it, and nothing changes."""
    cleared = new.billing.cleared if new.billing else ()
    if cleared and old.caps == Throughput() and _shown_again(new):
        again = " again" if cleared == (old.billing and old.billing.cleared) else ""
        message = f"AWS is told{again} to remove the cap of {new.what}, which has none"
        hint = "remove the -1: every later plan shows it, and AWS rejects -1 where it creates a table or an index"
        yield max_throughput_raised.effect((*new.setting, "max_throughput"), None, _UNCAPPED, message, hint)


def _shown_again(holder: _Holder) -> bool:
    """Whether plans go on showing -1: of a table only where it has no cap at all."""
    return bool(holder.setting) or holder.caps == Throughput()


def _cap(old: _Holder, new: _Holder, direction: str) -> Iterator[Effect]:
    before, after = getattr(old.caps, direction), getattr(new.caps, direction)
    setting: Path = (*new.setting, "max_throughput", direction)
    if before == after:
        return
    if after is None and new.billing is not None and direction in new.billing.cleared:
        message = f"the cap of {before} {direction} units a second on {new.what} is removed"
        hint = "leave it out in the next deploy: until then every plan shows it" if _shown_again(new) else ""
        yield max_throughput_raised.effect(setting, before, after, message, hint)
    elif after is None and new.rebuilt_from(old):
        message = f"{new.what} is rebuilt without its cap of {before} {direction} units a second"
        yield max_throughput_raised.effect(setting, before, after, message)
    elif after is None:
        message = (
            f"the cap of {before} {direction} units a second on {new.what} stays in force, though it is no longer "
            "declared"
        )
        if not new.says_caps:
            message += ", and the provider sends an update without it, which AWS rejects if nothing else is in it"
        hint = f"deploy `max_throughput: {{{direction}: -1}}` once, and leave it out after that"
        yield max_throughput_removed.effect(setting, before, after, message, hint)
    elif before is not None and after > before:
        message = f"the {direction} cap on {new.what} rises from {before} to {after} units a second"
        yield max_throughput_raised.effect(setting, before, after, message)
    else:
        kind = max_throughput_added if before is None else max_throughput_lowered
        change = f"gets a cap of {after}" if before is None else f"is capped at {after} instead of {before}"
        yield kind.effect(
            setting,
            before,
            after,
            f"{new.what} {change} {direction} units a second: sessions that need more at a busy time are throttled",
            "stay above the busiest minute of the last two weeks (ConsumedReadCapacityUnits, "
            "ConsumedWriteCapacityUnits)",
        )


HANDLERS = {"max_throughput": throughput, "warm_throughput": throughput}
