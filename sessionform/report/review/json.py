"""A review as JSON that scripts may rely on (docs: the command line, *JSON*)."""

from __future__ import annotations

from sessionform.diagnostics import dotted
from sessionform.json_value import JsonObject, json_text
from sessionform.report.findings.json import diagnostic_value
from sessionform.review.model import Change, PlanRemark, Review, TableVerdict
from sessionform.review.predict.model import Call


def render_review_json(review: Review) -> str:
    """The whole review. `verdict` is the worst severity among the changes that are not accepted, and `critical` where the
    plan takes a table away that the declarations would leave, or where there is something in `not_compared`.

    `gone` says that path, file and line are the base's: the head has no place for what is no more.
    """
    value: JsonObject = {
        "version": 1,
        "verdict": str(review.verdict),
        "base": review.base,
        "not_compared": list(review.gaps),
        "statements": list(review.statements),
        "commits": list(review.commits),
        "changes": [change_value(change) for change in review.changes],
        "tables": [_table(table) for table in review.tables],
        "plan": [_remark(remark) for remark in review.plan],
        "diagnostics": [diagnostic_value(item) for item in review.diagnostics],
    }
    return json_text(value)


def change_value(change: Change) -> JsonObject:
    """One change, wherever it is told."""
    accepted = change.accepted
    return {
        "environment": change.environment,
        "table": change.table,
        "address": change.address,
        "rule": change.rule,
        "severity": str(change.severity),
        "path": dotted(change.path),
        "before": change.before,
        "after": change.after,
        "terraform": change.terraform,
        "outcome": change.outcome,
        "refused": change.refused,
        "later": change.later,
        "message": change.message,
        "hint": change.hint,
        "file": change.location.file,
        "line": change.location.line,
        "gone": change.gone,
        "calls": [_call(call) for call in change.calls],
        "provider": change.provider,
        "confidence": change.confidence,
        "accepted": None
        if accepted is None
        else {"reason": accepted.reason, "expires": None if accepted.expires is None else str(accepted.expires)},
    }


def _call(call: Call) -> JsonObject:
    """`carries` are settings of the table. Where a refusal is not `certain`, nobody is known to have tried the call."""
    refusal = call.refusal
    return {
        "operation": call.operation,
        "about": call.about,
        "carries": [dotted(path) for path in call.carries],
        "refused_by": None if refusal is None else refusal.by,
        "certain": refusal is None or refusal.certain,
        "error": None if refusal is None else refusal.text,
        "source": None if refusal is None else refusal.source.page,
        "how_often": [budget.words for budget in call.budgets],
    }


def _table(table: TableVerdict) -> JsonObject:
    return {
        "environment": table.environment,
        "table": table.table,
        "terraform": table.terraform,
        "outcome": table.outcome,
        "refused": table.refused,
    }


def _remark(remark: PlanRemark) -> JsonObject:
    return {
        "environment": remark.environment,
        "table": remark.table,
        "address": remark.address,
        "judgement": remark.judgement,
        "terraform": remark.terraform,
        "message": remark.message,
    }
