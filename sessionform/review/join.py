"""A review joined with the plan that Terraform made: what it confirms, what it hides, what nothing here explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sessionform.errors import UsageError
from sessionform.facts.resource_types import TABLE
from sessionform.model import Declaration
from sessionform.review.effects.environments.states import backend_changed
from sessionform.review.model import Change, PlanJudgement, PlanRemark, Review, ReviewSeverity, TableVerdict
from sessionform.review.outcome import Terraform
from sessionform.review.plan import Plan, Planned
from sessionform.words import listed, names_in_quotes


def environment_of(plan: Plan, before: Declaration | None, after: Declaration, asked: str | None = None) -> str:
    """The environment whose tables the plan is about, by their names in AWS; the one that is `asked` for if it can be.

    Raises UsageError where no environment, or more than one, fits best, and where the plan is another's than asked.
    """
    names = {(item.name, item.table_name) for item in plan.resources if item.type == TABLE}
    scores: dict[str, int] = {}
    for declaration in (before, after):
        for environment, table in declaration.tables() if declaration is not None else ():
            if (table.key, table.name) in names:
                scores[environment.name] = scores.get(environment.name, 0) + 1
    best = [name for name, score in scores.items() if score == max(scores.values())]
    if asked is not None and best and asked not in scores:
        raise UsageError(f"the plan is for {' or '.join(best)}, not for {asked}", f"give the plan of `{asked}`")
    if asked is not None:
        return asked
    if len(best) != 1:
        fits = f"fits {' and '.join(best)} alike" if best else "has no table of this declaration"
        raise UsageError(f"the plan {fits}", "say which environment it is for, with `-e NAME`")
    return best[0]


def join(review: Review, plan: Plan, environment: str) -> Review:
    """The review with remarks on the plan of one environment, what needs attention first, and the verdict on both."""
    remarks = [_warned(remark) for remark in _remarks(review, plan, environment)]
    order = ("hidden", "differs", "drift", "missing", "confirmed")
    remarks.sort(key=lambda remark: order.index(remark.judgement))
    lost = any(remark.loss for remark in remarks)
    verdict = ReviewSeverity.CRITICAL if lost else review.verdict
    return replace(review, verdict=verdict, plan=(*review.plan, *remarks))


def _warned(remark: PlanRemark) -> PlanRemark:
    if not remark.loss:
        return remark
    warning = "every session in the table would be lost, so do not apply this plan"
    return replace(remark, message=f"{remark.message}; {warning}")


def _remarks(review: Review, plan: Plan, environment: str) -> Iterator[PlanRemark]:
    verdicts = {item.table: item for item in review.tables if item.environment == environment}
    tables = {item.name: item for item in plan.resources if item.type == TABLE}
    changes: dict[str, list[Change]] = {}
    for change in review.changes:
        if change.environment == environment:
            changes.setdefault(change.table, []).append(change)
    for key, verdict in verdicts.items():
        yield _judged(verdict, tables.get(key), changes[key])
    for item in (*plan.resources, *plan.drift):
        # The companions of a table that changes (its indexes' alarms, say) change with it.
        if item.action is not Terraform.NO_OP and item.name not in verdicts:
            yield _drift(environment, item)


def _judged(verdict: TableVerdict, item: Planned | None, changes: Sequence[Change]) -> PlanRemark:
    address = f"{TABLE}.{verdict.table}"
    expected = verdict.terraform
    shown = item.action if item is not None else Terraform.NO_OP

    def remark(judgement: PlanJudgement, message: str) -> PlanRemark:
        return PlanRemark(verdict.environment, verdict.table, address, judgement, shown, message)

    if item is None and expected is not Terraform.NO_OP:
        return remark("missing", f"the plan does not mention `{verdict.table}`, where {expected.planned} is expected")
    if shown is Terraform.CREATE is not expected and any(item.rule == backend_changed.id for item in changes):
        message = f"Terraform plans {shown.planned} of `{verdict.table}`, which exists: the state was not migrated"
        return remark("differs", message)
    if shown != expected:
        return remark(
            "differs",
            f"Terraform plans {shown.planned} of `{verdict.table}`, but the declarations lead to {expected.planned}: the "
            "declaration that was applied last is not this base, or the live table was changed by hand",
        )
    # A plan as expected was made on the migrated state: what `backend-changed` warns of has been seen to.
    own = [item for item in changes if item.address == address and item.rule != backend_changed.id]
    hidden = [item for item in own if not item.outcome.shown]
    if hidden:
        return remark("hidden", f"Terraform says {shown.planned}; in fact: {hidden[0].message}")
    return remark(
        "confirmed", f"the plan shows {shown.planned} of `{verdict.table}`, as expected{_unchanged(item, changes)}"
    )


def _unchanged(item: Planned | None, changes: Sequence[Change]) -> str:
    """What is to be said of indexes that the plan shows and no change is about."""
    changed = {part for change in changes for part in change.path}
    rewritten = [name for name in item.rewritten if name not in changed] if item is not None else []
    if not rewritten:
        return ""
    names = listed(rewritten, "and")
    return f"; it also shows {names} removed and added as before, which the provider writes and AWS does not do"


def _drift(environment: str, item: Planned) -> PlanRemark:
    if item.action is Terraform.UPDATE and item.rewritten and not item.attributes:
        names = listed(item.rewritten, "and")
        message = (
            f"the plan shows {names} of `{item.address}` removed and added as before: the provider compares what AWS has "
            "adapted by itself, and an apply changes nothing (docs/providers.md)"
        )
        return PlanRemark(environment, item.name, item.address, "drift", item.action, message)
    differs = names_in_quotes(item.attributes) or "nothing visible"
    return PlanRemark(
        environment,
        item.name,
        item.address,
        "drift",
        item.action,
        f"the plan shows {item.action} of `{item.address}` ({differs} differs), which the declarations do not explain: "
        "it was changed by hand, or this base is not what was applied last",
    )
