"""The kinds of change as documentation: the index in docs/review.md, a page a kind, one kind on a terminal."""

from __future__ import annotations

import textwrap

from sessionform.report.layout.terminal import PROSE_WIDTH, Painter
from sessionform.report.review.text import STYLES
from sessionform.review.effects import TOPICS
from sessionform.review.effects.effect import ChangeKind

BEGIN = (
    "<!-- kinds of change: generated from sessionform/review/effects; tests/review/test_documentation.py says how -->"
)
END = "<!-- end of the kinds of change -->"

_WIDTH = 118


_GENERATED = (
    "<!-- Generated from the kind; edit that, then: SESSIONFORM_ACCEPT=1 pytest tests/review/test_documentation.py -->"
)


def kinds_markdown() -> str:
    """The part of docs/review.md: all kinds in one table a subject, each with its page."""
    parts = []
    for topic, kinds in TOPICS:
        rows = "\n".join(
            f"| [{kind.id}]({kind.help_address.removeprefix('docs/')}) | `{kind.terraform}` | {kind.outcome} "
            f"| {kind.severity} | {kind.summary} |"
            for kind in kinds
        )
        header = "| change | Terraform shows | really happens | severity | what it is |\n|---|---|---|---|---|"
        parts.append(f"### {topic}\n\n{header}\n{rows}\n")
    return "\n".join(parts)


def kind_page(kind: ChangeKind) -> str:
    """docs/changes/ID.md: what Terraform plans, what really happens, and how to accept it."""
    why = "\n".join(textwrap.wrap(kind.why, _WIDTH, break_on_hyphens=False, break_long_words=False))
    return (
        f"# {kind.id}\n\n{_GENERATED}\n\n{kind.summary}.\n\n"
        f"| severity | Terraform shows | really happens |\n|---|---|---|\n"
        f"| **{kind.severity}** | `{kind.terraform}` | {kind.outcome} |\n\n"
        f"{why}\n\n## To accept it\n\nAt the top of the declaration; [accepting on purpose](../review.md#accepting-on-purpose) "
        f"says how to narrow it to a table or an environment:\n\n```yaml\naccept:\n"
        f"  - {{change: {kind.id}, reason: why it is meant, expires: YYYY-MM-DD}}\n```\n\n"
        f"Source: {kind.source}\n\n[All kinds of change](../review.md)\n"
    )


def render_kind(kind: ChangeKind, paint: Painter | None = None, columns: int = PROSE_WIDTH) -> str:
    """One kind of change for a terminal: what Terraform plans, what really happens, and how to accept it."""
    paint = paint or Painter(color=False)
    heading = paint(STYLES[kind.severity], f"{kind.severity}[{kind.id}]") + paint("bold", f": {kind.summary}")
    return "\n".join(
        [
            heading,
            "",
            f"Terraform shows `{kind.terraform}`; really happens: {kind.outcome}.",
            "",
            *textwrap.wrap(kind.why, min(columns, PROSE_WIDTH), break_on_hyphens=False, break_long_words=False),
            "",
            paint("bold", "To accept it, at the top of the declaration:"),
            f"    accept: [{{change: {kind.id}, reason: why it is meant, expires: YYYY-MM-DD}}]",
            "",
            f"Source: {kind.source}",
            *([f"Page: {kind.web_page(kind.id)}"] if kind.web_page(kind.id) else []),
        ]
    )


def kind_json(kind: ChangeKind) -> dict[str, str]:
    """One kind of change as scripts read it. It has no examples."""
    return {
        "kind": "change",
        "id": kind.id,
        "severity": str(kind.severity),
        "summary": kind.summary,
        "why": kind.why,
        "source": kind.source,
        "help": kind.help_address,
        "terraform": kind.terraform,
        "outcome": kind.outcome,
    }
