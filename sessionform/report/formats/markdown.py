"""For comments, summaries and issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionform.report.formats.renderer import Drifted, View

if TYPE_CHECKING:
    from sessionform.review.model import Review
    from sessionform.staging.stages import Stages


def review(review: Review, view: View) -> str:
    from sessionform.report.review.markdown import render_review_markdown

    return render_review_markdown(review)


def stages(stages: Stages, view: View) -> str:
    from sessionform.report.stages.markdown import render_runbook

    return render_runbook(stages)


def drift(drifted: Drifted, view: View) -> str:
    from sessionform.report.drift.markdown import drift_markdown

    return "\n".join(drift_markdown(report, drifted.place) for report in drifted.reports)
