"""The kinds of change as documentation: the reference part of docs/review.md."""

from __future__ import annotations

import textwrap

from sessionform.review.effects import TOPICS
from sessionform.review.effects.effect import ChangeKind

BEGIN = (
    "<!-- kinds of change: generated from sessionform/review/effects; tests/review/test_documentation.py says how -->"
)
END = "<!-- end of the kinds of change -->"

_WIDTH = 118


def kinds_markdown() -> str:
    """All kinds in one table a subject, then each of them under its id as heading."""
    parts = []
    for topic, kinds in TOPICS:
        rows = "\n".join(
            f"| [{kind.id}](#{kind.id}) | `{kind.terraform}` | {kind.outcome} | {kind.severity} | {kind.summary} |"
            for kind in kinds
        )
        header = "| change | Terraform shows | really happens | severity | what it is |\n|---|---|---|---|---|"
        parts.append(f"**{topic}**\n\n{header}\n{rows}\n")
    for topic, kinds in TOPICS:
        parts.append(f"### {topic}\n")
        parts.extend(_kind(kind) for kind in kinds)
    return "\n".join(parts)


def _kind(kind: ChangeKind) -> str:
    facts = "\n".join(textwrap.wrap(kind.facts, _WIDTH, break_on_hyphens=False, break_long_words=False))
    return (
        f"#### {kind.id}\n\n**{kind.severity}** · Terraform shows `{kind.terraform}` · really happens: {kind.outcome} "
        "· "
        f"{kind.summary}.\n\n{facts}\n\nSource: {kind.source}\n"
    )
