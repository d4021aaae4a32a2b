"""SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sessionform.report.formats.renderer import Checked, View

if TYPE_CHECKING:
    from sessionform.review.model import Review


def findings(checked: Checked, view: View) -> str:
    from sessionform.fixing.replacements import suggestions
    from sessionform.report.findings.sarif import render_sarif
    from sessionform.rules.catalogue import CHECKS

    return render_sarif(checked.diagnostics, CHECKS, view.root, suggestions(checked.found))


def review(review: Review, view: View) -> str:
    from sessionform.report.review.sarif import render_review_sarif

    return render_review_sarif(review, view.root)
