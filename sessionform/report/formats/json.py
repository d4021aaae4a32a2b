"""For scripts: keys that stay what they are within a `version`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sessionform.json_value import json_text
from sessionform.report.formats.renderer import Checked, Drifted, ExplainedTable, ListedTables, View

if TYPE_CHECKING:
    from sessionform.documentation import Check
    from sessionform.prove.result import Proof
    from sessionform.review.effects.effect import ChangeKind
    from sessionform.review.model import Review
    from sessionform.staging.stages import Stages


def findings(checked: Checked, view: View) -> str:
    from sessionform.fixing.replacements import suggestions
    from sessionform.report.findings.json import render_json

    return render_json(checked.diagnostics, suggestions(checked.found))


def review(review: Review, view: View) -> str:
    from sessionform.report.review.json import render_review_json

    return render_review_json(review)


def stages(stages: Stages, view: View) -> str:
    from sessionform.report.stages.json import render_stages_json

    return render_stages_json(stages)


def drift(drifted: Drifted, view: View) -> str:
    from sessionform.report.drift.json import render_drift_json

    return render_drift_json(drifted.reports, drifted.place)


def proof(proof: Proof, view: View) -> str:
    from sessionform.report.proof.proof import render_proof_json

    return render_proof_json(proof)


def table(explained: ExplainedTable, view: View) -> str:
    from sessionform.report.explain.json import render_explain_json

    return render_explain_json(explained.table, explained.environment, explained.document, explained.sections)


def tables(listed: ListedTables, view: View) -> str:
    from sessionform.report.explain.tables import render_tables_json

    return render_tables_json(listed.environments, listed.document)


def catalogue(checks: Sequence[Check], view: View) -> str:
    from sessionform.report.reference.rules import rule_json

    return json_text({"version": 1, "rules": [rule_json(check) for check in checks]})


def entry(entry: Check | ChangeKind, view: View) -> str:
    from sessionform.documentation import Check
    from sessionform.report.reference.kinds import kind_json
    from sessionform.report.reference.rules import rule_json

    value = rule_json(entry) if isinstance(entry, Check) else kind_json(entry)
    return json_text({"version": 1, "rules": [value]})
