"""Annotations of GitHub Actions, as workflow commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionform.report.formats.renderer import Checked, Drifted, View

if TYPE_CHECKING:
    from sessionform.review.model import Review


def findings(checked: Checked, view: View) -> str:
    from sessionform.report.findings.github import render_github

    return render_github(checked.diagnostics, view.root)


def review(review: Review, view: View) -> str:
    from sessionform.report.review.github import render_review_github

    return render_review_github(review, view.root)


def drift(drifted: Drifted, view: View) -> str:
    from sessionform.report.drift.github import drift_github

    return "".join(drift_github(report, drifted.locate, view.root) for report in drifted.reports)
