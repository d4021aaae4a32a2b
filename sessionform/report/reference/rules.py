"""The rules as documentation: docs/rules.md, a page a rule, one rule explained on a terminal, the list of all of them."""

from __future__ import annotations

import textwrap

from sessionform.documentation import Check
from sessionform.report.findings.text import STYLES
from sessionform.report.layout.table import Layout, render_table
from sessionform.report.layout.terminal import PROSE_WIDTH, Painter
from sessionform.rules.catalogue import CHECKS, TOPICS

_INTRODUCTION = """\
# Rules

<!-- Generated from the rules; edit those, then: SESSIONFORM_ACCEPT=1 pytest tests/rules/test_documentation.py -->

What `sessionform check` and `sessionform review` may say about a file: {count} checks. `sessionform rules` lists them,
`sessionform rules ID` explains one.

- **error**: AWS or Terraform will refuse this, or will silently do something else than it says. Fails the check.
- **warning**: this works, and is seldom what one wants of a table of sessions. Fails the check under `--strict` only.
  It can be [waived](#waivers).
- **note**: worth knowing. Never fails anything; it can be waived too.

Each rule has a page with an example that fails, what is reported of it, and the same example passing. Examples that
show only `tables` stand in one environment, `staging` in us-east-1.
"""

_WAIVERS = """\
A warning or a note that a team has decided to live with is waived at the table, with the reason and the last day on
which that holds:

```yaml
tables:
  userSessions:
    partition_key: userId
    waivers:
      - {rule: ttl-missing, reason: a nightly job ends sessions, expires: 2027-01-31}
```

`waivers` is a setting like any other: in `defaults` it holds for every table, under `environments.NAME` for one
environment. Without `expires` it holds until somebody removes it. A warning about an environment or about the file as a
whole is silenced by the waiver of any table in it, so `defaults` is the place for that. Errors cannot be waived. The
waivers themselves are looked at too:
"""


_GENERATED = (
    "<!-- Generated from the rule; edit that, then: SESSIONFORM_ACCEPT=1 pytest tests/rules/test_documentation.py -->"
)

_LIVE_WITH_IT = """
## To live with it

At the table, or in `defaults` for every table:

```yaml
waivers:
  - {{rule: {id}, reason: why it has to wait, expires: YYYY-MM-DD}}
```

[Waivers](../rules.md#waivers) end on their day, and one that silences nothing is reported.
"""


def rules_markdown() -> str:
    """docs/rules.md: all checks in one table a topic, each with its page."""
    parts = [_INTRODUCTION.format(count=len(CHECKS))]
    for topic, checks in TOPICS:
        parts.append(f"## {topic}\n")
        if topic == "Waivers":
            parts.append(_WAIVERS)
        rows = "\n".join(
            f"| [{check.id}](rules/{check.id}.md) | {check.severity} | {check.summary} |" for check in checks
        )
        parts.append(f"| rule | severity | what it says |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def rule_page(check: Check, reported: str) -> str:
    """docs/rules/ID.md: one check, with what is reported of its failing example."""
    why = "\n".join(textwrap.wrap(check.why, 118, break_on_hyphens=False))
    source = check.source if "://" in check.source else f"[{check.source}](../{check.source.removeprefix('docs/')})"
    waiver = _LIVE_WITH_IT.format(id=check.id) if check.waivable else ""
    return (
        f"# {check.id}\n\n{_GENERATED}\n\n**{check.severity}** · {check.summary}\n\n{why}\n\n"
        f"## Fails\n\n```{check.form}\n{check.failing}```\n\n```text\n{reported.rstrip()}\n```\n\n"
        f"## Passes\n\n```{check.form}\n{check.passing}```\n\n{_fixing(check)}\n{waiver}\n"
        f"Source: {source}\n\n[All rules](../rules.md)\n"
    )


def _fixing(check: Check) -> str:
    """Whether `check --fix` has something for it."""
    if check.no_fix:
        return f"No fix is offered: {check.no_fix}."
    return "[`check --fix`](../fixes.md) has a fix for it."


def render_rule(check: Check, paint: Painter | None = None, columns: int = PROSE_WIDTH) -> str:
    """One check for a terminal: what it says and why, what fails, the same passing, and how to waive it."""
    paint = paint or Painter(color=False)
    lines = [
        f"{paint(STYLES[check.severity], f'{check.severity}[{check.id}]')}{paint('bold', f': {check.summary}')}",
        "",
        *textwrap.wrap(check.why, min(columns, PROSE_WIDTH), break_on_hyphens=False),
        "",
        paint("bold", "Fails:"),
        *_indented(check.failing),
        "",
        paint("bold", "Passes:"),
        *_indented(check.passing),
        "",
        f"No fix is offered: {check.no_fix}." if check.no_fix else "`sessionform check --fix` has a fix for it.",
        "",
    ]
    if check.waivable:
        lines += [
            paint("bold", "To live with it, at the table or in `defaults`:"),
            f"    waivers: [{{rule: {check.id}, reason: why it has to wait, expires: YYYY-MM-DD}}]",
            "",
        ]
    return "\n".join([*lines, f"Source: {check.source}", *_page(check)])


def _page(check: Check) -> list[str]:
    return [f"Page: {check.web_page(check.id)}"] if check.web_page(check.id) else []


def _indented(example: str) -> list[str]:
    return [f"    {line}" for line in example.splitlines()]


def render_list(layout: Layout) -> str:
    """Every check with its severity and summary, by topic."""
    groups = [(topic, [(check.id, str(check.severity), check.summary) for check in checks]) for topic, checks in TOPICS]
    return "\n".join(render_table(("RULE", "SEVERITY", "WHAT IT SAYS"), groups, layout))


def rule_json(check: Check) -> dict[str, str]:
    """One check as scripts read it."""
    return {
        "kind": "check",
        "id": check.id,
        "severity": str(check.severity),
        "summary": check.summary,
        "why": check.why,
        "source": check.source,
        "help": check.help_address,
        "form": check.form,
        "failing": check.failing,
        "passing": check.passing,
        "no_fix": check.no_fix,
    }
