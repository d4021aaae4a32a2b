"""On-demand caps and warm throughput, of a table and of its indexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sessionform.diagnostics import Path
from sessionform.model import GlobalIndex, OnDemand, Table, Throughput
from sessionform.review.effects.effect import (
    CRITICAL,
    EMPTIED,
    GUIDE,
    HIGH,
    LOW,
    PROVIDER_SOURCE,
    ChangeKind,
    Effect,
    Pair,
)
from sessionform.review.effects.global_indexes import rebuilt
from sessionform.review.effects.keys import side_by_side
from sessionform.review.outcome import Outcome, Terraform

_CAPS = f"{GUIDE}/on-demand-capacity-mode-max-throughput.html"
_WARM = f"{GUIDE}/warm-throughput.html"
_WARM_PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/dynamodb_table"

_CAP_FACTS = "AWS throttles every request above the cap, however much room the table has. The cap takes effect at once."

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
        "AWS takes a cap away only when it is sent -1. For a cap that is left out the provider sends none: where both sides "
        "leave the file, its UpdateTable is empty and AWS rejects it, and with other changes in it the cap stays in force. "
        "Where both sides leave the file, and where one of an index does, each later plan shows it again."
    ),
    source=PROVIDER_SOURCE,
)
warm_throughput_raised = ChangeKind(
    id="warm-throughput-raised",
    summary="More warm throughput, or the first that is declared",
    severity=HIGH,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "AWS prepares the table for that many requests a second, for a charge that is paid once. It cannot be undone. AWS "
        "keeps some ready for every table, and more for one that has been busy. The provider compares with what AWS has, not "
        "with what was declared: where that is more already, it plans to replace the whole table, or to rebuild the index."
    ),
    source=_WARM,
)
warm_throughput_lowered = ChangeKind(
    id="warm-throughput-lowered",
    summary="Less warm throughput",
    severity=CRITICAL,
    terraform=Terraform.REPLACE,
    outcome=Outcome.DATA_LOSS,
    why=(
        "Warm throughput cannot be lowered. The provider (6.13 and later) plans to replace the whole table; an index it "
        "deletes and rebuilds."
    ),
    source=_WARM_PROVIDER,
)
warm_throughput_dropped = ChangeKind(
    id="warm-throughput-dropped",
    summary="Warm throughput is no longer declared",
    severity=LOW,
    terraform=Terraform.NO_OP,
    outcome=Outcome.SILENTLY_IGNORED,
    why="The setting is computed where it is absent: Terraform keeps what AWS has, and AWS never lowers it.",
    source=_WARM_PROVIDER,
)

KINDS = (
    max_throughput_added,
    max_throughput_lowered,
    max_throughput_raised,
    max_throughput_removed,
    warm_throughput_raised,
    warm_throughput_lowered,
    warm_throughput_dropped,
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
            yield from _warm(old, before, holder, direction)


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
        message = f"AWS is told{again} that {new.what} has no cap, and it has none"
        hint = "remove it again: each later plan shows it, and AWS rejects -1 where it creates a table or an index"
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
        message = f"the cap of {before} {direction} units a second on {new.what} is taken away"
        hint = "leave it out in the next deploy: until then each plan shows it" if _shown_again(new) else ""
        yield max_throughput_raised.effect(setting, before, after, message, hint)
    elif after is None and new.rebuilt_from(old):
        message = f"the cap of {before} {direction} units a second goes with {new.what}, which is rebuilt without it"
        yield max_throughput_raised.effect(setting, before, after, message)
    elif after is None:
        message = (
            f"the cap of {before} {direction} units a second on {new.what} stays in force, though it is no longer "
            "declared"
        )
        if not new.says_caps:
            message += ", and the provider sends an update without it, which AWS rejects where nothing else is in it"
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
            f"{new.what} {change} {direction} units a second: sessions that need more at a busy moment are throttled",
            "stay above the highest minute of the last two weeks (ConsumedReadCapacityUnits, "
            "ConsumedWriteCapacityUnits)",
        )


def _warm(table: Table, old: _Holder, new: _Holder, direction: str) -> Iterator[Effect]:
    before, after = getattr(old.warm, direction), getattr(new.warm, direction)
    setting: Path = (*new.setting, "warm_throughput", direction)
    if before == after:
        return
    if after is None:
        message = f"warm {direction} throughput of {new.what} is no longer declared: AWS keeps {before} units a second"
        yield warm_throughput_dropped.effect(setting, before, after, message)
    elif before is None or after > before:
        instead = "the index is deleted and rebuilt" if new.setting else "the table is replaced by an empty one"
        yield warm_throughput_raised.effect(
            setting,
            before,
            after,
            f"{new.what} is prepared for {after} {direction} units a second, charged once and for good; but {instead} if "
            "AWS keeps more ready for it already",
            "read what AWS has, `WarmThroughput` in `aws dynamodb describe-table`, and declare at least that; keep "
            "deletion protection on, and look at the plan before you apply",
        )
    elif new.setting:
        yield warm_throughput_lowered.effect(
            setting,
            before,
            after,
            f"warm {direction} throughput of {new.what} falls from {before} to {after}: the index is deleted and rebuilt, "
            "and queries on it fail until that is done",
            f"leave it at {before}: AWS cannot lower it",
            severity=HIGH,
        )
    else:
        yield warm_throughput_lowered.effect(
            setting,
            before,
            after,
            f"warm {direction} throughput of {new.what} falls from {before} to {after}, which AWS cannot do",
            f"leave it at {before}; or, if it must be lower:\n{side_by_side(table)}",
            consequence=EMPTIED,
        )


HANDLERS = {"max_throughput": throughput, "warm_throughput": throughput}
