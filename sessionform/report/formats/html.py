"""One page that needs nothing else."""

from __future__ import annotations

from sessionform.report.formats.renderer import Drifted, View
from sessionform.report.review.html import render_review_html
from sessionform.review.model import Review


def drift(drifted: Drifted, view: View) -> str:
    from sessionform.report.drift.html import drift_html

    return drift_html(drifted.reports, drifted.file, drifted.sources, drifted.locate)


def review(review: Review, view: View) -> str:
    return render_review_html(review)
